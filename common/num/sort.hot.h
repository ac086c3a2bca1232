/*
 * sort.hot.h - tiles of STRIP columns for sort.h.
 */
#ifndef NUM_SORT_HOT_H
#define NUM_SORT_HOT_H

#include <stddef.h>
#include <stdint.h>

#include "base/hot.h"
#include "num/sort.h"

enum { SORT_BAND = 4 * STRIP };	/* columns read and written at a time: whole pieces of rows */

/* Columns [0, some) of x (rows of stride), some <= SORT_BAND, to tiles [some/STRIP][n][STRIP]; and back. */
HOT_DECLARE(void, sort_gather, (const float *x, size_t stride, size_t n, size_t some, float *tile));
HOT_DECLARE(void, sort_scatter, (const float *tile, size_t n, size_t some, float *y, size_t stride));
/*
 * One tile [n][STRIP], of which "some" columns are there, sorted.  Strip g goes to value + g *
 * step, rows to row[sort_ranks(n)][STRIP].  key: sort_ranks(n) * STRIP doubles.
 */
HOT_DECLARE(void, sort_tile, (const float *tile, size_t n, size_t some, double *key, float *value, size_t step,
			      uint16_t *row));
/* Back to a tile. */
HOT_DECLARE(void, sort_untile, (const float *value, size_t step, const uint16_t *row, size_t n, size_t some,
				float *tile));

#endif
