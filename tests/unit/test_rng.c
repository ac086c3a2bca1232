/* Known answers of Philox4x32-10, and the moments and distributions of what is made of it. */
#include "check.h"

#include "num/rng.h"

/* kat_vectors of Random123 1.09: philox4x32, 10 rounds. */
static void known_answers(void)
{
	static const struct { uint64_t seed, stream, index; uint32_t out[4]; } kat[] = {
		{ 0, 0, 0, { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 } },
		{ UINT64_MAX, UINT64_MAX, UINT64_MAX,
		  { 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd } },
		/* counter 243f6a88 85a308d3 13198a2e 03707344, key a4093822 299f31d0: digits of pi */
		{ 0x299f31d0a4093822, 0x0370734413198a2e, 0x85a308d3243f6a88,
		  { 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1 } },
	};

	for (size_t i = 0; i < sizeof kat / sizeof *kat; i++) {
		uint32_t out[4];

		rng_block(kat[i].seed, kat[i].stream, kat[i].index, out);
		CHECK(!memcmp(out, kat[i].out, sizeof out));
	}
}

static void sequence_is_its_blocks(void)
{
	struct rng r = rng_at(7, 8, 100);

	for (uint64_t b = 100; b < 110; b++) {
		uint32_t out[4];

		rng_block(7, 8, b, out);
		for (int i = 0; i < 4; i++)
			CHECK(rng_u32(&r) == out[i]);
	}
}

static void streams_differ(void)
{
	struct rng a = rng_at(1, 1, 0), b = rng_at(1, 2, 0), c = rng_at(2, 1, 0);
	int same = 0;

	for (int i = 0; i < 1000; i++) {
		uint32_t x = rng_u32(&a);
		same += x == rng_u32(&b);
		same += x == rng_u32(&c);
	}
	CHECK(same == 0);
}

/* chi2 of k degrees of freedom has mean k and variance 2 k: five deviations either way. */
static void chi2_ok(double chi2, double k)
{
	NEAR(chi2, k, 5 * sqrt(2 * k));
}

static void uniform(void)
{
	enum { N = 400000, BINS = 100 };
	struct rng r = rng_at(42, 0, 0);
	double sum = 0, sq = 0, lag = 0, last = 0.5, chi2 = 0;
	int hist[BINS] = { 0 };

	for (int i = 0; i < N; i++) {
		double u = rng_uniform(&r);

		CHECK(u > 0 && u < 1);
		sum += u;
		sq += u * u;
		lag += (u - 0.5) * (last - 0.5);
		last = u;
		hist[(int)(u * BINS)]++;
	}
	NEAR(sum / N, 0.5, 5 / sqrt(12.0 * N));
	NEAR(sq / N, 1.0 / 3, 5 * sqrt(4.0 / 45 / N));
	NEAR(lag / N, 0, 5.0 / 12 / sqrt(N));
	for (int b = 0; b < BINS; b++)
		chi2 += pow(hist[b] - (double)N / BINS, 2) / ((double)N / BINS);
	chi2_ok(chi2, BINS - 1);
}

static void normal(void)
{
	enum { N = 400000, BINS = 60 };
	struct rng r = rng_at(43, 0, 0);
	double m1 = 0, m2 = 0, m3 = 0, m4 = 0, chi2 = 0;
	int hist[BINS] = { 0 };

	for (int i = 0; i < N; i++) {
		double x = rng_normal(&r);
		int b = (int)floor(x * 10 + BINS / 2);

		m1 += x, m2 += x * x, m3 += x * x * x, m4 += x * x * x * x;
		hist[b < 0 ? 0 : b < BINS ? b : BINS - 1]++;
	}
	NEAR(m1 / N, 0, 5 / sqrt(N));
	NEAR(m2 / N, 1, 5 * sqrt(2.0 / N));
	NEAR(m3 / N, 0, 5 * sqrt(15.0 / N));
	NEAR(m4 / N, 3, 5 * sqrt(96.0 / N));
	for (int b = 0; b < BINS; b++) {
		double lo = b > 0 ? (b - BINS / 2) / 10.0 : -INFINITY;
		double hi = b < BINS - 1 ? (b + 1 - BINS / 2) / 10.0 : INFINITY;
		double want = N * (erfc(lo / sqrt(2)) - erfc(hi / sqrt(2))) / 2;
		chi2 += pow(hist[b] - want, 2) / want;
	}
	chi2_ok(chi2, BINS - 1);
}

/* Mean, variance and third moment of a Poisson variate are all its mean. */
static void poisson_moments(void)
{
	const double means[] = { 0.01, 0.7, 3, 9.99, 10, 12.5, 100, 4e4, 3e8 };
	enum { N = 100000 };

	for (size_t i = 0; i < sizeof means / sizeof *means; i++) {
		struct rng r = rng_at(44, i, 0);
		double m = means[i], m1 = 0, m2 = 0, m3 = 0;

		for (int j = 0; j < N; j++) {
			double k = rng_poisson(&r, m), d = k - m;

			CHECK(k >= 0 && k == floor(k));
			m1 += d / N, m2 += d * d / N, m3 += d * d * d / N;
		}
		NEAR(m1, 0, 5 * sqrt(m / N));
		NEAR(m2, m, 5 * sqrt((2 * m * m + m) / N));
		NEAR(m3, m, 5 * sqrt((15 * m * m * m + 24 * m * m + m) / N) + 5 * m * sqrt(9 * m / N));
	}
}

static void poisson_distribution(void)
{
	const double means[] = { 2.5, 9.5, 10.5, 40 };
	enum { N = 200000, TOP = 120 };

	for (size_t i = 0; i < sizeof means / sizeof *means; i++) {
		struct rng r = rng_at(45, i, 0);
		double m = means[i], chi2 = 0, rest = N, seen = 0;
		static int hist[TOP];
		int bins = 0;

		memset(hist, 0, sizeof hist);
		for (int j = 0; j < N; j++) {
			double k = rng_poisson(&r, m);
			if (k < TOP)
				hist[(int)k]++;
		}
		for (int k = 0; k < TOP; k++) {
			double want = N * exp(k * log(m) - m - lgamma(k + 1));
			if (want < 20)
				continue;
			chi2 += pow(hist[k] - want, 2) / want;
			rest -= want, seen += hist[k], bins++;
		}
		chi2 += pow(N - seen - rest, 2) / rest;
		chi2_ok(chi2, bins);
	}
}

static void poisson_edges(void)
{
	struct rng r = rng_at(46, 0, 0);

	CHECK(rng_poisson(&r, 0) == 0);
	CHECK(rng_poisson(&r, -1) == 0);
	CHECK(rng_poisson(&r, (double)NAN) == 0);
	CHECK(rng_poisson(&r, 1e18) == 1e18);
}

int main(void)
{
	CASE(known_answers);
	CASE(sequence_is_its_blocks);
	CASE(streams_differ);
	CASE(uniform);
	CASE(normal);
	CASE(poisson_moments);
	CASE(poisson_distribution);
	CASE(poisson_edges);
	return done();
}
