#include "scat/cheb.h"

#include <string.h>

void HOT(cheb_contract)(size_t nv, size_t nu, const double *t, const double *c, double *restrict out)
{
	memset(out, 0, nu * sizeof *out);
	for (size_t v = 0; v < nv; v++)
		for (size_t i = 0; i < nu; i++)
			out[i] += t[v] * c[v * nu + i];
}

enum { BLOCK = 16 };		/* columns at a time: two numbers of each stay in registers */

static inline void block(size_t nu, const double *c, const double *t, size_t stride, size_t n, double *re, double *im)
{
	double a[BLOCK] = { 0 }, b[BLOCK] = { 0 };

	for (size_t j = 0; j < nu; j++)
		for (size_t i = 0; i < n; i++) {
			a[i] += c[2 * j] * t[j * stride + i];
			b[i] += c[2 * j + 1] * t[j * stride + i];
		}
	memcpy(re, a, n * sizeof *re);
	memcpy(im, b, n * sizeof *im);
}

void HOT(cheb_row)(size_t nu, const double *c, const double *t, size_t stride, size_t n, double *re, double *im)
{
	size_t i = 0;

	for (; i + BLOCK <= n; i += BLOCK)
		block(nu, c, t + i, stride, BLOCK, re + i, im + i);
	if (i < n)
		block(nu, c, t + i, stride, n - i, re + i, im + i);
}

static inline void block_real(size_t nu, const double *c, const double *t, size_t stride, size_t n, double *out)
{
	double a[BLOCK] = { 0 };

	for (size_t j = 0; j < nu; j++)
		for (size_t i = 0; i < n; i++)
			a[i] += c[j] * t[j * stride + i];
	memcpy(out, a, n * sizeof *out);
}

void HOT(cheb_row_real)(size_t nu, const double *c, const double *t, size_t stride, size_t n, double *out)
{
	size_t i = 0;

	for (; i + BLOCK <= n; i += BLOCK)
		block_real(nu, c, t + i, stride, BLOCK, out + i);
	if (i < n)
		block_real(nu, c, t + i, stride, n - i, out + i);
}
