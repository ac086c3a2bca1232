/* Gradient, divergence and total variation against their definitions, in double, on images of every awkward shape. */
#include "check.h"

#include "num/grad2.h"
#include "num/rng.h"

enum { MOST = 40 * 41 };

static const size_t shapes[][2] = { { 1, 1 }, { 1, 7 }, { 9, 1 }, { 2, 2 }, { 17, 16 }, { 16, 17 }, { 33, 40 }, { 40, 41 } };
enum { SHAPES = sizeof shapes / sizeof *shapes };

static float x[MOST], y[MOST], gx[MOST], gy[MOST], px[MOST], py[MOST], ax[MOST], ay[MOST];

static void fill(float *a, size_t n, uint64_t stream)
{
	struct rng r = rng_at(5, stream, 0);

	for (size_t i = 0; i < n; i++)
		a[i] = (float)rng_normal(&r);
}

static void gradient(size_t ny, size_t nx, size_t i, size_t j, double *dx, double *dy)
{
	*dx = j + 1 < nx ? (double)x[i * nx + j + 1] - x[i * nx + j] : 0;
	*dy = i + 1 < ny ? (double)x[(i + 1) * nx + j] - x[i * nx + j] : 0;
}

/* <grad x, q> = -<x, div q>: sums of at most 1640 products of floats about 1, whose rounding is below 1e-7 each. */
static void adjoint(void)
{
	for (size_t s = 0; s < SHAPES; s++) {
		size_t ny = shapes[s][0], nx = shapes[s][1], n = ny * nx;
		double left = 0, right = 0, dx, dy;
		fill(x, n, 1);
		fill(px, n, 2);
		fill(py, n, 3);
		memset(y, 0, sizeof y);
		HOT_PICK(grad2)(x, ny, nx, gx, gy);
		HOT_PICK(grad2_add_div)(px, py, ny, nx, 2, y);
		for (size_t i = 0; i < n; i++) {
			gradient(ny, nx, i / nx, i % nx, &dx, &dy);
			CHECK(gx[i] == (float)dx && gy[i] == (float)dy);
			left += dx * px[i] + dy * py[i];
			right -= (double)x[i] * y[i] / 2;
		}
		NEAR(left, right, 1e-3);
		CHECK(n == 1 || fabs(left) > 0.01);
	}
}

static void variation(void)
{
	for (size_t s = 0; s < SHAPES; s++) {
		size_t ny = shapes[s][0], nx = shapes[s][1], n = ny * nx;
		double tv = 0, sum2 = 0, dx, dy;
		fill(x, n, 4);
		for (size_t i = 0; i < n; i++) {
			gradient(ny, nx, i / nx, i % nx, &dx, &dy);
			tv += hypot(dx, dy);
			sum2 += dx * dx + dy * dy;
		}
		NEAR(HOT_PICK(grad2_tv)(x, ny, nx), tv, 1e-6 * tv);
		NEAR(HOT_PICK(grad2_sum2)(x, ny, nx), sum2, 1e-6 * sum2);
		CHECK(sum2 < GRAD2_NORM2 * 2 * (double)n + 100);
	}
}

/* A square of a x a that is 1 has the variation 4a, less 2 - sqrt 2 in the corner where both differences meet. */
static void square(void)
{
	enum { N = 20, A = 6 };

	for (size_t i = 0; i < N * N; i++)
		x[i] = i / N >= 5 && i / N < 5 + A && i % N >= 7 && i % N < 7 + A;
	NEAR(HOT_PICK(grad2_tv)(x, N, N), 4 * A - 2 + sqrt(2), 1e-5);
}

static void laplace(void)
{
	for (size_t s = 0; s < SHAPES; s++) {
		size_t ny = shapes[s][0], nx = shapes[s][1], n = ny * nx;
		fill(x, n, 6);
		fill(y, n, 7);
		memcpy(ax, y, sizeof ax);
		HOT_PICK(grad2)(x, ny, nx, gx, gy);
		HOT_PICK(grad2_add_div)(gx, gy, ny, nx, 0.5f, y);
		HOT_PICK(grad2_add_laplace)(x, ny, nx, 0.5f, ax);
		for (size_t i = 0; i < n; i++)
			NEAR(ax[i], y[i], 1e-5);
	}
}

/* (q + step grad x) shortened; and its accelerated form. */
static void dual(void)
{
	for (size_t s = 0; s < SHAPES; s++) {
		size_t ny = shapes[s][0], nx = shapes[s][1], n = ny * nx;
		double dx, dy;
		fill(x, n, 8);
		fill(gx, n, 9);
		fill(gy, n, 10);
		memcpy(px, gx, sizeof px);
		memcpy(py, gy, sizeof py);
		HOT_PICK(grad2_tv_dual)(x, ny, nx, 0.7f, 1.5f, px, py);
		for (size_t i = 0; i < n; i++) {
			gradient(ny, nx, i / nx, i % nx, &dx, &dy);
			double u = i % nx + 1 < nx ? gx[i] + 0.7 * dx : 0, v = gy[i] + 0.7 * dy, f = fmin(1, 1.5 / hypot(u, v));
			NEAR(px[i], u * f, 1e-5);
			NEAR(py[i], v * f, 1e-5);
		}
		memcpy(ax, gx, sizeof ax);
		memcpy(ay, gy, sizeof ay);
		fill(px, n, 11);
		fill(py, n, 12);
		memcpy(gx, px, sizeof gx);
		HOT_PICK(grad2_tv_ahead)(x, ny, nx, 0.7f, 0.4f, px, py, ax, ay);
		for (size_t i = 0; i < n; i++) {
			CHECK(hypot(px[i], py[i]) < 1 + 1e-6);
			NEAR(ax[i], px[i] + 0.4 * (px[i] - gx[i]), 1e-5);
		}
	}
}

int main(void)
{
	CASE(adjoint);
	CASE(variation);
	CASE(square);
	CASE(laplace);
	CASE(dual);
	return done();
}
