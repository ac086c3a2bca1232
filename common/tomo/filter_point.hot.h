/*
 * filter_point.hot.h - functions of one sample, on vectors.
 *
 * Errors against the exact value, of every float in the range: log 1.5 ulp (or
 * 1e-7 near 0, absolute), exp 2 ulp.
 */
#ifndef TOMO_FILTER_POINT_HOT_H
#define TOMO_FILTER_POINT_HOT_H

#include <stddef.h>

#include "base/hot.h"

/*
 * out = -ln(max(x, floor)), floor >= FLT_MIN; *ok is 0 when some x is not
 * finite, or is not above zero and floor_all is 0 (out is then of no use).
 */
HOT_DECLARE(void, point_log, (const float *x, size_t n, float floor, int floor_all,
			      float *out, int *ok));
/* out = exp(-x), 0 and 1e38 at the ends; *ok is 0 when some x is not finite. */
HOT_DECLARE(void, point_exp, (const float *x, size_t n, float *out, int *ok));
/* out = a x + b */
HOT_DECLARE(void, point_scale, (const float *x, size_t n, float a, float b, float *out));
/* x = round((x - lo) k), halves to even, within 0 .. top <= 65535; *ok is 0 when some x is no number. */
HOT_DECLARE(void, point_whole, (float *x, size_t n, float lo, float k, float top, int *ok));

#endif
