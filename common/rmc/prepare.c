#include "rmc/prepare.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"

#define SIGMA_LEAST 1e-140		/* squares and sums of weights are finite */

/* The pixel of the frame that lies at a row or column of the pattern, or -1. */
static long from(size_t i, size_t n, double centre, size_t many)
{
	double at = floor(centre + 0.5) + (double)i - (double)(n / 2);

	return at >= 0 && at < (double)many ? (long)at : -1;
}

static int take(struct rmc_prepared *q, const struct rmc_frame *f, const struct rmc_prepare_par *par, size_t to, size_t row, size_t col, struct err *e)
{
	size_t at = row * f->ncol + col;
	double d = f->d[at], sigma = f->sigma ? f->sigma[at] : 1;

	if (f->mask && (f->mask[at] == 0 || isnan(f->mask[at]))) {
		q->masked++;
		return 0;
	}
	if (!isfinite(d) || !isfinite(sigma)) {
		q->nan++;
		return 0;
	}
	if (d < 0 && par->metric != RMC_INTENSITY)
		return err_set(e, E_DATA, "intensity %g at row %zu, col %zu is negative, which only metric intensity allows", d, row, col);
	if (sigma <= 0)
		return err_set(e, E_DATA, "sigma %g at row %zu, col %zu is not positive: mask the pixel, or give it a sigma", sigma, row, col);
	if (sigma < SIGMA_LEAST || sigma > 1 / SIGMA_LEAST)
		return err_set(e, E_DATA, "sigma %g at row %zu, col %zu is not between %g and %g", sigma, row, col, SIGMA_LEAST, 1 / SIGMA_LEAST);
	q->most = to == (par->n / 2) * par->n + par->n / 2 ? q->most : fmax(q->most, d);
	q->d[to] = d;
	q->w[to] = 1 / (sigma * sigma);
	q->used++;
	return 0;
}

static int lay(struct rmc_prepared *q, const struct rmc_frame *f, const struct rmc_prepare_par *par, struct err *e)
{
	size_t n = par->n;

	for (size_t i = 0; i < n * n; i++) {
		long row = from(i / n, n, par->centre[0], f->nrow), col = from(i % n, n, par->centre[1], f->ncol);

		if (row >= 0 && col >= 0 && take(q, f, par, i, (size_t)row, (size_t)col, e))
			return e->code;
	}
	if (q->used && par->metric == RMC_POISSON && q->most > 0 && q->most < 1)
		return err_set(e, E_DATA, "the largest value in use is %g: metric poisson is of counts", q->most);
	if (q->used)
		return 0;
	return err_set(e, E_DATA, "no pixel is left to fit: of %zu x %zu pixels about row %g, col %g the mask excludes %zu, and %zu are no numbers", n, n,
		       par->centre[0], par->centre[1], q->masked, q->nan);
}

static size_t ring(const struct rmc_pattern *p, size_t i)
{
	double y = (double)(i / p->n) - (double)(p->n / 2) + p->delta_px[0], x = (double)(i % p->n) - (double)(p->n / 2) + p->delta_px[1];

	return (size_t)(hypot(x, y) + 0.5);
}

/* Logarithms where the mean is positive, NaN elsewhere, to a guess everywhere. */
static void fill(double *mean, size_t n)
{
	size_t last = n;

	for (size_t k = 0; k < n; k++) {
		if (isnan(mean[k]))
			continue;
		for (size_t j = last == n ? 0 : last + 1; j < k; j++)
			mean[j] = last == n ? mean[k] : mean[last] + (mean[k] - mean[last]) * (double)(j - last) / (double)(k - last);
		last = k;
	}
	for (size_t j = last == n ? 0 : last + 1; j < n; j++)
		mean[j] = last == n ? -INFINITY : mean[last];
	for (size_t k = 0; k < n; k++)
		mean[k] = exp(mean[k]);
}

/* Means of the rings of d, or of 1/w, where pixels are in use, filled to be of every pixel. */
static int radial(const struct rmc_prepared *q, bool variance, double *to, struct err *e)
{
	size_t n = q->p.n, rings = 2 * n + 2;
	double *sum = mem_zero(2 * rings, sizeof *sum, "the prior", e), *count = sum + rings;

	for (size_t i = 0; !e->code && i < n * n; i++) {
		size_t k = ring(&q->p, i);

		if (q->w[i] > 0) {
			sum[k] += variance ? 1 / q->w[i] : q->d[i];
			count[k]++;
		}
	}
	for (size_t k = 0; !e->code && k < rings; k++)
		sum[k] = k && count[k] > 0 && sum[k] > 0 ? log(sum[k] / count[k]) : NAN;
	if (!e->code)
		fill(sum, rings);
	for (size_t i = 0; !e->code && i < n * n; i++)
		to[i] = sum[ring(&q->p, i)];
	mem_free(sum);
	return e->code;
}

static int guess(struct rmc_prepared *q, struct err *e)
{
	size_t n2 = q->p.n * q->p.n;

	q->p.guess = q->guess = mem_alloc(n2, sizeof *q->guess, "the prior", e);
	q->p.guess_w = q->guess_w = mem_alloc(n2, sizeof *q->guess_w, "the prior", e);
	if (e->code || radial(q, false, q->guess, e) || radial(q, true, q->guess_w, e))
		return e->code;
	for (size_t i = 0; i < n2; i++)
		q->guess_w[i] = q->guess_w[i] > 0 ? 1 / q->guess_w[i] : 0;
	return 0;
}

int rmc_prepare(struct rmc_prepared *q, const struct rmc_frame *f, const struct rmc_prepare_par *par, struct err *e)
{
	size_t n = par->n;

	*q = (struct rmc_prepared){ 0 };
	if (!n || n > RMC_SIZE_MAX)
		return err_set(e, E_DATA, "a pattern of %zu x %zu pixels: the most is %d", n, n, RMC_SIZE_MAX);
	if (!isfinite(par->centre[0]) || !isfinite(par->centre[1]))
		return err_set(e, E_DATA, "the centre %g, %g is no place", par->centre[0], par->centre[1]);
	q->d = mem_zero(n * n, sizeof *q->d, "the pattern", e);
	q->w = mem_zero(n * n, sizeof *q->w, "the weights", e);
	q->p = (struct rmc_pattern){
		.n = n, .d = q->d, .w = q->w, .guess_weight = par->prior, .weighted = f->sigma || par->metric == RMC_POISSON, .background = par->background,
		.metric = par->metric,
	};
	for (int i = 0; i < 2; i++)
		q->p.delta_px[i] = floor(par->centre[i] + 0.5) - par->centre[i];
	if (e->code || lay(q, f, par, e))
		return e->code;
	return par->prior > 0 ? guess(q, e) : 0;
}

void rmc_prepared_free(struct rmc_prepared *q)
{
	mem_free(q->d);
	mem_free(q->w);
	mem_free(q->guess);
	mem_free(q->guess_w);
	*q = (struct rmc_prepared){ 0 };
}
