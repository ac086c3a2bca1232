#include "tomo/angle.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/units.h"

enum { WEDGE = 5 };		/* medians: a wider gap is a missing wedge */

struct place { double at; size_t i; };

static int by_place(const void *a, const void *b)
{
	const struct place *p = a, *q = b;

	return p->at != q->at ? (p->at > q->at) - (p->at < q->at) : (p->i > q->i) - (p->i < q->i);
}

static int by_value(const void *a, const void *b)
{
	double p = *(const double *)a, q = *(const double *)b;

	return (p > q) - (p < q);
}

static double wrap(double deg, double period)
{
	double r = fmod(deg, period);

	r = r < 0 ? r + period : r;
	return r < period ? r : 0;
}

static void sort_places(struct place *p, const double *theta, size_t n, double period)
{
	for (size_t i = 0; i < n; i++)
		p[i] = (struct place){ wrap(theta[i], period), i };
	qsort(p, n, sizeof *p, by_place);
}

/* Gap behind each of n sorted places, around the period, into gap. */
static void gaps(const struct place *p, size_t n, double period, double *gap)
{
	for (size_t i = 0; i < n; i++)
		gap[i] = i + 1 < n ? p[i + 1].at - p[i].at : p[0].at + period - p[i].at;
}

/* Median of the gaps that are no repetitions: above a tenth of the mean of all but the widest. */
static double typical(const double *gap, size_t n, double period, double *sorted)
{
	size_t first = 0;

	memcpy(sorted, gap, n * sizeof *sorted);
	qsort(sorted, n, sizeof *sorted, by_value);
	double mean = n > 1 ? (period - sorted[n - 1]) / (double)(n - 1) : 0;
	while (first < n - 1 && sorted[first] <= 0.1 * mean)
		first++;
	size_t left = n - first, mid = first + left / 2;

	return left % 2 ? sorted[mid] : (sorted[mid - 1] + sorted[mid]) / 2;
}

/* Places that are equal share the weight of one. */
static void share(const struct place *p, const double *gap, size_t n, double *weight)
{
	for (size_t i = 0, end; i < n; i = end) {
		double sum = 0;

		for (end = i; end < n && p[end].at - p[i].at <= 0; end++)
			sum += gap[(end + n - 1) % n] + gap[end];
		for (size_t k = i; k < end; k++)
			weight[p[k].i] = sum / 2 / (double)(end - i) * UNIT_DEG;
	}
}

static bool all_same(const double *theta_deg, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (theta_deg[i] != theta_deg[0])
			return false;
	return n > 1;
}

int angle_weights(const double *theta_deg, size_t n, double *weight, struct err *e)
{
	for (size_t i = 0; i < n; i++)
		if (!isfinite(theta_deg[i]))
			return err_set(e, E_DATA, "angle %zu is not finite", i);
	if (all_same(theta_deg, n))
		return err_set(e, E_DATA, "all %zu angles are %g degrees", n, theta_deg[0]);
	struct place *p = mem_alloc(n, sizeof *p, "angles", e);
	double *gap = mem_alloc(n, 2 * sizeof *gap, "angles", e);

	if (p && gap) {
		sort_places(p, theta_deg, n, 180);
		gaps(p, n, 180, gap);
		double usual = typical(gap, n, 180, gap + n);
		for (size_t i = 0; i < n; i++)
			if (gap[i] > WEDGE * usual)
				gap[i] = usual;
		share(p, gap, n, weight);
	}
	mem_free(p);
	mem_free(gap);
	return e->code;
}

/* Is there a place within tol of "at" on the circle? */
static bool occupied(const struct place *p, size_t n, double at, double tol)
{
	size_t lo = 0, hi = n;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		if (p[mid].at < at)
			lo = mid + 1;
		else
			hi = mid;
	}
	double above = lo < n ? p[lo].at - at : p[0].at + 360 - at;
	double below = lo > 0 ? at - p[lo - 1].at : at + 360 - p[n - 1].at;

	return above <= tol || below <= tol;
}

int angle_full_turn(const double *theta_deg, size_t n, bool *full, struct err *e)
{
	struct place *p = mem_alloc(n, sizeof *p, "angles", e);
	double *gap = mem_alloc(n, 2 * sizeof *gap, "angles", e);
	size_t found = 0;

	if (p && gap && n > 3) {
		sort_places(p, theta_deg, n, 360);
		gaps(p, n, 360, gap);
		double tol = fmin(typical(gap, n, 360, gap + n), 90);	/* of four; all in one place have gaps of 360 */
		for (size_t i = 0; i < n; i++)
			found += occupied(p, n, wrap(p[i].at + 180, 360), tol);
	}
	*full = n > 3 && 10 * found >= 9 * n;
	mem_free(p);
	mem_free(gap);
	return e->code;
}

bool angle_like_radians(const double *theta_deg, size_t n)
{
	double lo = INFINITY, hi = -INFINITY;

	for (size_t i = 0; i < n; i++) {
		lo = fmin(lo, theta_deg[i]);
		hi = fmax(hi, theta_deg[i]);
	}
	double turns = (hi - lo) / M_PI, whole = round(turns);
	return n >= 10 && (whole == 1 || whole == 2) && turns <= whole * 1.001 &&
	       turns >= whole * (1 - 1.5 / (double)n);
}
