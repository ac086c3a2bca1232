/*
 * filter_gaussian.hot.h - symmetric convolution of a line, both ways.
 *
 * w[0..half] holds the weights of one side, the middle first.
 */
#ifndef TOMO_FILTER_GAUSSIAN_HOT_H
#define TOMO_FILTER_GAUSSIAN_HOT_H

#include <stddef.h>

#include "base/hot.h"

/* out[c] = w[0] row[half][c] + sum_i w[i] (row[half - i][c] + row[half + i][c]), c < n. */
HOT_DECLARE(void, gaussian_rows, (const float *const *row, const float *w, size_t half,
				  size_t n, float *out));
/* The same along the line x of n + 2 half samples. */
HOT_DECLARE(void, gaussian_cols, (const float *x, const float *w, size_t half,
				  size_t n, float *out));

#endif
