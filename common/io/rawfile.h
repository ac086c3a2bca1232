/*
 * rawfile.h - files without a header: the numbers alone, described by who reads them.
 *
 *	TYPE,N,N[,N[,N]][,big][,skip=BYTES]
 *
 * TYPE as in NRRD or short (uint16, u16, float), sizes slowest first, little
 * endian unless "big", skip bytes ahead of the data.  The length of the file
 * must be exactly that.  The axes are named frame row col, slowest first (as
 * many of the last as there are; four: frame z row col).
 */
#ifndef IO_RAWFILE_H
#define IO_RAWFILE_H

#include "io/driver.h"

struct rawspec { enum dtype type; int ndim; size_t n[ARRAY_MAXDIM], skip; bool big; };

/* E_USAGE that names the part. */
int rawspec_parse(const char *text, struct rawspec *r, struct err *e);

/* Reads what sel->raw describes; path "-" is standard input, of a pipe through a temporary. */
extern const struct driver driver_raw;

#endif
