#include "tomo/warp.hot.h"

/* four floats, anywhere in memory */
typedef float four __attribute__((vector_size(16), aligned(4), may_alias));

static inline long held(long i, size_t n)
{
	return i < 0 ? 0 : i < (long)n ? i : (long)n - 1;
}

/* The 4 x 4 samples around a place near an edge. */
static void gather(const struct warp_place *p, const float *x, size_t nrow, size_t ncol, float (*to)[4])
{
	for (long r = 0; r < 4; r++)
		for (long c = 0; c < 4; c++)
			to[r][c] = x[(size_t)held(p->row - 1 + r, nrow) * ncol + (size_t)held(p->col - 1 + c, ncol)];
}

static inline four weights(const four *c, float f)
{
	return c[0] + f * (c[1] + f * (c[2] + f * c[3]));
}

static inline float combine(four wrow, four wcol, const float *x, size_t stride)
{
	four sum = wrow[0] * *(const four *)x;

	sum += wrow[1] * *(const four *)(x + stride);
	sum += wrow[2] * *(const four *)(x + 2 * stride);
	sum += wrow[3] * *(const four *)(x + 3 * stride);
	sum *= wcol;
	return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

void HOT(warp_line)(const struct warp_place *place, size_t n, const float *x, size_t nrow, size_t ncol,
		    const struct warp_kernel *k, float *out)
{
	const four c[4] = { *(const four *)k->c[0], *(const four *)k->c[1], *(const four *)k->c[2],
			    *(const four *)k->c[3] };
	long last_row = (long)nrow - 3, last_col = (long)ncol - 3;
	float edge[4][4];

	for (size_t i = 0; i < n; i++) {
		const struct warp_place *p = &place[i];
		four wrow = weights(c, (float)p->frow * (1.f / 65536)), wcol = weights(c, (float)p->fcol * (1.f / 65536));
		if (p->row >= 1 && p->row <= last_row && p->col >= 1 && p->col <= last_col) {
			out[i] = combine(wrow, wcol, x + (size_t)(p->row - 1) * ncol + (size_t)(p->col - 1), ncol);
		} else {
			gather(p, x, nrow, ncol, edge);
			out[i] = combine(wrow, wcol, edge[0], 4);
		}
	}
}
