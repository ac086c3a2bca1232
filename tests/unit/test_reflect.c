/* Reflectivity: against amplitudes one by one, sums of many rays, and the errors. */
#include "check.h"

#include "num/par.h"
#include "scat/reflect.h"

enum { N = 150 };
static const double k = 2 * M_PI / 0.1;
static const struct layer stack[] = { { .n2 = 1 }, { .n2 = 1 - 6e-6 + 1e-7 * I, .thickness_nm = 40, .sigma_nm = 0.5 }, { .n2 = 1 - 2e-5 + 1e-6 * I } };

static double one(const struct layer *l, double a, double over)
{
	double s = sin(a), re, im;

	layers_reflections(l, 3, k, 1, &s, &re, &im);
	return (re * re + im * im) * (over > 0 ? fmin(1, sin(a) / over) : 1);
}

static void angles_of(double *a)
{
	for (int i = 0; i < N; i++)
		a[i] = 1e-4 * i;
}

static void sharp(void)
{
	double a[N], out[N];
	struct err e = { 0 };

	angles_of(a);
	for (int foot = 0; foot < 2; foot++) {		/* 0.1 mm of beam on 20 mm: all of it on the sample above 5 mrad */
		struct reflect_par p = { 0, foot * 0.1, foot * 20 };

		CHECK(reflect_curve(stack, 3, k, &p, N, a, out, &e) == 0);
		for (int i = 0; i < N; i++)
			NEAR(out[i], one(stack, a[i], foot * 0.005), 1e-15);
		CHECK(out[0] == (foot ? 0 : 1));
	}
}

/* The mean of 4001 rays, Simpson's rule from the horizon on.  The trapezoids of 1/8 sigma of the curve find the kinks at the critical angle and
 * at the full footprint within 2e-3 of the largest slope times sigma. */
static void blurred(void)
{
	double a[N], out[N], least = 1;
	struct err e = { 0 };
	struct reflect_par p = { 2e-4, 0.1, 20 };

	angles_of(a);
	CHECK(reflect_curve(stack, 3, k, &p, N, a, out, &e) == 0);
	for (int i = 0; i < N; i += 7) {
		double sum = 0, norm = 0;

		for (int j = 0; j <= 4000; j++) {
			double x = -4 + j / 500.0, w = (j == 0 || j == 4000 ? 1 : j % 2 ? 4 : 2) * exp(-x * x / 2), b = a[i] + x * p.sigma_rad;

			sum += b > 0 ? w * one(stack, b, 0.005) : 0;
			norm += w;
		}
		NEAR(out[i], sum / norm, 2e-5 + 1e-3 * sum / norm);
		least = fmin(least, out[i] / one(stack, a[i] + 1e-9, 0.005));
	}
	CHECK(least < 0.95);			/* the blur is seen */
}

/* Fringes of 20 um, far finer than sigma, must be averaged out and not come back as aliases: without them the mean of
 * |r01 + r12 d^2|^2 / |1 + r01 r12 d^2|^2 over phases is as below, for real indices */
static void fine_fringes(void)
{
	const struct layer l[] = { { .n2 = 1 }, { .n2 = 1 - 4e-6, .thickness_nm = 2e4 }, { .n2 = 1 - 1.5e-5 } };
	struct reflect_par p = { 1.905e-5, 0, 0 };	/* 65 nodes would each see the same phase */
	struct err e = { 0 };

	for (double a = 0.0062; a < 0.007; a += 1.01e-4) {
		double q0 = k * sin(a), q1 = sqrt(q0 * q0 - k * k * 4e-6), q2 = sqrt(q0 * q0 - k * k * 1.5e-5), out;
		double x = pow((q0 - q1) / (q0 + q1), 2), y = pow((q1 - q2) / (q1 + q2), 2);

		CHECK(reflect_curve(l, 3, k, &p, 1, &a, &out, &e) == 0);
		/* the curve bends within sigma: (sigma/a)^2 times a few tens */
		NEAR(out / ((x + y - 2 * x * y) / (1 - x * y)), 1, 0.01);
	}
}

static void threads(void)
{
	double a[N], one_thread[N], two[N];
	struct err e = { 0 };
	struct reflect_par p = { 1e-4, 0.1, 20 };

	angles_of(a);
	par_set_threads(1);
	CHECK(reflect_curve(stack, 3, k, &p, N, a, one_thread, &e) == 0);
	par_set_threads(2);
	CHECK(reflect_curve(stack, 3, k, &p, N, a, two, &e) == 0);
	CHECK(!memcmp(one_thread, two, sizeof two));
	par_set_threads(0);
}

static void errors(void)
{
	double a[] = { 0.1, -0.1 }, out[3];
	struct err e = { 0 };
	struct reflect_par p = { 0 };

	CHECK(reflect_curve(stack, 3, k, &p, 2, a, out, &e) == E_DATA && strstr(e.msg, "angle 1 is -0.1 rad"));
	e = (struct err){ 0 };
	p.sigma_rad = -1;
	CHECK(reflect_curve(stack, 3, k, &p, 1, a, out, &e) == E_DATA && strstr(e.msg, "resolution"));
	e = (struct err){ 0 };
	p = (struct reflect_par){ 0, -1, 1 };
	CHECK(reflect_curve(stack, 3, k, &p, 1, a, out, &e) == E_DATA && strstr(e.msg, "height"));
	e = (struct err){ 0 };
	p = (struct reflect_par){ 0, 1, NAN };
	CHECK(reflect_curve(stack, 3, k, &p, 1, a, out, &e) == E_DATA && strstr(e.msg, "length"));
}

int main(void)
{
	CASE(sharp);
	CASE(blurred);
	CASE(fine_fringes);
	CASE(threads);
	CASE(errors);
	return done();
}
