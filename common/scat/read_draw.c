#include "scat/read.h"

#include <string.h>

#include "base/expr.h"
#include "scat/expand.h"
#include "scat/own.h"

static void drop(void *p)
{
	expand_free(p);
}

/* The draw of a distribution, or of one from the same place of the file; NULL. */
static const struct rd_draw *draw_at(const struct rd *r, const struct node *n)
{
	for (size_t i = 0; i < r->ndraw; i++)
		if (expand_same(r->draw[i].at, n))
			return &r->draw[i];
	return NULL;
}

int rd_draw_find(struct rd *r, const struct node *n, const char *const *skip)
{
	const struct node *params = node_get(r->root, "parameters");
	struct expand *x;

	if (!expand_any(n))
		return 0;
	x = own_alloc(&r->tmp, 1, sizeof *x, r->e);
	if (!x || expand_new(x, n, params, skip, r->e) || own_add(&r->tmp, x, drop, r->e))
		return r->e->code;
	for (size_t i = 0; i < x->naxis; i++) {
		const struct expand_axis *a = &x->axis[i];

		if (draw_at(r, a->at))
			continue;
		if (r->ndraw == RD_DRAWS)
			return node_err(n, r->e, "more than %d distributions together", RD_DRAWS);
		r->draw[r->ndraw++] = (struct rd_draw){ .at = a->at, .count = a->n, .x = a->x, .w = a->w };
	}
	return 0;
}

int rd_draw_count(struct rd *r, size_t from, size_t most, const struct node *n, size_t *count)
{
	*count = 1;
	for (size_t i = from; i < r->ndraw; i++) {
		*count *= r->draw[i].count;
		if (*count > most)
			return node_err(n, r->e, "the distributions have more than %zu combinations", most);
	}
	return 0;
}

void rd_draw_set(struct rd *r, size_t from, size_t index)
{
	for (size_t i = r->ndraw; i-- > from; ) {
		r->draw[i].k = index % r->draw[i].count;
		index /= r->draw[i].count;
	}
}

double rd_draw_weight(const struct rd *r, size_t from)
{
	double weight = 1;

	for (size_t i = from; i < r->ndraw; i++)
		weight *= r->draw[i].w[r->draw[i].k];
	return weight;
}

static int named(void *ctx, const char *name, size_t len, double *v, struct err *e)
{
	const struct rd *r = ctx;
	const struct node *params = node_get(r->root, "parameters");

	for (size_t i = 0; params && i < params->n; i++) {
		const struct node *p = params->child[i];
		const struct rd_draw *d = strlen(p->key) == len && !memcmp(p->key, name, len) ? draw_at(r, p) : NULL;

		if (d) {
			*v = d->x[d->k];
			return 0;
		}
	}
	return err_set(e, E_DATA, "$%.*s has no value here", (int)(len < 60 ? len : 60), name);
}

static int in_range(struct rd *r, const struct node *n, double lo, double hi, double v)
{
	char name[80];

	if (v >= lo && v <= hi)
		return 0;
	return node_err(n, r->e, "%s: the distribution reaches %.6g, expected %.6g to %.6g: give it limits",
			node_name(n, name, sizeof name), v, lo, hi);
}

int rd_num(struct rd *r, const struct node *n, enum node_unit unit, double lo, double hi, double *out)
{
	const struct expr_names names = { named, r };
	struct err why = { 0 };

	if (r->ndraw && n->type == NODE_MAP) {
		const struct rd_draw *d = draw_at(r, n);

		if (!d)
			return node_num(n, unit, lo, hi, out, r->e);
		*out = d->x[d->k];
		return in_range(r, n, lo, hi, *out);
	}
	if (!r->ndraw || n->type != NODE_TEXT || !expr_is(n->text))
		return node_num(n, unit, lo, hi, out, r->e);
	return expr_eval(n->text, &names, out, &why) ? rd_at(r, n, &why) : in_range(r, n, lo, hi, *out);
}
