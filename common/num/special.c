#include "num/special.h"

#include <gsl/gsl_sf_bessel.h>
#include <math.h>

#include "num/cx.h"

/* The scaled function has no overflow, and so never calls GSL's error handler. */
double special_bessel_i0(double x)
{
	return exp(fabs(x)) * gsl_sf_bessel_I0_scaled(x);
}

static double complex j1_series(double complex z)
{
	double complex w = cx_mul(z, z) / -4, s = 0;

	for (int k = 22; k >= 1; k--)
		s = cx_mul(w, 1 + s) / (k * (k + 1.));
	return (1 + s) / 2;
}

/* Re z >= 0, Im z >= 0 */
static double complex j1_recurrence(double complex z)
{
	int top = 2 * (int)(15 + 0.9 * (cabs(z) - 5) + 1);
	double complex two_z = 2 / z, above = 0, here = 1e-280, one = 0, sum = 0;
	const double complex unit[4] = { 1, -I, -1, I };	/* (-i)^k */

	for (int k = top; k >= 1; k--) {
		double complex below = cx_mul(k * two_z, here) - above;

		sum += 2 * cx_mul(unit[k & 3], here);
		one = here;
		above = here;
		here = below;
	}
	return cx_mul(one / (sum + here), cexp(cx_of(cimag(z), -creal(z)))) / z;
}

/* Re z >= 0, Im z >= 0; with exp(i z) and exp(-i z) apart, each times its own series. */
static double complex j1_asymptotic(double complex z)
{
	double complex iz = cx_of(-cimag(z), creal(z)), step = 1 / (8 * iz), term = 1, up = 1, down = 1;
	const double complex turn = cx_of(-M_SQRT1_2, -M_SQRT1_2);	/* exp(-3 pi i/4) */
	double complex wave = cx_mul(cexp(iz), turn);

	for (int k = 1; k <= 40; k++) {
		double odd = 2 * k - 1;

		term = cx_mul(term, step) * ((4 - odd * odd) / k);
		up += k & 1 ? -term : term;
		down += term;
		if (fabs(creal(term)) + fabs(cimag(term)) < 1e-18)
			break;
	}
	return cx_mul(cx_mul(wave, up) + cx_mul(1 / wave, down), csqrt(1 / (2 * M_PI * z))) / z;
}

double complex special_j1_over(double complex z)
{
	double complex r;
	double x = fabs(creal(z)), y = fabs(cimag(z)), r2 = x * x + y * y;

	if (r2 == 0)
		return 0.5;
	if (y == 0)
		return j1(x) / x;
	if (r2 < 25)
		return j1_series(z);
	r = r2 < 484 ? j1_recurrence(cx_of(x, y)) : j1_asymptotic(cx_of(x, y));
	return creal(z) * cimag(z) < 0 ? conj(r) : r;
}
