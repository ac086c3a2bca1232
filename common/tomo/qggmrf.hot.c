#include "tomo/qggmrf.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

enum { LANES = 16, PAIRS = 4, PART = 128 };

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

/*
 * v^a for v >= 0, 0 < a <= 1, to some 1e-7: the logarithm by the series of artanh, on [1/sqrt 2, sqrt 2], the exponential by
 * Taylor's.  Without a call, so that a line goes in vectors.
 */
static inline float power_of(float v, float a)
{
	int32_t bits, whole;
	float m, e, scale;

	memcpy(&bits, &v, sizeof bits);
	int32_t shift = (bits - 0x3f3504f3) >> 23;	/* of 1/sqrt 2 */
	bits -= shift * (1 << 23);
	memcpy(&m, &bits, sizeof m);
	float t = (m - 1) / (m + 1), t2 = t * t;
	float y = a * ((float)shift + 2.8853901f * t * (1 + t2 * (1 / 3.0f + t2 * (0.2f + t2 / 7))));
	whole = (int32_t)(y + copysignf(0.5f, y));
	float f = (y - (float)whole) * 0.69314718f;
	e = 1 + f * (1 + f * (1 / 2.0f + f * (1 / 6.0f + f * (1 / 24.0f + f * (1 / 120.0f + f / 720)))));
	bits = (whole + 127) * (1 << 23);
	memcpy(&scale, &bits, sizeof scale);
	e *= scale;
	return e * (float)(v > 0);
}

static double line_weights(const struct qggmrf *q, const float *x, ptrdiff_t away, size_t first, size_t last, float b,
			   float *restrict w)
{
	float top = (float)(HOT(qggmrf_top)(q) / 2) * b, far = 1 / (q->t * q->sigma), power = 2 - q->p;
	float value[PART];
	double lane[LANES] = { 0 }, sum = 0;

	for (size_t at = first; at < last; at += PART) {
		size_t n = last - at < PART ? last - at : PART;
		const float *here = x + at, *there = here + away;
		for (size_t j = 0; j < n; j++) {
			float d = there[j] - here[j], u = power_of(fabsf(d) * far, power), v = 1 / (1 + u);
			w[at + j] = top * (2 + q->p * u) * v * v;
			value[j] = top * d * d * v;
		}
		for (size_t j = n; j < PART; j++)
			value[j] = 0;
		for (size_t j = 0; j < PART; j += LANES)
			for (size_t l = 0; l < LANES; l++)
				lane[l] += (double)value[j + l];
	}
	for (size_t l = 0; l < LANES; l++)
		sum += lane[l];
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
