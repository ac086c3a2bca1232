/* Form factors with elliptical sections and of long boxes, against integrals over z, x and y. */
#include "check.h"
#include "ff_brute.h"
#include "scat/ff.h"

static double rho_constant(const void *ctx, double z)
{
	(void)ctx, (void)z;
	return 1;
}

/* ctx: radius, height of the centre, vertical over horizontal semi-axis */
static double rho_ball(const void *ctx, double z)
{
	const double *p = ctx;
	double t = (z - p[1]) / p[2];

	return sqrt(fmax(0, p[0] * p[0] - t * t));
}

static double rho_cone(const void *ctx, double z)
{
	const double *p = ctx;

	return p[0] - z / tan(p[2] * M_PI / 180);
}

static double rho_dome(const void *ctx, double z)
{
	const double *p = ctx;

	return sqrt(fmax(0, 1 - z * z / (p[2] * p[2])));
}

static const double sphere[] = { 3, 3, 1 }, spheroid[] = { 3, 2, 2. / 3 }, cap[] = { 3, 1, 1 }, flat_cap[] = { 3, 0.4, 0.8 };
static const double mushroom[] = { 3, 2.5, 1 };

static const struct shape {
	const char *name;
	double par[FF_PARAMS];
	struct brute_round brute;	/* ctx NULL: par */
} shapes[] = {
	{ "cylinder", { 3, 4 }, { 3, 3, 0, 4, rho_constant, NULL } },
	{ "elliptical_cylinder", { 3, 2, 4 }, { 3, 2, 0, 4, rho_constant, NULL } },
	{ "sphere", { 3 }, { 1, 1, 0, 6, rho_ball, sphere } },
	{ "spheroid", { 3, 4 }, { 1, 1, 0, 4, rho_ball, spheroid } },
	{ "truncated_sphere", { 3, 4, 0 }, { 1, 1, 0, 4, rho_ball, cap } },
	{ "truncated_sphere", { 3, 5.5, 1.5 }, { 1, 1, 0, 4, rho_ball, mushroom } },
	{ "truncated_spheroid", { 3, 2.8, 0.8, 0.5 }, { 1, 1, 0, 2.3, rho_ball, flat_cap } },
	{ "hemi_ellipsoid", { 3, 2, 4 }, { 3, 2, 0, 4, rho_dome, NULL } },
	{ "cone", { 3, 2, 50 }, { 1, 1, 0, 2, rho_cone, NULL } },
	{ "cone", { 3, 3 * 1.7320508075688772, 60 }, { 1, 1, 0, 3 * 1.7320508075688772, rho_cone, NULL } },
	{ "cone", { 3, 2, 90 }, { 1, 1, 0, 2, rho_cone, NULL } },
};
enum { SHAPES = sizeof shapes / sizeof *shapes };

static struct ff_shape shape_of(const struct shape *t)
{
	struct ff_shape s = { .kind = ff_find(t->name) };

	memcpy(s.par, t->par, sizeof s.par);
	return s;
}

/*
 * The sections of shapes with rounded ends have radii like a square root, but areas and transforms that are entire in z, so that
 * the nodes of the integral converge: both are within 1e-12.
 */
static void compare(const struct brute_rule *r, const struct shape *t, const double complex q[3])
{
	struct ff_shape s = shape_of(t);
	struct brute_round b = t->brute;
	double complex f, want;
	double grown = exp(5 * (fabs(cimag(q[0])) + fabs(cimag(q[1])) + fabs(cimag(q[2]))));

	b.ctx = b.ctx ? b.ctx : t->par;
	f = ff_eval(&s, (struct cvec3){ q[0], q[1], q[2] });
	want = brute_round_f(r, &b, q);
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
		{ 0, 0, 1.3 }, { 0.9, 0, -0.8 + 0.05 * I }, { 0.02, 0.01, -0.03 }, { 2.5, 1.5, 3 }, { 0, 0.5 * I, 0.4 },
	};
	struct brute_rule r = brute_rule_make();

	for (int i = 0; i < SHAPES; i++)
		for (size_t k = 0; k < sizeof at / sizeof *at; k++)
			compare(&r, &shapes[i], at[k]);
}

/* q = 0, q along z, q in the plane, and |q| = 0 though q is not: (1, i, 0); steps from 1e-9 to 1e-1 */
static void through_singularities(void)
{
	static const double steps[] = { 0, 1e-9, 1e-6, 1e-3, 0.1 };
	static const double complex from[][3] = { { 0, 0, 0 }, { 0, 0, 1.1 }, { 0.8, 0.3, 0 }, { 0.2, 0.2 * I, 0 }, { 0.2, 0, 0.2 * I } };
	struct brute_rule r = brute_rule_make();

	for (int i = 0; i < SHAPES; i++)
		for (size_t k = 0; k < sizeof from / sizeof *from; k++)
			for (size_t t = 0; t < sizeof steps / sizeof *steps; t++) {
				double d = steps[t];
				double complex q[3] = { from[k][0] + d, from[k][1] - 0.6 * d, from[k][2] + (0.7 + 0.2 * I) * d };

				compare(&r, &shapes[i], q);
			}
}

