/* mbir: its objective and slope by a matrix and a penalty of their own, in double; and what all methods must do. */
#include "vari_run.h"

#include "tomo/fproj.h"

static double cs[SMALL_ANGLES], sn[SMALL_ANGLES];

/* The Fourier projector's matrix, [SMALL_B][SMALL_N]; to be freed. */
static double *fourier_matrix(const struct scan *s)
{
	static float x[SMALL_N], b[SMALL_B];
	double center = s->center, *a = mem_zero((size_t)SMALL_B * SMALL_N, sizeof *a, "matrix", &e);
	struct geo g = { .nangle = s->m, .ncol = s->n, .size = SMALL, .cs = cs, .sn = sn, .center = &center, .ncenter = 1,
			 .lo = center, .hi = center };
	struct fproj *f = NULL;

	for (size_t i = 0; i < s->m; i++) {
		cs[i] = cos(s->theta[i] * M_PI / 180);
		sn[i] = sin(s->theta[i] * M_PI / 180);
	}
	CHECK(!fproj_new(&f, &g, SMALL, false, &e));
	void *work = mem_alloc(1, fproj_work(f), "work", &e);
	for (size_t j = 0; j < SMALL_N; j++) {
		memset(x, 0, sizeof x);
		x[j] = 1;
		fproj_forward(f, center, x, b, work);
		for (size_t i = 0; i < SMALL_B; i++)
			a[i * SMALL_N + j] = b[i];
	}
	mem_free(work);
	fproj_free(f);
	return a;
}

/* The q-GGMRF by its definition, p = 1.3, T = 0.9, sigma = 0.02; its slope is added to g times f. */
static double penalty(const float *x, double f, double *g)
{
	double near = 1 / (4 + 4 / sqrt(2)), p = 1.3, reach = 0.9 * 0.02, sum = 0;

	for (int i = 0; i < SMALL; i++)
		for (int j = 0; j < SMALL; j++)
			for (int k = 0; k < 4; k++) {
				int y = i + (k > 0), z = j + (k == 0 || k == 2) - (k == 3);
				if (y >= SMALL || z < 0 || z >= SMALL)
					continue;
				double b = k < 2 ? near : near / sqrt(2), d = (double)x[y * SMALL + z] - x[i * SMALL + j];
				double u = pow(fabs(d) / reach, 2 - p), scale = 1 / (p * 0.02 * 0.02 * pow(0.9, 2 - p));
				double slope = b * scale * d * (2 + p * u) / ((1 + u) * (1 + u));
				sum += b * scale * d * d / (1 + u);
				g[y * SMALL + z] += f * slope;
				g[i * SMALL + j] -= f * slope;
			}
	return sum;
}

/* The told objective, and where it ends a slope of nearly 0: the function is convex, so that is its minimum. */
static void minimum(void)
{
	struct scan s = small_scan();
	double *a = fourier_matrix(&s), g[SMALL_N], first[SMALL_N], noise = noise_of(&s), w[SMALL_B], mean = 0;
	float zero[SMALL_N] = { 0 };
	struct told t;

	for (size_t i = 0; i < SMALL_B; i++)
		mean += exp(-s.sino[i]) / SMALL_B;
	for (int weighed = 0; weighed < 2; weighed++) {
		for (size_t i = 0; i < SMALL_B; i++) {
			w[i] = weighed ? sqrt(exp(-s.sino[i]) / mean) : 1;
			s.sino[i] *= (float)w[i];
			for (size_t j = 0; j < SMALL_N; j++)
				a[i * SMALL_N + j] *= w[i];
		}
		struct scan raw = s;
		float b[SMALL_B];
		for (size_t i = 0; i < SMALL_B; i++)
			b[i] = (float)(s.sino[i] / w[i]);
		raw.sino = b;
		float *x = solve(&recon_mbir, weighed ? "sigma=0.02,p=1.3,t=0.9,iterations=150,weights=yes" :
				 "sigma=0.02,p=1.3,t=0.9,iterations=150", &raw, &t);
		slope_of(a, &s, zero, first);
		double r2 = slope_of(a, &s, x, g), r = penalty(x, noise * noise, g);
		NEAR(t.objective[150], r2 / 2 + noise * noise * r, 1e-3 * t.objective[150]);
		NEAR(length_of(g, SMALL_N) / length_of(first, SMALL_N), 0, 1e-4);
		CHECK(falls(&t, 1e-5));
		mem_free(x);
	}
	mem_free(a);
	scan_free(&s);
}

/* Held at or above 0: a slope of at least 0 where x is 0, and of 0 elsewhere. */
static void minimum_above_zero(void)
{
	struct scan s = small_scan();
	double *a = fourier_matrix(&s), g[SMALL_N], first[SMALL_N], noise = noise_of(&s);
	float zero[SMALL_N] = { 0 }, *x = solve(&recon_mbir, "sigma=0.02,p=1.3,t=0.9,iterations=600,nonneg=yes", &s, NULL);
	size_t held = 0;

	slope_of(a, &s, zero, first);
	slope_of(a, &s, x, g);
	penalty(x, noise * noise, g);
	for (size_t i = 0; i < SMALL_N; i++) {
		held += x[i] == 0;
		CHECK(x[i] >= 0 && g[i] > -1e-3 * length_of(first, SMALL_N));
		CHECK(x[i] == 0 || fabs(g[i]) < 1e-3 * length_of(first, SMALL_N));
	}
	CHECK(held > 20);
	mem_free(x);
	mem_free(a);
	scan_free(&s);
}

