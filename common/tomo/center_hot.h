/*
 * center_hot.h - kernel of center_vo.c.
 */
#ifndef TOMO_CENTER_HOT_H
#define TOMO_CENTER_HOT_H

#include <stddef.h>

#include "base/hot.h"

/* Sum over n of |A + (c + i s) B|. */
HOT_DECLARE(double, center_moduli, (const float *are, const float *aim, const float *bre, const float *bim,
				    float c, float s, size_t n));

#endif
