/* Functions of arrays: against libm, to the 1 ULP that SLEEF states (twice that, for libm's own half). */
#include <float.h>

#include "check.h"

#include "num/rng.h"
#include "num/vmath.h"

enum { N = 1003 };
static double x[N], a[N], b[N];

static void fill(double range)
{
	struct rng r = rng_at(1, 0, 0);

	for (int i = 0; i < N; i++)
		x[i] = range * (2 * rng_uniform(&r) - 1);
}

static void exponential(void)
{
	fill(700);
	vmath_exp(N, x, a);
	for (int i = 0; i < N; i++)
		NEAR(a[i] / exp(x[i]), 1, 4 * DBL_EPSILON);
}

static void logarithm(void)
{
	fill(700);
	for (int i = 0; i < N; i++)
		x[i] = exp(x[i]);
	vmath_log(N, x, a);
	for (int i = 0; i < N; i++)
		NEAR(a[i], log(x[i]), 2 * DBL_EPSILON * fabs(log(x[i])));
	x[0] = 1 + 1e-9;
	vmath_log(1, x, a);
	NEAR(a[0] / log1p(x[0] - 1), 1, 4 * DBL_EPSILON);
}

static void sine_and_cosine(void)
{
	fill(1e5);
	vmath_sincos(N, x, a, b);
	for (int i = 0; i < N; i++) {
		NEAR(a[i], sin(x[i]), 2 * DBL_EPSILON);
		NEAR(b[i], cos(x[i]), 2 * DBL_EPSILON);
	}
}

/* A number alone, among others, and in place. */
static void same_at_any_place(void)
{
	fill(30);
	vmath_exp(N, x, a);
	for (int i = 0; i < 20; i++) {
		vmath_exp(1, x + i, b);
		CHECK(b[0] == a[i]);
	}
	vmath_exp(N - 3, x + 3, x + 3);
	CHECK(!memcmp(x + 3, a + 3, (N - 3) * sizeof *x));
}

/* What has no finite result. */
static void limits(void)
{
	double in[] = { INFINITY, -INFINITY, 800, -800, 0 }, e[5];

	vmath_exp(5, in, e);
	CHECK(isinf(e[0]) && e[1] == 0 && isinf(e[2]) && e[3] == 0 && e[4] == 1);
	in[0] = NAN;
	vmath_sincos(1, in, e, e + 1);
	CHECK(isnan(e[0]) && isnan(e[1]));
}

int main(void)
{
	CASE(exponential);
	CASE(logarithm);
	CASE(sine_and_cosine);
	CASE(same_at_any_place);
	CASE(limits);
	return done();
}
