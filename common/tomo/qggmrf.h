/*
 * qggmrf.h - the q-generalised Gaussian Markov random field with q = 2, a penalty on the
 * differences d of neighbours that is quadratic for small ones and grows as |d|^p for large ones:
 *
 *	R(x) = sum over pairs of b r(d),	r(d) = d^2 / (p s^2 T^(2-p)) / (1 + u),	u = |d / (T s)|^(2-p)
 *
 * with b = 1 for neighbours along a row or a column and 1/sqrt 2 for those across, over 4 + 4/sqrt 2
 * (J.-B. Thibault, K. D. Sauer, C. A. Bouman & J. Hsieh, Med. Phys. 34 (2007) 4526, eqs. 13-14).  As w(d) = r'(d)/d falls with |d|,
 *
 *	r(d) <= r(d0) + w(d0) (d^2 - d0^2) / 2,		w(d) = (2 + p u) / (1 + u)^2 / (p s^2 T^(2-p))
 *
 * so that the parabola with the weights of the differences where it is made lies above R (D. Geman & G. Reynolds, IEEE Trans.
 * Pattern Anal. Mach. Intell. 14 (1992) 367).  Images are [ny][nx]; weights [4][ny][nx], 0 where the neighbour, to the right, below, below
 * to the right and below to the left, is none.  Pure.
 */
#ifndef TOMO_QGGMRF_H
#define TOMO_QGGMRF_H

#include <stddef.h>

#include "base/hot.h"

struct qggmrf { float p, sigma, t; };		/* sigma: attenuation per pixel; 1 <= p < 2 */

/* The weights at x, b included; returns R(x). */
HOT_DECLARE(double, qggmrf_weights, (const struct qggmrf *q, const float *x, size_t ny, size_t nx, float *w));
/* g += f grad R, from the weights at x. */
HOT_DECLARE(void, qggmrf_gradient, (const float *x, const float *w, size_t ny, size_t nx, float f, float *g));
/* Sum over pairs of w da db. */
HOT_DECLARE(double, qggmrf_product, (const float *a, const float *b, const float *w, size_t ny, size_t nx));
/* w(0), b not included. */
HOT_DECLARE(double, qggmrf_top, (const struct qggmrf *q));

#endif
