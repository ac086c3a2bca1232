#include "scat/read.h"

#include <math.h>
#include <string.h>

static int unknown(struct rd *r, const struct node *n, const char *name)
{
	const char *names[96];
	size_t k = 0;
	int i;

	for (; ff_kinds[k] && k < 90; k++)
		names[k] = ff_kinds[k]->name;
	for (const struct rd_shape_kind *s = rd_shape_kinds; s->name; s++)
		names[k++] = s->name;
	names[k] = NULL;
	if (!node_choice(n, names, &i, r->e))
		node_err(n, r->e, "unknown shape %s", name);
	return r->e->code;
}

static enum node_unit unit_of(const char *name)
{
	size_t len = strlen(name);

	if (len > 4 && !strcmp(name + len - 4, "_deg"))
		return UNIT_DEGREE;
	if ((len > 5 && !strcmp(name + len - 5, "ratio")) || (len > 10 && !strcmp(name + len - 10, "flattening")))
		return UNIT_NONE;
	return UNIT_NM;
}

static int parameters(struct rd *r, const struct node *n, const struct ff_kind *kind, struct part *p)
{
	const char *keys[FF_PARAMS + 2] = { "name" };
	struct err why = { 0 };
	size_t k;

	for (k = 0; k < FF_PARAMS && kind->param[k].name; k++)
		keys[k + 1] = kind->param[k].name;
	keys[k + 1] = NULL;
	if (rd_keys(r, n, keys))
		return r->e->code;
	p->shape.kind = kind;
	for (size_t i = 0; i < k; i++) {
		const struct ff_param *q = &kind->param[i];
		const struct node *c = node_get(n, q->name);

		p->shape.par[i] = q->def;
		if (!c && isnan(q->def))
			return node_err(n, r->e, "%s needs %s", kind->name, q->name);
		if (c && rd_num(r, c, unit_of(q->name), q->lo, q->hi, &p->shape.par[i]))
			return r->e->code;
	}
	return ff_check(&p->shape, &why) ? rd_at(r, n, &why) : 0;
}

int rd_shape_named(struct rd *r, const struct node *n, const char *name, struct part *p)
{
	const struct ff_kind *kind = ff_find(name);

	return kind ? parameters(r, n, kind, p) : node_err(n, r->e, "there is no shape %s", name);
}

int rd_shape(struct rd *r, const struct node *n, struct part *p)
{
	const struct node *name;
	const struct ff_kind *kind;

	if (node_is(n, NODE_MAP, r->e) || !(name = rd_need(r, n, "name")) || node_is(name, NODE_TEXT, r->e))
		return r->e->code;
	kind = ff_find(name->text);
	if (kind)
		return parameters(r, n, kind, p);
	for (const struct rd_shape_kind *s = rd_shape_kinds; s->name; s++)
		if (!strcmp(s->name, name->text))
			return s->read(r, n, p);
	return unknown(r, name, name->text);
}
