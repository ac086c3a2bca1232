#include "tomo/filter_outlier1d.hot.h"

#include <math.h>

#include "num/sort.h"

static inline float number(float x)
{
	return x != x ? INFINITY : x;
}

static inline float least(float a, float b)
{
	return a < b ? a : b;
}

static inline float most(float a, float b)
{
	return a < b ? b : a;
}

void HOT(outlier1d_three)(const float *a, const float *b, const float *c, size_t n, float *restrict out)
{
	for (size_t i = 0; i < n; i++) {
		float p = number(a[i]), q = number(b[i]), r = number(c[i]);
		float lo = least(p, q), hi = most(p, q);
		out[i] = most(lo, least(hi, r));
	}
}

void HOT(outlier1d_gather)(const float *x, size_t step, size_t across, size_t n, size_t some, float *restrict tile)
{
	for (size_t i = 0; i < n && across == 1 && some == STRIP; i++)
		for (size_t l = 0; l < STRIP; l++)
			tile[i * STRIP + l] = number(x[i * step + l]);
	for (size_t i = 0; i < n && !(across == 1 && some == STRIP); i++)
		for (size_t l = 0; l < STRIP; l++)
			tile[i * STRIP + l] = l < some ? number(x[i * step + l * across]) : 0;
}

void HOT(outlier1d_scatter)(const float *tile, size_t step, size_t across, size_t n, size_t some, float *restrict x)
{
	for (size_t i = 0; i < n && across == 1 && some == STRIP; i++)
		for (size_t l = 0; l < STRIP; l++)
			x[i * step + l] = tile[i * STRIP + l];
	for (size_t i = 0; i < n && !(across == 1 && some == STRIP); i++)
		for (size_t l = 0; l < some; l++)
			x[i * step + l * across] = tile[i * STRIP + l];
}
