/* Stripes by sorting (Vo et al. 2018): the published steps against numpy, detection, what is found and what is left. */
#include "filter_run.h"

#include "num/rng.h"
#include "num/sort.h"
#include "tomo/stripe_find.h"
#include "tomo/stripe_vo.h"

enum { NA = 180, NC = 300, N = NA * NC };

static float x[N], y[N], clean[N];

/* The image of the numbers below: a column of gain 1.5, one that is constant, three with an offset. */
static void striped(void)
{
	odd_image(48, 40, x);
	for (int i = 0; i < 48 * 40; i++) {
		int c = i % 40;
		x[i] += 8;
		x[i] = c == 12 ? x[i] * 1.5f : c == 25 ? 9 : c >= 30 && c < 33 ? x[i] + 3 : x[i];
	}
}

/* Rows 0 and 17 and the sums of the result. */
static void published(const char *text, const double *row0, const double *row17, double sum, double squares)
{
	double s = 0, q = 0;

	striped();
	CHECK(!run_once(text, SINO, 48, 40, x, y, NULL));
	for (int c = 0; c < 40; c++) {
		NEAR(y[c], row0[c], 2e-6);	/* numbers of 8 digits */
		NEAR(y[17 * 40 + c], row17[c], 2e-6);
	}
	for (int i = 0; i < 48 * 40; i++) {
		s += y[i];
		q += (double)y[i] * y[i];
	}
	NEAR(s, sum, 1e-3);
	NEAR(q, squares, 1e-2);
}

/*
 * numpy 1.24.2 and scipy 1.10.1, from the paper's steps: argsort (stable), scipy.ndimage.median_filter,
 * uniform_filter1d, polyfit, numpy.interp.
 */
static void sort_numbers(void)
{
	static const double row0[] = {
		8, 11, 10.25, 9.25, 8.25, 11.5, 10.5, 9.5, 8.5, 8, 10.75, 9.75, 8.75, 12, 11, 9.75, 9, 8, 11,
		10.25, 9.25, 8.25, 11.5, 10.5, 9.5, 8, 8, 10.5, 9.75, 8.75, 14.75, 14, 12.75, 9, 8, 11, 10.25,
		9.25, 8.25, 11.5 };
	static const double row17[] = {
		8, 11.25, 10.25, 9.25, 8.25, 11.5, 10.5, 9.5, 8.5, 9.5, 10.75, 9.75, 8.75, 12, 11, 9.75, 9, 8,
		11.25, 10.25, 9.25, 8.25, 11.5, 10.5, 9.5, 9.5, 9.5, 10.75, 9.75, 8.75, 15, 14, 12.75, 9, 8,
		11.25, 10.25, 9.25, 8.25, 11.5 };

	published("stripe-sort:where=all,size=5", row0, row17, 19653.5,
		  205208);
}

static void large_numbers(void)
{
	static const double row0[] = {
		8.0150185, 11.187112, 10.218088, 9.2384596, 8.349021, 11.557644, 10.473881, 9.5, 8.5, 8, 10.5,
		9.75, 8.75, 12, 11.07591, 9.9875469, 9.0112429, 8.0050058, 11.173137, 10.218088, 9.2442293,
		8.349021, 11.557644, 10.467351, 9.5, 8, 8, 10.5, 9.8532715, 9, 12, 11, 9.75, 9, 8.055069,
		11.201087, 10.205324, 9.2211475, 8.3281746, 11.528822 };
	static const double row17[] = {
		8.0150185, 11.187112, 10.218088, 9.2384596, 8.349021, 11.557644, 10.473881, 9.5, 8.5, 9.5, 10.75,
		9.75, 8.75, 12, 11.07591, 9.9875469, 9.0112429, 8.0050058, 11.173137, 10.218088, 9.2442293,
		8.349021, 11.557644, 10.467351, 9.5, 9.5, 9.5, 10.75, 9.8532715, 9, 12, 11.25, 10, 9, 8.055069,
		11.201087, 10.205324, 9.2211475, 8.3281746, 11.528822 };

	published("stripe-large:where=all,snr=2,size=9,drop-ratio=0.2", row0, row17, 19252.2764,
		  195911.453);
}

