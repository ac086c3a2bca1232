#include <stdlib.h>

#include "num/cx.h"
#include "scat/ff_kinds.h"
#include "scat/solid.h"

/* Corners for edges of 1, from rings about the z axis, and fans of tetrahedra from corner 0. */
static const struct vec3 dodecahedron_v[] = {
	{ 0.850650808352039932, 0, 0 }, { 0.262865556059566803, 0.809016994374947424, 0 },
	{ -0.688190960235586769, 0.5, 0 }, { -0.688190960235586769, -0.5, 0 },
	{ 0.262865556059566803, -0.809016994374947424, 0 }, { 1.37638192047117354, 0, 0.850650808352039932 },
	{ 0.425325404176019966, 1.30901699437494742, 0.850650808352039932 }, { -1.11351636441160674, 0.809016994374947424, 0.850650808352039932 },
	{ -1.11351636441160674, -0.809016994374947424, 0.850650808352039932 }, { 0.425325404176019966, -1.30901699437494742, 0.850650808352039932 },
	{ 1.11351636441160674, 0.809016994374947424, 1.37638192047117354 }, { -0.425325404176019966, 1.30901699437494742, 1.37638192047117354 },
	{ -1.37638192047117354, 0, 1.37638192047117354 }, { -0.425325404176019966, -1.30901699437494742, 1.37638192047117354 },
	{ 1.11351636441160674, -0.809016994374947424, 1.37638192047117354 }, { 0.688190960235586769, 0.5, 2.22703272882321347 },
	{ -0.262865556059566803, 0.809016994374947424, 2.22703272882321347 }, { -0.850650808352039932, 0, 2.22703272882321347 },
	{ -0.262865556059566803, -0.809016994374947424, 2.22703272882321347 }, { 0.688190960235586769, -0.5, 2.22703272882321347 },
};
static const unsigned char dodecahedron_t[][4] = {
	{ 0, 17, 12, 8 }, { 0, 17, 8, 13 }, { 0, 17, 13, 18 }, { 0, 12, 7, 2 }, { 0, 12, 2, 3 }, { 0, 12, 3, 8 }, { 0, 18, 13, 9 },
	{ 0, 18, 9, 14 }, { 0, 18, 14, 19 }, { 0, 13, 8, 3 }, { 0, 13, 3, 4 }, { 0, 13, 4, 9 }, { 0, 19, 14, 5 }, { 0, 19, 5, 10 },
	{ 0, 19, 10, 15 }, { 0, 18, 19, 15 }, { 0, 18, 15, 16 }, { 0, 18, 16, 17 }, { 0, 11, 6, 1 }, { 0, 11, 1, 2 }, { 0, 11, 2, 7 },
	{ 0, 16, 11, 7 }, { 0, 16, 7, 12 }, { 0, 16, 12, 17 }, { 0, 15, 10, 6 }, { 0, 15, 6, 11 }, { 0, 15, 11, 16 },
};
static const struct vec3 icosahedron_v[] = {
	{ 0.577350269189625765, 0, 0 }, { -0.288675134594812882, 0.5, 0 },
	{ -0.288675134594812882, -0.5, 0 }, { 0.467086179481357848, 0.809016994374947424, 0.577350269189625765 },
	{ -0.934172358962715696, 0, 0.577350269189625765 }, { 0.467086179481357848, -0.809016994374947424, 0.577350269189625765 },
	{ 0.934172358962715696, 0, 0.934172358962715696 }, { -0.467086179481357848, 0.809016994374947424, 0.934172358962715696 },
	{ -0.467086179481357848, -0.809016994374947424, 0.934172358962715696 }, { 0.288675134594812882, 0.5, 1.51152262815234146 },
	{ -0.577350269189625765, 0, 1.51152262815234146 }, { 0.288675134594812882, -0.5, 1.51152262815234146 },
};
static const unsigned char icosahedron_t[][4] = {
	{ 0, 11, 5, 6 }, { 0, 10, 4, 8 }, { 0, 4, 2, 8 }, { 0, 8, 2, 5 }, { 0, 10, 8, 11 }, { 0, 8, 5, 11 }, { 0, 7, 4, 10 },
	{ 0, 11, 9, 10 }, { 0, 11, 6, 9 }, { 0, 6, 3, 9 }, { 0, 9, 3, 7 }, { 0, 9, 7, 10 }, { 0, 4, 1, 2 }, { 0, 7, 1, 4 },
	{ 0, 3, 1, 7 },
};
static const signed char cantellated_v[][3] = {
	{ 2, 1, 1 }, { 2, 1, -1 }, { 2, -1, 1 }, { 2, -1, -1 }, { 1, 2, 1 }, { 1, 2, -1 }, { 1, 1, 2 }, { 1, 1, -2 },
	{ 1, -1, 2 }, { 1, -1, -2 }, { 1, -2, 1 }, { 1, -2, -1 }, { -1, 2, 1 }, { -1, 2, -1 }, { -1, 1, 2 }, { -1, 1, -2 },
	{ -1, -1, 2 }, { -1, -1, -2 }, { -1, -2, 1 }, { -1, -2, -1 }, { -2, 1, 1 }, { -2, 1, -1 }, { -2, -1, 1 }, { -2, -1, -1 },
};
static const unsigned char cantellated_t[][4] = {
	{ 0, 10, 2, 8 }, { 0, 9, 3, 11 }, { 0, 23, 17, 19 }, { 0, 18, 16, 22 }, { 0, 5, 1, 7 }, { 0, 14, 12, 20 }, { 0, 21, 13, 15 },
	{ 0, 3, 2, 10 }, { 0, 3, 10, 11 }, { 0, 7, 1, 3 }, { 0, 7, 3, 9 }, { 0, 15, 7, 9 }, { 0, 15, 9, 17 }, { 0, 21, 15, 17 },
	{ 0, 21, 17, 23 }, { 0, 17, 9, 11 }, { 0, 17, 11, 19 }, { 0, 11, 10, 18 }, { 0, 11, 18, 19 }, { 0, 10, 8, 16 }, { 0, 10, 16, 18 },
	{ 0, 8, 6, 14 }, { 0, 8, 14, 16 }, { 0, 19, 18, 22 }, { 0, 19, 22, 23 }, { 0, 22, 20, 21 }, { 0, 22, 21, 23 }, { 0, 16, 14, 20 },
	{ 0, 16, 20, 22 }, { 0, 6, 4, 12 }, { 0, 6, 12, 14 }, { 0, 13, 5, 7 }, { 0, 13, 7, 15 }, { 0, 12, 4, 5 }, { 0, 12, 5, 13 },
	{ 0, 20, 12, 13 }, { 0, 20, 13, 21 },
};
static const unsigned char hexagon_t[][4] = {
	{ 0, 2, 9, 7 }, { 1, 0, 7, 2 }, { 3, 0, 2, 9 }, { 6, 0, 9, 7 }, { 8, 2, 7, 9 }, { 3, 5, 6, 10 }, { 4, 3, 10, 5 },
	{ 0, 3, 5, 6 }, { 9, 3, 6, 10 }, { 11, 5, 10, 6 },
};
static const unsigned char triangle_t[][4] = {
	{ 0, 1, 2, 3 }, { 1, 2, 3, 4 }, { 2, 3, 4, 5 },
};
static const unsigned char octahedron_t[][4] = {
	{ 0, 1, 2, 3 }, { 0, 1, 3, 4 }, { 5, 1, 3, 2 }, { 5, 1, 4, 3 },
};

