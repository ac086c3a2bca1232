/*
 * quad.h - distributions of a parameter as nodes with weights: deterministic, weights sum to 1.
 *
 * kind       mean, sigma                                   nodes
 * uniform    middle, half width                            Gauss-Legendre on [mean - sigma, mean + sigma]
 * gaussian   mean, standard deviation                      Gauss-Hermite
 * lognormal  median, standard deviation of ln x            Gauss-Hermite in ln x
 * cauchy     median, half width at half height             Gauss-Legendre in atan((x - mean)/sigma); within 10 sigma
 * schulz     mean, standard deviation (at most the mean)   Gauss-Laguerre of x^(k-1) exp(-k x/mean), k = (mean/sigma)^2
 *
 * With n nodes the rules of Gauss are exact for polynomials of degree 2 n - 1, in the variable named.  Where lo or hi is
 * given, and beyond 64 nodes, all but Cauchy's become Gauss-Legendre times the density within the limits, and within
 * 9 sigma of the middle (schulz: above, 40 mean/k more; lognormal: in ln x).  lognormal and schulz are never below 0.
 * sigma 0 puts all nodes at the mean.
 *
 * G. H. Golub and J. H. Welsch, Math. Comp. 23 (1969) 221; G. V. Schulz, Z. Phys. Chem. B 43 (1939) 25.
 * Pure and thread-safe.
 */
#ifndef SCAT_QUAD_H
#define SCAT_QUAD_H

#include <stddef.h>

#include "base/err.h"

enum quad_kind { QUAD_UNIFORM, QUAD_GAUSSIAN, QUAD_LOGNORMAL, QUAD_CAUCHY, QUAD_SCHULZ, QUAD_KINDS };
extern const char *const quad_names[];	/* "uniform", ... NULL at the end */

enum { QUAD_MOST = 10000 };

struct quad {
	enum quad_kind kind;
	double mean, sigma;		/* as above */
	int n;				/* nodes, 1 .. QUAD_MOST */
	double lo, hi;			/* truncation; NAN: the kind's own */
};

/* x[n] ascending, w[n] > 0 with sum 1.  E_DATA: what is not a distribution, named. */
int quad_nodes(const struct quad *p, double *x, double *w, struct err *e);

/* Gauss-Legendre nodes on [a, b]: x[n] ascending, w[n] with sum b - a.  E_DATA when n is 0. */
int quad_legendre(double a, double b, size_t n, double *x, double *w, struct err *e);

#endif
