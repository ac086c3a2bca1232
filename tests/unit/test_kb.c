/* The Kaiser-Bessel kernel against its own transform, by quadrature, and as an interpolator. */
#include "check.h"

#include "tomo/kb.h"

/* c(t) = integral of C(u) cos(2 pi u t): midpoint rule; the kernel's jump at its ends costs about 1e-6. */
static void transform(void)
{
	enum { STEPS = 20000 };

	for (double os = 1.25; os <= 2; os += 0.25)
		for (double t = 0; t <= 1; t += 0.125) {
			double sum = 0, beta = kb_beta(os), h = (double)KB_WIDTH / STEPS;
			for (int i = 0; i < STEPS; i++) {
				double u = -KB_WIDTH / 2. + (i + 0.5) * h;
				sum += h * kb_value(u, beta) * cos(2 * M_PI * u * t);
			}
			NEAR(kb_transform(t, beta), sum, 1e-6);
		}
}

/*
 * A wave exp(2 pi i t u) known at the cells, t within the image, is c(t) times itself between
 * them, but for the aliases at t -+ 1: their largest share c(t - 1) / c(t) at the edge of the
 * image is 3.5e-3 oversampled 1.5 times and 1.2e-3 at 2, plus half a step of the table.
 */
static void interpolates(void)
{
	float table[KB_TABLE];

	for (int twice = 0; twice < 2; twice++) {
		double os = twice ? 2 : 1.5, t = 0.5 / os * 0.98, beta = kb_beta(os), worst = 0;
		kb_fill(table, beta);
		for (int s = 0; s <= KB_STEPS; s++) {
			double sum = 0, u = (double)s / KB_STEPS;
			for (int k = 0; k < KB_WIDTH; k++)
				sum += table[s * KB_WIDTH + k] * cos(2 * M_PI * t * (k - 1 - u));
			worst = fmax(worst, fabs(sum / kb_transform(t, beta) - 1));
		}
		CHECK(worst < (twice ? 2e-3 : 5e-3) && worst > 1e-6);
		printf("# oversampling %g: worst %g\n", os, worst);
	}
}

int main(void)
{
	CASE(transform);
	CASE(interpolates);
	return done();
}
