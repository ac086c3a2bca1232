#include <math.h>
#include <string.h>

#include "io/hig_priv.h"

struct cell { const char *type, *hkl; double v[3][3]; };

#define R2 1.4142135623730951
#define R3 1.7320508075688772
static const struct cell cells[] = {
	{ "cubic", "100", { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } } },
	{ "cubic", "110", { { 1, 0, 0 }, { 0, R2, 0 }, { 0, R2 / 2, R2 / 2 } } },
	{ "bcc", "100", { { 1, 0, 0 }, { 0, 1, 0 }, { 0.5, 0.5, 0.5 } } },
	{ "bcc", "110", { { 1, 0, 0 }, { 0.5, R2 / 2, 0 }, { 0, R2 / 2, R2 / 2 } } },
	{ "fcc", "100", { { 0, 0.5, 0.5 }, { 0.5, 0, 0.5 }, { 0.5, 0.5, 0 } } },
	{ "fcc", "111", { { 1, 0, 0 }, { 0.5, R3 / 2, 0 }, { 0.5, R3 / 6, R2 / R3 } } },
	{ "hcp", NULL, { { 1, 0, 0 }, { 0.5, R3 / 2, 0 }, { 0.5, R3 / 6, R2 / R3 } } },
	{ "hex", NULL, { { 1, 0, 0 }, { 0.5, R3 / 2, 0 }, { 0, 0, 1 } } },
	{ NULL, NULL, { { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 } } },
};

struct grain {
	double v[3][3];			/* nm, before rotation */
	double n[3];
	struct { char axis[2]; double angle_deg; } turn[4];
	int turns;
};

/* ---- lattice ----------------------------------------------------------------------------------- */

static int named_cell(struct hig *h, const struct node *l, double v[3][3])
{
	const char *type = hig_has(l, "type") ? hig_text(l, "type") : "cubic", *hkl = hig_has(l, "hkl") ? hig_text(l, "hkl") : "100";
	const struct cell *c = cells;

	while (c->type && (strcmp(c->type, type) || (c->hkl && strcmp(c->hkl, hkl))))
		c++;
	if (!c->type)
		return node_err(l, h->e, "lattice '%.30s' %.20s is not supported", type, hkl);
	if (!strcmp(type, "hcp"))
		node_warn(h->warn, l, "hcp of HipGISAXS stacks its planes ABC, as fcc 111 does, and so it is read");
	if (!strcmp(type, "fcc") && !strcmp(hkl, "111"))
		node_warn(h->warn, l, "the third vector of fcc 111 is wrong in HipGISAXS");
	memcpy(v, c->v, sizeof c->v);
	return 0;
}

static int lattice(struct hig *h, const struct node *g, struct grain *out)
{
	static const char *const abc[] = { "a", "b", "c" }, *const none[] = { NULL };
	static const char *const used[] = { "type", "hkl", "a", "b", "c", NULL };
	const struct node *l = node_get(g, "lattice"), *s = node_get(g, "scaling"), *rep = node_get(g, "repetition");
	double scale[3] = { 1, 1, 1 };

	memcpy(out->v, cells[0].v, sizeof out->v);
	out->n[0] = out->n[1] = out->n[2] = 1;
	hig_ignored(h, l, used, none);
	if (l && !hig_has(l, "a") && named_cell(h, l, out->v))
		return h->e->code;
	for (int i = 0; i < 3; i++)
		if (hig_vec(h, l, abc[i], 3, out->v[i]))
			return h->e->code;
	if (s && s->type == NODE_MAP)
		return node_err(s, h->e, "a distribution of the scaling is not supported");
	if (s && (s->type == NODE_LIST ? hig_vec(h, g, "scaling", 3, scale) : hig_num(h, g, "scaling", 1, 0, 1e9, &scale[0])))
		return h->e->code;
	for (int i = 0; i < 3; i++)
		for (int k = 0; k < 3; k++)
			out->v[i][k] *= s && s->type == NODE_LIST ? scale[i] : scale[0];
	if (out->v[1][2] != 0)
		node_warn(h->warn, l ? l : g, "HipGISAXS computes wrong phases where lattice vector b has a z component");
	if (hig_vec(h, g, "repetition", 3, out->n))
		return h->e->code;
	for (int i = 0; i < 3; i++)
		if (!(out->n[i] >= 1 && out->n[i] <= 1e6 && out->n[i] == floor(out->n[i])))
			return node_err(rep, h->e, "repetition: %g is not a number of cells", out->n[i]);
	return 0;
}

/* ---- orientations ------------------------------------------------------------------------------ */

static int same_range(struct hig *h, const struct node *angles)
{
	double a[2], b[2];

	if (!h->range) {
		h->range = angles;
		return 0;
	}
	if (node_nums(h->range, UNIT_NONE, 2, -1e6, 1e6, a, h->e) || node_nums(angles, UNIT_NONE, 2, -1e6, 1e6, b, h->e))
		return h->e->code;
	return a[0] == b[0] && a[1] == b[1] ? 0 : node_err(angles, h->e, "structures with different ranges of orientations are not supported");
}

