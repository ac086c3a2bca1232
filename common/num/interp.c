#include "num/interp.h"

#include <math.h>

/* Split a place into the sample below it and the fraction, held inside [0, n - 1]. */
static size_t split(double at, size_t n, double *f)
{
	double last = (double)(n - 1);
	double x = at > 0 ? (at < last ? at : last) : 0;
	size_t i = (size_t)x;

	if (i + 1 >= n && n > 1)
		i = n - 2;
	*f = x - (double)i;
	return i;
}

float interp_linear(const float *x, size_t n, double at)
{
	double f;
	size_t i = split(at, n, &f);

	if (n == 1)
		return x[0];
	return (float)((1 - f) * (double)x[i] + f * (double)x[i + 1]);
}

float interp_cubic(const float *x, size_t n, double at)
{
	double f;
	size_t i = split(at, n, &f);

	if (n == 1)
		return x[0];
	double b = (double)x[i], c = (double)x[i + 1];
	double a = i > 0 ? (double)x[i - 1] : b, d = i + 2 < n ? (double)x[i + 2] : c;

	return (float)(b + f / 2 * (c - a + f * (2 * a - 5 * b + 4 * c - d + f * (3 * (b - c) + d - a))));
}

float interp_bilinear(const float *x, size_t nrow, size_t ncol, double row, double col)
{
	double fr, fc;
	size_t r = split(row, nrow, &fr), c = split(col, ncol, &fc);
	const float *p = x + r * ncol + c;
	size_t down = nrow > 1 ? ncol : 0, right = ncol > 1;
	double top = (1 - fc) * (double)p[0] + fc * (double)p[right];
	double bottom = (1 - fc) * (double)p[down] + fc * (double)p[down + right];

	return (float)((1 - fr) * top + fr * bottom);
}

double interp_vertex(double a, double b, double c)
{
	double curve = a - 2 * b + c, at = curve != 0 ? (a - c) / (2 * curve) : 0;

	return at > 1 ? 1 : at < -1 ? -1 : at == at ? at : 0;
}
