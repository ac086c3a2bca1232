#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/slab.h"
#include "num/par.h"
#include "tomo/norm_priv.h"

/* A plan: the flats of each projection. */
struct plan {
	struct norm *n;
	size_t nangle;
	struct norm_flats *flats;
};

static int plan_flats(struct plan *p, const struct head *in, struct err *e)
{
	const struct table *t = head_table(in, "angle", "frame");

	p->flats = mem_zero(p->nangle, sizeof *p->flats, "the flats of each projection", e);
	if (!p->flats)
		return e->code;
	if (p->n->nblock > 1 && (!t || t->n != p->nangle || p->nangle == 0))
		return err_set(e, E_DATA, "there are %zu blocks of flats but no acquisition indices (angle.frame) "
			       "to interpolate by; see --flat mean", p->n->nblock);
	for (size_t i = 0; i < p->nangle; i++)
		p->flats[i] = norm_flats_at(p->n, t ? t->v[i] : 0);
	return 0;
}

static int check_head(const struct norm *n, const struct head *in, enum map_order order, struct err *e)
{
	const char *q = head_quantity(in);
	size_t nrow = in->ndim == 3 ? in->n[order == ORDER_SINO ? 0 : 1] : 0;

	if (*q && strcmp(q, "counts"))
		return err_set(e, E_DATA, "the input is %s, not counts: normalised already?", q);
	if (in->ndim != 3 || nrow != n->nrow || in->n[2] != n->ncol)
		return err_set(e, E_DATA, "projections of %zu x %zu but flats of %zu x %zu",
			       nrow, in->n[in->ndim - 1], n->nrow, n->ncol);
	return 0;
}

static int plan_new(struct norm *n, enum map_order order, const struct head *in, struct head *out,
		    void **plan, struct err *e)
{
	struct plan *p = NULL;

	if (check_head(n, in, order, e))
		return e->code;
	*plan = p = mem_zero(1, sizeof *p, "a plan", e);
	if (!p)
		return e->code;
	p->n = n;
	p->nangle = in->n[order == ORDER_SINO ? 1 : 0];
	head_del_table(out, "angle", "key");
	head_del_table(out, "angle", "frame");
	if (meta_set(&out->meta, META_QUANTITY, n->par.log ? "mu_t" : "transmission", e) ||
	    slab_reach(out, n->par.roi ? SIZE_MAX : 1, INFINITY, e))	/* the repair's neighbours */
		return e->code;
	return plan_flats(p, in, e);
}

static int plan_proj(void *par, const struct head *in, struct head *out, void **plan, struct err *e)
{
	return plan_new(par, ORDER_PROJ, in, out, plan, e);
}

static int plan_sino(void *par, const struct head *in, struct head *out, void **plan, struct err *e)
{
	const struct norm *n = par;

	if (n->par.roi)
		return err_set(e, E_USAGE, "a region needs whole projections");
	return plan_new(par, ORDER_SINO, in, out, plan, e);
}

static void plan_free(void *plan)
{
	struct plan *p = plan;

	if (p)
		mem_free(p->flats);
	mem_free(p);
}

static size_t plan_fixed(const void *plan)
{
	const struct plan *p = plan;
	size_t images = p->n->nblock + 1 + (p->n->scale != NULL);

	return p->nangle * sizeof *p->flats + images * p->n->npix * sizeof(float);
}

/* In a stream of unknown length there is one block of flats, the same for all. */
static struct norm_flats flats_of(const struct plan *p, size_t angle)
{
	return angle < p->nangle ? p->flats[angle] : norm_flats_at(p->n, 0);
}

static int apply_proj(const void *plan, size_t first, size_t n, size_t before, size_t after,
		      const float *in, float *out, void *work, struct err *e)
{
	const struct plan *p = plan;
	struct norm *o = p->n;

	(void)before, (void)after, (void)work;
	for (size_t i = 0; i < n; i++) {
		struct norm_view v = {
			.base = in + i * o->npix, .stride = o->ncol,
			.lo = 0, .hi = o->nrow, .flats = flats_of(p, first + i),
		};
		if (norm_roi(o, &v, e) || norm_rows(o, &v, 0, o->nrow, out + i * o->npix, o->ncol, e))
			return e->code;
	}
	return 0;
}

/* Item 'first' is a row of the detector; those before and after it serve the repair. */
static int apply_sino(const void *plan, size_t first, size_t n, size_t before, size_t after,
		      const float *in, float *out, void *work, struct err *e)
{
	const struct plan *p = plan;
	struct norm *o = p->n;
	size_t item = p->nangle * o->ncol;

	(void)work;
	for (size_t a = 0; a < p->nangle; a++) {
		struct norm_view v = {
			.base = in + a * o->ncol, .stride = item,
			.lo = first - before, .hi = first + n + after,
			.flats = flats_of(p, a), .roi = 1,
		};
		struct err here = { 0, "" };
		char angle[40];

		if (norm_rows(o, &v, first, n, out + a * o->ncol, item, &here)) {
			snprintf(angle, sizeof angle, "angle %zu", a);
			err_at(&here, angle);
			return err_set(e, here.code, "%s", here.msg);
		}
	}
	return 0;
}

struct map norm_map(struct norm *n, enum map_order order)
{
	struct map m = {
		.name = "normalisation", .order = order, .batch = 1, .par = n,
		.fixed = plan_fixed, .free = plan_free,
	};
	if (order == ORDER_SINO) {
		m.halo = 1;
		m.plan = plan_sino;
		m.apply = apply_sino;
	} else {
		m.plan = plan_proj;
		m.apply = apply_proj;
	}
	return m;
}
