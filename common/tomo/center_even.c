/* center_even.c - projections at any angles as a half turn of even steps */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "tomo/center_part.h"

static const double slack_deg = 1e-3;		/* of angles that were rounded */
static const double widest_deg = 20, least_deg = 170;

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double center_median(double *x, size_t n)
{
	qsort(x, n, sizeof *x, ascending);
	return n % 2 ? x[n / 2] : 0.5 * (x[n / 2 - 1] + x[n / 2]);
}

/* Angles below first + 180, sorted and relative to the first; n of them. */
static double *sorted(const double *theta_deg, size_t *n, double *first, struct err *e)
{
	double *t = mem_alloc(*n, sizeof *t, "the angles", e);
	size_t m = 0;

	if (!t)
		return NULL;
	*first = theta_deg[0];
	for (size_t i = 1; i < *n; i++)
		*first = fmin(*first, theta_deg[i]);
	for (size_t i = 0; i < *n; i++)
		if (theta_deg[i] - *first < 180 - slack_deg)
			t[m++] = theta_deg[i] - *first;
	qsort(t, m, sizeof *t, ascending);
	*n = m;
	return t;
}

/* The median step; checks that nothing is missing. */
static double median_step(double *t, size_t n, struct err *e)
{
	double span = n > 1 ? t[n - 1] : 0, widest = 0;

	for (size_t i = 0; i + 1 < n; i++) {
		t[i] = t[i + 1] - t[i];
		widest = fmax(widest, t[i]);
	}
	if (span < least_deg || widest > widest_deg) {
		err_set(e, E_DATA, "the angles span %g of 180 degrees, with a gap of %g: too little to find the axis",
			span, widest);
		return 0;
	}
	return center_median(t, n - 1);
}

/* Steps of half a turn, and how many projections fall into each. */
static size_t steps(const double *theta_deg, size_t nangle, double *first, size_t *each, struct err *e)
{
	size_t n = nangle;
	double *t = sorted(theta_deg, &n, first, e), step;

	if (!t)
		return 0;
	step = median_step(t, n, e);
	mem_free(t);
	if (e->code)
		return 0;
	size_t m = step > 180.0 / 1e6 ? (size_t)lround(180 / step) : nangle;
	*each = (m + EVEN_ANGLES - 1) / EVEN_ANGLES;
	return m / *each;
}

static void add(float *to, const float *from, size_t n)
{
	for (size_t i = 0; i < n; i++)
		to[i] += from[i];
}

static void multiply(float *x, size_t n, float f)
{
	for (size_t i = 0; i < n; i++)
		x[i] *= f;
}

/* An empty step: between the next ones that are not. */
static void fill(float *sino, const size_t *count, size_t m, size_t ncol, size_t at)
{
	size_t a = at, b = at;

	while (a > 0 && count[a] == 0)
		a--;
	while (b < m - 1 && count[b] == 0)
		b++;
	a = count[a] ? a : b;
	b = count[b] ? b : a;
	float f = b > a ? (float)(at - a) / (float)(b - a) : 0;
	for (size_t c = 0; c < ncol; c++)
		sino[at * ncol + c] = (1 - f) * sino[a * ncol + c] + f * sino[b * ncol + c];
}

int center_covers(const double *theta_deg, size_t nangle, struct err *e)
{
	double first;
	size_t each;

	steps(theta_deg, nangle, &first, &each, e);
	return e->code;
}

int center_even(struct even *out, const float *sino, size_t nangle, size_t ncol, const double *theta_deg,
		struct err *e)
{
	double first;
	size_t each = 1, m = steps(theta_deg, nangle, &first, &each, e);
	size_t *count = m ? mem_zero(m, sizeof *count, "the angles", e) : NULL;

	out->n = m;
	out->sino = count ? mem_zero(m, ncol * sizeof(float), "a sinogram", e) : NULL;
	for (size_t i = 0; out->sino && i < nangle; i++) {
		double at = (theta_deg[i] - first) * (double)m / 180 + 0.5 / (double)each;
		if (theta_deg[i] - first >= 180 - slack_deg || at >= (double)m)
			continue;
		add(out->sino + (size_t)at * ncol, sino + i * ncol, ncol);
		count[(size_t)at]++;
	}
	for (size_t k = 0; out->sino && k < m; k++)
		if (count[k] > 1)
			multiply(out->sino + k * ncol, ncol, 1 / (float)count[k]);
	for (size_t k = 0; out->sino && k < m; k++)
		if (count[k] == 0)
			fill(out->sino, count, m, ncol, k);
	mem_free(count);
	return e->code;
}

void center_range(size_t ncol, double *lo, double *hi)
{
	double mid = 0.5 * ((double)ncol - 1);

	if (*lo < *hi)
		return;
	*lo = floor(mid - 0.25 * (double)ncol);
	*hi = ceil(mid + 0.25 * (double)ncol);
}
