/*
 * reflect.h - specular reflectivity of a stack: |R_0|^2 against the angle, with footprint and resolution.
 *
 *	I(a) = min(1, L sin a / h) |R_0(a)|^2			h the height of the beam, L the length of the sample
 *	averaged over a Gaussian of the angle, sigma, within 4 sigma, whose weights sum to 1
 *
 * by a trapezoidal sum of at least 65 nodes, at most REFLECT_NODES; between, as many as follow the fringes of the whole stack
 * (steps of 2 k t da < 1, t its thickness).  Rays of angle <= 0 miss the surface and add 0; without resolution and footprint the value
 * at angle 0 is the limit, 1.
 *
 * Runs in parallel over blocks of angles; the same bytes for any number of threads.
 */
#ifndef SCAT_REFLECT_H
#define SCAT_REFLECT_H

#include "base/err.h"
#include "scat/layers.h"

enum { REFLECT_NODES = 2001 };

struct reflect_par {
	double sigma_rad;			/* resolution; 0: none */
	double beam_height_mm, sample_length_mm;	/* h and L; 0: no footprint */
};

/* out[n] at the grazing angles alpha_rad[n], 0 .. pi/2.  k in 1/nm.  E_DATA: an angle or a parameter out of range; E_NOMEM. */
int reflect_curve(const struct layer *l, size_t nlayer, double k, const struct reflect_par *p, size_t n,
		  const double *alpha_rad, double *out, struct err *e);

#endif