/* cube: 8 corners, 5 tetrahedra; then at each corner the one that is taken away, the other way round */
static const unsigned char truncated_cube_t[][4] = {
	{ 0, 3, 6, 5 }, { 1, 0, 5, 3 }, { 2, 0, 3, 6 }, { 4, 0, 6, 5 }, { 7, 3, 5, 6 },
	{ 0, 8, 10, 9 }, { 1, 11, 12, 13 }, { 2, 14, 15, 16 }, { 3, 17, 19, 18 }, { 4, 20, 21, 22 }, { 5, 23, 25, 24 },
	{ 6, 26, 28, 27 }, { 7, 29, 30, 31 },
};

#define TETS(o, table) ((o)->nt = (int)(sizeof table / sizeof *table), (o)->t = table)

/* n corners on a circle at height z, the first on the x axis */
static void put_ring(struct solid *o, int n, double radius, double z)
{
	for (int k = 0; k < n; k++) {
		double turn = 2 * M_PI * k / n;

		o->v[o->nv++] = (struct vec3){ radius * cos(turn), radius * sin(turn), z };
	}
}

/* p: base_edge, height, alpha; corners at "edges" base edges from the axis, sides at "sides" of them. */
static void put_frustum(struct solid *o, int n, const double *p, double edges, double sides)
{
	double top = fmax(0, 1 - p[1] * ff_cot_deg(p[2]) / (p[0] * sides));

	put_ring(o, n, p[0] * edges, 0);
	put_ring(o, n, p[0] * edges * top, p[1]);
}

static void put_scaled(struct solid *o, int n, const struct vec3 *v, double edge)
{
	for (o->nv = 0; o->nv < n; o->nv++)
		o->v[o->nv] = (struct vec3){ v[o->nv].x * edge, v[o->nv].y * edge, v[o->nv].z * edge };
}

