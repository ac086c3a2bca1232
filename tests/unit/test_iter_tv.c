/* tv and fista-tv: the minimum certified, each other, limits of the strength. */
#include "vari_run.h"

#include "tomo/iter_reg.h"

static const struct method *const both[] = { &recon_tv, &recon_fista_tv };

static void grad_of(const double *x, size_t i, double *dx, double *dy)
{
	*dx = i % SMALL + 1 < SMALL ? x[i + 1] - x[i] : 0;
	*dy = i / SMALL + 1 < SMALL ? x[i + SMALL] - x[i] : 0;
}

static double div_of(const double *q, size_t i)
{
	const double *r = q + SMALL_N;
	double d = 0;

	d += i % SMALL + 1 < SMALL ? q[i] : 0;
	d -= i % SMALL ? q[i - 1] : 0;
	d += i / SMALL + 1 < SMALL ? r[i] : 0;
	d -= i / SMALL ? r[i - SMALL] : 0;
	return d;
}

/* One step of projected gradients towards div q = g, |q| <= most. */
static void certify_step(const double *g, double most, const double *from, double *q)
{
	double v[SMALL_N], dx, dy;

	for (size_t i = 0; i < SMALL_N; i++)
		v[i] = div_of(from, i) - g[i];
	for (size_t i = 0; i < SMALL_N; i++) {
		grad_of(v, i, &dx, &dy);
		double a = from[i] + dx / 8, b = from[SMALL_N + i] + dy / 8, f = fmin(1, most / fmax(hypot(a, b), 1e-300));
		q[i] = f * a;
		q[SMALL_N + i] = f * b;
	}
}

/*
 * With g = A'(Ax - b) and any q with |q| <= lambda, for all y:
 *
 *	P(x) - P(y) <= lambda TV(x) - <q, grad x> + <div q - g, y - x>
 *
 * as the data term is convex and <q, grad y> <= lambda TV(y).  The test looks for the best q itself, in double.  Returns
 * the bound for |y - x| <= |x| over P(x).
 */
static double certificate(const double *a, const struct scan *s, const float *x, double lambda)
{
	static double q[2 * SMALL_N], old[2 * SMALL_N], ahead[2 * SMALL_N];
	double g[SMALL_N], at[SMALL_N], left[SMALL_N], gap = 0, tv = 0, dx, dy, t = 1;
	double r2 = slope_of(a, s, x, g);

	memset(q, 0, sizeof q);
	memset(ahead, 0, sizeof ahead);
	for (int k = 0; k < 30000; k++) {
		double tnew = (1 + sqrt(1 + 4 * t * t)) / 2;
		memcpy(old, q, sizeof q);
		certify_step(g, lambda, ahead, q);
		for (size_t i = 0; i < 2 * SMALL_N; i++)
			ahead[i] = q[i] + (t - 1) / tnew * (q[i] - old[i]);
		t = tnew;
	}
	for (size_t i = 0; i < SMALL_N; i++)
		at[i] = x[i];
	for (size_t i = 0; i < SMALL_N; i++) {
		grad_of(at, i, &dx, &dy);
		tv += hypot(dx, dy);
		gap += lambda * hypot(dx, dy) - q[i] * dx - q[SMALL_N + i] * dy;
		left[i] = div_of(q, i) - g[i];
	}
	return (gap + length_of(left, SMALL_N) * length_of(at, SMALL_N)) / (r2 / 2 + lambda * tv);
}

/* tv is within 0.1 % of the minimum, whatever it is; fista-tv, slower, within 1 %.  And both have the same slice. */
static void minimum(void)
{
	struct scan s = small_scan();
	double *a = matrix_of(&s);
	struct told t, u;
	float *x = solve(&recon_tv, "lambda=0.05,relative=none,iterations=1000", &s, &t);
	float *y = solve(&recon_fista_tv, "lambda=0.05,relative=none,iterations=1000,inner=40", &s, &u);

	NEAR(certificate(a, &s, x, 0.05), 0, 1e-3);
	NEAR(certificate(a, &s, y, 0.05), 0, 1e-2);
	NEAR(t.objective[t.n - 1], u.objective[u.n - 1], 1e-4 * t.objective[t.n - 1]);
	NEAR(apart(y, x, SMALL_N), 0, 0.01);
	mem_free(x);
	x = solve(&recon_tv, "lambda=0.05,relative=none,iterations=5", &s, NULL);
	CHECK(certificate(a, &s, x, 0.05) > 0.02);	/* the certificate tells */
	mem_free(x);
	mem_free(y);
	mem_free(a);
	scan_free(&s);
}