static void dead_numbers(void)
{
	static const double row0[] = {
		8, 11.25, 11.3125, 11.375, 11.4375, 11.5, 10.5, 9.5, 9.3500004, 9.1999998, 9.0500002, 8.8999996,
		8.75, 8.6000004, 8.4499998, 8.3000002, 8.1499996, 8, 11.25, 11.3125, 11.375, 11.4375, 11.5, 10.5,
		10.35, 10.2, 10.05, 9.8999996, 9.75, 8.75, 15, 13.25, 11.5, 9.75, 8, 11.25, 10.25, 9.25, 8.25,
		11.5 };
	static const double row17[] = {
		8, 11.25, 11.3125, 11.375, 11.4375, 11.5, 10.5, 9.5, 9.3500004, 9.1999998, 9.0500002, 8.8999996,
		8.75, 8.6000004, 8.4499998, 8.3000002, 8.1499996, 8, 11.25, 11.3125, 11.375, 11.4375, 11.5, 10.5,
		10.35, 10.2, 10.05, 9.8999996, 9.75, 8.75, 15, 13.25, 11.5, 9.75, 8, 11.25, 10.25, 9.25, 8.25,
		11.5 };

	published("stripe-dead:where=all,snr=2,size=9,residual=no", row0, row17, 19573.875,
		  202522.743);
}

static void all_numbers(void)
{
	static const double row0[] = {
		8.0102386, 11.014078, 11.314101, 11.472267, 11.472267, 11.466501, 10.469415, 9.4723272, 9.4723272,
		8.9060678, 8.9060678, 9.060792, 8.613698, 8.613698, 8.4658594, 8.3221798, 8.1638966, 8.1638966,
		10.985362, 11.297446, 11.442049, 11.442049, 11.282725, 10.334178, 10.4, 10.234056, 9.6999998, 10,
		9.8500004, 9.1999998, 12, 11.25, 10, 9.166667, 8.3427992, 11, 10.538175, 9.166667, 8.279994,
		11.290901 };
	static const double row17[] = {
		8.0102386, 11.207122, 11.314101, 11.472267, 11.472267, 11.466501, 10.469415, 9.4723272, 9.4723272,
		9.1562386, 8.9060678, 9.060792, 8.6161423, 8.6731148, 8.4658594, 8.3221798, 8.1638966, 8.1638966,
		11.118927, 11.297446, 11.442049, 11.442049, 11.282725, 10.334178, 10.483668, 10.25, 9.9499998, 10,
		9.8500004, 9.1999998, 12, 11.25, 10, 9.166667, 8.3427992, 11.25, 10.538175, 9.166667, 8.279994,
		11.5 };

	published("stripe-all:where=all,snr=2,la-size=9,sm-size=5", row0, row17, 19326.4503,
		  196758.175);
}

/* The sorted profile is a line of known slope, with one sample high and one low: the thresholds of algorithm 4. */
static void detects(void)
{
	enum { M = 65 };
	float p[M], s[M];
	uint8_t mask[M];

	/* s(k) = 1.032 - 0.001 k, N = 0.064, but for its ends, which are out by 2.5 N and by 1.5 N */
	for (int k = 0; k < M; k++)
		p[(k * 7 + 3) % M] = (float)(1.032 - 0.001 * k);
	p[3] = (float)(1.032 + 2.5 * 0.064);
	p[(64 * 7 + 3) % M] = (float)(0.968 - 1.5 * 0.064);
	vo_detect(p, M, 2.4, mask, s);
	for (int c = 0; c < M; c++)
		CHECK(mask[c] == (c == 3));
	vo_detect(p, M, 1.4, mask, s);
	for (int c = 0; c < M; c++)
		CHECK(mask[c] == (c == 3 || c == (64 * 7 + 3) % M));
	vo_detect(p, M, 2.6, mask, s);
	for (int c = 0; c < M; c++)
		CHECK(mask[c] == 0);
	p[20] = (float)(1.032 + 0.7 * 0.064);	/* below half of snr N, and above */
	vo_detect(p, M, 1.45, mask, s);
	CHECK(mask[3] && !mask[20]);
	vo_detect(p, M, 1.3, mask, s);
	CHECK(mask[3] && mask[20]);
}

/* numpy.polyfit of the middle half, for a profile with nothing regular: what it finds at each snr. */
static void detects_as_numpy(void)
{
	float p[64], s[64];
	uint8_t mask[64];

	for (int k = 0; k < 64; k++)
		p[k] = (float)(1 + 0.01 * sin(k * 2.4) + 0.002 * ((k * 37) % 64 - 31.5) / 32);
	p[10] = 1.09f;
	p[40] = 0.93f;
	p[41] = 0.955f;
	vo_detect(p, 64, 1, mask, s);
	for (int c = 0; c < 64; c++)
		CHECK(mask[c] == (c == 10 || c == 40 || c == 41));
	vo_detect(p, 64, 2, mask, s);
	for (int c = 0; c < 64; c++)
		CHECK(mask[c] == (c == 10));
	vo_detect(p, 64, 3, mask, s);
	for (int c = 0; c < 64; c++)
		CHECK(mask[c] == 0);
}