static int one_turn(struct hig *h, const struct node *rot, bool single, struct grain *g, bool *ranged)
{
	static const char *const axes[] = { "x", "y", "z", "n", NULL };
	const struct node *angles = node_get(rot, "angles");
	double a[2] = { 0, 0 };
	int axis = 3;

	if (!hig_has(rot, "axis") || !angles)
		return node_err(rot, h->e, "an orientation needs axis and angles");
	if (node_choice(node_get(rot, "axis"), axes, &axis, h->e) || hig_vec(h, rot, "angles", 2, a))
		return h->e->code;
	if (axis == 3 || (a[0] == 0 && (single || a[1] == 0)))
		return 0;
	if (*ranged)
		return node_err(rot, h->e, "a rotation after a range of angles is not supported");
	if (!single && a[1] > a[0]) {
		*ranged = true;
		return axis == 2 ? same_range(h, angles) :
		       node_err(rot, h->e, "a range of angles about %s is not supported, only about z", axes[axis]);
	}
	g->turn[g->turns].axis[0] = axes[axis][0];
	g->turn[g->turns++].angle_deg = a[0];
	return 0;
}

static int orientations(struct hig *h, const struct node *o, struct grain *g)
{
	static const char *const rots[] = { "rot1", "rot2", "rot3" }, *const stats[] = { "single", "range", "random", NULL };
	static const char *const used[] = { "stat", "rot1", "rot2", "rot3", NULL }, *const none[] = { NULL };
	bool ranged = false;
	int stat = 0;

	hig_ignored(h, o, used, none);
	if (hig_has(o, "stat") && node_choice(node_get(o, "stat"), stats, &stat, h->e))
		return h->e->code;
	for (int i = 0; i < 3; i++)
		if (hig_has(o, rots[i]) && one_turn(h, node_get(o, rots[i]), stat == 0, g, &ranged))
			return h->e->code;
	return 0;
}

/* Of expt saxs the beam goes along x and z stands upright, as in gisaxs; of mode: saxs the beam goes along z and x points down. */
static void to_beam(const struct hig *h, struct grain *g)
{
	if (!h->saxs)
		return;
	g->turn[g->turns].axis[0] = 'y';
	g->turn[g->turns++].angle_deg = -90;
}

static void turn(const struct grain *g, double v[3])
{
	for (int i = 0; i < g->turns; i++) {
		double c = cos(g->turn[i].angle_deg * acos(-1) / 180), s = sin(g->turn[i].angle_deg * acos(-1) / 180);
		int a = (g->turn[i].axis[0] - 'x' + 1) % 3, b = (a + 1) % 3;
		double va = c * v[a] - s * v[b];

		v[b] = s * v[a] + c * v[b];
		v[a] = va;
	}
}

static void put_turns(struct hig *h, struct node *particle, const struct grain *g, const struct node *at)
{
	struct node *list = g->turns ? hig_put_list(h, particle, "rotations", at) : NULL, *one;

	for (int i = 0; i < g->turns; i++) {
		one = hig_put_map(h, list, NULL, at);
		hig_put_text(h, one, "axis", g->turn[i].axis, at);
		hig_put_num(h, one, "angle_deg", g->turn[i].angle_deg, at);
	}
}

/* ---- particles --------------------------------------------------------------------------------- */

static int one_part(struct hig *h, struct node *parts, const struct node *key, const struct node *refindex, const double at_nm[3])
{
	const struct node *shape = hig_find(h, "shape", key);

	return shape ? hig_shape(h, hig_put_map(h, parts, NULL, key), shape, refindex, at_nm) : h->e->code;
}

static int element(struct hig *h, struct node *parts, const struct node *el, const struct node *refindex)
{
	static const double origin[3];
	const struct node *key = node_get(el, "shape:key"), *list = node_get(el, "locations");
	double at[3];

	if (!key)
		return node_err(el, h->e, "an element without shape:key");
	if (!list)
		return one_part(h, parts, key, refindex, origin);
	if (node_is(list, NODE_LIST, h->e))
		return h->e->code;
	for (size_t i = 0; i < list->n; i++)
		if (node_nums(list->child[i], UNIT_NONE, 3, -1e9, 1e9, at, h->e) || one_part(h, parts, key, refindex, at))
			return h->e->code;
	return 0;
}

static int unit_cell(struct hig *h, struct node *parts, const struct node *g)
{
	static const double origin[3];
	const struct node *key = node_get(g, "shape:key"), *cell = node_get(g, "unitcell:key"), *refindex = node_get(g, "refindex"), *list;

	if (key)
		return one_part(h, parts, key, refindex, origin);
	if (!cell)
		return node_err(g, h->e, "a grain without shape:key or unitcell:key");
	cell = hig_find(h, "unitcell", cell);
	if (!cell)
		return h->e->code;
	list = node_get(cell, "element");
	if (!list)
		return node_err(cell, h->e, "a unit cell without element");
	for (size_t i = 0; i < list->n; i++)
		if (element(h, parts, list->child[i], refindex))
			return h->e->code;
	return 0;
}

