#include "num/polarmap.hot.h"

#include "num/sort.h"

/* Keys's weights of the samples at -1, 0, 1, 2 for a place t in [0, 1]. */
static inline void weights(float t, float *w)
{
	float u = 1 - t;

	w[0] = -0.5f * t * u * u;
	w[3] = -0.5f * u * t * t;
	w[1] = 1 + t * t * (1.5f * t - 2.5f);
	w[2] = 1 + u * u * (1.5f * u - 2.5f);
}

static inline float along(const float *p, const float *w)
{
	return w[0] * p[0] + w[1] * p[1] + w[2] * p[2] + w[3] * p[3];
}

void HOT(polarmap_cubic)(const float *image, size_t stride, size_t nr, float x0, float y0,
			 const float *dx, const float *dy, float *restrict tile)
{
	for (size_t i = 0; i < nr; i++)
		for (size_t l = 0; l < STRIP; l++) {
			float x = x0 + (float)i * dx[l], y = y0 + (float)i * dy[l];
			int col = (int)x, row = (int)y;
			float wx[4], wy[4];

			weights(x - (float)col, wx);
			weights(y - (float)row, wy);
			const float *p = image + (size_t)(row - 1) * stride + (size_t)(col - 1);
			tile[i * STRIP + l] = wy[0] * along(p, wx) + wy[1] * along(p + stride, wx) +
				wy[2] * along(p + 2 * stride, wx) + wy[3] * along(p + 3 * stride, wx);
		}
}
