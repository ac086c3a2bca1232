/*
 * polarmap.hot.h - kernels of polarmap.h.
 */
#ifndef NUM_POLARMAP_HOT_H
#define NUM_POLARMAP_HOT_H

#include <stddef.h>

#include "base/hot.h"

/*
 * tile[i][l], i < nr, l < STRIP: the image with rows of stride, cubic, at col = x0 + i dx[l], row = y0 + i dy[l],
 * 1 <= col, row and two samples beyond.
 */
HOT_DECLARE(void, polarmap_cubic, (const float *image, size_t stride, size_t nr, float x0, float y0,
				   const float *dx, const float *dy, float *tile));

#endif
