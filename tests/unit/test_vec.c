/* Vectors of float against sums in long double. */
#include "check.h"

#include "num/vec.h"

enum { N = 4099 };

static float a[N], b[N], c[N];

static void fill(void)
{
	for (int i = 0; i < N; i++) {
		a[i] = (float)sin(i * 1.3) * 100;
		b[i] = (float)cos(i * i * 0.7) + 2;
	}
}

/* Products of two floats are exact in double: what is lost is some 1e-16 of the sum of sizes, here about 2e5 to 2e7. */
static void sums(void)
{
	for (size_t n = 0; n <= N; n = n < 40 ? n + 1 : n * 3 + 1) {
		long double dot = 0, norm = 0, dist = 0, sum = 0;
		fill();
		for (size_t i = 0; i < n; i++) {
			dot += (long double)a[i] * b[i];
			norm += (long double)a[i] * a[i];
			dist += ((long double)a[i] - b[i]) * ((long double)a[i] - b[i]);
			sum += a[i];
		}
		NEAR(vec_dot(a, b, n), (double)dot, 1e-8);
		NEAR(vec_norm2(a, n), (double)norm, 1e-7);
		NEAR(vec_dist2(a, b, n), (double)dist, 1e-7);
		NEAR(vec_sum(a, n), (double)sum, 1e-8);
	}
}

static void updates(void)
{
	fill();
	vec_sub(a, b, c, N);
	CHECK(c[N - 1] == a[N - 1] - b[N - 1] && c[0] == a[0] - b[0]);
	vec_axpy(2, b, c, N);
	NEAR(c[17], a[17] + b[17], 1e-5);
	vec_xpay(a, -1, c, N);
	NEAR(c[17], -b[17], 1e-5);
	vec_scale(c, N, -0.5);
	NEAR(c[N - 1], b[N - 1] / 2, 1e-5);
	vec_mul(c, b, N);
	NEAR(c[5], b[5] * b[5] / 2, 1e-5);
	vec_at_least(a, N, -3);
	for (int i = 0; i < N; i++)
		CHECK(a[i] >= -3);
	vec_fill(a, N, 7);
	CHECK(a[0] == 7 && a[N - 1] == 7);
}

int main(void)
{
	CASE(sums);
	CASE(updates);
	return done();
}
