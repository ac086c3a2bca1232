/*
 * filter_median3.hot.h - medians of 3 x 3 x 3 on vectors of integer keys
 * (filter_median.h): three steps of sorting networks, each shared by all
 * windows that it serves.
 */
#ifndef TOMO_FILTER_MEDIAN3_HOT_H
#define TOMO_FILTER_MEDIAN3_HOT_H

#include <stddef.h>
#include <stdint.h>

#include "base/hot.h"

/* out[0..2], rows of n keys: the three samples x[0..2][i] in order. */
HOT_DECLARE(void, median3_sort3, (const float *const *x, size_t n, int32_t *const *out));
/* out[0..8]: the nine keys t[0..2][0..2][i] in order, each t[.] being three rows in order. */
HOT_DECLARE(void, median3_sort9, (const int32_t *const (*t)[3], size_t n, int32_t *const *out));
/* out[c], c < n: the median of the 27 keys s[0..8][c..c + 2], s[0..8][.] being in order. */
HOT_DECLARE(void, median3_27, (const int32_t *const *s, size_t n, float *out));

#endif
