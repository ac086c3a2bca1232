/* target.c - a pattern as a fit sees it. */
#include "rmc/target.h"

#include <math.h>

#include "base/mem.h"
#include "rmc/prior.h"

enum { GUESS = 2 };		/* state of a pixel: 0 not used, 1 used, GUESS a guess */

struct pixel { double d, w; int state; };

void rmc_target_free(struct rmc_target *t)
{
	mem_free(t->t);
	mem_free(t->amp);
	mem_free(t->w);
	mem_free(t->mult);
	*t = (struct rmc_target){ .n = 0 };
}

/* A power of 2 near the largest weight: floats hold weights in its units, whatever unit sigma has. */
static double weight_unit(const struct rmc_pattern *p)
{
	double most = 0;

	for (size_t i = 0; p->w && i < p->n * p->n; i++)
		most = fmax(most, p->w[i]);
	return most > 0 ? ldexp(1, ilogb(most)) : 1;
}

/* Pixel (row, col), of the DFT's order, of the level m; prior: or NULL. */
static struct pixel look(const struct rmc_pattern *p, size_t m, size_t row, size_t col, const struct rmc_prior *prior)
{
	size_t at = rmc_centred(row, m, p->n) * p->n + rmc_centred(col, m, p->n);
	double w = p->w ? p->w[at] : 1;

	if ((!row && !col) || (m < p->n && m % 2 == 0 && (2 * row == m || 2 * col == m)))
		return (struct pixel){ 0, 0, 0 };
	if (w > 0)
		return (struct pixel){ p->d[at], w, 1 };
	if (!prior)
		return (struct pixel){ 0, 0, 0 };
	at = rmc_ring(p, at);
	return (struct pixel){ prior->guess[at], p->prior * prior->w[at], GUESS };
}

static int check(const struct rmc_pattern *p, struct err *e)
{
	for (size_t i = 0; i < p->n * p->n; i++) {
		double w = p->w ? p->w[i] : 1;
		if (!(w >= 0) || !isfinite(w))
			return err_set(e, E_DATA, "weight %g at row %zu, column %zu", w, i / p->n, i % p->n);
		if (!(w > 0) || i == p->n / 2 * p->n + p->n / 2)
			continue;
		if (!isfinite(p->d[i]) || fabs(p->d[i]) > 1e30)
			return err_set(e, E_DATA, "intensity %g at row %zu, column %zu of the pattern: the most is 1e30", p->d[i], i / p->n, i % p->n);
		if (p->d[i] < 0 && p->metric != RMC_INTENSITY)
			return err_set(e, E_DATA, "intensity %g at row %zu, column %zu is negative", p->d[i], i / p->n, i % p->n);
	}
	return 0;
}

/* What is fitted of D, and its inverse. */
static double shown(const struct rmc_target *t, double d)
{
	switch (t->metric) {
	case RMC_AMPLITUDE: return sqrt(d);
	case RMC_LOG: return log(d + t->eps);
	case RMC_INTENSITY: case RMC_POISSON: break;
	}
	return d;
}

/* What is left of a pixel's cost when all that falls together has the mean. */
static double off(const struct rmc_target *t, double x, double mean)
{
	if (t->metric == RMC_POISSON)
		return x > 0 ? 2 * x * log(x / mean) : 0;
	return (x - mean) * (x - mean);
}

/* Of two that see the same I, one that was measured says what the other is: no guess is needed. */
static struct pixel unless(struct pixel a, const struct pixel *b)
{
	return a.state == GUESS && b->state == 1 ? (struct pixel){ 0, 0, 0 } : a;
}

static void put(struct rmc_target *t, size_t at, struct pixel x, struct pixel y, bool two)
{
	struct pixel a = two ? unless(x, &y) : x, b = two ? unless(y, &x) : y;
	double w = two ? 0.5 * (a.w + b.w) : a.w, ta = 0, tb = 0, d = 0, mean = 0;

	if (w > 0) {
		ta = a.w > 0 ? shown(t, a.d / t->unit) : 0;
		tb = two && b.w > 0 ? shown(t, b.d / t->unit) : 0;
		mean = two ? (a.w * ta + b.w * tb) / (a.w + b.w) : ta;
		d = two ? (a.w * a.d + b.w * b.d) / (a.w + b.w) : a.d;
		if (two && a.w > 0 && b.w > 0)		/* of one of the two */
			t->floor += 0.5 * (a.w * off(t, ta, mean) + b.w * off(t, tb, mean)) * t->mult[at % t->ncol];
	}
	t->t[at] = (float)mean;
	t->w[at] = (float)w;
	t->amp[at] = (float)sqrt(fmax(d / t->unit, 0));
	if (a.state == 1) {		/* a column stands for two, or its other half comes too */
		t->used++;
		t->sum_d += a.d / t->unit;
		t->sum_w += a.w;
	}
	if (two && b.state == 1 && t->mult[at % t->ncol] > 1) {
		t->used++;
		t->sum_d += b.d / t->unit;
		t->sum_w += b.w;
	}
}

