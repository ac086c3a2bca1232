/*
 * norm_priv.h - what norm.c (flats and darks), norm_apply.c (pixels) and
 * norm_map.c (maps) share.
 */
#ifndef TOMO_NORM_PRIV_H
#define TOMO_NORM_PRIV_H

#include <stdatomic.h>

#include "tomo/norm.h"
#include "tomo/norm_hot.h"

/* Images of one kind being gathered. */
struct norm_pile {
	size_t n;
	double *sum;		/* mean: [row][col] */
	float *all;		/* median: [n][row][col], room for cap */
	size_t cap;
};

struct norm_block {
	float *range;		/* flat - dark; NaN where that is not above 0 */
	double frame;		/* mean acquisition index */
};

struct norm {
	struct norm_par par;
	size_t nrow, ncol, npix;
	struct norm_pile darks, flats;
	double frame_sum, frame_last;	/* of the flats in the pile */
	size_t ndark_frame;
	double *dark_frame;		/* acquisition indices of the darks */
	float *dark;
	size_t nblock;
	struct norm_block *block;	/* in the order of their frames */
	float *scale;			/* one block only: 1 / range */
	size_t dead;
	atomic_size_t repaired, total;
};

/* What is needed of the flats for one projection. */
struct norm_flats {
	const float *from, *to;		/* NULL when there is one block */
	float at;
};
struct norm_flats norm_flats_at(const struct norm *n, double frame);

/*
 * The counts of one projection, wherever they lie: row r, of lo <= r < hi,
 * begins at base + (r - lo) stride.
 */
struct norm_view {
	const float *base;
	size_t stride;
	size_t lo, hi;
	struct norm_flats flats;
	double roi;			/* T is divided by it; 1 */
};

/* Mean of T over the region; E_DATA when it is not above 0. */
int norm_roi(const struct norm *n, struct norm_view *v, struct err *e);
/*
 * Rows [r, r + nr) into out, spaced by pitch; repairs, counts.  E_DATA with
 * row and column when strict, or when nothing valid is near.
 */
int norm_rows(struct norm *n, const struct norm_view *v, size_t r, size_t nr,
	      float *out, size_t pitch, struct err *e);

#endif
