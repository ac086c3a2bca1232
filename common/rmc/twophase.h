/*
 * twophase.h - two-phase models made at random, and their scattering: known answers for what searches for models.
 *
 * A model is a[row][col] of 0 and 1 (filled) on an N x N periodic lattice, N from 1 to TWOPHASE_MAX; the centre of pixel
 * (row, col) is at (row, col).  It is a function of the parameters and the seed alone (num/rng.h), for any
 * number of threads.  Pure and thread-safe.
 */
#ifndef RMC_TWOPHASE_H
#define RMC_TWOPHASE_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

enum { TWOPHASE_MAX = 4096 };

/*
 * Spinodal: white noise of unit Gaussian deviates, multiplied in reciprocal space by
 *
 *	exp(-(|k| - k0)^2 / (2 (0.15 k0)^2)),	k in cycles per box,
 *
 * of which the largest lround(loading N^2) values are filled (equal ones in the order of their index).  A sum of waves of one length in all directions is
 * Cahn's description of spinodal decomposition, J. W. Cahn, J. Chem. Phys. 42 (1965) 93, with a band of finite width.
 */
struct spinodal_par {
	size_t n;
	double loading;		/* part that is filled, in [0, 1] */
	double k0;		/* cycles per box, at most n/2; 0: n/16, at least 1 */
	uint64_t seed;
};
/* a[n * n].  E_USAGE: a parameter out of range; E_NOMEM. */
int twophase_spinodal(unsigned char *a, const struct spinodal_par *p, struct err *e);

/*
 * Hard discs by random sequential addition (B. Widom, J. Chem. Phys. 44 (1966) 3888): centres are uniform in the box,
 * sub-pixel, and refused when the edge of the disc comes nearer than the gap to that of one that is there, over the
 * periodic boundary too.  A pixel is filled when its centre is within the radius.  Radii are normal deviates, within three
 * deviations and not below 1 pixel; a radius is kept until it has found a place.  The last disc is the one after which
 * the number of filled pixels is nearest to loading N^2.  Addition jams at a loading of 0.547
 * (E. L. Hinrichsen, J. Feder & T. Jossang, J. Stat. Phys. 44 (1986) 793), with a gap before.
 */
struct discs_par {
	size_t n;
	double loading;		/* part that is filled, in [0, 1] */
	double radius_px;	/* mean, >= 1 */
	double spread;		/* standard deviation of the radius over its mean, in [0, 0.3] */
	double gap_px;		/* least distance of two edges, >= 0 */
	uint64_t seed;
};
struct discs_made {
	size_t count;
	double mean_px, mean2_px2;	/* means of R and R^2: pi <R^2>/(2 <R>) is the mean chord */
};
/*
 * a[n * n]; *made may be NULL.  E_USAGE: a parameter out of range, or a disc larger than the box; E_DATA: no more disc
 * finds a place (10^6 trials) and the loading is not reached: both are named; E_NOMEM.
 */
int twophase_discs(unsigned char *a, const struct discs_par *p, struct discs_made *made, struct err *e);

/*
 * The pattern of a model in the corner of an empty box M = oversample x N, [M][M]; pixel (row, col) is at
 * q = (row - M/2, col - M/2) + (shift_row, shift_col), division of integers, in cycles per box:
 *
 *	I(q) = scale |sum_r a(r) exp(-2 pi i q.r/M)|^2 + background,	r from 0 to N - 1,
 *
 * so that q = 0 lies at M/2 - shift; shifts need not be integers (a phase ramp; nothing is interpolated).
 * counts > 0: all is then multiplied so that the brightest pixel apart from q = 0 (those less than `oversample`
 * pixels from it in both directions; none is left out where nothing would remain) is `counts`, and replaced by Poisson numbers of these means.
 */
struct pattern_par {
	size_t oversample;		/* >= 1; M at most TWOPHASE_MAX */
	double shift_row_px, shift_col_px;	/* within +-M/2 */
	double scale, background;	/* > 0, >= 0 */
	double counts;			/* 0: no noise */
	uint64_t seed;			/* of the noise */
};
/* a[n * n], pattern[M * M].  E_USAGE: a parameter out of range; E_DATA: counts of a pattern that is 0; E_NOMEM. */
int twophase_pattern(const unsigned char *a, size_t n, const struct pattern_par *p, double *pattern, struct err *e);

#endif