/* All equal: nothing; but for one: that one; too short: nothing. */
static void detects_in_nothing(void)
{
	float p[40], s[40];
	uint8_t mask[40];

	for (int c = 0; c < 40; c++)
		p[c] = 1;
	vo_detect(p, 40, 3, mask, s);
	for (int c = 0; c < 40; c++)
		CHECK(!mask[c]);
	p[7] = 1.25f;
	vo_detect(p, 40, 3, mask, s);
	for (int c = 0; c < 40; c++)
		CHECK(mask[c] == (c == 7));
	vo_detect(p, 7, 3, mask, s);
	for (int c = 0; c < 7; c++)
		CHECK(!mask[c]);
}

/* Transmission of three Gaussian blobs off the axis, with noise of 0.4 %. */
static void sinogram(void)
{
	static const double blob[][4] = { { 1, 34, 70, 0.3 }, { 0.5, 24, -80, 1.2 }, { 0.4, 21, 65, 2.5 } };
	struct rng g = rng_at(11, 0, 0);

	for (int i = 0; i < N; i++) {
		double mu = 0;
		for (int k = 0; k < 3; k++) {
			double u = i % NC - 149.5 - blob[k][2] * cos(M_PI * (i / NC) / NA - blob[k][3]);
			mu += blob[k][0] * exp(-0.5 * u * u / (blob[k][1] * blob[k][1]));
		}
		clean[i] = x[i] = (float)(exp(-mu) + 0.004 * rng_normal(&g));
	}
}

static void gain(int col, int width, int from, int to, float factor)
{
	for (int a = from; a < to; a++)
		for (int c = col; c < col + width; c++)
			x[a * NC + c] *= factor;
}

/* Root of the mean squared difference to the clean one, in columns [from, to). */
static double off(const float *a, int from, int to)
{
	double s = 0;

	for (int r = 0; r < NA; r++)
		for (int c = from; c < to; c++)
			s += ((double)a[r * NC + c] - clean[r * NC + c]) * ((double)a[r * NC + c] - clean[r * NC + c]);
	return sqrt(s / (NA * (to - from)));
}

static const char *const defaults[] = { "stripe-sort", "stripe-large", "stripe-dead", "stripe-all", NULL };

/* Where no stripe is, no bit changes; published, most do. */
static void clean_stays(void)
{
	char text[60];

	sinogram();
	for (int k = 0; defaults[k]; k++) {
		CHECK(!run_once(defaults[k], SINO, NA, NC, x, y, NULL));
		CHECK(!memcmp(x, y, sizeof x));
		snprintf(text, sizeof text, "%s:where=all", defaults[k]);
		CHECK(!run_once(text, SINO, NA, NC, x, y, NULL));
		CHECK(memcmp(x, y, sizeof x));
	}
}

/* On 1 + what the columns around see, without noise: a stripe of 0.4 % counts, of 0.1 % is too weak to matter. */
static void faint(void)
{
	struct err e = { 0, "" };
	void *work = mem_alloc(stripe_find_work(NA, NC), 1, "scratch", &e);
	uint8_t found[NC];

	for (int i = 0; i < N; i++)
		x[i] = (float)(1 + 0.1 * sin(2 * M_PI * ((double)(i / NC) / NA + (double)(i % NC) / NC)));
	gain(70, 1, 0, NA, 1.001f);
	gain(150, 1, 0, NA, 0.996f);
	CHECK(stripe_find(x, NA, NC, 3.5, 25, found, NULL, work) == 1 && found[150]);
	mem_free(work);
}

/*
 * Ten columns that stand out between sides that see the same, or a constant more, are a stripe, and between
 * those of which one is bright when the other is dark are not: what is between is an object.
 */
