/* grad and tikh, and the projected gradient below them, against a solution of the normal equations in double. */
#include "vari_run.h"

#include "num/vec.h"
#include "tomo/iter_reg.h"
#include "tomo/iter_spg.h"

/* The x of (A'A + l2 L'L) x = A'b by Cholesky's factors; L: 1, or the gradient. */
static void direct(const double *a, const struct scan *s, double l2, bool gradient, double *x)
{
	double *m = mem_zero((size_t)SMALL_N * SMALL_N, sizeof *m, "normal", &e);

	memset(x, 0, SMALL_N * sizeof *x);
	for (size_t k = 0; k < SMALL_B; k++)
		for (size_t i = 0; i < SMALL_N; i++) {
			double v = a[k * SMALL_N + i];
			x[i] += v * s->sino[k];
			for (size_t j = 0; v != 0 && j <= i; j++)
				m[i * SMALL_N + j] += v * a[k * SMALL_N + j];
		}
	for (size_t i = 0; i < SMALL_N; i++) {
		size_t n[2] = { i % SMALL ? i - 1 : i, i / SMALL ? i - SMALL : i };
		m[i * SMALL_N + i] += gradient ? 0 : l2;
		for (size_t k = 0; gradient && k < 2; k++)
			if (n[k] != i) {
				m[i * SMALL_N + i] += l2;
				m[n[k] * SMALL_N + n[k]] += l2;
				m[i * SMALL_N + n[k]] -= l2;
			}
	}
	for (size_t i = 0; i < SMALL_N; i++)
		for (size_t j = 0; j <= i; j++) {
			double sum = m[i * SMALL_N + j];
			for (size_t k = 0; k < j; k++)
				sum -= m[i * SMALL_N + k] * m[j * SMALL_N + k];
			m[i * SMALL_N + j] = i == j ? sqrt(sum) : sum / m[j * SMALL_N + j];
		}
	for (size_t i = 0; i < SMALL_N; i++) {
		for (size_t k = 0; k < i; k++)
			x[i] -= m[i * SMALL_N + k] * x[k];
		x[i] /= m[i * SMALL_N + i];
	}
	for (size_t i = SMALL_N; i-- > 0; ) {
		for (size_t k = i + 1; k < SMALL_N; k++)
			x[i] -= m[k * SMALL_N + i] * x[k];
		x[i] /= m[i * SMALL_N + i];
	}
	mem_free(m);
}

static double apart_from(const float *x, const double *y)
{
	double d[SMALL_N];

	for (size_t i = 0; i < SMALL_N; i++)
		d[i] = x[i] - y[i];
	return length_of(d, SMALL_N) / length_of(y, SMALL_N);
}

/* tikh is that solution: iterations in float reach it to 1e-4. */
static void tikh_direct(void)
{
	struct scan s = small_scan();
	double *a = matrix_of(&s), y[SMALL_N];

	direct(a, &s, 0.49, false, y);
	float *x = solve(&recon_tikh, "lambda=0.7,relative=none,iterations=200", &s, NULL);
	NEAR(apart_from(x, y), 0, 1e-4);
	mem_free(x);
	direct(a, &s, 0.49, true, y);
	x = solve(&recon_tikh, "lambda=0.7,relative=none,of=gradient,iterations=300", &s, NULL);
	NEAR(apart_from(x, y), 0, 1e-3);
	mem_free(x);
	mem_free(a);
	scan_free(&s);
}

/* With a start the penalty is of the difference to it: 'b - Ax0' has the solution x - x0. */
static void tikh_prior(void)
{
	struct scan s = small_scan();
	struct recon_par par = { .pad = -1, .init = start_at, .init_ctx = &s };
	double *a = matrix_of(&s), y[SMALL_N];
	float b[SMALL_B], keep[SMALL_B];
	size_t size;

	float *x = recon(&recon_tikh, "lambda=3,relative=none,iterations=200", &s, &par, NULL, &size);
	memcpy(keep, s.sino, sizeof keep);
	scan_project(&s, SMALL, s.x, b);
	for (size_t i = 0; i < SMALL_B; i++)
		s.sino[i] -= b[i];
	direct(a, &s, 9, false, y);
	memcpy(s.sino, keep, sizeof keep);
	for (size_t i = 0; i < SMALL_N; i++)
		y[i] += s.x[i];
	NEAR(apart_from(x, y), 0, 1e-4);
	mem_free(x);
	x = recon(&recon_tikh, "lambda=1e6,relative=none", &s, &par, NULL, &size);
	NEAR(apart(x, s.x, SMALL_N), 0, 1e-4);
	mem_free(x);
	mem_free(a);
	scan_free(&s);
}

