#include "tomo/filter_stripe.hot.h"

#include <string.h>

void HOT(stripe_sum)(const float *x, size_t nrow, size_t ncol, float *restrict part,
		     double *restrict sum)
{
	memcpy(part, x, ncol * sizeof *part);
	for (size_t r = 1; r + 1 < nrow; r += 2) {
		const float *a = x + r * ncol, *b = a + ncol;
		for (size_t c = 0; c < ncol; c++)
			part[c] += a[c] + b[c];
	}
	if (nrow % 2 == 0)
		for (size_t c = 0; c < ncol; c++)
			part[c] += x[(nrow - 1) * ncol + c];
	for (size_t c = 0; c < ncol; c++)
		sum[c] += part[c];
}

void HOT(stripe_add)(const float *x, const float *add, size_t nrow, size_t ncol, float *restrict y)
{
	for (size_t r = 0; r < nrow; r++)
		for (size_t c = 0; c < ncol; c++)
			y[r * ncol + c] = x[r * ncol + c] + add[c];
}

void HOT(stripe_less)(const float *x, const float *z, size_t ncol, float *restrict y)
{
	for (size_t c = 0; c < ncol; c++)
		y[c] = x[c] - z[c];
}
