/* The table of form factors: parameters and errors, volumes, symmetries, slices and sections of each kind; stacks of trapezoids. */
#include "check.h"
#include "ff_brute.h"
#include "scat/ff.h"
#include "scat/ff_stack.h"

static const struct { const char *name; double par[FF_PARAMS]; } good[] = {
	{ "box", { 5, 3, 4 } }, { "cylinder", { 3, 4 } }, { "elliptical_cylinder", { 3, 2, 4 } }, { "longbox_lorentz", { 5, 3, 4 } },
	{ "longbox_gauss", { 5, 3, 4 } }, { "prism3", { 5, 3 } }, { "prism6", { 3, 4 } }, { "sphere", { 3 } }, { "spheroid", { 3, 4 } },
	{ "truncated_sphere", { 3, 4, 0.5 } }, { "truncated_spheroid", { 3, 4, 0.9, 0.3 } }, { "hemi_ellipsoid", { 3, 2, 4 } },
	{ "cone", { 3, 2, 50 } }, { "pyramid", { 6, 3, 55 } }, { "anisopyramid", { 7, 5, 3, 60 } }, { "cone6", { 3, 2, 50 } },
	{ "tetrahedron", { 6, 1.5, 50 } }, { "cuboctahedron", { 6, 2, 0.7, 58 } }, { "trapezoid", { 6, 5, 2, 3 } },
	{ "truncated_cube", { 5, 1.2 } }, { "cantellated_cube", { 5, 0.9 } }, { "octahedron", { 4 } }, { "dodecahedron", { 2 } },
	{ "icosahedron", { 3 } },
};
enum { GOOD = sizeof good / sizeof *good };

static const struct slab slabs[] = { { 6, 5, 2 }, { 5, 5, 1.5 }, { 3, 4, 1 }, { 4, 0, 2 } };

static struct ff_shape shape_of(int i)
{
	struct ff_shape s = { .kind = ff_find(good[i].name) };

	memcpy(s.par, good[i].par, sizeof s.par);
	return s;
}

static void table(void)
{
	int n = 0;
	struct err e = { 0 };

	for (const struct ff_kind *const *k = ff_kinds; *k; k++, n++) {
		CHECK(ff_find((*k)->name) == *k);	/* names are unique */
		CHECK((*k)->volume && (*k)->box && (*k)->brief && (*k)->reference && (*k)->slice);
		CHECK((*k)->f || ((*k)->cross && !strcmp((*k)->param[(*k)->height].name, "height")));
	}
	CHECK(n == GOOD);		/* each kind is tested below */
	for (int i = 0; i < GOOD; i++) {
		struct ff_shape s = shape_of(i);

		CHECK(s.kind && !ff_check(&s, &e));
	}
	CHECK(!ff_find("teapot") && !ff_find(""));
}

/* Two formulas: an integral at q = 0, and a closed form; and the integral of the sections by 20000 steps. */
static void volumes(void)
{
	for (int i = 0; i < GOOD; i++) {
		struct ff_shape s = shape_of(i);
		double v = ff_volume(&s), h = ff_box(&s).hi.z, sum = 0;

		NEAR(creal(ff_eval(&s, (struct cvec3){ 0, 0, 0 })), v, 1e-13 * v);
		for (int k = 0; k < 20000; k++)
			sum += ff_area(&s, h * (k + 0.5) / 20000) * h / 20000;
		NEAR(sum, v, 1e-7 * v);		/* the midpoint rule at jumps of slope, and at ends */
	}
}

static double complex f_of(const struct ff_shape *s, double complex x, double complex y, double complex z)
{
	return ff_eval(s, (struct cvec3){ x, y, z });
}

/* The shape is real: F(-conj q) = conj F(q).  Round kinds see |q_par| only. */
static void symmetries(void)
{
	for (int i = 0; i < GOOD; i++) {
		struct ff_shape s = shape_of(i);
		double complex x = 0.7 + 0.1 * I, y = -0.4 + 0.05 * I, z = 0.9 - 0.2 * I;
		double v = 1e-12 * ff_volume(&s);

		NEAR(cabs(f_of(&s, -conj(x), -conj(y), -conj(z)) - conj(f_of(&s, x, y, z))), 0, v);
		CHECK(cabs(f_of(&s, x, y, z) - f_of(&s, x, y, -z)) > v);
		if (s.kind->round)
			NEAR(cabs(f_of(&s, x * 0.6 - y * 0.8, x * 0.8 + y * 0.6, z) - f_of(&s, x, y, z)), 0, v);
	}
}

