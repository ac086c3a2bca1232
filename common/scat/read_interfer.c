#include "scat/read.h"

#include <math.h>
#include <string.h>

#include "base/units.h"

static const char *const decays[] = { "cauchy", "gauss", NULL };

static int angle(struct rd *r, const struct node *n, const char *key, double lo, double hi, double *rad)
{
	double deg = *rad / UNIT_DEG;

	if (rd_opt(r, n, key, UNIT_DEGREE, lo, hi, &deg))
		return r->e->code;
	*rad = deg * UNIT_DEG;
	return 0;
}

static int length(struct rd *r, const struct node *n, const char *key, double *out)
{
	return rd_key(r, n, key, UNIT_NM, FF_LEAST, FF_MOST, out);
}

static int decay(struct rd *r, const struct node *n, struct interfer *s)
{
	const struct node *c = rd_need(r, n, "decay");
	int k;

	if (!c || node_choice(c, decays, &k, r->e))
		return r->e->code;
	s->decay = (enum interfer_decay)k;
	return 0;
}

static int variance(struct rd *r, const struct node *n, struct interfer *s)
{
	return rd_opt(r, n, "position_variance", UNIT_NM2, 0, 1e9, &s->variance);
}

static int none(struct rd *r, const struct node *n, struct layout *l)
{
	static const char *const keys[] = { RD_INTERFER, NULL };

	(void)l;
	return rd_keys(r, n, keys);
}

static int lattice_1d(struct rd *r, const struct node *n, struct layout *l)
{
	static const char *const keys[] = {
		RD_INTERFER, "length", "xi_deg", "decay", "decay_length", "position_variance", "window", "lines", NULL,
	};
	static const char *const lines[] = { "finite", "infinite", NULL };
	struct interfer *s = &l->inter;
	bool window = true;
	int endless = 0;

	if (rd_keys(r, n, keys) || length(r, n, "length", &s->a) || angle(r, n, "xi_deg", -1e6, 1e6, &s->xi_rad) ||
	    variance(r, n, s) || rd_opt_choice(r, n, "lines", lines, &endless))
		return r->e->code;
	if (endless && !node_get(n, "decay")) {
		s->decay = DECAY_GAUSS;
		s->decay_x = FF_MOST;
	} else if (decay(r, n, s) || length(r, n, "decay_length", &s->decay_x)) {
		return r->e->code;
	}
	if (node_get(n, "window") && node_bool(node_get(n, "window"), &window, r->e))
		return r->e->code;
	s->window = window;
	if (endless) {
		l->lines_pitch = s->a;
		l->lines_xi_rad = s->xi_rad;
	}
	return 0;
}

#define CELL "a", "b", "gamma_deg", "xi_deg"
static int cell(struct rd *r, const struct node *n, struct interfer *s)
{
	if (length(r, n, "a", &s->a) || length(r, n, "b", &s->b) || !rd_need(r, n, "gamma_deg") ||
	    angle(r, n, "gamma_deg", 0.1, 179.9, &s->gamma_rad))
		return r->e->code;
	return angle(r, n, "xi_deg", -1e6, 1e6, &s->xi_rad);
}

/* in_plane: powder */
#define IN_PLANE "in_plane", "in_plane_n"
static int in_plane(struct rd *r, const struct node *n, struct interfer *s)
{
	static const char *const names[] = { "single", "powder", NULL };
	const struct node *count = node_get(n, "in_plane_n");
	int powder = 0;
	long k = 180;

	if (rd_opt_choice(r, n, "in_plane", names, &powder) || rd_opt_int(r, n, "in_plane_n", 1, 100000, &k))
		return r->e->code;
	if (count && !powder)
		return node_err(count, r->e, "in_plane_n goes with in_plane: powder");
	s->xi_nodes = powder ? (int)k : 0;
	return 0;
}

static int lattice_2d(struct rd *r, const struct node *n, struct layout *l)
{
	static const char *const keys[] = {
		RD_INTERFER, CELL, "decay", "decay_length_x", "decay_length_y", "position_variance", IN_PLANE, NULL,
	};
	struct interfer *s = &l->inter;

	return rd_keys(r, n, keys) || cell(r, n, s) || decay(r, n, s) || length(r, n, "decay_length_x", &s->decay_x) ||
	       length(r, n, "decay_length_y", &s->decay_y) || variance(r, n, s) || in_plane(r, n, s) ? r->e->code : 0;
}

