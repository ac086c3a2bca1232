#include "num/solve.h"

#include <math.h>

static size_t reach(size_t i, size_t half)
{
	return i < half ? i : half;
}

/* Row i of L, from those above it. */
static double factor_row(double *a, size_t i, size_t half)
{
	size_t wide = half + 1;
	double *l = a + i * wide;

	for (size_t k = reach(i, half); k > 0; k--) {
		const double *m = a + (i - k) * wide;
		for (size_t j = 1; j <= half - k && j <= i - k; j++)
			l[k] -= l[k + j] * m[j];
		l[k] /= m[0];
	}
	for (size_t k = 1; k <= reach(i, half); k++)
		l[0] -= l[k] * l[k];
	return l[0];
}

int solve_band(double *a, size_t n, size_t half, double *b, struct err *e)
{
	size_t wide = half + 1;

	for (size_t i = 0; i < n; i++) {
		double *l = a + i * wide, d = factor_row(a, i, half);
		if (!(d > 0))
			return err_set(e, E_DATA, "the system of equations is not positive definite at row %zu", i);
		l[0] = sqrt(d);
		for (size_t k = 1; k <= reach(i, half); k++)
			b[i] -= l[k] * b[i - k];
		b[i] /= l[0];
	}
	for (size_t i = n; i-- > 0; ) {
		for (size_t k = 1; k <= half && i + k < n; k++)
			b[i] -= a[(i + k) * wide + k] * b[i + k];
		b[i] /= a[i * wide];
	}
	return 0;
}
