/* Form factors of polyhedra against integrals over shapes that are given by the planes of their faces. */
#include "check.h"
#include "ff_brute.h"
#include "scat/ff.h"
#include "scat/ff_stack.h"

static const double deg = M_PI / 180;

static void put_floor(struct brute_solid *s, double z0, double z1)
{
	brute_put(s, 0, 0, -1, -z0);
	brute_put(s, 0, 0, 1, z1);
}

/* n sides at "apothem" from the axis at z = 0, the first in this direction, leaning inwards */
static void put_sides(struct brute_solid *s, int n, double apothem, double first_deg, double cot)
{
	for (int k = 0; k < n; k++) {
		double a = first_deg * deg + 2 * M_PI * k / n;

		brute_put(s, cos(a), sin(a), cot, apothem);
	}
}

static void put_box(struct brute_solid *s, double x, double y, double z0, double z1, double cot)
{
	for (int k = -1; k <= 1; k += 2) {
		brute_put(s, k, 0, cot, x);
		brute_put(s, 0, k, cot, y);
	}
	put_floor(s, z0, z1);
}

/* all of +-a x +-b y +-c (z - middle) <= d with the coefficients permuted */
static void put_octants(struct brute_solid *s, double middle, double d)
{
	for (int k = 0; k < 8; k++) {
		double c = k & 4 ? 1 : -1;

		brute_put(s, k & 1 ? 1 : -1, k & 2 ? 1 : -1, c, d + c * middle);
	}
}

static void put_edges(struct brute_solid *s, double middle, double d)
{
	for (int k = 0; k < 4; k++) {
		double a = k & 1 ? 1 : -1, b = k & 2 ? 1 : -1;

		brute_put(s, a, b, 0, d);
		brute_put(s, a, 0, b, d + b * middle);
		brute_put(s, 0, a, b, d + b * middle);
	}
}

static void make_box(const double *p, struct brute_solid *s) { put_box(s, p[0] / 2, p[1] / 2, 0, p[2], 0); }
static void make_prism3(const double *p, struct brute_solid *s) { put_sides(s, 3, p[0] / sqrt(12), 60, 0); put_floor(s, 0, p[1]); }
static void make_prism6(const double *p, struct brute_solid *s) { put_sides(s, 6, p[0] * sqrt(0.75), 30, 0); put_floor(s, 0, p[1]); }

static void make_cone6(const double *p, struct brute_solid *s)
{
	put_sides(s, 6, p[0] * sqrt(0.75), 30, 1 / tan(p[2] * deg));
	put_floor(s, 0, p[1]);
}

static void make_tetrahedron(const double *p, struct brute_solid *s)
{
	put_sides(s, 3, p[0] / sqrt(12), 60, 1 / tan(p[2] * deg));
	put_floor(s, 0, p[1]);
}

static void make_pyramid(const double *p, struct brute_solid *s)
{
	put_box(s, p[0] / 2, p[0] / 2, 0, p[1], 1 / tan(p[2] * deg));
}

static void make_anisopyramid(const double *p, struct brute_solid *s)
{
	put_box(s, p[0] / 2, p[1] / 2, 0, p[2], 1 / tan(p[3] * deg));
}

static void make_cuboctahedron(const double *p, struct brute_solid *s)
{
	double cot = 1 / tan(p[3] * deg);

	for (int k = -1; k <= 1; k += 2)
		for (int up = -1; up <= 1; up += 2) {
			brute_put(s, k, 0, up * cot, p[0] / 2 + up * cot * p[1]);
			brute_put(s, 0, k, up * cot, p[0] / 2 + up * cot * p[1]);
		}
	put_floor(s, 0, p[1] * (1 + p[2]));
}

static void make_trapezoid(const double *p, struct brute_solid *s)
{
	double slope = (p[1] - p[2]) / 2 / p[3];

	for (int k = -1; k <= 1; k += 2) {
		brute_put(s, k, 0, 0, p[0] / 2);
		brute_put(s, 0, k, slope, p[1] / 2);
	}
	put_floor(s, 0, p[3]);
}

static void make_truncated_cube(const double *p, struct brute_solid *s)
{
	put_box(s, p[0] / 2, p[0] / 2, 0, p[0], 0);
	put_octants(s, p[0] / 2, 1.5 * p[0] - p[1]);
}

static void make_cantellated_cube(const double *p, struct brute_solid *s)
{
	put_box(s, p[0] / 2, p[0] / 2, 0, p[0], 0);
	put_edges(s, p[0] / 2, p[0] - p[1]);
	put_octants(s, p[0] / 2, 1.5 * p[0] - 2 * p[1]);
}

