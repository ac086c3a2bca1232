#include <math.h>
#include <stdio.h>
#include <string.h>

#include "io/hig_priv.h"

/* Parameters of a shape: of HipGISAXS (and the one that may stand for it), ours, factor. */
struct dim { const char *from, *or, *to; double factor; };
struct kind {
	const char *name, *ours;
	struct dim dim[4];
	double rotation_z_deg;
};

#define BOX { "xsize", "edge", "length", 1 }, { "ysize", "edge", "width", 1 }, { "height", "edge", "height", 1 }
#define ROUND { "radius", NULL, "radius", 1 }, { "height", NULL, "height", 1 }
#define PYRAMID BOX, { "baseangle", NULL, "alpha_deg", 1 }
#define CONE ROUND, { "baseangle", NULL, "alpha_deg", 1 }
static const struct kind kinds[] = {
	{ "box", "box", { BOX }, 0 },
	{ "cube", "box", { BOX }, 0 },
	{ "cylinder", "cylinder", { ROUND }, 0 },
	{ "hcylinder", "cylinder", { ROUND }, 0 },
	{ "sphere", "sphere", { { "radius", NULL, "radius", 1 } }, 0 },
	{ "pyramid", "anisopyramid", { PYRAMID }, 0 },
	{ "truncpyr", "anisopyramid", { PYRAMID }, 0 },
	{ "cone", "cone", { CONE }, 0 },
	{ "trunccone", "cone", { CONE }, 0 },
	{ "prism3", "prism3", { { "edge", NULL, "base_edge", 2 }, { "height", NULL, "height", 1 } }, 90 },
	{ "prism6", "prism6", { { "edge", NULL, "base_edge", 2 / 1.7320508075688772 }, { "height", NULL, "height", 1 } }, 0 },
	{ NULL, NULL, { { NULL, NULL, NULL, 0 } }, 0 },
};

static const struct node *param(const struct node *shape, const char *type)
{
	const struct node *list = node_get(shape, "param");

	for (size_t i = 0; type && list && i < list->n; i++)
		if (!strcmp(hig_text(list->child[i], "type"), type))
			return list->child[i];
	return NULL;
}

static int spread(struct hig *h, struct node *to, const char *key, const struct node *p, int stat, double factor)
{
	double lo, hi, mean, sigma, n;
	struct node *d, *limits;

	if (hig_num(h, p, "min", 0, -1e12, 1e12, &lo) || hig_num(h, p, "max", lo, -1e12, 1e12, &hi) ||
	    hig_num(h, p, "p1", (lo + hi) / 2, -1e12, 1e12, &mean) || hig_num(h, p, "p2", 0, 0, 1e12, &sigma) ||
	    hig_num(h, p, "nvalues", 1, 1, 10000, &n))
		return h->e->code;
	if (n < 2 || (hi <= lo && sigma == 0)) {
		hig_put_num(h, to, key, factor * lo, p);
		return h->e->code;
	}
	if (stat == 2 && sigma == 0)
		return node_err(p, h->e, "a gaussian param without p2, its standard deviation");
	if (stat == 1 && hi <= lo)
		return node_err(p, h->e, "a uniform param whose max is not above min");
	d = hig_put_map(h, to, key, p);
	hig_put_text(h, d, "distribution", stat == 1 ? "uniform" : "gaussian", p);
	hig_put_num(h, d, "mean", factor * (stat == 1 ? (lo + hi) / 2 : mean), p);
	hig_put_num(h, d, "sigma", factor * (stat == 1 ? (hi - lo) / 2 : sigma), p);
	hig_put_num(h, d, "n", floor(n), p);
	if (stat == 2 && hi > lo) {
		limits = hig_put_list(h, d, "limits", p);
		hig_put_num(h, limits, NULL, factor * lo, p);
		hig_put_num(h, limits, NULL, factor * hi, p);
	}
	if (!h->told_sizes)
		node_warn(h->warn, p, "HipGISAXS adds the amplitudes of a distribution; intensities are added here");
	h->told_sizes = true;
	return h->e->code;
}

static int dimension(struct hig *h, struct node *to, const struct dim *dim, const struct node *shape)
{
	static const char *const stats[] = { "none", "uniform", "gaussian", NULL }, *const nothing[] = { NULL };
	static const char *const used[] = { "type", "min", "max", "stat", "p1", "p2", "nvalues", NULL };
	const struct node *p = param(shape, dim->from);
	int stat = 0;
	double v;

	p = p ? p : param(shape, dim->or);
	if (!p)
		return node_err(shape, h->e, "%.40s has no param %s", hig_text(shape, "name"), dim->from);
	hig_ignored(h, p, used, nothing);
	if (hig_has(p, "stat") && node_choice(node_get(p, "stat"), stats, &stat, h->e))
		return h->e->code;
	if (!hig_has(p, "min") && !stat)
		return node_err(p, h->e, "a param without min");
	if (stat)
		return spread(h, to, dim->to, p, stat, dim->factor);
	if (hig_num(h, p, "min", 0, -1e12, 1e12, &v))
		return h->e->code;
	hig_put_num(h, to, dim->to, dim->factor * v, node_get(p, "min"));
	return h->e->code;
}