static int finite_2d(struct rd *r, const struct node *n, struct layout *l)
{
	static const char *const keys[] = {
		RD_INTERFER, CELL, "N", "position_variance", IN_PLANE, NULL,
	};
	struct interfer *s = &l->inter;

	return rd_keys(r, n, keys) || cell(r, n, s) || rd_counts(r, rd_need(r, n, "N"), 2, s->N) || variance(r, n, s) ||
	       in_plane(r, n, s) ? r->e->code : 0;
}

static int radial(struct rd *r, const struct node *n, struct layout *l)
{
	static const char *const keys[] = {
		RD_INTERFER, "peak_distance", "damping_length", "sigma", "kappa", "domain_size", "position_variance", NULL,
	};
	struct interfer *s = &l->inter;

	return rd_keys(r, n, keys) || length(r, n, "peak_distance", &s->peak_distance) ||
			       rd_opt(r, n, "damping_length", UNIT_NM, 0, FF_MOST, &s->damping_length) ||
			       rd_key(r, n, "sigma", UNIT_NM, 0, FF_MOST, &s->sigma) ||
			       rd_opt(r, n, "kappa", UNIT_NONE, 0, 100, &s->kappa) ||
			       rd_opt(r, n, "domain_size", UNIT_NM, 0, FF_MOST, &s->domain_size) || variance(r, n, s)
		       ? r->e->code
		       : 0;
}

static int widths(struct rd *r, const struct node *n, const char *key, double out[2])
{
	const struct node *c = rd_need(r, n, key);

	if (!c || rd_list(r, c, 2, 2))
		return r->e->code;
	return rd_num(r, c->child[0], UNIT_NM, 0, FF_MOST, &out[0]) ||
			       rd_num(r, c->child[1], UNIT_NM, 0, FF_MOST, &out[1])
		       ? r->e->code
		       : 0;
}

static int para_2d(struct rd *r, const struct node *n, struct layout *l)
{
	static const char *const keys[] = {
		RD_INTERFER, CELL, "damping_length", "domain_size_1", "domain_size_2", "sigma_1", "sigma_2", "profile",
		"position_variance", IN_PLANE, NULL,
	};
	static const char *const profiles[] = { "gauss", "cauchy", NULL };
	struct interfer *s = &l->inter;

	return rd_keys(r, n, keys) || cell(r, n, s) ||
			       rd_opt(r, n, "damping_length", UNIT_NM, 0, FF_MOST, &s->damping_length) ||
			       rd_opt(r, n, "domain_size_1", UNIT_NM, 0, FF_MOST, &s->domain[0]) ||
			       rd_opt(r, n, "domain_size_2", UNIT_NM, 0, FF_MOST, &s->domain[1]) ||
			       widths(r, n, "sigma_1", s->para_sigma[0]) || widths(r, n, "sigma_2", s->para_sigma[1]) ||
			       rd_opt_choice(r, n, "profile", profiles, &s->para_cauchy) || variance(r, n, s) ||
			       in_plane(r, n, s)
		       ? r->e->code
		       : 0;
}

static int finite_3d(struct rd *r, const struct node *n, struct layout *l)
{
	static const char *const keys[] = { RD_INTERFER, "basis", "N", "position_variance", NULL };
	struct interfer *s = &l->inter;

	return rd_keys(r, n, keys) || rd_basis(r, rd_need(r, n, "basis"), s->basis) ||
			       rd_counts(r, rd_need(r, n, "N"), 3, s->N) || variance(r, n, s)
		       ? r->e->code
		       : 0;
}

static int hard_disk(struct rd *r, const struct node *n, struct layout *l)
{
	static const char *const keys[] = { RD_INTERFER, "radius", "density", "position_variance", NULL };
	struct interfer *s = &l->inter;

	return rd_keys(r, n, keys) || length(r, n, "radius", &s->radius) ||
			       rd_opt(r, n, "density", UNIT_PER_NM2, 1e-18, 1e6, &s->density) || variance(r, n, s)
		       ? r->e->code
		       : 0;
}

static int percus_yevick(struct rd *r, const struct node *n, struct layout *l)
{
	static const char *const keys[] = { RD_INTERFER,         "radius", "density", "volume_fraction",
					    "position_variance", NULL };
	struct interfer *s = &l->inter;
	const struct node *v = node_get(n, "volume_fraction"), *d = node_get(n, "density");
	double eta;

	if (rd_keys(r, n, keys) || length(r, n, "radius", &s->radius) || variance(r, n, s))
		return r->e->code;
	if (!v == !d)
		return node_err(n, r->e, "percus_yevick needs one of density (1/nm^3) and volume_fraction");
	if (d)
		return rd_num(r, d, UNIT_PER_NM3, 1e-27, 1e6, &s->density);
	if (rd_num(r, v, UNIT_NONE, 1e-12, 0.7, &eta))
		return r->e->code;
	s->density = eta / (4 * acos(-1) / 3 * pow(s->radius, 3));
	return 0;
}

