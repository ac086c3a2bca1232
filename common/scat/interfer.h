/*
 * interfer.h - how particles scatter together: S(q), and what of it decays.
 *
 *	S(q) = 1 + exp(-q^2 v) (S0(q) - 1)
 *
 * with v the position variance in nm^2 and q that of the plane, (qx, qy); finite_3d_lattice and percus_yevick take all of
 * (qx, qy, qz).  q is that of the vacuum, q = k_i - k_f (1/nm).
 *
 * none: S0 = 1.
 *
 * 1d_lattice: qa = qx cos xi + qy sin xi, G = 2 pi/a, S0 = (1/a) sum_n D(qa - n G), L = decay_x:
 *	cauchy D = 2 L/(1 + q^2 L^2), gauss D = L sqrt(2 pi) exp(-q^2 L^2/2).
 *	Cauchy's sum over all n is sinh(a/L)/(cosh(a/L) - cos(qa a)).  With window, qa is first reduced by
 *	trunc(qa/G) periods and |n| <= max(4, round(20 a/(2 pi L) + 1/2)), as BornAgain 1.19 has it: a few per cent
 *	less between the peaks.
 *
 * 2d_lattice: S0 = (1/area) sum_hk D(q - G_hk), the lattice turned by xi about z, a along x at xi = 0; in its frame
 *	s = x^2 Lx^2 + y^2 Ly^2: cauchy D = 2 pi Lx Ly (1 + s)^(-3/2), gauss D = 2 pi Lx Ly exp(-s/2).
 *	The sum of Cauchy's goes over a window about the nearest reciprocal point (by rounded coordinates), as in
 *	BornAgain 1.19: +-5 cells each way, more where 20/Lx, 20/Ly reach further.  Gauss: all terms above 1e-17 of
 *	the largest.
 *
 * radial_paracrystal: P = exp(-q^2 sigma^2/2) exp(i q D) exp(-D/Lambda), S0 = Re[(1 + P)/(1 - P)]; with a domain of
 *	N = floor(domain_size/D) >= 1 places in a row, S0 = 1 + 2 Re sum_{k<N} (1 - k/N) P^k.  damping_length 0: no
 *	damping; then S0 = (sigma/D)^2 at q = 0.
 *	R. Hosemann and S. N. Bagchi, Direct Analysis of Diffraction by Matter (1962).
 *
 * 2d_paracrystal: the product of two such, along a and b, with P of the vector (qx, qy): phase q.a, and a Gaussian
 *	exp(-(q1^2 s1^2 + q2^2 s2^2)/2), or Cauchy's (1 + q1^2 s1^2 + q2^2 s2^2)^(-3/2), of the components along and
 *	across that neighbour's direction.  The damping is exp(-a/Lambda), exp(-b/Lambda); N = floor(domain/a).
 *
 * finite_3d_lattice: S0 = prod_v [sin(N x)/sin x]^2/N, x = q.v/2; N at a Bragg point.  finite_2d_lattice: the same with two
 *	vectors a, b, turned by xi, and the q of the plane.
 *
 * hard_disk: S0 = 1/(1 - n c(q)) with the direct correlation function of Y. Rosenfeld, Phys. Rev. A 42 (1990) 5978;
 *	packing pi R^2 n up to 0.65.
 *
 * percus_yevick: hard spheres, |q| of the vacuum; M. S. Wertheim, Phys. Rev. Lett. 10 (1963) 321; up to 0.6 of the volume.
 *	On a surface an approximation.
 *
 * Lattices and the 2d_paracrystal may be averaged over xi (powder in the plane): xi_nodes > 0 takes the midpoints of that
 * many equal parts of [xi, xi + pi), since S0(-q) = S0(q).
 *
 * Each point's value is the same whatever the other points are.  Pure and thread-safe.
 */
#ifndef SCAT_INTERFER_H
#define SCAT_INTERFER_H

#include <stddef.h>

#include "base/err.h"

enum interfer_type {
	INTERFER_NONE, INTERFER_1D, INTERFER_2D, INTERFER_RADIAL, INTERFER_2D_PARA, INTERFER_3D,
	INTERFER_HARD_DISK, INTERFER_PERCUS_YEVICK, INTERFER_FINITE_2D,
};
enum interfer_decay { DECAY_CAUCHY, DECAY_GAUSS };

struct interfer {
	enum interfer_type type;
	/* 1d_lattice: length, xi.  2d_lattice, 2d_paracrystal, finite_2d_lattice: a, b, gamma, xi */
	double a, b, gamma_rad, xi_rad;
	enum interfer_decay decay;
	double decay_x, decay_y;	/* nm; 1d_lattice: decay_x */
	double variance;		/* nm^2 */
	/* radial_paracrystal; 2d_paracrystal has damping and domain sizes too */
	double peak_distance, damping_length, sigma, kappa, domain_size;
	double para_sigma[2][2];	/* 2d_paracrystal: widths of the two neighbours, along and across, nm */
	int para_cauchy;		/* 2d_paracrystal: widths are those of Cauchy's distribution; 0: Gauss's */
	double domain[2];		/* 2d_paracrystal: N1, N2 times a, b: lengths of the domain, nm; 0: endless */
	double basis[3][3];		/* finite_3d_lattice: three vectors, nm */
	int N[3];			/* finite_3d_lattice; finite_2d_lattice: two of them */
	double radius, density;		/* hard_disk: nm, 1/nm^2; percus_yevick: nm, 1/nm^3 */
	/* 1d_lattice: sum of the window as published (true) or all of it (Cauchy has a closed form) */
	int window;
	int xi_nodes;			/* 2d_lattice, 2d_paracrystal, finite_2d_lattice: average over xi; 0: not */
};

/* Everything in range and possible: E_DATA names the key.  The functions below take what has passed it. */
int interfer_check(const struct interfer *s, struct err *e);
/* S at n points; out[n], which may be none of the inputs.  qz may be NULL where it is not used. */
void interfer_s(const struct interfer *s, size_t n, const double *qx, const double *qy, const double *qz, double *out);
/* radial_paracrystal: P(q_par) = exp(-q^2 sigma^2/2) exp(i q D) exp(-D/Lambda), for the size-spacing coupling. */
void interfer_p(const struct interfer *s, size_t n, const double *q_par, double *p_re, double *p_im);

#endif
