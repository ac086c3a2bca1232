/* Special functions against tables. */
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

int main(void)
{
	CASE(bessel_i0);
	return done();
}
