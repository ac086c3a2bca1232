/*
 * filter_paganin.hot.h - columns of a half spectrum, PAGANIN_COLS at a time.
 *
 * x: rows of complex samples, "stride" floats apart; block: [column][prow]
 * complex.  Rows ahead of top and behind top + nrow are those of the edge.
 */
#ifndef TOMO_FILTER_PAGANIN_HOT_H
#define TOMO_FILTER_PAGANIN_HOT_H

#include <stddef.h>

#include "base/hot.h"

enum { PAGANIN_COLS = 16 };

HOT_DECLARE(void, paganin_gather, (const float *x, size_t stride, size_t nrow, size_t ncol,
				   size_t top, size_t prow, float *block));
HOT_DECLARE(void, paganin_scatter, (const float *block, size_t prow, size_t top, size_t nrow,
				    size_t ncol, float *x, size_t stride));
/* y[r] /= fx + fy[r], r < prow, complex */
HOT_DECLARE(void, paganin_filter, (float *y, size_t prow, float fx, const float *fy));

#endif
