#include "h5/h5own.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "h5/h5value.h"

#define LABELS  "bp.labels"
#define COMPLEX "bp.complex"
#define FOREIGN "meta."

bool h5own_is(hid_t set)
{
	return H5Aexists(set, LABELS) > 0;
}

bool h5own_labels(hid_t set, char *buf, size_t len)
{
	return h5_attr_text(set, LABELS, buf, len);
}

static int restore_labels(hid_t set, struct head *h, struct err *e)
{
	char text[ARRAY_MAXDIM * (LABEL_MAX + 1)], *save = NULL, *t;
	int i = 0;

	errno = 0;
	h5own_labels(set, text, sizeof text);
	for (t = strtok_r(text, " ", &save); t; t = strtok_r(NULL, " ", &save), i++)
		if (i < h->ndim)
			snprintf(h->label[i], LABEL_MAX, "%s", strcmp(t, "?") ? t : "");
	if (i != h->ndim && errno == ENOMEM)
		return err_nomem(e, "the labels");
	if (i != h->ndim)
		return err_set(e, E_DATA, "attribute " LABELS " names %d axes of %d", i, h->ndim);
	h->is_complex = H5Aexists(set, COMPLEX) > 0;
	if (h->is_complex && (!dtype_is_float(h->type) || h->n[h->ndim - 1] != 2))
		return err_set(e, E_DATA, "attribute " COMPLEX " stands on no complex values");
	return 0;
}

static int restore_table(hid_t set, struct head *h, const char *attr, struct err *e)
{
	const char *label = attr + strlen(META_TABLE), *dot = strchr(label, '.');
	char axis[LABEL_MAX];
	double *v;
	size_t n, skip = 0;

	if (!dot || dot - label >= LABEL_MAX)
		return err_set(e, E_DATA, "attribute %.60s names no table", attr);
	snprintf(axis, sizeof axis, "%.*s", (int)(dot - label), label);
	if (h5_attr_numbers(set, attr, &v, &n, e))
		return e->code;
	int a = head_axis(h, axis);
	if (a >= 0 && n > h->n[a])
		skip = n - h->n[a];
	head_set_table(h, axis, dot + 1, v + skip, n - skip, e);
	mem_free(v);
	return e->code;
}

static int restore_meta(hid_t set, struct head *h, const char *attr, struct err *e)
{
	size_t skip = strncmp(attr, FOREIGN, strlen(FOREIGN)) ? 0 : strlen(FOREIGN);
	char *text;

	errno = 0;
	text = h5_attr_string(set, attr);
	if (!text && errno == ENOMEM)
		return err_nomem(e, attr);
	if (!text)
		return err_set(e, E_DATA, "attribute %.60s is no text", attr);
	meta_set(&h->meta, attr + skip, text, e);
	mem_free(text);
	return e->code;
}

struct walk {
	struct head *h;
	struct err *e;
};

static herr_t visit(hid_t set, const char *name, const H5A_info_t *info, void *ctx)
{
	struct walk *w = ctx;

	(void)info;
	if (!strcmp(name, LABELS) || !strcmp(name, COMPLEX))
		return 0;
	if (!strncmp(name, META_TABLE, strlen(META_TABLE)))
		return restore_table(set, w->h, name, w->e);
	if (!strncmp(name, "bp.", 3) || !strncmp(name, FOREIGN, strlen(FOREIGN)))
		return restore_meta(set, w->h, name, w->e);
	return 0;
}

int h5own_restore(hid_t set, struct head *h, struct err *e)
{
	struct walk w = { h, e };
	hsize_t at = 0;
	herr_t r;

	meta_free(&h->meta);
	h->meta = (struct meta){ 0 };
	while (h->ntable > 0)
		head_del_table(h, h->table[0].label, h->table[0].name);
	if (restore_labels(set, h, e))
		return e->code;
	r = H5Aiterate2(set, H5_INDEX_CRT_ORDER, H5_ITER_INC, &at, visit, &w);
	if (r < 0 && !e->code) {		/* copied by a tool that does not keep the order */
		at = 0;
		r = H5Aiterate2(set, H5_INDEX_NAME, H5_ITER_INC, &at, visit, &w);
	}
	return r < 0 && !e->code ? h5_fail(e, E_DATA, "attributes cannot be read") : e->code;
}

static int write_labels(hid_t set, const struct head *h, struct err *e)
{
	char text[ARRAY_MAXDIM * (LABEL_MAX + 1)] = "";

	for (int i = 0; i < h->ndim; i++)
		snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s", i ? " " : "",
			 *h->label[i] ? h->label[i] : "?");
	h5_put_text(set, LABELS, text, e);
	if (h->is_complex)
		h5_put_nums(set, COMPLEX, (double[]){ 1 }, 1, e);
	return e->code;
}

int h5own_write(hid_t set, const struct head *h, struct err *e)
{
	char name[600];

	write_labels(set, h, e);
	for (size_t i = 0; i < h->meta.n && !e->code; i++) {
		const struct meta_entry *m = &h->meta.entry[i];
		if (!strcmp(m->key, LABELS) || !strcmp(m->key, COMPLEX))
			continue;
		snprintf(name, sizeof name, "%s%s", strncmp(m->key, "bp.", 3) ? FOREIGN : "", m->key);
		h5_put_text(set, name, m->val, e);
	}
	for (size_t i = 0; i < h->ntable && !e->code; i++) {
		const struct table *t = &h->table[i];
		snprintf(name, sizeof name, META_TABLE "%s.%s", t->label, t->name);
		if (t->n > 0)
			h5_put_nums(set, name, t->v, t->n, e);
	}
	return e->code;
}

hid_t h5own_plist(void)
{
	hid_t p = H5Pcreate(H5P_DATASET_CREATE);

	H5Pset_obj_track_times(p, 0);
	H5Pset_attr_phase_change(p, 0, 0);	/* so that one may be longer than 64 KB */
	H5Pset_attr_creation_order(p, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED);
	return p;
}
