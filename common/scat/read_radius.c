#include "scat/read.h"

#include <math.h>
#include <string.h>

static double par(const struct ff_shape *s, const char *name)
{
	for (int i = 0; i < FF_PARAMS && s->kind->param[i].name; i++)
		if (!strcmp(s->kind->param[i].name, name))
			return s->par[i];
	return NAN;
}

static bool is(const struct ff_shape *s, const char *const *names)
{
	for (; *names; names++)
		if (!strcmp(s->kind->name, *names))
			return true;
	return false;
}

/* Corners at some heights, ascending: distance from the axis. */
struct level { double z, r; };

/* A section of area quadratic in z between two levels: Simpson's rule is exact for its volume and its moment. */
static double middle(const struct ff_shape *s, const struct level *v, int n)
{
	double volume = 0, moment = 0;

	for (int i = 0; i + 1 < n; i++) {
		double h = v[i + 1].z - v[i].z, in = 1e-9 * h, m = v[i].z + h / 2;
		double a = ff_area(s, v[i].z + in), b = 4 * ff_area(s, m), c = ff_area(s, v[i + 1].z - in);

		volume += h / 6 * (a + b + c);
		moment += h / 6 * (a * v[i].z + b * m + c * v[i + 1].z);
	}
	return moment / volume;
}

static double farthest(const struct ff_shape *s, const struct level *v, int n)
{
	double z = middle(s, v, n), most = 0;

	for (int i = 0; i < n; i++)
		most = fmax(most, hypot(v[i].r, v[i].z - z));
	return most;
}

static double pyramid(const struct ff_shape *s)
{
	double h = par(s, "height"), in = h / tan(par(s, "alpha_deg") * acos(-1) / 180), a = par(s, "base_edge");
	struct level v[2] = { { 0, 0 }, { h, 0 } };

	if (!strcmp(s->kind->name, "anisopyramid")) {
		v[0].r = hypot(par(s, "length"), par(s, "width")) / 2;
		v[1].r = hypot(par(s, "length") / 2 - in, par(s, "width") / 2 - in);
	} else if (!strcmp(s->kind->name, "cone6")) {
		v[0].r = a;
		v[1].r = a - in * 2 / sqrt(3);
	} else if (!strcmp(s->kind->name, "tetrahedron")) {
		v[0].r = a / sqrt(3);
		v[1].r = a / sqrt(3) - 2 * in;
	} else {
		v[0].r = a / sqrt(2);
		v[1].r = a / sqrt(2) - sqrt(2) * in;
	}
	return farthest(s, v, 2);
}

static double cuboctahedron(const struct ff_shape *s)
{
	double h = par(s, "height"), ratio = par(s, "height_ratio"), in = h / tan(par(s, "alpha_deg") * acos(-1) / 180);
	double half = par(s, "length") / 2;
	const struct level v[3] = {
		{ 0, sqrt(2) * (half - in) }, { h, sqrt(2) * half }, { h + h * ratio, sqrt(2) * (half - ratio * in) },
	};

	return farthest(s, v, 3);
}

static double regular(const struct ff_shape *s, double width)
{
	double half = par(s, "length") / 2, cut = par(s, "removed_length"), edge = par(s, "edge");

	if (!strcmp(s->kind->name, "truncated_cube"))
		return sqrt(2 * half * half + (half - cut) * (half - cut));
	if (!strcmp(s->kind->name, "cantellated_cube"))
		return sqrt(half * half + 2 * (half - cut) * (half - cut));
	if (!strcmp(s->kind->name, "octahedron"))
		return edge / sqrt(2);
	if (!strcmp(s->kind->name, "dodecahedron"))
		return edge * sqrt(3) * (1 + sqrt(5)) / 4;
	if (!strcmp(s->kind->name, "icosahedron"))
		return edge * sin(2 * acos(-1) / 5);
	return width / 2;
}

double rd_radius(const struct part *p, size_t npart)
{
	static const char *const prisms[] = { "prism3", "prism6", NULL };
	static const char *const pyramids[] = { "pyramid", "anisopyramid", "cone6", "tetrahedron", NULL };
	const struct ff_shape *s = &p->shape;
	struct ff_box b;

	if (!npart || !s->kind)
		return 0;
	b = ff_box(s);
	if (isfinite(par(s, "radius")))
		return par(s, "radius");
	if (isfinite(par(s, "radius_x")))
		return (par(s, "radius_x") + par(s, "radius_y")) / 2;
	if (is(s, prisms))
		return sqrt(ff_area(s, b.hi.z / 2));
	if (is(s, pyramids))
		return pyramid(s);
	if (!strcmp(s->kind->name, "cuboctahedron"))
		return cuboctahedron(s);
	return regular(s, b.hi.x - b.lo.x);
}
