#include "num/cx.h"
#include "scat/ff_kinds.h"
#include "scat/simplex.h"
#include "scat/solid.h"

static const unsigned char hexahedron_t[][4] = {
	{ 0, 2, 7, 5 }, { 1, 0, 5, 2 }, { 3, 0, 2, 7 }, { 4, 0, 7, 5 }, { 6, 2, 5, 7 },
};
static const unsigned char two_hexahedra_t[][4] = {
	{ 0, 2, 7, 5 }, { 1, 0, 5, 2 }, { 3, 0, 2, 7 }, { 4, 0, 7, 5 }, { 6, 2, 5, 7 },
	{ 4, 6, 11, 9 }, { 5, 4, 9, 6 }, { 7, 4, 6, 11 }, { 8, 4, 11, 9 }, { 10, 6, 9, 11 },
};

/* Half widths at the bottom and the top of a frustum between two rectangles. */
struct frustum { double x0, y0, x1, y1, z0, z1; };

static void put_rectangle(struct solid *o, double x, double y, double z)
{
	struct vec3 *v = o->v + o->nv;

	v[0] = (struct vec3){ -x, -y, z };
	v[1] = (struct vec3){ x, -y, z };
	v[2] = (struct vec3){ x, y, z };
	v[3] = (struct vec3){ -x, y, z };
	o->nv += 4;
}

static void frustum_solid(const struct frustum *r, struct solid *o)
{
	o->nv = 0;
	o->nt = 5;
	o->t = hexahedron_t;
	put_rectangle(o, r->x0, r->y0, r->z0);
	put_rectangle(o, r->x1, r->y1, r->z1);
}

/*
 * -(z1 - z0)/(qx qy) sum over signs s, t of s t exp[a_bottom, a_top], a = i (s qx x + t qy y + qz z): the integral over z of
 * 4 sin(qx x(z)) sin(qy y(z))/(qx qy) exp(i qz z).
 */
static double complex frustum_edges(const struct frustum *r, struct cvec3 q)
{
	double complex px[2] = { q.x * r->x0, q.x * r->x1 }, py[2] = { q.y * r->y0, q.y * r->y1 }, pz[2] = { q.z * r->z0, q.z * r->z1 };
	double complex ex[2][2], ey[2][2], ez[2], sum = 0;

	for (int k = 0; k < 2; k++) {
		ex[k][0] = cx_expi(px[k]);
		ex[k][1] = cimag(px[k]) == 0 ? conj(ex[k][0]) : cx_inv(ex[k][0]);
		ey[k][0] = cx_expi(py[k]);
		ey[k][1] = cimag(py[k]) == 0 ? conj(ey[k][0]) : cx_inv(ey[k][0]);
		ez[k] = pz[k] == 0 ? 1 : cx_expi(pz[k]);
	}
	for (int st = 0; st < 4; st++) {
		double complex a[2], e[2];
		int i = st & 1, j = st >> 1;

		for (int k = 0; k < 2; k++) {
			a[k] = cx_timesi((i ? -px[k] : px[k]) + (j ? -py[k] : py[k]) + pz[k]);
			e[k] = cx_mul(cx_mul(ex[k][i], ey[k][j]), ez[k]);
		}
		sum += i == j ? simplex_dd1(a, e) : -simplex_dd1(a, e);
	}
	return cx_div((r->z0 - r->z1) * sum, cx_mul(q.x, q.y));
}

/* Both ways are within 1e-13 of the volume: the division costs 1/(|qx x| |qy y|) digits, so small q goes by tetrahedra. */
static double complex frustum_f(const struct frustum *r, struct cvec3 q)
{
	double x = fmax(r->x0, r->x1), y = fmax(r->y0, r->y1);
	struct solid o;

	if (cx_abs2(q.x) * x * x > 0.04 && cx_abs2(q.y) * y * y > 0.04)
		return frustum_edges(r, q);
	frustum_solid(r, &o);
	return solid_f(&o, q);
}

static double frustum_volume(const struct frustum *r)
{
	double h = r->z1 - r->z0;

	return 4 * h / 3 * (r->x0 * r->y0 + r->x1 * r->y1 + (r->x0 * r->y1 + r->x1 * r->y0) / 2);
}

static double frustum_area(const struct frustum *r, double z)
{
	double t = (z - r->z0) / (r->z1 - r->z0);

	return 4 * (r->x0 + t * (r->x1 - r->x0)) * (r->y0 + t * (r->y1 - r->y0));
}

/* Of pyramid (base_edge, height, alpha) and anisopyramid (length, width, height, alpha). */
static struct frustum frustum_of(const struct ff_shape *s)
{
	const double *p = s->par;
	int w = s->kind == &ff_anisopyramid;
	double x = p[0] / 2, y = p[w] / 2, h = p[1 + w], in = h * ff_cot_deg(p[2 + w]);

	return (struct frustum){ x, y, fmax(0, x - in), fmax(0, y - in), 0, h };
}

static double complex f(const struct ff_shape *s, struct cvec3 q)
{
	struct frustum r = frustum_of(s);

	return frustum_f(&r, q);
}

static double volume(const struct ff_shape *s)
{
	struct frustum r = frustum_of(s);

	return frustum_volume(&r);
}

