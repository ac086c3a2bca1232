#include "num/mask.h"

#include <math.h>

void mask_circle(unsigned char *mask, size_t nrow, size_t ncol, double fraction)
{
	double radius = fraction * 0.5 * (double)(nrow < ncol ? nrow : ncol);

	for (size_t r = 0; r < nrow; r++)
		for (size_t c = 0; c < ncol; c++) {
			double y = (double)r - 0.5 * (double)(nrow - 1);
			double x = (double)c - 0.5 * (double)(ncol - 1);

			mask[r * ncol + c] = isnan(fraction) || x * x + y * y < radius * radius;
		}
}

void mask_and(unsigned char *mask, const unsigned char *a, const double *x, size_t n)
{
	for (size_t i = 0; i < n; i++)
		mask[i] = a[i] && x[i] != 0;
}
