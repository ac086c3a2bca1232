/*
 * layers.h - waves in a stack of layers: Parratt's recursion with rough interfaces.
 *
 * Layers from top to bottom: 0 is the ambient, the last the substrate.  n = 1 - delta + i beta, waves exp(+i k.r),
 *	kz_l = sqrt(k^2 sin^2 a + k^2 (n_l^2 - n_0^2)),  Im >= 0
 * Interface l | l+1:  m+- = (1/rho +- kz_{l+1}/kz_l rho)/2, with rho = 1 where it is sharp, and of a tanh profile
 *	rho = sqrt([tanh(s kz_{l+1})/(s kz_{l+1})] / [tanh(s kz_l)/(s kz_l)]),  s = (pi/2)^1.5 sigma
 * of Nevot and Croce: rho = 1, m+ times exp(-(kz_l - kz_{l+1})^2 s^2/2), m- times exp(-(kz_l + kz_{l+1})^2 s^2/2).
 *	d_l = exp(i kz_l t_l) (t_0 = 0);  from the bottom (r_N = 0):  r_l = d_l^2 (m- + m+ r_{l+1})/(m+ + m- r_{l+1}),
 *	T_{l+1}/T_l = d_l/(m+ + m- r_{l+1}),  T_0 = 1,  R_l = r_l T_l
 * T and R are the amplitudes at the TOP of layer l (of layer 0: at its bottom, z = 0).  No complex conjugate anywhere.
 *
 * L. G. Parratt, Phys. Rev. 95 (1954) 359; L. Nevot and P. Croce, Rev. Phys. Appl. 15 (1980) 761.
 * Pure and thread-safe.
 */
#ifndef SCAT_LAYERS_H
#define SCAT_LAYERS_H

#include <stddef.h>

#include "base/cmplx.h"
#include "base/hot.h"

enum rough_profile { ROUGH_TANH, ROUGH_NEVOT_CROCE };

struct layer {
	double complex n2;		/* n^2 */
	double thickness_nm;		/* of the first and last: only of what is seen through (run.h) */
	double sigma_nm;		/* rms roughness of its TOP interface; 0: sharp */
	double hurst, corr_length_nm;	/* of the diffuse term; corr_length_nm 0: none */
	enum rough_profile profile;
};

/* Amplitudes in one layer at n angles: split arrays of n, the caller's. */
struct wave { double *kz_re, *kz_im, *t_re, *t_im, *r_re, *r_im; };

#define LAYERS_TANH_SCALE 1.9687012432153024	/* s of the tanh profile over sigma, (pi/2)^1.5 */

/*
 * k: 2 pi/lambda of the vacuum, 1/nm.  sin_a[n]: sines of the angles to the surface, in the ambient, >= 0; at 0 the limit
 * (T = 1, R = -1 in layer 0).  w[nlayer]; a layer whose w[].kz_re is NULL is not written.
 *
 * A layer at its critical angle, |kz| < 1e-9 k, gets kz = 1e-9 k: T and R there would be infinite, their sum is not.  A wave
 * that has faded by more than exp(-340) within a layer is as if by that much on its way down, and nothing comes back up: R = 0
 * there.  Of a layer with sigma > 0 and Nevot and Croce exponents are held below 300.  The same bytes for an angle in any place of any n.
 */
void layers_waves(const struct layer *l, size_t nlayer, double k, size_t n, const double *sin_a, const struct wave *w);

/* The amplitude reflected by the whole stack, R_0, of n angles. */
void layers_reflections(const struct layer *l, size_t nlayer, double k, size_t n, const double *sin_a, double *r_re, double *r_im);

/* The kernel: w or r_re may be NULL. */
HOT_DECLARE(void, layers_waves_, (const struct layer *l, size_t nlayer, double k, size_t n, const double *sin_a,
				  const struct wave *w, double *r_re, double *r_im));

#endif
