/* cost.c - how far a pattern is from its target. */
#include "rmc/cost.h"

#include <math.h>

#include "base/mem.h"

/* ---- intensity ---- */

/* The least of sum w (r + dc I + db)^2 from s = sums of w times 1, I, I^2, r, r I, r^2. */
static double solve(const double *s, bool background, double *dc, double *db)
{
	double det = s[0] * s[2] - s[1] * s[1];

	*dc = *db = 0;
	if (background && det > 1e-12 * s[0] * s[2]) {
		*dc = (s[1] * s[3] - s[0] * s[4]) / det;
		*db = (s[1] * s[4] - s[2] * s[3]) / det;
	} else if (s[2] > 0)
		*dc = -s[4] / s[2];
	return fmax(s[5] + *dc * s[4] + *db * s[3], 0);
}

static struct rmc_cost intensity_cost(const struct rmc_target *t, const float *in, struct rmc_scale start, float *r)
{
	float none[512];
	double s[6] = { 0 }, dc, db, value;

	for (size_t row = 0; row < t->n; row++)
		for (size_t col = 0, n; col < t->ncol; col += n) {
			size_t at = row * t->ncol + col;
			n = r ? t->ncol : t->ncol - col < 512 ? t->ncol - col : 512;
			HOT_PICK(rmc_row)(n, t->mult + col, t->w + at, t->t + at, in + at, (float)start.c, (float)start.b, r ? r + at : none, s);
		}
	value = solve(s, t->background, &dc, &db);
	return (struct rmc_cost){ t->norm * (value + t->floor), { start.c + dc, start.b + db } };
}

/* ---- the others ---- */

struct term { double value, slope; };		/* slope by c I */

static struct term term(const struct rmc_target *t, double mu, double d)
{
	double x = mu + t->eps, y;

	switch (t->metric) {
	case RMC_INTENSITY:
		return (struct term){ (mu - d) * (mu - d), 2 * (mu - d) };
	case RMC_AMPLITUDE:
		y = sqrt(mu) - d;
		return (struct term){ y * y, y / fmax(sqrt(mu), 1e-6) };
	case RMC_LOG:
		y = log(x) - d;
		return (struct term){ y * y, 2 * y / x };
	case RMC_POISSON:
		return (struct term){ 2 * (d > 0 ? x - d + d * log(d / x) : x), 2 * (1 - d / x) };
	}
	return (struct term){ 0, 0 };
}

/* c of the least: amplitude in one step; the others by Newton's in ln c. */
static double scale(const struct rmc_target *t, const float *in, double c)
{
	double a = 0, b = 0;

	for (size_t q = 0; q < t->nq; q++) {
		double m = t->mult[q % t->ncol] * t->w[q];
		a += t->metric == RMC_AMPLITUDE ? m * sqrt(in[q]) * t->t[q] : m * t->amp[q] * t->amp[q];
		b += m * in[q];
	}
	if (t->metric == RMC_AMPLITUDE)
		return b > 0 ? pow(fmax(a, 0) / b, 2) : 0;
	if (!(c > 0))
		c = b > 0 ? a / b : 0;
	for (int it = 0; it < 20 && c > 0; it++) {
		double first = 0, second = 0, step;
		for (size_t q = 0; q < t->nq; q++) {
			double m = t->mult[q % t->ncol] * t->w[q], mu = c * in[q], x = mu + t->eps, d = t->t[q], u = mu / x;
			first += t->metric == RMC_LOG ? m * (log(x) - d) * u : m * mu * (1 - d / x);
			second += t->metric == RMC_LOG ? m * (u * u + fabs((log(x) - d) * u * (1 - u))) : m * fabs(mu * (1 - d / x) + mu * u * d / x);
		}
		if (!(second > 0))
			break;
		step = fmax(-2, fmin(2, first / second));
		c *= exp(-step);
		if (fabs(step) < 1e-7)
			break;
	}
	return c;
}

static struct rmc_cost other_cost(const struct rmc_target *t, const float *in, struct rmc_scale start, float *r)
{
	double c = scale(t, in, start.c), sum = 0;

	for (size_t row = 0; row < t->n; row++) {
		double line = 0;
		for (size_t col = 0; col < t->ncol; col++) {
			size_t q = row * t->ncol + col;
			struct term x = t->w[q] > 0 ? term(t, c * in[q], t->t[q]) : (struct term){ 0, 0 };
			line += t->mult[col] * t->w[q] * x.value;
			if (r)
				r[q] = (float)(c * t->w[q] * x.slope);
		}
		sum += line;
	}
	return (struct rmc_cost){ t->norm * (sum + t->floor), { c, 0 } };
}

