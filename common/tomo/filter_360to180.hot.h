/*
 * filter_360to180.hot.h - a row shifted by a fraction of a pixel, and two rows blended.
 */
#ifndef TOMO_FILTER_360TO180_HOT_H
#define TOMO_FILTER_360TO180_HOT_H

#include <stddef.h>

#include "base/hot.h"

enum { SHIFT_TAPS = 16 };

/* out[i] = sum over t of h[t] x[i + t] */
HOT_DECLARE(void, shift_row, (const float *x, const float *h, size_t n, float *out));
/* out[i] = y[i] + w[i] (x[i] - y[i]) */
HOT_DECLARE(void, blend_rows, (const float *x, const float *y, const float *w, size_t n, float *out));
/* out[i] = sum over the n <= 4 rows of weight[k] row[k][i] */
HOT_DECLARE(void, mix_rows, (const float *const *row, const float *weight, size_t n, size_t ncol, float *out));

#endif
