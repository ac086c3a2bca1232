#include "num/special.h"

#include <gsl/gsl_sf_bessel.h>
#include <math.h>

/* The scaled function has no overflow, and so never calls GSL's error handler. */
double special_bessel_i0(double x)
{
	return exp(fabs(x)) * gsl_sf_bessel_I0_scaled(x);
}
