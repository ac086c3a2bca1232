/* scat/smear.h: against the double sum of its definition, moments, and what must be kept. */
#include "check.h"

#include "num/par.h"
#include "num/rng.h"
#include "scat/smear.h"

enum { NR = 23, NC = 31 };

static void noise(double *x, size_t n)
{
	struct rng r = rng_at(5, 1, 0);

	for (size_t i = 0; i < n; i++)
		x[i] = rng_uniform(&r);
}

static double share(int i, double s)
{
	if (s == 0)
		return i == 0;
	return (erf((i + 0.5) / (s * M_SQRT2)) - erf((i - 0.5) / (s * M_SQRT2))) / 2;
}

/* The definition, pixel by pixel, without truncation. */
static double direct(const double *x, int row, int col, double sr, double sc)
{
	double v = 0, w = 0;

	for (int i = 0; i < NR; i++)
		for (int j = 0; j < NC; j++) {
			double k = share(i - row, sr) * share(j - col, sc);

			if (isnan(x[i * NC + j]))
				continue;
			v += k * x[i * NC + j];
			w += k;
		}
	return v / w;
}

static void against_definition(void)
{
	static const double s[][2] = { { 0.4, 1.7 }, { 2.5, 0 }, { 0, 0.8 }, { 3, 3 }, { 40, 2 }, { 500, 900 } };

	for (size_t t = 0; t < sizeof s / sizeof *s; t++) {
		double x[NR * NC], y[NR * NC];
		struct err e = { 0 };

		noise(x, NR * NC);
		for (int i = 0; i < NR * NC; i += 13)
			x[i] = NAN;
		memcpy(y, x, sizeof x);
		CHECK(!smear_gauss(y, NR, NC, s[t][0], s[t][1], &e));
		for (int i = 0; i < NR; i++)
			for (int j = 0; j < NC; j++) {
				CHECK(isnan(y[i * NC + j]) == isnan(x[i * NC + j]));
				if (!isnan(x[i * NC + j]))	/* tails beyond 6 sigma: 2e-9 */
					NEAR(y[i * NC + j], direct(x, i, j, s[t][0], s[t][1]), 5e-9);
			}
	}
}

/* A point: sum 1, middle in place, variance sigma^2 + 1/12 of the pixel, each way for itself. */
static void moments(void)
{
	enum { N = 101 };
	static double x[N * N];
	struct err e = { 0 };
	double sum = 0, r1 = 0, c1 = 0, r2 = 0, c2 = 0;

	memset(x, 0, sizeof x);
	x[50 * N + 48] = 1;
	CHECK(!smear_gauss(x, N, N, 3, 5, &e));
	for (int i = 0; i < N; i++)
		for (int j = 0; j < N; j++) {
			double v = x[i * N + j], dr = i - 50, dc = j - 48;

			sum += v;
			r1 += v * dr;
			c1 += v * dc;
			r2 += v * dr * dr;
			c2 += v * dc * dc;
		}
	NEAR(sum, 1, 1e-8);
	NEAR(r1, 0, 1e-8);
	NEAR(c1, 0, 1e-8);
	NEAR(r2, 9 + 1. / 12, 1e-5);	/* cut at 6 sigma: 40 x 2e-9 x sigma^2 */
	NEAR(c2, 25 + 1. / 12, 1e-5);
}

static void constant_and_huge(void)
{
	static const double s[] = { 0, 0.3, 7, 1e3, 1e5, 1e300 };

	for (size_t t = 0; t < sizeof s / sizeof *s; t++) {
		double x[NR * NC], y[NR * NC], mean = 0;
		struct err e = { 0 };

		for (int i = 0; i < NR * NC; i++)
			x[i] = i % 7 ? 4.25 : NAN;
		CHECK(!smear_gauss(x, NR, NC, s[t], s[t], &e));
		for (int i = 0; i < NR * NC; i++)
			CHECK(i % 7 ? fabs(x[i] - 4.25) < 1e-14 : isnan(x[i]));
		noise(y, NR * NC);
		for (int i = 0; i < NR * NC; i++)
			mean += y[i] / (NR * NC);
		CHECK(!smear_gauss(y, NR, NC, s[t], s[t], &e));
		if (s[t] >= 1e5)	/* the mean everywhere, to (n/sigma)^2 */
			NEAR(y[17], mean, 1e-7);
	}
}

static void nothing_to_do(void)
{
	double x[4] = { 1, NAN, 3, 4 }, all[2] = { NAN, NAN };
	struct err e = { 0 }, bad[3] = { { 0 } };

	CHECK(!smear_gauss(x, 2, 2, 0, 0, &e));
	CHECK(x[0] == 1 && isnan(x[1]) && x[2] == 3 && x[3] == 4);
	CHECK(!smear_gauss(all, 1, 2, 1, 1, &e) && isnan(all[0]) && isnan(all[1]));
	CHECK(!smear_gauss(x, 0, 0, 1, 1, &e));
	CHECK(smear_gauss(x, 2, 2, -1, 0, &bad[0]) == E_DATA && strstr(bad[0].msg, "-1"));
	CHECK(smear_gauss(x, 2, 2, 0, NAN, &bad[1]) == E_DATA);
	CHECK(smear_gauss(x, 2, 2, INFINITY, 0, &bad[2]) == E_DATA);
}

static void any_threads(void)
{
	double x[NR * NC], y[NR * NC];
	struct err e = { 0 };

	noise(x, NR * NC);
	x[77] = NAN;
	memcpy(y, x, sizeof x);
	par_set_threads(1);
	CHECK(!smear_gauss(x, NR, NC, 2, 3, &e));
	par_set_threads(5);
	CHECK(!smear_gauss(y, NR, NC, 2, 3, &e));
	CHECK(!memcmp(x, y, sizeof x));
}

int main(void)
{
	CASE(against_definition);
	CASE(moments);
	CASE(constant_and_huge);
	CASE(nothing_to_do);
	CASE(any_threads);
	return done();
}