static void unused_params(struct hig *h, const struct kind *k, const struct node *shape)
{
	const struct node *list = node_get(shape, "param");

	for (size_t i = 0; list && i < list->n; i++) {
		const char *type = hig_text(list->child[i], "type");
		bool used = false;

		for (int d = 0; d < 4 && k->dim[d].from; d++) {
			const char *or = k->dim[d].or;

			used = used || !strcmp(k->dim[d].from, type) || (or && !strcmp(or, type));
		}
		if (!used)
			node_warn(h->warn, list->child[i], "param %.40s of a %s is ignored", type, k->name);
	}
}

static int put_position(struct hig *h, struct node *particle, const double at_nm[3], const struct node *place)
{
	struct node *list;

	if (at_nm[0] == 0 && at_nm[1] == 0 && at_nm[2] == 0)
		return 0;
	list = hig_put_list(h, particle, "position", place);
	for (int i = 0; i < 3; i++)
		hig_put_num(h, list, NULL, at_nm[i], place);
	return h->e->code;
}

/* Along x, its middle at x = 0, its lowest line at z = 0. */
static int lay_down(struct hig *h, struct node *particle, const struct node *shape, double z_turn_deg, double at_nm[3])
{
	const struct node *r = param(shape, "radius"), *l = param(shape, "height");
	const char *const axes[] = { "y", "z" };
	const double turn_deg[] = { 90, z_turn_deg };
	double radius_nm, length_nm;
	struct node *list = hig_put_list(h, particle, "rotations", shape), *one;

	if (hig_has(r, "stat") || hig_has(l, "stat"))
		return node_err(shape, h->e, "a distribution of a hcylinder is not supported");
	if (hig_num(h, r, "min", 0, 0, 1e12, &radius_nm) || hig_num(h, l, "min", 0, 0, 1e12, &length_nm))
		return h->e->code;
	for (int i = 0; i < 2; i++) {
		one = hig_put_map(h, list, NULL, shape);
		hig_put_text(h, one, "axis", axes[i], shape);
		hig_put_num(h, one, "angle_deg", turn_deg[i], shape);
	}
	at_nm[0] -= length_nm / 2 * cos(z_turn_deg * acos(-1) / 180);
	at_nm[1] -= length_nm / 2 * sin(z_turn_deg * acos(-1) / 180);
	at_nm[2] += radius_nm;
	return h->e->code;
}

static int mesh(struct hig *h, struct node *particle, const struct node *shape, const char *name)
{
	struct node *s = hig_put_map(h, particle, "shape", shape);
	const struct node *at = node_get(shape, "name");

	hig_put_text(h, s, "name", "mesh", at);
	hig_put_text(h, s, "file", name, at);
	hig_put_text(h, s, "mesh_unit", "nm", at);
	return h->e->code;
}

static int known_shape(struct hig *h, struct node *particle, const struct node *shape, const struct kind *k)
{
	struct node *s = hig_put_map(h, particle, "shape", shape);

	hig_put_text(h, s, "name", k->ours, node_get(shape, "name"));
	for (int d = 0; d < 4 && k->dim[d].from; d++)
		if (dimension(h, s, &k->dim[d], shape))
			return h->e->code;
	unused_params(h, k, shape);
	if ((!strcmp(k->ours, "anisopyramid") || !strcmp(k->ours, "cone")) && !h->told_pyramid) {
		node_warn(h->warn, shape, "HipGISAXS computes a %s wrongly or not at all", k->name);
		h->told_pyramid = true;
	}
	return h->e->code;
}

int hig_shape(struct hig *h, struct node *particle, const struct node *shape, const struct node *refindex, const double at_nm[3])
{
	static const char *const used[] = { "key", "name", "originvec", "xyrotation", "ztilt", "param", "refindex", NULL }, *const none[] = { NULL };
	const struct node *own = node_get(shape, "refindex");
	const char *name = hig_text(shape, "name");
	const struct kind *k = kinds;
	double at[3] = { 0, 0, 0 }, tilt, turn_deg;
	size_t len = strlen(name);
	bool file = len > 4 && !strcmp(name + len - 4, ".obj");

	hig_ignored(h, shape, used, none);
	while (k->name && strcmp(k->name, name))
		k++;
	if (!k->name && !file)
		return node_err(node_get(shape, "name") ? node_get(shape, "name") : shape, h->e, "shape '%.60s' is not supported", name);
	if (!own && !refindex)
		return node_err(shape, h->e, "neither the shape nor its grain has a refindex");
	if (hig_vec(h, shape, "originvec", 3, at) || hig_num(h, shape, "ztilt", 0, -360, 360, &tilt) ||
	    hig_num(h, shape, "xyrotation", 0, -1e6, 1e6, &turn_deg))
		return h->e->code;
	if (tilt != 0)
		return node_err(node_get(shape, "ztilt"), h->e, "ztilt is not supported");
	for (int i = 0; i < 3; i++)
		at[i] += at_nm[i];
	if (file ? mesh(h, particle, shape, name) : known_shape(h, particle, shape, k))
		return h->e->code;
	if (hig_put_material(h, particle, own ? own : refindex))
		return h->e->code;
	turn_deg += file ? 0 : k->rotation_z_deg;
	if (!strcmp(name, "hcylinder") ? lay_down(h, particle, shape, turn_deg, at) : 0)
		return h->e->code;
	if (turn_deg != 0 && strcmp(name, "hcylinder"))
		hig_put_num(h, particle, "rotation_z_deg", turn_deg, shape);
	return put_position(h, particle, at, shape);
}
