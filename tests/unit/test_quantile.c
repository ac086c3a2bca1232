/* quantile.h against sorted samples; rescale.h, bin.h, mask.h against what can be done by hand. */
#include "num/quantile.h"

#include <stdint.h>

#include "check.h"
#include "num/bin.h"
#include "num/mask.h"
#include "num/rescale.h"
#include "num/rng.h"

enum { N = 20011 };
static double x[N];
static float sorted[N];

static int by_value(const void *a, const void *b)
{
	float p = *(const float *)a, q = *(const float *)b;

	return (p > q) - (p < q);
}

/* Signs and magnitudes mixed, many equal ones. */
static void fill(void)
{
	struct rng r = rng_at(7, 1, 0);

	for (size_t i = 0; i < N; i++) {
		x[i] = (float)(rng_normal(&r) * pow(10, 6 * rng_uniform(&r) - 3));
		if (i % 5 == 0)
			x[i] = i % 10 ? 0.0 : -0.0;
		sorted[i] = (float)x[i];
	}
	qsort(sorted, N, sizeof *sorted, by_value);
}

static double of_sorted(double percent)
{
	double at = percent / 100 * (N - 1), part = at - floor(at);
	size_t i = (size_t)at, j = i + 1 < N ? i + 1 : i;

	return sorted[i] + part * ((double)sorted[j] - sorted[i]);
}

static void percentiles(void)
{
	static const double p[] = { 0, 0.1, 1, 25, 50, 75, 99.99, 100 };
	enum { P = sizeof p / sizeof *p };
	struct err e = { 0, "" };
	struct quantile *q;

	fill();
	CHECK(!quantile_new(&q, p, P, &e));
	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < N; i += 500)
			quantile_add(q, x + i, N - i < 500 ? N - i : 500);
		quantile_add(q, (double[]){ NAN, INFINITY, -INFINITY }, 3);
		if (!pass)
			CHECK(!quantile_again(q, &e));
	}
	for (size_t i = 0; i < P; i++)
		NEAR(quantile_value(q, i), of_sorted(p[i]), 0);
	quantile_free(q);
}

static void nothing_finite(void)
{
	struct err e = { 0, "" };
	struct quantile *q;

	quantile_new(&q, (double[]){ 50 }, 1, &e);
	quantile_add(q, (double[]){ NAN }, 1);
	CHECK(quantile_again(q, &e) == E_DATA);
	quantile_free(q);
}

static void one_sample(void)
{
	struct err e = { 0, "" };
	struct quantile *q;

	quantile_new(&q, (double[]){ 30, 100 }, 2, &e);
	quantile_add(q, (double[]){ -4.5 }, 1);
	quantile_again(q, &e);
	quantile_add(q, (double[]){ -4.5 }, 1);
	CHECK(quantile_value(q, 0) == -4.5 && quantile_value(q, 1) == -4.5);
	quantile_free(q);
}

/* How it ends for one value; *out the result as a double. */
static enum rescale_end one(struct rescale r, double v, double *out)
{
	double buf = 0;
	size_t clipped = 0, at = 9;
	struct array a = { .type = r.to, .ndim = 1, .n = { 1 }, .data = &buf, .view = true };
	enum rescale_end end = rescale_apply(&r, &v, &buf, 1, &clipped, &at);

	CHECK(end == RESCALE_OK ? at == 9 : at == 0);
	CHECK(!clipped || r.clip);
	*out = array_get(&a, 0);
	return end;
}

static void exact_or_refused(void)
{
	struct rescale u8 = { .to = DT_U8, .nan = NAN }, f32 = { .to = DT_F32, .nan = NAN };
	double y;

	CHECK(one(u8, 255, &y) == RESCALE_OK && y == 255);
	CHECK(one(u8, 256, &y) == RESCALE_OUTSIDE);
	CHECK(one(u8, -1, &y) == RESCALE_OUTSIDE);
	CHECK(one(u8, 1.5, &y) == RESCALE_INEXACT);
	CHECK(one(u8, NAN, &y) == RESCALE_NAN);
	CHECK(one(u8, INFINITY, &y) == RESCALE_OUTSIDE);
	CHECK(one(f32, 0.5, &y) == RESCALE_OK && y == 0.5);
	CHECK(one(f32, 0.1, &y) == RESCALE_INEXACT);
	CHECK(one(f32, 1e39, &y) == RESCALE_OUTSIDE);
	CHECK(one(f32, INFINITY, &y) == RESCALE_OK && isinf(y));
	CHECK(one(f32, NAN, &y) == RESCALE_OK && isnan(y));
}

