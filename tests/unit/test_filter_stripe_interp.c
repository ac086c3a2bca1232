/* stripe-interp: numpy's numbers, planted columns, what is left alone. */
#include "filter_run.h"

#include "num/rng.h"

enum { NA = 120, NC = 90, N = NA * NC };

static float x[N], y[N], z[N];

static void row_is(const char *text, const double *want)
{
	odd_image(60, 30, x);
	for (int i = 0; i < 60 * 30; i++)
		x[i] += i % 30 == 7 ? 8 : i % 30 == 18 ? 1 : 5;
	CHECK(!run_once(text, SINO, 60, 30, x, y, NULL));
	for (int c = 0; c < 30; c++)
		NEAR(y[11 * 30 + c], want[c], 5e-6);	/* single precision of 9 */
}

/* By numpy 1.24 (sort, polyfit, interp) and scipy 1.10 (median_filter, mode reflect), from the formulas, row 11. */
static void numpy_numbers(void)
{
	static const double norm[] = { 7.2885382, 5.921363, 8.9583609, 7.781, 6.5432181, 5.2674072, 5.4325478,
		5.5976884, 5.762829, 5.9279696, 6.0931102, 6.2582508, 5, 7.9684833, 6.7812914, 5.379199, 8.4664032,
		8.2937607, 8.1211182, 7.9484758, 7.7758333, 6.5043218, 5.2639257, 8.2554563, 6.9861478, 6.8052049,
		6.624262, 6.4433191, 6.2623762, 4.9901251 };
	static const double plain[] = { 7.25, 6, 9, 7.75, 6.5, 5.25, 5.4166667, 5.5833333, 5.75, 5.9166667, 6.0833333,
		6.25, 5, 8, 7.9642857, 7.9285714, 7.8928571, 7.8571429, 7.8214286, 7.7857143, 7.75, 6.5, 5.25, 8.25, 7,
		6.8125, 6.625, 6.4375, 6.25, 5 };
	static const double score[] = { 7.25, 6, 9, 7.75, 6.5, 5.25, 8.25, 8.0625, 7.875, 7.6875, 7.5, 6.25, 5, 8, 6.75,
		5.5, 8.5, 7.25, 8.125, 9, 7.75, 6.5, 5.25, 8.25, 7, 5.75, 6.625, 7.5, 6.25, 5 };

	row_is("stripe-interp:where=all,size=7", norm);
	row_is("stripe-interp:where=all,size=5,snr=1,drop-ratio=0.3,norm=0", plain);
	row_is("stripe-interp", score);
}

/* A sinogram that bends; three blind columns become what was there, within the bend and the noise; the others stay. */
static void planted(void)
{
	struct rng g = rng_at(3, 0, 0);

	for (int i = 0; i < N; i++) {
		double u = (i % NC - 44.5 - 6 * sin(i / NC * 0.05)) / 30;
		z[i] = (float)(2 / (1 + u * u) + 0.01 * rng_normal(&g));
		x[i] = i % NC == 20 || i % NC == 45 || i % NC == 46 ? 0.6f : z[i];
	}
	CHECK(!run_once("stripe-interp", SINO, NA, NC, x, y, NULL));
	for (int i = 0; i < N; i++)
		if (i % NC == 20 || i % NC == 45 || i % NC == 46)
			NEAR(y[i], z[i], 0.12);	/* of 1.4; a gap of five bends by 0.05 */
	CHECK(y[40 * NC + 5] == x[40 * NC + 5] && y[7 * NC + 70] == x[7 * NC + 70]);
	for (int i = 0; i < N; i++)
		x[i] = (float)(i % NC < 40 ? 0 : i % NC > 60 ? 2 : 0.1 * (i % NC - 40));
	CHECK(!run_once("stripe-interp", SINO, NA, NC, x, y, NULL));
	CHECK(!memcmp(x, y, sizeof x));
}

static void shapes(void)
{
	static const size_t shape[][2] = { { 1, 1 }, { 1, 40 }, { 40, 1 }, { 40, 2 }, { 5, 5 }, { 33, 17 } };
	static const char *const text[] = { "stripe-interp", "stripe-interp:where=all", "stripe-interp:where=all,size=99,drop-ratio=0.8" };

	for (size_t s = 0; s < sizeof shape / sizeof *shape; s++)
		for (size_t k = 0; k < 3; k++) {
			size_t n = shape[s][0] * shape[s][1];
			for (size_t i = 0; i < n; i++)
				x[i] = (float)(i / shape[s][1]);
			CHECK(!run_once(text[k], SINO, shape[s][0], shape[s][1], x, y, NULL));
			for (size_t i = 0; i < n; i++)
				NEAR(y[i], x[i], 1e-5);
		}
	CHECK(run_once("stripe-interp:size=8", SINO, 9, 9, x, y, "odd") == E_USAGE);
	CHECK(run_once("stripe-interp:where=none", SINO, 9, 9, x, y, "where") == E_USAGE);
}

int main(void)
{
	CASE(numpy_numbers);
	CASE(planted);
	CASE(shapes);
	return done();
}
