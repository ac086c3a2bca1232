/*
 * nrrd.h - the header of stream(5), to and from text.  Pure: no I/O, so it is
 * what the fuzzer feeds.  NRRD lists axes fastest first, struct head slowest
 * first; this file is the only place that turns one into the other.
 */
#ifndef IO_NRRD_H
#define IO_NRRD_H

#include "base/head.h"

enum { NRRD_HEADER_MAX = 16 << 20 };	/* bytes; longer is refused */

enum nrrd_part { NRRD_WHOLE, NRRD_MORE, NRRD_LAST, NRRD_FAILED };

/* How the data that follow are to be read. */
struct nrrd_info {
	bool swap;		/* other endianness */
	enum nrrd_part part;	/* bp.part, bp.error */
	int wide;		/* 64-bit integers: 's' or 'u'; head.type is then DT_F64, data are 8 bytes each */
	char error[300];	/* NRRD_FAILED: what the producer said */
};

/*
 * Parse len bytes of header, blank last line included or not.  Errors: E_DATA
 * that name the field.  On failure *h is freed.
 */
int nrrd_parse(const char *text, size_t len, struct head *h, struct nrrd_info *info, struct err *e);

/*
 * Print a header for this many items, blank line included; *text is malloc'd,
 * the caller's.  NRRD_MORE and NRRD_LAST: a part.
 */
int nrrd_print(const struct head *h, size_t items, enum nrrd_part part, char **text,
	       size_t *len, struct err *e);

/*
 * 64-bit integers to doubles in place; E_DATA at the first that is not exact.
 * first: index of the first element, for the message.
 */
int nrrd_narrow(void *data, int wide, size_t count, size_t first, struct err *e);

#endif
