/*
 * box.h - parts of an array of which a file gives runs of samples: what the
 * read_box() of a driver (driver.h) asks for, by as few runs as there can be.
 */
#ifndef IO_BOX_H
#define IO_BOX_H

#include "base/array.h"

struct source;			/* a driver's own */

struct box {
	size_t n[ARRAY_MAXDIM];		/* samples along each axis; 1 for one that is not there */
	size_t width;			/* bytes of a sample in memory */
	/* Samples [at, at + n) of the whole array, in C order, into buf. */
	int (*run)(struct source *s, size_t at, size_t n, void *buf, struct err *e);
};

/* As many of the first ndim axes as the array has, the others 1. */
void box_set(struct box *b, int ndim, const size_t *n, size_t width);

/* The arguments are those of a driver's read_box(); of an axis of length 1 the range is not looked at. */
int box_read(const struct box *b, struct source *s, size_t i, size_t ni, size_t r, size_t nr,
	     size_t c, size_t nc, void *buf, struct err *e);

#endif
