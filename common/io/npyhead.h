/*
 * npyhead.h - the text at the start of an NPY file: a Python dict of type,
 * order and shape (numpy.lib.format, versions 1 to 3, which differ in how long it may
 * be and in the encoding of field names).  Used by npy.c alone.
 */
#ifndef IO_NPYHEAD_H
#define IO_NPYHEAD_H

#include "base/head.h"

/* How the samples stand in the file; what is not PLAIN is converted. */
enum npy_kind { NPY_PLAIN, NPY_BOOL, NPY_HALF, NPY_INT64, NPY_UINT64 };

struct npy_layout {
	enum npy_kind kind;
	enum dtype type;		/* after reading; of 64-bit integers not yet known */
	bool complex, swap, fortran;
	size_t width;			/* bytes of a sample (of half a complex one) in the file */
	int ndim;			/* the pair of a complex sample is no axis here */
	size_t n[ARRAY_MAXDIM];
};

/* E_DATA says what is malformed or cannot be read. */
int npyhead_parse(const char *text, struct npy_layout *l, struct err *e);

/* Everything ahead of the data, magic included; the length, a multiple of 64. */
enum { NPY_HEADER = 256 };
size_t npyhead_print(const struct head *h, char text[NPY_HEADER]);

#endif
