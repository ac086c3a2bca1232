#include "num/bin.h"

static double mean(const double *x, size_t ncol, size_t b)
{
	double sum = 0;

	for (size_t r = 0; r < b; r++)
		for (size_t c = 0; c < b; c++)
			sum += x[r * ncol + c];
	return sum / ((double)b * (double)b);
}

void bin_mean(const double *in, double *out, size_t n, size_t nrow, size_t ncol, size_t b)
{
	for (size_t k = 0; k < n; k++, in += nrow * ncol)
		for (size_t r = 0; r < nrow / b; r++)
			for (size_t c = 0; c < ncol / b; c++)
				*out++ = mean(in + r * b * ncol + c * b, ncol, b);
}
