#include "cli/parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "base/mem.h"

static int open_part(struct part *p, const char *path, struct err *e)
{
	p->path = path;
	if (stream_open(&p->s, path, NULL, e))
		return e->code;
	if (!stream_random(p->s))
		return err_set(e, E_USAGE, "%s: a part must be a file", path);
	if (!slab_get(stream_head(p->s), &p->slab, e))
		return e->code ? err_at(e, path) : err_set(e, E_DATA, "%s: is no slab of rows (see --slab of xnorm)", path);
	if (p->slab.mode == SLAB_PROBE)
		return err_set(e, E_DATA, "%s: is a trial, not a part", path);
	return 0;
}

static int by_row(const void *x, const void *y)
{
	const struct slab *a = &((const struct part *)x)->slab, *b = &((const struct part *)y)->slab;

	return (a->a > b->a) - (a->a < b->a);
}

static int check_rows(const struct parts *j, struct err *e)
{
	size_t at = 0, all = j->part[0].slab.n;

	for (size_t i = 0; i < j->n; i++) {
		const struct part *p = &j->part[i];
		if (p->slab.n != all)
			return err_set(e, E_DATA, "%s: is of %zu rows, %s of %zu", p->path, p->slab.n, j->part[0].path, all);
		if (p->slab.a > at)
			return err_set(e, E_DATA, "%s: rows %zu:%zu are missing ahead of it", p->path, at, p->slab.a);
		if (p->slab.a < at)
			return err_set(e, E_DATA, "%s: row %zu is in %s too", p->path, p->slab.a, j->part[i - 1].path);
		at = p->slab.b;
	}
	return at < all ? err_set(e, E_DATA, "%s: rows %zu:%zu are missing after it", j->part[j->n - 1].path, at, all) : 0;
}

static int differ(const struct part *p, const struct part *first, const char *what, struct err *e)
{
	return err_set(e, E_DATA, "%s: differs from %s in %.100s", p->path, first->path, what);
}

static int same_shape(const struct parts *j, const struct part *p, struct err *e)
{
	const struct head *x = stream_head(j->part[0].s), *y = stream_head(p->s);
	bool same = x->type == y->type && x->ndim == y->ndim && x->is_complex == y->is_complex;

	for (int i = 0; same && i < x->ndim; i++)
		same = !strcmp(x->label[i], y->label[i]) && (i == j->axis || x->n[i] == y->n[i]);
	return same ? 0 : differ(p, &j->part[0], "type or shape", e);
}

/* Each entry of x, the slab aside, is in y. */
static int within(const struct meta *x, const struct meta *y, const struct part *p, const struct part *first, struct err *e)
{
	for (size_t i = 0; i < x->n; i++) {
		const char *other = meta_get(y, x->entry[i].key);
		if (strcmp(x->entry[i].key, META_SLAB) && (!other || strcmp(other, x->entry[i].val)))
			return differ(p, first, x->entry[i].key, e);
	}
	return 0;
}

static int same_tables(const struct parts *j, const struct part *p, struct err *e)
{
	const struct head *x = stream_head(j->part[0].s), *y = stream_head(p->s);
	char name[LABEL_MAX + 60];

	for (size_t i = 0; i < x->ntable; i++) {
		const struct table *t = &x->table[i], *u = head_table(y, t->label, t->name);
		bool along = !strcmp(t->label, x->label[j->axis]);
		snprintf(name, sizeof name, META_TABLE "%s.%s", t->label, t->name);
		if (!u || (!along && (t->n != u->n || memcmp(t->v, u->v, t->n * sizeof *t->v))))
			return differ(p, &j->part[0], name, e);
	}
	return x->ntable == y->ntable ? 0 : differ(p, &j->part[0], "the number of tables", e);
}

static int same(const struct parts *j, const struct part *p, struct err *e)
{
	const struct part *first = &j->part[0];
	const struct meta *x = &stream_head(first->s)->meta, *y = &stream_head(p->s)->meta;

	return same_shape(j, p, e) || within(x, y, p, first, e) || within(y, x, p, first, e) || same_tables(j, p, e) ?
	       e->code : 0;
}

static int join_table(struct parts *j, const char *label, const char *name, struct err *e)
{
	double *v = mem_alloc(j->head.n[j->axis], sizeof *v, "a table", e);

	for (size_t i = 0; v && i < j->n; i++) {
		const struct part *p = &j->part[i];
		memcpy(v + p->slab.a, head_table(stream_head(p->s), label, name)->v + part_halo(p), part_rows(p) * sizeof *v);
	}
	if (v)
		head_set_table(&j->head, label, name, v, j->head.n[j->axis], e);
	mem_free(v);
	return e->code;
}

static int join_head(struct parts *j, struct err *e)
{
	const struct head *first = stream_head(j->part[0].s);

	if (head_copy(&j->head, first, e))
		return e->code;
	meta_del(&j->head.meta, META_SLAB);
	j->head.n[j->axis] = j->part[0].slab.n;
	for (size_t i = 0; i < first->ntable; i++)
		if (!strcmp(first->table[i].label, first->label[j->axis]) &&
		    join_table(j, first->table[i].label, first->table[i].name, e))
			return e->code;
	return head_check(&j->head, e);
}

/* Each part is open until the end; some to spare for the rest. */
static void allow_files(size_t n)
{
	struct rlimit r;

	if (getrlimit(RLIMIT_NOFILE, &r) || r.rlim_cur >= n + 64)
		return;
	r.rlim_cur = r.rlim_max < n + 64 ? r.rlim_max : n + 64;
	setrlimit(RLIMIT_NOFILE, &r);
}

int parts_open(struct parts *j, char **path, size_t n, struct err *e)
{
	*j = (struct parts){ .n = n };
	allow_files(n);
	j->part = mem_zero(n, sizeof *j->part, "the list of parts", e);
	for (size_t i = 0; i < n && !e->code; i++)
		open_part(&j->part[i], path[i], e);
	if (e->code)
		return e->code;
	qsort(j->part, n, sizeof *j->part, by_row);
	j->axis = slab_axis(stream_head(j->part[0].s));
	if (j->axis > 1)
		return err_set(e, E_DATA, "%s: rows are axis %d, where 0 or 1 can be joined", j->part[0].path, j->axis);
	for (size_t i = 1; i < n && !e->code; i++)
		same(j, &j->part[i], e);
	return e->code || check_rows(j, e) ? e->code : join_head(j, e);
}

void parts_close(struct parts *j)
{
	for (size_t i = 0; j->part && i < j->n; i++)
		stream_close(j->part[i].s);
	mem_free(j->part);
	head_free(&j->head);
}
