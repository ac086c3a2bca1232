/*
 * interfer.h - how particles scatter together: S(q), and what of it decays.
 *
 * S(q) = 1 + exp(-|q_par|^2 v) (S0(q) - 1), v the position variance in nm^2 (finite_3d_lattice: the full |q|^2).
 * The formulas of S0 stand at each type below.  q is that of the vacuum, q = k_i - k_f (1/nm).
 * Pure and thread-safe.
 */
#ifndef SCAT_INTERFER_H
#define SCAT_INTERFER_H

#include <stddef.h>

#include "base/err.h"

enum interfer_type {
	INTERFER_NONE, INTERFER_1D, INTERFER_2D, INTERFER_RADIAL, INTERFER_2D_PARA, INTERFER_3D,
	INTERFER_HARD_DISK, INTERFER_PERCUS_YEVICK,
};
enum interfer_decay { DECAY_CAUCHY, DECAY_GAUSS };

struct interfer {
	enum interfer_type type;
	/* 1d_lattice: length, xi.  2d_lattice, 2d_paracrystal: a, b, gamma, xi */
	double a, b, gamma_rad, xi_rad;
	enum interfer_decay decay;
	double decay_x, decay_y;	/* nm; 1d_lattice: decay_x */
	double variance;		/* nm^2 */
	/* radial_paracrystal; 2d_paracrystal has damping and domain sizes too */
	double peak_distance, damping_length, sigma, kappa, domain_size;
	double para_sigma[2][2];	/* 2d_paracrystal: Gaussian widths of the two neighbours, along and across, nm */
	double domain[2];		/* 2d_paracrystal: N1, N2 times a, b: lengths of the domain, nm; 0: endless */
	double basis[3][3];		/* finite_3d_lattice: three vectors, nm */
	int N[3];
	double radius, density;		/* hard_disk: nm, 1/nm^2; percus_yevick: nm, 1/nm^3 */
	/* 1d_lattice: sum of the window as published (true) or all of it (Cauchy has a closed form) */
	int window;
};

/* Everything in range and possible: E_DATA names the key. */
int interfer_check(const struct interfer *s, struct err *e);
/* S at n points; out[n]. */
void interfer_s(const struct interfer *s, size_t n, const double *qx, const double *qy, const double *qz, double *out);
/* radial_paracrystal: P(q_par) = exp(-q^2 sigma^2/2) exp(i q D) exp(-D/Lambda), for the size-spacing coupling. */
void interfer_p(const struct interfer *s, size_t n, const double *q_par, double *p_re, double *p_im);

#endif