/* F = sum of exp(i q.at) F_slice over two slices and over a slice of a slice, at real, complex and vanishing q. */
static void cut_in_two(const struct ff_shape *s, double t)
{
	static const double complex qs[][3] = {
		{ 0, 0, 0 }, { 0.7, -0.4, 0.9 }, { 0.3 + 0.1 * I, -1.1, 0.9 - 0.2 * I }, { 0, 0, 1.3 }, { 1e-7, 0, 0.2 },
	};
	double h = ff_box(s).hi.z, z[3] = { 0, t * h, h };
	struct err e = { 0 };

	for (size_t k = 0; k < sizeof qs / sizeof *qs; k++) {
		struct cvec3 q = { qs[k][0], qs[k][1], qs[k][2] };
		double complex sum = 0;
		double volume = 0;

		for (int j = 0; j < 2; j++) {
			struct ff_shape part, again;
			struct vec3 at, more;
			void *data, *data2;

			CHECK(!ff_slice(s, z[j], z[j + 1], &part, &at, &data, &e));
			sum += cexp(I * cvec3_dot(q, at)) * ff_eval(&part, q);
			volume += ff_volume(&part);
			NEAR(ff_box(&part).lo.z + at.z, z[j], 1e-9 * h);
			NEAR(ff_box(&part).hi.z + at.z, z[j + 1], 1e-9 * h);
			NEAR(ff_area(&part, 0.4 * (z[j + 1] - z[j])), ff_area(s, z[j] + 0.4 * (z[j + 1] - z[j])), 1e-10 * 40);
			CHECK(!ff_slice(&part, 0, (z[j + 1] - z[j]) / 2, &again, &more, &data2, &e));
			NEAR(ff_area(&again, (z[j + 1] - z[j]) / 4), ff_area(s, z[j] + (z[j + 1] - z[j]) / 4), 1e-10 * 40);
			ff_data_free(again.kind, data2);
			ff_data_free(part.kind, data);
		}
		NEAR(cabs(sum - ff_eval(s, q)), 0, 1e-12 * ff_volume(s) * exp(0.3 * 7));
		NEAR(volume, ff_volume(s), 1e-12 * ff_volume(s));
	}
}

static void slices(void)
{
	for (int i = 0; i < GOOD; i++) {
		struct ff_shape s = shape_of(i);

		cut_in_two(&s, 0.37);
		cut_in_two(&s, 0.5);
		cut_in_two(&s, 0.93);
	}
}

static void refuse(const char *name, const double *par, const char *text)
{
	struct ff_shape s = { .kind = ff_find(name) };
	struct err e = { 0 };

	memcpy(s.par, par, sizeof s.par);
	CHECK(ff_check(&s, &e) == E_DATA);
	CHECK(!strcmp(e.msg, text));
	if (strcmp(e.msg, text))
		printf("# %s\n", e.msg);
}

#define P(...) ((const double[FF_PARAMS]){ __VA_ARGS__ })

static void errors(void)
{
	struct ff_shape s = { .kind = ff_find("cylinder"), .par = { 3, 4 } }, out;
	struct err e = { 0 };
	struct vec3 at;
	void *data;

	refuse("box", P(5, NAN, 4), "box: width is missing");
	refuse("sphere", P(-1), "sphere: radius is -1, must be from 1e-06 to 1e+09");
	refuse("sphere", P(INFINITY), "sphere: radius is inf, must be from 1e-06 to 1e+09");
	refuse("pyramid", P(6, 3, 91), "pyramid: alpha_deg is 91, must be from 0.01 to 90");
	refuse("pyramid", P(6, 3.1, 45), "pyramid: height is 3.1 nm, but the sides meet at 3 nm");
	refuse("anisopyramid", P(8, 6, 3.1, 45), "anisopyramid: height is 3.1 nm, but the sides meet at 3 nm");
	refuse("cone", P(2, 2.1, 45), "cone: height is 2.1 nm, but the sides meet at 2 nm");
	refuse("cone6", P(2, 1.8, 45), "cone6: height is 1.8 nm, but the sides meet at 1.73205081 nm");
	refuse("tetrahedron", P(2, 1.8, 45), "tetrahedron: height is 1.8 nm, but the sides meet at 0.577350269 nm");
	refuse("cuboctahedron", P(4, 1, 2.1, 45), "cuboctahedron: height times height_ratio is 2.1 nm, but the sides meet at 2 nm");
	refuse("truncated_sphere", P(2, 5, 0), "truncated_sphere: height is 5 nm, the whole has only 4 nm");
	refuse("truncated_sphere", P(2, 3, 3), "truncated_sphere: removed_top is 3 nm of a height of 3 nm");
	refuse("truncated_spheroid", P(2, 3, 0.5, 0), "truncated_spheroid: height is 3 nm, the whole has only 2 nm");
	refuse("truncated_cube", P(2, 1.1), "truncated_cube: removed_length is 1.1 nm, more than half the length of 2 nm");
	refuse("trapezoid", P(2, 0, 0, 1), "trapezoid: width_bottom and width_top are both 0");
	CHECK(ff_slice(&s, 1, 5, &out, &at, &data, &e) == E_DATA);
	CHECK(!strcmp(e.msg, "a cylinder from 0 to 4 nm has no slice from 1 to 5 nm"));
}

