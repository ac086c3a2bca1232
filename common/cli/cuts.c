#include "cli/cuts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"

enum { SLAB_BYTES = 4 << 20 };

static void note_temporary(void *ctx, size_t bytes)
{
	const struct cuts *c = ctx;
	char size[24];

	tool_note(c->t, "%s is of unknown length: kept in a temporary of %s; a named file needs none",
		  stream_name(c->s), mem_print((double)bytes, size, sizeof size));
}

/* The slow axes as one, which keeps the name and the tables of the only one that is longer than 1. */
static int fold(struct cuts *c, int axes, struct err *e)
{
	struct head *h = &c->series;
	int slow = axes - 2, long_one = 0, many = 0;
	size_t all = 1;

	if (head_copy(h, c->head, e))
		return e->code;
	for (int i = 0; i < slow; i++) {
		if (mem_mul(all, h->n[i], &all, "the images", e))
			return e->code;
		long_one = h->n[i] > 1 ? i : long_one;
		many += h->n[i] > 1;
	}
	c->per = h->n[0] ? all / h->n[0] : 1;
	snprintf(h->label[0], LABEL_MAX, "%s", many > 1 ? "image" : c->head->label[long_one]);
	h->n[0] = all;
	for (int i = 1; i + slow - 1 < h->ndim; i++) {
		h->n[i] = h->n[i + slow - 1];
		memmove(h->label[i], h->label[i + slow - 1], LABEL_MAX);
	}
	h->ndim -= slow - 1;
	c->head = h;
	return 0;
}

int cuts_open(struct cuts *c, const struct tool *t, struct stream *s, struct err *e)
{
	struct order_par par = {
		.memory = tool_memory() / 2, .tmp = common.tmp, .note = note_temporary, .ctx = c,
	};
	char text[200];

	*c = (struct cuts){ .t = t, .s = s, .head = stream_head(s), .per = 1 };
	int axes = c->head->ndim - c->head->is_complex;
	if (axes < 1)
		return err_set(e, E_DATA, "%s: it is %s: need a curve, an image or a stack of images", stream_name(s),
			       head_print(c->head, text, sizeof text));
	if (!c->head->n[0]) {
		if (order_open(&c->o, s, &par, e))
			return e->code;
		c->head = order_head(c->o);
	}
	if (axes > 3 && fold(c, axes, e))
		return e->code;
	axes = axes > 3 ? 3 : axes;
	c->flat = axes < 3;
	c->line = axes == 1;
	c->n[0] = c->n[2] = 1;
	for (int i = 0; i < axes; i++)
		c->n[i + c->flat] = c->head->n[i];
	return 0;
}

void cuts_close(struct cuts *c)
{
	order_close(c->o);
	head_free(&c->series);
	*c = (struct cuts){ 0 };
}

void cut_free(struct cut *cut, size_t n)
{
	for (size_t i = 0; i < n; i++)
		mem_free(cut[i].image);
}

int cut_transpose(struct cut *c, struct err *e)
{
	size_t nrow = c->ncol, ncol = c->nrow;
	float *to = mem_alloc(nrow * ncol, sizeof *to, "an image", e);

	if (!to)
		return e->code;
	for (size_t r = 0; r < nrow; r++)
		for (size_t k = 0; k < ncol; k++)
			to[r * ncol + k] = c->image[k * nrow + r];
	mem_free(c->image);
	c->image = to;
	c->nrow = nrow;
	c->ncol = ncol;
	return 0;
}

int cuts_axis(const struct cuts *c, const char *name, int *axis, struct err *e)
{
	static const char *const plain[] = { "z", "y", "x", "0", "1", "2" };

	if (c->flat)
		return err_set(e, E_USAGE, "the input is one image, there is nothing to cut across");
	*axis = head_axis(c->head, name);
	for (int i = 0; *axis < 0 && i < 6; i++)
		if (!strcmp(name, plain[i]))
			*axis = i % 3;
	if (*axis >= 0 && *axis < 3)
		return 0;
	return err_set(e, E_USAGE, "there is no axis '%.40s', but '%s', '%s', '%s'", name,
		       c->head->label[0], c->head->label[1], c->head->label[2]);
}

/* ---- samples --------------------------------------------------------------------------------- */

/* n samples at raw to floats, in place of pairs their magnitude. */
static void to_float(const struct cuts *c, const void *raw, float *to, size_t n)
{
	if (!c->head->is_complex) {
		convert(raw, c->head->type, to, DT_F32, n);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		float pair[2];
		convert((const char *)raw + 2 * i * dtype_size(c->head->type), c->head->type, pair, DT_F32, 2);
		to[i] = hypotf(pair[0], pair[1]);
	}
}

static size_t sample_bytes(const struct cuts *c)
{
	return dtype_size(c->head->type) * (c->head->is_complex ? 2 : 1);
}

