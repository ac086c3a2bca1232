/*
 * filter_stripe_fw.hot.h - rows of a discrete wavelet transform, and products
 * of small matrices, on vectors.
 *
 * A line x of n samples, extended at will, gives m = (n + 2 taps - 1)/2
 * coefficients a[i] = sum_j lo[j] x[2 i + 1 - j], j < 2 taps.
 */
#ifndef TOMO_FILTER_STRIPE_FW_HOT_H
#define TOMO_FILTER_STRIPE_FW_HOT_H

#include <stddef.h>

#include "base/hot.h"

/* out[c] = sum_k h[k] row[k][c], c < n */
HOT_DECLARE(void, fw_combine, (const float *const *row, const float *h, size_t nrow, size_t n,
			       float *out));
/* even[k] = x[2 k], odd[k] = x[2 k + 1], k < n */
HOT_DECLARE(void, fw_part, (const float *x, size_t n, float *even, float *odd));
/*
 * a[i] = sum_t lo[2 t] odd[i - t] + lo[2 t + 1] even[i - t], d alike with hi; i < m, t < taps.
 * even and odd have taps - 1 samples ahead of their start.
 */
HOT_DECLARE(void, fw_analyse, (const float *even, const float *odd, const float *lo,
			       const float *hi, size_t taps, size_t m, float *a, float *d));
/*
 * The line again from its coefficients: x[2 k] = sum_t lo[2 t + 1] a[k + t] + hi[2 t + 1] d[k + t],
 * x[2 k + 1] with lo[2 t], hi[2 t]; x has room for an even number of samples.
 */
HOT_DECLARE(void, fw_synthesise, (const float *a, const float *d, const float *lo,
				  const float *hi, size_t taps, size_t n, float *x));
/* y[m][n] = a[m][k] b[k][n] */
HOT_DECLARE(void, fw_product, (const float *a, const float *b, size_t m, size_t k, size_t n,
			       float *y));

#endif
