#include "scat/compare.h"

#include <float.h>
#include <math.h>

#include "base/mem.h"
#include "num/par.h"

const char *const compare_names[] = { "raw", "sqrt", "cbrt", "log", "poisson", "chi2", NULL };

enum { BLOCK = 8192, STEPS = 60, HALVES = 20 };
enum pass { PASS_SURVEY, PASS_START, PASS_STEP };

/* f: what is made small; g, h: its gradient and Hessian (ss, sb, bb) in scale and background */
struct sums { double f, g[2], h[3], norm, least; size_t n; };

struct images {
	const double *model, *data, *sigma;
	const unsigned char *mask;
	size_t n;
	enum compare_metric metric;
	enum pass pass;
	double x[2];			/* scale, background */
	double least, floor;		/* the smallest d > 0; of m' */
	struct sums *part;		/* of each block */
};

/* f, slope and curvature in m' of one pair: f = r^2, slope = d(f/2)/dm'. */
struct pair { double f, slope, curve; };

static bool counts(const struct images *p, size_t i)
{
	double d = p->data[i];

	if ((p->mask && !p->mask[i]) || !isfinite(d) || !isfinite(p->model[i]))
		return false;
	if (p->metric == COMPARE_CHI2 && p->sigma)
		return p->sigma[i] > 0 && isfinite(p->sigma[i]);
	return p->metric == COMPARE_LOG ? d > 0 : p->metric != COMPARE_POISSON || d >= 0;
}

static double weight(const struct images *p, size_t i)
{
	double d = p->data[i], s = p->sigma ? p->sigma[i] : 0;

	return p->metric != COMPARE_CHI2 ? 1 : p->sigma ? 1 / (s * s) : 1 / fmax(d, 1);
}

/* Weight of (d - m')^2 near m' = d: the square of the transform's slope. */
static double start_weight(const struct images *p, size_t i)
{
	double d = fmax(fabs(p->data[i]), p->least);

	switch (p->metric) {
	case COMPARE_SQRT:
	case COMPARE_POISSON:
		return 1 / d;
	case COMPARE_CBRT:
		return 1 / (d * cbrt(d));
	case COMPARE_LOG:
		return 1 / (d * d);
	case COMPARE_RAW:
	case COMPARE_CHI2:
		break;
	}
	return weight(p, i);
}

static double part_of_norm(enum compare_metric metric, double d)
{
	double c = cbrt(d);

	return metric == COMPARE_RAW ? d * d : metric == COMPARE_SQRT ? fmax(d, 0) : metric == COMPARE_CBRT ? c * c : 1;
}

/* (u(d) - u(m'))^2: u, its first and second derivative at m'. */
static struct pair squared(double r, double u1, double u2)
{
	return (struct pair){ r * r, -r * u1, fmax(u1 * u1 - r * u2, 0.1 * u1 * u1) };
}

static struct pair evaluate(const struct images *p, size_t i, double m)
{
	double d = p->data[i], low = fmax(m, p->floor), away = fmax(fabs(m), p->floor), x = (low - d) / d, c, w;

	switch (p->metric) {
	case COMPARE_SQRT:
		c = sqrt(low);
		return squared(sqrt(fmax(d, 0)) - sqrt(fmax(m, 0)), 1 / (2 * c), -1 / (4 * c * low));
	case COMPARE_CBRT:
		c = cbrt(away);
		return squared(cbrt(d) - cbrt(m), 1 / (3 * c * c), copysign(-2 / (9 * c * c * away), m));
	case COMPARE_LOG:
		return squared(log(d / low), 1 / low, -1 / (low * low));
	case COMPARE_POISSON:
		return (struct pair){ 2 * (d > 0 ? d * (x - log1p(x)) : low), 1 - d / low, d / (low * low) };
	case COMPARE_RAW:
	case COMPARE_CHI2:
		break;
	}
	w = weight(p, i);
	return (struct pair){ w * (d - m) * (d - m), -w * (d - m), w };
}

static void add_pair(struct sums *s, double f, double slope, double curve, double m)
{
	s->f += f;
	s->g[0] += slope * m;
	s->g[1] += slope;
	s->h[0] += curve * m * m;
	s->h[1] += curve * m;
	s->h[2] += curve;
}

static int block(void *ctx, size_t b, void *work, struct err *e)
{
	const struct images *p = ctx;
	struct sums s = { .least = INFINITY };
	size_t end = (b + 1) * BLOCK < p->n ? (b + 1) * BLOCK : p->n;

	(void)work;
	(void)e;
	for (size_t i = b * BLOCK; i < end; i++) {
		double d = p->data[i], m = p->model[i], w;
		struct pair v;

		if (!counts(p, i))
			continue;
		switch (p->pass) {
		case PASS_SURVEY:
			s.n++;
			s.norm += part_of_norm(p->metric, d);
			s.least = d > 0 && d < s.least ? d : s.least;
			break;
		case PASS_START:
			w = start_weight(p, i);
			add_pair(&s, 0, -w * (d - p->x[0] * m - p->x[1]), w, m);
			break;
		case PASS_STEP:
			v = evaluate(p, i, p->x[0] * m + p->x[1]);
			add_pair(&s, v.f, v.slope, v.curve, m);
			break;
		}
	}
	p->part[b] = s;
	return 0;
}

/* All blocks, added in their order. */
static int run(struct images *p, enum pass pass, const double x[2], struct sums *all, struct err *e)
{
	size_t blocks = (p->n + BLOCK - 1) / BLOCK;

	p->pass = pass;
	p->x[0] = x[0];
	p->x[1] = x[1];
	*all = (struct sums){ .least = INFINITY };
	if (par_for(blocks, 0, block, p, e))
		return e->code;
	for (size_t b = 0; b < blocks; b++) {
		const struct sums *s = &p->part[b];

		all->f += s->f;
		all->norm += s->norm;
		all->n += s->n;
		all->least = fmin(all->least, s->least);
		for (int i = 0; i < 3; i++)
			all->h[i] += s->h[i];
		for (int i = 0; i < 2; i++)
			all->g[i] += s->g[i];
	}
	return 0;
}

