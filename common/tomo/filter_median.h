/*
 * filter_median.h - the median of a square window: what the filters median and
 * outlier share.
 *
 * Samples are compared as integers of the same order (the bits of a float,
 * the lower 31 inverted when it is negative), so that the order is total: NaN
 * is beyond infinity, and a NaN alone in its window is never its median.
 * 3 x 3: a sorting network on vectors (filter_median.hot.h); larger: a sliding
 * set of ranks (filter_median_rank.hot.h).  Edges are mirrored (filter_image.h).
 */
#ifndef TOMO_FILTER_MEDIAN_H
#define TOMO_FILTER_MEDIAN_H

#include "tomo/filter_image.h"

enum { MEDIAN_MAX = 99 };	/* widest window */

/* E_USAGE unless size is odd. */
int median_check(double size, struct err *e);

/* Scratch for median_image() of images of this shape, bytes. */
size_t median_work(const struct image *im, size_t size);

/* The medians around each sample of x, into out. */
void median_image(const struct image *im, size_t size, const float *x, void *work, float *out);

#endif
