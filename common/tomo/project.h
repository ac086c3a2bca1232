/*
 * project.h - a volume as a detector would see it: each slice projected with the pair of proj.h, with photon noise or without.
 *
 * Input items are slices [y][x] of N x N, attenuation per pixel or per cm; output items sinograms
 * [angle][col] of
 *
 *	mu_t = A x, times the pixel in cm when x is per cm, times scale
 *
 * With counts I0, a pixel counts N, a Poisson deviate of mean I0 exp(-mu_t), and mu_t becomes -ln(N / I0); of N = 0, which has
 * no logarithm, -ln(1 / (2 I0)).  As transmission it is N / I0, or exp(-mu_t).  Each pixel has random numbers of its own, by
 * seed, row of the detector (table z.index, or the item), angle and column: no noise changes because other rows are asked for.
 */
#ifndef TOMO_PROJECT_H
#define TOMO_PROJECT_H

#include <stdint.h>

#include "base/map.h"

struct project_par {
	const double *theta_deg;	/* [nangle] */
	size_t nangle;
	size_t ncol;			/* 0: N */
	const double *center;		/* [ncenter]: 1, or one for each slice; NULL: the middle of the columns */
	size_t ncenter;
	double pixel_m;			/* NAN: unknown */
	double scale;			/* of the attenuation: 1, or less for a thinner sample */
	double counts;			/* I0; NAN: no noise */
	uint64_t seed;
	bool transmission;		/* out, in place of mu_t */
};

/*
 * par is borrowed until plan() returns.  The output's head has the angles, bp.center_px (of several: the middle
 * one's, and the table row.center_px), bp.pixel_m if known, bp.quantity, and the rows' numbers.  E_DATA for what is no
 * volume of square slices per pixel or per cm, for per cm without a pixel size, for a sample that is not finite.
 */
struct map project_map(struct project_par *par);

#endif
