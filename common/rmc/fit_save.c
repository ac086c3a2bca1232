/* fit_save.c - a fit saved and restored, and its result. */
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "rmc/fit_part.h"

/* ---- saved and restored ---- */

int rmc_fit_save(const struct rmc_fit *f, void **bytes, size_t *n, struct err *e)
{
	size_t models = f->s.m * f->s.n2, fields = rmc_fit_in_field(&f->is) ? models * sizeof *f->x : 0;
	struct fit_state is = f->is;
	unsigned char *to;

	is.at = f->s.at;
	is.from = f->s.from;
	is.surface = f->s.surface;
	*n = sizeof is + models + fields;
	*bytes = to = mem_alloc(*n, 1, "a checkpoint", e);
	if (!to)
		return e->code;
	memcpy(to, &is, sizeof is);
	memcpy(to + sizeof is, f->s.a, models);
	memcpy(to + sizeof is + models, f->x, fields);
	return 0;
}

int rmc_fit_restore(struct rmc_fit *f, const void *bytes, size_t n, struct err *e)
{
	struct fit_state is;
	const unsigned char *from = bytes;
	size_t models, fields;

	if (n < sizeof is)
		return err_set(e, E_DATA, "a checkpoint of %zu bytes", n);
	memcpy(&is, from, sizeof is);
	if (is.level >= f->nlevel || is.phase > RMC_CHARGE)
		return err_set(e, E_DATA, "a checkpoint of another fit");
	models = f->par.tiles * f->size[is.level] * f->size[is.level];
	fields = rmc_fit_in_field(&is) ? models * sizeof *f->x : 0;
	if (n != sizeof is + models + fields)
		return err_set(e, E_DATA, "a checkpoint of %zu bytes, not %zu", n, sizeof is + models + fields);
	rmc_fit_leave(f);
	if (rmc_fit_enter(f, is.level, e))
		return e->code;
	for (size_t i = 0; i < models; i++)
		if (from[sizeof is + i] > 1)
			return err_set(e, E_DATA, "a checkpoint with a pixel of %d", from[sizeof is + i]);
	rmc_fit_load(f, from + sizeof is);
	memcpy(f->x, from + sizeof is + models, fields);
	f->is = is;
	f->s.surface = is.surface;
	rmc_evaluate_from(&f->s, is.from);
	f->s.at = is.at;
	return 0;
}

/* ---- the result ---- */

int rmc_fit_result(struct rmc_fit *f, struct rmc_result *r, double *fit, struct err *e)
{
	struct rmc_pattern p = f->seen;
	struct rmc_target t;
	struct rmc_cost c = { .value = 0 }, fast;
	double *room = NULL;

	p.prior = 0;
	if (rmc_target_new(&t, &p, p.n, e))
		return e->code;
	if (!fit)
		fit = room = mem_alloc(p.n * p.n, sizeof *fit, "a pattern", e);
	rmc_evaluate(&f->s);
	fast = rmc_cost(&t, f->s.intensity, f->s.at, NULL);
	fast = rmc_cost(&t, f->s.intensity, fast.at, NULL);
	if (fit && !rmc_verify(&f->s, &t, &c, fit, e)) {
		double empty = rmc_cost_at(&t, f->s.intensity, (struct rmc_scale){ 0, 0 });
		*r = (struct rmc_result){ .value = c.value, .reported = fast.value, .c = c.at.c * t.unit, .b = c.at.b * t.unit, .held = NAN };
		r->r = rmc_r_each(&p, fit);
		r->aim = rmc_fit_good_enough(f, &t, fast.at, e);
		if (f->held.n)
			r->held = rmc_cost_at(&f->held, f->s.intensity, c.at);
		if (!(fabs(c.value - fast.value) <= 1e-6 * (c.value + empty)))
			err_set(e, E_INTERNAL, "the models have chi2 %.9g, the fit believes %.9g", c.value, fast.value);
	}
	rmc_target_free(&t);
	mem_free(room);
	return e->code;
}
