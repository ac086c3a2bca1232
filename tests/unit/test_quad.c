/* Quadratures of distributions: moments in closed form, and integrals by brute force. */
#include <float.h>

#include "check.h"

#include "scat/quad.h"

static double x[QUAD_MOST], w[QUAD_MOST];

static struct quad of(enum quad_kind kind, double mean, double sigma, int n)
{
	return (struct quad){ .kind = kind, .mean = mean, .sigma = sigma, .n = n, .lo = NAN, .hi = NAN };
}

static void make(struct quad p)
{
	struct err e = { 0 };

	CHECK(!quad_nodes(&p, x, w, &e));
	if (e.code)
		printf("# %s\n", e.msg);
}

static double moment(int n, double about, int k)
{
	double s = 0;

	for (int i = 0; i < n; i++)
		s += w[i] * pow(x[i] - about, k);
	return s;
}

/* Exact up to degree 2 n - 1 and not beyond.  1e-13: rounding of some dozen nodes. */
static void legendre(void)
{
	for (int n = 1; n < 40; n++) {
		double sum;

		CHECK(!quad_legendre(-1, 3, (size_t)n, x, w, &(struct err){ 0 }));
		for (int k = 0; k <= 2 * n; k++) {
			double exact = (pow(3, k + 1) - pow(-1, k + 1)) / (k + 1);

			sum = moment(n, 0, k);
			if (k < 2 * n)
				NEAR(sum / exact, 1, 1e-13);
			else if (n < 8)
				CHECK(fabs(sum / exact - 1) > 1e-9);
		}
	}
	CHECK(!quad_legendre(0, 1, 10000, x, w, &(struct err){ 0 }));	/* many: integral of exp(200 x) */
	double s = 0;
	for (int i = 0; i < 10000; i++)
		s += w[i] * exp(200 * (x[i] - 1));
	NEAR(s * 200, 1, 1e-12);
	CHECK(quad_legendre(0, 1, 0, x, w, &(struct err){ 0 }) == E_DATA);
}

/* (2 j - 1)!! sigma^(2 j); the odd ones are 0 */
static void gaussian(void)
{
	for (int n = 1; n <= 64; n += n < 8 ? 1 : 7) {
		double exact = 1;

		make(of(QUAD_GAUSSIAN, 7, 0.5, n));
		for (int k = 1; k < 2 * n && k < 60; k++) {
			if (k % 2 == 0)
				exact *= 0.25 * (k - 1);
			NEAR(moment(n, 7, k), k % 2 ? 0 : exact, 1e-12 * exact * (k < 20 ? 1 : 100));
		}
	}
	make(of(QUAD_GAUSSIAN, 7, 0.5, 3));
	NEAR(x[2], 7 + 0.5 * sqrt(3), 1e-15 * 8);	/* Abramowitz & Stegun, table 25.10, in units of sigma */
	NEAR(w[2], 1.0 / 6, 1e-15);
	make(of(QUAD_GAUSSIAN, 7, 0.5, 1000));		/* by the density: within 9 sigma */
	NEAR(moment(1000, 7, 2), 0.25, 1e-14);
	NEAR(moment(1000, 7, 4), 3 * 0.0625, 1e-13);
}

static void uniform(void)
{
	make(of(QUAD_UNIFORM, 5, 2, 6));
	NEAR(x[0] + x[5], 10, 1e-15 * 10);
	for (int k = 1; k < 12; k++)
		NEAR(moment(6, 5, k), k % 2 ? 0 : pow(2, k) / (k + 1), 1e-13 * pow(2, k));
}

/* Moments of ln x, and of x: median^k exp(k^2 s^2/2), of which 20 nodes leave nothing at s = 0.2. */
static void lognormal(void)
{
	double second = 0;

	make(of(QUAD_LOGNORMAL, 4, 0.2, 20));
	for (int i = 0; i < 20; i++)
		second += w[i] * log(x[i] / 4) * log(x[i] / 4);
	NEAR(second, 0.04, 1e-15);
	for (int k = 1; k < 5; k++)
		NEAR(moment(20, 0, k) / (pow(4, k) * exp(k * k * 0.02)), 1, 1e-12);
	make(of(QUAD_LOGNORMAL, 4, 0.2, 200));
	NEAR(moment(200, 0, 2) / (16 * exp(4 * 0.02)), 1, 1e-12);
	CHECK(x[0] > 0);
}

/* E x^j = (mean/k)^j k (k + 1) ... (k + j - 1), k = (mean/sigma)^2 */
static void schulz(void)
{
	const double sigma[4] = { 8, 2, 0.3, 1e-3 };

	for (int s = 0; s < 4; s++)
		for (int n = 2; n <= 20; n += 6) {
			double k = 64 / (sigma[s] * sigma[s]), exact = 1;

			make(of(QUAD_SCHULZ, 8, sigma[s], n));
			for (int j = 1; j < 2 * n; j++) {
				exact *= 8 / k * (k + j - 1);
				NEAR(moment(n, 0, j) / exact, 1, 1e-12 * (j + 1));
			}
			NEAR(moment(n, 8, 2) / (sigma[s] * sigma[s]), 1, 1e-9);
			CHECK(x[0] > 0);
		}
	make(of(QUAD_SCHULZ, 8, 8, 100));		/* exp(-x/8), from 0 on */
	CHECK(x[0] > 0);
	NEAR(moment(100, 0, 1), 8, 1e-9);
	make(of(QUAD_SCHULZ, 8, 2, 500));
	NEAR(moment(500, 0, 3), 8 * (8 + 0.5) * (8 + 1.0), 1e-9);
	NEAR(moment(500, 8, 2), 4, 1e-11);
}

