/* scat/compare.h: definitions, planted scale and background, the least of a scan, invariances and limits. */
#include <float.h>

#include "check.h"

#include "num/par.h"
#include "num/rng.h"
#include "scat/compare.h"

enum { N = 10007, METRICS = 6 };		/* no multiple of a block */
static double m[N], d[N], s[N];
static unsigned char mask[N];

/* A model over five decades, and data that are s m + b with noise of this size. */
static void make(double scale, double background, double noise)
{
	struct rng r = rng_at(11, 3, 0);

	for (int i = 0; i < N; i++) {
		m[i] = pow(10, -5 * rng_uniform(&r));
		d[i] = (scale * m[i] + background) * (1 + noise * (2 * rng_uniform(&r) - 1));
		s[i] = 0.01 + rng_uniform(&r);
	}
}

static struct compare run(enum compare_metric metric, bool scale, bool background, double s0, double b0)
{
	struct compare_par p = { metric, scale, background, s0, b0 };
	struct compare c;
	struct err e = { 0 };

	CHECK(!compare_images(&c, &p, m, d, metric == COMPARE_CHI2 ? s : NULL, NULL, N, &e));
	return c;
}

static double definition(enum compare_metric metric, double scale, double background)
{
	double sum = 0, norm = 0;

	for (int i = 0; i < N; i++) {
		double a = d[i], b = scale * m[i] + background;

		switch (metric) {
		case COMPARE_RAW:
			sum += (a - b) * (a - b);
			norm += a * a;
			break;
		case COMPARE_SQRT:
			sum += pow(sqrt(a) - sqrt(b), 2);
			norm += a;
			break;
		case COMPARE_CBRT:
			sum += pow(pow(a, 1. / 3) - pow(b, 1. / 3), 2);
			norm += pow(a, 2. / 3);
			break;
		case COMPARE_LOG:
			sum += pow(log(a) - log(b), 2) / N;
			norm = 1;
			break;
		case COMPARE_POISSON:
			sum += 2 * (b - a + a * log(a / b)) / N;
			norm = 1;
			break;
		case COMPARE_CHI2:
			sum += pow((a - b) / s[i], 2) / N;
			norm = 1;
			break;
		}
	}
	return sum / norm;
}

static void as_defined(void)
{
	make(3, 0.01, 0.4);
	for (int i = 0; i < METRICS; i++) {
		struct compare c = run(i, false, false, 2.5, 0.02);

		NEAR(c.value / definition(i, 2.5, 0.02), 1, 1e-11);
		CHECK(c.scale == 2.5 && c.background == 0.02 && c.n == N);
	}
}

/* Data that are the model: 0, at any scale and background; each is found again, alone and together. */
static void planted(void)
{
	for (int i = 0; i < METRICS; i++) {
		struct compare c;

		make(3e5, 70, 0);
		c = run(i, true, true, 1, 0);
		NEAR(c.scale / 3e5, 1, 1e-10);
		NEAR(c.background / 70, 1, 1e-9);
		NEAR(c.value, 0, 1e-15);	/* chi2: rounding of 3e5 against sigmas down to 0.01 */
		c = run(i, false, true, 3e5, 0);
		NEAR(c.background / 70, 1, 1e-9);
		CHECK(c.scale == 3e5);
		make(3e-7, 0, 0);
		c = run(i, true, false, 1, 0);
		NEAR(c.scale / 3e-7, 1, 1e-12);
		NEAR(c.value, 0, 1e-22);
		c = run(i, true, true, 1, 0);
		NEAR(c.scale / 3e-7, 1, 1e-9);
		CHECK(c.background >= 0 && c.background < 1e-16);
	}
}

