/* Special functions against tables, other formulas and integrals. */
#include "check.h"
#include "num/special.h"

/* Abramowitz & Stegun, Handbook of Mathematical Functions (1964), table 9.8, from e^-x I0(x). */
static void bessel_i0(void)
{
	NEAR(special_bessel_i0(0), 1, 0);
	NEAR(special_bessel_i0(1), 1.2660658778, 1e-9);
	NEAR(special_bessel_i0(5) * exp(-5), 0.1835408126, 1e-9);
	NEAR(special_bessel_i0(10) * exp(-10), 0.1278333372, 1e-9);
	NEAR(special_bessel_i0(-5), special_bessel_i0(5), 0);
	CHECK(isinf(special_bessel_i0(800)));		/* and no abort */
}

/* J1(z)/z = (1/pi) integral from 0 to pi of cos(z cos t) sin^2 t dt: the trapezoidal rule, exact beyond |z| terms. */
static double complex j1_integral(double complex z)
{
	enum { N = 120 };
	double complex sum = 0;

	for (int k = 1; k < N; k++) {
		double t = M_PI * k / N;

		sum += ccos(z * cos(t)) * sin(t) * sin(t);
	}
	return sum / N;
}

static void bessel_j1(void)
{
	CHECK(special_j1_over(0) == 0.5);
	NEAR(creal(special_j1_over(1)), 0.44005058574493351596, 1e-16);
	NEAR(creal(special_j1_over(-1)), 0.44005058574493351596, 1e-16);
	NEAR(creal(special_j1_over(I)), 0.56515910399248502721, 2e-16);		/* I1(1) */
	for (double m = 1e-9; m < 90; m *= 1.13)
		for (int k = 0; k < 24; k++) {
			double complex z = m * cexp(I * k * M_PI / 12), got = special_j1_over(z);
			double most = exp(fabs(cimag(z))) / (1 + m);

			/* special.h says 2e-15; the sum has an error of its own, a few 1e-16 of its largest term */
			NEAR(cabs(got - j1_integral(z)), 0, 2e-15 * most + 6e-16 * exp(fabs(cimag(z))) * (m > 1));
		}
}

/* Where one method takes over from the other, on both sides: the slope is below 1 in units of exp(|Im z|). */
static void bessel_j1_seams(void)
{
	static const double at[] = { 5, 22 };

	for (int i = 0; i < 2; i++)
		for (double t = 0.02; t < 6.28; t += 0.1) {
			double complex z = at[i] * cexp(I * t);
			double complex in = special_j1_over(z * (1 - 1e-13)), out = special_j1_over(z * (1 + 1e-13));

			NEAR(cabs(in - out) / exp(fabs(cimag(z))), 0, 2e-13 + 1e-15);
		}
	NEAR(cabs(special_j1_over(7 + 1e-9 * I) - special_j1_over(7)), 0, 1e-9);
	NEAR(cabs(special_j1_over(30 + 1e-9 * I) - special_j1_over(30)), 0, 1e-9);
}

int main(void)
{
	CASE(bessel_i0);
	CASE(bessel_j1);
	CASE(bessel_j1_seams);
	return done();
}
