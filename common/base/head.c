#include "base/head.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void head_free(struct head *h)
{
	for (size_t i = 0; i < h->ntable; i++)
		mem_free(h->table[i].v);
	free(h->table);
	h->table = NULL;
	h->ntable = 0;
	meta_free(&h->meta);
}

int head_copy(struct head *to, const struct head *from, struct err *e)
{
	*to = *from;
	to->meta = (struct meta){ 0 };
	to->table = NULL;
	to->ntable = 0;
	if (meta_copy(&to->meta, &from->meta, e))
		return e->code;
	for (size_t i = 0; i < from->ntable; i++) {
		const struct table *t = &from->table[i];
		if (head_set_table(to, t->label, t->name, t->v, t->n, e))
			return e->code;
	}
	return 0;
}

void head_init(struct head *h, enum dtype t, int ndim, const size_t *n,
	       const char *const *labels)
{
	*h = (struct head){ .type = t, .ndim = ndim };
	for (int i = 0; i < ndim; i++) {
		h->n[i] = n[i];
		if (labels)
			snprintf(h->label[i], LABEL_MAX, "%s", labels[i]);
	}
}

int head_axis(const struct head *h, const char *label)
{
	for (int i = 0; i < h->ndim; i++)
		if (!strcmp(h->label[i], label))
			return i;
	return -1;
}

bool head_is(const struct head *h, const char *l0, const char *l1, const char *l2)
{
	return h->ndim == 3 && !strcmp(h->label[0], l0) && !strcmp(h->label[1], l1) &&
	       !strcmp(h->label[2], l2);
}

size_t head_item_count(const struct head *h)
{
	size_t c = 1;

	for (int i = 1; i < h->ndim; i++)
		c *= h->n[i];
	return c;
}

size_t head_item_bytes(const struct head *h)
{
	return head_item_count(h) * dtype_size(h->type);
}

const char *head_print(const struct head *h, char *buf, size_t len)
{
	size_t at = (size_t)snprintf(buf, len, "%d-D ", h->ndim);

	for (int i = 0; i < h->ndim && at < len; i++)
		at += (size_t)snprintf(buf + at, len - at, "[%s]", *h->label[i] ? h->label[i] : "?");
	if (at < len)
		at += (size_t)snprintf(buf + at, len - at, " %s", dtype_name(h->type));
	for (int i = 0; i < h->ndim && at < len; i++) {
		if (!i && !h->n[0])
			at += (size_t)snprintf(buf + at, len - at, " ?");
		else
			at += (size_t)snprintf(buf + at, len - at, i ? " x %zu" : " %zu", h->n[i]);
	}
	return buf;
}

struct table *head_table(const struct head *h, const char *label, const char *name)
{
	for (size_t i = 0; i < h->ntable; i++)
		if (!strcmp(h->table[i].label, label) && !strcmp(h->table[i].name, name))
			return &h->table[i];
	return NULL;
}

void head_del_table(struct head *h, const char *label, const char *name)
{
	struct table *t = head_table(h, label, name);

	if (!t)
		return;
	mem_free(t->v);
	h->ntable--;
	memmove(t, t + 1, (size_t)(h->table + h->ntable - t) * sizeof *t);
}

int head_set_table(struct head *h, const char *label, const char *name,
		   const double *v, size_t n, struct err *e)
{
	int axis = head_axis(h, label);
	struct table *t = head_table(h, label, name), *p;
	double *copy;

	if (axis >= 0 && h->n[axis] && h->n[axis] != n)
		return err_set(e, E_DATA, "table %s.%s has %zu values, its axis %zu samples",
			       label, name, n, h->n[axis]);
	copy = mem_alloc(n ? n : 1, sizeof *copy, "a table", e);
	if (!copy)
		return e->code;
	memcpy(copy, v, n * sizeof *v);
	if (!t) {
		p = realloc(h->table, (h->ntable + 1) * sizeof *p);
		if (!p) {
			mem_free(copy);
			return err_nomem(e, "a table");
		}
		h->table = p;
		t = &p[h->ntable++];
		*t = (struct table){ .n = 0 };
		snprintf(t->label, sizeof t->label, "%s", label);
		snprintf(t->name, sizeof t->name, "%s", name);
	}
	mem_free(t->v);
	t->v = copy;
	t->n = n;
	return 0;
}

