/* ring: what goes of full rings and arcs, what stays, limits. */
#include "filter_run.h"

#include "num/rng.h"

enum { W = 128, N = W * W };

static float clean[N], x[N], y[N];

/* Two discs off the axis, one within the other, smooth at their edges, and noise. */
static void object(double sd)
{
	struct rng g = rng_at(2, 0, 0);

	for (int i = 0; i < N; i++) {
		double u = i % W - 63.5, v = 63.5 - i / W;
		double a = hypot(u - 6, v + 3) - 48, b = hypot(u + 12, v - 9) - 17;
		clean[i] = (float)(1 / (1 + exp(2 * a)) + 0.5 / (1 + exp(2 * b)) + sd * rng_normal(&g));
	}
}

/* A ring of one pixel (a triangle of 1 px half width) and this height, from one angle to another, in degrees. */
static void plant(float *s, double radius, double height, double from_deg, double to_deg)
{
	for (int i = 0; i < N; i++) {
		double u = i % W - 63.5, v = 63.5 - i / W, t = atan2(v, u) * 180 / M_PI;
		t = t < 0 ? t + 360 : t;
		if (t >= from_deg && t < to_deg)
			s[i] += (float)(height * fmax(0, 1 - fabs(hypot(u, v) - radius)));
	}
}

static double rms(const float *a, const float *b)
{
	double s = 0;

	for (int i = 0; i < N; i++)
		s += ((double)a[i] - b[i]) * ((double)a[i] - b[i]);
	return sqrt(s / N);
}

/* What is left of rings, as a part of what they were. */
static double left(const char *text)
{
	double before = rms(x, clean);

	CHECK(!run_once(text, SLICE, W, W, x, y, NULL));
	return rms(y, clean) / before;
}

static void full_rings(void)
{
	object(0.005);
	memcpy(x, clean, sizeof x);
	plant(x, 20, 0.1, 0, 360);
	plant(x, 41, -0.15, 0, 360);
	plant(x, 58, 0.1, 0, 360);
	/* half of the deviation, a quarter of the squares: a ring of one pixel is blunted by the polar image */
	CHECK(left("ring") < 0.55);
	CHECK(left("ring:theta-min=360") < 0.4);
}

static void arcs(void)
{
	object(0.005);
	memcpy(x, clean, sizeof x);
	plant(x, 30, 0.1, 20, 200);
	plant(x, 50, 0.1, 150, 330);
	CHECK(left("ring") < 0.7);		/* the ends of an arc fill half a window */
	CHECK(left("ring:theta-min=60") < 0.8);
	CHECK(left("ring:theta-min=360") > 0.7);	/* no full ring */
}

/* Nothing is changed by more than a tenth of the noise where there are no rings, nothing at all without noise. */
static void no_rings(void)
{
	double worst = 0;

	object(0.005);
	CHECK(!run_once("ring", SLICE, W, W, clean, y, NULL));
	CHECK(rms(y, clean) < 5e-4);
	for (int i = 0; i < N; i++)
		worst = fmax(worst, fabs((double)y[i] - clean[i]));
	NEAR(worst, 0, 0.02);
	object(0);
	CHECK(!run_once("ring", SLICE, W, W, clean, y, NULL));
	CHECK(rms(y, clean) < 1e-3);
	for (int i = 0; i < N; i++)
		x[i] = 3;
	CHECK(!run_once("ring", SLICE, W, W, x, y, NULL));
	CHECK(!memcmp(x, y, sizeof x));
	CHECK(!run_once("ring:snr=0", SLICE, W, W, x, y, NULL));
	for (int i = 0; i < N; i++)
		NEAR(y[i], 3, 1e-5);
}

/* Beyond the circle all stays, also of rings about another axis. */
static void about_another_axis(void)
{
	object(0);
	memcpy(x, clean, sizeof x);
	for (int i = 0; i < N; i++)
		x[i] += (float)(0.2 * fmax(0, 1 - fabs(hypot(i % W - 70.0, i / W - 50.0) - 30)));
	CHECK(left("ring:center-x=70,center-y=50") < 0.5);
	for (int i = 0; i < N; i++)
		if (hypot(i % W - 70.0, i / W - 50.0) > 50.01)
			CHECK(y[i] == x[i]);
	CHECK(left("ring") > 0.9);
}

/* Differences above thresh stay, and so does what is beyond what values are held to. */
static void thresholds(void)
{
	object(0);
	memcpy(x, clean, sizeof x);
	plant(x, 41, 0.3, 0, 360);
	CHECK(left("ring") < 0.5);
	CHECK(left("ring:thresh=0.05") > 0.75);
	CHECK(left("ring:thresh=0.5") < 0.5);
	CHECK(left("ring:thresh-max=0.5") > 0.6);
	CHECK(left("ring:thresh-min=0.1,int-mode=reflect") < 0.9);
}

static void shapes_and_errors(void)
{
	static const size_t shape[][2] = { { 1, 1 }, { 1, 9 }, { 9, 1 }, { 2, 2 }, { 3, 3 }, { 5, 40 }, { 17, 16 } };

	for (size_t s = 0; s < sizeof shape / sizeof *shape; s++)
		for (int k = 0; k < 2; k++) {
			size_t n = shape[s][0] * shape[s][1];
			for (size_t i = 0; i < n; i++)
				x[i] = 2;
			CHECK(!run_once(k ? "ring:snr=0,rwidth=501,theta-min=360" : "ring:theta-min=1", SLICE,
					shape[s][0], shape[s][1], x, y, NULL));
			for (size_t i = 0; i < n; i++)
				NEAR(y[i], 2, 1e-5);
		}
	CHECK(run_once("ring:center-x=9", SLICE, 9, 9, x, y, "outside of 9 x 9") == E_USAGE);
	CHECK(run_once("ring:thresh-min=0.5,thresh-max=0.5", SLICE, 9, 9, x, y, "not below") == E_USAGE);
	x[30] = NAN;
	CHECK(run_once("ring", SLICE, 9, 9, x, y, "row 3, col 3 is not finite") == E_DATA);
}

/* A slice that stands on its head, or is 1024 times as dense, gives the same so. */
static void alike(void)
{
	static const char *const text[] = { "ring", "ring:theta-min=50,thresh=0.3,thresh-max=0.8,thresh-min=0.1" };
	static float other[N], got[N];

	object(0.005);
	memcpy(x, clean, sizeof x);
	plant(x, 30, 0.1, 20, 200);
	plant(x, 50, -0.1, 150, 330);
	for (int k = 0; k < 2; k++) {
		CHECK(!run_once(text[k], SLICE, W, W, x, y, NULL));
		for (int i = 0; i < N; i++)
			other[i] = 1024 * x[(W - 1 - i / W) * W + i % W];
		CHECK(!run_once(text[k], SLICE, W, W, other, got, NULL));
		for (int i = 0; i < N; i++)
			other[i] = got[(W - 1 - i / W) * W + i % W] / 1024;
		printf("# %g of %g\n", rms(other, y), rms(x, y));
		CHECK(rms(x, y) > 1e-3 && rms(other, y) < 0.02 * rms(x, y));
	}
}

int main(void)
{
	CASE(full_rings);
	CASE(arcs);
	CASE(no_rings);
	CASE(about_another_axis);
	CASE(thresholds);
	CASE(alike);
	CASE(shapes_and_errors);
	return done();
}