static void make_octahedron(const double *p, struct brute_solid *s)
{
	for (int k = -1; k <= 1; k += 2)
		for (int up = -1; up <= 1; up += 2) {
			double lift = up * M_SQRT1_2;

			brute_put(s, k, 0, lift, p[0] / 2 + lift * p[0] * M_SQRT1_2);
			brute_put(s, 0, k, lift, p[0] / 2 + lift * p[0] * M_SQRT1_2);
		}
}

/* Faces at the inradius from the centre; five lean against the bottom, polar angle cosine -1/sqrt(5). */
static void make_dodecahedron(const double *p, struct brute_solid *s)
{
	double r = p[0] / 2 * sqrt(2.5 + 1.1 * sqrt(5)), c = 1 / sqrt(5), t = sqrt(0.8);

	put_floor(s, 0, 2 * r);
	for (int k = 0; k < 10; k++) {
		double up = k < 5 ? -1 : 1, a = (k < 5 ? 36 : 0) * deg + 2 * M_PI * k / 5;

		brute_put(s, t * cos(a), t * sin(a), up * c, r + up * c * r);
	}
}

/* Faces are the triples of neighbours among (0, +-1, +-g) and its turns; then the face towards (1, 1, 1) is laid down. */
static void make_icosahedron(const double *p, struct brute_solid *s)
{
	double g = (1 + sqrt(5)) / 2, v[12][3] = { { 0 } }, ax[3][3], r = p[0] * (3 * sqrt(3) + sqrt(15)) / 12;
	double x, y, z, m;			/* 3 (g, 0, 1) less its part along (1, 1, 1) */

	for (int k = 0; k < 12; k++) {
		v[k][k % 3] = 0;
		v[k][(k + 1) % 3] = (k / 3) & 1 ? 1 : -1;
		v[k][(k + 2) % 3] = (k / 6) & 1 ? g : -g;
	}
	x = 3 * g - (g + 1), y = -(g + 1), z = 3 - (g + 1), m = sqrt(x * x + y * y + z * z);
	ax[0][0] = x / m, ax[0][1] = y / m, ax[0][2] = z / m;
	for (int k = 0; k < 3; k++)
		ax[2][k] = -1 / sqrt(3);
	for (int k = 0; k < 3; k++)
		ax[1][k] = ax[2][(k + 1) % 3] * ax[0][(k + 2) % 3] - ax[2][(k + 2) % 3] * ax[0][(k + 1) % 3];
	for (int a = 0; a < 12; a++)
		for (int b = a + 1; b < 12; b++)
			for (int c = b + 1; c < 12; c++) {
				double n[3], w[3] = { 0 }, far = 0, len = 0;

				for (int k = 0; k < 3; k++)
					n[k] = v[a][k] + v[b][k] + v[c][k];
				far = fmax(hypot(hypot(v[a][0] - v[b][0], v[a][1] - v[b][1]), v[a][2] - v[b][2]),
					   fmax(hypot(hypot(v[a][0] - v[c][0], v[a][1] - v[c][1]), v[a][2] - v[c][2]),
						hypot(hypot(v[c][0] - v[b][0], v[c][1] - v[b][1]), v[c][2] - v[b][2])));
				if (far > 2.1)
					continue;
				for (int k = 0; k < 3; k++) {
					for (int j = 0; j < 3; j++)
						w[k] += ax[k][j] * n[j];
					len += n[k] * n[k];
				}
				len = sqrt(len);
				brute_put(s, w[0] / len, w[1] / len, w[2] / len, r + w[2] / len * r);
			}
}

static const struct shape {
	const char *name;
	double par[FF_PARAMS];
	void (*make)(const double *par, struct brute_solid *s);
} shapes[] = {
	{ "box", { 5, 3, 4 }, make_box },
	{ "prism3", { 5, 3 }, make_prism3 },
	{ "prism6", { 3, 4 }, make_prism6 },
	{ "pyramid", { 6, 3, 55 }, make_pyramid },
	{ "anisopyramid", { 7, 5, 3, 60 }, make_anisopyramid },
	{ "anisopyramid", { 7, 5, 3, 90 }, make_anisopyramid },
	{ "cone6", { 3, 2, 50 }, make_cone6 },
	{ "tetrahedron", { 6, 1.5, 50 }, make_tetrahedron },
	{ "cuboctahedron", { 6, 2, 0.7, 58 }, make_cuboctahedron },
	{ "trapezoid", { 6, 5, 2, 3 }, make_trapezoid },
	{ "trapezoid", { 6, 2, 5, 3 }, make_trapezoid },
	{ "trapezoid", { 6, 5, 0, 3 }, make_trapezoid },
	{ "truncated_cube", { 5, 1.2 }, make_truncated_cube },
	{ "cantellated_cube", { 5, 0.9 }, make_cantellated_cube },
	{ "octahedron", { 4 }, make_octahedron },
	{ "dodecahedron", { 2 }, make_dodecahedron },
	{ "icosahedron", { 3 }, make_icosahedron },
};
enum { SHAPES = sizeof shapes / sizeof *shapes };