static void put_truncated_cube(struct solid *o, double length, double removed)
{
	for (int k = 0; k < 8; k++) {
		double sx = k & 1 ? 1 : -1, sy = k & 2 ? 1 : -1, sz = k & 4 ? 1 : -1;
		struct vec3 c = { sx * length / 2, sy * length / 2, k & 4 ? length : 0 };
		struct vec3 *w = o->v + 8 + 3 * k;

		o->v[k] = w[0] = w[1] = w[2] = c;
		w[0].x -= sx * removed;
		w[1].y -= sy * removed;
		w[2].z -= sz * removed;
	}
	o->nv = 32;
}

static void put_cantellated_cube(struct solid *o, double length, double removed)
{
	const double at[3] = { 0, length / 2 - removed, length / 2 };

	for (o->nv = 0; o->nv < 24; o->nv++) {
		const signed char *c = cantellated_v[o->nv];

		o->v[o->nv] = (struct vec3){ copysign(at[abs(c[0])], c[0]), copysign(at[abs(c[1])], c[1]),
					     copysign(at[abs(c[2])], c[2]) + length / 2 };
	}
}

static void put_octahedron(struct solid *o, double edge)
{
	double h = edge / 2, r = edge * M_SQRT1_2;
	const struct vec3 v[6] = { { 0, 0, 0 }, { -h, -h, r }, { h, -h, r }, { h, h, r }, { -h, h, r }, { 0, 0, 2 * r } };

	for (o->nv = 0; o->nv < 6; o->nv++)
		o->v[o->nv] = v[o->nv];
}

static void build(const struct ff_shape *s, struct solid *o)
{
	const double *p = s->par;

	o->nv = 0;
	if (s->kind == &ff_cone6)
		put_frustum(o, 6, p, 1, sqrt(0.75)), TETS(o, hexagon_t);
	else if (s->kind == &ff_tetrahedron)
		put_frustum(o, 3, p, 1 / sqrt(3), 1 / sqrt(12)), TETS(o, triangle_t);
	else if (s->kind == &ff_truncated_cube)
		put_truncated_cube(o, p[0], p[1]), TETS(o, truncated_cube_t);
	else if (s->kind == &ff_cantellated_cube)
		put_cantellated_cube(o, p[0], p[1]), TETS(o, cantellated_t);
	else if (s->kind == &ff_octahedron)
		put_octahedron(o, p[0]), TETS(o, octahedron_t);
	else if (s->kind == &ff_dodecahedron)
		put_scaled(o, 20, dodecahedron_v, p[0]), TETS(o, dodecahedron_t);
	else
		put_scaled(o, 12, icosahedron_v, p[0]), TETS(o, icosahedron_t);
}

static double complex f(const struct ff_shape *s, struct cvec3 q)
{
	struct solid o;

	build(s, &o);
	return solid_f(&o, q);
}

static struct ff_box box(const struct ff_shape *s)
{
	struct solid o;

	build(s, &o);
	return solid_box(&o);
}

static double area(const struct ff_shape *s, double z)
{
	struct solid o;

	build(s, &o);
	return solid_area(&o, z);
}

static int cut(const struct ff_shape *s, double z0, double z1, struct ff_shape *out, struct vec3 *at, void **data, struct err *e)
{
	struct solid o;

	build(s, &o);
	return solid_cut(&o, z0, z1, out, at, data, e);
}

/* base_edge, height, alpha: the section shrinks in proportion to 1 - z/apex */
static double frustum_volume(const double *p, double area_of_1, double sides)
{
	double t = 1 - p[1] * ff_cot_deg(p[2]) / (p[0] * sides);

	return area_of_1 * p[0] * p[0] * p[1] * (1 + t + t * t) / 3;
}

static int frustum_cut(const struct ff_shape *s, double z0, double z1, double sides, struct ff_shape *out, struct vec3 *at)
{
	*out = *s;
	out->par[0] = s->par[0] - z0 * ff_cot_deg(s->par[2]) / sides;
	out->par[1] = z1 - z0;
	*at = (struct vec3){ 0, 0, z0 };
	return 0;
}

#define BY_TETRAHEDRA "exponentials over tetrahedra (simplex.h); orientation as in BornAgain 1.19"

static double cone6_volume(const struct ff_shape *s)
{
	return frustum_volume(s->par, 1.5 * sqrt(3), sqrt(0.75));
}

static int cone6_check(const struct ff_shape *s, struct err *e)
{
	return ff_check_apex(s, "height", s->par[1], ff_cot_deg(s->par[2]), s->par[0] * sqrt(0.75), e);
}

static int cone6_cut(const struct ff_shape *s, double z0, double z1, struct ff_shape *out, struct vec3 *at, void **data, struct err *e)
{
	(void)data, (void)e;
	return frustum_cut(s, z0, z1, sqrt(0.75), out, at);
}

