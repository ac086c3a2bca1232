#include "base/node.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/near.h"

struct block { struct block *next; size_t used, size; _Alignas(max_align_t) char bytes[]; };
enum { BLOCK_LEAST = 1 << 11, BLOCK_MOST = 1 << 16, INDEX_FROM = 16 };

/* ---- the arena --------------------------------------------------------------------------------- */

static void *arena(struct node_tree *t, size_t size, struct err *e)
{
	struct block *b = t->arena;
	size_t want = (size + sizeof(max_align_t) - 1) / sizeof(max_align_t) * sizeof(max_align_t), room;

	if (!b || b->size - b->used < want) {
		room = !b ? BLOCK_LEAST : b->size < BLOCK_MOST ? 2 * b->size : BLOCK_MOST;
		room = want > room ? want : room;
		b = mem_zero(1, sizeof *b + room, "a tree of values", e);
		if (!b)
			return NULL;
		b->size = room;
		b->next = t->arena;
		t->arena = b;
	}
	b->used += want;
	return b->bytes + b->used - want;
}

static char *arena_text(struct node_tree *t, const char *text, struct err *e)
{
	size_t n = strlen(text) + 1;
	char *p = arena(t, n, e);

	if (p)
		memcpy(p, text, n);
	return p;
}

void node_free(struct node_tree *t)
{
	struct block *next;

	for (struct block *b = t->arena; b; b = next) {
		next = b->next;
		mem_free(b);
	}
	*t = (struct node_tree){ 0 };
}

int node_tree_name(struct node_tree *t, const char *file, struct err *e)
{
	t->file = arena_text(t, file, e);
	return e->code;
}

/* ---- making ------------------------------------------------------------------------------------ */

static const char *file_of(const struct node_tree *t)
{
	return t->file ? t->file : "(input)";
}

struct node *node_new(struct node_tree *t, enum node_type type, int line, int col, struct err *e)
{
	struct node *n;

	if (t->nodes >= NODE_MOST) {
		err_set(e, E_DATA, "%.300s:%d:%d: more than %d values", file_of(t), line, col, NODE_MOST);
		return NULL;
	}
	n = arena(t, sizeof *n, e);
	if (!n)
		return NULL;
	t->nodes++;
	*n = (struct node){ .type = type, .line = line, .col = col, .tree = t };
	return n;
}

struct node *node_text(struct node_tree *t, const char *text, int line, int col, struct err *e)
{
	struct node *n = node_new(t, NODE_TEXT, line, col, e);

	if (n && !(n->text = arena_text(t, text, e)))
		return NULL;
	return n;
}

static size_t hash(const char *key)
{
	uint64_t h = 14695981039346656037u;

	for (; *key; key++)
		h = (h ^ (unsigned char)*key) * 1099511628211u;
	return (size_t)(h ^ h >> 29);
}

static struct node *find(const struct node *n, const char *key)
{
	if (!n->slots) {
		for (size_t i = 0; i < n->n; i++)
			if (!strcmp(n->child[i]->key, key))
				return n->child[i];
		return NULL;
	}
	for (size_t i = hash(key) % n->slots; n->slot[i]; i = (i + 1) % n->slots)
		if (!strcmp(n->slot[i]->key, key))
			return n->slot[i];
	return NULL;
}

static void index_one(struct node *n, struct node *child)
{
	size_t i = hash(child->key) % n->slots;

	while (n->slot[i])
		i = (i + 1) % n->slots;
	n->slot[i] = child;
}

/* Room for one child more; large maps have an index at most half full. */
static int grow(struct node *n, struct err *e)
{
	struct node **child;
	size_t room = n->room ? 2 * n->room : 4;

	if (n->n < n->room)
		return 0;
	child = arena(n->tree, room * sizeof *child, e);
	if (!child)
		return e->code;
	if (n->n)
		memcpy(child, n->child, n->n * sizeof *child);
	n->child = child;
	n->room = room;
	if (n->type != NODE_MAP || room < INDEX_FROM)
		return 0;
	n->slot = arena(n->tree, 2 * room * sizeof *n->slot, e);
	if (!n->slot)
		return e->code;
	n->slots = 2 * room;
	memset(n->slot, 0, n->slots * sizeof *n->slot);
	for (size_t i = 0; i < n->n; i++)
		index_one(n, n->child[i]);
	return 0;
}

