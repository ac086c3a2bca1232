#include "tomo/qggmrf.h"

#include <math.h>

enum { LANES = 16, PAIRS = 4 };

/* Of pair k in line i: the columns [*first, *last) that have it, and how far away the neighbour is. */
static inline ptrdiff_t pair(size_t k, size_t i, size_t ny, size_t nx, size_t *first, size_t *last)
{
	*first = k == 3;
	*last = k == 1 || k == 3 ? nx : nx - 1;
	if (k && i + 1 == ny)
		*last = *first = 0;
	return k == 0 ? 1 : (ptrdiff_t)nx + (k == 2) - (k == 3);
}

double HOT(qggmrf_top)(const struct qggmrf *q)
{
	return 2 / ((double)q->p * q->sigma * q->sigma * pow(q->t, 2 - (double)q->p));
}

static double line_weights(const struct qggmrf *q, const float *x, ptrdiff_t away, size_t first, size_t last, float b,
			   float *w)
{
	float top = (float)(HOT(qggmrf_top)(q) / 2) * b, far = 1 / (q->t * q->sigma), power = 2 - q->p;
	double sum = 0;

	for (size_t j = first; j < last; j++) {
		float d = x[(ptrdiff_t)j + away] - x[j], u = powf(fabsf(d) * far, power), v = 1 / (1 + u);
		w[j] = top * (2 + q->p * u) * v * v;
		sum += (double)(top * d * d * v);
	}
	return sum;
}

double HOT(qggmrf_weights)(const struct qggmrf *q, const float *x, size_t ny, size_t nx, float *w)
{
	float near = (float)(1 / (4 + 4 * M_SQRT1_2)), across = near * (float)M_SQRT1_2;
	double sum = 0;
	size_t first, last;

	for (size_t k = 0; k < PAIRS; k++)
		for (size_t i = 0; i < ny; i++, w += nx) {
			ptrdiff_t away = pair(k, i, ny, nx, &first, &last);
			for (size_t j = 0; j < nx; j++)
				w[j] = 0;
			sum += line_weights(q, x + i * nx, away, first, last, k < 2 ? near : across, w);
		}
	return sum;
}

void HOT(qggmrf_gradient)(const float *x, const float *w, size_t ny, size_t nx, float f, float *g)
{
	size_t first, last;

	for (size_t k = 0; k < PAIRS; k++)
		for (size_t i = 0; i < ny; i++, w += nx) {
			ptrdiff_t away = pair(k, i, ny, nx, &first, &last);
			const float *a = x + i * nx, *b = a + away;
			float *ga = g + i * nx, *gb = ga + away;
			for (size_t j = first; j < last; j++)
				ga[j] -= f * w[j] * (b[j] - a[j]);
			for (size_t j = first; j < last; j++)
				gb[j] += f * w[j] * (b[j] - a[j]);
		}
}

double HOT(qggmrf_product)(const float *x, const float *y, const float *w, size_t ny, size_t nx)
{
	double lane[LANES] = { 0 }, sum = 0;
	size_t first, last;

	for (size_t k = 0; k < PAIRS; k++)
		for (size_t i = 0; i < ny; i++, w += nx) {
			ptrdiff_t away = pair(k, i, ny, nx, &first, &last);
			const float *a = x + i * nx, *b = a + away, *c = y + i * nx, *d = c + away;
			size_t j = first;
			for (; j + LANES <= last; j += LANES)
				for (size_t l = 0; l < LANES; l++)
					lane[l] += (double)(w[j + l] * (b[j + l] - a[j + l]) * (d[j + l] - c[j + l]));
			for (; j < last; j++)
				sum += (double)(w[j] * (b[j] - a[j]) * (d[j] - c[j]));
		}
	for (size_t l = 0; l < LANES; l++)
		sum += lane[l];
	return sum;
}
