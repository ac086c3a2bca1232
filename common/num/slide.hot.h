/*
 * slide.hot.h - the kernel of slide.h.
 */
#ifndef NUM_SLIDE_HOT_H
#define NUM_SLIDE_HOT_H

#include <stddef.h>

#include "base/hot.h"

/* As slide_median(); window: (size + 2) * STRIP floats. */
HOT_DECLARE(void, slide_strip, (const float *x, size_t n, size_t size, float *y, float *window));

#endif
