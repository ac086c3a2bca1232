#include "scat/read.h"

#include <math.h>
#include <string.h>

#include "base/units.h"
#include "scat/orient.h"
#include "scat/own.h"

static const char *const grain_keys[] = {
	RD_INTERFER, "cell", "d_nn", "a", "c", "vectors", "hkl", "xi_deg", "N", "layers", "stacking", "position_variance",
	"in_plane", "in_plane_n", "mosaic_deg", "mosaic_tilts", "mosaic_azimuths", "particles_turn", NULL,
};

struct turns { size_t n; struct orient *o; bool tilted, particles; };

/* hkl, or hkil of a hexagonal cell */
static int indices(struct rd *r, const struct node *n, int out[3])
{
	long v[4];

	if (rd_list(r, n, 3, 4))
		return r->e->code;
	for (size_t i = 0; i < n->n; i++)
		if (node_int(n->child[i], -100, 100, &v[i], r->e))
			return r->e->code;
	if (n->n == 4 && v[0] + v[1] + v[2] != 0)
		return node_err(n, r->e, "of four indices h k i l, i is -(h + k)");
	out[0] = (int)v[0];
	out[1] = (int)v[1];
	out[2] = (int)v[n->n - 1];
	return 0;
}

static int cell(struct rd *r, const struct node *n, struct grain_par *p)
{
	const struct node *c = rd_need(r, n, "cell"), *hkl = node_get(n, "hkl"), *stack = node_get(n, "stacking");
	long layers;
	double deg = 0;
	int k;

	if (!c || node_choice(c, grain_cells, &k, r->e))
		return r->e->code;
	p->cell = (enum grain_cell)k;
	p->hkl[2] = 1;
	if (rd_opt(r, n, "d_nn", UNIT_NM, FF_LEAST, FF_MOST, &p->d_nn) ||
	    rd_opt(r, n, "a", UNIT_NM, FF_LEAST, FF_MOST, &p->a) ||
	    rd_opt(r, n, "c", UNIT_NM, FF_LEAST, FF_MOST, &p->c) || (hkl && indices(r, hkl, p->hkl)) ||
	    rd_opt(r, n, "xi_deg", UNIT_DEGREE, -1e6, 1e6, &deg) || rd_counts(r, rd_need(r, n, "N"), 2, p->N) ||
	    (stack && rd_text(r, stack, &p->stacking)))
		return r->e->code;
	p->xi_rad = deg * UNIT_DEG;
	layers = p->stacking ? (long)strlen(p->stacking) : 0;
	if (!layers && !rd_need(r, n, "layers"))
		return r->e->code;
	if (rd_opt_int(r, n, "layers", 1, 1000000, &layers))
		return r->e->code;
	p->layers = (int)layers;
	if (p->cell == CELL_VECTORS)
		return rd_basis(r, rd_need(r, n, "vectors"), p->vectors);
	if (!(p->d_nn > 0) == !(p->a > 0))
		return node_err(n, r->e, "a grain needs one of d_nn and a");
	return 0;
}

static int built(struct rd *r, const struct node *n, struct grain *g, struct grain_par *p)
{
	struct interfer s = { 0 };
	struct err why = { 0 };
	int code;

	if (rd_is(node_get(n, "type"), "grain")) {
		if (rd_keys(r, n, grain_keys) || cell(r, n, p))
			return r->e->code;
		code = grain_build(g, p, &why);
	} else {
		if (rd_keys(r, n, (const char *const[]){ RD_INTERFER, "basis", "N", "position_variance", NULL }) ||
		    rd_basis(r, rd_need(r, n, "basis"), s.basis) || rd_counts(r, rd_need(r, n, "N"), 3, s.N))
			return r->e->code;
		code = grain_lattice(g, s.basis, s.N, &why);
	}
	if (code)
		return rd_at(r, n, &why);
	return rd_opt(r, n, "position_variance", UNIT_NM2, 0, 1e9, &g->debye_nm2);
}

/* ---- orientations -------------------------------------------------------------------------------- */

/* Does a turn about z change no particle of the species read so far? */
static bool all_round(const struct rd *r)
{
	for (size_t i = 0; i < r->nspecies; i++)
		for (size_t k = 0; k < r->species[i].npart; k++) {
			const struct part *p = &r->species[i].part[k];
			if (p->field || !p->shape.kind->round || fabs(p->rot.m[2][2] - 1) > 1e-12 || p->at.x != 0 || p->at.y != 0)
				return false;
		}
	return true;
}

static int turns(struct rd *r, const struct node *n, struct grain_par *p, struct turns *t)
{
	static const char *const names[] = { "single", "powder", NULL };
	int powder = 0;
	long k = 60, tilts = 6, azimuths = 8;
	double tilt_deg = 0;
	struct err why = { 0 };

	t->particles = true;
	if (rd_opt_choice(r, n, "in_plane", names, &powder) || rd_opt_int(r, n, "in_plane_n", 1, 100000, &k) ||
	    rd_opt(r, n, "mosaic_deg", UNIT_DEGREE, 0, 30, &tilt_deg) ||
	    rd_opt_int(r, n, "mosaic_tilts", 1, 1000, &tilts) ||
	    rd_opt_int(r, n, "mosaic_azimuths", 1, 1000, &azimuths) ||
	    (node_get(n, "particles_turn") && node_bool(node_get(n, "particles_turn"), &t->particles, r->e)))
		return r->e->code;
	p->uneven = t->particles && !all_round(r);
	t->tilted = tilt_deg > 0;
	if (grain_orient(p, powder ? (int)k : 0, tilt_deg * UNIT_DEG, (int)tilts, (int)azimuths, NULL, &t->n, &why))
		return rd_at(r, n, &why);
	t->o = own_alloc(&r->tmp, t->n, sizeof *t->o, r->e);
	if (!t->o)
		return r->e->code;
	return grain_orient(p, powder ? (int)k : 0, tilt_deg * UNIT_DEG, (int)tilts, (int)azimuths, t->o, &t->n, &why)
		       ? rd_at(r, n, &why)
		       : 0;
}

