#include "scat/read.h"

#include <math.h>
#include <string.h>

#include "scat/overlap.h"
#include "scat/own.h"

static const char *const layout_keys[] = { "particles", "surface_density", "interference", "occupancy", NULL };
static const double DENSITY_MOST = 1e6;		/* 1/nm^2 */

/* ---- species ------------------------------------------------------------------------------------- */

int rd_species_add(struct rd *r, const struct species *one)
{
	if (r->nspecies == r->species_room) {
		size_t room = r->species_room ? 2 * r->species_room : 32;
		struct species *more = own_alloc(&r->tmp, room, sizeof *more, r->e);

		if (!more)
			return r->e->code;
		if (r->nspecies)
			memcpy(more, r->species, r->nspecies * sizeof *more);
		r->species = more;
		r->species_room = room;
	}
	r->species[r->nspecies++] = *one;
	return 0;
}

static int particle(struct rd *r, const struct node *n, const struct rot3 *turn, double weight)
{
	struct species s = { .weight = weight };

	if (rd_particle(r, n, turn))
		return r->e->code;
	if (r->nspecies >= RD_SPECIES)
		return node_err(n, r->e, "more than %d species in a layout", RD_SPECIES);
	s.npart = r->npart;
	s.part = rd_alloc(r, r->npart, sizeof *s.part);
	if (!s.part)
		return r->e->code;
	memcpy(s.part, r->part, r->npart * sizeof *s.part);
	s.radius_nm = rd_radius(s.part, s.npart);
	return rd_species_add(r, &s);
}

/* One particle entry for all combinations of its distributions. */
static int combinations(struct rd *r, const struct node *n, const struct rot3 *turn, double weight)
{
	size_t from = r->ndraw, count;

	if (rd_draw_find(r, n, NULL) || rd_draw_count(r, from, RD_SPECIES, n, &count))
		return r->e->code;
	for (size_t i = 0; i < count; i++) {
		rd_draw_set(r, from, i);
		if (particle(r, n, turn, weight * rd_draw_weight(r, from)))
			return r->e->code;
	}
	r->ndraw = from;
	return 0;
}

static int entry(struct rd *r, const struct node *n)
{
	static const char *const keys[] = { "particle", "abundance", "orientations", NULL };
	const struct node *p, *o;
	size_t count;
	struct rot3 *rot;
	double abundance = 1, *w;

	if (rd_keys(r, n, keys) || !(p = rd_need(r, n, "particle")) ||
	    rd_opt(r, n, "abundance", UNIT_NONE, 0, 1e12, &abundance))
		return r->e->code;
	o = node_get(n, "orientations");
	if (!o)
		return combinations(r, p, NULL, abundance);
	if (rd_orientations(r, o, p, &count, &rot, &w))
		return r->e->code;
	for (size_t i = 0; i < count; i++)
		if (combinations(r, p, &rot[i], abundance * w[i]))
			return r->e->code;
	return 0;
}

static int entries(struct rd *r, const struct node *n)
{
	if (!n || rd_list(r, n, 1, RD_SPECIES))
		return r->e->code;
	for (size_t i = 0; i < n->n; i++)
		if (entry(r, n->child[i]))
			return r->e->code;
	return 0;
}

/* Species of weight 0 are left out, the others have weights of sum `all`. */
static int weigh(struct rd *r, const struct node *n, double all)
{
	double sum = 0;
	size_t k = 0;

	for (size_t i = 0; i < r->nspecies; i++)
		sum += r->species[i].weight;
	if (!(sum > 0))
		return node_err(n, r->e, "the abundances have no positive sum");
	for (size_t i = 0; i < r->nspecies; i++)
		if (r->species[i].weight > 0) {
			r->species[k] = r->species[i];
			r->species[k++].weight *= all / sum;
		}
	r->nspecies = k;
	return 0;
}

/* ---- density ------------------------------------------------------------------------------------- */

static double cell_area(const struct interfer *s)
{
	return s->a * s->b * sin(s->gamma_rad);
}

/* Particles per area that a lattice of two periods makes; 0: of another interference. */
static double sites(const struct interfer *s)
{
	return s->type == INTERFER_2D || s->type == INTERFER_2D_PARA || s->type == INTERFER_FINITE_2D ? 1 / cell_area(s)
												      : 0;
}

/* Empty sites are a species of no parts, so that the density is that of the sites. */
static int density(struct rd *r, const struct node *n, struct layout *l, double *filled)
{
	const struct node *d = node_get(n, "surface_density"), *o = node_get(n, "occupancy");
	double lattice = sites(&l->inter), given = 0;

	*filled = 1;
	if (o && !(lattice > 0))
		return node_err(o, r->e, "occupancy is for lattices in two dimensions");
	if ((o && rd_num(r, o, UNIT_NONE, 1e-9, 1, filled)) ||
	    (d && rd_num(r, d, UNIT_PER_NM2, 1e-18, DENSITY_MOST, &given)))
		return r->e->code;
	if (!(lattice > 0)) {		/* missing: only of surfaces (cover) */
		l->density = given;
		return 0;
	}
	if (d && fabs(given - lattice * *filled) > 1e-6 * lattice)
		return node_err(d, r->e, "surface_density is %.6g, but the lattice has %.6g per nm^2%s", given,
				lattice * *filled, o ? "" : ": leave it out, or give occupancy");
	l->density = lattice;
	return 0;
}

