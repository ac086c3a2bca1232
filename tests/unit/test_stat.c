/* Moments against their definition, order statistics against a sort. */
#include "check.h"

#include "num/rng.h"
#include "num/stat.h"

enum { N = 20001 };

static void fill(float *x, size_t n, uint64_t seed)
{
	struct rng r = rng_at(seed, 0, 0);

	for (size_t i = 0; i < n; i++)
		x[i] = (float)rng_normal(&r);
}

/* A large offset is where a naive sum of squares has nothing left. */
static void moments_offset(void)
{
	static double x[N];
	struct moments m;
	double mean = 0, m2 = 0;

	for (int i = 0; i < N; i++)
		x[i] = 1e9 + (double)(i % 7);
	for (int i = 0; i < N; i++)
		mean += (double)(i % 7) / N;
	for (int i = 0; i < N; i++)
		m2 += pow((double)(i % 7) - mean, 2);
	moments_init(&m);
	moments_add_f64(&m, x, N);
	CHECK(m.n == N && m.nan == 0 && m.inf == 0);
	CHECK(m.min == 1e9 && m.max == 1e9 + 6);
	NEAR(m.mean - 1e9, mean, 1e-6);		/* 1e9 x 2^-52 is 2e-7 */
	NEAR(moments_sd(&m), sqrt(m2 / N), 1e-9);
}

static void moments_merged(void)
{
	static float x[N];
	struct moments all, part, sum, none;

	fill(x, N, 1);
	moments_init(&all), moments_init(&sum), moments_init(&none);
	moments_add_f32(&all, x, N);
	for (size_t i = 0; i < N; i += 777) {
		moments_init(&part);
		moments_add_f32(&part, x + i, N - i < 777 ? N - i : 777);
		moments_merge(&sum, &part);
	}
	moments_merge(&sum, &none);
	CHECK(sum.n == all.n && sum.min == all.min && sum.max == all.max);
	NEAR(sum.mean, all.mean, 1e-15);
	NEAR(sum.m2 / all.m2, 1, 1e-13);
	moments_merge(&none, &sum);
	CHECK(none.n == sum.n && none.mean == sum.mean && none.m2 == sum.m2);
}

static void moments_not_finite(void)
{
	const float x[] = { NAN, 1, INFINITY, 3, -INFINITY, NAN, 5 };
	struct moments m;

	moments_init(&m);
	moments_add_f32(&m, x, 7);
	CHECK(m.n == 3 && m.nan == 2 && m.inf == 2 && m.min == 1 && m.max == 5);
	NEAR(m.mean, 3, 0);
	NEAR(m.m2, 8, 1e-15);
	moments_init(&m);
	moments_add_f32(&m, x, 1);
	CHECK(m.n == 0 && moments_sd(&m) == 0);
}

static int compare(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;

	return (x > y) - (x < y);
}

/* Random, with ties, sorted, reversed, constant, organ pipe. */
static void shape(float *x, size_t n, int kind)
{
	fill(x, n, (uint64_t)(n + 1));
	for (size_t i = 0; i < n; i++)
		switch (kind) {
		case 1: x[i] = (float)(int)(3 * x[i]); break;
		case 2: x[i] = (float)i; break;
		case 3: x[i] = (float)(n - i); break;
		case 4: x[i] = 2; break;
		case 5: x[i] = (float)(i < n / 2 ? i : n - i); break;
		}
}

static void selection(void)
{
	static float x[N], sorted[N];

	for (int kind = 0; kind < 6; kind++)
		for (size_t n = 1; n <= N; n = n < 12 ? n + 1 : n * 3 + 1) {
			shape(sorted, n, kind);
			qsort(sorted, n, sizeof *sorted, compare);
			for (size_t k = 0; k < n; k += n / 9 + 1) {
				shape(x, n, kind);
				CHECK(stat_select_f32(x, n, k) == sorted[k]);
				for (size_t i = 0; i < n; i++)
					CHECK(i < k ? x[i] <= x[k] : x[i] >= x[k]);
			}
			shape(x, n, kind);
			double median = ((double)sorted[n / 2] + (double)sorted[(n - 1) / 2]) / 2;
			NEAR(stat_median_f32(x, n), median, 1e-7 * fabs(median));
		}
}

/* numpy.percentile([3, 1, 4, 1, 5, 9, 2, 6], p), numpy 1.24 */
static void percentiles(void)
{
	const float x[] = { 3, 1, 4, 1, 5, 9, 2, 6 };
	const double want[][2] = {
		{ 0, 1 }, { 10, 1 }, { 25, 1.75 }, { 50, 3.5 }, { 90, 6.9 }, { 99.5, 8.895 }, { 100, 9 },
	};

	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		float y[8];

		memcpy(y, x, sizeof y);
		NEAR(stat_percentile_f32(y, 8, want[i][0]), want[i][1], 1e-6);
	}
	float one = 7;
	NEAR(stat_percentile_f32(&one, 1, 30), 7, 0);
}

static void correlation(void)
{
	static float a[N], b[N];
	const float x[] = { 1, 2, 3, 4, 5 }, y[] = { 2, 1, 4, 3, 5 };

	NEAR(stat_correlation(x, y, 5), 0.8, 1e-12);	/* 1 - 6 sum d^2 / (n (n^2 - 1)): ranks */
	fill(a, N, 2);
	for (int i = 0; i < N; i++)
		b[i] = 100 - 3 * a[i];
	NEAR(stat_correlation(a, b, N), -1, 1e-9);	/* b is rounded to 1e-5 */
	fill(b, N, 3);
	NEAR(stat_correlation(a, b, N), 0, 5 / sqrt(N));
	for (int i = 0; i < N; i++)
		b[i] = 0.1f;
	CHECK(isnan(stat_correlation(a, b, N)));
}

int main(void)
{
	CASE(moments_offset);
	CASE(moments_merged);
	CASE(moments_not_finite);
	CASE(selection);
	CASE(percentiles);
	CASE(correlation);
	return done();
}
