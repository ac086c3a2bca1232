/* Windows: percentiles as numpy's, places, round numbers. */
#include "check.h"

#include "base/mem.h"
#include "view/window.h"

static void percentiles(void)
{
	static float x[1000], nan[3] = { NAN, INFINITY, -INFINITY };
	const float *image[2] = { x, nan };
	const size_t n[2] = { 1000, 3 };
	struct window w;
	struct err e = { 0 };

	for (int i = 0; i < 1000; i++)
		x[i] = (float)(i * 7919 % 1009) / 10 - 30;
	/* numpy 1.24.2, np.percentile() of the same x, and of x[x > 0] for the logarithm */
	CHECK(!window_percentile(&w, image, n, 2, 0.5, 99.5, false, &e));
	NEAR(w.lo, -29.5005, 1e-5);		/* x has single precision */
	NEAR(w.hi, 70.3005, 1e-5);
	CHECK(!window_percentile(&w, image, n, 2, 0, 100, false, &e));
	NEAR(w.lo, -30, 0);
	NEAR(w.hi, 70.8, 1e-5);
	CHECK(!window_percentile(&w, image, n, 2, 1, 50, true, &e) && w.log);	/* of the positive ones */
	NEAR(w.lo, 0.9009996, 1e-5);
	NEAR(w.hi, 35.55, 1e-5);
}

static void nothing_to_show(void)
{
	const float none[] = { NAN, INFINITY }, low[] = { -1, 0 };
	const float *a = none, *b = low;
	const size_t n = 2;
	struct window w;
	struct err e = { 0 };

	CHECK(window_percentile(&w, &a, &n, 1, 0, 100, false, &e) == E_DATA && strstr(e.msg, "finite"));
	e = (struct err){ 0 };
	CHECK(window_percentile(&w, &b, &n, 1, 0, 100, true, &e) == E_DATA && strstr(e.msg, "positive"));
}

static void one_value(void)
{
	const float v[] = { 3.5f, 0, -2 };
	const size_t n = 1;
	struct window w;
	struct err e = { 0 };

	for (int i = 0; i < 3; i++) {
		const float *x = &v[i];
		CHECK(!window_percentile(&w, &x, &n, 1, 0.5, 99.5, false, &e) && w.lo < w.hi);
		NEAR(window_place(&w, v[i]), 0.5, 1e-12);
	}
	const float *x = v;
	CHECK(!window_percentile(&w, &x, &n, 1, 0.5, 99.5, true, &e) && w.lo > 0);
	NEAR(window_place(&w, 3.5), 0.5, 1e-12);
}

/* Few bright pixels among more samples than are asked. */
static void few_among_many(void)
{
	size_t n = (size_t)9 << 20;
	float *x = mem_zero(n, sizeof *x, "x", &(struct err){ 0 });
	const float *image = x;
	struct window w;
	struct err e = { 0 };

	x[7] = 5;				/* not among every third */
	CHECK(!window_percentile(&w, &image, &n, 1, 0, 100, true, &e));
	NEAR(window_place(&w, 5), 0.5, 1e-12);
	mem_free(x);
}

static void places(void)
{
	const struct window even = { .lo = -1, .hi = 3 }, log = { .lo = 1, .hi = 1000, .log = true };

	NEAR(window_place(&even, -1), 0, 0);
	NEAR(window_place(&even, 2), 0.75, 1e-15);
	NEAR(window_place(&even, 1e30), 1, 0);
	NEAR(window_place(&even, -INFINITY), 0, 0);
	CHECK(isnan(window_place(&even, NAN)));
	NEAR(window_place(&log, 10), 1 / 3.0, 1e-15);
	NEAR(window_place(&log, 0), 0, 0);
	NEAR(window_place(&log, -5), 0, 0);
}

static void limits(void)
{
	struct window w = { .lo = 1e-20, .hi = 100, .log = true }, even = { .lo = -1, .hi = 1 };

	window_limit(&w, 6);
	NEAR(w.lo, 1e-4, 1e-16);
	window_limit(&w, 8);			/* narrower already */
	NEAR(w.lo, 1e-4, 1e-16);
	NEAR(w.hi, 100, 0);
	window_limit(&even, 6);
	NEAR(even.lo, -1, 0);
}

static void round_numbers(void)
{
	NEAR(window_round(1), 1, 0);
	NEAR(window_round(1.99), 1, 0);
	NEAR(window_round(2), 2, 0);
	NEAR(window_round(4.9), 2, 0);
	NEAR(window_round(5), 5, 0);
	NEAR(window_round(9.99), 5, 0);
	NEAR(window_round(0.03), 0.02, 1e-17);
	NEAR(window_round(1e-7), 1e-7, 1e-22);
	NEAR(window_round(123456), 100000, 0);
}

/* Is it 1, 2 or 5 times a power of 10? */
static bool is_round(double step)
{
	double m = step / pow(10, floor(log10(step) + 1e-9));

	return fabs(m - 1) < 1e-6 || fabs(m - 2) < 1e-6 || fabs(m - 5) < 1e-6;
}

static void even_ticks(void)
{
	double tick[20];

	for (double lo = -3; lo < 3; lo += 0.7)
		for (double span = 1e-6; span < 1e6; span *= 3.7)
			for (size_t want = 2; want < 11; want++) {
				struct window w = { .lo = lo * span, .hi = (lo + 1) * span };
				size_t n = window_ticks(&w, want, tick, 20);
				CHECK(n >= 1 && n <= want + 1);
				for (size_t i = 0; i < n; i++)
					CHECK(tick[i] >= w.lo - 1e-9 * span && tick[i] <= w.hi + 1e-9 * span);
				for (size_t i = 1; i < n; i++)
					CHECK(is_round(tick[i] - tick[i - 1]));
			}
	CHECK(window_ticks(&(struct window){ .lo = 0, .hi = 1 }, 5, tick, 20) == 6);
	NEAR(tick[3], 0.6, 1e-12);
}

static void log_ticks(void)
{
	double tick[20];
	struct window wide = { .lo = 0.5, .hi = 2e5, .log = true }, few = { .lo = 3, .hi = 60, .log = true };
	struct window none = { .lo = 3.1, .hi = 3.9, .log = true };

	CHECK(window_ticks(&wide, 8, tick, 20) == 6);	/* 1 10 .. 100000 */
	NEAR(tick[0], 1, 1e-12);
	NEAR(tick[5], 1e5, 1e-7);
	CHECK(window_ticks(&few, 8, tick, 20) == 4);		/* 5 10 20 50 */
	NEAR(tick[1], 10, 1e-12);
	CHECK(window_ticks(&none, 4, tick, 20) >= 3);		/* like an even scale */
	CHECK(window_ticks(&(struct window){ .lo = 1e-30, .hi = 1e30, .log = true }, 6, tick, 20) <= 7);
}

int main(void)
{
	CASE(percentiles);
	CASE(nothing_to_show);
	CASE(one_value);
	CASE(few_among_many);
	CASE(places);
	CASE(limits);
	CASE(round_numbers);
	CASE(even_ticks);
	CASE(log_ticks);
	return done();
}
