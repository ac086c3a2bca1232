/* The q-GGMRF penalty against its definition in double, its derivative, and the parabola above it. */
#include "check.h"

#include "num/rng.h"
#include "tomo/qggmrf.h"

enum { NY = 11, NX = 13, N = NY * NX };

static const struct qggmrf q = { .p = 1.2f, .sigma = 0.3f, .t = 0.8f };

static void fill(float *x, uint64_t stream, double scale)
{
	struct rng r = rng_at(9, stream, 0);

	for (size_t i = 0; i < N; i++)
		x[i] = (float)(rng_normal(&r) * scale);
}

/* As the paper has it, (|d|^p / (p s^p)) |d/(T s)|^(q-p) / (1 + |d/(T s)|^(q-p)) with q = 2. */
static double rho(double d)
{
	double p = q.p, s = q.sigma, u = pow(fabs(d / (q.t * s)), 2 - p);

	return pow(fabs(d), p) / (p * pow(s, p)) * u / (1 + u);
}

static double penalty(const double *x)
{
	double near = 1 / (4 + 4 / sqrt(2)), sum = 0;

	for (int i = 0; i < NY; i++)
		for (int j = 0; j < NX; j++)
			for (int k = 0; k < 4; k++) {
				int y = i + (k > 0), z = j + (k == 0 || k == 2) - (k == 3);
				if (y < NY && z >= 0 && z < NX)
					sum += (k < 2 ? near : near / sqrt(2)) * rho(x[y * NX + z] - x[i * NX + j]);
			}
	return sum;
}

static void value_and_gradient(void)
{
	float x[N], w[4 * N], g[N] = { 0 };
	double at[N];

	fill(x, 1, 0.4);
	for (int i = 0; i < N; i++)
		at[i] = x[i];
	double r = HOT_PICK(qggmrf_weights)(&q, x, NY, NX, w);
	NEAR(r, penalty(at), 1e-5 * r);
	HOT_PICK(qggmrf_gradient)(x, w, NY, NX, 2, g);
	for (int i = 0; i < N; i++) {
		double h = 1e-4, keep = at[i];
		at[i] = keep + h;
		double up = penalty(at);
		at[i] = keep - h;
		double down = penalty(at);
		at[i] = keep;
		NEAR(g[i], (up - down) / h, 2e-3);	/* central difference of a function with third derivatives of some 1e4 at 0 */
	}
}

/* R(x + d) <= R(x) + <grad, d> + product(d, d)/2 for steps of all sizes, and equal to first order. */
static void above(void)
{
	float x[N], d[N], y[N], w[4 * N], other[4 * N], g[N] = { 0 };

	fill(x, 2, 0.5);
	double r = HOT_PICK(qggmrf_weights)(&q, x, NY, NX, w);
	HOT_PICK(qggmrf_gradient)(x, w, NY, NX, 1, g);
	for (double scale = 1e-3; scale < 30; scale *= 3) {
		double slope = 0;
		fill(d, 3, scale);
		for (int i = 0; i < N; i++) {
			y[i] = x[i] + d[i];
			slope += (double)g[i] * d[i];
		}
		double bound = r + slope + HOT_PICK(qggmrf_product)(d, d, w, NY, NX) / 2;
		double there = HOT_PICK(qggmrf_weights)(&q, y, NY, NX, other);
		CHECK(there <= bound + 1e-5 * r);
		CHECK(scale > 0.01 || bound - there < 0.05 * r);
	}
	float a[N];
	fill(a, 4, 1);
	NEAR(HOT_PICK(qggmrf_product)(a, d, w, NY, NX), HOT_PICK(qggmrf_product)(d, a, w, NY, NX), 1e-3);
}

/* All equal: no penalty, and every weight the largest. */
static void flat(void)
{
	float x[N] = { 0 }, w[4 * N], one[3] = { 1, 2, 4 };

	CHECK(HOT_PICK(qggmrf_weights)(&q, x, NY, NX, w) == 0);
	double top = HOT_PICK(qggmrf_top)(&q), near = 1 / (4 + 4 / sqrt(2));
	NEAR(top, 2 / (1.2 * 0.3 * 0.3 * pow(0.8, 0.8)), 1e-5 * top);
	NEAR(w[0], top * near, 1e-5 * top);
	NEAR(w[3 * N + 1], top * near / sqrt(2), 1e-5 * top);
	CHECK(w[3 * N] == 0 && w[NX - 1] == 0 && w[2 * N - 1] == 0);
	NEAR(HOT_PICK(qggmrf_weights)(&q, one, 1, 3, w), near * (rho(1) + rho(2)), 1e-4);
	NEAR(HOT_PICK(qggmrf_weights)(&q, one, 3, 1, w), near * (rho(1) + rho(2)), 1e-4);
	CHECK(HOT_PICK(qggmrf_weights)(&q, one, 1, 1, w) == 0);
}

int main(void)
{
	CASE(value_and_gradient);
	CASE(above);
	CASE(flat);
	return done();
}
