/* Weights of angle lists, worked out by hand in degrees. */
#include "check.h"

#include "base/units.h"
#include "tomo/angle.h"

static void expect(const double *theta, const double *want_deg, size_t n)
{
	struct err e = { 0 };
	double w[64];

	CHECK(!angle_weights(theta, n, w, &e));
	for (size_t i = 0; i < n; i++)
		NEAR(w[i] / UNIT_DEG, want_deg[i], 1e-9);
}

static double total(const double *theta, size_t n)
{
	struct err e = { 0 };
	double w[720], sum = 0;

	CHECK(!angle_weights(theta, n, w, &e));
	for (size_t i = 0; i < n; i++)
		sum += w[i];
	return sum;
}

static void even(void)
{
	expect((double[]){ 0, 45, 90, 135 }, (double[]){ 45, 45, 45, 45 }, 4);
	expect((double[]){ 135, 0, 90, 45 }, (double[]){ 45, 45, 45, 45 }, 4);
	expect((double[]){ -90, -45, 0, 45 }, (double[]){ 45, 45, 45, 45 }, 4);
	expect((double[]){ 33 }, (double[]){ 180 }, 1);
	expect((double[]){ 0, 90 }, (double[]){ 90, 90 }, 2);
}

static void shared(void)
{
	expect((double[]){ 0, 45, 90, 135, 180 }, (double[]){ 22.5, 45, 45, 45, 22.5 }, 5);
	expect((double[]){ 0, 60, 60, 60, 120 }, (double[]){ 60, 20, 20, 20, 60 }, 5);
	expect((double[]){ 0, 90, 180, 270 }, (double[]){ 45, 45, 45, 45 }, 4);
	expect((double[]){ 0, 60, 120, 180, 240, 300 }, (double[]){ 30, 30, 30, 30, 30, 30 }, 6);
	expect((double[]){ 0, 120, 240 }, (double[]){ 60, 60, 60 }, 3);		/* interleaved */
}

static void uneven(void)
{
	expect((double[]){ 0, 30, 90, 120 }, (double[]){ 45, 45, 45, 45 }, 4);
	expect((double[]){ 0, 20, 60, 120 }, (double[]){ 40, 30, 50, 60 }, 4);
	/* the ends of a scan that is not quite inclusive count half, as if they were equal */
	expect((double[]){ 0, 60, 120, 180 - 1e-4 }, (double[]){ 30 + 5e-5, 60, 60 - 5e-5, 30 }, 4);
}

/* Gaps of 10 and one of 90: the wedge's sides count as 10 each. */
static void wedge(void)
{
	double theta[10], want[10];

	for (int i = 0; i < 10; i++) {
		theta[i] = 10 * i;
		want[i] = 10;
	}
	expect(theta, want, 10);
	for (int i = 0; i < 10; i++)
		theta[i] = 0.1 * i;
	NEAR(total(theta, 10) / UNIT_DEG, 1, 1e-9);
	/* four medians are still a gap like others */
	expect((double[]){ 0, 20, 40, 60, 80, 100 }, (double[]){ 50, 20, 20, 20, 20, 50 }, 6);
}

/* A turn measured with an encoder that wanders: pairs are near, not equal, yet nothing is missing. */
static void wander(void)
{
	double theta[720];

	for (int i = 0; i < 720; i++)
		theta[i] = i * 0.5 + 0.02 * sin(i * 1.7);
	NEAR(total(theta, 720), M_PI, 1e-9);
	for (int i = 0; i < 500; i++)
		theta[i] = fmod(i * 111.24611797498108, 180);	/* golden angle */
	NEAR(total(theta, 500), M_PI, 1e-9);
}

static bool full(double start, double step, size_t n)
{
	struct err e = { 0 };
	double theta[720];
	bool f = false;

	for (size_t i = 0; i < n; i++)
		theta[i] = start + step * (double)i;
	CHECK(!angle_full_turn(theta, n, &f, &e));
	return f;
}

static void turn(void)
{
	CHECK(full(0, 0.5, 720) && full(-17, 1, 360) && full(0, 1, 361) && full(0, 360. / 359, 359));
	CHECK(!full(0, 0.5, 360) && !full(0, 1, 181) && !full(0, 1, 270) && !full(0, 1, 1));
}

static void hostile(void)
{
	struct err e = { 0 };
	double w[3], bad[] = { 0, 1, (double)NAN };

	CHECK(angle_weights(bad, 3, w, &e) == E_DATA);
	CHECK(strstr(e.msg, "angle 2"));
}

static void radians(void)
{
	double theta[180], few[5] = { 0, 0.8, 1.6, 2.4, 3.14 };

	for (int turns = 1; turns <= 2; turns++)
		for (int excl = 0; excl < 2; excl++) {
			double step = turns * 180.0 / (180 - 1 + excl);
			for (int i = 0; i < 180; i++)
				theta[i] = -90 + step * i;
			CHECK(!angle_like_radians(theta, 180));
			for (int i = 0; i < 180; i++)
				theta[i] *= UNIT_DEG;
			CHECK(angle_like_radians(theta, 180));
		}
	for (int i = 0; i < 180; i++)
		theta[i] *= 1.2;		/* some few degrees, no turn */
	CHECK(!angle_like_radians(theta, 180) && !angle_like_radians(few, 5) && !angle_like_radians(theta, 0));
}

int main(void)
{
	CASE(even);
	CASE(shared);
	CASE(uneven);
	CASE(wedge);
	CASE(wander);
	CASE(turn);
	CASE(radians);
	CASE(hostile);
	return done();
}
