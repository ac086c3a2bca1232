/* How the head follows crop, bin, pad, reverse and swap (declared in head.h). */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/head.h"
#include "base/mem.h"
#include "base/slab.h"

static bool axis_is(const struct head *h, int axis, const char *label)
{
	return !strcmp(h->label[axis], label);
}

/* Replace or drop a number of the metadata; val NAN drops it. */
static int put_num(struct head *h, const char *key, double val, struct err *e)
{
	if (isfinite(val))
		return meta_set_num(&h->meta, key, val, e);
	meta_del(&h->meta, key);
	return 0;
}

/* x' = scale * x + shift for the centre and the table of centres, when known. */
static int move_center(struct head *h, double scale, double shift, struct err *e)
{
	double c = NAN;
	struct table *t = head_table(h, "row", "center_px");

	if (meta_get(&h->meta, META_CENTER) &&
	    (meta_get_num(&h->meta, META_CENTER, &c, e) ||
	     put_num(h, META_CENTER, scale * c + shift, e)))
		return e->code;
	for (size_t i = 0; t && i < t->n; i++)
		t->v[i] = scale * t->v[i] + shift;
	return 0;
}

static void drop_center(struct head *h)
{
	meta_del(&h->meta, META_CENTER);
	head_del_table(h, "row", "center_px");
}

static int range_error(const struct head *h, int axis, size_t a, size_t b, struct err *e)
{
	return err_set(e, E_USAGE, "range %zu:%zu is not within the %zu samples of axis %s",
		       a, b, h->n[axis], *h->label[axis] ? h->label[axis] : "?");
}

int head_crop(struct head *h, int axis, size_t a, size_t b, size_t step, struct err *e)
{
	if (b == SIZE_MAX)
		b = h->n[axis];
	if (a >= b || b > h->n[axis] || !step)
		return range_error(h, axis, a, b, e);
	if ((a || b < h->n[axis] || step > 1) && slab_guard(h, axis, "cut", e))
		return e->code;
	for (size_t i = 0; i < h->ntable; i++) {
		struct table *t = &h->table[i];
		size_t k = 0;
		if (strcmp(t->label, h->label[axis]))
			continue;
		for (size_t j = a; j < b && j < t->n; j += step)
			t->v[k++] = t->v[j];
		t->n = k;
	}
	h->n[axis] = (b - a + step - 1) / step;
	if (axis_is(h, axis, "col") && step == 1)
		return move_center(h, 1, -(double)a, e);
	if (axis_is(h, axis, "col"))
		drop_center(h);
	return 0;
}

int head_number(struct head *h, int axis, struct err *e)
{
	double *v;

	if ((!axis_is(h, axis, "row") && !axis_is(h, axis, "z")) || !h->n[axis] ||
	    head_table(h, h->label[axis], "index"))
		return 0;
	v = mem_alloc(h->n[axis], sizeof *v, "the numbers of the rows", e);
	if (!v)
		return e->code;
	for (size_t i = 0; i < h->n[axis]; i++)
		v[i] = (double)i;
	head_set_table(h, h->label[axis], "index", v, h->n[axis], e);
	mem_free(v);
	return e->code;
}

/* Means of b neighbours; keys and acquisition indices: the first. */
static void bin_table(struct table *t, size_t b)
{
	bool first = !strcmp(t->name, "key") || !strcmp(t->name, "frame") || !strcmp(t->name, "index");
	size_t n = t->n / b;

	for (size_t i = 0; i < n; i++) {
		double sum = 0;
		for (size_t k = 0; k < b; k++)
			sum += t->v[i * b + k];
		t->v[i] = first ? t->v[i * b] : sum / (double)b;
	}
	t->n = n;
}

static bool has_pixel(const struct head *h, int axis)
{
	static const char *const spatial[] = { "row", "col", "x", "y", "z", NULL };

	for (int i = 0; spatial[i]; i++)
		if (axis_is(h, axis, spatial[i]))
			return true;
	return false;
}

static int bin_axis(struct head *h, int axis, size_t b, struct err *e)
{
	if (b == 0 || b > h->n[axis])
		return err_set(e, E_USAGE, "cannot bin the %zu samples of axis %s by %zu",
			       h->n[axis], *h->label[axis] ? h->label[axis] : "?", b);
	if (b > 1 && slab_guard(h, axis, "averaged", e))
		return e->code;
	for (size_t i = 0; i < h->ntable; i++)
		if (!strcmp(h->table[i].label, h->label[axis]))
			bin_table(&h->table[i], b);
	h->n[axis] /= b;
	if (b > 1 && has_pixel(h, axis) && !strcmp(head_quantity(h), "mu_per_px"))
		meta_del(&h->meta, META_QUANTITY);
	if (axis_is(h, axis, "col"))
		return move_center(h, 1 / (double)b, 0.5 / (double)b - 0.5, e);
	return 0;
}

int head_bin(struct head *h, int axis, size_t b, struct err *e)
{
	if (b > 1 && has_pixel(h, axis))
		meta_del(&h->meta, META_PIXEL);		/* no longer square */
	return bin_axis(h, axis, b, e);
}

int head_bin2(struct head *h, int axis0, int axis1, size_t b, struct err *e)
{
	double pixel = NAN;

	if (meta_get_num(&h->meta, META_PIXEL, &pixel, e) ||
	    bin_axis(h, axis0, b, e) || bin_axis(h, axis1, b, e))
		return e->code;
	if (has_pixel(h, axis0) && has_pixel(h, axis1))
		return put_num(h, META_PIXEL, pixel * (double)b, e);
	if (b > 1)
		meta_del(&h->meta, META_PIXEL);
	return 0;
}

int head_pad(struct head *h, int axis, size_t before, size_t after, struct err *e)
{
	size_t n;

	if (__builtin_add_overflow(h->n[axis], before, &n) || __builtin_add_overflow(n, after, &n))
		return err_set(e, E_USAGE, "padding by %zu and %zu is too much", before, after);
	if ((before || after) && slab_guard(h, axis, "padded", e))
		return e->code;
	for (size_t i = h->ntable; i-- > 0; )
		if (!strcmp(h->table[i].label, h->label[axis]))
			head_del_table(h, h->table[i].label, h->table[i].name);
	h->n[axis] = n;
	if (axis_is(h, axis, "col"))
		return move_center(h, 1, (double)before, e);
	return 0;
}

int head_reverse(struct head *h, int axis, struct err *e)
{
	if (slab_guard(h, axis, "turned round", e))
		return e->code;
	for (size_t i = 0; i < h->ntable; i++) {
		struct table *t = &h->table[i];
		if (strcmp(t->label, h->label[axis]))
			continue;
		for (size_t a = 0, b = t->n; a + 1 < b; a++) {
			double v = t->v[a];
			t->v[a] = t->v[--b];
			t->v[b] = v;
		}
	}
	if (axis_is(h, axis, "col"))
		return move_center(h, -1, (double)(h->n[axis] - 1), e);
	return 0;
}

void head_swap(struct head *h, int axis0, int axis1)
{
	char label[LABEL_MAX];
	size_t n = h->n[axis0];

	memcpy(label, h->label[axis0], sizeof label);
	memcpy(h->label[axis0], h->label[axis1], sizeof label);
	memcpy(h->label[axis1], label, sizeof label);
	h->n[axis0] = h->n[axis1];
	h->n[axis1] = n;
}
