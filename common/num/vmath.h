/*
 * vmath.h - elementary functions of arrays of double, by SLEEF with the vectors of the machine: vmath.hot.c is the only
 * file that includes its header.  Within 1 ULP (N. Shibata and F. Petrogalli, IEEE Trans. Parallel Distrib. Syst. 31
 * (2020) 1316); the same bytes for any n and place, on one level of the machine.
 *
 * in and out may be the same array.  Pure and thread-safe.
 */
#ifndef NUM_VMATH_H
#define NUM_VMATH_H

#include <stddef.h>

#include "base/hot.h"

HOT_DECLARE(void, vmath_exp_, (size_t n, const double *x, double *y));
HOT_DECLARE(void, vmath_log_, (size_t n, const double *x, double *y));
HOT_DECLARE(void, vmath_sincos_, (size_t n, const double *x, double *s, double *c));

static inline void vmath_exp(size_t n, const double *x, double *y)
{
	HOT_PICK(vmath_exp_)(n, x, y);
}

static inline void vmath_log(size_t n, const double *x, double *y)
{
	HOT_PICK(vmath_log_)(n, x, y);
}

static inline void vmath_sincos(size_t n, const double *x, double *s, double *c)
{
	HOT_PICK(vmath_sincos_)(n, x, s, c);
}

#endif