/* What item i of three axes, at raw, gives to a cut. */
static void take_item(const struct cuts *c, const struct cut *k, size_t i, const char *raw)
{
	size_t px = sample_bytes(c), n1 = c->n[1], n2 = c->n[2];

	if (k->axis == 0 && k->index == i)
		to_float(c, raw, k->image, n1 * n2);
	if (k->axis == 1)
		to_float(c, raw + k->index * n2 * px, k->image + i * n2, n2);
	for (size_t r = 0; k->axis == 2 && r < n1; r++)
		to_float(c, raw + (r * n2 + k->index) * px, k->image + i * n1 + r, 1);
}

/* The same for item i of two axes, a row. */
static void take_row(const struct cuts *c, const struct cut *k, size_t i, const char *raw)
{
	size_t px = sample_bytes(c), n2 = c->n[2];

	if (k->axis == 0)
		to_float(c, raw, k->image + i * n2, n2);
	else if (k->axis == 1 && k->index == i)
		to_float(c, raw, k->image, n2);
	else if (k->axis == 2)
		to_float(c, raw + k->index * px, k->image + i, 1);
}

/* ---- reading --------------------------------------------------------------------------------- */

static size_t slab_items(const struct cuts *c, size_t item_bytes)
{
	size_t budget = tool_memory() / 8 < SLAB_BYTES ? tool_memory() / 8 : SLAB_BYTES;
	size_t n = budget / item_bytes;

	return n < 1 ? 1 : n > c->head->n[0] ? c->head->n[0] : n;
}

/* All of it once, from the order or the stream. */
static int read_pass(struct cuts *c, const struct cut *cut, size_t n, struct err *e)
{
	size_t image = head_item_bytes(c->head), item = image * c->per, all = c->head->n[0] / c->per;
	size_t max = slab_items(c, item), first = 0, got = 1;
	char *raw = mem_alloc(max, item, "a slab", e);

	while (raw && got && !e->code) {
		got = all - first < max ? all - first : max;
		if (!c->o)
			stream_read_into(c->s, max, raw, &got, e);
		else if (got)
			order_read(c->o, first, got, raw, e);
		for (size_t i = 0; i < got * c->per && !e->code; i++)
			for (size_t k = 0; k < n; k++)
				(c->flat ? take_row : take_item)(c, &cut[k], first * c->per + i, raw + i * image);
		first += got;
	}
	mem_free(raw);
	return e->code;
}

/* One cut across axis 0 or 1 of a file that is read at random. */
static int read_boxes(struct cuts *c, const struct cut *k, struct err *e)
{
	size_t item = c->n[2] * sample_bytes(c) * (k->axis == 0 ? c->n[1] : 1);
	size_t all = k->axis == 0 ? 1 : c->n[0], max = k->axis == 0 ? 1 : slab_items(c, item);
	char *raw = mem_alloc(max, item, "a slab", e);

	for (size_t i = 0; raw && i < all && !e->code; i += max) {
		size_t ni = all - i < max ? all - i : max;
		if (k->axis == 0)
			stream_read_box(c->s, k->index, 1, 0, c->n[1], raw, e);
		else
			stream_read_box(c->s, i, ni, k->index, 1, raw, e);
		if (!e->code)
			to_float(c, raw, k->image + i * c->n[2], ni * item / sample_bytes(c));
	}
	mem_free(raw);
	return e->code;
}

static int make_image(const struct cuts *c, struct cut *k, size_t *bytes, struct err *e)
{
	char size[24];
	size_t one;

	if (k->index >= c->n[k->axis])
		return err_set(e, E_USAGE, "%s: there is no image %zu: that axis has %zu samples",
			       stream_name(c->s), k->index, c->n[k->axis]);
	k->nrow = c->n[k->axis == 0 ? 1 : 0];
	k->ncol = c->n[k->axis == 2 ? 1 : 2];
	if (mem_mul(k->nrow, k->ncol, &one, "an image", e) || mem_mul(one, sizeof(float), &one, "an image", e))
		return e->code;
	*bytes += one;
	if (*bytes > tool_memory() || *bytes < one)
		return err_set(e, E_NOMEM, "the images need %s or more: fewer of them, or more --memory",
			       mem_print((double)*bytes, size, sizeof size));
	k->image = mem_alloc(k->nrow * k->ncol, sizeof(float), "an image", e);
	return e->code;
}

int cuts_read(struct cuts *c, struct cut *cut, size_t n, struct err *e)
{
	bool boxes = stream_random(c->s) && !c->o && !c->flat;
	size_t bytes = 0;

	for (size_t i = 0; i < n; i++) {
		if (make_image(c, &cut[i], &bytes, e))
			return e->code;
		boxes &= cut[i].axis < 2 && !c->series.ndim;
	}
	if (!boxes)
		return read_pass(c, cut, n, e);
	for (size_t i = 0; i < n; i++)
		if (read_boxes(c, &cut[i], e))
			break;
	return e->code;
}
