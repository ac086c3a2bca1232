#include "tomo/filter_paganin.hot.h"

#include <string.h>

enum { TILE = 8 };	/* rows moved at once: whole cache lines on both sides */

static inline void copy1(float *to, const float *from)
{
	memcpy(to, from, 2 * sizeof *to);
}

void HOT(paganin_gather)(const float *x, size_t stride, size_t nrow, size_t ncol,
			 size_t top, size_t prow, float *restrict block)
{
	for (size_t from = 0; from < nrow; from += TILE) {
		size_t to = from + TILE < nrow ? from + TILE : nrow;
		for (size_t c = 0; c < ncol; c++)
			for (size_t r = from; r < to; r++)
				copy1(block + 2 * (c * prow + top + r), x + r * stride + 2 * c);
	}
	for (size_t c = 0; c < ncol; c++) {
		float *y = block + 2 * c * prow;
		for (size_t r = 0; r < top; r++)
			copy1(y + 2 * r, y + 2 * top);
		for (size_t r = top + nrow; r < prow; r++)
			copy1(y + 2 * r, y + 2 * (top + nrow - 1));
	}
}

void HOT(paganin_scatter)(const float *block, size_t prow, size_t top, size_t nrow,
			  size_t ncol, float *restrict x, size_t stride)
{
	for (size_t from = 0; from < nrow; from += TILE) {
		size_t to = from + TILE < nrow ? from + TILE : nrow;
		for (size_t c = 0; c < ncol; c++)
			for (size_t r = from; r < to; r++)
				copy1(x + r * stride + 2 * c, block + 2 * (c * prow + top + r));
	}
}

void HOT(paganin_filter)(float *restrict y, size_t prow, float fx, const float *restrict fy)
{
	for (size_t r = 0; r < prow; r++) {
		float g = 1 / (fx + fy[r]);
		y[2 * r] *= g;
		y[2 * r + 1] *= g;
	}
}
