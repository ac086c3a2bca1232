#include "base/node_param.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/expr.h"
#include "base/mem.h"
#include "base/near.h"

enum state { NEW, BUSY, DONE };

struct params {
	struct node_tree *t;
	struct node *map;		/* NULL: there are none */
	char *state, *used;		/* of each */
	int depth;
	struct err *e;
};

static int put(struct params *p, struct node *n);

void node_warn(const struct node_warn *w, const struct node *n, const char *fmt, ...)
{
	char what[300];
	struct err e = { 0 };
	va_list ap;

	if (!w || !w->tell)
		return;
	va_start(ap, fmt);
	vsnprintf(what, sizeof what, fmt, ap);
	va_end(ap);
	node_err(n, &e, "%s", what);
	w->tell(w->ctx, e.msg);
}

bool node_is_distribution(const struct node *n)
{
	return n && n->type == NODE_MAP && (node_get(n, "distribution") || node_get(n, "values"));
}

/* ---- putting in -------------------------------------------------------------------------------- */

static int unknown(const struct params *p, const struct node *where, const char *name, struct err *e)
{
	const char **list = NULL, *best = NULL;
	size_t n = p->map ? p->map->n : 0;

	list = mem_zero(n + 1, sizeof *list, "names", e);
	if (!list)
		return e->code;
	for (size_t i = 0; i < n; i++)
		list[i] = p->map->child[i]->key;
	best = near_best(name, list);
	mem_free(list);
	if (best)
		return node_err(where, e, "unknown parameter '%.80s'; did you mean '%s'?", name, best);
	return node_err(where, e, "unknown parameter '%.80s'", name);
}

/* The parameter of this name, resolved; NULL and an error. */
static struct node *resolve(struct params *p, const struct node *where, const char *name, size_t len)
{
	char copy[100];
	size_t i = 0;

	snprintf(copy, sizeof copy, "%.*s", (int)(len < 99 ? len : 99), name);
	while (p->map && i < p->map->n && strcmp(p->map->child[i]->key, copy))
		i++;
	if (!p->map || i == p->map->n) {
		unknown(p, where, copy, p->e);
		return NULL;
	}
	p->used[i] = 1;
	if (p->state[i] == BUSY || p->depth > NODE_DEPTH) {
		node_err(where, p->e, "parameter '%s' refers to itself", copy);
		return NULL;
	}
	if (p->state[i] == NEW) {
		p->state[i] = BUSY;
		p->depth++;
		if (put(p, p->map->child[i]))
			return NULL;
		p->depth--;
		p->state[i] = DONE;
	}
	return p->map->child[i];
}

/* What a parameter is within an expression: its number, or an expression of distributions; in parentheses. */
static int within(const struct params *p, const struct node *where, const struct node *value, char *out, size_t len)
{
	double v;

	if (node_is_distribution(value))
		snprintf(out, len, "$%.90s", value->key);
	else if (value->type == NODE_TEXT && expr_is(value->text))
		snprintf(out, len, "(%s)", value->text + (*value->text == '='));
	else if (node_plain(value, &v))
		snprintf(out, len, "(%s)", value->text);
	else
		return node_err(where, p->e, "parameter '%s' is no plain number, and stands in an expression", value->key);
	return 0;
}

/* Names replaced; *left: some that are distributions are still there. */
static int rewrite(struct params *p, const struct node *n, char *out, size_t room, bool *left)
{
	char one[EXPR_MOST + 4];
	const char *from = n->text, *name;
	const struct node *value;
	size_t at = 0, len, more;

	*left = false;
	while ((name = expr_name(from, &len))) {
		value = resolve(p, n, name, len);
		if (!value || within(p, n, value, one, sizeof one))
			return p->e->code;
		*left = *left || strchr(one, '$');
		more = (size_t)(name - 1 - from) + strlen(one);
		if (at + more + strlen(name + len) >= room)
			return node_err(n, p->e, "an expression of more than %d bytes", EXPR_MOST);
		snprintf(out + at, room - at, "%.*s%s", (int)(name - 1 - from), from, one);
		at += more;
		from = name + len;
	}
	if (at + strlen(from) >= room)
		return node_err(n, p->e, "an expression of more than %d bytes", EXPR_MOST);
	snprintf(out + at, room - at, "%s", from);
	return 0;
}

/* A syntax error is found here even where names are left. */
static int any_value(void *ctx, const char *name, size_t len, double *v, struct err *e)
{
	(void)ctx;
	(void)name;
	(void)len;
	*v = 1.2345678901;
	return e->code;
}