int head_check(const struct head *h, struct err *e)
{
	for (size_t i = 0; i < h->ntable; i++) {
		const struct table *t = &h->table[i];
		int axis = head_axis(h, t->label);
		if (axis >= 0 && h->n[axis] && h->n[axis] != t->n)
			return err_set(e, E_DATA, "table %s.%s has %zu values, its axis %zu samples",
				       t->label, t->name, t->n, h->n[axis]);
		for (size_t k = 0; k < t->n; k++)
			if (!isfinite(t->v[k]))
				return err_set(e, E_DATA, "table %s.%s: value %zu is not finite",
					       t->label, t->name, k);
	}
	return 0;
}

/* One "count*value" or "value"; appends to *v. */
static int table_word(const char *word, double **v, size_t *n, size_t *cap, struct err *e)
{
	const char *star = strchr(word, '*');
	double count = 1, x;
	char num[32];

	if (star) {
		snprintf(num, sizeof num, "%.*s", (int)(star - word), word);
		if (star - word >= (long)sizeof num || num_parse(num, &count))
			count = -1;
	}
	if (!(count >= 1 && count <= 1e7 && count == floor(count)) ||
	    num_parse(star ? star + 1 : word, &x))
		return err_set(e, E_DATA, "bad value '%.40s' in a table", word);
	if (*n + (size_t)count > 10000000)
		return err_set(e, E_DATA, "a table of more than 10000000 values");
	if (*n + (size_t)count > *cap) {
		size_t want = 2 * (*n + (size_t)count);
		double *p = mem_alloc(want, sizeof *p, "a table", e);
		if (!p)
			return e->code;
		if (*n)
			memcpy(p, *v, *n * sizeof *p);
		mem_free(*v);
		*v = p;
		*cap = want;
	}
	for (size_t i = 0; i < (size_t)count; i++)
		(*v)[(*n)++] = x;
	return 0;
}

int table_parse(const char *text, double **v, size_t *n, struct err *e)
{
	char *copy = strdup(text), *save = NULL;
	size_t cap = 0;

	*v = NULL;
	*n = 0;
	if (!copy)
		return err_nomem(e, "a table");
	for (char *s = strtok_r(copy, " \t", &save); s && !e->code; s = strtok_r(NULL, " \t", &save))
		table_word(s, v, n, &cap, e);
	free(copy);
	if (!e->code && !*n)
		err_set(e, E_DATA, "an empty table");
	if (e->code) {
		mem_free(*v);
		*v = NULL;
		*n = 0;
	}
	return e->code;
}

int table_print(const double *v, size_t n, char **text, struct err *e)
{
	size_t cap = 48 * (n ? n : 1), at = 0;
	char *s = mem_alloc(cap, 1, "a table", e);
	char num[40];

	*text = s;
	if (!s)
		return e->code;
	*s = '\0';
	for (size_t i = 0, run; i < n; i += run) {
		for (run = 1; i + run < n && v[i + run] == v[i]; run++)
			;
		if (run > 2) {
			at += (size_t)snprintf(s + at, cap - at, "%s%zu*%s", at ? " " : "", run,
					      num_print(v[i], num, sizeof num));
			continue;
		}
		run = 1;
		at += (size_t)snprintf(s + at, cap - at, "%s%s", at ? " " : "", num_print(v[i], num, sizeof num));
	}
	return 0;
}

const char *head_quantity(const struct head *h)
{
	const char *q = meta_get(&h->meta, META_QUANTITY);

	return q ? q : "";
}

int head_theta(const struct head *h, const double **theta_deg, size_t *n, struct err *e)
{
	const struct table *t = head_table(h, "angle", "theta_deg");
	int axis = head_axis(h, "angle");

	if (!t)
		return err_set(e, E_DATA, "no angles (table angle.theta_deg): give --theta");
	if (axis >= 0 && h->n[axis] && h->n[axis] != t->n)
		return err_set(e, E_DATA, "%zu angles for %zu projections", t->n, h->n[axis]);
	*theta_deg = t->v;
	*n = t->n;
	return 0;
}