/* With noise: no neighbour in scale or background is better, of any size of step. */
static void at_the_least(void)
{
	make(40, 0.5, 0.6);
	for (int i = 0; i < METRICS; i++) {
		struct compare c = run(i, true, true, 1, 0), t = run(i, true, false, 1, 0.5), u = run(i, false, true, 40, 0);

		for (double h = 1e-1; h > 1e-5; h /= 10) {
			for (int j = -1; j <= 1; j++)
				for (int l = -1; l <= 1; l++)
					CHECK(definition(i, c.scale * (1 + j * h), c.background * (1 + l * h)) >=
					      c.value * (1 - 1e-11));
			CHECK(definition(i, t.scale * (1 + h), 0.5) >= t.value * (1 - 1e-11));
			CHECK(definition(i, t.scale * (1 - h), 0.5) >= t.value * (1 - 1e-11));
			CHECK(definition(i, 40, u.background * (1 + h)) >= u.value * (1 - 1e-11));
			CHECK(definition(i, 40, u.background * (1 - h)) >= u.value * (1 - 1e-11));
		}
		NEAR(c.value / definition(i, c.scale, c.background), 1, 1e-10);
		CHECK(c.value <= t.value && c.value <= u.value);
	}
}

/* Scale alone, without background, in closed form. */
static void closed_forms(void)
{
	double dm = 0, mm = 0, sq = 0, sm = 0, cb = 0, cm = 0, lg = 0, sd = 0;

	make(7, 0, 0.5);
	for (int i = 0; i < N; i++) {
		dm += d[i] * m[i];
		mm += m[i] * m[i];
		sq += sqrt(d[i] * m[i]);
		sm += m[i];
		sd += d[i];
		cb += cbrt(d[i] * m[i]);
		cm += cbrt(m[i] * m[i]);
		lg += log(d[i] / m[i]) / N;
	}
	NEAR(run(COMPARE_RAW, true, false, 1, 0).scale / (dm / mm), 1, 1e-11);
	NEAR(run(COMPARE_SQRT, true, false, 1, 0).scale / pow(sq / sm, 2), 1, 1e-7);	/* flat at the least: sqrt of rounding */
	NEAR(run(COMPARE_CBRT, true, false, 1, 0).scale / pow(cb / cm, 3), 1, 1e-7);
	NEAR(run(COMPARE_LOG, true, false, 1, 0).scale / exp(lg), 1, 1e-7);
	NEAR(run(COMPARE_POISSON, true, false, 1, 0).scale / (sd / sm), 1, 1e-7);
}

/* Another unit of the model changes its scale alone; of the data all but raw, sqrt, cbrt and log in value. */
static void units(void)
{
	make(7, 0.1, 0.5);
	for (int i = 0; i < METRICS; i++) {
		struct compare a = run(i, true, true, 1, 0), b;

		for (int j = 0; j < N; j++)
			m[j] *= 1024;
		b = run(i, true, true, 1, 0);
		NEAR(b.value / a.value, 1, 1e-11);
		NEAR(b.scale * 1024 / a.scale, 1, 1e-6);
		for (int j = 0; j < N; j++) {
			m[j] /= 1024;
			d[j] *= 512;
		}
		b = run(i, true, true, 1, 0);
		if (i != COMPARE_POISSON && i != COMPARE_CHI2)
			NEAR(b.value / a.value, 1, 1e-11);
		NEAR(b.scale / 512 / a.scale, 1, 1e-6);
		for (int j = 0; j < N; j++)
			d[j] /= 512;
	}
}

/* A background that would have to be negative is 0, and the scale then that without one. */
static void not_negative(void)
{
	make(7, 0, 0.1);
	for (int i = 0; i < N; i++)
		d[i] = fmax(d[i] - 0.01, 1e-6);
	for (int i = 0; i < METRICS; i++) {
		struct compare c = run(i, true, true, 1, 0), t = run(i, true, false, 1, 0);

		CHECK(c.background == 0);
		NEAR(c.scale / t.scale, 1, 1e-6);
	}
	make(1, 0, 0);
	for (int i = 0; i < N; i++)
		d[i] = -m[i];
	CHECK(run(COMPARE_RAW, true, true, 1, 0).scale == 0);
	NEAR(run(COMPARE_RAW, true, true, 1, 0).value, 1, 0);
	make(5, 0, 0);
	for (int i = 0; i < N; i++)
		m[i] = 2;
	CHECK(run(COMPARE_RAW, true, true, 1, 0).background == 0);	/* a constant model: scale alone */
}