static void allowed_losses(void)
{
	struct rescale r = { .to = DT_I16, .clip = true, .round = true, .nan = -1 };
	double y;

	CHECK(one(r, 40000, &y) == RESCALE_OK && y == 32767);
	CHECK(one(r, -INFINITY, &y) == RESCALE_OK && y == -32768);
	CHECK(one(r, 2.5, &y) == RESCALE_OK && y == 2);		/* halves to even */
	CHECK(one(r, 3.5, &y) == RESCALE_OK && y == 4);
	CHECK(one(r, NAN, &y) == RESCALE_OK && y == -1);
}

static void scaling(void)
{
	struct rescale u8 = { .to = DT_U8, .scale = true, .lo = -1, .hi = 1, .nan = NAN };
	struct rescale f = { .to = DT_F32, .scale = true, .lo = -1, .hi = 1, .nan = NAN };
	double y;

	CHECK(one(u8, -1, &y) == RESCALE_OK && y == 0);
	CHECK(one(u8, 1, &y) == RESCALE_OK && y == 255);
	CHECK(one(u8, 0.2, &y) == RESCALE_OK && y == 153);	/* 0.6 * 255 */
	CHECK(one(u8, 1.01, &y) == RESCALE_OUTSIDE);
	CHECK(one(f, 0, &y) == RESCALE_OK && y == 0.5);
	f.clip = true;
	CHECK(one(f, 7, &y) == RESCALE_OK && y == 1);
}

/* Of every pair of types: what one holds, the other gives back. */
static void holds(void)
{
	CHECK(rescale_holds(DT_U16, DT_F32) && !rescale_holds(DT_I32, DT_F32) && rescale_holds(DT_U32, DT_F64));
	CHECK(!rescale_holds(DT_I8, DT_U32) && rescale_holds(DT_U8, DT_I16) && !rescale_holds(DT_F64, DT_F32));
	for (int from = 0; from < DT_F32; from++)
		for (int to = 0; to < DT_COUNT; to++) {
			double lo, hi, y, z;
			struct rescale r = { .to = (enum dtype)to, .nan = NAN };

			dtype_range((enum dtype)from, &lo, &hi);
			CHECK(rescale_holds((enum dtype)from, (enum dtype)to) ==
			      (one(r, lo, &y) == RESCALE_OK && one(r, hi, &z) == RESCALE_OK && y == lo && z == hi));
		}
}

static void binning(void)
{
	double in[2 * 3 * 5], out[2 * 1 * 2];

	for (int i = 0; i < 30; i++)
		in[i] = i;
	bin_mean(in, out, 2, 3, 5, 2);
	CHECK(out[0] == 3 && out[1] == 5 && out[2] == 18 && out[3] == 20);	/* rows of 5: (0 + 1 + 5 + 6) / 4 */
	bin_mean(in, in, 2, 3, 5, 1);
	CHECK(in[29] == 29);
}

static void masks(void)
{
	unsigned char m[4 * 4], sum = 0;
	double v[16] = { 0, 1, NAN };

	mask_circle(m, 4, 4, 1);	/* corners are 2.12 from the middle, edges 1.58, radius 2 */
	CHECK(!m[0] && m[1] && m[5] && !m[15]);
	for (int i = 0; i < 16; i++)
		sum = (unsigned char)(sum + m[i]);
	CHECK(sum == 12);
	mask_circle(m, 4, 4, NAN);
	CHECK(m[0] && m[15]);
	mask_and(m, m, v, 16);
	CHECK(!m[0] && m[1] && m[2] && !m[3]);
}

int main(void)
{
	CASE(percentiles);
	CASE(nothing_finite);
	CASE(one_sample);
	CASE(exact_or_refused);
	CASE(allowed_losses);
	CASE(scaling);
	CASE(holds);
	CASE(binning);
	CASE(masks);
	return done();
}