/* A kind that has nothing but the least. */
static double bare_volume(const struct ff_shape *s) { return s->par[0]; }
static struct ff_box bare_box(const struct ff_shape *s) { return (struct ff_box){ { 0, 0, 0 }, { 1, 1, s->par[0] } }; }
static int bare_slice(const struct ff_shape *s, double z0, double z1, struct ff_shape *out, struct vec3 *at, void **data, struct err *e)
{
	(void)data, (void)e;
	*out = *s;
	out->par[0] = z1 * z1 - z0 * z0;
	*at = (struct vec3){ 0, 0, z0 };
	return 0;
}

/* Of a section 2 z: by a slice, that is symmetric about z but at the ends. */
static void section_by_slice(void)
{
	struct ff_kind kind = { .name = "bare", .volume = bare_volume, .box = bare_box, .height = -1 };
	struct ff_shape s = { .kind = &kind, .par = { 4 } }, out;
	struct err e = { 0 };
	struct vec3 at;
	void *data;

	CHECK(isnan(ff_area(&s, 2)) && ff_area(&s, 5) == 0);
	CHECK(ff_slice(&s, 1, 2, &out, &at, &data, &e) == E_DATA && !strcmp(e.msg, "a bare cannot be cut"));
	kind.slice = bare_slice;
	NEAR(ff_area(&s, 2), 4, 1e-10);
	NEAR(ff_area(&s, 4), 8, 1e-3);
}

/* Each slab as the same bar by planes, and the whole as their sum; slices; what is refused. */
static void stacks(void)
{
	struct trapezoid_stack *t;
	struct err e = { 0 };
	struct ff_shape s = { .kind = &ff_trapezoid_stack, .par = { 7 } }, bar = { .kind = ff_find("trapezoid") };
	double complex q[][3] = { { 0, 0, 0 }, { 0.4, 0.9, -1.1 }, { 0.1, 1e-9, 0.3 }, { 0.2, 1.3 + 0.1 * I, 0.7 - 0.1 * I } };

	CHECK(!trapezoid_stack_new(4, slabs, &t, &e));
	s.data = t;
	CHECK(!ff_check(&s, &e));
	for (size_t k = 0; k < sizeof q / sizeof *q; k++) {
		struct cvec3 at = { q[k][0], q[k][1], q[k][2] };
		double complex sum = 0;
		double z = 0;

		for (int j = 0; j < 4; z += slabs[j++].height) {
			double p[] = { 7, slabs[j].width_bottom, slabs[j].width_top, slabs[j].height };

			memcpy(bar.par, p, sizeof p);
			sum += cexp(I * at.z * z) * ff_eval(&bar, at);
		}
		NEAR(cabs(ff_eval(&s, at) - sum), 0, 1e-12 * ff_volume(&s));
	}
	NEAR(ff_volume(&s), 7 * (11 + 7.5 + 3.5 + 4), 1e-12);
	NEAR(ff_box(&s).hi.z, 6.5, 1e-12);
	NEAR(ff_box(&s).hi.y, 3, 0);
	NEAR(ff_area(&s, 2.5), 7 * 5, 1e-12);
	NEAR(ff_area(&s, 5.5), 7 * 2, 1e-12);
	cut_in_two(&s, 0.5);
	cut_in_two(&s, 0.9);
	trapezoid_stack_free(t);
	CHECK(trapezoid_stack_new(0, slabs, &t, &e) == E_DATA && !t);
	CHECK(!strcmp(e.msg, "trapezoid_stack: 0 slabs, must be from 1 to 100000"));
	e.code = 0;
	CHECK(trapezoid_stack_new(2, (struct slab[]){ { 1, 1, 1 }, { 1, -2, 1 } }, &t, &e) == E_DATA);
	CHECK(!strcmp(e.msg, "trapezoid_stack: width_top of slab 1 is -2, must be from 0 to 1e+09"));
	e.code = 0;
	CHECK(trapezoid_stack_new(1, (struct slab[]){ { 0, 0, 1 } }, &t, &e) == E_DATA);
	CHECK(!strcmp(e.msg, "trapezoid_stack: both widths of slab 0 are 0"));
}

/* q that is not finite gives something that is not finite, at once. */
static void not_finite(void)
{
	for (int i = 0; i < GOOD; i++) {
		struct ff_shape s = shape_of(i);

		CHECK(!isfinite(cabs(ff_eval(&s, (struct cvec3){ 0.1, 0.2, NAN }))));
	}
}

int main(void)
{
	CASE(table);
	CASE(volumes);
	CASE(symmetries);
	CASE(slices);
	CASE(errors);
	CASE(section_by_slice);
	CASE(stacks);
	CASE(not_finite);
	return done();
}
