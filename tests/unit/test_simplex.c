/* Divided differences of exp and transforms of polygons and solids against integrals over the simplex. */
#include "check.h"
#include "ff_brute.h"
#include "num/cx.h"
#include "num/gauss.h"
#include "scat/polygon.h"
#include "scat/simplex.h"
#include "scat/solid.h"

/* The integral over t >= 0 with sum t <= 1 of exp(a0 + sum t_k (a_k - a0)), Hermite and Genocchi; order 1, 2, 3. */
static double complex brute_dd(const struct brute_rule *r, int order, const double complex *a)
{
	double complex sum = 0;

	for (int i = 0; i < BRUTE_NODES; i++) {
		double t = r->x[i];

		if (order == 1) {
			sum += r->w[i] * cexp(a[0] + t * (a[1] - a[0]));
			continue;
		}
		for (int j = 0; j < BRUTE_NODES; j++) {
			double u = r->x[j] * (1 - t);

			if (order == 2) {
				sum += r->w[i] * r->w[j] * (1 - t) * cexp(a[0] + t * (a[1] - a[0]) + u * (a[2] - a[0]));
				continue;
			}
			for (int k = 0; k < BRUTE_NODES; k++) {
				double v = r->x[k] * (1 - t - u);

				sum += r->w[i] * r->w[j] * r->w[k] * (1 - t) * (1 - t - u) *
				       cexp(a[0] + t * (a[1] - a[0]) + u * (a[2] - a[0]) + v * (a[3] - a[0]));
			}
		}
	}
	return sum;
}

static double uniform(unsigned *state)
{
	*state = *state * 1664525u + 1013904223u;
	return *state / 4294967296.;
}

/* Nodes of every spread, some of them equal or close; 2e-14 of the largest exponential (simplex.h: 1e-14; 16 nodes: 1e-15 for
 * differences up to 5). */
static void differences(void)
{
	struct brute_rule r = brute_rule_make();
	unsigned state = 1;

	for (int trial = 0; trial < 300; trial++) {
		double spread = pow(10, -9 + 9.6 * uniform(&state)), most = -INFINITY;
		double complex a[4], e[4];

		for (int k = 0; k < 4; k++) {
			a[k] = 3 * I + spread * (uniform(&state) - 0.5 + I * (uniform(&state) - 0.5));
			if (k && uniform(&state) < 0.3)
				a[k] = a[0] + (uniform(&state) < 0.5 ? 0 : 1e-7);
			if (k && uniform(&state) < 0.2)
				a[k] = a[k - 1] + 0.49;
			e[k] = cexp(a[k]);
			most = fmax(most, creal(a[k]));
		}
		NEAR(cabs(simplex_dd1(a, e) - brute_dd(&r, 1, a)), 0, 2e-14 * exp(most));
		NEAR(cabs(simplex_dd2(a, e) - brute_dd(&r, 2, a)), 0, 2e-14 * exp(most));
		if (trial % 6 == 0)
			NEAR(cabs(simplex_dd3(a, e) - brute_dd(&r, 3, a)), 0, 2e-14 * exp(most));
	}
}

/* Far apart, the quotient of products, in extended precision. */
static void far_apart(void)
{
	const double complex a[4] = { 0, 40 * I, 17 * I - 1, -60.5 * I + 0.5 };
	double complex e[4];
	long double complex want = 0;

	for (int k = 0; k < 4; k++) {
		long double complex p = 1;

		e[k] = cexp(a[k]);
		for (int j = 0; j < 4; j++)
			if (j != k)
				p *= (long double complex)a[k] - a[j];
		want += cexpl(a[k]) / p;
	}
	NEAR(cabs(simplex_dd3(a, e) / (double complex)want - 1), 0, 1e-13);	/* of the value, that is 1e-5 */
}

