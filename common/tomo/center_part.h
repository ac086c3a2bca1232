/*
 * center_part.h - what the finders of the axis share; private to center*.c.
 */
#ifndef TOMO_CENTER_PART_H
#define TOMO_CENTER_PART_H

#include "tomo/center.h"

/* Half a turn at even angles. */
struct even {
	size_t n;
	float *sino;		/* [n][ncol], mem_free */
};

enum { EVEN_ANGLES = 720 };	/* at most */

/*
 * The projections of the first half turn, averaged into n <= EVEN_ANGLES even steps of it; a
 * step without any gets a mean of its neighbours.  E_DATA when they do not cover it, which
 * center_covers() finds out beforehand.
 */
int center_even(struct even *out, const float *sino, size_t nangle, size_t ncol, const double *theta_deg,
		struct err *e);
int center_covers(const double *theta_deg, size_t nangle, struct err *e);

/* Where to seek: a quarter of the columns about the middle, when lo >= hi. */
void center_range(size_t ncol, double *lo, double *hi);

/*
 * Take the faults of a detector out of a sinogram, in place: columns that do not follow the sample are
 * interpolated, stripes and single spikes smoothed by a median over columns of the values sorted along angles (N. T. Vo
 * et al., Opt. Express 26 (2018) 28396, algorithm 3).
 */
int center_clean(float *sino, size_t nangle, size_t ncol, struct err *e);

/*
 * Take off the line through both ends, and make what is left fade there: what reaches over the detector, or lies under
 * all of it, must not end in a jump, which would be symmetric about the detector's middle.
 */
void center_taper(float *line, size_t n);

/* Median of n; sorts x. */
double center_median(double *x, size_t n);

#endif
