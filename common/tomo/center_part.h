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

/*
 * vo in parts.  The spectrum outside of the wedge, of |A(k, f) + e^(-i phase(f)) B(k, f)|:
 * A of the half turn measured, B of its mirror image about column 0, (-1)^k conj A(-k, f).
 */
struct vo {
	size_t nf, nk;		/* frequencies f = 1 .. nf of padded columns; k = 0 .. nk - 1 */
	size_t padded;
	double wedge;		/* k per f from which it is outside */
	float *part[4];		/* re A, im A, re B, im B: [nf][nk] */
};
int vo_new(struct vo *s, const float *sino, size_t nangle, size_t ncol, const double *theta_deg, struct err *e);
void vo_free(struct vo *s);				/* also after a failed vo_new() */
double vo_measure(const struct vo *s, double center);	/* sum of moduli when the axis is there */
size_t vo_places(double lo, double hi);			/* of a search in steps of a pixel */
void vo_coarse(const struct vo *s, double lo, size_t n, double *q);
/* The lowest place, the median, and the score: 1 - depth of the next minimum over that of the lowest. */
int vo_lowest(const double *q, size_t n, size_t *best, double *middle, double *score, struct err *e);
enum { VO_FINE = 31 };					/* places of a tenth of a pixel about a centre */
double vo_fine_place(double center, double i);
void vo_fine(const struct vo *s, double center, double q[VO_FINE]);
double vo_fine_lowest(double center, const double q[VO_FINE]);

/* Median of n; sorts x. */
double center_median(double *x, size_t n);

#endif
