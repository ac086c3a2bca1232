#include "scat/expand.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/expr.h"
#include "base/mem.h"
#include "base/node_param.h"
#include "scat/quad.h"

#define NONE ((size_t)-1)

struct build {
	struct expand *x;
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

/* ---- axes -------------------------------------------------------------------------------------- */

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

/* The axis of a distribution: the same node, or a copy of it; NONE. */
static size_t axis_of(const struct expand *x, const struct node *at)
{
	for (size_t i = 0; i < x->naxis; i++)
		if (node_same(x->axis[i].at, at))
			return i;
	return NONE;
}

static int add_axis(struct build *b, const struct node *at)
{
	struct expand_axis *a = &b->x->axis[b->x->naxis];

	if (axis_of(b->x, at) != NONE)
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
		d = node_get(b->x->params, copy);
		if (!node_is_distribution(d))
			return node_err(n, b->e, d ? "parameter '%s' is no distribution" : "unknown parameter '%s'", copy);
		if (add_axis(b, d))
			return b->e->code;
	}
	return 0;
}

static int axes(struct build *b, const struct node *n)
{
	if (n->key && b->apart && n != b->x->node)
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

int expand_new(struct expand *x, const struct node *n, const struct node *params, const char *const *apart, size_t most, struct err *e)
{
	struct build b = { .x = x, .apart = apart, .e = e };
	double product = 1;

	*x = (struct expand){ .node = n, .params = params, .count = 1 };
	most = most ? most : EXPAND_MOST;
	x->axis = mem_zero(EXPAND_AXES, sizeof *x->axis, "distributions", e);
	if (!x->axis || axes(&b, n)) {
		expand_free(x);
		return e->code;
	}
	for (size_t i = 0; i < x->naxis; i++)
		product *= (double)x->axis[i].n;
	if (product > (double)most) {
		node_err(n, e, "its %zu distributions make %.0f combinations, more than %zu", x->naxis, product, most);
		expand_free(x);
		return e->code;
	}
	x->count = (size_t)product;
	return 0;
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

/* ---- trees ------------------------------------------------------------------------------------- */

struct draw {
	const struct expand *x;
	double value[EXPAND_AXES];
	struct node_tree *t;
	struct err *e;
};

static int drawn(void *ctx, const char *name, size_t len, double *v, struct err *e)
{
	const struct draw *d = ctx;
	const struct node *p;
	char copy[100];
	size_t i;

	(void)e;
	snprintf(copy, sizeof copy, "%.*s", (int)(len < 99 ? len : 99), name);
	p = node_get(d->x->params, copy);
	i = node_is_distribution(p) ? axis_of(d->x, p) : NONE;
	if (i == NONE)
		return E_DATA;
	*v = d->value[i];
	return 0;
}

static struct node *number(struct draw *d, const struct node *at, double v)
{
	char text[40];

	snprintf(text, sizeof text, "%.17g", v);
	return node_text(d->t, text, at->line, at->col, d->e);
}

/* Are all names of an expression drawn?  Others belong to a later expansion, of a particle. */
static bool known(struct draw *d, const char *text, bool *some)
{
	const char *name;
	size_t len;
	double v;
	bool all = true;

	*some = false;
	for (; (name = expr_name(text, &len)); text = name + len)
		if (drawn(d, name, len, &v, d->e))
			all = false;
		else
			*some = true;
	return all && *some;
}

/* Some names are drawn, others are not: their numbers into the text. */
static struct node *partly(struct draw *d, const struct node *n)
{
	char text[2 * EXPR_MOST];
	const char *from = n->text, *name;
	size_t at = 0, len;
	struct node *t;
	double v;

	while ((name = expr_name(from, &len)) && at < sizeof text - 200) {
		if (drawn(d, name, len, &v, d->e))
			snprintf(text + at, sizeof text - at, "%.*s", (int)(name - from + (ptrdiff_t)len), from);
		else
			snprintf(text + at, sizeof text - at, "%.*s(%.17g)", (int)(name - 1 - from), from, v);
		at += strlen(text + at);
		from = name + len;
	}
	snprintf(text + at, sizeof text - at, "%s", from);
	if (at + strlen(from) > EXPR_MOST) {
		node_err(n, d->e, "an expression of more than %d bytes", EXPR_MOST);
		return NULL;
	}
	t = node_text(d->t, text, n->line, n->col, d->e);
	if (t)
		t->quoted = n->quoted;
	return t;
}

static struct node *leaf(struct draw *d, const struct node *n)
{
	const struct expr_names names = { drawn, d };
	struct err why = { 0 };
	bool some;
	double v = 0;

	if (!expr_is(n->text) || (!known(d, n->text, &some) && !some))
		return node_clone(d->t, n, d->e);
	if (!known(d, n->text, &some))
		return partly(d, n);
	if (expr_eval(n->text, &names, &v, &why)) {
		node_err(n, d->e, "%s", why.msg);
		return NULL;
	}
	return number(d, n, v);
}

static struct node *copy(struct draw *d, const struct node *n)
{
	size_t a = node_is_distribution(n) ? axis_of(d->x, n) : NONE;
	struct node *c, *k;

	if (a != NONE)
		return number(d, n, d->value[a]);
	if (n->type == NODE_TEXT)
		return leaf(d, n);
	c = node_new(d->t, n->type, n->line, n->col, d->e);
	for (size_t i = 0; c && i < n->n; i++) {
		k = copy(d, n->child[i]);
		if (!k)
			return NULL;
		k->key_line = n->child[i]->key_line;
		k->key_col = n->child[i]->key_col;
		if (node_add(c, n->child[i]->key, k, d->e))
			return NULL;
	}
	return c;
}

int expand_get(const struct expand *x, size_t i, double *weight, struct node_tree *t, struct err *e)
{
	struct draw d = { .x = x, .t = t, .e = e };

	*t = (struct node_tree){ 0 };
	*weight = 1;
	for (size_t a = x->naxis; a-- > 0; i /= x->axis[a].n) {
		d.value[a] = x->axis[a].x[i % x->axis[a].n];
		*weight *= x->axis[a].w[i % x->axis[a].n];
	}
	if (node_tree_name(t, x->node->tree->file ? x->node->tree->file : "(input)", e))
		return e->code;
	t->root = copy(&d, x->node);
	if (!t->root)
		node_free(t);
	return e->code;
}