static void sides(void)
{
	struct err e = { 0, "" };
	void *work = mem_alloc(stripe_find_work(NA, NC), 1, "scratch", &e);
	uint8_t found[NC];

	for (int k = 0; k < 3; k++) {
		for (int i = 0; i < N; i++) {
			int c = i % NC;
			double t = sin(6 * M_PI * (i / NC) / NA);
			x[i] = (float)(c < 100 || k < 1 ? 2 + 0.9 * t : c < 110 ? 2 : k < 2 ? 2.15 + 0.9 * t : 2 - 0.9 * t);
			x[i] += c >= 100 && c < 110 ? 0.2f : 0;
		}
		size_t n = stripe_find(x, NA, NC, 3.5, 25, found, NULL, work);
		printf("# %d: %zu\n", k, n);
		CHECK(k < 2 ? n == 10 && found[100] && found[109] : !found[104]);
	}
	mem_free(work);
}

/* Which columns are found: narrow, partial, negative, blind and wide ones, and no others. */
static void finds(void)
{
	struct err e = { 0, "" };
	void *work = mem_alloc(stripe_find_work(NA, NC), 1, "scratch", &e);
	uint8_t found[NC];
	float like[NC];

	sinogram();
	CHECK(stripe_find(x, NA, NC, 3.5, 25, found, NULL, work) == 0);
	gain(20, 1, 0, NA, 1.05f);
	gain(40, 2, 0, NA, 0.93f);
	gain(62, 1, 50, 110, 1.1f);
	gain(80, 9, 0, NA, 1.08f);
	for (int a = 0; a < NA; a++)
		x[a * NC + 108] = 0.6f;
	CHECK(stripe_find(x, NA, NC, 3.5, 25, found, like, work) == 1 + 2 + 1 + 9 + 1);
	for (int c = 0; c < NC; c++) {
		CHECK(found[c] == (c == 20 || c == 40 || c == 41 || c == 62 || (c >= 80 && c < 89) || c == 108));
		CHECK(c == 108 ? fabsf(like[c]) < 0.5f : like[c] > 0.9f);
	}
	stripe_find(x, NA, NC, 3.5, 8, found, NULL, work);
	for (int c = 82; c < 87; c++)
		CHECK(!found[c]);	/* nine columns are too wide */
	CHECK(stripe_find(x, 15, NC, 5, 25, found, NULL, work) == 0);	/* too few angles to tell */
	mem_free(work);
}

/* Each filter takes away what it is for, to the noise of 0.004 and the interpolation. */
static void mends(void)
{
	sinogram();
	gain(30, 1, 0, NA, 1.06f);
	gain(100, 1, 60, 120, 1.1f);
	CHECK(!run_once("stripe-sort", SINO, NA, NC, x, y, NULL));
	CHECK(off(y, 30, 31) < 0.2 * off(x, 30, 31));
	CHECK(off(y, 100, 101) < 0.6 * off(x, 100, 101));	/* ranks are mixed where only a part is off */
	CHECK(off(y, 0, 30) == 0 && off(y, 101, NC) == 0);

	sinogram();
	gain(60, 12, 0, NA, 1.07f);
	CHECK(!run_once("stripe-large", SINO, NA, NC, x, y, NULL));
	CHECK(off(y, 60, 72) < 0.25 * off(x, 60, 72));
	CHECK(off(y, 0, 60) == 0 && off(y, 72, NC) == 0);
	CHECK(!run_once("stripe-all", SINO, NA, NC, x, y, NULL));
	CHECK(off(y, 60, 72) < 0.25 * off(x, 60, 72));

	sinogram();
	for (int a = 0; a < NA; a++)
		x[a * NC + 70] = 0.5f;
	CHECK(!run_once("stripe-dead:residual=no", SINO, NA, NC, x, y, NULL));
	CHECK(off(y, 70, 71) < 0.006);
	CHECK(off(y, 0, 70) == 0 && off(y, 71, NC) == 0);
	CHECK(!run_once("stripe-all", SINO, NA, NC, x, y, NULL));
	CHECK(off(y, 70, 71) < 0.006);
}

/* A column that jumps about is interpolated; so is one with a NaN, wherever it is. */
static void fluctuating(void)
{
	struct rng g = rng_at(2, 0, 0);

	sinogram();
	for (int a = 0; a < NA; a++)
		x[a * NC + 50] += (float)(0.2 * rng_normal(&g));
	CHECK(!run_once("stripe-dead:residual=no", SINO, NA, NC, x, y, NULL));
	CHECK(off(y, 50, 51) < 0.006);
	CHECK(!run_once("stripe-dead:residual=no,where=all", SINO, NA, NC, x, y, NULL));
	CHECK(off(y, 50, 51) < 0.006);
	sinogram();
	x[5 * NC] = x[90 * NC + 77] = NAN;
	x[9 * NC + NC - 2] = INFINITY;
	for (int k = 2; k < 4; k++) {
		CHECK(!run_once(defaults[k], SINO, NA, NC, x, y, NULL));
		CHECK(off(y, 77, 78) < 0.006 && off(y, 0, 1) < 0.01 && off(y, NC - 2, NC - 1) < 0.01);
	}
}