/* Far out, where the integral over z has most nodes and pieces: the two parts of a sphere by sections against its closed form. */
static void many_nodes(void)
{
	struct ff_shape ball = { .kind = ff_find("sphere"), .par = { 3 } }, part;
	struct err e = { 0 };

	for (double q = 0.5; q < 300; q *= 1.37)
		for (int k = 0; k < 4; k++) {
			static const double way[][2] = { { 1, 0 }, { 0, 1 }, { 0.6, 0.8 }, { 0.96, -0.28 } };
			struct cvec3 at = { q * way[k][0], 0, q * way[k][1] * (1 + 1e-4 * I) };
			double complex sum = 0, want = ff_eval(&ball, at);
			struct vec3 shift;
			void *data;

			for (int piece = 0; piece < 2; piece++) {
				CHECK(!ff_slice(&ball, piece ? 2.3 : 0, piece ? 6 : 2.3, &part, &shift, &data, &e));
				sum += ff_eval(&part, at) * cexp(I * cvec3_dot(at, shift));
			}
			NEAR(cabs(sum - want) / ff_volume(&ball), 0, 1e-12);	/* as ff.h says */
		}
}

static void boxes(void)
{
	for (int i = 0; i < SHAPES; i++) {
		struct ff_shape s = shape_of(&shapes[i]);
		struct brute_round b = shapes[i].brute;
		struct ff_box box = ff_box(&s);
		double most = 0;

		b.ctx = b.ctx ? b.ctx : shapes[i].par;
		for (int k = 0; k <= 40000; k++)
			most = fmax(most, b.rho(b.ctx, b.z1 * k / 40000));
		NEAR(box.hi.x, b.a * most, 1e-8);	/* the widest of the sections is missed by at most (z1/80000)^2/R */
		NEAR(box.hi.y, b.b * most, 1e-8);
		NEAR(box.lo.x, -b.a * most, 1e-8);
		NEAR(box.lo.y, -b.b * most, 1e-8);
		NEAR(box.lo.z, 0, 0);
		NEAR(box.hi.z, b.z1, 1e-12);
		for (double t = 0.05; t < 1; t += 0.1) {
			double rho = b.rho(b.ctx, t * b.z1);

			NEAR(ff_area(&s, t * b.z1), M_PI * b.a * b.b * rho * rho, 1e-12 * 30);
		}
	}
}

/* Along x a Gaussian or two-sided exponential density of weight L instead of the box; trapezoidal and per-piece sums. */
static void long_boxes(void)
{
	static const double complex qs[] = { 0, 1e-6, 0.1, 0.35, 0.2 + 0.02 * I };
	struct ff_shape gauss = { .kind = ff_find("longbox_gauss"), .par = { 4, 3, 2 } };
	struct ff_shape lorentz = { .kind = ff_find("longbox_lorentz"), .par = { 4, 3, 2 } };
	struct ff_shape cross = { .kind = ff_find("box"), .par = { 1, 3, 2 } };
	struct brute_rule r = brute_rule_make();
	double decay = sqrt(2.5) * 4;

	for (size_t k = 0; k < sizeof qs / sizeof *qs; k++) {
		double complex q = qs[k], g = 0, l = 0, yz = ff_eval(&cross, (struct cvec3){ 0, 0.4 - 0.1 * I, 0.9 });
		struct cvec3 at = { q, 0.4 - 0.1 * I, 0.9 };

		for (int i = -400; i <= 400; i++)
			g += 0.1 * exp(-i * i * 0.01 / 32) / sqrt(2 * M_PI) * cexp(I * q * 0.1 * i);
		for (int i = 0; i < 40 * BRUTE_NODES; i++) {
			double x = 10 * (i / BRUTE_NODES + r.x[i % BRUTE_NODES]);

			l += 10 * r.w[i % BRUTE_NODES] * 4 * exp(-x / decay) / decay * ccos(q * x);
		}
		NEAR(cabs(ff_eval(&gauss, at) - yz * g), 0, 1e-12 * 24);
		NEAR(cabs(ff_eval(&lorentz, at) - yz * l), 0, 1e-12 * 24);
	}
}

int main(void)
{
	CASE(against_integrals);
	CASE(through_singularities);
	CASE(many_nodes);
	CASE(boxes);
	CASE(long_boxes);
	return done();
}
