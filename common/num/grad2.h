/*
 * grad2.h - the gradient of an image by forward differences, its adjoint, and
 * its total variation.
 *
 *	(grad x)(i, j) = (x(i, j+1) - x(i, j), x(i+1, j) - x(i, j))
 *
 * where a difference over the edge is 0; div = -grad', so that <grad x, q> = -<x, div q>
 * (A. Chambolle, J. Math. Imaging Vision 20 (2004) 89, sec. 2), and |grad|^2 < GRAD2_NORM2.
 * Images are [ny][nx].  Pure.
 */
#ifndef NUM_GRAD2_H
#define NUM_GRAD2_H

#include <stddef.h>

#include "base/hot.h"

#define GRAD2_NORM2 8.0

/* gx, gy: [ny][nx] each. */
HOT_DECLARE(void, grad2, (const float *x, size_t ny, size_t nx, float *gx, float *gy));
/* out += f div (qx, qy).  What stands in qx, qy where a difference would reach over the edge does not count. */
HOT_DECLARE(void, grad2_add_div, (const float *qx, const float *qy, size_t ny, size_t nx, float f, float *out));
/* The isotropic total variation, sum of |grad x|; and the sum of |grad x|^2. */
HOT_DECLARE(double, grad2_tv, (const float *x, size_t ny, size_t nx));
HOT_DECLARE(double, grad2_sum2, (const float *x, size_t ny, size_t nx));
/*
 * q = (q + step grad x), shortened to |q| <= most: the dual step of all methods for total variation.  most > 0.
 */
HOT_DECLARE(void, grad2_tv_dual, (const float *x, size_t ny, size_t nx, float step, float most, float *qx, float *qy));
/* The same with most = 1 from a, not p, for accelerated methods: p <- the new q, a <- p + more (p - the p before). */
HOT_DECLARE(void, grad2_tv_ahead, (const float *x, size_t ny, size_t nx, float step, float more, float *px, float *py,
				   float *ax, float *ay));
/* out += f div grad x. */
HOT_DECLARE(void, grad2_add_laplace, (const float *x, size_t ny, size_t nx, float f, float *out));

#endif
