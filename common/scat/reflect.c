#include "scat/reflect.h"

#include <math.h>

#include "num/par.h"

enum { LEN = 64, LEAST = 65 };

static const double tail = 4;			/* sigmas */

struct curve {
	const struct layer *l;
	size_t nlayer, n, nodes;
	double k;
	const struct reflect_par *p;
	const double *alpha_rad;
	double *out;
};

static double footprint(const struct reflect_par *p, double sin_a)
{
	if (p->beam_height_mm <= 0 || p->sample_length_mm <= 0)
		return 1;
	return fmin(1, sin_a * p->sample_length_mm / p->beam_height_mm);
}

/* I of m <= LEN rays */
static void intensities(const struct curve *c, size_t m, const double *alpha_rad, double *out)
{
	double sin_a[LEN] = { 0 }, re[LEN], im[LEN];

	for (size_t i = 0; i < m; i++)
		sin_a[i] = fmax(sin(alpha_rad[i]), 0);
	layers_reflections(c->l, c->nlayer, c->k, m, sin_a, re, im);
	for (size_t i = 0; i < m; i++)
		out[i] = alpha_rad[i] > 0 ? footprint(c->p, sin_a[i]) * (re[i] * re[i] + im[i] * im[i]) : 0;
}

static int sharp(void *ctx, size_t block, void *work, struct err *e)
{
	const struct curve *c = ctx;
	size_t at = block * LEN, m = c->n - at < LEN ? c->n - at : LEN;

	(void)work, (void)e;
	intensities(c, m, c->alpha_rad + at, c->out + at);
	for (size_t i = 0; i < m; i++)		/* the limit, not a miss */
		if (c->alpha_rad[at + i] == 0 && footprint(c->p, 0) > 0)
			c->out[at + i] = 1;
	return 0;
}

static int blurred(void *ctx, size_t item, void *work, struct err *e)
{
	const struct curve *c = ctx;
	double step = 2 * tail / (double)(c->nodes - 1), sum = 0, weights = 0;

	(void)work, (void)e;
	for (size_t at = 0; at < c->nodes; at += LEN) {
		size_t m = c->nodes - at < LEN ? c->nodes - at : LEN;
		double a[LEN], v[LEN], w[LEN];

		for (size_t i = 0; i < m; i++) {
			double x = -tail + step * (double)(at + i);

			a[i] = c->alpha_rad[item] + x * c->p->sigma_rad;
			w[i] = exp(-x * x / 2);
		}
		intensities(c, m, a, v);
		for (size_t i = 0; i < m; i++) {
			sum += w[i] * v[i];
			weights += w[i];
		}
	}
	c->out[item] = sum / weights;
	return 0;
}

static size_t nodes_for(const struct curve *c)
{
	double t = 0, n;

	for (size_t i = 1; i + 1 < c->nlayer; i++)
		t += c->l[i].thickness_nm;
	n = 2 * tail * 2 * c->k * t * c->p->sigma_rad;
	return n < LEAST ? LEAST : n < REFLECT_NODES ? (size_t)n | 1 : REFLECT_NODES;
}

static int check(const struct curve *c, struct err *e)
{
	const struct reflect_par *p = c->p;

	if (!(p->sigma_rad >= 0 && p->sigma_rad < M_PI / 2))
		return err_set(e, E_DATA, "the resolution is %g rad: it must be 0 or more and below pi/2", p->sigma_rad);
	if (!(p->beam_height_mm >= 0 && p->beam_height_mm < INFINITY))
		return err_set(e, E_DATA, "the height of the beam is %g mm: it must be 0 or more", p->beam_height_mm);
	if (!(p->sample_length_mm >= 0 && p->sample_length_mm < INFINITY))
		return err_set(e, E_DATA, "the length of the sample is %g mm: it must be 0 or more", p->sample_length_mm);
	for (size_t i = 0; i < c->n; i++)
		if (!(c->alpha_rad[i] >= 0 && c->alpha_rad[i] <= M_PI / 2))
			return err_set(e, E_DATA, "angle %zu is %g rad: it must be within 0 and pi/2", i, c->alpha_rad[i]);
	return 0;
}

int reflect_curve(const struct layer *l, size_t nlayer, double k, const struct reflect_par *p, size_t n,
		  const double *alpha_rad, double *out, struct err *e)
{
	struct curve c = { l, nlayer, n, 0, k, p, alpha_rad, out };
	int code = check(&c, e);

	if (code)
		return code;
	if (p->sigma_rad <= 0)
		return par_for((n + LEN - 1) / LEN, 0, sharp, &c, e);
	c.nodes = nodes_for(&c);
	return par_for(n, 0, blurred, &c, e);
}
