#include "scat/ff.h"

#include <math.h>
#include <string.h>

#include "num/cx.h"
#include "scat/ff_kinds.h"

const struct ff_kind *const ff_kinds[] = {
	&ff_box_kind, &ff_cylinder, &ff_elliptical_cylinder, &ff_longbox_lorentz, &ff_longbox_gauss, &ff_prism3, &ff_prism6,
	&ff_sphere, &ff_spheroid, &ff_truncated_sphere, &ff_truncated_spheroid, &ff_hemi_ellipsoid, &ff_cone,
	&ff_pyramid, &ff_anisopyramid, &ff_cone6, &ff_tetrahedron, &ff_cuboctahedron, &ff_trapezoid,
	&ff_truncated_cube, &ff_cantellated_cube, &ff_octahedron, &ff_dodecahedron, &ff_icosahedron,
	NULL,
};

const struct ff_kind *ff_find(const char *name)
{
	for (const struct ff_kind *const *k = ff_kinds; *k; k++)
		if (!strcmp((*k)->name, name))
			return *k;
	return NULL;
}

double complex ff_eval(const struct ff_shape *s, struct cvec3 q)
{
	double height;

	if (s->kind->f)
		return s->kind->f(s, q);
	height = s->par[s->kind->height];
	return cx_mul(s->kind->cross(s, q.x, q.y), height * cx_ramp(q.z * height));
}

double ff_volume(const struct ff_shape *s)
{
	return s->kind->volume(s);
}

struct ff_box ff_box(const struct ff_shape *s)
{
	return s->kind->box(s);
}

double ff_cot_deg(double alpha_deg)
{
	return alpha_deg == 90 ? 0 : 1 / tan(alpha_deg * M_PI / 180);
}

int ff_check_apex(const struct ff_shape *s, const char *what, double height, double cot, double room, struct err *e)
{
	if (height * cot <= room * (1 + 1e-6))
		return 0;
	return err_set(e, E_DATA, "%s: %s is %.9g nm, but the sides meet at %.9g nm", s->kind->name, what, height, room / cot);
}

int ff_check(const struct ff_shape *s, struct err *e)
{
	const struct ff_kind *k = s->kind;

	for (int i = 0; i < FF_PARAMS && k->param[i].name; i++) {
		const struct ff_param *p = &k->param[i];

		if (isnan(s->par[i]))
			return err_set(e, E_DATA, "%s: %s is missing", k->name, p->name);
		if (!(s->par[i] >= p->lo && s->par[i] <= p->hi))
			return err_set(e, E_DATA, "%s: %s is %.9g, must be from %g to %g", k->name, p->name, s->par[i],
				       p->lo, p->hi);
	}
	return k->check ? k->check(s, e) : 0;
}

int ff_slice(const struct ff_shape *s, double z0, double z1, struct ff_shape *out, struct vec3 *at, void **data, struct err *e)
{
	struct ff_box b = ff_box(s);
	double slack = 1e-9 * (b.hi.z - b.lo.z);

	*data = NULL;
	if (!(z0 < z1 && z0 >= b.lo.z - slack && z1 <= b.hi.z + slack))
		return err_set(e, E_DATA, "a %s from %.9g to %.9g nm has no slice from %.9g to %.9g nm", s->kind->name, b.lo.z,
			       b.hi.z, z0, z1);
	if (!s->kind->slice)
		return err_set(e, E_DATA, "a %s cannot be cut", s->kind->name);
	return s->kind->slice(s, fmax(z0, b.lo.z), fmin(z1, b.hi.z), out, at, data, e);
}

static double area_by_slice(const struct ff_shape *s, double z, struct ff_box b)
{
	double half = 0.5e-4 * (b.hi.z - b.lo.z), z0 = fmax(z - half, b.lo.z), z1 = fmin(z + half, b.hi.z), v;
	struct ff_shape out;
	struct vec3 at;
	struct err e = { 0 };
	void *data;

	if (ff_slice(s, z0, z1, &out, &at, &data, &e))
		return NAN;
	v = ff_volume(&out);
	ff_data_free(out.kind, data);
	return v / (z1 - z0);
}

double ff_area(const struct ff_shape *s, double z)
{
	struct ff_box b = ff_box(s);

	if (z < b.lo.z || z > b.hi.z)
		return 0;
	if (s->kind->area)
		return s->kind->area(s, z);
	if (s->kind->cross)
		return creal(s->kind->cross(s, 0, 0));
	return area_by_slice(s, z, b);
}

void ff_data_free(const struct ff_kind *kind, void *data)
{
	if (kind && kind->data_free && data)
		kind->data_free(data);
}
