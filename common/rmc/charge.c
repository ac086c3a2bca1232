#include "rmc/charge.h"

#include <float.h>
#include <math.h>

#include "base/mem.h"
#include "rmc/select.h"

#define DELTA 1.15
#define EDGE 0.4
#define LEAST FLT_MIN		/* of what was measured, since 0 is what is beyond Q */

/* Of the DFT's order: the index with its sign. */
static double at(size_t k, size_t n)
{
	return (double)rmc_centred(k, n, n) - (double)(n / 2);
}

static double distance(const struct rmc_target *t, size_t q)
{
	return hypot(at(q / t->ncol, t->n) + t->delta_px[0], at(q % t->ncol, t->n) + t->delta_px[1]);
}

/* <D> at a pixel, in units of the target's amplitudes. */
static double mean(const struct rmc_charge *c, const struct rmc_target *t, double q)
{
	return c->ring.guess[(size_t)(q + 0.5)] / t->unit;
}

void rmc_charge_free(struct rmc_charge *c)
{
	rmc_prior_free(&c->ring);
	mem_free(c->amp);
	*c = (struct rmc_charge){ .amp = NULL };
}

/* The sign of the weaker half of what is known, and of all that is 0. */
static int mark_weak(float *amp, size_t nq, struct err *e)
{
	float *known = mem_alloc(nq, sizeof *known, "charge flipping", e);
	unsigned char *strong = mem_alloc(nq, 1, "charge flipping", e);
	size_t n = 0;

	for (size_t k = 0; !e->code && k < nq; k++)
		if (!isnan(amp[k]) && amp[k] != 0)
			known[n++] = amp[k];
	if (n && !e->code)
		rmc_threshold(known, n, n - n / 2, strong);
	for (size_t k = 0, i = 0; !e->code && k < nq; k++)
		if (!isnan(amp[k]) && amp[k] != 0)
			amp[k] *= strong[i++] && amp[k] > LEAST ? 1 : -1;
	mem_free(known);
	mem_free(strong);
	return e->code;
}

static int amplitudes(struct rmc_charge *c, const struct rmc_target *t, struct err *e)
{
	double edge = EDGE * (double)t->n;

	for (size_t k = 0; k < t->nq; k++) {
		double q = distance(t, k), d = q <= edge ? mean(c, t, q) : 0;

		c->amp[k] = q > edge ? 0 : t->w[k] > 0 && d > 0 ? (float)fmax(t->amp[k] / sqrt(d) * exp(-q * q / (edge * edge)), LEAST) : NAN;
	}
	return mark_weak(c->amp, t->nq, e);
}

int rmc_charge_new(struct rmc_charge *c, const struct rmc_pattern *p, size_t n, struct err *e)
{
	struct rmc_pattern measured = *p;
	struct rmc_target t;

	*c = (struct rmc_charge){ .amp = NULL };
	measured.prior = 0;
	if (rmc_target_new(&t, &measured, n, e))
		return e->code;
	c->amp = mem_alloc(t.nq, sizeof *c->amp, "charge flipping", e);
	if (!e->code && !rmc_prior_new(&c->ring, p, e))
		amplitudes(c, &t, e);
	rmc_target_free(&t);
	if (e->code)
		rmc_charge_free(c);
	return e->code;
}

void rmc_charge_begin(float *x, size_t n2, struct rng *rng)
{
	for (size_t i = 0; i < n2; i++)
		x[i] = (float)(rng_normal(rng) / sqrt((double)n2));
}

/* What is below stays with this factor. */
static void cut(float *x, size_t n2, float factor)
{
	double sum = 0, sum2 = 0, m, delta;

	for (size_t i = 0; i < n2; i++) {
		sum += x[i];
		sum2 += (double)x[i] * x[i];
	}
	m = sum / (double)n2;
	delta = DELTA * sqrt(fmax(sum2 / (double)n2 - m * m, 0));
	for (size_t i = 0; i < n2; i++)
		x[i] *= x[i] < delta ? factor : 1;
}

/* i or -i, as F(-q) is the conjugate of F(q). */
static float quarter(const struct rmc_target *t, size_t q)
{
	double col = at(q % t->ncol, t->n), side = col != 0 ? col : at(q / t->ncol, t->n);

	return side < 0 ? -1 : 1;
}

void rmc_charge_step(const struct rmc_charge *c, struct rmc_ensemble *s, float *x)
{
	const struct rmc_target *t = s->t;
	float *f = s->f[0], inv = 1 / (float)s->n2;

	cut(x, s->n2, -1);
	rmc_forward(s, x, f);
	for (size_t q = 0; q < t->nq; q++) {
		float re = f[2 * q], im = f[2 * q + 1], a = c->amp[q], size = sqrtf(re * re + im * im), by = 1;

		if (a < 0) {
			float way = quarter(t, q);
			f[2 * q] = -way * inv * im;
			f[2 * q + 1] = way * inv * re;
			continue;
		}
		if (!isnan(a))
			by = size > 0 ? a / size : 0;
		f[2 * q] = inv * by * re;
		f[2 * q + 1] = inv * by * im;
	}
	rmc_back(s, f, x);
}

void rmc_charge_model(const struct rmc_charge *c, struct rmc_ensemble *s, float *x)
{
	const struct rmc_target *t = s->t;
	double edge = EDGE * (double)t->n, made = 0, asked = 0, scale;
	float *f = s->f[0];

	cut(x, s->n2, 0);
	rmc_forward(s, x, f);
	for (size_t q = 0; q < t->nq; q++) {		/* what was not measured is of the map, at the scale of what was */
		float m = isnan(c->amp[q]) || c->amp[q] == 0 ? 0 : t->mult[q % t->ncol];

		made += m * hypotf(f[2 * q], f[2 * q + 1]);
		asked += m > 0 ? m * fabsf(c->amp[q]) : 0;
	}
	scale = made > 0 ? asked / made : 1;
	for (size_t k = 0; k < t->nq; k++) {
		double q = distance(t, k), size = hypotf(f[2 * k], f[2 * k + 1]), a = c->amp[k], want = isnan(a) ? size * scale : fabs(a), by = 0;

		if (k && q <= edge && size > 0)
			by = want / size * exp(q * q / (edge * edge)) * mean(c, t, q);
		f[2 * k] *= (float)by;
		f[2 * k + 1] *= (float)by;
	}
	rmc_back(s, f, x);
	rmc_threshold(x, s->n2, s->filled[0], s->a);
}