static int height(const struct node *n)
{
	int most = 0;

	if (n->type == NODE_TEXT)
		return 0;
	for (size_t i = 0; i < n->n; i++) {
		int h = height(n->child[i]);

		most = h > most ? h : most;
	}
	return most + 1;
}

static int depth(const struct node *n)
{
	int d = 0;

	for (; n; n = n->parent)
		d++;
	return d;
}

static int key_err(const struct node *child, struct err *e, const char *fmt, const char *key, int line)
{
	struct node at = *child;

	if (child->key_line) {
		at.line = child->key_line;
		at.col = child->key_col;
	}
	return node_err(&at, e, fmt, key, line);
}

int node_add(struct node *parent, const char *key, struct node *child, struct err *e)
{
	const struct node *there;

	if (e->code)
		return e->code;
	if (parent->type == NODE_TEXT || child->parent || child->tree != parent->tree || (parent->type == NODE_MAP) != (key != NULL))
		return err_set(e, E_INTERNAL, "a value added to what cannot hold it");
	if (depth(parent) + height(child) > NODE_DEPTH)
		return node_err(child, e, "deeper than %d levels", NODE_DEPTH);
	if (key && !*key)
		return key_err(child, e, "an empty key%s", "", 0);
	there = key ? find(parent, key) : NULL;
	if (there)
		return key_err(child, e, "key '%.80s' is there already, on line %d", key,
			       there->key_line ? there->key_line : there->line);
	if (grow(parent, e) || (key && !(child->key = arena_text(parent->tree, key, e))))
		return e->code;
	child->parent = parent;
	child->at = parent->n;
	parent->child[parent->n++] = child;
	if (key && parent->slots)
		index_one(parent, child);
	return 0;
}

static void index_replace(struct node *n, const struct node *old, struct node *by)
{
	size_t i = hash(old->key) % n->slots;

	while (n->slot[i] != old)
		i = (i + 1) % n->slots;
	n->slot[i] = by;
}

int node_replace(struct node *old, struct node *by, struct err *e)
{
	struct node *p = old->parent;

	if (e->code)
		return e->code;
	if (by->parent || by->tree != old->tree || by == old)
		return err_set(e, E_INTERNAL, "a value put where it cannot be");
	if (depth(old) - 1 + height(by) > NODE_DEPTH)
		return node_err(by, e, "deeper than %d levels", NODE_DEPTH);
	by->key = old->key;
	by->key_line = old->key_line;
	by->key_col = old->key_col;
	by->parent = p;
	if (p) {
		by->at = old->at;
		p->child[old->at] = by;
		if (p->slots)
			index_replace(p, old, by);
	} else if (old->tree->root == old) {
		old->tree->root = by;
	}
	old->parent = NULL;
	return 0;
}

struct node *node_clone(struct node_tree *t, const struct node *n, struct err *e)
{
	struct node *c = node_new(t, n->type, n->line, n->col, e), *k;

	if (!c)
		return NULL;
	c->quoted = n->quoted;
	if (n->text && !(c->text = arena_text(t, n->text, e)))
		return NULL;
	for (size_t i = 0; i < n->n; i++) {
		k = node_clone(t, n->child[i], e);
		if (!k)
			return NULL;
		k->key_line = n->child[i]->key_line;
		k->key_col = n->child[i]->key_col;
		if (node_add(c, n->child[i]->key, k, e))
			return NULL;
	}
	return c;
}

int node_tree_copy(struct node_tree *to, const struct node_tree *from, struct err *e)
{
	*to = (struct node_tree){ 0 };
	to->unplaced = from->unplaced;
	if (from->file && node_tree_name(to, from->file, e))
		return e->code;
	if (from->root && !(to->root = node_clone(to, from->root, e)))
		node_free(to);
	return e->code;
}

/* ---- looking ----------------------------------------------------------------------------------- */

