#include <math.h>

#include "num/metric.h"

enum { W = METRIC_WINDOW, HALF = W / 2 };

/* Weighted sums over the window: of a, b, a^2, b^2, ab. */
enum { A, B, AA, BB, AB, SUMS };

static void weights(double *w)
{
	double sum = 0;

	for (int i = 0; i < W; i++)
		sum += w[i] = exp(-0.5 * (i - HALF) * (i - HALF) / (1.5 * 1.5));
	for (int i = 0; i < W; i++)
		w[i] /= sum;
}

size_t metric_ssim_work(size_t ncol)
{
	return SUMS * ncol * sizeof(double);
}

/* The sums down W rows, for each column. */
static void down(double *s, const double *a, const double *b, size_t ncol, const double *w,
		 const struct metric_par *p)
{
	for (size_t i = 0; i < SUMS * ncol; i++)
		s[i] = 0;
	for (int k = 0; k < W; k++)
		for (size_t c = 0; c < ncol; c++) {
			double x = a[(size_t)k * ncol + c], y = p->gain * b[(size_t)k * ncol + c] + p->offset;

			s[A * ncol + c] += w[k] * x;
			s[B * ncol + c] += w[k] * y;
			s[AA * ncol + c] += w[k] * x * x;
			s[BB * ncol + c] += w[k] * y * y;
			s[AB * ncol + c] += w[k] * x * y;
		}
}

static double window(const double *s, size_t ncol, const double *w, double c1, double c2)
{
	double t[SUMS] = { 0 }, va, vb, vab;

	for (int q = 0; q < SUMS; q++)
		for (int k = 0; k < W; k++)
			t[q] += w[k] * s[(size_t)q * ncol + (size_t)k];
	va = t[AA] - t[A] * t[A];
	vb = t[BB] - t[B] * t[B];
	vab = t[AB] - t[A] * t[B];
	return (2 * t[A] * t[B] + c1) * (2 * vab + c2) /
	       ((t[A] * t[A] + t[B] * t[B] + c1) * (va + vb + c2));
}

void metric_add_ssim(struct metric *m, const double *a, const double *b, const unsigned char *mask,
		     size_t nrow, size_t ncol, double peak, const struct metric_par *p, void *work)
{
	double w[W], c1 = 0.01 * peak * 0.01 * peak, c2 = 0.03 * peak * 0.03 * peak;

	weights(w);
	for (size_t r = 0; r + W <= nrow && ncol >= W; r++) {
		const unsigned char *middle = mask ? mask + (r + HALF) * ncol + HALF : NULL;

		down(work, a + r * ncol, b + r * ncol, ncol, w, p);
		for (size_t c = 0; c + W <= ncol; c++) {
			if (middle && !middle[c])
				continue;
			m->ssim += window((double *)work + c, ncol, w, c1, c2);
			m->windows++;
		}
	}
}
