#include "scat/read.h"

#include <math.h>
#include <string.h>

#include "base/units.h"
#include "scat/orient.h"
#include "scat/own.h"

static int room(struct rd *r, size_t n, struct rot3 **rot, double **w)
{
	*rot = own_alloc(&r->tmp, n, sizeof **rot, r->e);
	*w = own_alloc(&r->tmp, n, sizeof **w, r->e);
	return *rot && *w ? 0 : r->e->code;
}

static int listed(struct rd *r, const struct node *n, size_t *count, struct rot3 **rot, double **w)
{
	static const char *const keys[] = { "rotations", "rotation_z_deg", "weight", NULL };
	double sum = 0;

	*count = n->n;
	if (rd_list(r, n, 1, RD_SPECIES) || room(r, n->n, rot, w))
		return r->e->code;
	for (size_t i = 0; i < n->n; i++) {
		(*w)[i] = 1;
		if (rd_keys(r, n->child[i], keys) || rd_rotation(r, n->child[i], &(*rot)[i]) ||
		    rd_opt(r, n->child[i], "weight", UNIT_NONE, 0, 1e12, &(*w)[i]))
			return r->e->code;
		sum += (*w)[i];
	}
	if (!(sum > 0))
		return node_err(n, r->e, "the weights of the orientations have no positive sum");
	for (size_t i = 0; i < n->n; i++)
		(*w)[i] /= sum;
	return 0;
}

enum kind { IN_PLANE, GAUSSIAN, SPHERE };
enum { TURNS = 8 };

/* Surely the same after any turn about its own axis. */
static bool is_round(const struct node *particle)
{
	const struct node *name = node_get(node_get(particle, "shape"), "name");
	const struct ff_kind *k = name && name->type == NODE_TEXT ? ff_find(name->text) : NULL;

	return k && k->round && !node_get(particle, "rotations");
}

static int ensemble(struct rd *r, const struct node *n, const struct node *particle, struct orient_par *p)
{
	static const char *const kinds[] = { "in_plane", "gaussian", "sphere", NULL };
	static const char *const keys[3][8] = {
		{ "type", "n", "period_deg", NULL }, { "type", "sigma_deg", "axis", "tilts", "azimuths", "turns", NULL },
		{ "type", "tilts", "azimuths", "turns", NULL },
	};
	const struct node *type = rd_need(r, n, "type"), *axis = node_get(n, "axis");
	double period_deg = 360, sigma_deg = 0;
	long turns = 0, tilts = 8, azimuths = 16;
	int kind;

	if (!type || node_choice(type, kinds, &kind, r->e) || rd_keys(r, n, keys[kind]) ||
	    (kind == IN_PLANE && !rd_need(r, n, "n")) || rd_opt_int(r, n, "n", 1, RD_SPECIES, &turns) ||
	    rd_opt_int(r, n, "turns", 1, 10000, &turns) ||
	    rd_opt(r, n, "period_deg", UNIT_DEGREE, 1e-3, 360, &period_deg) ||
	    rd_opt_int(r, n, "tilts", 1, 1000, &tilts) || rd_opt_int(r, n, "azimuths", 1, 1000, &azimuths) ||
	    (axis && rd_axis(r, axis, &p->axis)) ||
	    (kind == GAUSSIAN && rd_key(r, n, "sigma_deg", UNIT_DEGREE, 1e-6, 180, &sigma_deg)))
		return r->e->code;
	if (kind == SPHERE && !turns && !is_round(particle))
		turns = TURNS;
	p->turns = (int)turns;
	p->period_rad = period_deg * UNIT_DEG;
	p->tilt = kind == SPHERE ? TILT_SPHERE : kind == GAUSSIAN ? TILT_GAUSS : TILT_NONE;
	p->sigma_rad = sigma_deg * UNIT_DEG;
	p->tilts = (int)tilts;
	p->azimuths = (int)azimuths;
	return 0;
}

int rd_orientations(struct rd *r, const struct node *n, const struct node *particle, size_t *count, struct rot3 **rot, double **w)
{
	struct orient_par p = { 0 };
	struct err why = { 0 };
	struct orient *o;

	if (n->type == NODE_LIST)
		return listed(r, n, count, rot, w);
	if (node_is(n, NODE_MAP, r->e) || ensemble(r, n, particle, &p))
		return r->e->code;
	*count = orient_count(&p, &why);
	if (!*count)
		return rd_at(r, n, &why);
	o = own_alloc(&r->tmp, *count, sizeof *o, r->e);
	if (!o || room(r, *count, rot, w))
		return r->e->code;
	if (orient_make(&p, o, &why))
		return rd_at(r, n, &why);
	for (size_t i = 0; i < *count; i++) {
		(*rot)[i] = o[i].rot;
		(*w)[i] = o[i].weight;
	}
	return 0;
}
