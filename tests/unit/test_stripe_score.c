/* Which columns are stripes: against numpy and scipy, on noise, on objects, on what was planted. */
#include "check.h"

#include "base/mem.h"
#include "num/rng.h"
#include "tomo/stripe_score.h"

enum { NA = 180, NC = 200, N = NA * NC };

static float x[N];
static double mean[NC], t[NC], y[NC];

static size_t find(size_t nrow, size_t ncol, double snr, size_t width)
{
	struct err e = { 0, "" };
	void *work = mem_alloc(1, stripe_score_work(ncol), "scratch", &e);
	size_t n;

	memset(work, 0xff, stripe_score_work(ncol));
	n = stripe_score(x, nrow, ncol, snr, width, mean, t, work);
	mem_free(work);
	return n;
}

static void noise(double sd, uint64_t seed)
{
	struct rng g = rng_at(seed, 0, 0);

	for (int i = 0; i < N; i++)
		x[i] = (float)(sd * rng_normal(&g));
}

/* ((7 r + 13 c + 3 r c) mod 17) / 4 of 60 x 30 and three stripes: numpy 1.24 and scipy.ndimage.median_filter 1.10, from the formulas. */
static void numbers(void)
{
	static const double want[30] = { [7] = 4.7855244, [9] = 31.078325, [26] = 30.334713, [29] = 7.8459859 };
	static const double fill[30] = { 1.9708333, 2.0583333, 2.0041667, 1.95, 1.9666667, 1.9833333, 2, 2.0166667,
		2.0333333, 2.0145833, 1.9958333, 2.0125, 2.0291667, 2.0458333, 1.9916667, 2.15,
		2.025, 1.9708333, 2.0583333, 2.0041667, 1.55, 1.5666667, 1.9833333, 2, 2.0166667,
		2.0333333, 2.0145833, 1.9958333, 2.0125, 2.0125 };

	for (int r = 0; r < 60; r++)
		for (int c = 0; c < 30; c++)
			x[r * 30 + c] = (float)((7 * r + 13 * c + 3 * r * c) % 17) / 4 +
				(c == 7 ? 0.6f : c == 20 || c == 21 ? -0.4f : c == 29);
	CHECK(find(60, 30, 3, 4) == 4);
	stripe_fill(mean, t, 30, y);
	for (int c = 0; c < 30; c++) {
		NEAR(t[c], want[c], 2e-6 * want[c]);	/* 0.6 in single precision */
		NEAR(y[c], fill[c], 1e-6);
	}
}

/* In noise t is like Student's of 23 degrees: beyond 3, 0.6 %, beyond 5, one in 20 000 of each window. */
static void noise_is_no_stripe(void)
{
	size_t n3 = 0, n5 = 0;

	for (uint64_t seed = 0; seed < 20; seed++) {
		noise(0.01, seed);
		n5 += find(NA, NC, 5, 4);
		n3 += find(NA, NC, 3, 1);
	}
	CHECK(n5 <= 4 && n3 <= 24);	/* of 4000; at 3, 0.6 % */
}

/* Blobs that turn, and a disc about the axis with its edge: nothing stands out. */
static void objects_are_none(void)
{
	for (int i = 0; i < N; i++) {
		double a = M_PI * (i / NC) / NA, c = i % NC - 99.5, s = 0;
		for (int k = 1; k < 6; k++) {
			double u = c - 15 * k * cos(a - k), r = 14 - 2 * k;
			s += fabs(u) < r ? sqrt(r * r - u * u) : 0;
		}
		x[i] = (float)(0.1 * s);
	}
	CHECK(find(NA, NC, 3, 4) == 0);
	for (int i = 0; i < N; i++) {
		double c = i % NC - 99.5;
		x[i] = fabs(c) < 80 ? (float)sqrt(80 * 80 - c * c) : 0;
	}
	find(NA, NC, 3, 4);
	stripe_fill(mean, t, NC, y);
	for (int c = 0; c < NC; c++)
		NEAR(y[c], mean[c], 80 * 5e-4);	/* a few pixels' sagitta at its top: 0.0125 a column of 0.5^2 .. 2.5^2 / 160 */

}