/* A measured surface that stands for all of it covers it once. */
static int cover(struct rd *r, const struct node *n, struct layout *l)
{
	const struct field *f = r->nspecies == 1 && r->species[0].npart ? r->species[0].part[0].field : NULL;
	double area = f ? f->area : 0;

	if (l->density > 0 && area > 0 && fabs(l->density * area - 1) > 1e-6)
		return node_err(node_get(n, "surface_density"), r->e, "surface_density is %.6g, but the surface is covered once by %.6g per nm^2: leave it out",
				l->density, 1 / area);
	if (l->density > 0)
		return 0;
	if (!(area > 0))
		return node_err(n, r->e, "surface_density is missing");
	l->density = 1 / area;
	return 0;
}

static int disk_density(struct rd *r, const struct node *n, struct layout *l)
{
	struct err why = { 0 };

	if (l->inter.type != INTERFER_HARD_DISK || l->inter.density > 0)
		return 0;
	l->inter.density = l->density;
	return interfer_check(&l->inter, &why) ? rd_at(r, n, &why) : 0;
}

/* ---- neighbours ---------------------------------------------------------------------------------- */

/* Vectors to the nearest sites; 0: no lattice. */
static int neighbours(const struct layout *l, struct vec3 v[4])
{
	const struct interfer *s = &l->inter;
	double x = s->xi_rad, g = s->xi_rad + s->gamma_rad;

	v[0] = (struct vec3){ s->a * cos(x), s->a * sin(x), 0 };
	if (s->type == INTERFER_1D)
		return 1;
	if (s->type != INTERFER_2D && s->type != INTERFER_FINITE_2D)
		return 0;
	v[1] = (struct vec3){ s->b * cos(g), s->b * sin(g), 0 };
	v[2] = (struct vec3){ v[0].x + v[1].x, v[0].y + v[1].y, 0 };
	v[3] = (struct vec3){ v[0].x - v[1].x, v[0].y - v[1].y, 0 };
	return 4;
}

/*
 * Tails of a distribution may overlap, with a warning: refused where species of more than half of the weight overlap
 * their own copies.
 */
int rd_crowded(struct rd *r, const struct node *n, const struct species *s, size_t count, const struct vec3 *v, int nv)
{
	enum { SURELY = 200 };		/* parts; larger particles are not tried */
	double all = 0, bad = 0;

	for (size_t i = 0; i < count; i++) {
		bool over = false;

		for (int k = 0; k < nv && s[i].npart < SURELY && !over; k++)
			over = overlap_copy(s[i].part, s[i].npart, v[k]);
		all += s[i].weight;
		bad += over ? s[i].weight : 0;
	}
	if (bad > all / 2)
		return node_err(n, r->e, "particles at neighbouring sites of the lattice overlap");
	if (bad > 0 && r->files && r->files->warn)
		r->files->warn(r->files->ctx, n, "the largest particles overlap at neighbouring sites of the lattice");
	return 0;
}

/* Lines without end: what is divided by its length must be the same all along, and lie across the direction in which it repeats. */
static int bars(struct rd *r, const struct node *n, const struct layout *l)
{
	static const char *const names[] = { "box", "longbox_lorentz", "longbox_gauss", "trapezoid", "trapezoid_stack", "mesh", NULL };
	double c = cos(l->lines_xi_rad), s = sin(l->lines_xi_rad), first = 0;

	for (size_t i = 0; l->lines_pitch > 0 && i < r->nspecies; i++)
		for (size_t k = 0; k < r->species[i].npart; k++) {
			const struct part *p = &r->species[i].part[k];
			struct ff_box b = p->field ? p->field->box : ff_box(&p->shape);
			int j = 0;

			while (!p->field && names[j] && strcmp(names[j], p->shape.kind->name))
				j++;
			if (p->field || !names[j])
				return node_err(n, r->e, "lines: infinite is for bars: box, longbox, trapezoid, trapezoid_stack or mesh");
			if (fabs(p->rot.m[0][0] * c + p->rot.m[1][0] * s) > 1e-9 || fabs(p->rot.m[2][0]) > 1e-9)
				return node_err(n, r->e, "lines: infinite: bars, which are long along x, must lie across xi_deg: turn them, or give xi_deg: 90");
			first = k ? first : b.hi.x - b.lo.x;
			if (fabs(b.hi.x - b.lo.x - first) > 1e-9 * first)
				return node_err(n, r->e, "lines: infinite: parts of a bar of %.6g and %.6g nm: they must be as long", first, b.hi.x - b.lo.x);
		}
	return 0;
}

int rd_layout(struct rd *r, const struct node *n, struct layout *l)
{
	const struct node *inter, *list;
	struct vec3 v[4];
	double filled;
	bool grain;

	if (rd_keys(r, n, layout_keys) || !(list = rd_need(r, n, "particles")))
		return r->e->code;
	inter = node_get(n, "interference");
	r->nspecies = 0;
	if (rd_interfer(r, inter, l, &grain) || density(r, n, l, &filled) || disk_density(r, inter ? inter : n, l) ||
	    entries(r, list) || rd_crowded(r, inter ? inter : n, r->species, r->nspecies, v, neighbours(l, v)) ||
	    bars(r, inter ? inter : n, l) || (grain && rd_grain(r, inter)) || cover(r, n, l) || weigh(r, list, filled))
		return r->e->code;
	if (filled < 1 && rd_species_add(r, &(struct species){ .weight = 1 - filled }))
		return r->e->code;
	l->nspecies = r->nspecies;
	l->species = rd_alloc(r, r->nspecies, sizeof *l->species);
	if (!l->species)
		return r->e->code;
	memcpy(l->species, r->species, r->nspecies * sizeof *l->species);
	return 0;
}
