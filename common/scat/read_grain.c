#include "scat/read.h"

#include <math.h>
#include <string.h>

#include "base/units.h"
#include "scat/own.h"

static const char *const grain_keys[] = {
	RD_INTERFER, "cell", "d_nn", "a", "c", "vectors", "hkl", "xi_deg", "N", "layers", "stacking", "position_variance",
	"in_plane", "in_plane_n", "mosaic_deg", "mosaic_n", "particles_turn", NULL,
};

struct turns { size_t n; struct rot3 *rot; double *w; bool tilted, particles; };

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
	if (rd_opt(r, n, "d_nn", UNIT_NM, FF_LEAST, FF_MOST, &p->d_nn) || rd_opt(r, n, "a", UNIT_NM, FF_LEAST, FF_MOST, &p->a) ||
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

static int built(struct rd *r, const struct node *n, struct grain *g, double *period_rad)
{
	struct interfer s = { 0 };
	struct grain_par p = { 0 };
	struct err why = { 0 };
	int code;

	if (rd_is(node_get(n, "type"), "grain")) {
		if (rd_keys(r, n, grain_keys) || cell(r, n, &p))
			return r->e->code;
		code = grain_build(g, &p, &why);
		*period_rad = grain_period(&p);
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

static int turns(struct rd *r, const struct node *n, double period_rad, struct turns *t)
{
	static const char *const names[] = { "single", "powder", NULL };
	const struct vec3 z = { 0, 0, 1 };
	int powder = 0;
	long k = 60, m = 1;
	double tilt_deg = 0;

	t->particles = true;
	if (rd_opt_choice(r, n, "in_plane", names, &powder) || rd_opt_int(r, n, "in_plane_n", 1, 100000, &k) ||
	    rd_opt(r, n, "mosaic_deg", UNIT_DEGREE, 0, 30, &tilt_deg) ||
	    (node_get(n, "particles_turn") && node_bool(node_get(n, "particles_turn"), &t->particles, r->e)))
		return r->e->code;
	t->n = (size_t)(powder ? k : 1) * (size_t)m;
	t->rot = own_alloc(&r->tmp, t->n, sizeof *t->rot, r->e);
	t->w = own_alloc(&r->tmp, t->n, sizeof *t->w, r->e);
	if (!t->rot || !t->w)
		return r->e->code;
	for (size_t i = 0; i < t->n; i++) {
		t->rot[i] = powder ? rot3_about(z, period_rad * ((double)i + 0.5) / (double)t->n) : rot3_none;
		t->w[i] = 1 / (double)t->n;
	}
	return 0;
}

static struct grain *turned(struct rd *r, const struct grain *g, const struct rot3 *rot)
{
	struct grain *out = sample_alloc(r->s, 1, sizeof *out, r->e);

	if (!out)
		return NULL;
	*out = *g;
	out->t = sample_alloc(r->s, g->nlayer, sizeof *out->t, r->e);
	if (!out->t)
		return NULL;
	for (int i = 0; i < 2; i++)
		out->a[i] = rot3_apply(rot, g->a[i]);
	for (size_t i = 0; i < g->nlayer; i++)
		out->t[i] = rot3_apply(rot, g->t[i]);
	return out;
}

static int member(struct rd *r, const struct species *from, struct grain *g, const struct rot3 *rot, double weight, bool turn)
{
	struct species s = *from;

	s.grain = g;
	s.weight *= weight;
	if (turn) {
		s.part = sample_alloc(r->s, s.npart, sizeof *s.part, r->e);
		if (!s.part)
			return r->e->code;
		for (size_t i = 0; i < s.npart; i++) {
			s.part[i] = from->part[i];
			s.part[i].rot = rot3_mul(rot, &from->part[i].rot);
			s.part[i].at = rot3_apply(rot, from->part[i].at);
		}
	}
	return rd_species_add(r, &s);
}

static int expand(struct rd *r, const struct grain *g, const struct turns *t)
{
	size_t n = r->nspecies;
	struct species *from = own_alloc(&r->tmp, n, sizeof *from, r->e);

	if (!from)
		return r->e->code;
	memcpy(from, r->species, n * sizeof *from);
	r->nspecies = 0;
	for (size_t i = 0; i < t->n; i++) {
		struct grain *one = turned(r, g, &t->rot[i]);

		for (size_t k = 0; one && k < n; k++)
			if (member(r, &from[k], one, &t->rot[i], t->w[i], t->particles && t->n > 1))
				return r->e->code;
		if (!one)
			return r->e->code;
	}
	return 0;
}

int rd_grain(struct rd *r, const struct node *n)
{
	struct grain g = { 0 };
	struct turns t = { 0 };
	double period_rad = 0;

	if (!built(r, n, &g, &period_rad) && !turns(r, n, period_rad, &t))
		expand(r, &g, &t);
	grain_free(&g);
	return r->e->code;
}