int node_err(const struct node *n, struct err *e, const char *fmt, ...)
{
	char what[300];
	const char *file = n ? file_of(n->tree) : "";
	size_t len = strlen(file), cut = len > 150 ? len - 147 : 0;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof what, fmt, ap);
	va_end(ap);
	if (!n)
		return err_set(e, E_DATA, "%s", what);
	if (!n->line)
		return err_set(e, E_DATA, "%s%s, set by -D: %s", cut ? "..." : "", file + cut, what);
	return err_set(e, E_DATA, "%s%s:%d:%d: %s", cut ? "..." : "", file + cut, n->line, n->col, what);
}

int node_err_at(const struct node *n, struct err *e)
{
	struct err why = *e;

	if (!e->code || !n)
		return e->code;
	*e = (struct err){ 0, "" };
	node_err(n, e, "%s", why.msg);
	return e->code = why.code;
}

/* The path down from the nearest key. */
static void path(const struct node *n, char *buf, size_t len)
{
	const struct node *up[NODE_DEPTH + 1];
	size_t k = 0, at = 0;

	for (; n && n->parent && k < NODE_DEPTH + 1; n = n->parent) {
		up[k++] = n;
		if (n->key)
			break;
	}
	if (len)
		*buf = '\0';
	for (; k-- && at < len; at += strlen(buf + at))
		if (up[k]->key)
			snprintf(buf + at, len - at, "%s%.80s", at ? "." : "", up[k]->key);
		else
			snprintf(buf + at, len - at, "%s%zu", at ? "." : "", up[k]->at);
}

const char *node_name(const struct node *n, char *buf, size_t len)
{
	path(n, buf, len);
	if (len && !*buf)
		snprintf(buf, len, "the value");
	return buf;
}

static struct node *step(struct node *n, const char *name, size_t len)
{
	size_t i = 0;

	if (n->type == NODE_MAP) {
		for (i = 0; i < n->n; i++)
			if (strlen(n->child[i]->key) == len && !memcmp(n->child[i]->key, name, len))
				return n->child[i];
		return NULL;
	}
	if (!len || len > 8 || strspn(name, "0123456789") < len)
		return NULL;
	for (size_t k = 0; k < len; k++)
		i = 10 * i + (size_t)(name[k] - '0');
	return i < n->n ? n->child[i] : NULL;
}

struct node *node_at(struct node *root, const char *where)
{
	struct node *n = root;

	if (!*where)
		return root;
	while (n) {
		size_t len = strcspn(where, ".");

		n = step(n, where, len);
		if (!where[len])
			return n;
		where += len + 1;
	}
	return NULL;
}

const struct node *node_get(const struct node *n, const char *key)
{
	return n && n->type == NODE_MAP ? find(n, key) : NULL;
}

int node_is(const struct node *n, enum node_type type, struct err *e)
{
	static const char *const names[] = { "a text", "a list", "a map" };
	char name[200];

	if (n->type == type)
		return 0;
	return node_err(n, e, "%s: expected %s, found %s", node_name(n, name, sizeof name), names[type],
			n->type == NODE_TEXT && !*n->text ? "nothing" : names[n->type]);
}

static int unknown_key(const struct node *c, const char *const *known, struct err *e)
{
	const char *best = near_best(c->key, known);
	struct node at = *c;
	char list[220];

	if (c->key_line) {
		at.line = c->key_line;
		at.col = c->key_col;
	}
	if (best)
		return node_err(&at, e, "unknown key '%.80s'; did you mean '%s'?", c->key, best);
	return node_err(&at, e, "unknown key '%.80s' (there are %s)", c->key, near_list(known, list, sizeof list));
}

int node_keys(const struct node *n, const char *const *known, struct err *e)
{
	if (node_is(n, NODE_MAP, e))
		return e->code;
	for (size_t i = 0; i < n->n; i++) {
		size_t k = 0;

		while (known[k] && strcmp(known[k], n->child[i]->key))
			k++;
		if (!known[k])
			return unknown_key(n->child[i], known, e);
	}
	return 0;
}
