/*
 * fbp_hot.h - the inner loops of fbp.c.
 */
#ifndef TOMO_FBP_HOT_H
#define TOMO_FBP_HOT_H

#include <stddef.h>

#include "base/hot.h"

/*
 * out[k] = sum over taps of x[floor(u) - 1 + tap] C(...) with u = u0 + k du, for
 * k in [0, n): values of a band-limited signal between its samples.  table: kb_fill().
 */
HOT_DECLARE(void, fbp_resample, (const float *x, double u0, double du, size_t n,
				 const float *table, float *out));

/* One ray's share in a row of pixels: wa a[k] + wb b[k] for pixel k. */
struct fbp_share { const float *a, *b; float wa, wb; };

/* acc[k] += sum of m shares, for k in [0, n). */
HOT_DECLARE(void, fbp_add, (float *acc, size_t n, const struct fbp_share *share, size_t m));

/* out[i][j] += x[j][i] for n x n. */
HOT_DECLARE(void, fbp_add_transposed, (float *out, const float *x, size_t n));

#endif