/* What is told is the objective: by the matrix, in double. */
static void told_right(void)
{
	struct scan s = small_scan();
	double *a = matrix_of(&s), g[SMALL_N], at[SMALL_N], b2 = 0, dx, dy;
	struct told t;

	for (size_t i = 0; i < SMALL_B; i++)
		b2 += (double)s.sino[i] * s.sino[i];
	for (size_t k = 0; k < 2; k++) {
		float *x = solve(both[k], "lambda=0.2,relative=none,iterations=20", &s, &t);
		double r2 = slope_of(a, &s, x, g), tv = 0;
		for (size_t i = 0; i < SMALL_N; i++)
			at[i] = x[i];
		for (size_t i = 0; i < SMALL_N; i++) {
			grad_of(at, i, &dx, &dy);
			tv += hypot(dx, dy);
		}
		CHECK(t.n == 21);
		NEAR(t.residual[20], sqrt(r2 / b2), 1e-4 * t.residual[20]);
		NEAR(t.objective[20], r2 / 2 + 0.2 * tv, 1e-5 * t.objective[20]);
		mem_free(x);
	}
	mem_free(a);
	scan_free(&s);
}

/* FISTA's monotone form never grows: what is told are sums of floats, exact to 1e-6. */
static void monotone(void)
{
	struct scan s = noisy_scan();
	struct told t;

	mem_free(solve(&recon_fista_tv, "iterations=60", &s, &t));
	CHECK(falls(&t, 1e-6));
	CHECK(t.objective[60] < 0.01 * t.objective[0]);
	scan_free(&s);
}

/* lambda = 0 is least squares: A'(Ax - b) = 0.  A large one leaves a constant, with the scale of least squares. */
static void strengths(void)
{
	struct scan s = small_scan();
	double *a = matrix_of(&s), g[SMALL_N], first[SMALL_N];
	float zero[SMALL_N] = { 0 };

	slope_of(a, &s, zero, first);
	for (size_t k = 0; k < 2; k++) {
		float *x = solve(both[k], k ? "lambda=0,iterations=1000" : "lambda=0,iterations=1000", &s, NULL);
		slope_of(a, &s, x, g);
		NEAR(length_of(g, SMALL_N) / length_of(first, SMALL_N), 0, 1e-4);
		mem_free(x);
	}
	float *x = solve(&recon_tv, "lambda=2,relative=data,iterations=1000", &s, NULL);
	double ones = 0, onesb = 0, sum = 0;
	for (size_t i = 0; i < SMALL_B; i++) {
		double row = 0;
		for (size_t j = 0; j < SMALL_N; j++)
			row += a[i * SMALL_N + j];
		ones += row * row;
		onesb += row * s.sino[i];
	}
	for (size_t i = 0; i < SMALL_N; i++) {
		sum += x[i];
		NEAR(x[i], onesb / ones, 1e-2 * onesb / ones);
	}
	CHECK(sum > 0);
	mem_free(x);
	mem_free(a);
	scan_free(&s);
}