static struct ff_shape shape_of(const struct shape *t)
{
	struct ff_shape s = { .kind = ff_find(t->name) };

	memcpy(s.par, t->par, sizeof s.par);
	return s;
}

/* Both are within 1e-12 of the volume times the largest exponential. */
static void compare(const struct brute_rule *r, const struct shape *t, const struct brute_solid *b, const double complex q[3])
{
	struct ff_shape s = shape_of(t);
	double complex f = ff_eval(&s, (struct cvec3){ q[0], q[1], q[2] }), want = brute_solid_f(r, b, q);
	double grown = exp(6 * (fabs(cimag(q[0])) + fabs(cimag(q[1])) + fabs(cimag(q[2]))));

	if (cabs(f - want) > 1e-12 * ff_volume(&s) * grown) {
		printf("# %s at (%g%+gi, %g%+gi, %g%+gi):\n", t->name, creal(q[0]), cimag(q[0]), creal(q[1]), cimag(q[1]),
		       creal(q[2]), cimag(q[2]));
		NEAR(creal(f), creal(want), 0);
		NEAR(cimag(f), cimag(want), 0);
	}
}

static void against_integrals(void)
{
	static const double complex at[][3] = {
		{ 0, 0, 0 }, { 0.7, -0.4, 0.9 }, { -1.3, 0.8, -1.7 }, { 0.6 + 0.1 * I, -0.9 + 0.2 * I, 1.1 - 0.3 * I },
		{ 0.3, 1.4, -0.8 + 0.05 * I }, { 0.02, 0.01, -0.03 }, { 1.5, 1.1, -2 },
	};
	struct brute_rule r = brute_rule_make();

	for (int i = 0; i < SHAPES; i++) {
		struct brute_solid b = { 0 };

		shapes[i].make(shapes[i].par, &b);
		for (size_t k = 0; k < sizeof at / sizeof *at; k++)
			compare(&r, &shapes[i], &b, at[k]);
	}
}

/* From the normals of faces, where sums of edges vanish, and from 0, by steps from 1e-9 to 1e-1. */
static void through_singularities(void)
{
	static const double steps[] = { 0, 1e-9, 1e-6, 1e-3, 0.1 };
	struct brute_rule r = brute_rule_make();

	for (int i = 0; i < SHAPES; i++) {
		struct brute_solid b = { 0 };

		shapes[i].make(shapes[i].par, &b);
		for (int k = 0; k < 3; k++) {
			const double *n = b.p[k * (b.n - 1) / 2].n;

			for (size_t t = 0; t < sizeof steps / sizeof *steps; t++) {
				double d = steps[t];
				double complex q[3] = { 1.4 * n[0] + d, 1.4 * n[1] - 0.7 * d, 1.4 * n[2] + 0.3 * d * I };
				double complex edge[3] = { 1.2 * n[1] + d, -1.2 * n[0] + d * 0.2, 0.5 * d };
				double complex zero[3] = { d, -0.5 * d * n[1], (0.3 + 0.2 * I) * d };

				compare(&r, &shapes[i], &b, q);
				compare(&r, &shapes[i], &b, edge);
				if (k == 0)
					compare(&r, &shapes[i], &b, zero);
			}
		}
	}
}

/* The box of the corners where the planes meet. */
static void boxes(void)
{
	double z[BRUTE_KINKS], want[6];

	for (int i = 0; i < SHAPES; i++) {
		struct brute_solid b = { 0 };
		struct ff_shape s = shape_of(&shapes[i]);
		struct ff_box got = ff_box(&s);

		shapes[i].make(shapes[i].par, &b);
		brute_corners(&b, z, want);
		NEAR(got.lo.x, want[0], 1e-9);
		NEAR(got.lo.y, want[1], 1e-9);
		NEAR(got.lo.z, want[2], 1e-9);
		NEAR(got.hi.x, want[3], 1e-9);
		NEAR(got.hi.y, want[4], 1e-9);
		NEAR(got.hi.z, want[5], 1e-9);
	}
}

static void sections(void)
{
	struct brute_rule r = brute_rule_make();

	for (int i = 0; i < SHAPES; i++) {
		struct brute_solid b = { 0 };
		struct ff_shape s = shape_of(&shapes[i]);
		double top = ff_box(&s).hi.z;

		shapes[i].make(shapes[i].par, &b);
		for (double t = 0.07; t < 1; t += 0.13)
			NEAR(ff_area(&s, t * top), creal(brute_section(&r, &b, t * top, 0, 0)), 1e-11 * 40);
		CHECK(ff_area(&s, -0.1) == 0 && ff_area(&s, top + 0.1) == 0);
	}
}

int main(void)
{
	CASE(against_integrals);
	CASE(through_singularities);
	CASE(boxes);
	CASE(sections);
	return done();
}
