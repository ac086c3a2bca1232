/*
 * filter_median.h - the median of a square window, row by row: what the
 * filters median and outlier share.
 *
 * Samples are compared as integers of the same order (the bits of a float,
 * the lower 31 inverted when it is negative), so that the order is total: NaN
 * is beyond infinity, and a NaN alone in its window is never its median.
 * 3 x 3: a sorting network on vectors.  Larger: forgetful selection, which
 * drops the least and the largest of half the window plus two until three are
 * left, on vectors too.  Edges are mirrored (filter_image.h).
 */
#ifndef TOMO_FILTER_MEDIAN_H
#define TOMO_FILTER_MEDIAN_H

#include "base/hot.h"
#include "tomo/filter_image.h"

enum { MEDIAN_MAX = 31 };	/* largest window */

/* E_USAGE unless size is odd. */
int median_check(double size, struct err *e);

/* Scratch for median_row() calls on images of this width, bytes. */
size_t median_work(const struct image *im, size_t size);

/*
 * Medians around row r of x, into out[0..ncol).  Rows must be asked in
 * increasing order from 0 with the same work, which keeps the rows above.
 */
void median_row(const struct image *im, size_t size, const float *x, size_t r,
		void *work, float *out);

#endif
