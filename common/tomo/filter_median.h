/*
 * filter_median.h - the median of a square window: what the filters median and
 * outlier share.
 *
 * Samples are compared as integers of the same order (the bits of a float,
 * the lower 31 inverted when it is negative), so that the order is total: NaN
 * is beyond infinity, and a NaN alone in its window is never its median.
 * 3 x 3: a sorting network on vectors (filter_median.hot.h), as is 3 x 3 x 3
 * (filter_median3.hot.h); larger: a sliding set of ranks
 * (filter_median_rank.hot.h).  Edges are mirrored (filter_image.h).
 */
#ifndef TOMO_FILTER_MEDIAN_H
#define TOMO_FILTER_MEDIAN_H

#include "tomo/filter_image.h"

enum { MEDIAN_MAX = 99 };	/* widest window */
#define MEDIAN_DIM_HELP "2: each image by itself; 3: with the image ahead and the one behind, size 3"

/* Of a window: each image by itself (dim 2), or with the ones ahead and behind (3). */
struct median {
	struct image im;
	size_t size;
	bool cube;
};

/* E_USAGE unless size is odd, and 3 where dim is; E_DATA as image_of(). */
int median_plan(struct median *m, double size, double dim, const struct head *in, struct err *e);
size_t median_scratch(const struct median *m);		/* bytes */
/*
 * The medians of one image: in holds before (0 or 1) images, it, and after images.
 * Where there is none ahead or behind the image itself stands in.
 */
void median_apply(const struct median *m, size_t before, size_t after, const float *in, void *work,
		  float *out);

/* E_USAGE unless size is odd. */
int median_check(double size, struct err *e);

/* Scratch for median_image() of images of this shape, bytes. */
size_t median_work(const struct image *im, size_t size);

/* The medians around each sample of x, into out. */
void median_image(const struct image *im, size_t size, const float *x, void *work, float *out);

#endif
