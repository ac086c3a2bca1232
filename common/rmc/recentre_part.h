/*
 * recentre_part.h - what the files of recentre share; private to recentre*.c.
 */
#ifndef RMC_RECENTRE_PART_H
#define RMC_RECENTRE_PART_H

#include <stddef.h>

#include "base/err.h"

/* A frame as it is compared with itself. */
struct centre_form {
	size_t nrow, ncol;
	unsigned char *ok;	/* [nrow][ncol]: in use and finite */
	float *root;		/* sign(I) sqrt|I|, less its mean; 0 where not ok */
	float *speckle;		/* what varies between neighbours, by its weight, within 3 and -3; 0 where not ok */
	size_t used;		/* pixels that are ok */
};

/*
 * r and the mean square difference at s = (i, j), i < 2 nrow - 1, j < 2 ncol - 1, with rows of `stride' floats.
 * pairs: pixels p with both p and s - p in use.  weight: the variance of x in them, summed, in units of the
 * mean square of x: pairs, but few where x is faint.  With fewer than `least', or without variance, r and diff are NaN.
 */
struct centre_map {
	size_t nrow, ncol, stride;
	float *r, *diff, *pairs, *weight;
	float *store[4];	/* mem_free */
};

/* E_DATA when no pixel is used or all are equal. */
int centre_form_new(struct centre_form *f, const float *frame, const unsigned char *mask, size_t nrow, size_t ncol,
		    struct err *e);
void centre_form_free(struct centre_form *f);

/* x: root or speckle of f. */
int centre_map_new(struct centre_map *m, const struct centre_form *f, const float *x, double least, struct err *e);
void centre_map_free(struct centre_map *m);

#endif
