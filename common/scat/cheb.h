/*
 * cheb.h - interpolation by Chebyshev polynomials.  A form factor of a particle of size D is an entire function, band-limited
 * to phases of q D / 2 about its middle, so that over a detector it is known everywhere from a few dozen nodes a direction: with
 * w radians from the middle to the edge, cheb_count(w) nodes leave an error of 1e-12 of the largest value, since coefficients fall like
 * the Bessel functions J_n(w) (L. N. Trefethen, Approximation Theory and Approximation Practice, SIAM (2013), chs. 3, 8, 17).
 *
 * Nodes are those of the first kind, x_k = cos((k + 1/2) pi / n).  Pure and thread-safe.
 */
#ifndef SCAT_CHEB_H
#define SCAT_CHEB_H

#include <complex.h>
#include <stddef.h>

#include "base/hot.h"

size_t cheb_count(double w);
double cheb_node(size_t n, size_t k);
/* T_0(x) .. T_{n-1}(x) at stride doubles from each other. */
void cheb_basis(size_t n, double x, double *t, size_t stride);
/* m[n][n]: coefficient i of values at the nodes is the sum over k of m[i][k] f(x_k). */
void cheb_matrix(size_t n, double *m);

/* Values [nv][nu] at the nodes to coefficients, in place; mu, mv: matrices; work: nu nv complex. */
void cheb_transform(size_t nv, size_t nu, const double *mv, const double *mu, double complex *f, double complex *work);
/* The same of count real functions [count][nv][nu]; work: nu nv doubles. */
void cheb_transform_real(size_t count, size_t nv, size_t nu, const double *mv, const double *mu, double *f, double *work);
/* The largest coefficient of the last two of each direction, over the largest of all: 0 where all has fallen away. */
double cheb_tail(size_t nv, size_t nu, const double complex *c);

/* out[i] = sum_v t[v] c[v][i], of nu doubles. */
HOT_DECLARE(void, cheb_contract, (size_t nv, size_t nu, const double *t, const double *c, double *out));
/*
 * Sums over a row of n columns: re[i] = sum_j c[2 j] t[j][i], im[i] = sum_j c[2 j + 1] t[j][i], j < nu; rows of t are
 * stride doubles apart.
 */
HOT_DECLARE(void, cheb_row, (size_t nu, const double *c, const double *t, size_t stride, size_t n, double *re, double *im));
/* out[i] = sum_j c[j] t[j][i] */
HOT_DECLARE(void, cheb_row_real, (size_t nu, const double *c, const double *t, size_t stride, size_t n, double *out));

#endif
