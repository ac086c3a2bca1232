#include "rmc/prepare.h"

#include <math.h>

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
		.n = n, .d = q->d, .w = q->w, .prior = par->prior, .weighted = f->sigma || par->metric == RMC_POISSON, .background = par->background,
		.metric = par->metric,
	};
	for (int i = 0; i < 2; i++)
		q->p.delta_px[i] = floor(par->centre[i] + 0.5) - par->centre[i];
	return e->code ? e->code : lay(q, f, par, e);
}

void rmc_prepared_free(struct rmc_prepared *q)
{
	mem_free(q->d);
	mem_free(q->w);
	*q = (struct rmc_prepared){ 0 };
}