static double model_of(const struct sums *s, const double d[2])
{
	return s->g[0] * d[0] + s->g[1] * d[1] + (s->h[0] * d[0] * d[0] + 2 * s->h[1] * d[0] * d[1] + s->h[2] * d[1] * d[1]) / 2;
}

/* d[k] alone is free, the other one is given. */
static void solve_one(const struct sums *s, int k, double d[2])
{
	double h = s->h[2 * k];

	d[k] = h > 0 ? -(s->g[k] + s->h[1] * d[!k]) / h : 0;
}

static void keep_better(const struct sums *s, const double x[2], const double d[2], double best[2])
{
	if (x[0] + d[0] < 0 || x[1] + d[1] < 0 || !isfinite(d[0] + d[1]) || model_of(s, d) >= model_of(s, best))
		return;
	best[0] = d[0];
	best[1] = d[1];
}

/* The step d from x to the least of the quadratic model, with x + d >= 0: each set of what is free, held at 0 or fixed. */
static void solve(const struct sums *s, const struct compare_par *p, const double x[2], double best[2])
{
	double det = s->h[0] * s->h[2] - s->h[1] * s->h[1], d[2] = { 0 };
	bool free_[2] = { p->fit_scale, p->fit_background };

	best[0] = best[1] = 0;
	if (free_[0] && free_[1] && det > 1e-12 * s->h[0] * s->h[2]) {
		d[0] = (-s->g[0] * s->h[2] + s->g[1] * s->h[1]) / det;
		d[1] = (-s->g[1] * s->h[0] + s->g[0] * s->h[1]) / det;
		keep_better(s, x, d, best);
	}
	for (int k = 0; k < 2; k++) {
		if (!free_[k])
			continue;
		d[!k] = free_[!k] ? -x[!k] : 0;
		solve_one(s, k, d);
		keep_better(s, x, d, best);
		d[k] = -x[k];
		keep_better(s, x, d, best);
	}
}

/* Along d from x, half as far until f falls; false: it does not. */
static bool descend(struct images *p, double x[2], const double d[2], struct sums *s, struct err *e)
{
	double t = 1;

	for (int i = 0; i < HALVES; i++, t /= 2) {
		double to[2] = { fmax(x[0] + t * d[0], 0), fmax(x[1] + t * d[1], 0) };
		struct sums next;

		if (run(p, PASS_STEP, to, &next, e))
			return false;
		if (!(next.f < s->f))
			continue;
		x[0] = to[0];
		x[1] = to[1];
		*s = next;
		return true;
	}
	return false;
}

/* Nothing to be gained by d but rounding. */
static bool at_rest(const struct sums *s, const double x[2], const double d[2])
{
	return -2 * model_of(s, d) <= 1e-14 * s->f ||
	       (fabs(d[0]) <= 4 * DBL_EPSILON * x[0] && fabs(d[1]) <= 4 * DBL_EPSILON * x[1]);
}

static int fit(struct images *p, const struct compare_par *par, double x[2], struct sums *s, struct err *e)
{
	double d[2];
	bool linear = p->metric == COMPARE_RAW || p->metric == COMPARE_CHI2;

	if (par->fit_scale)
		x[0] = 0;
	if (par->fit_background)
		x[1] = 0;
	if (run(p, PASS_START, x, s, e))
		return e->code;
	solve(s, par, x, d);
	x[0] += d[0];
	x[1] += d[1];
	if (run(p, PASS_STEP, x, s, e))
		return e->code;
	for (int i = 0; i < STEPS && !linear; i++) {
		solve(s, par, x, d);
		if (at_rest(s, x, d) || !descend(p, x, d, s, e))
			break;
	}
	return e->code;
}

static int compare(struct images *p, const struct compare_par *par, struct compare *out, struct err *e)
{
	double x[2] = { par->scale, par->background }, norm;
	struct sums s;

	if (run(p, PASS_SURVEY, x, &s, e))
		return e->code;
	out->n = s.n;
	norm = s.norm;
	if (!s.n)
		return err_set(e, E_DATA, "nothing to compare: no pair of %zu is finite, in the mask and fit for %s", p->n,
			       compare_names[p->metric]);
	if (!(norm > 0))
		return err_set(e, E_DATA, "nothing to compare: all %zu data are 0", s.n);
	p->least = isfinite(s.least) ? s.least : 1;
	p->floor = fmax(1e-3 * p->least, DBL_MIN);
	if (par->fit_scale || par->fit_background ? fit(p, par, x, &s, e) : run(p, PASS_STEP, x, &s, e))
		return e->code;
	out->scale = x[0];
	out->background = x[1];
	out->value = s.f / norm;
	if (isnan(out->value))
		return err_set(e, E_DATA, "the squares of its values are beyond a double");
	return 0;
}

int compare_images(struct compare *out, const struct compare_par *p, const double *model, const double *data,
		   const double *sigma, const unsigned char *mask, size_t n, struct err *e)
{
	struct images im = { .model = model, .data = data, .sigma = sigma, .mask = mask, .n = n, .metric = p->metric };

	*out = (struct compare){ 0 };
	im.part = mem_alloc(n / BLOCK + 1, sizeof *im.part, "a comparison", e);
	if (!im.part)
		return e->code;
	compare(&im, p, out, e);
	mem_free(im.part);
	return e->code;
}
