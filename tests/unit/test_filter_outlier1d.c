/* Medians along one axis: sorted directly, scipy's numbers, what must go and what must stay. */
#include "filter_run.h"

#include "num/rng.h"
#include "tomo/filter_image.h"

enum { NA = 41, NC = 37, N = NA * NC };

static float x[N], y[N];

static int ascending(const void *a, const void *b)
{
	const float *p = a, *q = b;

	return (*p > *q) - (*p < *q);
}

/* The median of size samples about (a, c) along an axis, mirrored. */
static float direct(int a, int c, int size, bool cols)
{
	float w[99];

	for (int k = 0; k < size; k++) {
		int i = k - size / 2;
		float v = x[image_reflect(cols ? a : a + i, NA) * NC + image_reflect(cols ? c + i : c, NC)];
		w[k] = isnan(v) ? INFINITY : v;
	}
	qsort(w, (size_t)size, sizeof *w, ascending);
	return w[size / 2];
}

/* Each size, axis and side; windows longer than the data too. */
static void as_defined(void)
{
	static const int sizes[] = { 3, 5, 9, 31, 99 };
	static const char *const kinds[] = { "bright", "dark", "both" };
	struct rng g = rng_at(1, 0, 0);
	char text[80];

	for (int i = 0; i < N; i++)
		x[i] = (float)rng_normal(&g);
	x[5] = x[200] = NAN;
	for (int t = 0; t < 30; t++) {
		int size = sizes[t % 5], side = t / 5 % 3, cols = t / 15;
		snprintf(text, sizeof text, "outlier1d:dif=0.5,size=%d,axis=%s,kind=%s", size, cols ? "col" : "angle", kinds[side]);
		CHECK(!run_once(text, SINO, NA, NC, x, y, NULL));
		for (int i = 0; i < N; i++) {
			float m = direct(i / NC, i % NC, size, cols), d = x[i] - m;
			bool out = isnan(x[i]) || (side != 1 && d > 0.5f) || (side != 0 && -d > 0.5f);
			CHECK(y[i] == (out ? m : x[i]));
		}
	}
}

/* odd_image(12, 9) with a zinger, along the angles, scipy.ndimage.median_filter 1.10.1 (mode reflect) of 5 x 1, dif 1: row 6. */
static void scipy_numbers(void)
{
	static const double want[] = { 2, 1.25, 0.5, 4, 2.75, 1.25, 1.75, 1, 0.25 };

	odd_image(12, 9, x);
	x[6 * 9 + 4] = 50;
	CHECK(!run_once("outlier1d:dif=1,size=5", SINO, 12, 9, x, y, NULL));
	for (int c = 0; c < 9; c++)
		NEAR(y[6 * 9 + c], want[c], 1e-6);
}

/* A stripe and a step of an object stay bit for bit; a zinger of three columns goes, of which a window of 3 columns sees none. */
static void physics(void)
{
	for (int i = 0; i < N; i++)
		x[i] = (i % NC == 20 ? 3.0f : 1.0f) + (i / NC > 25 ? 2.0f : 0);
	memcpy(y, x, sizeof y);
	CHECK(!run_once("outlier1d:dif=0.1", SINO, NA, NC, x, y, NULL));
	CHECK(!memcmp(x, y, sizeof x));
	for (int c = 5; c < 8; c++)
		x[10 * NC + c] = 9;
	CHECK(!run_once("outlier1d:dif=0.1", SINO, NA, NC, x, y, NULL));
	CHECK(y[10 * NC + 5] == 1 && y[10 * NC + 6] == 1 && y[10 * NC + 7] == 1);
	CHECK(!run_once("outlier1d:dif=0.1,axis=col", SINO, NA, NC, x, y, NULL));
	CHECK(y[10 * NC + 6] == 9 && y[10 * NC + 20] == 1);
}

static void shapes_and_errors(void)
{
	static const size_t shape[][2] = { { 1, 1 }, { 1, 20 }, { 20, 1 }, { 2, 2 }, { 17, 16 }, { 16, 33 } };
	char text[80];

	for (size_t s = 0; s < sizeof shape / sizeof *shape; s++)
		for (int size = 3; size < 9; size += 4)
			for (int cols = 0; cols < 2; cols++) {
				size_t n = shape[s][0] * shape[s][1];
				for (size_t i = 0; i < n; i++)
					x[i] = -7;
				snprintf(text, sizeof text, "outlier1d:dif=0,size=%d,axis=%s", size, cols ? "col" : "angle");
				CHECK(!run_once(text, SINO, shape[s][0], shape[s][1], x, y, NULL));
				CHECK(!memcmp(x, y, n * sizeof *x));
			}
	CHECK(run_once("outlier1d", SINO, 2, 2, x, y, "dif") == E_USAGE);
	CHECK(run_once("outlier1d:dif=1,size=4", SINO, 2, 2, x, y, "odd") == E_USAGE);
	CHECK(run_once("outlier1d:dif=1,axis=row", SINO, 2, 2, x, y, "axis") == E_USAGE);
}

int main(void)
{
	CASE(as_defined);
	CASE(scipy_numbers);
	CASE(physics);
	CASE(shapes_and_errors);
	return done();
}