static bool has_ties(const float *s, int c)
{
	for (int a = 0; a < NA; a++)
		for (int b = 0; b < a; b++)
			if (s[a * NC + c] == s[b * NC + c])
				return true;
	return false;
}

/* Sorting does not care for a map that falls: of -x what is of x, but for columns with equal samples. */
static void order_alone(void)
{
	static float z[N], w[N];
	int bad = 0, ties = 0;

	sinogram();
	gain(30, 1, 0, NA, 1.06f);
	for (int i = 0; i < N; i++)
		z[i] = -x[i];
	CHECK(!run_once("stripe-sort:where=all,size=9", SINO, NA, NC, x, y, NULL));
	CHECK(!run_once("stripe-sort:where=all,size=9", SINO, NA, NC, z, w, NULL));
	for (int c = 0; c < NC; c++) {
		ties += has_ties(x, c);
		for (int a = 0; a < NA && !has_ties(x, c); a++)
			bad += w[a * NC + c] != -y[a * NC + c];
	}
	CHECK(bad == 0 && ties < NC / 2);
}

/* One row, one column, few of both, all zero, all equal, all NaN: an answer, and the input where nothing can be said. */
static void hostile(void)
{
	static const size_t shape[][2] = { { 1, 1 }, { 1, 50 }, { 50, 1 }, { 2, 2 }, { 17, 3 }, { 16, 16 }, { 40, 7 } };
	static const float value[] = { 0, 1.5f, -3, NAN };
	char text[60];

	for (int k = 0; k < 8; k++)
		for (int s = 0; s < 7; s++)
			for (int v = 0; v < 4; v++) {
				size_t n = shape[s][0] * shape[s][1];
				int bad = 0;
				snprintf(text, sizeof text, "%s:where=%s", defaults[k % 4], k < 4 ? "stripes" : "all");
				for (size_t i = 0; i < n; i++)
					x[i] = value[v];
				CHECK(!run_once(text, SINO, shape[s][0], shape[s][1], x, y, NULL));
				for (size_t i = 0; i < n && v < 3; i++)
					bad += !(fabsf(y[i] - value[v]) <= 1e-6f * fabsf(value[v]));
				CHECK(bad == 0);
			}
}

static void refuses(void)
{
	struct run r = run_begin("stripe-sort", SINO, 1, SORT_MAX + 1, 2);

	CHECK(r.e.code == E_DATA && strstr(r.e.msg, "65537 angles are more than 65536"));
	run_end(&r);
	CHECK(run_once("stripe-sort:size=4", SINO, 20, 20, x, y, "size=4 is not odd") == E_USAGE);
	CHECK(run_once("stripe-large:size=50", SINO, 20, 20, x, y, "size=50 is not odd") == E_USAGE);
	CHECK(run_once("stripe-dead:size=50", SINO, 20, 20, x, y, "size=50 is not odd") == E_USAGE);
	CHECK(run_once("stripe-all:la-size=60", SINO, 20, 20, x, y, "size=60 is not odd") == E_USAGE);
	CHECK(run_once("stripe-all:sm-size=20", SINO, 20, 20, x, y, "size=20 is not odd") == E_USAGE);
}

/* The width that stands for 0 is put into the history. */
static void chosen(void)
{
	static const size_t cols[] = { 100, 499, 500, 1000, 1024, 2000, 2048 };
	static const double size[] = { 5, 5, 5, 11, 11, 21, 21 };

	for (int k = 0; k < 7; k++) {
		struct run r = run_begin("stripe-sort", SINO, 1, 20, cols[k]);
		CHECK(!r.e.code && r.val[0] == size[k]);
		run_end(&r);
	}
}

int main(void)
{
	CASE(sort_numbers);
	CASE(large_numbers);
	CASE(dead_numbers);
	CASE(all_numbers);
	CASE(detects);
	CASE(detects_as_numpy);
	CASE(detects_in_nothing);
	CASE(clean_stays);
	CASE(faint);
	CASE(sides);
	CASE(finds);
	CASE(mends);
	CASE(fluctuating);
	CASE(order_alone);
	CASE(hostile);
	CASE(refuses);
	CASE(chosen);
	return done();
}
