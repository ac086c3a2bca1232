/*
 * filter_image.h - what the filters share: an item as an image, and its edge.
 *
 * Beyond an edge a window sees the image mirrored with the edge sample
 * repeated, (d c b a | a b c d | d c b a): "reflect" of scipy.ndimage,
 * "symmetric" of numpy.pad.
 */
#ifndef TOMO_FILTER_IMAGE_H
#define TOMO_FILTER_IMAGE_H

#include "base/head.h"

struct image { size_t nrow, ncol; };

/*
 * The items of this stream as images: three axes, or two (each item is then
 * one row).  E_DATA otherwise, and for complex samples.  (Messages of filters
 * do not name the filter: who runs it does.)
 */
int image_of(struct image *im, const struct head *in, struct err *e);

/* Index i of the mirrored image, any i, as one in [0, n). */
size_t image_reflect(long i, size_t n);

/* E_DATA "sample V at row R, col C ..." for the place of element i. */
int image_bad(const struct image *im, size_t i, double v, const char *what, struct err *e);

/* Round up to whole cache lines, in floats: parts of a scratch buffer. */
size_t image_align(size_t nfloat);

/* Is every sample finite?  The place of the first that is not, or n. */
size_t image_finite(const float *x, size_t n);

#endif