/* The bound that fista-tv steps by, over |A'A| of the matrix: 1, and little more. */
static void bound(void)
{
	static float v[SMALL_N], w[SMALL_N], b[SMALL_B];
	struct scan s = small_scan();
	double *a = matrix_of(&s), u[SMALL_N], norm = 0, cs[SMALL_ANGLES], sn[SMALL_ANGLES];
	struct proj *p = NULL;

	for (size_t i = 0; i < SMALL_N; i++)
		u[i] = 1;
	for (int k = 0; k < 300; k++) {
		double au[SMALL_B] = { 0 };
		for (size_t i = 0; i < SMALL_B; i++)
			for (size_t j = 0; j < SMALL_N; j++)
				au[i] += a[i * SMALL_N + j] * u[j];
		memset(u, 0, sizeof u);
		for (size_t i = 0; i < SMALL_B; i++)
			for (size_t j = 0; j < SMALL_N; j++)
				u[j] += a[i * SMALL_N + j] * au[i];
		norm = length_of(u, SMALL_N);
		for (size_t j = 0; j < SMALL_N; j++)
			u[j] /= norm;
	}
	for (size_t i = 0; i < s.m; i++) {
		cs[i] = cos(s.theta[i] * M_PI / 180);
		sn[i] = sin(s.theta[i] * M_PI / 180);
	}
	proj_new(&p, SMALL, s.n, cs, sn, s.m, &e);
	struct iter it = { .proj = p, .nangle = s.m, .ncol = s.n, .size = SMALL, .nx = SMALL_N, .nb = SMALL_B,
			   .center = s.center, .work = mem_alloc(1, proj_work(p), "work", &e) };
	double got = reg_norm2(&it, v, w, b) / norm;
	printf("# %.4f\n", got);
	CHECK(got >= 1 - 1e-5 && got < 1.3);
	mem_free(it.work);
	proj_free(p);
	mem_free(a);
	scan_free(&s);
}

/* What is not given is what the pages say: s sqrt(angles) for lambda 1. */
static void by_noise(void)
{
	struct scan s = small_scan();
	char text[100];

	snprintf(text, sizeof text, "relative=none,lambda=%.9g", noise_of(&s) * sqrt(SMALL_ANGLES));
	for (size_t k = 0; k < 2; k++)
		check_same(both[k], &s, NULL, text);
	scan_free(&s);
}

/* The default strength follows the scale: mu_t times 1000 gives the slice times 1000. */
static void scale(void)
{
	struct scan s = small_scan();

	for (size_t k = 0; k < 2; k++) {
		float *x = solve(both[k], NULL, &s, NULL), *y;
		for (size_t i = 0; i < SMALL_B; i++)
			s.sino[i] *= 1024;
		y = solve(both[k], NULL, &s, NULL);
		for (size_t i = 0; i < SMALL_N; i++)
			y[i] /= 1024;
		for (size_t i = 0; i < SMALL_B; i++)
			s.sino[i] /= 1024;
		NEAR(apart(y, x, SMALL_N), 0, 1e-4);
		mem_free(x);
		mem_free(y);
	}
	scan_free(&s);
}

static void tolerance(void)
{
	struct scan s = small_scan();
	struct told t;

	for (size_t k = 0; k < 2; k++) {
		mem_free(solve(both[k], "tolerance=1e-3,iterations=1000", &s, &t));
		CHECK(t.n > 5 && t.n < 900);
	}
	scan_free(&s);
}

/* At the defaults, on noise: far above fbp with the ramp, and with its best window.  Measured: see the page. */
static void better_than_fbp(void)
{
	struct scan s = noisy_scan();
	struct recon_par ramp = { .filter = WINDOW_RAMP, .pad = -1 }, soft = { .filter = WINDOW_COSINE, .pad = -1 };
	size_t size;
	float *f = recon(&recon_fbp, NULL, &s, &ramp, NULL, &size), *c = recon(&recon_fbp, NULL, &s, &soft, NULL, &size);

	for (size_t k = 0; k < 2; k++) {
		float *x = solve(both[k], NULL, &s, NULL);
		CHECK(slice_psnr(x, &s) > slice_psnr(f, &s) + 4);
		CHECK(slice_psnr(x, &s) > slice_psnr(c, &s) + 2);
		mem_free(x);
	}
	mem_free(f);
	mem_free(c);
	scan_free(&s);
}

static void invariants(void)
{
	check_mirror(&recon_tv, NULL, 1e-3);
	check_mirror(&recon_fista_tv, NULL, 1e-3);
	check_limits(&recon_tv, "nonneg=yes");
	check_limits(&recon_fista_tv, "nonneg=yes");
	check_hostile(&recon_tv);
	check_hostile(&recon_fista_tv);
}

int main(void)
{
	CASE(minimum);
	CASE(told_right);
	CASE(monotone);
	CASE(strengths);
	CASE(bound);
	CASE(by_noise);
	CASE(scale);
	CASE(tolerance);
	CASE(better_than_fbp);
	CASE(invariants);
	return done();
}
