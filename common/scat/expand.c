#include "scat/expand.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/expr.h"
#include "base/mem.h"
#include "base/node_param.h"
#include "scat/quad.h"

struct build {
	struct expand *x;
	const struct node *top, *params;
	const char *const *apart;
	struct err *e;
};

bool expand_any(const struct node *n)
{
	size_t len;

	if (n->type == NODE_TEXT)
		return expr_is(n->text) && expr_name(n->text, &len);
	if (node_is_distribution(n))
		return true;
	for (size_t i = 0; i < n->n; i++)
		if (expand_any(n->child[i]))
			return true;
	return false;
}

static int two(struct expand_axis *a, size_t n, struct err *e)
{
	a->n = n;
	a->x = mem_zero(n, sizeof *a->x, "nodes of a distribution", e);
	a->w = mem_zero(n, sizeof *a->w, "nodes of a distribution", e);
	return e->code;
}

static int from_list(struct expand_axis *a, struct err *e)
{
	static const char *const keys[] = { "values", "weights", NULL };
	const struct node *v = node_get(a->at, "values"), *w = node_get(a->at, "weights");
	double sum = 0;
	size_t kept = 0;

	if (node_keys(a->at, keys, e) || node_is(v, NODE_LIST, e))
		return e->code;
	if (!v->n || v->n > QUAD_MOST)
		return node_err(v, e, "values: %zu of them, expected 1 to %d", v->n, QUAD_MOST);
	if (two(a, v->n, e) || node_nums(v, UNIT_NONE, v->n, -INFINITY, INFINITY, a->x, e))
		return e->code;
	for (size_t i = 0; i < a->n; i++)
		a->w[i] = 1;
	if (w && node_nums(w, UNIT_NONE, v->n, 0, INFINITY, a->w, e))
		return e->code;
	for (size_t i = 0; i < a->n; i++)
		sum += a->w[i];
	if (!(sum > 0) || !isfinite(sum))
		return node_err(w ? w : v, e, "weights: their sum is %g", sum);
	for (size_t i = 0; i < a->n; i++)
		if (a->w[i] > 0) {
			a->x[kept] = a->x[i];
			a->w[kept++] = a->w[i] / sum;
		}
	a->n = kept;
	return 0;
}

static int limit(const struct node *n, double *v, struct err *e)
{
	if (n->type == NODE_TEXT && !n->quoted && (!*n->text || !strcmp(n->text, "~") || !strcmp(n->text, "null")))
		return 0;
	return node_num(n, UNIT_NONE, -INFINITY, INFINITY, v, e);
}

static int read_limits(const struct node *n, struct quad *q, struct err *e)
{
	if (!n)
		return 0;
	if (node_is(n, NODE_LIST, e))
		return e->code;
	if (n->n != 2)
		return node_err(n, e, "limits: expected two, found %zu", n->n);
	if (limit(n->child[0], &q->lo, e) || limit(n->child[1], &q->hi, e))
		return e->code;
	if (q->lo >= q->hi)
		return node_err(n, e, "limits: %g is not below %g", q->lo, q->hi);
	return 0;
}

static int missing(const struct node *n, const char *key, struct err *e)
{
	return node_err(n, e, "a distribution without %s", key);
}

/* A uniform one may be given by its limits alone. */
static int centre_and_width(const struct node *at, struct quad *q, struct err *e)
{
	const struct node *mean = node_get(at, "mean"), *sigma = node_get(at, "sigma");

	if (q->kind == QUAD_UNIFORM && !mean && !sigma && isfinite(q->lo) && isfinite(q->hi)) {
		q->mean = (q->lo + q->hi) / 2;
		q->sigma = (q->hi - q->lo) / 2;
		q->lo = q->hi = NAN;
		return 0;
	}
	if (!mean || !sigma)
		return missing(at, mean ? "sigma" : "mean", e);
	if (node_num(mean, UNIT_NONE, -INFINITY, INFINITY, &q->mean, e))
		return e->code;
	return node_num(sigma, UNIT_NONE, 0, INFINITY, &q->sigma, e);
}

