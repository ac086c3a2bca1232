/* scat/counts.h: means and variances of Poisson numbers, NaN, seeds and frames, any number of threads. */
#include "check.h"

#include "num/par.h"
#include "scat/counts.h"

enum { N = 20000 };
static double a[N], b[N];

static void fill(double *x, double v)
{
	for (int i = 0; i < N; i++)
		x[i] = v;
}

static double mean_of(const double *x, double *var)
{
	double m = 0, v = 0;

	for (int i = 0; i < N; i++)
		m += x[i] / N;
	for (int i = 0; i < N; i++)
		v += (x[i] - m) * (x[i] - m) / N;
	*var = v;
	return m;
}

static void correlated(const double *x, const double *y, double *r)
{
	double vx, vy, mx = mean_of(x, &vx), my = mean_of(y, &vy), c = 0;

	for (int i = 0; i < N; i++)
		c += (x[i] - mx) * (y[i] - my) / N;
	*r = c / sqrt(vx * vy);
}

/* Five standard errors of mean and variance: variance of the sample variance (mu + 2 mu^2)/N. */
static void moments(void)
{
	static const double mu[] = { 0.02, 0.7, 9, 30, 4000 };

	for (size_t t = 0; t < sizeof mu / sizeof *mu; t++) {
		struct err e = { 0 };
		double var, m;

		fill(a, mu[t] / 1e6);
		CHECK(!counts_poisson(a, N, 1e6, 7, 0, &e));
		m = mean_of(a, &var);
		NEAR(m, mu[t], 5 * sqrt(mu[t] / N));
		NEAR(var, mu[t], 5 * sqrt((mu[t] + 2 * mu[t] * mu[t]) / N));
		for (int i = 0; i < N; i++)
			CHECK(a[i] >= 0 && a[i] == floor(a[i]));
	}
}

static void nan_and_zero(void)
{
	struct err e = { 0 };

	fill(a, 3);
	fill(b, 3);
	a[5] = NAN;
	a[6] = 0;
	CHECK(!counts_poisson(a, N, 10, 1, 0, &e) && !counts_poisson(b, N, 10, 1, 0, &e));
	CHECK(isnan(a[5]) && a[6] == 0);
	CHECK(!memcmp(a, b, 5 * sizeof *a) && !memcmp(a + 7, b + 7, (N - 7) * sizeof *a));	/* the others do not care */
}

/* Neighbours, frames and seeds: correlations within five standard errors 1/sqrt N. */
static void independent(void)
{
	struct err e = { 0 };
	double r;

	fill(a, 1);
	CHECK(!counts_poisson(a, N, 20, 3, 0, &e));
	fill(b, 1);
	CHECK(!counts_poisson(b, N, 20, 3, 1, &e));
	correlated(a, b, &r);
	NEAR(r, 0, 5 / sqrt(N));
	fill(b, 1);
	CHECK(!counts_poisson(b, N, 20, 4, 0, &e));
	correlated(a, b, &r);
	NEAR(r, 0, 5 / sqrt(N));
	memcpy(b, a + 1, (N - 1) * sizeof *a);
	b[N - 1] = a[0];
	correlated(a, b, &r);
	NEAR(r, 0, 5 / sqrt(N));
}

static void any_threads(void)
{
	struct err e = { 0 };

	fill(a, 1);
	fill(b, 1);
	par_set_threads(1);
	CHECK(!counts_poisson(a, N, 20, 3, 2, &e));
	par_set_threads(7);
	CHECK(!counts_poisson(b, N, 20, 3, 2, &e));
	CHECK(!memcmp(a, b, sizeof a));
}

static void refused(void)
{
	struct err e[4] = { { 0 } };

	fill(a, 1);
	a[9000] = -2;
	CHECK(counts_poisson(a, N, 1, 0, 0, &e[0]) == E_DATA && strstr(e[0].msg, "pixel 9000") && strstr(e[0].msg, "-2"));
	a[9000] = INFINITY;
	CHECK(counts_poisson(a, N, 1, 0, 0, &e[1]) == E_DATA);
	CHECK(counts_poisson(a, N, 0, 0, 0, &e[2]) == E_DATA && strstr(e[2].msg, "flux"));
	CHECK(counts_poisson(a, N, NAN, 0, 0, &e[3]) == E_DATA);
}

int main(void)
{
	CASE(moments);
	CASE(nan_and_zero);
	CASE(independent);
	CASE(any_threads);
	CASE(refused);
	return done();
}