static double area(const struct ff_shape *s, double z)
{
	struct frustum r = frustum_of(s);

	return frustum_area(&r, z);
}

static struct ff_box box(const struct ff_shape *s)
{
	struct frustum r = frustum_of(s);

	return (struct ff_box){ { -r.x0, -r.y0, 0 }, { r.x0, r.y0, r.z1 } };
}

static int check(const struct ff_shape *s, struct err *e)
{
	const double *p = s->par;
	int w = s->kind == &ff_anisopyramid;

	return ff_check_apex(s, "height", p[1 + w], ff_cot_deg(p[2 + w]), fmin(p[0], p[w]) / 2, e);
}

static int cut(const struct ff_shape *s, double z0, double z1, struct ff_shape *out, struct vec3 *at, void **data, struct err *e)
{
	int w = s->kind == &ff_anisopyramid;
	double in = 2 * z0 * ff_cot_deg(s->par[2 + w]);

	(void)data, (void)e;
	*out = *s;
	for (int k = 0; k <= w; k++)
		out->par[k] -= in;
	out->par[1 + w] = z1 - z0;
	*at = (struct vec3){ 0, 0, z0 };
	return 0;
}

const struct ff_kind ff_pyramid = {
	.name = "pyramid", .brief = "pyramid over a square, truncated at height",
	.reference = "integral over z of sections: G. Renaud et al., Surf. Sci. Rep. 64 (2009) 255",
	.param = { FF_LENGTH("base_edge", "side of the square"), FF_LENGTH("height", ""), FF_SLOPE },
	.f = f, .volume = volume, .box = box, .check = check, .slice = cut, .area = area, .height = -1,
};

const struct ff_kind ff_anisopyramid = {
	.name = "anisopyramid", .brief = "pyramid over a rectangle, truncated at height",
	.reference = "integral over z of sections: G. Renaud et al., Surf. Sci. Rep. 64 (2009) 255",
	.param = { FF_LENGTH("length", "of the base along x"), FF_LENGTH("width", "of the base along y"), FF_LENGTH("height", ""),
		   FF_SLOPE },
	.f = f, .volume = volume, .box = box, .check = check, .slice = cut, .area = area, .height = -1,
};

/* cuboctahedron: length, height, height_ratio, alpha */
static void two_frusta(const struct ff_shape *s, struct frustum r[2])
{
	double x = s->par[0] / 2, h = s->par[1], g = h * s->par[2], cot = ff_cot_deg(s->par[3]);
	double low = fmax(0, x - h * cot), top = fmax(0, x - g * cot);

	r[0] = (struct frustum){ low, low, x, x, 0, h };
	r[1] = (struct frustum){ x, x, top, top, h, h + g };
}

static double complex cuboctahedron_f(const struct ff_shape *s, struct cvec3 q)
{
	struct frustum r[2];

	two_frusta(s, r);
	return frustum_f(&r[0], q) + frustum_f(&r[1], q);
}

static double cuboctahedron_volume(const struct ff_shape *s)
{
	struct frustum r[2];

	two_frusta(s, r);
	return frustum_volume(&r[0]) + frustum_volume(&r[1]);
}

static double cuboctahedron_area(const struct ff_shape *s, double z)
{
	struct frustum r[2];

	two_frusta(s, r);
	return frustum_area(&r[z > r[0].z1], z);
}

static struct ff_box cuboctahedron_box(const struct ff_shape *s)
{
	double x = s->par[0] / 2;

	return (struct ff_box){ { -x, -x, 0 }, { x, x, s->par[1] * (1 + s->par[2]) } };
}

static int cuboctahedron_check(const struct ff_shape *s, struct err *e)
{
	double cot = ff_cot_deg(s->par[3]);

	if (ff_check_apex(s, "height", s->par[1], cot, s->par[0] / 2, e))
		return e->code;
	return ff_check_apex(s, "height times height_ratio", s->par[1] * s->par[2], cot, s->par[0] / 2, e);
}

static int cuboctahedron_cut(const struct ff_shape *s, double z0, double z1, struct ff_shape *out, struct vec3 *at, void **data,
			     struct err *e)
{
	struct frustum r[2];
	struct solid o = { .nt = 10, .t = two_hexahedra_t };

	two_frusta(s, r);
	put_rectangle(&o, r[0].x0, r[0].y0, r[0].z0);
	put_rectangle(&o, r[1].x0, r[1].y0, r[1].z0);
	put_rectangle(&o, r[1].x1, r[1].y1, r[1].z1);
	return solid_cut(&o, z0, z1, out, at, data, e);
}

const struct ff_kind ff_cuboctahedron = {
	.name = "cuboctahedron", .brief = "two truncated square pyramids, base to base",
	.reference = "integral over z of sections: G. Renaud et al., Surf. Sci. Rep. 64 (2009) 255",
	.param = { FF_LENGTH("length", "side of the square where they meet"), FF_LENGTH("height", "of the lower one"),
		   { "height_ratio", 1, 1e-6, 1e6, "height of the upper over that of the lower one" }, FF_SLOPE },
	.f = cuboctahedron_f, .volume = cuboctahedron_volume, .box = cuboctahedron_box, .check = cuboctahedron_check,
	.slice = cuboctahedron_cut, .area = cuboctahedron_area, .height = -1,
};
