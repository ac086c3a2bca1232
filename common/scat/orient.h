/*
 * orient.h - ensembles of orientations as rotations with weights: deterministic, weights sum to 1.
 *
 * A rotation is first a turn about the z axis of the thing, then a tilt of that axis:
 *
 * turns	n of them about z, at the midpoints of n equal parts of [-period/2, period/2]; 0 or 1: none
 * tilt		none: z goes onto the axis given (by the shortest way)
 *		gauss: z is spread about the axis, density exp(-t^2/(2 sigma^2)) sin t of the angle t: Gauss-Legendre in
 *		t up to 6 sigma (pi at most), with equally many azimuths at each.  For a small sigma t^2 has the mean
 *		2 sigma^2.
 *		sphere: z goes everywhere alike: Gauss-Legendre in cos t, equally many azimuths at each; exact for
 *		spherical harmonics of degree below 2 tilts and below azimuths
 *
 * The tilt towards azimuth f is the turn by t about the axis (-sin f, cos f, 0): it leaves no twist.  With turns over 2 pi and the
 * sphere all rotations are alike.  Azimuths of every second tilt are moved by half a step.
 *
 * Pure and thread-safe.
 */
#ifndef SCAT_ORIENT_H
#define SCAT_ORIENT_H

#include <stddef.h>

#include "base/err.h"
#include "scat/grain.h"
#include "scat/vec3.h"

struct orient {
	struct rot3 rot;
	double weight;
};

enum orient_tilt { TILT_NONE, TILT_GAUSS, TILT_SPHERE };

struct orient_par {
	int turns;
	double period_rad;		/* of the turns */
	enum orient_tilt tilt;
	struct vec3 axis;		/* where z points on average; (0, 0, 0): stays */
	double sigma_rad;		/* TILT_GAUSS: of the angle along one direction */
	int tilts, azimuths;		/* TILT_GAUSS, TILT_SPHERE: nodes */
};

enum { ORIENT_MOST = 1000000 };

/* How many; 0 and E_DATA: what is impossible, named. */
size_t orient_count(const struct orient_par *p, struct err *e);
/* out[orient_count()] */
int orient_make(const struct orient_par *p, struct orient *out, struct err *e);

/*
 * Of a grain: in-plane powder by turns over grain_period(), 0: none; mosaic tilt sigma_rad, 0: none, by tilts x azimuths
 * nodes.  out is the caller's, of the count that this gives: *n; NULL only counts.
 */
int grain_orient(const struct grain_par *g, int turns, double sigma_rad, int tilts, int azimuths, struct orient *out,
		 size_t *n, struct err *e);

#endif
