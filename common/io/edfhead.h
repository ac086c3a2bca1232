/*
 * edfhead.h - the header of an image in an EDF file (ESRF data format), from
 * text.  Pure: no I/O.
 *
 * A file is a row of blocks: a header, "{ key = value ; ... }" and a newline,
 * and the samples behind it.  Writers fill the header with blanks to a
 * multiple of 512 bytes, and some the samples too.  Keys are taken whatever
 * their case:
 *   Dim_1, Dim_2, Dim_3  columns, rows (1), images (1)
 *   DataType             SignedByte ... DoubleValue, see below
 *   ByteOrder            LowByteFirst, HighByteFirst; not needed for bytes
 *   EDF_BinarySize, Size bytes behind the header, filling included; the samples' when absent
 *   EDF_HeaderSize       bytes of the header, when it does end there
 *   EDF_DataFormatVersion: a general block.  It holds no image; what it says holds for
 *                        the images after it that do not say it themselves.
 *   EDF_DataBlockID      n.Image.Error: the variance of image n, and none itself
 *   PSize_1, PSize_2, SampleDistance, WaveLength, ExposureTime: m, m, m, m, s
 * Compression other than none and EDF_BinaryFileName are refused, as is a key
 * of these with two different values.
 *
 * Source of these facts: what the readers edfio (P. Boesecke, ESRF) and fabio
 * (E. Knudsen et al., J. Appl. Cryst. 46 (2013) 537) take; SignedLong and
 * UnsignedLong have 32 bits, as there.
 */
#ifndef IO_EDFHEAD_H
#define IO_EDFHEAD_H

#include "base/array.h"

enum { EDF_HEADER_MAX = 1 << 20 };	/* bytes; longer is refused */

enum edf_order { EDF_ORDER_UNKNOWN, EDF_LOW_FIRST, EDF_HIGH_FIRST };

/* Numbers of edf_block.num. */
enum { EDF_PIXEL1_M, EDF_PIXEL2_M, EDF_DISTANCE_M, EDF_WAVELENGTH_M, EDF_EXPOSURE_S, EDF_NUMS };

struct edf_block {
	bool general;			/* no image; only size and what others inherit are set */
	bool variance;			/* of another block's image */
	bool has_type;
	enum dtype type;		/* DT_F64 for integers of 64 bits */
	int wide;			/* these: 's' signed, 'u' unsigned; otherwise 0 */
	enum edf_order order;
	size_t n[3];			/* Dim_3, Dim_2, Dim_1: slowest first */
	size_t size;			/* bytes behind the header */
	double num[EDF_NUMS];		/* NAN: not said, or no number above 0 */
};

/* Do these first bytes of a file look like EDF?  JSON, YAML and the .img of ADSC, which begin with { too, do not. */
bool edfhead_starts(const char *text, size_t len);

/*
 * Length of the header that text[0 .. have) begins with, blanks before it and
 * the newline after it included; 0: it goes on behind have.  all: nothing
 * comes behind have.
 */
size_t edfhead_length(const char *text, size_t have, bool all);

/* Parse a header of that length.  general: of an earlier block, or NULL.  E_DATA names key and value. */
int edfhead_parse(const char *text, size_t len, const struct edf_block *general, struct edf_block *b, struct err *e);

#endif