static int compute(struct params *p, struct node *n)
{
	const struct expr_names any = { any_value, NULL };
	char text[EXPR_MOST + 1], number[40];
	struct err why = { 0 };
	struct node *by;
	bool left;
	double v;

	if (rewrite(p, n, text, sizeof text, &left))
		return p->e->code;
	if (expr_eval(text, left ? &any : NULL, &v, &why) && !(left && strstr(why.msg, "by zero")))
		return node_err(n, p->e, "%s", why.msg);
	snprintf(number, sizeof number, "%.17g", v);
	by = node_text(p->t, left ? text : number, n->line, n->col, p->e);
	return by ? node_replace(n, by, p->e) : p->e->code;
}

/* A whole value that is one reference. */
static bool alone(const char *text, const char **name, size_t *len)
{
	text += strspn(text, " \t");
	if (*text != '$')
		return false;
	*name = expr_name(text, len);
	return *name == text + 1 && !text[1 + *len + strspn(text + 1 + *len, " \t")];
}

static int reference(struct params *p, struct node *n, const char *name, size_t len)
{
	const struct node *value = resolve(p, n, name, len);
	struct node *by;

	if (!value)
		return p->e->code;
	by = node_clone(p->t, value, p->e);
	if (!by)
		return p->e->code;
	if (by->type == NODE_TEXT) {
		by->line = n->line;
		by->col = n->col;
	}
	return node_replace(n, by, p->e);
}

static bool left_alone(const char *key)
{
	size_t n = key ? strlen(key) : 0;

	return key && (!strcmp(key, "description") || !strcmp(key, "generator") || !strcmp(key, "units") ||
		       (n > 5 && !strcmp(key + n - 5, "_note")));
}

static int put(struct params *p, struct node *n)
{
	const char *name;
	size_t len;

	if (left_alone(n->key))
		return 0;
	if (n->type == NODE_TEXT) {
		if (!expr_is(n->text))
			return 0;
		return alone(n->text, &name, &len) ? reference(p, n, name, len) : compute(p, n);
	}
	for (size_t i = 0; i < n->n; i++)
		if (n->child[i] != p->map && put(p, n->child[i]))
			return p->e->code;
	return 0;
}

static int apply(struct params *p, const struct node_warn *warn)
{
	size_t n = p->map ? p->map->n : 0;

	if (put(p, p->t->root))
		return p->e->code;
	for (size_t i = 0; i < n; i++) {
		bool used = p->used[i];

		if (!resolve(p, p->map, p->map->child[i]->key, strlen(p->map->child[i]->key)))
			return p->e->code;
		if (!used && p->used[i] == 1)
			p->used[i] = 2;
	}
	for (size_t i = 0; i < n; i++)
		if (p->used[i] == 2)
			node_warn(warn, p->map->child[i], "parameter '%.80s' is not used", p->map->child[i]->key);
	return 0;
}

int node_param_apply(struct node_tree *to, const struct node_tree *from, const struct node_warn *warn, struct err *e)
{
	struct params p = { .t = to, .e = e };
	const struct node *map;
	size_t n, len;

	if (node_tree_copy(to, from, e))
		return e->code;
	map = node_get(to->root, "parameters");
	n = map ? map->n : 0;
	p.map = map ? node_at(to->root, "parameters") : NULL;
	p.state = mem_zero(n + 1, 1, "parameters", e);
	p.used = mem_zero(n + 1, 1, "parameters", e);
	if (map && !e->code && !node_is(map, NODE_MAP, e))
		for (size_t i = 0; i < n && !e->code; i++) {
			char dollar[120];

			snprintf(dollar, sizeof dollar, "$%.100s", map->child[i]->key);
			if (!expr_name(dollar, &len) || len != strlen(map->child[i]->key) || len > 90)
				node_err(map->child[i], e, "'%.80s' cannot be the name of a parameter", map->child[i]->key);
		}
	if (!e->code)
		apply(&p, warn);
	mem_free(p.state);
	mem_free(p.used);
	if (e->code)
		node_free(to);
	return e->code;
}

/* ---- setting ----------------------------------------------------------------------------------- */

/* Copies of a distribution are known by their place, so that each value has a number where it has none. */
static void no_place(struct node *n)
{
	n->line = n->key_line = n->key_col = 0;
	n->col = ++n->tree->unplaced;
	for (size_t i = 0; i < n->n; i++)
		no_place(n->child[i]);
}

static int replace(struct node *old, const char *text, int (*parse)(struct node_tree *out, const char *text, struct err *e), struct err *e)
{
	struct node_tree t = { 0 };
	struct node *by = NULL;

	if (!parse)
		by = node_text(old->tree, text, 0, 0, e);
	else if (!parse(&t, text, e))
		by = node_clone(old->tree, t.root, e);
	node_free(&t);
	if (!by)
		return e->code;
	no_place(by);
	return node_replace(old, by, e);
}

