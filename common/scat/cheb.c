#include "scat/cheb.h"

#include <math.h>
#include <string.h>

size_t cheb_count(double w)
{
	return (size_t)ceil(w + 8 * cbrt(w) + 12);
}

double cheb_node(size_t n, size_t k)
{
	return cos(((double)k + 0.5) * M_PI / (double)n);
}

void cheb_basis(size_t n, double x, double *t, size_t stride)
{
	double a = 1, b = x;

	for (size_t i = 0; i < n; i++) {
		double c = 2 * x * b - a;
		t[i * stride] = a;
		a = b;
		b = c;
	}
}

void cheb_matrix(size_t n, double *m)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < n; k++) {	/* the angle reduced while it is a whole number */
			size_t r = i * (2 * k + 1) % (4 * n);
			m[i * n + k] = (i ? 2 : 1) * cos((double)r * M_PI / (2 * (double)n)) / (double)n;
		}
}

/* From values to coefficients along the first of two directions; width doubles in a row. */
static void first(size_t nv, size_t width, const double *mv, const double *f, double *out)
{
	memset(out, 0, nv * width * sizeof *out);
	for (size_t i = 0; i < nv; i++)
		for (size_t k = 0; k < nv; k++)
			for (size_t u = 0; u < width; u++)
				out[i * width + u] += mv[i * nv + k] * f[k * width + u];
}

void cheb_transform(size_t nv, size_t nu, const double *mv, const double *mu, double complex *f, double complex *work)
{
	first(nv, 2 * nu, mv, (const double *)f, (double *)work);
	for (size_t v = 0; v < nv; v++)
		for (size_t i = 0; i < nu; i++) {
			double complex sum = 0;
			for (size_t k = 0; k < nu; k++)
				sum += mu[i * nu + k] * work[v * nu + k];
			f[v * nu + i] = sum;
		}
}

void cheb_transform_real(size_t count, size_t nv, size_t nu, const double *mv, const double *mu, double *f, double *work)
{
	for (; count; count--, f += nu * nv) {
		first(nv, nu, mv, f, work);
		for (size_t v = 0; v < nv; v++)
			for (size_t i = 0; i < nu; i++) {
				double sum = 0;
				for (size_t k = 0; k < nu; k++)
					sum += mu[i * nu + k] * work[v * nu + k];
				f[v * nu + i] = sum;
			}
	}
}

double cheb_tail(size_t nv, size_t nu, const double complex *c)
{
	double all = 0, tail = 0;

	for (size_t v = 0; v < nv; v++)
		for (size_t u = 0; u < nu; u++) {
			double re = creal(c[v * nu + u]), im = cimag(c[v * nu + u]), a2 = re * re + im * im;
			if (!(a2 <= 1e300))
				return INFINITY;
			all = fmax(all, a2);
			if (v + 2 >= nv || u + 2 >= nu)
				tail = fmax(tail, a2);
		}
	return all > 0 ? sqrt(tail / all) : 0;
}