static void fill(struct rmc_target *t, const struct rmc_pattern *p, const struct rmc_prior *prior)
{
	double unit = t->weight_unit;
	size_t n = t->n;

	for (size_t row = 0; row < n; row++)
		for (size_t col = 0; col < t->ncol; col++) {
			struct pixel a = look(p, n, row, col, prior), b = look(p, n, (n - row) % n, (n - col) % n, prior);
			a.w /= unit;
			b.w /= unit;
			put(t, row * t->ncol + col, a, b, !t->ramp);
		}
}

static double largest(const struct rmc_pattern *p, size_t m)
{
	double most = 0;

	for (size_t row = 0; row < m; row++)
		for (size_t col = 0; col < m; col++) {
			struct pixel x = look(p, m, row, col, NULL);
			most = x.state == 1 ? fmax(most, x.d) : most;
		}
	return most;
}

double rmc_target_sum(const struct rmc_pattern *p, size_t n)
{
	double sum = 0, unit = largest(p, n);

	for (size_t i = 0; unit > 0 && i < n * n; i++) {
		struct pixel x = look(p, n, i / n, i % n, NULL);
		sum += x.state == 1 ? x.d / unit : 0;
	}
	return sum > 0 ? sum * unit : 0;
}

static void normalise(struct rmc_target *t, const struct rmc_pattern *p)
{
	double per_pixel = t->used > 0 ? 1 / t->used : 1;

	t->norm = per_pixel;
	if (p->weighted && t->metric == RMC_INTENSITY)
		t->norm *= t->unit * t->unit;		/* w is in units of D */
	if ((p->weighted && t->metric == RMC_AMPLITUDE) || t->metric == RMC_POISSON)
		t->norm *= t->unit;
	if (!p->weighted && t->metric == RMC_INTENSITY)
		t->norm = 1 / (t->sum_d * t->sum_d);
	if (!p->weighted && t->metric == RMC_AMPLITUDE)
		t->norm = 1 / t->sum_d;
	t->norm *= t->weight_unit;
}

int rmc_target_new(struct rmc_target *t, const struct rmc_pattern *p, size_t n, struct err *e)
{
	struct rmc_prior prior = { NULL, NULL };

	*t = (struct rmc_target){ .metric = p->metric, .n = n, .background = p->background && p->metric == RMC_INTENSITY };
	t->ramp = p->delta_px[0] != 0 || p->delta_px[1] != 0;
	t->delta_px[0] = p->delta_px[0];
	t->delta_px[1] = p->delta_px[1];
	t->ncol = t->ramp ? n : n / 2 + 1;
	t->nq = n * t->ncol;
	if (check(p, e))
		return e->code;
	t->weight_unit = weight_unit(p);
	t->unit = p->unit > 0 ? p->unit : largest(p, n);
	if (!(t->unit > 0))
		return err_set(e, E_DATA, "no pixel in use is positive");
	t->eps = t->metric == RMC_LOG ? 1e-4 : t->metric == RMC_POISSON ? 0.05 / t->unit : 0;
	t->t = mem_alloc(t->nq, sizeof *t->t, "a pattern", e);
	t->amp = mem_alloc(t->nq, sizeof *t->amp, "a pattern", e);
	t->w = mem_alloc(t->nq, sizeof *t->w, "a pattern", e);
	t->mult = mem_alloc(t->ncol, sizeof *t->mult, "a pattern", e);
	if (e->code || (p->prior > 0 && p->w && rmc_prior_new(&prior, p, e))) {
		rmc_target_free(t);
		return e->code;
	}
	for (size_t col = 0; col < t->ncol; col++)
		t->mult[col] = t->ramp || col == 0 || 2 * col == n ? 1 : 2;
	fill(t, p, prior.guess ? &prior : NULL);
	rmc_prior_free(&prior);
	normalise(t, p);
	if (!(t->sum_d > 0)) {
		rmc_target_free(t);
		return err_set(e, E_DATA, "the sum of the intensities in use is not positive");
	}
	return 0;
}
