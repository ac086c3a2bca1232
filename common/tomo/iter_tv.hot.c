#include "tomo/iter_tv_hot.h"

#include <math.h>

/* div q in pixel j; ahead, back: whether there is a neighbour. */
static inline float div(const float *qx, const float *here, const float *up, size_t j, int ahead, int back)
{
	return (ahead ? qx[j] : 0) - (back ? qx[j - 1] : 0) + (here ? here[j] : 0) - (up ? up[j] : 0);
}

static inline void pixel(float *x, float *xbar, const float *support, size_t j, float z, int nonneg)
{
	z = nonneg && z < 0 ? 0 : z;
	z = support ? z * support[j] : z;
	xbar[j] = 2 * z - x[j];
	x[j] = z;
}

static inline void line(float *restrict x, float *restrict xbar, const float *g, const float *qx, const float *here,
			const float *up, const float *support, size_t n, float step, int nonneg)
{
	pixel(x, xbar, support, 0, x[0] - step * (g[0] - div(qx, here, up, 0, n > 1, 0)), nonneg);
	for (size_t j = 1; j + 1 < n; j++)
		pixel(x, xbar, support, j, x[j] - step * (g[j] - div(qx, here, up, j, 1, 1)), nonneg);
	if (n > 1)
		pixel(x, xbar, support, n - 1, x[n - 1] - step * (g[n - 1] - div(qx, here, up, n - 1, 0, 1)), nonneg);
}

/* Written out for what most lines are, so that the compiler need not ask in each pixel. */
void HOT(tv_step)(float *x, float *xbar, const float *g, const float *qx, const float *here, const float *up,
		  const float *support, size_t n, float step, int nonneg)
{
	if (here && up && !support && !nonneg)
		line(x, xbar, g, qx, here, up, 0, n, step, 0);
	else if (here && up && !support)
		line(x, xbar, g, qx, here, up, 0, n, step, 1);
	else if (here && up)
		line(x, xbar, g, qx, here, up, support, n, step, nonneg);
	else
		line(x, xbar, g, qx, here, up, support, n, step, nonneg);
}

void HOT(tv_ahead)(const float *p, const float *now, const float *old, const float *b, float *out, size_t n)
{
	for (size_t i = 0; i < n; i++)
		out[i] = p[i] - (2 * now[i] - old[i] - b[i]);
}

void HOT(tv_dual)(const float *in, const float *now, const float *old, const float *b, float *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		p[i] = in[i] + (2 * now[i] - old[i] - b[i]);
}
