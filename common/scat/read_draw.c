#include "scat/read.h"

#include <math.h>
#include <string.h>

#include "scat/own.h"
#include "scat/quad.h"

bool rd_is_draw(const struct node *n)
{
	return n->type == NODE_MAP && (node_get(n, "distribution") || node_get(n, "values"));
}

static bool named(const char *key, const char *const *list)
{
	for (; key && list && *list; list++)
		if (!strcmp(key, *list))
			return true;
	return false;
}

static int draw_count(struct rd *r, const struct node *n, size_t *count)
{
	const struct node *v = node_get(n, "values");
	long k;

	if (v) {
		*count = v->n;
		return rd_list(r, v, 1, QUAD_MOST);
	}
	v = rd_need(r, n, "n");
	if (!v || node_int(v, 1, QUAD_MOST, &k, r->e))
		return r->e->code;
	*count = (size_t)k;
	return 0;
}

static int draw_add(struct rd *r, const struct node *n)
{
	struct rd_draw *d = &r->draw[r->ndraw];

	for (size_t i = 0; i < r->ndraw; i++)
		if (r->draw[i].at == n || (n->line && r->draw[i].at->line == n->line && r->draw[i].at->col == n->col))
			return 0;
	if (r->ndraw == RD_DRAWS)
		return node_err(n, r->e, "more than %d distributions together", RD_DRAWS);
	*d = (struct rd_draw){ .at = n };
	if (draw_count(r, n, &d->count))
		return r->e->code;
	r->ndraw++;
	return 0;
}

int rd_draw_find(struct rd *r, const struct node *n, const char *const *skip)
{
	if (n->type == NODE_TEXT || named(n->key, skip))
		return 0;
	if (rd_is_draw(n))
		return draw_add(r, n);
	for (size_t i = 0; i < n->n; i++)
		if (n->child[i]->type != NODE_TEXT && rd_draw_find(r, n->child[i], skip))
			return r->e->code;
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

int rd_draw_weight(struct rd *r, size_t from, double *weight)
{
	*weight = 1;
	for (size_t i = from; i < r->ndraw; i++) {
		if (!r->draw[i].ready)
			return node_err(r->draw[i].at, r->e, "a distribution cannot stand here");
		*weight *= r->draw[i].w[r->draw[i].k];
	}
	return 0;
}

static int listed(struct rd *r, const struct node *n, enum node_unit unit, size_t count, double *x, double *w)
{
	static const char *const keys[] = { "values", "weights", NULL };
	const struct node *v = node_get(n, "values"), *u = node_get(n, "weights");
	double sum = 0;

	if (rd_keys(r, n, keys) || (u && rd_list(r, u, 1, QUAD_MOST)))
		return r->e->code;
	if (u && u->n != count)
		return node_err(u, r->e, "%zu weights for %zu values", u->n, count);
	for (size_t i = 0; i < count; i++) {
		w[i] = 1;
		if (node_num(v->child[i], unit, -INFINITY, INFINITY, &x[i], r->e) ||
		    (u && node_num(u->child[i], UNIT_NONE, 0, INFINITY, &w[i], r->e)))
			return r->e->code;
		sum += w[i];
	}
	if (!(sum > 0 && isfinite(sum)))
		return node_err(u ? u : v, r->e, "the weights have no positive sum");
	for (size_t i = 0; i < count; i++)
		w[i] /= sum;
	return 0;
}

static int quadrature(struct rd *r, const struct node *n, enum node_unit unit, size_t count, double *x, double *w)
{
	static const char *const keys[] = { "distribution", "mean", "sigma", "n", "limits", NULL };
	const struct node *d = rd_need(r, n, "distribution"), *mean = rd_need(r, n, "mean"), *sigma = rd_need(r, n, "sigma");
	const struct node *limits = node_get(n, "limits");
	struct quad q = { .n = (int)count, .lo = NAN, .hi = NAN };
	struct err why = { 0 };
	double two[2];
	int kind;

	if (!d || !mean || !sigma || rd_keys(r, n, keys) || node_choice(d, quad_names, &kind, r->e))
		return r->e->code;
	q.kind = (enum quad_kind)kind;
	if (node_num(mean, unit, -INFINITY, INFINITY, &q.mean, r->e) ||
	    node_num(sigma, q.kind == QUAD_LOGNORMAL ? UNIT_NONE : unit, 0, INFINITY, &q.sigma, r->e))
		return r->e->code;
	if (limits) {
		if (node_nums(limits, unit, 2, -INFINITY, INFINITY, two, r->e))
			return r->e->code;
		q.lo = two[0];
		q.hi = two[1];
	}
	return quad_nodes(&q, x, w, &why) ? rd_at(r, n, &why) : 0;
}

int rd_draw_nodes(struct rd *r, const struct node *n, enum node_unit unit, size_t *count, double **x, double **w)
{
	if (draw_count(r, n, count))
		return r->e->code;
	*x = own_alloc(&r->tmp, *count, sizeof **x, r->e);
	*w = own_alloc(&r->tmp, *count, sizeof **w, r->e);
	if (!*x || !*w)
		return r->e->code;
	return node_get(n, "values") ? listed(r, n, unit, *count, *x, *w) : quadrature(r, n, unit, *count, *x, *w);
}
