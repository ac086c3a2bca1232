#include "scat/read.h"

#include "scat/interfer.h"

static const char *const layer_keys[] = { "material", "thickness", "top_roughness", "layouts", NULL };

static int roughness(struct rd *r, const struct node *n, struct layer *l)
{
	static const char *const keys[] = { "sigma", "hurst", "corr_length", "profile", NULL };
	static const char *const profiles[] = { "tanh", "nevot_croce", NULL };
	int profile = ROUGH_TANH;

	l->hurst = 1;
	if (rd_keys(r, n, keys) || rd_key(r, n, "sigma", UNIT_NM, 0, 1e4, &l->sigma_nm) ||
	    rd_opt(r, n, "corr_length", UNIT_NM, 0, FF_MOST, &l->corr_length_nm) ||
	    rd_opt(r, n, "hurst", UNIT_NONE, 0.01, 1, &l->hurst) || rd_opt_choice(r, n, "profile", profiles, &profile))
		return r->e->code;
	if (l->corr_length_nm > 0 && !node_get(n, "hurst"))
		return node_err(n, r->e, "corr_length needs hurst");
	l->profile = (enum rough_profile)profile;
	return 0;
}

static int layer(struct rd *r, const struct node *n, size_t i, size_t count)
{
	struct layer *l = &r->s->layer[i];
	const struct node *t = node_get(n, "thickness"), *rough = node_get(n, "top_roughness");
	bool inner = i > 0 && i + 1 < count, through = r->mode == MODE_SAXS;

	if (rd_keys(r, n, layer_keys) || rd_material(r, rd_need(r, n, "material"), &l->n2))
		return r->e->code;
	if (inner && !t)
		return node_err(n, r->e, "thickness is missing: only the first and the last layer have none");
	if (t && rd_num(r, t, UNIT_NM, inner ? 1e-3 : 0, FF_MOST, &l->thickness_nm))
		return r->e->code;
	if (!inner && l->thickness_nm > 0 && !through)
		return node_err(t, r->e, "the first and the last layer have no thickness but in mode: saxs");
	if (rough && i == 0)
		return node_err(rough, r->e, "the first layer has no interface above it");
	return rough ? roughness(r, rough, l) : 0;
}

static size_t layouts_of(const struct node *n)
{
	const struct node *l = node_get(n, "layouts");

	return l && l->type == NODE_LIST ? l->n : 0;
}

static int layouts(struct rd *r, const struct node *n, size_t i)
{
	const struct node *list = node_get(n, "layouts");

	if (!list)
		return 0;
	if (rd_list(r, list, 0, 10000))
		return r->e->code;
	r->layer = i;
	for (size_t k = 0; k < list->n; k++) {
		struct layout *l = &r->s->layout[r->s->nlayout];

		l->layer = (int)i;
		if (rd_layout(r, list->child[k], l))
			return r->e->code;
		r->s->nlayout++;
	}
	return 0;
}

int rd_layers(struct rd *r, const struct node *n)
{
	size_t count = 0;

	if (rd_list(r, n, 1, 10000))
		return r->e->code;
	for (size_t i = 0; i < n->n; i++) {
		if (node_is(n->child[i], NODE_MAP, r->e))
			return r->e->code;
		count += layouts_of(n->child[i]);
	}
	r->s->nlayer = n->n;
	r->s->layer = rd_alloc(r, n->n, sizeof *r->s->layer);
	r->s->layout = rd_alloc(r, count, sizeof *r->s->layout);
	if (!r->s->layer || !r->s->layout)
		return r->e->code;
	for (size_t i = 0; i < n->n; i++)
		if (layer(r, n->child[i], i, n->n))
			return r->e->code;
	for (size_t i = 0; i < n->n; i++)
		if (layouts(r, n->child[i], i))
			return r->e->code;
	return 0;
}
