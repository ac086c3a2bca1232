#include "tomo/stripe_vo.hot.h"

#include <math.h>
#include <string.h>

#include "num/sort.h"

void HOT(vo_rough)(const float *in, const float *out, const float *x, double scale, size_t n,
		   double *restrict sum, double *restrict rough)
{
	for (size_t c = 0; c < n; c++) {
		double s = sum[c] + ((double)in[c] - (double)out[c]);
		sum[c] = s;
		rough[c] += fabs((double)x[c] - scale * s);
	}
}

void HOT(vo_add)(const float *v, size_t n, double *restrict sum)
{
	for (size_t i = 0; i < n; i++)
		sum[i] += (double)v[i];
}

void HOT(vo_scale)(float *x, const float *restrict gain, size_t nrow, size_t ncol)
{
	for (size_t r = 0; r < nrow; r++)
		for (size_t c = 0; c < ncol; c++)
			x[r * ncol + c] *= gain[c];
}

void HOT(vo_mix)(float *restrict s, const float *restrict m, const float *gain, const uint8_t *mask, size_t ncol)
{
	for (size_t c = 0; c < ncol; c++) {
		float *to = s + c * STRIP, g = gain[c];
		if (mask[c])
			memcpy(to, m + c * STRIP, STRIP * sizeof *to);
		else
			for (size_t l = 0; l < STRIP; l++)
				to[l] *= g;
	}
}