/* Conjugate gradients never let their objective grow; told values are sums of floats, exact to 1e-6. */
static void tikh_monotone(void)
{
	struct scan s = noisy_scan();
	struct told t;

	mem_free(solve(&recon_tikh, "iterations=60", &s, &t));
	CHECK(falls(&t, 1e-6) && t.objective[60] < 0.01 * t.objective[0]);
	mem_free(solve(&recon_tikh, "iterations=60,of=gradient", &s, &t));
	CHECK(falls(&t, 1e-6) && t.objective[60] < 0.01 * t.objective[0]);
	scan_free(&s);
}

/* What is told is 1/2 |Ax - b|^2 + lambda^2/2 |x|^2 and |Ax - b| / |b|, by the matrix; a strong penalty leaves 0. */
static void tikh_told(void)
{
	struct scan s = small_scan();
	double *a = matrix_of(&s), g[SMALL_N], b2 = 0, x2 = 0;
	struct told t;
	float *x = solve(&recon_tikh, "lambda=2,relative=none,iterations=15", &s, &t);

	double r2 = slope_of(a, &s, x, g);
	for (size_t i = 0; i < SMALL_B; i++)
		b2 += (double)s.sino[i] * s.sino[i];
	for (size_t i = 0; i < SMALL_N; i++)
		x2 += (double)x[i] * x[i];
	NEAR(t.residual[15], sqrt(r2 / b2), 1e-4 * t.residual[15]);
	NEAR(t.objective[15], r2 / 2 + 2 * x2, 1e-4 * t.objective[15]);
	mem_free(x);
	x = solve(&recon_tikh, "lambda=1e6,relative=none", &s, NULL);
	for (size_t i = 0; i < SMALL_N; i++)
		NEAR(x[i], 0, 1e-8);
	mem_free(x);
	mem_free(a);
	scan_free(&s);
}

/* grad comes to A'(Ax - b) = 0; held at or above 0, to where the slope is >= 0 at 0 and 0 elsewhere. */
static void grad_minimum(void)
{
	struct scan s = small_scan();
	double *a = matrix_of(&s), g[SMALL_N], first[SMALL_N];
	float zero[SMALL_N] = { 0 };
	struct told t;

	slope_of(a, &s, zero, first);
	float *x = solve(&recon_grad, "iterations=800", &s, &t);
	slope_of(a, &s, x, g);
	NEAR(length_of(g, SMALL_N) / length_of(first, SMALL_N), 0, 1e-4);
	mem_free(x);
	const struct method *m[] = { &recon_grad, &recon_tikh };
	const char *text[] = { "iterations=800,nonneg=yes", "iterations=800,nonneg=yes,lambda=0" };
	for (int k = 0; k < 2; k++) {
		x = solve(m[k], text[k], &s, NULL);
		slope_of(a, &s, x, g);
		size_t held = 0;
		for (size_t i = 0; i < SMALL_N; i++) {
			CHECK(x[i] >= 0);
			held += x[i] == 0;
			CHECK(g[i] > -1e-3 * length_of(first, SMALL_N));
			CHECK(x[i] == 0 || fabs(g[i]) < 1e-3 * length_of(first, SMALL_N));
		}
		CHECK(held > 20);
		mem_free(x);
	}
	mem_free(a);
	scan_free(&s);
}

/* Of the last ten values at least one is above the new one: the rule that makes Barzilai and Borwein's steps converge. */
static void grad_falls_in_the_end(void)
{
	struct scan s = noisy_scan();
	struct told t;
	size_t grew = 0;

	mem_free(solve(&recon_grad, "iterations=200", &s, &t));
	for (size_t k = 1; k < t.n; k++) {
		double most = 0;
		for (size_t i = k > SPG_MEMORY ? k - SPG_MEMORY : 0; i < k; i++)
			most = fmax(most, t.objective[i]);
		CHECK(t.objective[k] <= most * (1 + 1e-6));
		grew += t.objective[k] > t.objective[k - 1];
	}
	CHECK(grew > 0);	/* they are not monotone: else this would not be them */
	scan_free(&s);
}

/* A separable function by the engine alone: minimum of sum of c (x - t)^2 / 2 with x >= 0 is max(t, 0). */
static double bowl_value(void *ctx, const struct iter *it, double *residual2)
{
	double sum = 0;

	(void)ctx;
	for (size_t i = 0; i < it->nx; i++)
		sum += (1 + (double)(i % 7)) * pow(it->x[i] - ((double)i - 5), 2) / 2;
	*residual2 = sum;
	return sum;
}

