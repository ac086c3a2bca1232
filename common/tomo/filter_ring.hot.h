/*
 * filter_ring.hot.h - kernels of the filter ring, on lines along the radius.
 */
#ifndef TOMO_FILTER_RING_HOT_H
#define TOMO_FILTER_RING_HOT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/hot.h"

/* x held between least and most */
HOT_DECLARE(void, ring_hold, (float *x, size_t n, float least, float most));
/* out[l][i] = x[i][l] - med[i][l], 0 where that is beyond thresh; l < STRIP, i < n */
HOT_DECLARE(void, ring_differ, (const float *x, const float *med, size_t n, float thresh, float *out));
/* run += in; then, unless out is NULL, out = run scale and run -= gone. */
HOT_DECLARE(void, ring_add, (const float *in, const float *gone, size_t n, double scale, double *run, float *out));
/*
 * out[i] = the mean of row[0 .. nparts)[i] where it is above snr errors of it, which are those of
 * min(nparts, per i) of them, and there are two of these at least; else 0.  snr 0: everywhere.  Is any out not 0?
 */
HOT_DECLARE(bool, ring_keep, (const float *const *row, size_t nparts, size_t n, float snr, float per, float *out));

#endif
