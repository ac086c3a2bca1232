/*
 * filter_stripe.hot.h - sums and corrections of the columns of a sinogram.
 */
#ifndef TOMO_FILTER_STRIPE_HOT_H
#define TOMO_FILTER_STRIPE_HOT_H

#include <stddef.h>

#include "base/hot.h"

enum { STRIPE_ROWS = 16 };	/* summed in single precision, then in double */

/* sum[c] += x[0..nrow)[c], nrow <= STRIPE_ROWS; part: scratch of ncol. */
HOT_DECLARE(void, stripe_sum, (const float *x, size_t nrow, size_t ncol, float *part, double *sum));
/* y[r][c] = x[r][c] + add[c] */
HOT_DECLARE(void, stripe_add, (const float *x, const float *add, size_t nrow, size_t ncol, float *y));
/* y[c] = x[c] - z[c] */
HOT_DECLARE(void, stripe_less, (const float *x, const float *z, size_t ncol, float *y));

#endif
