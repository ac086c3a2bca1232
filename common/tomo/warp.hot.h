/*
 * warp.hot.h - interpolation at given places (warp.h).
 */
#ifndef TOMO_WARP_HOT_H
#define TOMO_WARP_HOT_H

#include <stddef.h>
#include <stdint.h>

#include "base/hot.h"

enum {
	WARP_MAX = 32000,	/* rows and columns, so that a place fits 16 bits */
	WARP_TAPS = 4,		/* samples each way that a place depends on */
};

/* A sample, or one of the two beyond each edge, and how far on from it, in 1/65536 of a pixel. */
struct warp_place {
	int16_t row, col;
	uint16_t frow, fcol;
};

/* Weights of the samples at -1, 0, 1, 2 from it, at the fraction f: c[0][.] + f (c[1][.] + f (c[2][.] + f c[3][.])). */
struct warp_kernel { float c[4][4]; };

/* out[i], i < n: the image x of [nrow][ncol] at place[i], edges repeated. */
HOT_DECLARE(void, warp_line, (const struct warp_place *place, size_t n, const float *x, size_t nrow, size_t ncol,
			      const struct warp_kernel *k, float *out));

#endif
