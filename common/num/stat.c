#include "num/stat.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

enum {
	BLOCK = 4096,	/* samples whose mean is taken at once */
	LANES = 8,
};

void moments_init(struct moments *m)
{
	*m = (struct moments){ .min = INFINITY, .max = -INFINITY };
}

/* Chan, Golub & LeVeque, Am. Stat. 37 (1983) 242, eq. 2.1. */
void moments_merge(struct moments *m, const struct moments *o)
{
	size_t n = m->n + o->n;

	m->nan += o->nan;
	m->inf += o->inf;
	if (o->n == 0)
		return;
	double d = o->mean - m->mean, share = (double)o->n / (double)n;

	m->mean += d * share;
	m->m2 += o->m2 + d * d * share * (double)m->n;
	m->n = n;
	m->min = fmin(m->min, o->min);
	m->max = fmax(m->max, o->max);
}

/* Sums in eight lanes: as fast as the machine adds, and the same on each. */
static double lanes_sum(const double *x, size_t n, double mean, bool squares)
{
	double lane[LANES] = { 0 }, sum = 0;

	for (size_t i = 0; i < n; i++) {
		double d = x[i] - mean;

		lane[i % LANES] += squares ? d * d : d;
	}
	for (size_t i = 0; i < LANES; i++)
		sum += lane[i];
	return sum;
}

/* Two passes over a block that is finite throughout. */
static void add_finite(struct moments *m, const double *x, size_t n)
{
	struct moments b = { .n = n, .min = INFINITY, .max = -INFINITY };

	if (n == 0)
		return;
	b.mean = lanes_sum(x, n, 0, false) / (double)n;
	b.m2 = lanes_sum(x, n, b.mean, true);
	for (size_t i = 0; i < n; i++) {
		b.min = x[i] < b.min ? x[i] : b.min;
		b.max = x[i] > b.max ? x[i] : b.max;
	}
	moments_merge(m, &b);
}

/* Leave out what is not finite, counting it; returns how many are left. */
static size_t compact(struct moments *m, double *x, size_t n)
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		m->nan += isnan(x[i]) != 0;
		m->inf += isinf(x[i]) != 0;
		x[k] = x[i];
		k += isfinite(x[i]) != 0;
	}
	return k;
}

void moments_add_f32(struct moments *m, const float *x, size_t n)
{
	double block[BLOCK];

	for (size_t i = 0; i < n; i += BLOCK) {
		size_t k = n - i < BLOCK ? n - i : BLOCK;

		for (size_t j = 0; j < k; j++)
			block[j] = (double)x[i + j];
		add_finite(m, block, compact(m, block, k));
	}
}

void moments_add_f64(struct moments *m, const double *x, size_t n)
{
	double block[BLOCK];

	for (size_t i = 0; i < n; i += BLOCK) {
		size_t k = n - i < BLOCK ? n - i : BLOCK;

		for (size_t j = 0; j < k; j++)
			block[j] = x[i + j];
		add_finite(m, block, compact(m, block, k));
	}
}

double moments_sd(const struct moments *m)
{
	return m->n > 0 ? sqrt(m->m2 / (double)m->n) : 0;
}

static void swap(float *a, float *b)
{
	float t = *a;

	*a = *b;
	*b = t;
}

static int compare(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;

	return (x > y) - (x < y);
}

/* The middle one of the first, middle and last of x[lo..hi]. */
static float pivot(const float *x, size_t lo, size_t hi)
{
	float a = x[lo], b = x[lo + (hi - lo) / 2], c = x[hi];

	return a < b ? (b < c ? b : a < c ? c : a) : (a < c ? a : b < c ? c : b);
}

/* Quickselect; sorts what is left when the pivots are bad, so never worse than n log n. */
float stat_select_f32(float *x, size_t n, size_t k)
{
	size_t lo = 0, hi = n - 1;

	for (int round = 0; lo < hi; round++) {
		if (round > 64) {
			qsort(x + lo, hi - lo + 1, sizeof *x, compare);
			break;
		}
		float p = pivot(x, lo, hi);
		size_t i = lo, j = hi;

		for (;;) {
			while (x[i] < p)
				i++;
			while (x[j] > p)
				j--;
			if (i >= j)
				break;
			swap(&x[i++], &x[j--]);
		}
		/* x[lo..i-1] <= p <= x[j+1..hi] */
		if (k < i)
			hi = i - 1;
		else if (k > j)
			lo = j + 1;
		else
			break;
	}
	return x[k];
}

float stat_median_f32(float *x, size_t n)
{
	float hi = stat_select_f32(x, n, n / 2), lo = hi;

	if (n % 2 == 0) {
		lo = x[0];
		for (size_t i = 1; i < n / 2; i++)
			lo = x[i] > lo ? x[i] : lo;
	}
	return (float)(((double)lo + (double)hi) / 2);
}

float stat_percentile_f32(float *x, size_t n, double p)
{
	double rank = fmin(fmax(p, 0), 100) / 100 * (double)(n - 1);
	size_t k = (size_t)rank;
	float lo = stat_select_f32(x, n, k);

	if (k + 1 >= n)
		return lo;
	float hi = x[k + 1];
	for (size_t i = k + 2; i < n; i++)
		hi = x[i] < hi ? x[i] : hi;
	return (float)((double)lo + (rank - (double)k) * ((double)hi - (double)lo));
}

/* The mean as an offset from the first, so that it is exact for a constant. */
static double mean_of(const float *x, size_t n)
{
	double sum = 0;

	for (size_t i = 1; i < n; i++)
		sum += (double)x[i] - (double)x[0];
	return (double)x[0] + sum / (double)n;
}

double stat_correlation(const float *a, const float *b, size_t n)
{
	double ma = mean_of(a, n), mb = mean_of(b, n), aa = 0, bb = 0, ab = 0;

	for (size_t i = 0; i < n; i++) {
		double x = (double)a[i] - ma, y = (double)b[i] - mb;

		aa += x * x;
		bb += y * y;
		ab += x * y;
	}
	return ab / sqrt(aa * bb);
}
