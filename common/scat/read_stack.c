#include "scat/read.h"

#include "scat/ff_stack.h"
#include "scat/own.h"

static int slab(struct rd *r, const struct node *n, struct slab *out)
{
	static const char *const keys[] = { "width_bottom", "width_top", "height", NULL };

	return rd_keys(r, n, keys) || rd_key(r, n, "width_bottom", UNIT_NM, 0, FF_MOST, &out->width_bottom) ||
	       rd_key(r, n, "width_top", UNIT_NM, 0, FF_MOST, &out->width_top) ||
	       rd_key(r, n, "height", UNIT_NM, FF_LEAST, FF_MOST, &out->height) ? r->e->code : 0;
}

int rd_stack(struct rd *r, const struct node *n, struct part *p)
{
	static const char *const keys[] = { "name", "length", "slabs", NULL };
	const struct node *list;
	struct trapezoid_stack *stack;
	struct err why = { 0 };
	struct slab *s;

	if (rd_keys(r, n, keys) || rd_key(r, n, "length", UNIT_NM, FF_LEAST, FF_MOST, &p->shape.par[0]) ||
	    !(list = rd_need(r, n, "slabs")) || rd_list(r, list, 1, STACK_MOST) ||
	    !(s = own_alloc(&r->tmp, list->n, sizeof *s, r->e)))
		return r->e->code;
	for (size_t i = 0; i < list->n; i++)
		if (slab(r, list->child[i], &s[i]))
			return r->e->code;
	if (trapezoid_stack_new(list->n, s, &stack, &why))
		return rd_at(r, list, &why);
	p->shape.kind = &ff_trapezoid_stack;
	p->shape.data = stack;
	return sample_own(r->s, stack, trapezoid_stack_free, r->e);
}
