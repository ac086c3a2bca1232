/*
 * iter_em.h - the likelihood methods: mlem and osem, and those of iter_pml.c with a penalty.
 *
 * They minimise, over x >= 0, the distance of Kullback & Leibler
 *
 *	L(x) = sum over rays of  b log(b / Ax) - b + Ax
 *
 * which but for a constant is minus the logarithm of the likelihood of counts b of mean Ax.  Values of b below 0 count as 0.
 * For any x of positive values, s_j >= (A'1)_j and y = A'(b / Ax - 1),
 *
 *	sum over pixels j of  s_j x'_j - e_j log x'_j,	e_j = x_j (s_j + y_j)
 *
 * less its value at x' = x, lies above L(x') - L(x) (A. R. De Pierro, IEEE Trans. Med. Imaging 12 (1993) 328; with s = A'1 it is
 * the expectation of L. A. Shepp & Y. Vardi, IEEE Trans. Med. Imaging 1 (1982) 113), so that what lowers it lowers L.
 * Here s_j is the number of angles, which (A'1)_j is wherever a pixel is seen at all of them.
 */
#ifndef TOMO_ITER_EM_H
#define TOMO_ITER_EM_H

#include "tomo/iter.h"

/* nonneg is no choice for them. */
extern const char *const em_yes[];
#define EM_PARAMS(iterations_) \
	{ .name = "iterations", .type = PARAM_INT, .unit = "", .def = iterations_, .lo = 0, .hi = 100000, \
	  .help = "updates" }, \
	{ .name = "nonneg", .type = PARAM_CHOICE, .unit = "", .def = 0, .hi = 0, .choices = em_yes, \
	  .help = "they never leave the slices above 0" }
#define EM_BLOCKS \
	{ .name = "blocks", .type = PARAM_INT, .unit = "", .def = 10, .lo = 1, .hi = 65536, .help = "subsets of the angles" }

/* Least Ax that is told from 0, for divisions: 1e-12 of the largest b. */
float em_least(const struct iter *it);
/* y = A_B'(b / A x - 1) of block k, by way of it->rows. */
void em_back(const struct iter *it, size_t k, float least, float *y);
/* L(x), and |Ax - b|^2; by way of it->rows. */
double em_distance(const struct iter *it, float least, double *residual2);

#endif
