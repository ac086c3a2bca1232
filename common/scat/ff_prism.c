#include "num/cx.h"
#include "num/special.h"
#include "scat/ff_kinds.h"
#include "scat/polygon.h"

static int cut(const struct ff_shape *s, double z0, double z1, struct ff_shape *out, struct vec3 *at, void **data, struct err *e)
{
	(void)data, (void)e;
	*out = *s;
	out->par[s->kind->height] = z1 - z0;
	*at = (struct vec3){ 0, 0, z0 };
	return 0;
}

static double volume(const struct ff_shape *s)
{
	return creal(s->kind->cross(s, 0, 0)) * s->par[s->kind->height];
}

static struct ff_box around(double x, double y, double height)
{
	return (struct ff_box){ { -x, -y, 0 }, { x, y, height } };
}

static double complex ellipse(double a, double b, double complex qx, double complex qy)
{
	double complex u = qx * a, v = qy * b, r2 = cx_mul(u, u) + cx_mul(v, v);
	double complex r = cimag(r2) == 0 && creal(r2) >= 0 ? sqrt(creal(r2)) : csqrt(r2);

	return 2 * M_PI * a * b * special_j1_over(r);
}

static double complex cylinder_cross(const struct ff_shape *s, double complex qx, double complex qy)
{
	return ellipse(s->par[0], s->par[0], qx, qy);
}

static struct ff_box cylinder_box(const struct ff_shape *s)
{
	return around(s->par[0], s->par[0], s->par[1]);
}

const struct ff_kind ff_cylinder = {
	.name = "cylinder", .brief = "upright circular cylinder",
	.reference = "G. Renaud, R. Lazzari and F. Leroy, Surf. Sci. Rep. 64 (2009) 255",
	.param = { FF_LENGTH("radius", "of the circle"), FF_LENGTH("height", "") },
	.cross = cylinder_cross, .volume = volume, .box = cylinder_box, .slice = cut, .round = true, .height = 1,
};

static double complex elliptical_cross(const struct ff_shape *s, double complex qx, double complex qy)
{
	return ellipse(s->par[0], s->par[1], qx, qy);
}

static struct ff_box elliptical_box(const struct ff_shape *s)
{
	return around(s->par[0], s->par[1], s->par[2]);
}

const struct ff_kind ff_elliptical_cylinder = {
	.name = "elliptical_cylinder", .brief = "upright cylinder over an ellipse",
	.reference = "G. Renaud, R. Lazzari and F. Leroy, Surf. Sci. Rep. 64 (2009) 255",
	.param = { FF_LENGTH("radius_x", "semi-axis along x"), FF_LENGTH("radius_y", "semi-axis along y"), FF_LENGTH("height", "") },
	.cross = elliptical_cross, .volume = volume, .box = elliptical_box, .slice = cut, .height = 2,
};

static double complex box_cross(const struct ff_shape *s, double complex qx, double complex qy)
{
	double l = s->par[0], w = s->par[1];

	return l * w * cx_mul(cx_sinc(qx * (l / 2)), cx_sinc(qy * (w / 2)));
}

static struct ff_box box_box(const struct ff_shape *s)
{
	return around(s->par[0] / 2, s->par[1] / 2, s->par[2]);
}

#define BOX_PARAMS { FF_LENGTH("length", "along x"), FF_LENGTH("width", "along y"), FF_LENGTH("height", "") }

const struct ff_kind ff_box_kind = {
	.name = "box", .brief = "rectangular cuboid", .reference = "product of three sinc functions", .param = BOX_PARAMS,
	.cross = box_cross, .volume = volume, .box = box_box, .slice = cut, .height = 2,
};

static double complex lorentz_cross(const struct ff_shape *s, double complex qx, double complex qy)
{
	double l = s->par[0], w = s->par[1];

	return cx_div(l * w * cx_sinc(qy * (w / 2)), 1 + 2.5 * l * l * cx_mul(qx, qx));
}

const struct ff_kind ff_longbox_lorentz = {
	.name = "longbox_lorentz", .brief = "long box, 1/(1 + 2.5 qx^2 L^2) along x",
	.reference = "a Lorentzian in place of the sinc along x, for lengths that vary much", .param = BOX_PARAMS,
	.cross = lorentz_cross, .volume = volume, .box = box_box, .slice = cut, .height = 2,
};

static double complex gauss_cross(const struct ff_shape *s, double complex qx, double complex qy)
{
	double l = s->par[0], w = s->par[1];

	return l * w * cx_mul(cx_sinc(qy * (w / 2)), cx_expi(cx_timesi(cx_mul(qx, qx)) * (l * l / 2)));
}

const struct ff_kind ff_longbox_gauss = {
	.name = "longbox_gauss", .brief = "long box, exp(-qx^2 L^2/2) along x",
	.reference = "a Gaussian in place of the sinc along x, for soft ends of standard deviation L", .param = BOX_PARAMS,
	.cross = gauss_cross, .volume = volume, .box = box_box, .slice = cut, .height = 2,
};

/* corners on a circle of radius 1, from the x axis on */
static const double tri_x[] = { 1, -0.5, -0.5 }, tri_y[] = { 0, 0.86602540378443864676, -0.86602540378443864676 };
static const double hex_x[] = { 1, 0.5, -0.5, -1, -0.5, 0.5 };
static const double hex_y[] = { 0, 0.86602540378443864676, 0.86602540378443864676, 0, -0.86602540378443864676, -0.86602540378443864676 };

static double complex prism3_cross(const struct ff_shape *s, double complex qx, double complex qy)
{
	double r = s->par[0] / sqrt(3);

	return r * r * polygon_f(3, tri_x, tri_y, qx * r, qy * r);
}

static struct ff_box prism3_box(const struct ff_shape *s)
{
	double a = s->par[0], r = a / sqrt(3);

	return (struct ff_box){ { -r / 2, -a / 2, 0 }, { r, a / 2, s->par[1] } };
}

const struct ff_kind ff_prism3 = {
	.name = "prism3", .brief = "prism over an equilateral triangle with a corner on the x axis",
	.reference = "exponentials over a triangle (simplex.h)",
	.param = { FF_LENGTH("base_edge", "side of the triangle"), FF_LENGTH("height", "") },
	.cross = prism3_cross, .volume = volume, .box = prism3_box, .slice = cut, .height = 1,
};

static double complex prism6_cross(const struct ff_shape *s, double complex qx, double complex qy)
{
	double r = s->par[0];

	return r * r * polygon_f(6, hex_x, hex_y, qx * r, qy * r);
}

static struct ff_box prism6_box(const struct ff_shape *s)
{
	return around(s->par[0], s->par[0] * sqrt(0.75), s->par[1]);
}

const struct ff_kind ff_prism6 = {
	.name = "prism6", .brief = "prism over a regular hexagon with a corner on the x axis",
	.reference = "exponentials over triangles (simplex.h)",
	.param = { FF_LENGTH("base_edge", "side of the hexagon"), FF_LENGTH("height", "") },
	.cross = prism6_cross, .volume = volume, .box = prism6_box, .slice = cut, .height = 1,
};