/*
 * The objective never grows, by the operator and, where a support is seen wholly, by its convolution; values are kept by
 * differences, whose rounding is below 1e-6 of the first value.
 */
static void monotone(void)
{
	struct scan s = noisy_scan();
	const char *text[] = { "iterations=40", "iterations=40,nonneg=yes", "iterations=40,weights=yes", "iterations=40,p=1" };
	struct told t;
	size_t size;

	for (int circle = 0; circle < 2; circle++)
		for (int k = 0; k < 4; k++) {
			struct recon_par par = { .pad = -1, .circle = circle ? 0.98 : 0 };
			mem_free(recon(&recon_mbir, text[k], &s, &par, &t, &size));
			for (size_t i = 1; i < t.n; i++)
				CHECK(t.objective[i] <= t.objective[i - 1] + 1e-7 * t.objective[0]);
			CHECK(t.n == 41 && t.objective[40] < 0.01 * t.objective[0]);
		}
	scan_free(&s);
}

/* The convolution is the operator where all is seen: the slices differ by the kernel's error and the noise off the object, 1 %. */
static void convolution(void)
{
	static float wide[60 * 192];
	struct scan s = noisy_scan(), w = s;
	size_t size;

	w.n = 192;
	w.center = s.center + 32;
	w.sino = wide;
	for (size_t a = 0; a < s.m; a++)
		for (size_t c = 0; c < s.n; c++)
			wide[a * 192 + c + 32] = s.sino[a * s.n + c];
	struct recon_par par = { .pad = -1, .size = s.n, .circle = 0.98 };
	float *x = recon(&recon_mbir, "sigma=0.005", &w, &par, NULL, &size);
	CHECK(size == s.n);
	float *y = recon(&recon_mbir, "sigma=0.005,weights=yes", &w, &par, NULL, &size);
	float *z = recon(&recon_mbir, "sigma=0.005", &s, &par, NULL, &size);
	NEAR(apart(x, z, s.n * s.n), 0, 0.05);
	CHECK(apart(y, x, s.n * s.n) > 1e-3);
	mem_free(x);
	mem_free(y);
	mem_free(z);
	scan_free(&s);
}

static void better_than_fbp(void)
{
	struct scan s = noisy_scan();
	struct recon_par ramp = { .filter = WINDOW_RAMP, .pad = -1 }, soft = { .filter = WINDOW_COSINE, .pad = -1 };
	size_t size;
	float *f = recon(&recon_fbp, NULL, &s, &ramp, NULL, &size), *c = recon(&recon_fbp, NULL, &s, &soft, NULL, &size);
	float *x = solve(&recon_mbir, NULL, &s, NULL), *y = solve(&recon_mbir, "weights=yes", &s, NULL);

	CHECK(slice_psnr(x, &s) > slice_psnr(f, &s) + 4 && slice_psnr(x, &s) > slice_psnr(c, &s) + 1);
	CHECK(slice_psnr(y, &s) > slice_psnr(f, &s) + 4);
	mem_free(f);
	mem_free(c);
	mem_free(x);
	mem_free(y);
	scan_free(&s);
}

/* sigma, when not given: a quarter of what is usual in a slice, times 2^sharpness. */
static void by_scale(void)
{
	struct scan s = small_scan();
	char text[2][100];

	for (int k = 0; k < 3; k++) {
		snprintf(text[0], sizeof text[0], "sharpness=%d", k - 1);
		snprintf(text[1], sizeof text[1], "sigma=%.9g", usual_of(&s) / 4 * pow(2, k - 1));
		check_same(&recon_mbir, &s, text[0], text[1]);
	}
	scan_free(&s);
}

/* Less sharp is smoother; and mu_t times 1024 gives the slice times 1024. */
static void parameters(void)
{
	struct scan s = small_scan();
	struct told t;
	double noise = noise_of(&s), g[SMALL_N], last = INFINITY;
	const char *text[] = { "sharpness=2,iterations=80", "sharpness=0,iterations=80", "sharpness=-3,iterations=80" };

	for (int k = 0; k < 3; k++) {
		float *x = solve(&recon_mbir, text[k], &s, NULL);
		double r = penalty(x, noise, g);
		CHECK(r < last);
		last = r;
		mem_free(x);
	}
	float *x = solve(&recon_mbir, NULL, &s, NULL);
	for (size_t i = 0; i < SMALL_B; i++)
		s.sino[i] *= 1024;
	float *y = solve(&recon_mbir, NULL, &s, NULL);
	for (size_t i = 0; i < SMALL_N; i++)
		y[i] /= 1024;
	NEAR(apart(y, x, SMALL_N), 0, 1e-3);
	mem_free(x);
	mem_free(y);
	mem_free(solve(&recon_mbir, "tolerance=1e-3,iterations=900", &s, &t));
	CHECK(t.n > 5 && t.n < 800);
	scan_free(&s);
}

static void invariants(void)
{
	check_mirror(&recon_mbir, NULL, 1e-2);
	check_limits(&recon_mbir, "nonneg=yes");
	check_hostile(&recon_mbir);
}

int main(void)
{
	CASE(minimum);
	CASE(minimum_above_zero);
	CASE(monotone);
	CASE(convolution);
	CASE(better_than_fbp);
	CASE(by_scale);
	CASE(parameters);
	CASE(invariants);
	return done();
}
