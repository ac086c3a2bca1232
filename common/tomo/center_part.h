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

/*
 * The projections of the first half turn, averaged into n <= most even steps of it; a
 * step without any gets a mean of its neighbours.  E_DATA when they do not cover it.
 */
int center_even(struct even *out, const float *sino, size_t nangle, size_t ncol, const double *theta_deg,
		size_t most, struct err *e);

/* Where to seek: a quarter of the columns about the middle, when lo >= hi. */
void center_range(size_t ncol, double *lo, double *hi);

/* Median of n; sorts x. */
double center_median(double *x, size_t n);

#endif
