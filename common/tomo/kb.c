#include "tomo/kb.h"

#include <math.h>

#include "num/special.h"

double kb_beta(double a)
{
	double w = KB_WIDTH * (a - 0.5) / a;

	return M_PI * sqrt(w * w - 0.8);
}

double kb_value(double u, double beta)
{
	double r = 2 * u / KB_WIDTH;

	return r * r > 1 ? 0 : special_bessel_i0(beta * sqrt(1 - r * r)) / special_bessel_i0(beta);
}

double kb_transform(double t, double beta)
{
	double p = M_PI * KB_WIDTH * t, q = beta * beta - p * p, r = sqrt(fabs(q));
	double s = r < 1e-6 ? 1 : q > 0 ? sinh(r) / r : sin(r) / r;

	return KB_WIDTH * s / special_bessel_i0(beta);
}

void kb_fill(float *table, double beta)
{
	for (int i = 0; i <= KB_STEPS; i++)
		for (int t = 0; t < KB_WIDTH; t++)
			table[i * KB_WIDTH + t] =
				(float)kb_value((double)i / KB_STEPS + 1 - t, beta);
}
