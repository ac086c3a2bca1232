#include <complex.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "num/fft.h"
#include "num/par.h"
#include "num/rng.h"
#include "rmc/twophase.h"

static const uint64_t photon_purpose = 0x70686f746f6e2061;	/* apart from other uses of the same seed */
static const double pi = 3.14159265358979323846;

struct pattern {
	const struct pattern_par *par;
	const unsigned char *a;
	size_t n, m;		/* pixels a side of the model, of the pattern */
	double complex *f;
	double *out, factor;
};

static int check_pattern(size_t n, const struct pattern_par *p, struct err *e)
{
	double half = (double)(n * p->oversample) / 2;

	if (n < 1 || p->oversample < 1 || p->oversample > TWOPHASE_MAX || n > TWOPHASE_MAX / p->oversample)
		return err_set(e, E_USAGE, "a pattern of %zu times %zu pixels a side is outside 1 to %d", p->oversample, n, TWOPHASE_MAX);
	if (!(fabs(p->shift_row_px) <= half && fabs(p->shift_col_px) <= half))
		return err_set(e, E_USAGE, "a shift by %g, %g pixels is more than half of the pattern, %g", p->shift_row_px,
			       p->shift_col_px, half);
	if (!(p->scale > 0) || isinf(p->scale))
		return err_set(e, E_USAGE, "a scale of %g is not above 0", p->scale);
	if (!(p->background >= 0) || isinf(p->background))
		return err_set(e, E_USAGE, "a background of %g is below 0", p->background);
	if (!(p->counts >= 0 && p->counts <= 1e15))
		return err_set(e, E_USAGE, "%g counts are outside 0 to 1e15", p->counts);
	return 0;
}

/* exp(-2 pi i s r/M), s taken so that the transform's output starts at the corner of the pattern. */
static double complex ramp(double shift, size_t r, size_t m)
{
	double turns = (shift - (double)(m / 2)) / (double)m * (double)r;

	return cexp(-2 * pi * I * (turns - floor(turns)));
}

static int ramp_row(void *ctx, size_t row, void *work, struct err *e)
{
	const struct pattern *p = ctx;
	double complex at = ramp(p->par->shift_row_px, row, p->m), *f = p->f + row * p->m;

	(void)work, (void)e;
	memset(f, 0, p->m * sizeof *f);
	for (size_t col = 0; row < p->n && col < p->n; col++)
		f[col] = p->a[row * p->n + col] ? at * ramp(p->par->shift_col_px, col, p->m) : 0;
	return 0;
}

static int intensity_row(void *ctx, size_t row, void *work, struct err *e)
{
	const struct pattern *p = ctx;

	(void)work, (void)e;
	for (size_t i = row * p->m; i < (row + 1) * p->m; i++)
		p->out[i] = p->par->scale * (creal(p->f[i]) * creal(p->f[i]) + cimag(p->f[i]) * cimag(p->f[i])) + p->par->background;
	return 0;
}

static int transform(struct pattern *p, struct err *e)
{
	size_t shape[2] = { p->m, p->m };
	const struct fft *plan;

	if (fft_plan_double(&plan, FFT_FORWARD, 2, shape, 1, 1, e) || par_for(p->m, 0, ramp_row, p, e))
		return e->code;
	fft_run(plan, p->f, p->f);
	return par_for(p->m, 0, intensity_row, p, e);
}

static double brightest(const struct pattern *p)
{
	double most = 0, all = 0, width = (double)p->par->oversample;

	for (size_t row = 0; row < p->m; row++)
		for (size_t col = 0; col < p->m; col++) {
			double qr = (double)row - (double)(p->m / 2) + p->par->shift_row_px;
			double qc = (double)col - (double)(p->m / 2) + p->par->shift_col_px;
			double v = p->out[row * p->m + col];

			all = fmax(all, v);
			if (fabs(qr) >= width || fabs(qc) >= width)
				most = fmax(most, v);
		}
	return most > 0 ? most : all;
}

static int noise_row(void *ctx, size_t row, void *work, struct err *e)
{
	const struct pattern *p = ctx;
	struct rng r = rng_at(p->par->seed, photon_purpose + row, 0);

	(void)work, (void)e;
	for (size_t i = row * p->m; i < (row + 1) * p->m; i++)
		p->out[i] = rng_poisson(&r, p->factor * p->out[i]);
	return 0;
}

int twophase_pattern(const unsigned char *a, size_t n, const struct pattern_par *par, double *pattern, struct err *e)
{
	struct pattern p = { .par = par, .a = a, .n = n, .m = n * par->oversample, .out = pattern };
	double peak;

	if (check_pattern(n, par, e))
		return e->code;
	p.f = mem_alloc(p.m * p.m, sizeof *p.f, "a pattern", e);
	if (p.f && !transform(&p, e) && par->counts > 0) {
		peak = brightest(&p);
		if (!(peak > 0))
			err_set(e, E_DATA, "a pattern that is 0 has no brightest pixel for %g counts", par->counts);
		p.factor = par->counts / peak;
		if (!e->code)
			par_for(p.m, 0, noise_row, &p, e);
	}
	mem_free(p.f);
	return e->code;
}