/* Half of what is within 10 half widths lies within tan(atan(10)/2) of them. */
static void cauchy(void)
{
	double in = 0, edge = tan(atan(10.0) / 2);

	make(of(QUAD_CAUCHY, 3, 0.5, 4000));
	for (int i = 0; i < 4000; i++)
		in += fabs(x[i] - 3) < 0.5 * edge ? w[i] : 0;
	NEAR(in, 0.5, 1e-3);			/* a node or two on the edge */
	NEAR(moment(4000, 3, 2), 0.25 * (10 / atan(10.0) - 1), 1e-10);
	CHECK(x[0] > -2 && x[3999] < 8 && x[0] < -1.9);
}

static double density(enum quad_kind kind, double t)
{
	double u = kind == QUAD_LOGNORMAL ? log(t / 5) / 0.7 : (t - 5) / 0.7, k = 25 / 0.49;

	switch (kind) {
	case QUAD_UNIFORM: return fabs(u) < 1;
	case QUAD_GAUSSIAN: return exp(-u * u / 2);
	case QUAD_LOGNORMAL: return exp(-u * u / 2) / t;
	case QUAD_CAUCHY: return 1 / (1 + u * u);
	default: return exp((k - 1) * log(t / 5) - k * (t / 5 - 1));
	}
}

/* Within limits: the mean, by 100000 midpoints (second order: 1e-8). */
static void truncated(void)
{
	for (int kind = 0; kind < QUAD_KINDS; kind++) {
		struct quad p = of((enum quad_kind)kind, 5, 0.7, 40);
		double sum = 0, first = 0, a = 4.5, b = 6.3, top = kind == QUAD_UNIFORM ? 5.7 : b;

		p.lo = a;
		p.hi = b;
		make(p);
		CHECK(x[0] >= a && x[39] <= b);
		for (int i = 0; i < 100000; i++) {
			double t = a + (top - a) * (i + 0.5) / 100000, d = density((enum quad_kind)kind, t);

			sum += d;
			first += d * t;
		}
		NEAR(moment(40, 0, 1), first / sum, 1e-8);
		p.hi = NAN;
		make(p);
		CHECK(x[0] >= a && moment(40, 0, 1) > (kind == QUAD_UNIFORM ? 5 : first / sum));
	}
}

static void sums_and_order(void)
{
	const int n[] = { 1, 2, 15, 64, 65, 999 };

	for (int kind = 0; kind < QUAD_KINDS; kind++)
		for (int j = 0; j < 6; j++) {
			long double sum = 0;

			make(of((enum quad_kind)kind, 5, 0.7, n[j]));
			for (int i = 0; i < n[j]; i++) {
				sum += w[i];
				CHECK(w[i] > 0 && (i == 0 || x[i] > x[i - 1]));
			}
			NEAR((double)(sum - 1), 0, 1e-15);
			if (n[j] == 1)
				CHECK(x[0] == 5);
		}
	make(of(QUAD_GAUSSIAN, 5, 0, 7));
	CHECK(x[0] == 5 && x[6] == 5 && fabs(w[3] - 1.0 / 7) < 1e-16);
	make(of(QUAD_SCHULZ, 5, 0.1, QUAD_MOST));
	CHECK(w[0] > 0);
}

static void refused(struct quad p, const char *what)
{
	struct err e = { 0 };

	CHECK(quad_nodes(&p, x, w, &e) == E_DATA && strstr(e.msg, what));
}

static void errors(void)
{
	struct quad p = of(QUAD_GAUSSIAN, 5, 1, 10);

	refused(of(QUAD_GAUSSIAN, 5, 1, 0), "n 0");
	refused(of(QUAD_GAUSSIAN, 5, 1, QUAD_MOST + 1), "n 10001");
	refused(of(QUAD_CAUCHY, 5, -1, 3), "cauchy distribution has sigma -1");
	refused(of(QUAD_UNIFORM, 5, INFINITY, 3), "sigma");
	refused(of(QUAD_LOGNORMAL, 0, 1, 3), "mean 0");
	refused(of(QUAD_LOGNORMAL, 5, 11, 3), "sigma 11");
	refused(of(QUAD_SCHULZ, 5, 6, 3), "more than its mean");
	refused(of((enum quad_kind)9, 5, 6, 3), "kind");
	p.lo = 7;
	p.hi = 6;
	refused(p, "limits 7 and 6");
	p.lo = 50;
	p.hi = 60;
	refused(p, "nothing between 50 and 60");
}

int main(void)
{
	CASE(legendre);
	CASE(gaussian);
	CASE(uniform);
	CASE(lognormal);
	CASE(schulz);
	CASE(cauchy);
	CASE(truncated);
	CASE(sums_and_order);
	CASE(errors);
	CHECK(quad_names[QUAD_KINDS] == NULL && !strcmp(quad_names[QUAD_SCHULZ], "schulz"));
	return done();
}