/* Pairs left out leave no trace. */
static void left_out(void)
{
	make(7, 0.1, 0.5);
	for (int i = 0; i < METRICS; i++) {
		struct compare_par p = { i, true, true, 1, 0 };
		struct compare a, b;
		struct err e = { 0 };
		const double *sig = i == COMPARE_CHI2 ? s : NULL;

		CHECK(!compare_images(&a, &p, m + 4, d + 4, sig ? sig + 4 : NULL, NULL, N - 4, &e));
		memset(mask, 1, N);
		mask[0] = 0;
		double keep[2] = { d[1], m[2] }, k3 = d[3];
		d[1] = NAN;
		m[2] = INFINITY;
		d[3] = -INFINITY;
		CHECK(!compare_images(&b, &p, m, d, sig, mask, N, &e));
		CHECK(a.n == N - 4 && b.n == N - 4);
		NEAR(b.value / a.value, 1, 1e-11);
		d[1] = keep[0];
		m[2] = keep[1];
		d[3] = k3;
	}
}

/* Counts with zeros: the deviance of d = 0 is 2 m'; log leaves them out; sigma 0 is left out. */
static void zeros(void)
{
	double mm[3] = { 1, 2, 4 }, dd[3] = { 0, 2, 4 }, ss[3] = { 0, 1, 1 };
	struct compare_par p = { COMPARE_POISSON, false, false, 1, 0 };
	struct compare c;
	struct err e = { 0 };

	CHECK(!compare_images(&c, &p, mm, dd, NULL, NULL, 3, &e));
	NEAR(c.value, 2. / 3, 1e-15);
	p.metric = COMPARE_LOG;
	CHECK(!compare_images(&c, &p, mm, dd, NULL, NULL, 3, &e) && c.n == 2 && c.value == 0);
	p.metric = COMPARE_CHI2;
	CHECK(!compare_images(&c, &p, mm, dd, ss, NULL, 3, &e) && c.n == 2 && c.value == 0);
	CHECK(!compare_images(&c, &p, mm, dd, NULL, NULL, 3, &e) && c.n == 3);
	NEAR(c.value, 1. / 3, 1e-15);		/* (0 - 1)^2 / max(0, 1) */
	dd[0] = 1;
	mm[0] = 0;				/* a model of 0 costs as 1e-3 of the least, and no infinity */
	p.metric = COMPARE_LOG;
	CHECK(!compare_images(&c, &p, mm, dd, NULL, NULL, 3, &e));
	NEAR(c.value, pow(log(1000), 2) / 3, 1e-12);
}

static void nothing(void)
{
	struct compare c;

	make(1, 0, 0);
	for (int i = 0; i < METRICS; i++) {
		struct compare_par p = { i, true, true, 1, 0 };
		double nan2[2] = { NAN, NAN }, zero2[2] = { 0, 0 };
		struct err e[4] = { { 0 } };

		memset(mask, 0, N);
		CHECK(compare_images(&c, &p, m, nan2, NULL, NULL, 2, &e[0]) == E_DATA && strstr(e[0].msg, compare_names[i]));
		CHECK(compare_images(&c, &p, m, d, NULL, mask, N, &e[1]) == E_DATA);
		CHECK(compare_images(&c, &p, m, d, NULL, NULL, 0, &e[2]) == E_DATA);
		if (i < COMPARE_POISSON)
			CHECK(compare_images(&c, &p, m, zero2, NULL, NULL, 2, &e[3]) == E_DATA);
	}
	CHECK(!compare_names[METRICS]);
}

static void any_threads(void)
{
	make(7, 0.1, 0.5);
	for (int i = 0; i < METRICS; i++) {
		struct compare a, b;

		par_set_threads(1);
		a = run(i, true, true, 1, 0);
		par_set_threads(5);
		b = run(i, true, true, 1, 0);
		CHECK(a.value == b.value && a.scale == b.scale && a.background == b.background);
	}
}

int main(void)
{
	CASE(as_defined);
	CASE(planted);
	CASE(at_the_least);
	CASE(closed_forms);
	CASE(units);
	CASE(not_negative);
	CASE(left_out);
	CASE(zeros);
	CASE(nothing);
	CASE(any_threads);
	return done();
}
