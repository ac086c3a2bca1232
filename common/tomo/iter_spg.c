#include "tomo/iter_spg.h"

#include <math.h>
#include <string.h>

#include "num/vec.h"
#include "tomo/iter_reg.h"

static double largest(const double *last, size_t n)
{
	double most = last[0];

	for (size_t i = 1; i < n; i++)
		most = fmax(most, last[i]);
	return most;
}

/* d = limited(x - a h) - x */
static void direction(const struct iter *it, const struct spg *s, double a, const float *h)
{
	for (size_t i = 0; i < it->nx; i++)
		s->d[i] = it->x[i] - (float)a * h[i];
	iter_limit(it, s->d);
	vec_sub(s->d, it->x, s->d, it->nx);
}

/* g without the pixels that stay at their limit whatever the step. */
static void hold(const struct iter *it, float *g)
{
	for (size_t i = 0; it->val[ITER_NONNEG] > 0 && i < it->nx; i++)
		if (it->x[i] <= 0 && g[i] > 0)
			g[i] = 0;
	if (it->support)
		vec_mul(g, it->support, it->nx);
}

/* Returns <g, d>; *a: the step along P g. */
static double preconditioned(const struct iter *it, const struct spg *s, double a)
{
	hold(it, s->g);
	s->precondition(s->ctx, it, s->g, s->d);
	for (size_t i = 0; i < it->nx; i++)
		s->d[i] = s->g[i] != 0 ? s->d[i] : 0;
	direction(it, s, a, s->d);
	return vec_dot(s->g, s->d, it->nx);
}

/* The first step: the best one along the gradient. */
static double first_step(const struct iter *it, const struct spg *s)
{
	memcpy(s->d, s->g, it->nx * sizeof *s->d);
	if (it->support)
		vec_mul(s->d, it->support, it->nx);
	double curve = s->curvature(s->ctx, it, s->d);
	return curve > 0 ? vec_norm2(s->d, it->nx) / curve : 0;
}

void spg_run(struct iter *it, const struct spg *s)
{
	double last[SPG_MEMORY], a = -1, pa = 1, residual2 = NAN;
	bool settled = false;

	for (size_t k = 0; iter_next(it); k++) {
		double value = s->value(s->ctx, it, &residual2);
		if (iter_tell(it, residual2, value) || settled)
			break;
		last[k % s->memory] = value;
		s->gradient(s->ctx, it, s->g);
		double slope = s->precondition ? preconditioned(it, s, pa) : 0;
		bool plain = slope >= 0;
		if (plain) {
			a = a < 0 ? first_step(it, s) : a;
			direction(it, s, a, s->g);
			slope = vec_dot(s->g, s->d, it->nx);
		}
		double curve = s->curvature(s->ctx, it, s->d);
		double most = largest(last, k + 1 < s->memory ? k + 1 : s->memory), l = 1;
		if (value + slope + curve / 2 > most + 1e-4 * slope && curve > 0)
			l = fmax(0, fmin(1, -slope / curve));
		vec_axpy(l, s->d, it->x, it->nx);
		s->moved(s->ctx, it, l);
		double d2 = vec_norm2(s->d, it->nx);
		a = curve > 0 && plain ? d2 / curve : a;
		pa *= curve > 0 && !plain ? fmax(0.5, fmin(2, -slope / curve)) : 1;
		settled = reg_settled(it, l * l * d2, s->tolerance);
	}
}
