#include "num/wavelet.h"

#include <complex.h>
#include <math.h>

typedef long double complex cplx;

/* All roots of sum_k a[k] y^k of this degree at once (Aberth, Math. Comput. 27 (1973) 339). */
static void roots(const long double *a, int degree, cplx *y)
{
	for (int i = 0; i < degree; i++)
		y[i] = 0.4L * cexpl(I * (2 * (long double)M_PI * (i + 0.25L) / degree));
	for (int step = 0; step < 200; step++) {
		long double moved = 0;
		for (int i = 0; i < degree; i++) {
			cplx p = a[degree], d = 0, repel = 0, w;
			for (int k = degree - 1; k >= 0; k--) {
				d = d * y[i] + p;
				p = p * y[i] + a[k];
			}
			for (int j = 0; j < degree; j++)
				if (j != i)
					repel += 1 / (y[i] - y[j]);
			w = (p / d) / (1 - (p / d) * repel);
			y[i] -= w;
			moved += cabsl(w);
		}
		if (moved < 1e-18L * degree)
			break;
	}
}

/* h(z) (1 - r/z); h has n coefficients and room for one more. */
static void multiply(cplx *h, int n, cplx r)
{
	h[n] = 0;
	for (int k = n; k > 0; k--)
		h[k] -= r * h[k - 1];
}

int wavelet_daubechies(int n, double *lo, struct err *e)
{
	long double a[WAVELET_MAX] = { 1 }, sum = 0;
	cplx y[WAVELET_MAX], h[2 * WAVELET_MAX] = { 1 };
	int len = 1;

	if (n < 1 || n > WAVELET_MAX)
		return err_set(e, E_INTERNAL, "no Daubechies wavelet of %d moments", n);
	for (int k = 1; k < n; k++)
		a[k] = a[k - 1] * (n - 1 + k) / k;
	roots(a, n - 1, y);
	for (int i = 0; i < n - 1; i++) {
		cplx b = 1 - 2 * y[i], s = csqrtl(b * b - 1);
		cplx z = cabsl(b + s) < 1 ? b + s : b - s;
		multiply(h, len++, z);
	}
	for (int i = 0; i < n; i++)
		multiply(h, len++, -1);
	for (int k = 0; k < len; k++)
		sum += creall(h[k]);
	for (int k = 0; k < len; k++)
		lo[k] = (double)(creall(h[k]) * sqrtl(2) / sum);
	return 0;
}
