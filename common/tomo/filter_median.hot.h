/*
 * filter_median.hot.h - medians on vectors of integer keys (filter_median.h).
 */
#ifndef TOMO_FILTER_MEDIAN_HOT_H
#define TOMO_FILTER_MEDIAN_HOT_H

#include <stddef.h>
#include <stdint.h>

#include "base/hot.h"

/* key[i]: an integer in the order of x[i]. */
HOT_DECLARE(void, median_keys, (const float *x, size_t n, int32_t *key));
/*
 * out[c], c < n: the median of row[0..2][c..c + 2]; rows of n + 2 keys.
 * scratch: 3 times stride >= n + 2 keys.
 */
HOT_DECLARE(void, median_3x3, (const int32_t *const *row, size_t n, int32_t *scratch,
			       size_t stride, float *out));
/*
 * med[c] = x[c] unless x[c] - med[c] is over "above" or under -"below" (or
 * NaN): what is an outlier is left as its median.
 */
HOT_DECLARE(void, median_keep, (const float *x, size_t n, float above, float below, float *med));

#endif
