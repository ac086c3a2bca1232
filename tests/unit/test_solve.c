/* Banded systems: against products with known solutions, and scipy.linalg.solveh_banded. */
#include "check.h"

#include "num/rng.h"
#include "num/solve.h"

enum { MOST = 400 };

static double a[MOST * MOST], keep[MOST * MOST], x[MOST], b[MOST];

/* G G' of a random banded G, with "more" on the diagonal, and b = A x for random x. */
static void make(size_t n, size_t half, double more, uint64_t seed)
{
	static double g[MOST * MOST];
	struct rng r = rng_at(seed, 0, 0);

	for (size_t i = 0; i < n * (half + 1); i++)
		g[i] = rng_normal(&r);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k <= half; k++) {
			double s = k == 0 ? more : 0;
			for (size_t j = 0; k <= i && k + j <= half && k + j <= i; j++)
				s += g[i * (half + 1) + k + j] * g[(i - k) * (half + 1) + j];
			keep[i * (half + 1) + k] = a[i * (half + 1) + k] = k <= i ? s : NAN;
		}
	for (size_t i = 0; i < n; i++)
		x[i] = rng_normal(&r);
	for (size_t i = 0; i < n; i++) {
		b[i] = 0;
		for (size_t k = 0; k <= half; k++) {
			b[i] += k <= i ? keep[i * (half + 1) + k] * x[i - k] : 0;
			b[i] += k > 0 && i + k < n ? keep[(i + k) * (half + 1) + k] * x[i + k] : 0;
		}
	}
}

/* Eigenvalues from 1/2 to some hundreds: 1e-16 times that, with a margin.  What lies outside of the matrix (NaN) is not used. */
static void known_solutions(void)
{
	static const size_t shape[][2] = { { 1, 0 }, { 5, 0 }, { 1, 3 }, { 2, 5 }, { 60, 1 }, { 400, 2 }, { 100, 7 }, { 40, 39 } };
	struct err e = { 0, "" };

	for (size_t s = 0; s < sizeof shape / sizeof *shape; s++) {
		make(shape[s][0], shape[s][1], 0.5, s);
		CHECK(!solve_band(a, shape[s][0], shape[s][1], b, &e));
		for (size_t i = 0; i < shape[s][0]; i++)
			NEAR(b[i], x[i], 1e-11);
	}
}

/* scipy 1.10.1, solveh_banded: (D'D + 0.01) u = (1, 0, .. 0), D the first differences of 10 samples. */
static void scipy_numbers(void)
{
	static const double u[] = { 12.6497744996, 11.7762722446, 11.020532712, 10.3749985066, 9.83321428619,
		9.38976220868, 9.04020775325, 8.78105537536, 8.60971355122, 8.5244688626 };
	struct err e = { 0, "" };

	memset(b, 0, sizeof b);
	b[0] = 1;
	for (size_t i = 0; i < 10; i++) {
		a[2 * i] = (i == 0 || i == 9 ? 1 : 2) + 0.01;
		a[2 * i + 1] = -1;
	}
	CHECK(!solve_band(a, 10, 1, b, &e));
	for (size_t i = 0; i < 10; i++)
		NEAR(b[i], u[i], 1e-9);
}

/* Of the second differences with almost nothing on the diagonal: condition 16/1e-9. */
static void nearly_singular(void)
{
	struct err e = { 0, "" };
	size_t n = 300;
	double worst = 0;

	for (size_t i = 0; i < n; i++) {
		double *r = a + 3 * i;
		r[0] = 1e-9 + (i < n - 2) + 4 * (i > 0 && i < n - 1) + (i > 1);
		r[1] = -2 * ((i > 0 && i < n - 1) + (i > 1));
		r[2] = i > 1;
		x[i] = b[i] = 1 + 0.01 * (double)i;	/* has no second differences: A x = 1e-9 x */
		b[i] *= 1e-9;
	}
	CHECK(!solve_band(a, n, 2, b, &e));
	for (size_t i = 0; i < n; i++)
		worst = fmax(worst, fabs(b[i] - x[i]));
	NEAR(worst, 0, 1e-4);
}

static void not_definite(void)
{
	struct err e = { 0, "" };
	double m[] = { 1, 0, 1, 2 }, z[] = { 0, 0 }, n[] = { NAN, 0 }, v[] = { 1, 1 };

	CHECK(solve_band(m, 2, 1, v, &e) == E_DATA && strstr(e.msg, "at row 1"));
	e.code = 0;
	CHECK(solve_band(z, 2, 0, v, &e) == E_DATA && strstr(e.msg, "at row 0"));
	e.code = 0;
	CHECK(solve_band(n, 1, 0, v, &e) == E_DATA);
	e.code = 0;
	CHECK(!solve_band(NULL, 0, 0, NULL, &e));
}

int main(void)
{
	CASE(known_solutions);
	CASE(scipy_numbers);
	CASE(nearly_singular);
	CASE(not_definite);
	return done();
}
