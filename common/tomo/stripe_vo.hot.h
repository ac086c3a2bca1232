/*
 * stripe_vo.hot.h - passes of stripe_vo.h over rows and over strips of ranks (num/sort.h).
 */
#ifndef TOMO_STRIPE_VO_HOT_H
#define TOMO_STRIPE_VO_HOT_H

#include <stddef.h>
#include <stdint.h>

#include "base/hot.h"

/* sum[c] += in[c] - out[c]; rough[c] += |x[c] - scale sum[c]| */
HOT_DECLARE(void, vo_rough, (const float *in, const float *out, const float *x, double scale, size_t n,
			     double *sum, double *rough));
/* sum[i] += v[i] */
HOT_DECLARE(void, vo_add, (const float *v, size_t n, double *sum));
/* y[r][c] = x[r][c] * gain[c], in place */
HOT_DECLARE(void, vo_scale, (float *x, const float *gain, size_t nrow, size_t ncol));
/* Of strips of ncol columns: s = mask[c] ? m : s * gain[c] */
HOT_DECLARE(void, vo_mix, (float *s, const float *m, const float *gain, const uint8_t *mask, size_t ncol));

#endif
