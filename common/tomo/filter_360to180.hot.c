#include "tomo/filter_360to180.hot.h"

void HOT(shift_row)(const float *x, const float *h, size_t n, float *restrict out)
{
	for (size_t i = 0; i < n; i++) {
		float sum = 0;
		for (int t = 0; t < SHIFT_TAPS; t++)
			sum += h[t] * x[i + (size_t)t];
		out[i] = sum;
	}
}

void HOT(blend_rows)(const float *x, const float *y, const float *w, size_t n, float *restrict out)
{
	for (size_t i = 0; i < n; i++)
		out[i] = y[i] + w[i] * (x[i] - y[i]);
}

void HOT(mix_rows)(const float *const *row, const float *weight, size_t n, size_t ncol, float *restrict out)
{
	const float *r = row[0];

	for (size_t i = 0; i < ncol; i++)
		out[i] = weight[0] * r[i];
	for (size_t k = 1; k < n; k++) {
		r = row[k];
		for (size_t i = 0; i < ncol; i++)
			out[i] += weight[k] * r[i];
	}
}
