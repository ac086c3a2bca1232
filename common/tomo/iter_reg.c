#include "tomo/iter_reg.h"

#include <math.h>

#include "num/vec.h"

const char *const reg_relative[] = { "noise", "data", "none", NULL };

/* The k-th smallest of n values, which are reordered (C. A. R. Hoare, Commun. ACM 4 (1961) 321). */
static float kth(float *a, size_t n, size_t k)
{
	size_t lo = 0, hi = n - 1;

	while (lo < hi) {
		float pivot = a[lo + (hi - lo) / 2];
		size_t i = lo, j = hi;
		for (;; i++, j--) {
			while (a[i] < pivot)
				i++;
			while (a[j] > pivot)
				j--;
			if (i >= j)
				break;
			float t = a[i];
			a[i] = a[j];
			a[j] = t;
		}
		if (k <= j)
			hi = j;
		else
			lo = j + 1;
	}
	return a[k];
}

double reg_noise(const struct iter *it, float *scratch)
{
	double mean = vec_sum(it->b, it->nb) / (double)it->nb;
	size_t n = 0;

	for (size_t a = 0; a < it->nangle; a++) {
		const float *b = it->b + a * it->ncol;
		for (size_t c = 1; c + 1 < it->ncol; c++)
			if ((double)b[c] >= mean)
				scratch[n++] = fabsf(b[c - 1] - 2 * b[c] + b[c + 1]);
	}
	return n ? (double)kth(scratch, n, n / 2) / (0.6745 * sqrt(6)) : 0;
}

double reg_unit(const struct iter *it, int relative, float *image, float *sino)
{
	double most = 0;

	if (relative == REG_NONE)
		return 1;
	if (relative == REG_NOISE)
		return reg_noise(it, sino) * sqrt((double)it->nangle);
	iter_back(it, it->b, image);
	for (size_t i = 0; i < it->nx; i++)
		most = fmax(most, fabs((double)image[i]));
	return most;
}

double reg_norm2(const struct iter *it, float *v, float *w, float *sino)
{
	enum { STEPS = 4 };
	double most = 0;

	vec_fill(v, it->nx, 1);
	for (int k = 0; k < STEPS; k++) {
		iter_forward(it, v, sino);
		iter_back(it, sino, w);
		most = 0;
		for (size_t i = 0; i < it->nx; i++) {
			double f = (double)w[i] / (double)v[i];
			most = fmax(most, f);
		}
		double f = most > 0 ? 1 / most : 1;
		/* a pixel that no ray meets stays a little above 0 */
		for (size_t i = 0; i < it->nx; i++)
			v[i] = fmaxf((float)(f * w[i]), 1e-6f);
	}
	return most;
}

bool reg_settled(const struct iter *it, double step2, double tolerance)
{
	return tolerance > 0 && step2 <= tolerance * tolerance * vec_norm2(it->x, it->nx);
}