struct rmc_cost rmc_cost(const struct rmc_target *t, const float *intensity, struct rmc_scale start, float *r)
{
	return t->metric == RMC_INTENSITY ? intensity_cost(t, intensity, start, r) : other_cost(t, intensity, start, r);
}

/* ---- a final word ---- */

struct rmc_cost rmc_cost_exact(const struct rmc_target *t, const double *in)
{
	double s[6] = { 0 }, dc, db, sum = 0;

	for (size_t q = 0; q < t->nq; q++) {
		double m = t->mult[q % t->ncol] * t->w[q], d = -(double)t->t[q];
		s[0] += m;
		s[1] += m * in[q];
		s[2] += m * in[q] * in[q];
		s[3] += m * d;
		s[4] += m * d * in[q];
		s[5] += m * d * d;
	}
	solve(s, t->background, &dc, &db);
	for (size_t q = 0; q < t->nq; q++) {
		double d = dc * in[q] + db - t->t[q];
		sum += t->mult[q % t->ncol] * t->w[q] * d * d;
	}
	return (struct rmc_cost){ t->norm * (sum + t->floor), { dc, db } };
}

double rmc_cost_at(const struct rmc_target *t, const float *in, struct rmc_scale at)
{
	double sum = 0;

	for (size_t q = 0; q < t->nq; q++)
		if (t->w[q] > 0)
			sum += t->mult[q % t->ncol] * t->w[q] * term(t, at.c * in[q] + at.b, t->t[q]).value;
	return t->norm * (sum + t->floor);
}

/* ---- what noise alone would give ---- */

/* Mean and variance of the deviance of a Poisson number of mean mu, eps as in target.h, all in counts. */
static void deviance(double mu, double eps, double *mean, double *var)
{
	double p = exp(-mu), sum = 0, sum2 = 0, x = mu + eps;

	*mean = 1 + 1 / (6 * mu);
	*var = 2;
	if (mu > 500)
		return;
	for (int k = 0; k < 2000; k++) {
		double d = 2 * (k ? x - k + k * log(k / x) : x);
		sum += p * d;
		sum2 += p * d * d;
		p *= mu / (k + 1);
		if (k > mu && p < 1e-15)
			break;
	}
	*mean = sum;
	*var = fmax(sum2 - sum * sum, 0);
}

enum { STEPS = 256 };

static const double low = -14, high = 7;	/* ln of the mean counts */

int rmc_cost_expected(const struct rmc_target *t, const float *in, struct rmc_scale at, struct rmc_noise *n, struct err *e)
{
	double *mean, *var, sum = 0, sum2 = 0;

	*n = (struct rmc_noise){ 1, sqrt(2 / t->used) };
	if (t->metric != RMC_POISSON || !(mean = mem_alloc(2 * (STEPS + 1), sizeof *mean, "a table", e)))
		return e->code;
	var = mean + STEPS + 1;
	for (int i = 0; i <= STEPS; i++)
		deviance(exp(low + (high - low) * i / STEPS), t->eps * t->unit, &mean[i], &var[i]);
	for (size_t q = 0; q < t->nq; q++) {
		double mu = fmax(at.c * in[q] * t->unit, 1e-30), w = t->mult[q % t->ncol] * t->w[q];
		double x = fmin(fmax((log(mu) - low) / (high - low) * STEPS, 0), STEPS - 1e-9), part = x - floor(x);
		sum += w * (mean[(int)x] * (1 - part) + mean[(int)x + 1] * part);
		sum2 += w * (var[(int)x] * (1 - part) + var[(int)x + 1] * part);
	}
	*n = (struct rmc_noise){ t->norm / t->unit * sum, t->norm / t->unit * sqrt(sum2) };
	mem_free(mean);
	return 0;
}

double rmc_r_factor(const struct rmc_target *t, const float *intensity, struct rmc_scale at)
{
	double a = 0, b = 0;

	for (size_t q = 0; q < t->nq; q++) {
		double m = t->w[q] > 0 ? t->mult[q % t->ncol] : 0;
		a += m * fabs(sqrt(fmax(at.c * intensity[q] + at.b, 0)) - t->amp[q]);
		b += m * t->amp[q];
	}
	return b > 0 ? a / b : 0;
}

double rmc_r_each(const struct rmc_pattern *p, const double *fit)
{
	size_t n = p->n;
	double off = 0, sum = 0;

	for (size_t k = 0; k < n * n; k++)
		if ((!p->w || p->w[k] > 0) && k != n / 2 * n + n / 2) {
			off += fabs(sqrt(fmax(fit[k], 0)) - sqrt(fmax(p->d[k], 0)));
			sum += sqrt(fmax(p->d[k], 0));
		}
	return sum > 0 ? off / sum : 0;
}
