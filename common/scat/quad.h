/*
 * quad.h - distributions of a parameter as nodes with weights: deterministic, weights sum to 1.
 *
 * Nodes and truncation of each kind are stated at quad_nodes().  Pure and thread-safe.
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
	double mean, sigma;		/* uniform: the middle and the half width; cauchy: sigma is the half width at half height */
	int n;				/* nodes, 1 .. QUAD_MOST */
	double lo, hi;			/* truncation; NAN: the kind's own */
};

/* x[n] ascending, w[n] > 0 with sum 1.  E_DATA: what is not a distribution, named. */
int quad_nodes(const struct quad *p, double *x, double *w, struct err *e);

/* Gauss-Legendre nodes on [a, b]: x[n] ascending, w[n] with sum b - a. */
int quad_legendre(double a, double b, size_t n, double *x, double *w, struct err *e);

#endif
