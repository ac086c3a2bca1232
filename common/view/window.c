#include "view/window.h"

#include <math.h>

#include "base/mem.h"
#include "num/stat.h"

enum { SAMPLES_MAX = 1 << 22 };

double window_place(const struct window *w, double v)
{
	double t;

	if (isnan(v))
		return NAN;
	if (w->log)
		t = v > 0 ? log(v / w->lo) / log(w->hi / w->lo) : 0;
	else
		t = (v - w->lo) / (w->hi - w->lo);
	return t < 0 ? 0 : t > 1 ? 1 : t;
}

/* The samples that count, every step-th of each image; how many were put into out, at most max. */
static size_t pick(const float *const *x, const size_t *n, size_t m, size_t step, bool log,
		   float *out, size_t max)
{
	size_t k = 0;

	for (size_t i = 0; i < m; i++)
		for (size_t j = 0; j < n[i] && k < max; j += step)
			if (isfinite(x[i][j]) && (!log || x[i][j] > 0))
				out[k++] = x[i][j];
	return k;
}

static void move_apart(struct window *w)
{
	double v = w->lo, d = v == 0 ? 1 : fabs(v) / 2;

	if (w->lo < w->hi)
		return;
	w->lo = w->log ? v / 2 : v - d;
	w->hi = w->log ? v * 2 : v + d;
}

int window_percentile(struct window *w, const float *const *x, const size_t *n, size_t m,
		      double p_lo, double p_hi, bool log, struct err *e)
{
	size_t total = 0;

	for (size_t i = 0; i < m; i++)
		total += n[i];
	size_t step = total / SAMPLES_MAX + 1, max = total / step + m;
	float *some = mem_alloc(max, sizeof *some, "percentiles", e);
	if (!some)
		return e->code;
	size_t k = pick(x, n, m, step, log, some, max);
	if (k == 0)				/* few among many */
		k = pick(x, n, m, 1, log, some, max);
	w->log = log;
	if (k) {
		w->lo = stat_percentile_f32(some, k, p_lo);
		w->hi = stat_percentile_f32(some, k, p_hi);
		move_apart(w);
	} else {
		err_set(e, E_DATA, log ? "no positive value to show on a logarithmic scale" :
			"no finite value to show");
	}
	mem_free(some);
	return e->code;
}

void window_limit(struct window *w, double decades)
{
	if (w->log)
		w->lo = fmax(w->lo, w->hi * pow(10, -decades));
}

double window_round(double x)
{
	double p = pow(10, floor(log10(x) + 1e-12)), m = x / p * (1 + 1e-12);

	return p * (m >= 5 ? 5 : m >= 2 ? 2 : 1);
}

static size_t even_ticks(double lo, double hi, size_t want, double *tick, size_t max)
{
	double least = (hi - lo) / (double)want, step = window_round(least), eps = 1e-9 * (hi - lo);
	size_t n = 0;

	if (step < least)			/* up to the next round one */
		step = window_round(2.5 * step);
	for (double k = ceil((lo - eps) / step); k * step <= hi + eps && n < max; k++)
		tick[n++] = k * step + 0.0;		/* not -0 */
	return n;
}

static size_t log_ticks(double lo, double hi, size_t want, double *tick, size_t max)
{
	static const double mantissa[] = { 1, 2, 5 };
	double decades = log10(hi / lo);
	int dense = decades < 2.5, every = (int)ceil(decades / (double)want);
	size_t n = 0;

	for (int k = (int)floor(log10(lo)); k <= (int)ceil(log10(hi)); k++)
		for (int m = 0; m < (dense ? 3 : 1); m++) {
			double v = mantissa[m] * pow(10, k);
			if (v >= lo * (1 - 1e-9) && v <= hi * (1 + 1e-9) && n < max && (dense || k % every == 0))
				tick[n++] = v;
		}
	return n;
}

size_t window_ticks(const struct window *w, size_t want, double *tick, size_t max)
{
	size_t n = 0;

	if (w->log)
		n = log_ticks(w->lo, w->hi, want, tick, max);
	return n > 1 ? n : even_ticks(w->lo, w->hi, want ? want : 1, tick, max);
}
