/* Ranges of items, rows, columns and angles, and the head of what they leave (stream.h). */
#include <stdint.h>
#include <string.h>

#include "base/slab.h"
#include "io/stream_priv.h"

/* ---- ranges ---- */

static int index_parse(const char *text, size_t len, size_t *v)
{
	char buf[24];
	double d;

	if (len >= sizeof buf)
		return -1;
	memcpy(buf, text, len);
	buf[len] = '\0';
	if (buf[strspn(buf, "0123456789")] || num_parse(buf, &d) || d > 9e15)
		return -1;
	*v = (size_t)d;
	return 0;
}

int range_parse(const char *text, struct range *r, struct err *e)
{
	const char *c1 = strchr(text, ':'), *c2 = c1 ? strchr(c1 + 1, ':') : NULL;
	const char *end = text + strlen(text), *b_end = c2 ? c2 : end;
	bool bad;

	*r = (struct range){ .set = true, .a = 0, .b = SIZE_MAX, .step = 1 };
	if (!c1) {
		bad = index_parse(text, (size_t)(end - text), &r->a);
		r->b = r->a + 1;
	} else {
		bad = (c1 > text && index_parse(text, (size_t)(c1 - text), &r->a)) ||
		      (b_end > c1 + 1 && index_parse(c1 + 1, (size_t)(b_end - c1 - 1), &r->b)) ||
		      (c2 && index_parse(c2 + 1, (size_t)(end - c2 - 1), &r->step));
	}
	if (bad || !r->step || r->a >= r->b)
		return err_set(e, E_USAGE, "'%.40s' is not a range A:B or A:B:STEP with A < B", text);
	return 0;
}

/* ---- selection ---- */

size_t select_leading(const struct head *h, int axis)
{
	const struct table *t = axis == 0 ? head_table(h, "angle", "key") : NULL;
	size_t n = 0;

	while (t && n < t->n && t->v[n] != KEY_PROJECTION)
		n++;
	return n;
}

/* Drop what lies behind the lead ones and outside a:b:step, in the tables too. */
static int crop_behind(struct head *h, int axis, const struct pick *p, size_t b, struct err *e)
{
	struct head tail, lead;

	if (!p->lead)
		return head_crop(h, axis, p->a, b, p->step, e);
	if (head_copy(&tail, h, e) || head_crop(&tail, axis, p->a, b, p->step, e)) {
		head_free(&tail);
		return e->code;
	}
	if (head_copy(&lead, h, e) || head_crop(&lead, axis, 0, p->lead, 1, e))
		goto out;
	h->n[axis] = p->n;
	for (size_t i = 0; i < h->ntable && !e->code; i++) {
		struct table *t = &h->table[i], *u = head_table(&tail, t->label, t->name);
		if (strcmp(t->label, h->label[axis]))
			continue;
		memcpy(t->v + p->lead, u->v, u->n * sizeof *u->v);
		t->n = p->n;
	}
out:
	head_free(&tail);
	head_free(&lead);
	return e->code;
}

static int pick_axis(struct stream *s, int axis, const struct range *r, size_t lead,
		     const char *option, struct err *e)
{
	struct head *h = &s->head;
	struct pick *p = &s->pick[axis];
	size_t n = h->n[axis], b = r->b;

	if (axis == 0 && !n)
		return err_set(e, E_USAGE, "%s: --%s needs an input of known length", s->name, option);
	n -= lead;
	if (b == SIZE_MAX)
		b = n;
	if (r->a >= b || b > n)
		return err_set(e, E_USAGE, "%s: --%s %zu:%zu is not within 0:%zu", s->name, option,
			       r->a, b, n);
	*p = (struct pick){ lead, lead + r->a, r->step, lead + (b - r->a + r->step - 1) / r->step };
	if (p->n < h->n[axis] && head_number(h, axis, e))
		return e->code;
	return crop_behind(h, axis, p, lead + b, e);
}

/*
 * The axis that an option means: by its label, else by the label it has in a
 * volume, else (rows and columns of anything) by its place from the fastest.
 */
static int axis_of(const struct head *h, const char *label, const char *other, int from_fastest)
{
	int axis = head_axis(h, label);

	if (axis < 0 && other)
		axis = head_axis(h, other);
	if (axis < 0 && from_fastest && h->ndim >= from_fastest + h->is_complex)
		axis = h->ndim - from_fastest - h->is_complex;
	return axis;
}

static int pick_option(struct stream *s, int axis, const struct range *r, const char *option,
		       struct err *e)
{
	if (!r->set)
		return 0;
	if (axis < 0 || axis > 2)
		return err_set(e, E_USAGE, "%s: --%s: it has no such axis", s->name, option);
	return pick_axis(s, axis, r, select_leading(&s->head, axis), option, e);
}

/* Rows of what the other options left; neither numbers nor history tell of it. */
static int pick_slab(struct stream *s, const char *text, struct err *e)
{
	struct head *h = &s->head;
	int axis = slab_axis(h);
	struct slab slab;
	size_t skip = 0;

	if (axis < 0 || axis > 2 || !h->n[axis])
		return err_set(e, E_USAGE, "%s: --slab needs an axis row or z of known length", s->name);
	if (!strcmp(text, "keep")) {
		if (slab_keep(h, &skip, &slab, e))
			return err_at(e, s->name);
	} else {
		if (meta_get(&h->meta, META_SLAB))
			return err_set(e, E_USAGE, "%s: it is a slab of rows already", s->name);
		if (slab_parse(text, h->n[axis], &slab, e) || head_crop(h, axis, slab.from, slab.to, 1, e) ||
		    slab_put(h, &slab, e))
			return e->code;
		skip = slab.from;
	}
	s->pick[axis].a += skip * s->pick[axis].step;
	s->pick[axis].n = slab.to - slab.from;
	return 0;
}

static int pick_ranges(struct stream *s, const struct select *sel, struct err *e)
{
	int axis = head_axis(&s->head, "angle");

	if (sel->item.set && sel->angle.set && axis == 0)
		return err_set(e, E_USAGE, "--items and --angles mean the same axis here: give one");
	if (pick_option(s, axis_of(&s->head, "row", "y", 2), &sel->row, "rows", e) ||
	    pick_option(s, axis_of(&s->head, "col", "x", 1), &sel->col, "cols", e) ||
	    pick_option(s, axis, &sel->angle, "angles", e))
		return e->code;
	if (!sel->item.set)
		return 0;
	if (s->pick[0].a || s->pick[0].step != 1 || s->pick[0].n != s->whole.n[0])
		return err_set(e, E_USAGE, "--items and another range mean the same axis here: give one");
	return pick_axis(s, 0, &sel->item, 0, "items", e);
}

int select_apply(struct stream *s, const struct select *sel, struct err *e)
{
	for (int i = 0; i < 3; i++)
		s->pick[i] = (struct pick){ 0, 0, 1, i < s->head.ndim ? s->head.n[i] : 1 };
	if (!sel || pick_ranges(s, sel, e))
		return e->code;
	return sel->slab ? pick_slab(s, sel->slab, e) : 0;
}
