/*
 * interfer.hot.h - kernels of interfer.h.  n <= INTERFER_BLOCK points a call; arrays do not overlap.
 */
#ifndef SCAT_INTERFER_HOT_H
#define SCAT_INTERFER_HOT_H

#include <stddef.h>

#include "base/hot.h"

enum { INTERFER_BLOCK = 256 };

/* Two rows of the plane, f[i] = (m[i][0] qx + m[i][1] qy) */
struct interfer_map { double m[2][2]; };
/* Terms of a sum over reciprocal points: places in the units of 1/decay length. */
struct interfer_terms {
	size_t n;
	const double *x, *y;		/* [n] */
};

/* A sum of 1/(1 + x^2), x = L (frac - i G), |i| <= m; frac = q less trunc(q/G) periods. */
HOT_DECLARE(void, interfer_window_, (size_t n, const double *q, double period, double decay_nm, int m, double *out));
/* (1 - e^2)/((1 - e)^2 + 4 e sin^2(q a/2)), e = exp(-x). */
HOT_DECLARE(void, interfer_poisson_, (size_t n, const double *q, double a, double x, double *out));
/* A sum of exp(-x^2/2), x = L (frac - i G), |i| <= m; frac = q less the nearest period. */
HOT_DECLARE(void, interfer_gauss1_, (size_t n, const double *q, double period, double decay_nm, int m, double *out));
/* Coordinates less the nearest whole ones, in the basis of back. */
HOT_DECLARE(void, interfer_fold_, (size_t n, const double *qx, const double *qy, const struct interfer_map *cell,
				   const struct interfer_map *back, double *x, double *y));
HOT_DECLARE(void, interfer_cauchy2_, (size_t n, const double *x, const double *y, const struct interfer_terms *t,
				      double *out));
HOT_DECLARE(void, interfer_gauss2_, (size_t n, const double *x, const double *y, const struct interfer_terms *t,
				      double *out));
/* r = exp(-u), less = 1 - r, to all digits; u >= 0 */
HOT_DECLARE(void, interfer_fall_, (size_t n, const double *u, double *r, double *less));
/* r = (1 + s)^(-3/2) d, less = 1 - r */
HOT_DECLARE(void, interfer_fall_cauchy_, (size_t n, const double *s, double d, double d_less, double *r, double *less));
/* out *= Re[(1 + P)/(1 - P)], P = r exp(2 i half); whole: where P is 1 */
HOT_DECLARE(void, interfer_row_, (size_t n, const double *r, const double *less, const double *half, double whole,
				  double *out));
/* out *= 1 + 2 Re sum_{k < N} (1 - k/N) P^k */
HOT_DECLARE(void, interfer_row_finite_, (size_t n, const double *r, const double *half, unsigned N, double *out));
/* out *= [sin(N x)/sin x]^2/N */
HOT_DECLARE(void, interfer_laue_, (size_t n, const double *x, double N, double *out));
/* 1/(1 + f c(A)), c the transform of a0 + a1 x + a3 x^3, 0 < x < 1, over the sphere of radius 1, without 4 pi */
HOT_DECLARE(void, interfer_sphere_, (size_t n, const double *A, const double a[3], double f, double *out));

#endif
