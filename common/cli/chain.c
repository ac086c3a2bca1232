#include "cli/chain.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/slab.h"

/* What the map of a link holds when planned. */
struct step {
	const struct chain_link *link;
	size_t count;		/* samples of an item that comes in */
	size_t mid;		/* bytes for the converted items of a call */
	void *before, *plan;	/* of the conversion and of the method */
};

/* Which conversion the quantity "have" needs; the same, or an unknown one, needs none. */
static int conversion(struct chain_link *l, const char *have, struct err *e)
{
	const char *want = l->method->wants;

	l->before = NULL;
	if (!want || !*have || !strcmp(want, have))
		return 0;
	if (l->chain->convert)
		l->before = l->chain->convert(have, want);
	if (!l->before)
		return err_set(e, E_DATA, "needs %s: the input is %s", want, have);
	return 0;
}

static int quantity(struct head *h, const struct method *m, struct err *e)
{
	return m->gives ? meta_set(&h->meta, META_QUANTITY, m->gives, e) : 0;
}

static int plan_before(struct step *s, struct head *mid, struct err *e)
{
	const struct method *m = s->link->before;
	struct head out = { 0 };
	double val[PARAM_MAX];

	if (param_parse(m->param, m->name, NULL, val, e) ||
	    param_resolve(m->param, m->name, &mid->meta, val, e) || head_copy(&out, mid, e) ||
	    m->map.plan(val, mid, &out, &s->before, e)) {
		head_free(&out);
		return e->code;
	}
	head_free(mid);
	*mid = out;
	return quantity(mid, m, e);
}

/* How far the method looks beyond the rows of a slab. */
static int look_beyond(const struct method *m, const void *plan, const double *val, const struct head *in,
		       struct head *out, struct err *e)
{
	int axis = slab_axis(in);
	double fade = INFINITY;
	size_t rows = axis == 0 ? map_halo(&m->map, plan) : axis != 1 ? 0 : m->rows ? m->rows(val, &fade) : SIZE_MAX;

	return rows > 0 ? slab_reach(out, rows, fade, e) : 0;
}

/* A filter along the angles would take flats and darks for projections. */
static int only_projections(const struct method *m, const struct head *in, struct err *e)
{
	const struct table *t = head_table(in, "angle", "key");

	for (size_t i = 0; m->map.order == ORDER_SINO && t && i < t->n; i++)
		if (t->v[i] != KEY_PROJECTION)
			return err_set(e, E_DATA, "flats and darks are among the projections: xnorm first");
	return 0;
}

static int plan_method(struct step *s, struct chain_link *l, const struct head *in,
		       struct head *out, struct err *e)
{
	const struct method *m = l->method;

	if (only_projections(m, in, e) || param_resolve(m->param, "", &in->meta, l->val, e) ||
	    m->map.plan(l->val, in, out, &s->plan, e) || look_beyond(m, s->plan, l->val, in, out, e))
		return e->code;
	return quantity(out, m, e);
}

static int plan(void *par, const struct head *in, struct head *out, void **plan, struct err *e)
{
	struct chain_link *l = par;
	struct step *s = *plan = mem_zero(1, sizeof *s, "a step", e);
	size_t most = l->method->map.batch;
	struct head mid = { 0 };

	if (!s || conversion(l, head_quantity(in), e) || head_copy(&mid, in, e))
		return e->code;
	s->link = l;
	s->count = head_item_count(in);
	/* out is a copy of in: where the method keeps the quantity, it is the converted one */
	if ((!l->before || (!plan_before(s, &mid, e) && !quantity(out, l->before, e))) && !plan_method(s, l, &mid, out, e) && l->before) {
		most += 2 * map_halo(&l->method->map, s->plan);
		mem_mul(s->count * most, sizeof(float), &s->mid, "an item", e);
	}
	s->mid = (s->mid + MEM_ALIGN - 1) / MEM_ALIGN * MEM_ALIGN;
	head_free(&mid);
	return e->code;
}

static size_t work(const void *plan)
{
	const struct step *s = plan;
	const struct map *m = &s->link->method->map;

	return s->mid + (m->work ? m->work(s->plan) : 0);
}

static size_t fixed(const void *plan)
{
	const struct step *s = plan;
	const struct map *m = &s->link->method->map;

	return m->fixed ? m->fixed(s->plan) : 0;
}

static size_t halo_of(const void *plan)
{
	const struct step *s = plan;

	return map_halo(&s->link->method->map, s->plan);
}

static int apply(const void *plan, size_t first, size_t n, size_t before, size_t after,
		 const float *in, float *out, void *work, struct err *e)
{
	const struct step *s = plan;
	const struct method *conv = s->link->before;
	float *mid = work;

	for (size_t i = 0; conv && i < before + n + after; i++)
		if (conv->map.apply(s->before, first + i - before, 1, 0, 0, in + i * s->count,
				    mid + i * s->count, NULL, e))
			return e->code;
	return s->link->method->map.apply(s->plan, first, n, before, after, conv ? mid : in, out,
					  (char *)work + s->mid, e);
}

static void step_free(void *plan)
{
	struct step *s = plan;

	if (s && s->link) {
		const struct method *b = s->link->before;
		if (b && b->map.free)
			b->map.free(s->before);
		if (s->link->method->map.free)
			s->link->method->map.free(s->plan);
	}
	mem_free(s);
}

static int link_parse(struct chain *c, const struct method *const *list, const char *text,
		      struct err *e)
{
	struct chain_link *l = &c->link[c->n];
	size_t len = strcspn(text, ":");
	char name[60];

	if (c->n == CHAIN_MAX)
		return err_set(e, E_USAGE, "more than %d %ss", CHAIN_MAX, c->kind);
	snprintf(name, sizeof name, "%.*s", (int)(len < sizeof name ? len : sizeof name - 1), text);
	*l = (struct chain_link){ .method = method_find(list, c->kind, name, e), .chain = c };
	if (!l->method)
		return e->code;
	snprintf(l->name, sizeof l->name, "%s %s", c->kind, l->method->name);
	if (param_parse(l->method->param, l->name, text[len] ? text + len + 1 : NULL, l->val, e))
		return e->code;
	c->map[c->n] = l->method->map;
	c->map[c->n].name = l->name;
	c->map[c->n].par = l;
	c->map[c->n].plan = plan;
	c->map[c->n].work = work;
	c->map[c->n].fixed = fixed;
	c->map[c->n].apply = apply;
	c->map[c->n].free = step_free;
	c->map[c->n].halo_of = halo_of;
	c->n++;
	return 0;
}

int chain_parse(struct chain *c, const struct method *const *list, const struct opt_list *text,
		struct err *e)
{
	c->n = 0;
	c->used[0] = '\0';
	for (size_t i = 0; i < text->n; i++)
		if (link_parse(c, list, text->v[i], e))
			return e->code;
	return 0;
}

void chain_used(struct chain *c)
{
	size_t at = 0, len = sizeof c->used;
	char par[400];

	for (size_t i = 0; i < c->n && at < len; i++) {
		const struct chain_link *l = &c->link[i];
		param_print(l->method->param, l->val, par, sizeof par);
		at += (size_t)snprintf(c->used + at, len - at, "%s%s%s%s%s%s", i ? " " : "",
				       l->before ? l->before->name : "", l->before ? " " : "",
				       l->method->name, *par ? ":" : "", par);
	}
}
