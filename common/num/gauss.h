/*
 * gauss.h - tables of Gauss-Legendre rules, for integrals of smooth functions whose number of nodes depends on the place.
 *
 * On [-1, 1], of even numbers of nodes up to GAUSS_MOST: integral f = sum w[i] (f(x[i]) + f(-x[i])), exact for polynomials
 * up to degree 4n - 1.  Nodes and weights are rounded from 40 digits.  Read-only.
 */
#ifndef NUM_GAUSS_H
#define NUM_GAUSS_H

enum { GAUSS_MOST = 64 };

struct gauss {
	int n;				/* pairs of nodes */
	const double *x, *w;		/* [n], x > 0 */
};

/* The rule of the table with the fewest nodes that are not less than these; the largest one where none is. */
const struct gauss *gauss_least(int nodes);

#endif
