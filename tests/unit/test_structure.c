/* What a model says, against sums over all pairs of pixels, closed forms and sum rules. */
#include "check.h"

#include "num/rng.h"
#include "rmc/structure.h"

static const double pi = 3.14159265358979323846;

static void random_model(unsigned char *a, size_t n, double phi, uint64_t seed)
{
	struct rng r = rng_at(seed, 1, 0);

	for (size_t i = 0; i < n * n; i++)
		a[i] = rng_uniform(&r) < phi;
}

static void s2_of_all_pairs(void)
{
	static const size_t sizes[] = { 1, 2, 5, 8, 13 };
	unsigned char a[13 * 13];
	double s2[13 * 13];

	for (int s = 0; s < 5; s++) {
		size_t n = sizes[s];
		struct err e = { 0, "" };

		random_model(a, n, 0.4, 3);
		CHECK(!structure_s2(a, n, s2, &e));
		for (size_t r = 0; r < n * n; r++) {
			size_t pairs = 0;

			for (size_t x = 0; x < n * n; x++)
				pairs += a[x] && a[(x / n + r / n) % n * n + (x % n + r % n) % n];
			NEAR(s2[r], (double)pairs / (double)(n * n), 1e-15);	/* counts are exact */
		}
		NEAR(s2[0], structure_fraction(a, n), 1e-15);
	}
}

static void f2_of_all_pixels(void)
{
	enum { N = 9 };
	unsigned char a[N * N];
	double f2[N * N];
	struct err e = { 0, "" };

	random_model(a, N, 0.5, 8);
	CHECK(!structure_f2(a, N, f2, &e));
	for (int q = 0; q < N * N; q++) {
		double re = 0, im = 0;

		for (int r = 0; r < N * N; r++) {
			re += a[r] * cos(2 * pi * ((q / N) * (r / N) + (q % N) * (r % N)) / N);
			im += a[r] * sin(2 * pi * ((q / N) * (r / N) + (q % N) * (r % N)) / N);
		}
		NEAR(f2[q], re * re + im * im, 1e-10);
	}
}

/* Rings by their definition, from all pixels with their nearest image. */
static void rings(void)
{
	static const size_t sizes[] = { 1, 2, 9, 12 };
	double map[144], radius[7], mean[7];

	for (int s = 0; s < 4; s++) {
		size_t n = sizes[s];
		struct err e = { 0, "" };

		for (size_t i = 0; i < n * n; i++)
			map[i] = (double)(i * i % 17);
		CHECK(!structure_radial(map, n, radius, mean, &e));
		CHECK(structure_rings(n) == n / 2 + 1);
		for (size_t k = 0; k <= n / 2; k++) {
			double sum = 0, way = 0, count = 0;

			for (long y = -((long)n / 2); y <= ((long)n - 1) / 2; y++)
				for (long x = -((long)n / 2); x <= ((long)n - 1) / 2; x++) {
					double r = hypot((double)x, (double)y);

					if (r < (double)k - 0.5 || r >= (double)k + 0.5)
						continue;
					sum += map[(y + (long)n) % (long)n * (long)n + (x + (long)n) % (long)n];
					way += r;
					count++;
				}
			NEAR(mean[k], sum / count, 1e-12);
			NEAR(radius[k], way / count, 1e-12);
		}
	}
}

/* Pixels at random: g = 1 but at 0, S = 1, within 5 standard errors of the rings' pixels. */
static void random_pixels(void)
{
	enum { N = 128, R = N / 2 + 1 };
	static unsigned char a[N * N];
	double g[R], s[R], q[R], phi;
	struct err e = { 0, "" };

	random_model(a, N, 0.3, 11);
	phi = structure_fraction(a, N);
	CHECK(!structure_g(a, N, NULL, g, &e) && !structure_s(a, N, q, s, &e));
	NEAR(g[0], 1 / phi, 1e-12);
	CHECK(s[0] == 0);
	for (int k = 1; k < R; k++) {
		/* an autocorrelation has the deviation phi (1 - phi)/N, half of the ring's pixels are independent */
		NEAR(g[k], 1, 5 * (1 - phi) / phi / N / sqrt(pi * k));
		/* |F|^2 is distributed exponentially */
		NEAR(s[k], 1, 5 / sqrt(pi * k) + (k < 3 ? 1 : 0));
		NEAR(q[k], k, 0.3);
	}
}

/* Parseval: sum of S over all q but 0 is N^2; here through |F|^2. */
static void sum_rule(void)
{
	enum { N = 30 };
	unsigned char a[N * N];
	double f2[N * N], phi, sum = 0;
	struct err e = { 0, "" };

	random_model(a, N, 0.2, 5);
	phi = structure_fraction(a, N);
	CHECK(!structure_f2(a, N, f2, &e));
	for (int i = 1; i < N * N; i++)
		sum += f2[i] / (N * N * phi * (1 - phi));
	NEAR(sum, N * N, 1e-9 * N * N);
}

/* Stripes of period p along rows, filled w: S2(r) along columns is a triangle; S has its first peak at N/p. */
static void stripes(void)
{
	enum { N = 48, P = 8, W = 3, R = N / 2 + 1 };
	unsigned char a[N * N];
	double s2[N * N], s[R], q[R], phi = (double)W / P, want = sin(pi * W / P) / sin(pi / P);
	struct err e = { 0, "" };

	for (int i = 0; i < N * N; i++)
		a[i] = i / N % P < W;
	CHECK(!structure_s2(a, N, s2, &e) && !structure_s(a, N, q, s, &e));
	for (int r = 0; r < N; r++) {
		int d = r % P < P - r % P ? r % P : P - r % P;

		NEAR(s2[r * N], d < W ? (double)(W - d) / P : 0, 1e-15);
		NEAR(s2[r], phi, 1e-15);
	}
	/* |F(6, 0)| = N/P N sin(pi W/P)/sin(pi/P); two such pixels in the ring of 40 with 5.5 <= |q| < 6.5 */
	NEAR(s[6], 2.0 / 40 * want * want * N * N / (P * P) / (phi * (1 - phi)), 1e-9);
	NEAR(structure_peak(s, R), 6, 1e-9);
}

static void peaks(void)
{
	double s[12], flat[3] = { 0, 0, 0 }, first[4] = { 99, 3, 2, 1 };

	for (int k = 0; k < 12; k++)
		s[k] = 50 - (k - 4.3) * (k - 4.3);
	s[0] = 1000;			/* never the peak */
	NEAR(structure_peak(s, 12), 4.3, 1e-12);
	NEAR(structure_peak(flat, 3), 0, 0);
	NEAR(structure_peak(first, 4), 1, 0);
	NEAR(structure_peak(flat, 1), 0, 0);
}

static void errors(void)
{
	unsigned char none[16] = { 0 }, all[16];
	double g[3], s[3];
	struct err e = { 0, "" }, f = { 0, "" }, h = { 0, "" };

	memset(all, 1, sizeof all);
	CHECK(structure_g(none, 4, NULL, g, &e) == E_DATA && strstr(e.msg, "empty"));
	CHECK(structure_s(all, 4, NULL, s, &f) == E_DATA && strstr(f.msg, "full"));
	CHECK(!structure_g(all, 4, NULL, g, &h));
	NEAR(g[2], 1, 1e-15);
}

int main(void)
{
	CASE(s2_of_all_pairs);
	CASE(f2_of_all_pixels);
	CASE(rings);
	CASE(random_pixels);
	CASE(sum_rule);
	CASE(stripes);
	CASE(peaks);
	CASE(errors);
	return done();
}