/* A plain lattice stays as it is. */
static int still(struct rd *r, struct turns *t)
{
	t->n = 1;
	t->o = own_alloc(&r->tmp, 1, sizeof *t->o, r->e);
	if (t->o)
		t->o[0] = (struct orient){ rot3_none, 1 };
	return r->e->code;
}

/* The lowest point of a particle's parts, by their boxes. */
static double lowest(const struct species *s)
{
	double z = INFINITY;

	for (size_t i = 0; i < s->npart; i++) {
		const struct part *p = &s->part[i];
		struct ff_box b = p->field ? p->field->box : ff_box(&p->shape);
		const double lo[3] = { b.lo.x, b.lo.y, b.lo.z }, hi[3] = { b.hi.x, b.hi.y, b.hi.z };
		double low = p->at.z;

		for (int k = 0; k < 3; k++)
			low += fmin(p->rot.m[2][k] * lo[k], p->rot.m[2][k] * hi[k]);
		z = fmin(z, low);
	}
	return z;
}

static struct grain *turned(struct rd *r, const struct grain *g, const struct rot3 *rot)
{
	struct grain *out = rd_alloc(r, 1, sizeof *out);

	if (!out)
		return NULL;
	*out = *g;
	out->t = rd_alloc(r, g->nlayer, sizeof *out->t);
	if (!out->t)
		return NULL;
	for (int i = 0; i < 2; i++)
		out->a[i] = rot3_apply(rot, g->a[i]);
	for (size_t i = 0; i < g->nlayer; i++)
		out->t[i] = rot3_apply(rot, g->t[i]);
	return out;
}

static void turn_parts(struct species *s, const struct rot3 *rot)
{
	for (size_t i = 0; i < s->npart; i++) {
		s->part[i].rot = rot3_mul(rot, &s->part[i].rot);
		s->part[i].at = rot3_apply(rot, s->part[i].at);
	}
}

/* A tilted grain is raised, or lowered, so that its lowest point stays as high. */
static int member(struct rd *r, const struct species *from, const struct grain *was, struct grain *g,
		  const struct orient *o, const struct turns *t)
{
	struct species s = *from;
	double dz;

	s.grain = g;
	s.weight *= o->weight;
	if (t->n > 1) {
		s.part = rd_alloc(r, s.npart, sizeof *s.part);
		if (!s.part)
			return r->e->code;
		memcpy(s.part, from->part, s.npart * sizeof *s.part);
		if (t->particles)
			turn_parts(&s, &o->rot);
		dz = t->tilted ? grain_lo(was).z + lowest(from) - grain_lo(g).z - lowest(&s) : 0;
		for (size_t i = 0; i < s.npart; i++)
			s.part[i].at.z += dz;
	}
	return rd_species_add(r, &s);
}

static int expand(struct rd *r, const struct node *at, const struct grain *g, const struct turns *t)
{
	size_t n = r->nspecies;
	struct species *from = own_alloc(&r->tmp, n, sizeof *from, r->e);

	if (!from)
		return r->e->code;
	if (t->n > RD_SPECIES / (n ? n : 1))
		return node_err(at, r->e, "%zu orientations of %zu species are more than %d", t->n, n, RD_SPECIES);
	memcpy(from, r->species, n * sizeof *from);
	r->nspecies = 0;
	for (size_t i = 0; i < t->n; i++) {
		struct grain *one = turned(r, g, &t->o[i].rot);

		for (size_t k = 0; one && k < n; k++)
			if (member(r, &from[k], g, one, &t->o[i], t))
				return r->e->code;
		if (!one)
			return r->e->code;
	}
	return 0;
}

/* Nearest sites: along the two periods, and between layers. */
static int crowded(struct rd *r, const struct node *n, const struct grain *g)
{
	struct vec3 v[12];
	int k = 0;

	for (int i = -1; i <= 1 && g->N[0] > 1; i++)
		for (int j = 0; j <= 1; j++)
			if ((j || i > 0) && (g->N[1] > 1 || !j))
				v[k++] = (struct vec3){ i * g->a[0].x + j * g->a[1].x, i * g->a[0].y + j * g->a[1].y,
							i * g->a[0].z + j * g->a[1].z };
	for (size_t m = 1; m < g->nlayer && m < 4; m++)
		v[k++] = (struct vec3){ g->t[m].x - g->t[0].x, g->t[m].y - g->t[0].y, g->t[m].z - g->t[0].z };
	return rd_crowded(r, n, r->species, r->nspecies, v, k);
}

int rd_grain(struct rd *r, const struct node *n)
{
	struct grain g = { 0 };
	struct grain_par p = { 0 };
	struct turns t = { 0 };
	bool plain = !rd_is(node_get(n, "type"), "grain");

	if (!built(r, n, &g, &p) && !(plain ? still(r, &t) : turns(r, n, &p, &t)) && !crowded(r, n, &g))
		expand(r, n, &g, &t);
	grain_free(&g);
	return r->e->code;
}