static int from_kind(struct expand_axis *a, struct err *e)
{
	static const char *const keys[] = { "distribution", "mean", "sigma", "n", "limits", NULL };
	struct quad q = { .lo = NAN, .hi = NAN };
	struct err why = { 0 };
	long n = EXPAND_NODES;
	int kind;

	if (node_keys(a->at, keys, e) || node_choice(node_get(a->at, "distribution"), quad_names, &kind, e))
		return e->code;
	q.kind = (enum quad_kind)kind;
	if (read_limits(node_get(a->at, "limits"), &q, e) || centre_and_width(a->at, &q, e))
		return e->code;
	if (node_get(a->at, "n") && node_int(node_get(a->at, "n"), 1, QUAD_MOST, &n, e))
		return e->code;
	q.n = (int)n;
	if (two(a, (size_t)n, e))
		return e->code;
	if (quad_nodes(&q, a->x, a->w, &why))
		return why.code == E_DATA ? node_err(a->at, e, "%s", why.msg) : err_set(e, why.code, "%s", why.msg);
	return 0;
}

bool expand_same(const struct node *a, const struct node *b)
{
	return a == b || (a->line == b->line && a->col == b->col && (a->line || a->col));
}

static int add_axis(struct build *b, const struct node *at)
{
	struct expand_axis *a = &b->x->axis[b->x->naxis];

	for (size_t i = 0; i < b->x->naxis; i++)
		if (expand_same(b->x->axis[i].at, at))
			return 0;
	if (b->x->naxis == EXPAND_AXES)
		return node_err(at, b->e, "more than %d distributions that vary independently", EXPAND_AXES);
	*a = (struct expand_axis){ .at = at };
	b->x->naxis++;
	for (size_t i = 0; i < at->n; i++)
		if (expand_any(at->child[i]))
			return node_err(at->child[i], b->e, "a distribution within a distribution");
	return node_get(at, "distribution") ? from_kind(a, b->e) : from_list(a, b->e);
}

static int references(struct build *b, const struct node *n)
{
	const char *name;
	char copy[100];
	size_t len;

	if (!expr_is(n->text))
		return 0;
	for (const char *p = n->text; (name = expr_name(p, &len)); p = name + len) {
		const struct node *d;

		snprintf(copy, sizeof copy, "%.*s", (int)(len < 99 ? len : 99), name);
		d = node_get(b->params, copy);
		if (!node_is_distribution(d))
			return node_err(n, b->e, d ? "parameter '%s' is no distribution" : "unknown parameter '%s'", copy);
		if (add_axis(b, d))
			return b->e->code;
	}
	return 0;
}

static int axes(struct build *b, const struct node *n)
{
	if (n->key && b->apart && n != b->top)
		for (size_t i = 0; b->apart[i]; i++)
			if (!strcmp(b->apart[i], n->key))
				return 0;
	if (n->type == NODE_TEXT)
		return references(b, n);
	if (node_is_distribution(n))
		return add_axis(b, n);
	for (size_t i = 0; i < n->n; i++)
		if (axes(b, n->child[i]))
			return b->e->code;
	return 0;
}

int expand_new(struct expand *x, const struct node *n, const struct node *params, const char *const *apart, struct err *e)
{
	struct build b = { .x = x, .top = n, .params = params, .apart = apart, .e = e };

	*x = (struct expand){ .naxis = 0 };
	x->axis = mem_zero(EXPAND_AXES, sizeof *x->axis, "distributions", e);
	if (!x->axis || axes(&b, n))
		expand_free(x);
	return e->code;
}

void expand_free(struct expand *x)
{
	for (size_t i = 0; x->axis && i < x->naxis; i++) {
		mem_free(x->axis[i].x);
		mem_free(x->axis[i].w);
	}
	mem_free(x->axis);
	*x = (struct expand){ 0 };
}
