/*
 * view.h - what a detector sees of a sample: wavevectors of pixels in the sample's frame.
 *
 * q = k_i - k_f (1/nm, vacuum).  The image is cut finer where pixels are integrated: oversample x oversample places each, on a
 * grid of rows and columns that goes on evenly from pixel to pixel.
 * Pure and thread-safe.
 */
#ifndef SCAT_VIEW_H
#define SCAT_VIEW_H

#include <stdbool.h>

#include "scat/detector.h"
#include "scat/sample.h"
#include "scat/vec3.h"

struct view {
	const struct detector *d;
	double k, alpha_i_rad, phi_i_rad;
	struct vec3 ki;			/* in the frame of the beam and detector */
	struct rot3 to_sample;		/* from there to the sample's own frame */
	int oversample;
	size_t nrow, ncol;		/* of the fine grid */
	const double *cos_phi, *sin_phi;	/* [ncol] of a spherical detector, borrowed; or NULL: each row computes them */
};

/* Grazing incidence: the sample turned by its azimuth. */
struct view view_grazing(const struct detector *d, const struct beam *b, double azimuth_rad, int oversample);
/*
 * Transmission: the beam along x of the detector's frame, in which alpha_i = 0; the sample's normal along the beam, its y along y and its x
 * downwards, and then all of it turned by omega about an axis given in the detector's frame.
 */
struct view view_through(const struct detector *d, const struct beam *b, struct vec3 axis, double omega_rad, int oversample);

/* cos[ncol] and sin[ncol] of phi of the columns; false: not a spherical detector. */
bool view_phi(const struct view *v, double *cos_phi, double *sin_phi);

/* One place of the pixel grid (0-based pixel centres, fractions allowed); *sin_a the sine of alpha_f.  False: not to be reached. */
bool view_q(const struct view *v, double row, double col, struct vec3 *q, double *sin_a);

/* A row of the fine grid: arrays of ncol.  Where a pixel cannot be reached sin_a is NaN. */
struct view_row { double *qx, *qy, *qz, *sin_a, *domega; };
void view_row(const struct view *v, size_t fine_row, const struct view_row *out);

/* Pixel coordinate of the middle of a fine row or column. */
static inline double view_at(const struct view *v, size_t fine)
{
	return ((double)fine + 0.5) / v->oversample - 0.5;
}

#endif
