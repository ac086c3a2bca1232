/* Interpolation: exact on the polynomials it must reproduce, and at the samples. */
#include "check.h"

#include "num/interp.h"

enum { N = 12 };

static double poly(double x, int degree)
{
	return degree == 1 ? 3 - 0.5 * x : 2 + x - 0.25 * x * x;
}

static void linear(void)
{
	float x[N];

	for (int i = 0; i < N; i++)
		x[i] = (float)poly(i, 1);
	for (double at = 0; at <= N - 1; at += 0.125)
		NEAR(interp_linear(x, N, at), poly(at, 1), 1e-6);
	NEAR(interp_linear(x, N, -3), x[0], 0);
	NEAR(interp_linear(x, N, N + 2), x[N - 1], 0);
	NEAR(interp_linear(x, 1, 0.5), x[0], 0);
	NEAR(interp_linear(x, N, (double)NAN), x[0], 0);
}

/* Keys's a = -1/2 is exact for parabolas away from the ends, and meets every sample. */
static void cubic(void)
{
	float x[N], step[] = { 0, 0, 1, 1 };

	for (int i = 0; i < N; i++)
		x[i] = (float)poly(i, 2);
	for (double at = 1; at <= N - 2; at += 0.125)
		NEAR(interp_cubic(x, N, at), poly(at, 2), 4e-6);
	for (int i = 0; i < N; i++)
		NEAR(interp_cubic(x, N, i), x[i], 1e-6);
	/* halfway between samples the weights are (-1, 9, 9, -1)/16 */
	NEAR(interp_cubic(step, 4, 1.5), 0.5, 1e-7);
	NEAR(interp_cubic(step, 4, 0.5), -1.0 / 16, 1e-7);
	NEAR(interp_cubic(step, 4, 1.25), 0.203125, 1e-7);	/* eq. 15 by hand: 0.2265625 - 0.0234375 */
	NEAR(interp_cubic(x, N, -1), x[0], 0);
	NEAR(interp_cubic(x, N, 99), x[N - 1], 1e-6);
	NEAR(interp_cubic(x, 1, 0), x[0], 0);
}

static void bilinear(void)
{
	float x[3 * 4];

	for (int r = 0; r < 3; r++)
		for (int c = 0; c < 4; c++)
			x[r * 4 + c] = (float)(1 + 2 * r - 3 * c + r * c);
	for (double r = 0; r <= 2; r += 0.25)
		for (double c = 0; c <= 3; c += 0.25)
			NEAR(interp_bilinear(x, 3, 4, r, c), 1 + 2 * r - 3 * c + r * c, 1e-5);
	NEAR(interp_bilinear(x, 3, 4, -1, -1), x[0], 0);
	NEAR(interp_bilinear(x, 3, 4, 9, 9), x[11], 0);
	NEAR(interp_bilinear(x, 1, 4, 0.7, 1.5), -3.5, 1e-6);
	NEAR(interp_bilinear(x, 1, 1, 0.7, 1.5), x[0], 0);
}

static void vertex(void)
{
	for (double v = -0.5; v <= 0.5; v += 0.1)	/* y = 5 - 2 (x - v)^2 */
		NEAR(interp_vertex(5 - 2 * (1 + v) * (1 + v), 5 - 2 * v * v, 5 - 2 * (1 - v) * (1 - v)), v, 1e-14);
	NEAR(interp_vertex(1, 1, 1), 0, 0);
	NEAR(interp_vertex(1, 2, 3), 0, 0);
	NEAR(interp_vertex(1, 2, 3.0001), -1, 0);
	NEAR(interp_vertex((double)NAN, 2, 3), 0, 0);
}

int main(void)
{
	CASE(linear);
	CASE(cubic);
	CASE(bilinear);
	CASE(vertex);
	return done();
}
