#include "scat/read.h"

#include <math.h>
#include <string.h>

#include "base/near.h"
#include "scat/own.h"

static bool known_key(const char *key, const char *const *known)
{
	size_t len = strlen(key);

	for (; *known; known++)
		if (!strcmp(key, *known))
			return true;
	return !strcmp(key, "name") || !strcmp(key, "description") || (len > 5 && !strcmp(key + len - 5, "_note"));
}

int rd_keys(struct rd *r, const struct node *n, const char *const *known)
{
	if (node_is(n, NODE_MAP, r->e))
		return r->e->code;
	for (size_t i = 0; i < n->n; i++) {
		struct node at = *n->child[i];
		const char *near;
		char list[220];

		if (known_key(at.key, known))
			continue;
		near = near_best(at.key, known);
		at.line = at.key_line;
		at.col = at.key_col;
		return node_err(&at, r->e, "unknown key %.60s (%s%s%s", at.key, near ? "do you mean " : "there are ",
				near ? near : near_list(known, list, sizeof list), near ? "?)" : ")");
	}
	return 0;
}

const struct node *rd_need(struct rd *r, const struct node *n, const char *key)
{
	const struct node *c = node_get(n, key);

	if (!c)
		node_err(n, r->e, "%s is missing%s%s", key, n->key ? " in " : "", n->key ? n->key : "");
	return c;
}

int rd_key(struct rd *r, const struct node *n, const char *key, enum node_unit unit, double lo, double hi, double *out)
{
	const struct node *c = rd_need(r, n, key);

	return c ? rd_num(r, c, unit, lo, hi, out) : r->e->code;
}

int rd_opt(struct rd *r, const struct node *n, const char *key, enum node_unit unit, double lo, double hi, double *out)
{
	const struct node *c = node_get(n, key);

	return c ? rd_num(r, c, unit, lo, hi, out) : 0;
}

int rd_opt_int(struct rd *r, const struct node *n, const char *key, long lo, long hi, long *out)
{
	const struct node *c = node_get(n, key);

	return c ? node_int(c, lo, hi, out, r->e) : 0;
}

int rd_opt_choice(struct rd *r, const struct node *n, const char *key, const char *const *names, int *out)
{
	const struct node *c = node_get(n, key);

	return c ? node_choice(c, names, out, r->e) : 0;
}

int rd_list(struct rd *r, const struct node *n, size_t least, size_t most)
{
	if (node_is(n, NODE_LIST, r->e))
		return r->e->code;
	if (n->n < least)
		return node_err(n, r->e, "%s has %zu elements, at least %zu are needed", n->key ? n->key : "the list",
				n->n, least);
	if (n->n > most)
		return node_err(n, r->e, "%s has %zu elements, at most %zu can be", n->key ? n->key : "the list", n->n,
				most);
	return 0;
}

int rd_vec3(struct rd *r, const struct node *n, enum node_unit unit, struct vec3 *out)
{
	double v[3];

	if (rd_list(r, n, 3, 3))
		return r->e->code;
	for (size_t i = 0; i < 3; i++)
		if (rd_num(r, n->child[i], unit, -FF_MOST, FF_MOST, &v[i]))
			return r->e->code;
	*out = (struct vec3){ v[0], v[1], v[2] };
	return 0;
}

int rd_axis(struct rd *r, const struct node *n, struct vec3 *out)
{
	static const char *const names[] = { "x", "y", "z", NULL };
	int i;

	if (n->type == NODE_LIST) {
		if (rd_vec3(r, n, UNIT_NONE, out))
			return r->e->code;
		if (!(out->x * out->x + out->y * out->y + out->z * out->z > 1e-24))
			return node_err(n, r->e, "an axis has a length");
		return 0;
	}
	if (node_choice(n, names, &i, r->e))
		return r->e->code;
	*out = (struct vec3){ i == 0, i == 1, i == 2 };
	return 0;
}

int rd_text(struct rd *r, const struct node *n, const char **out)
{
	if (node_is(n, NODE_TEXT, r->e))
		return r->e->code;
	if (!*n->text)
		return node_err(n, r->e, "%s is empty", n->key ? n->key : "the text");
	*out = n->text;
	return 0;
}

int rd_at(struct rd *r, const struct node *n, const struct err *why)
{
	if (why->code && why->code != E_DATA)
		return err_set(r->e, why->code, "%s", why->msg);
	return node_err(n, r->e, "%s", why->msg);
}

bool rd_is(const struct node *n, const char *text)
{
	return n && n->type == NODE_TEXT && !strcmp(n->text, text);
}

void *rd_kept(const struct rd *r, const struct node *n, double key)
{
	for (size_t i = 0; i < r->nkept; i++)
		if (r->kept[i].at == n && r->kept[i].key == key)
			return r->kept[i].p;
	return NULL;
}

int rd_keep(struct rd *r, const struct node *n, double key, void *p)
{
	if (r->nkept == r->kept_room) {
		size_t room = r->kept_room ? 2 * r->kept_room : 16;
		struct rd_kept *more = own_alloc(&r->tmp, room, sizeof *more, r->e);

		if (!more)
			return r->e->code;
		for (size_t i = 0; i < r->nkept; i++)
			more[i] = r->kept[i];
		r->kept = more;
		r->kept_room = room;
	}
	r->kept[r->nkept++] = (struct rd_kept){ n, key, p };
	return 0;
}

/* A length of 1 in nm: a unit (um), or a number of nm. */
int rd_unit_nm(struct rd *r, const struct node *n, double *nm)
{
	static const char *const names[] = { "nm", "um", "A", "angstrom", "pm", "mm", "cm", "m", NULL };
	static const double sizes[] = { 1, 1e3, 0.1, 0.1, 1e-3, 1e6, 1e7, 1e9 };
	double v;
	int i;

	if (node_plain(n, &v))
		return node_num(n, UNIT_NM, 1e-6, 1e9, nm, r->e);
	if (node_choice(n, names, &i, r->e))
		return r->e->code;
	*nm = sizes[i];
	return 0;
}
