/*
 * prepare.h - from a measured frame to the pattern of a fit: laid about its centre, masked, weighted.
 *
 * Pixel (row, col) of the frame lies at (row, col), 0-based.  The pixel nearest to the centre (of two the one with the higher index) becomes (n/2, n/2);
 * data are moved by whole pixels, never interpolated, and what is left is delta = that pixel - centre, in [-1/2, 1/2] (target.h).  What the frame
 * does not cover is not used.  Nor is a pixel whose mask is 0 or NaN, or which is not finite itself (counted as nan when the mask allowed it),
 * or whose sigma is not finite.
 *
 * The weights are 1, or 1/sigma^2.
 *
 * Pure; thread-safe.
 */
#ifndef RMC_PREPARE_H
#define RMC_PREPARE_H

#include "rmc/target.h"

/* As measured; borrowed. */
struct rmc_frame {
	size_t nrow, ncol;
	const double *d;		/* [nrow][ncol] */
	const double *mask, *sigma;	/* [nrow][ncol], or NULL */
};

struct rmc_prepare_par {
	size_t n;			/* of the pattern, 1 .. RMC_SIZE_MAX */
	double centre[2];		/* row, col of q = 0 */
	enum rmc_metric metric;
	bool background;
	double prior;			/* goes into the pattern (target.h) */
};

struct rmc_prepared {
	struct rmc_pattern p;		/* points to what follows */
	double *d, *w;			/* [n][n]; d is 0 where w is */
	size_t used, masked, nan;	/* pixels: in use, left out by the mask, left out as they are no numbers */
	double most;			/* the largest value in use apart from q = 0, or 0 */
};

/*
 * E_DATA: no pixel in use (with the reason), a pixel in use that is negative (but of metric intensity) or whose sigma is not positive or beyond 1e-140 .. 1e140, named with its place in
 * the frame; counts of which none is 1 or more; E_NOMEM.
 */
int rmc_prepare(struct rmc_prepared *q, const struct rmc_frame *f, const struct rmc_prepare_par *par, struct err *e);
void rmc_prepared_free(struct rmc_prepared *q);	/* safe on a zeroed struct */

#endif
