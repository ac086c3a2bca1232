/*
 * vec.h - long vectors of float: sums in double, in an order that depends on n alone.
 */
#ifndef NUM_VEC_H
#define NUM_VEC_H

#include <stddef.h>

double vec_dot(const float *a, const float *b, size_t n);	/* sum of a[i] b[i] */
double vec_norm2(const float *a, size_t n);			/* sum of a[i]^2 */
double vec_dist2(const float *a, const float *b, size_t n);	/* sum of (a[i] - b[i])^2 */
double vec_sum(const float *a, size_t n);
void vec_fill(float *a, size_t n, float value);
void vec_scale(float *a, size_t n, double f);			/* a *= f */
void vec_axpy(double f, const float *x, float *y, size_t n);	/* y += f x */
void vec_xpay(const float *x, double f, float *y, size_t n);	/* y = x + f y */
void vec_sub(const float *a, const float *b, float *out, size_t n);	/* a - b; out may be either */
void vec_mul(float *a, const float *b, size_t n);		/* a *= b */
void vec_at_least(float *a, size_t n, float least);		/* what is below becomes least */

#endif