/* One column, three, one at the edge; ten times the error of a mean, 0.01/sqrt(180). */
static void planted(void)
{
	static const bool wrong[NC] = { [0] = 1, [60] = 1, [120] = 1, [121] = 1, [122] = 1 };
	double s = 0;

	noise(0.01, 3);
	for (int i = 0; i < N; i++)
		x[i] += (float)(0.002 * (i % NC) + (wrong[i % NC] ? 0.04 : 0));
	find(NA, NC, 3, 4);
	CHECK(t[60] > 10 && t[120] > 3 && t[121] > 10 && t[122] > 10);
	CHECK(t[0] > 10 && t[30] == 0 && t[90] == 0);
	find(NA, NC, 3, 1);
	CHECK(t[60] > 10 && t[121] == 0);	/* wider than 1 */
	find(NA, NC, 3, 4);
	stripe_fill(mean, t, NC, y);
	for (int c = 0; c < NC; c++)
		s = fmax(s, fabs(y[c] - 0.002 * c));
	NEAR(s, 0, 0.008);	/* ten errors of a mean, and the slope; it was 0.04 */
}

static void all_of_them(void)
{
	noise(1, 5);
	CHECK(find(NA, NC, 0, 4) == NC && t[0] == 1 && t[NC - 1] == 1);
	stripe_fill(mean, t, NC, y);
	CHECK(y[0] == 0 && y[NC - 1] == 0);
}

static void limits(void)
{
	static const size_t shape[][2] = { { 1, 1 }, { 1, 50 }, { 3, 50 }, { 50, 1 }, { 50, 2 }, { 4, 4 }, { 30, 7 } };

	for (size_t i = 0; i < sizeof shape / sizeof *shape; i++) {
		noise(0, 0);
		for (size_t k = 0; k < shape[i][0] * shape[i][1]; k++)
			x[k] = 3;
		CHECK(find(shape[i][0], shape[i][1], 3, STRIPE_WIDTH_MAX) == 0);
	}
	for (int i = 0; i < N; i++)
		x[i] = i % NC == 70;
	CHECK(find(3, NC, 3, 4) == 0 && mean[70] == 1);		/* too few angles */
	CHECK(find(4, NC, 3, 4) == 1 && t[70] > 0);
	CHECK(find(NA, NC, 3, 4) == 1 && t[70] > 0);
	CHECK(find(NA * NC / 2, 2, 3, 4) == 0);	/* of two columns neither is the one in error */
	x[N - 1] = NAN;
	CHECK(find(NA, NC, 3, 4) == 0);
	x[N - 1] = INFINITY;
	CHECK(find(NA, NC, 3, 4) == 0);
}

static void stand(void)
{
	static const double flag[] = { 1, 0, 0, 2, 3, 0, 1, 1 };
	static const float row[] = { 5, 1, 2, 7, 9, 5, 6, 8 };
	static const float want[] = { 4, -1, -1, 4, 5, -1, 1, 3 };	/* over 1; 3, 4; 5, 5 */
	float out[8];
	double one[8], from[8];

	for (int i = 0; i < 8; i++) {
		out[i] = -1;
		from[i] = row[i];
	}
	stripe_stand(row, flag, 8, out);
	stripe_fill(from, flag, 8, one);
	for (int i = 0; i < 8; i++) {
		NEAR(out[i], want[i], 1e-6);
		NEAR(one[i], row[i] - (flag[i] > 0 ? want[i] : 0), 1e-6);
	}
	stripe_fill(from, flag, 8, from);
	CHECK(!memcmp(from, one, sizeof one));
	memcpy(out, row, sizeof out);
	stripe_bridge(out, flag, 8);
	for (int i = 0; i < 8; i++)
		NEAR(out[i], one[i], 1e-6);
}

int main(void)
{
	CASE(numbers);
	CASE(noise_is_no_stripe);
	CASE(objects_are_none);
	CASE(planted);
	CASE(all_of_them);
	CASE(limits);
	CASE(stand);
	return done();
}
