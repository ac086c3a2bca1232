/*
 * filter_outlier1d.hot.h - medians along one axis: of three rows, and strips for num/slide.h.
 *
 * A NaN counts as inf.
 */
#ifndef TOMO_FILTER_OUTLIER1D_HOT_H
#define TOMO_FILTER_OUTLIER1D_HOT_H

#include <stddef.h>

#include "base/hot.h"

/* out[i] = the median of a[i], b[i], c[i] */
HOT_DECLARE(void, outlier1d_three, (const float *a, const float *b, const float *c, size_t n, float *out));
/* tile[i][l] = x[i * step + l * across], i < n, l < some <= STRIP; 0 from some on. */
HOT_DECLARE(void, outlier1d_gather, (const float *x, size_t step, size_t across, size_t n, size_t some, float *tile));
/* The other way. */
HOT_DECLARE(void, outlier1d_scatter, (const float *tile, size_t step, size_t across, size_t n, size_t some, float *x));

#endif