/* A name without dots that is neither a parameter nor at the top of the file. */
static int no_such_name(const struct node_tree *t, const char *name, struct err *e)
{
	const struct node *p = node_get(t->root, "parameters");
	const char **names, *best;
	char list[200];
	size_t n = 0, np = p && p->type == NODE_MAP ? p->n : 0;

	if (!(names = mem_zero(np + t->root->n + 1, sizeof *names, "names", e)))
		return e->code;
	for (; n < np; n++)
		names[n] = p->child[n]->key;
	near_list(names, list, sizeof list);
	for (size_t i = 0; i < t->root->n; i++)
		names[n + i] = t->root->child[i]->key;
	best = near_best(name, names);
	mem_free(names);
	if (best)
		return err_set(e, E_USAGE, "-D %.150s: the file has no '%.99s'; did you mean '%s'?", name, name, best);
	return err_set(e, E_USAGE, "-D %.150s: the file has no '%.99s' (%s%s)", name, name, np ? "its parameters: " : "no parameters", list);
}

/* How far a path leads, and what is there. */
static int not_there(struct node_tree *t, const char *path, struct err *e)
{
	const char **list, *best, *rest = path;
	char part[200];
	struct node *n = t->root, *next = n;
	size_t len = 0;

	for (; next && *rest; rest += len + (rest[len] == '.')) {
		len = strcspn(rest, ".");
		snprintf(part, sizeof part, "%.*s", (int)(rest - path + (ptrdiff_t)len), path);
		next = node_at(t->root, part);
		if (!next)
			break;
		n = next;
	}
	snprintf(part, sizeof part, "%.*s", (int)(rest > path ? rest - path - 1 : 0), path);
	if (n->type == NODE_LIST)
		return err_set(e, E_USAGE, "-D %.150s: %s is a list of %zu, without %.*s", path, *part ? part : "the file", n->n, (int)len, rest);
	if (n->type == NODE_TEXT)
		return err_set(e, E_USAGE, "-D %.150s: %s is a single value", path, *part ? part : "the file");
	if (n == t->root && !strchr(path, '.'))
		return no_such_name(t, path, e);
	list = mem_zero(n->n + 1, sizeof *list, "names", e);
	if (!list)
		return e->code;
	for (size_t i = 0; i < n->n; i++)
		list[i] = n->child[i]->key;
	snprintf(part + strlen(part), sizeof part - strlen(part), "%s", *part ? " " : "");
	rest = len ? rest : path;
	{
		char last[100];

		snprintf(last, sizeof last, "%.*s", (int)(len < 99 ? len : 99), rest);
		best = near_best(last, list);
		mem_free(list);
		if (best)
			return err_set(e, E_USAGE, "-D %.150s: %shas no '%s'; did you mean '%s'?", path, *part ? part : "the file ", last, best);
		return err_set(e, E_USAGE, "-D %.150s: %shas no '%s'", path, *part ? part : "the file ", last);
	}
}

/* A key that its map does not have yet, nor one like it: who reads the tree knows whether there is such a one. */
static struct node *new_key(struct node_tree *t, const char *path, struct err *e)
{
	const char *dot = strrchr(path, '.'), *names[201];
	char parent[500];
	struct node *map, *child;

	if (!dot || !dot[1])
		return NULL;
	snprintf(parent, sizeof parent, "%.*s", (int)(dot - path), path);
	map = node_at(t->root, parent);
	if (!map || map->type != NODE_MAP || map->n > 200)
		return NULL;
	for (size_t i = 0; i < map->n; i++)
		names[i] = map->child[i]->key;
	names[map->n] = NULL;
	if (near_best(dot + 1, names))
		return NULL;
	child = node_text(t, "", 0, 0, e);
	return !child || node_add(map, dot + 1, child, e) ? NULL : child;
}

int node_param_set(struct node_tree *t, const char *assignment, int (*parse)(struct node_tree *out, const char *text, struct err *e),
		   struct err *e)
{
	const char *eq = strchr(assignment, '=');
	char path[500];
	struct node *map = node_at(t->root, "parameters"), *old;

	if (!eq || eq == assignment)
		return err_set(e, E_USAGE, "-D %.100s: expected name=value", assignment);
	if ((size_t)(eq - assignment) >= sizeof path)
		return err_set(e, E_USAGE, "-D %.100s: a name of more than %zu bytes", assignment, sizeof path - 1);
	snprintf(path, sizeof path, "%.*s", (int)(eq - assignment), assignment);
	old = map && map->type == NODE_MAP && !strchr(path, '.') ? node_at(map, path) : NULL;
	if (!old)
		old = node_at(t->root, path);
	if (!old)
		old = new_key(t, path, e);
	if (e->code)
		return e->code;
	if (!old || old == t->root)
		return not_there(t, path, e);
	return replace(old, eq + 1, parse, e);
}