/* All as a composition: it turns and moves as one. */
static int particle(struct hig *h, struct node *layout, const struct node *g, const struct grain *gr, const double at_nm[3])
{
	struct node *entry = hig_put_map(h, hig_put_list(h, layout, "particles", g), NULL, g), *p = hig_put_map(h, entry, "particle", g), *list;

	hig_put_text(h, p, "kind", "composition", g);
	if (h->e->code || unit_cell(h, hig_put_list(h, p, "parts", g), g))
		return h->e->code;
	put_turns(h, p, gr, g);
	if (at_nm[0] != 0 || at_nm[1] != 0 || at_nm[2] != 0) {
		list = hig_put_list(h, p, "position", g);
		for (int i = 0; i < 3; i++)
			hig_put_num(h, list, NULL, at_nm[i], g);
	}
	hig_put_num(h, entry, "abundance", 1, g);
	return h->e->code;
}

static int interference(struct hig *h, struct node *layout, const struct node *g, const struct grain *gr)
{
	struct node *s, *basis, *n, *v;

	if (gr->n[0] == 1 && gr->n[1] == 1 && gr->n[2] == 1)
		return 0;
	s = hig_put_map(h, layout, "interference", g);
	hig_put_text(h, s, "type", "finite_3d_lattice", g);
	basis = hig_put_list(h, s, "basis", g);
	n = hig_put_list(h, s, "N", g);
	for (int i = 0; i < 3; i++) {
		double turned[3] = { gr->v[i][0], gr->v[i][1], gr->v[i][2] };

		turn(gr, turned);
		v = hig_put_list(h, basis, NULL, g);
		for (int k = 0; k < 3; k++)
			hig_put_num(h, v, NULL, fabs(turned[k]) < 1e-13 ? 0 : turned[k], g);
		hig_put_num(h, n, NULL, gr->n[i], g);
	}
	hig_put_num(h, s, "position_variance", 0, g);
	return h->e->code;
}

/* ---- the layout -------------------------------------------------------------------------------- */

/* The index of the layer in which the grain is. */
static int layer_of(struct hig *h, const struct node *g, size_t *out)
{
	const struct node *key = node_get(g, "layer:key"), *layer;

	*out = 0;
	if (!key || h->born || !strcmp(hig_text(g, "layer:key"), "air") || !strcmp(hig_text(g, "layer:key"), "vacuum"))
		return 0;
	layer = hig_find(h, "layer", key);
	for (size_t i = 0; layer && i < h->layers->n; i++)
		if (h->source[i] == layer)
			*out = i;
	return h->e->code;
}

static int place(struct hig *h, const struct node *g, size_t layer, double at_nm[3])
{
	bool middle = layer > 0 && layer + 1 < h->layers->n;
	double thickness_nm = 0;

	if (hig_vec(h, g, "transvec", 3, at_nm) || (middle && hig_num(h, h->source[layer], "thickness", 0, 0, 1e12, &thickness_nm)))
		return h->e->code;
	at_nm[2] -= thickness_nm;
	return 0;
}

static struct node *layouts_of(struct hig *h, size_t layer, const struct node *at)
{
	struct node *to = h->layers->child[layer], *list = node_at(to, "layouts");

	return list ? list : hig_put_list(h, to, "layouts", at);
}

int hig_structure(struct hig *h, const struct node *s)
{
	static const char *const used[] = { "key", "grain", "ensemble", "iratio", NULL };
	static const char *const grains[] = {
		"shape:key", "unitcell:key", "layer:key", "refindex", "lattice", "transvec", "scaling", "repetition", NULL,
	};
	static const char *const ensembles[] = { "orientations", NULL }, *const silent[] = { "maxgrains", NULL }, *const none[] = { NULL };
	const struct node *g = node_get(s, "grain"), *en = node_get(s, "ensemble");
	struct grain gr = { .turns = 0 };
	double at_nm[3] = { 0, 0, 0 }, ratio, area_nm2;
	struct node *layout;
	size_t layer;

	if (!g || node_is(g, NODE_MAP, h->e))
		return g ? h->e->code : node_err(s, h->e, "a structure without grain");
	hig_ignored(h, s, used, none);
	hig_ignored(h, g, grains, none);
	hig_ignored(h, en, ensembles, silent);
	if (lattice(h, g, &gr) || orientations(h, node_get(en, "orientations"), &gr) || layer_of(h, g, &layer) ||
	    place(h, g, layer, at_nm) || hig_num(h, s, "iratio", 1, 0, 1e12, &ratio))
		return h->e->code;
	to_beam(h, &gr);
	area_nm2 = fabs(gr.v[0][0] * gr.v[1][1] - gr.v[0][1] * gr.v[1][0]) * gr.n[0] * gr.n[1];
	layout = hig_put_map(h, layouts_of(h, layer, s), NULL, s);
	if (!layout || particle(h, layout, g, &gr, at_nm))
		return h->e->code;
	if (h->layers->n == 1)		/* where a lattice's density counts particles, not grains */
		ratio *= gr.n[0] * gr.n[1] * gr.n[2];
	hig_put_num(h, layout, "surface_density", ratio / (area_nm2 > 1e-12 ? area_nm2 : 1), s);
	return interference(h, layout, g, &gr);
}