const struct ff_kind ff_cone6 = {
	.name = "cone6", .brief = "hexagonal pyramid, truncated at height, a corner of its base on the x axis",
	.reference = BY_TETRAHEDRA,
	.param = { FF_LENGTH("base_edge", "side of the hexagon"), FF_LENGTH("height", ""), FF_SLOPE },
	.f = f, .volume = cone6_volume, .box = box, .check = cone6_check, .slice = cone6_cut, .area = area, .height = -1,
};

static double tetrahedron_volume(const struct ff_shape *s)
{
	return frustum_volume(s->par, sqrt(3) / 4, 1 / sqrt(12));
}

static int tetrahedron_check(const struct ff_shape *s, struct err *e)
{
	return ff_check_apex(s, "height", s->par[1], ff_cot_deg(s->par[2]), s->par[0] / sqrt(12), e);
}

static int tetrahedron_cut(const struct ff_shape *s, double z0, double z1, struct ff_shape *out, struct vec3 *at, void **data,
			   struct err *e)
{
	(void)data, (void)e;
	return frustum_cut(s, z0, z1, 1 / sqrt(12), out, at);
}

const struct ff_kind ff_tetrahedron = {
	.name = "tetrahedron", .brief = "pyramid over an equilateral triangle, truncated at height, a corner on the x axis",
	.reference = BY_TETRAHEDRA,
	.param = { FF_LENGTH("base_edge", "side of the triangle"), FF_LENGTH("height", ""), FF_SLOPE },
	.f = f, .volume = tetrahedron_volume, .box = box, .check = tetrahedron_check, .slice = tetrahedron_cut, .area = area,
	.height = -1,
};

static int removed_check(const struct ff_shape *s, struct err *e)
{
	if (s->par[1] <= s->par[0] / 2)
		return 0;
	return err_set(e, E_DATA, "%s: removed_length is %.9g nm, more than half the length of %.9g nm", s->kind->name, s->par[1],
		       s->par[0]);
}

static double truncated_cube_volume(const struct ff_shape *s)
{
	return pow(s->par[0], 3) - 4. / 3 * pow(s->par[1], 3);
}

const struct ff_kind ff_truncated_cube = {
	.name = "truncated_cube", .brief = "cube with its corners cut off", .reference = BY_TETRAHEDRA,
	.param = { FF_LENGTH("length", "of the cube"), FF_LENGTH0("removed_length", "of each edge at both ends") },
	.f = f, .volume = truncated_cube_volume, .box = box, .check = removed_check, .slice = cut, .area = area, .height = -1,
};

static double cantellated_cube_volume(const struct ff_shape *s)
{
	double r = s->par[1], in = s->par[0] - 2 * r;

	return in * in * in + 6 * r * in * in + 6 * r * r * in + 4. / 3 * r * r * r;
}

const struct ff_kind ff_cantellated_cube = {
	.name = "cantellated_cube", .brief = "cube with its edges and corners cut off", .reference = BY_TETRAHEDRA,
	.param = { FF_LENGTH("length", "of the cube"), FF_LENGTH0("removed_length", "of each edge at both ends") },
	.f = f, .volume = cantellated_cube_volume, .box = box, .check = removed_check, .slice = cut, .area = area, .height = -1,
};

static double octahedron_volume(const struct ff_shape *s)
{
	return M_SQRT2 / 3 * pow(s->par[0], 3);
}

const struct ff_kind ff_octahedron = {
	.name = "octahedron", .brief = "regular octahedron on a corner, its middle square along x and y",
	.reference = "exponentials over tetrahedra (simplex.h)", .param = { FF_LENGTH("edge", "") },
	.f = f, .volume = octahedron_volume, .box = box, .slice = cut, .area = area, .height = -1,
};

static double dodecahedron_volume(const struct ff_shape *s)
{
	return (15 + 7 * sqrt(5)) / 4 * pow(s->par[0], 3);
}

const struct ff_kind ff_dodecahedron = {
	.name = "dodecahedron", .brief = "regular dodecahedron on a pentagon with a corner on the x axis",
	.reference = BY_TETRAHEDRA, .param = { FF_LENGTH("edge", "") },
	.f = f, .volume = dodecahedron_volume, .box = box, .slice = cut, .area = area, .height = -1,
};

static double icosahedron_volume(const struct ff_shape *s)
{
	return 5 * (3 + sqrt(5)) / 12 * pow(s->par[0], 3);
}

const struct ff_kind ff_icosahedron = {
	.name = "icosahedron", .brief = "regular icosahedron on a triangle with a corner on the x axis",
	.reference = BY_TETRAHEDRA, .param = { FF_LENGTH("edge", "") },
	.f = f, .volume = icosahedron_volume, .box = box, .slice = cut, .area = area, .height = -1,
};
