/* The Faddeeva function: against its integral, its values on the axes and its continued fraction. */
#include <float.h>

#include "check.h"

#include "base/cmplx.h"
#include "num/faddeeva.h"
#include "num/rng.h"

static double complex w_of(double complex z, double complex *minus)
{
	double re = creal(z), im = cimag(z), p[2], m[2];

	faddeeva_both(1, &re, &im, &p[0], &p[1], &m[0], &m[1]);
	if (minus)
		*minus = CMPLX(m[0], m[1]);
	return CMPLX(p[0], p[1]);
}

/* 2/sqrt(pi) integral from 0 to infinity of exp(-t^2 + 2 i z t) dt, by Simpson's rule in steps of 1/512: (2 |z|/512)^4 / 180 */
static double complex integral(double complex z)
{
	enum { STEPS = 12 * 512 };
	long double complex sum = 0;
	long double h = 1.0L / 512;

	for (int i = 0; i <= STEPS; i++) {
		long double t = i * h;

		sum += (i == 0 || i == STEPS ? 1 : i % 2 ? 4 : 2) * cexpl(-t * t + 2 * I * (long double complex)z * t);
	}
	return (double complex)(sum * h / 3 * 1.128379167095512573896158903121545L);
}

static void against_the_integral(void)
{
	struct rng r = rng_at(3, 0, 0);

	for (int i = 0; i < 60; i++) {
		double complex z = CMPLX(3 * (2 * rng_uniform(&r) - 1), 3 * (2 * rng_uniform(&r) - 1)), minus, w = w_of(z, &minus);

		/* Simpson's error of the steps above is 1e-10 of the greatest integrand */
		NEAR(cabs(w - integral(z)), 0, 2e-10 * fmax(1, exp(cimag(z) * cimag(z))));
		NEAR(cabs(minus - integral(-z)), 0, 2e-10 * fmax(1, exp(cimag(z) * cimag(z))));
	}
}

/* w(i y) = exp(y^2) erfc(y), Re w(x) = exp(-x^2); 1e-12 is what the header states */
static void axes(void)
{
	NEAR(cabs(w_of(0, NULL) - 1), 0, 1e-13);
	for (double v = 0.01; v < 5; v *= 1.3) {
		double complex minus, w = w_of(CMPLX(0, v), &minus);

		NEAR(cabs(w - exp(v * v) * erfc(v)) / cabs(w), 0, 1e-12);
		NEAR(cabs(minus - exp(v * v) * erfc(-v)) / cabs(minus), 0, 1e-12);
		NEAR(creal(w_of(v, NULL)), exp(-v * v), 1e-13);
	}
}

/* Laplace's continued fraction, w = (i/sqrt(pi))/(z - (1/2)/(z - 1/(z - (3/2)/(z - ...)))), for |z| > 8; w(-conj z) = conj w(z) */
static void far_away(void)
{
	for (double phase = 0.01; phase < 3.14; phase += 0.17)
		for (double size = 9; size < 1e6; size *= 3.7) {
			double complex z = size * cexp(I * phase), f = z, w = w_of(z, NULL);

			for (int j = 40; j > 0; j--)
				f = z - j / 2.0 / f;
			NEAR(cabs(w * f * -I * sqrt(M_PI) - 1), 0, 1e-12);
			NEAR(cabs(w_of(-conj(z), NULL) - conj(w)), 0, DBL_EPSILON * cabs(w) * 4);
		}
}

static void same_in_any_place(void)
{
	enum { N = 201 };
	double re[N], im[N], p[2][N], m[2][N];

	for (int i = 0; i < N; i++) {
		re[i] = sin(i * 7.0) * 4;
		im[i] = cos(i * 3.0) * 2;
	}
	faddeeva_both(N, re, im, p[0], p[1], m[0], m[1]);
	for (int i = 0; i < N; i++) {
		double complex minus, w = w_of(CMPLX(re[i], im[i]), &minus);

		CHECK(w == CMPLX(p[0][i], p[1][i]) && minus == CMPLX(m[0][i], m[1][i]));
	}
	CHECK(isfinite(creal(w_of(CMPLX(1, -1000), NULL))));
}

int main(void)
{
	CASE(against_the_integral);
	CASE(axes);
	CASE(far_away);
	CASE(same_in_any_place);
	return done();
}
