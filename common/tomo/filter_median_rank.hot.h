/*
 * filter_median_rank.hot.h - medians of large windows: ranks and a sliding set.
 *
 * A block of the image with its margin is sorted once; each sample becomes its
 * rank there, all different.  The window is a set of ranks, one bit each, moved
 * over the block in a serpentine: size bits leave and size come at each step,
 * and the middle one is found from where it was, counting whole words.  The work
 * a sample is proportional to the width of the window, not to its area.
 * (The idea: Weiss, ACM Trans. Graph. 25 (2006) 519, ordinal transform.)
 */
#ifndef TOMO_FILTER_MEDIAN_RANK_HOT_H
#define TOMO_FILTER_MEDIAN_RANK_HOT_H

#include <stddef.h>
#include <stdint.h>

#include "base/hot.h"

enum {
	MEDRANK_ROWS = 64, MEDRANK_COLS = 128,	/* of a block, at most */
	MEDRANK_RADIX = 2048,
};

struct medrank {
	size_t size;		/* of the window, odd */
	size_t nrow, ncol;	/* of the block's medians */
	const size_t *row, *col;	/* of the image, for each of nrow + size - 1, ncol + size - 1 */
	/* scratch, for n = (nrow + size - 1) (ncol + size - 1) <= 65536 samples */
	uint64_t *sorted, *other;	/* [n] */
	uint16_t *rank;			/* [n], columns contiguous */
	uint64_t *set;			/* [n/64 + 1] */
	uint32_t *count;		/* [3 MEDRANK_RADIX] */
};

/* Medians of one block of the image x (rows of stride) to out (the same stride). */
HOT_DECLARE(void, medrank_block, (const struct medrank *m, const float *x, size_t stride, float *out));

#endif