static void bowl_gradient(void *ctx, const struct iter *it, float *g)
{
	(void)ctx;
	for (size_t i = 0; i < it->nx; i++)
		g[i] = (float)((1 + (double)(i % 7)) * (it->x[i] - ((double)i - 5)));
}

static double bowl_curvature(void *ctx, const struct iter *it, const float *d)
{
	double sum = 0;

	(void)ctx;
	for (size_t i = 0; i < it->nx; i++)
		sum += (1 + (double)(i % 7)) * d[i] * d[i];
	return sum;
}

static void bowl_moved(void *ctx, const struct iter *it, double l)
{
	(void)ctx, (void)it;
	CHECK(l >= 0 && l <= 1);
}

static void engine(void)
{
	enum { N = 16 };
	float x[N] = { 0 }, g[N], d[N];
	double val[PARAM_MAX] = { [ITER_ITERATIONS] = 60, [ITER_NONNEG] = 1 };
	struct iter it = { .val = val, .x = x, .nx = N, .stop2 = -1 };
	struct spg s = {
		.memory = 1, .g = g, .d = d, .value = bowl_value, .gradient = bowl_gradient, .curvature = bowl_curvature,
		.moved = bowl_moved,
	};

	spg_run(&it, &s);
	for (size_t i = 0; i < N; i++)
		NEAR(x[i], fmax((double)i - 5, 0), 1e-4);
	CHECK(it.k == 60);
}

/* White noise of a known deviation on a smooth sinogram; half the rays are above the mean. */
static void noise(void)
{
	enum { COLS = 200, ANGLES = 100 };
	static float b[COLS * ANGLES], scratch[COLS * ANGLES];
	struct rng r = rng_at(11, 0, 0);
	struct iter it = { .nangle = ANGLES, .ncol = COLS, .nb = COLS * ANGLES, .b = b };

	for (size_t i = 0; i < COLS * ANGLES; i++)
		b[i] = (float)(sin(M_PI * (double)(i % COLS) / COLS) + 0.02 * rng_normal(&r));
	NEAR(reg_noise(&it, scratch), 0.02, 0.0006);	/* 10^4 values give the median to 1.2 % */
	for (size_t i = 0; i < COLS * ANGLES; i++)
		b[i] = 3;
	CHECK(reg_noise(&it, scratch) == 0);
	it.ncol = 2;
	CHECK(reg_noise(&it, scratch) == 0);
}

/* lambda 1 of tikh: the noise of mu_t over what is usual in a slice. */
static void by_noise(void)
{
	struct scan s = small_scan();
	char text[100];

	snprintf(text, sizeof text, "relative=none,lambda=%.9g", noise_of(&s) / usual_of(&s));
	check_same(&recon_tikh, &s, NULL, text);
	scan_free(&s);
}

static void better_than_fbp(void)
{
	struct scan s = noisy_scan();
	struct recon_par ramp = { .filter = WINDOW_RAMP, .pad = -1 };
	size_t size;
	float *f = recon(&recon_fbp, NULL, &s, &ramp, NULL, &size);
	float *x = solve(&recon_grad, NULL, &s, NULL), *y = solve(&recon_tikh, NULL, &s, NULL);

	CHECK(slice_psnr(x, &s) > slice_psnr(f, &s) + 1);
	CHECK(slice_psnr(y, &s) > slice_psnr(f, &s) + 1);
	mem_free(f);
	mem_free(x);
	mem_free(y);
	scan_free(&s);
}

static void tolerance(void)
{
	struct scan s = small_scan();
	struct told t;

	mem_free(solve(&recon_grad, "tolerance=1e-3,iterations=900", &s, &t));
	CHECK(t.n > 5 && t.n < 800);
	mem_free(solve(&recon_tikh, "tolerance=1e-3,iterations=900", &s, &t));
	CHECK(t.n > 5 && t.n < 800);
	scan_free(&s);
}

static void invariants(void)
{
	check_mirror(&recon_grad, NULL, 1e-3);
	check_mirror(&recon_tikh, NULL, 1e-3);
	check_limits(&recon_grad, "nonneg=yes");
	check_limits(&recon_tikh, "nonneg=yes,of=gradient");
	check_hostile(&recon_grad);
	check_hostile(&recon_tikh);
}

int main(void)
{
	CASE(tikh_direct);
	CASE(tikh_prior);
	CASE(tikh_monotone);
	CASE(tikh_told);
	CASE(grad_minimum);
	CASE(grad_falls_in_the_end);
	CASE(engine);
	CASE(noise);
	CASE(by_noise);
	CASE(better_than_fbp);
	CASE(tolerance);
	CASE(invariants);
	return done();
}
