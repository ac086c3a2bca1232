/*
 * iter_tv_hot.h - the inner loops of iter_tv.c.
 */
#ifndef TOMO_ITER_TV_HOT_H
#define TOMO_ITER_TV_HOT_H

#include <stddef.h>

#include "base/hot.h"

/*
 * One line of a step in x: xbar = 2 z - x, then x = z, with z = x - step (g - div q) limited.
 * here, up: the lines of qy there and above, NULL: none; support: NULL: everywhere.
 */
HOT_DECLARE(void, tv_step, (float *x, float *xbar, const float *g, const float *qx, const float *here, const float *up,
			    const float *support, size_t n, float step, int nonneg));
/* out = p - (2 now - old - b), and the reverse. */
HOT_DECLARE(void, tv_ahead, (const float *p, const float *now, const float *old, const float *b, float *out, size_t n));
HOT_DECLARE(void, tv_dual, (const float *in, const float *now, const float *old, const float *b, float *p, size_t n));

#endif