static const struct type {
	const char *name;
	enum interfer_type type;
	int (*read)(struct rd *r, const struct node *n, struct layout *l);
} types[] = {
	{ "none", INTERFER_NONE, none },
	{ "1d_lattice", INTERFER_1D, lattice_1d },
	{ "2d_lattice", INTERFER_2D, lattice_2d },
	{ "radial_paracrystal", INTERFER_RADIAL, radial },
	{ "2d_paracrystal", INTERFER_2D_PARA, para_2d },
	{ "finite_2d_lattice", INTERFER_FINITE_2D, finite_2d },
	{ "finite_3d_lattice", INTERFER_3D, finite_3d },
	{ "hard_disk", INTERFER_HARD_DISK, hard_disk },
	{ "percus_yevick", INTERFER_PERCUS_YEVICK, percus_yevick },
	{ "grain", INTERFER_NONE, NULL },
};
enum { TYPES = sizeof types / sizeof *types };

int rd_counts(struct rd *r, const struct node *n, size_t count, int *out)
{
	long v;

	if (!n || rd_list(r, n, count, count))
		return r->e->code;
	for (size_t i = 0; i < count; i++) {
		if (node_int(n->child[i], 1, 1000000, &v, r->e))
			return r->e->code;
		out[i] = (int)v;
	}
	return 0;
}

int rd_basis(struct rd *r, const struct node *n, double out[3][3])
{
	struct vec3 v;

	if (!n || rd_list(r, n, 3, 3))
		return r->e->code;
	for (int i = 0; i < 3; i++) {
		if (rd_vec3(r, n->child[i], UNIT_NM, &v))
			return r->e->code;
		memcpy(out[i], (double[3]){ v.x, v.y, v.z }, sizeof out[i]);
	}
	return 0;
}

/* The approximation: da unless kappa says size-spacing coupling. */
static int approximation(struct rd *r, const struct node *n, struct layout *l)
{
	static const char *const names[] = { "da", "lma", "ssca", NULL }, *const left_out[] = { "position_variance", "domain_size", NULL };
	const struct node *c = node_get(n, "approximation");
	int k = l->inter.kappa > 0 ? APPROX_SSCA : APPROX_DA;

	if (c && node_choice(c, names, &k, r->e))
		return r->e->code;
	l->approx = (enum approximation)k;
	if (l->approx == APPROX_SSCA && l->inter.type != INTERFER_RADIAL)
		return node_err(c, r->e, "ssca is for radial_paracrystal");
	if (l->inter.kappa > 0 && l->approx != APPROX_SSCA)
		return node_err(c, r->e, "kappa above 0 is the size-spacing coupling: approximation ssca");
	for (size_t i = 0; l->approx == APPROX_SSCA && left_out[i]; i++)
		if (node_get(n, left_out[i]) && (i ? l->inter.domain_size : l->inter.variance) > 0)
			return node_err(node_get(n, left_out[i]), r->e, "%s with the size-spacing coupling: not supported", left_out[i]);
	return 0;
}

/* Grains stand anywhere, so that an approximation would change nothing. */
static int no_approximation(struct rd *r, const struct node *n)
{
	const struct node *c = node_get(n, "approximation");

	return c && !rd_is(c, "da") ? node_err(c, r->e, "approximation of a grain: da alone") : 0;
}

int rd_interfer(struct rd *r, const struct node *n, struct layout *l, bool *grain)
{
	const char *names[TYPES + 1] = { NULL };
	const struct node *type;
	struct err why = { 0 };
	int i;

	*grain = false;
	if (!n)
		return 0;
	for (i = 0; i < TYPES; i++)
		names[i] = types[i].name;
	if (node_is(n, NODE_MAP, r->e) || !(type = rd_need(r, n, "type")) || node_choice(type, names, &i, r->e))
		return r->e->code;
	l->inter.type = types[i].type;
	if (!types[i].read || (types[i].type == INTERFER_3D && r->s->nlayer > 1)) {
		*grain = true;
		l->inter.type = INTERFER_NONE;
		return no_approximation(r, n);
	}
	if (types[i].read(r, n, l) || approximation(r, n, l))
		return r->e->code;
	if (l->inter.type == INTERFER_HARD_DISK && !(l->inter.density > 0))
		return 0;		/* that of the layout: checked there */
	return interfer_check(&l->inter, &why) ? rd_at(r, n, &why) : 0;
}