/* An L of three unit squares, by rectangles; and the other way round. */
static void polygons(void)
{
	const double x[] = { 0, 2, 2, 1, 1, 0 }, y[] = { 0, 0, 1, 1, 2, 2 };
	const double rx[] = { 0, 1, 1, 2, 2, 0 }, ry[] = { 2, 2, 1, 1, 0, 0 };
	struct brute_rule r = brute_rule_make();

	NEAR(cabs(polygon_f(6, x, y, 0, 0) - 3), 0, 1e-15);
	NEAR(cabs(polygon_f(6, rx, ry, 0, 0) + 3), 0, 1e-15);
	for (double s = 1e-10; s < 8; s *= 3.7)
		for (int k = 0; k < 4; k++) {
			static const double complex way[][2] = { { 1, 0 }, { 0, 1 }, { 0.6, -0.8 + 0.1 * I }, { 1, I } };
			double complex qx = s * way[k][0], qy = s * way[k][1];
			double complex want = brute_chord(&r, qx, 0, 2) * brute_chord(&r, qy, 0, 1) +
					      brute_chord(&r, qx, 0, 1) * brute_chord(&r, qy, 1, 2);
			double most = 3 * exp(2 * fabs(cimag(qy)));

			NEAR(cabs(polygon_f(6, x, y, qx, qy) - want), 0, 1e-14 * most * (1 + s));
			NEAR(cabs(polygon_f(6, rx, ry, qx, qy) + want), 0, 1e-14 * most * (1 + s));
		}
}

/* A tetrahedron with three edges along the axes, and the same taken away by the other order of corners. */
static void solids(void)
{
	static const unsigned char t[][4] = { { 0, 1, 2, 3 } }, back[][4] = { { 0, 2, 1, 3 } };
	struct solid s = { 4, 1, t, { { 0, 0, 0 }, { 2, 0, 0 }, { 0, 3, 0 }, { 0, 0, 4 } } }, turned = s;
	struct brute_solid b = { 0 };
	struct brute_rule r = brute_rule_make();
	const double complex q[3] = { 0.7, -0.4 + 0.1 * I, 1.1 };
	struct cvec3 at = { q[0], q[1], q[2] };

	turned.t = back;
	brute_put(&b, -1, 0, 0, 0);
	brute_put(&b, 0, -1, 0, 0);
	brute_put(&b, 0, 0, -1, 0);
	brute_put(&b, 6, 4, 3, 12);
	NEAR(cabs(solid_f(&s, (struct cvec3){ 0, 0, 0 }) - 4), 0, 1e-15);
	NEAR(cabs(solid_f(&turned, (struct cvec3){ 0, 0, 0 }) + 4), 0, 1e-15);
	NEAR(cabs(solid_f(&s, at) - brute_solid_f(&r, &b, q)), 0, 1e-12);
	NEAR(cabs(solid_f(&turned, at) + solid_f(&s, at)), 0, 1e-14);
	for (double z = 0.1; z < 4; z += 0.3)
		NEAR(solid_area(&s, z), 3 * (1 - z / 4) * (1 - z / 4), 1e-13);
	NEAR(solid_box(&s).hi.y, 3, 0);
}

/* sin(x)/x and the ramp where their series and formulas meet, and against cexp beyond. */
static void elementary(void)
{
	struct brute_rule r = brute_rule_make();

	for (double s = 1e-9; s < 6; s *= 1.9)
		for (int k = 0; k < 3; k++) {
			double complex x = s * (k == 0 ? 1 : k == 1 ? I : 0.6 - 0.8 * I);
			double grown = exp(fabs(cimag(x)));

			NEAR(cabs(cx_ramp(x) - brute_chord(&r, x, 0, 1)), 0, 2e-15 * grown);
			NEAR(cabs(cx_sinc(x) - brute_chord(&r, x, -1, 1) / 2), 0, 2e-15 * grown);
		}
}

/* Polynomials up to the degree that the rule is exact for, and one where it is not. */
static void gauss(void)
{
	static const int want[] = { 1, 8, 9, 12, 33, 40, 64, 64, 1000, 64 };

	for (size_t i = 0; i < sizeof want / sizeof *want; i += 2)
		CHECK(2 * gauss_least(want[i])->n == want[i + 1]);
	for (int n = 8; n <= GAUSS_MOST; n++) {
		const struct gauss *g = gauss_least(n);

		CHECK(2 * g->n >= n);
		for (int p = 0; p <= 4 * g->n; p += 2) {
			double sum = 0;

			for (int i = 0; i < g->n; i++)
				sum += 2 * g->w[i] * pow(g->x[i], p);
			if (p < 4 * g->n)
				NEAR(sum, 2. / (p + 1), 2e-15);		/* rounding of 64 terms that sum to 2 */
			else if (g->n == 4)
				CHECK(fabs(sum - 2. / (p + 1)) > 1e-5);
		}
	}
}

int main(void)
{
	CASE(differences);
	CASE(far_apart);
	CASE(polygons);
	CASE(solids);
	CASE(elementary);
	CASE(gauss);
	return done();
}
