/*
 * vari_run.h - small scans whose matrix is known, and what any variational method must do.
 */
#ifndef VARI_RUN_H
#define VARI_RUN_H

#include <stdlib.h>

#include "iter_run.h"

enum { SMALL = 24, SMALL_ANGLES = 9, SMALL_N = SMALL * SMALL, SMALL_B = SMALL * SMALL_ANGLES };

/* A small phantom seen from few angles, with noise. */
static inline struct scan small_scan(void)
{
	struct scan s = scan_of(PHANTOM_SHEPP2D, 10, SMALL, SMALL_ANGLES, 180, false);

	scan_noise(&s, 2, 3000);
	return s;
}

/* The projector's matrix, [SMALL_B][SMALL_N] of double; to be freed. */
static inline double *matrix_of(const struct scan *s)
{
	static float x[SMALL_N], b[SMALL_B];
	double *a = mem_zero((size_t)SMALL_B * SMALL_N, sizeof *a, "matrix", &e);

	for (size_t j = 0; j < SMALL_N; j++) {
		memset(x, 0, sizeof x);
		x[j] = 1;
		scan_project(s, SMALL, x, b);
		for (size_t i = 0; i < SMALL_B; i++)
			a[i * SMALL_N + j] = b[i];
	}
	return a;
}

/* A'(Ax - b) in double into g; returns |Ax - b|^2. */
static inline double slope_of(const double *a, const struct scan *s, const float *x, double *g)
{
	double sum = 0;

	memset(g, 0, SMALL_N * sizeof *g);
	for (size_t i = 0; i < SMALL_B; i++) {
		double r = -s->sino[i];
		for (size_t j = 0; j < SMALL_N; j++)
			r += a[i * SMALL_N + j] * x[j];
		for (size_t j = 0; j < SMALL_N; j++)
			g[j] += a[i * SMALL_N + j] * r;
		sum += r * r;
	}
	return sum;
}

static inline double length_of(const double *g, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += g[i] * g[i];
	return sqrt(sum);
}

/* Does what was told never grow by more than this part of it? */
static inline bool falls(const struct told *t, double part)
{
	for (size_t k = 1; k < t->n; k++)
		if (!(t->objective[k] <= t->objective[k - 1] * (1 + part)))
			return false;
	return t->n > 1;
}

/* |a - b| / |b| */
static inline double apart(const float *a, const float *b, size_t n)
{
	double d = 0, sum = 0;

	for (size_t i = 0; i < n; i++) {
		d += ((double)a[i] - b[i]) * ((double)a[i] - b[i]);
		sum += (double)b[i] * b[i];
	}
	return sqrt(d / (sum > 0 ? sum : 1));
}

static inline int up(const void *a, const void *b)
{
	return (*(const double *)a > *(const double *)b) - (*(const double *)a < *(const double *)b);
}

/* The deviation of the noise, as iter_reg.h says it is found; the largest half of values by a plain sort. */
static inline double noise_of(const struct scan *s)
{
	double d[SMALL_B], mean = 0;
	size_t n = 0;

	for (size_t i = 0; i < SMALL_B; i++)
		mean += (double)s->sino[i] / SMALL_B;
	for (size_t i = 0; i < SMALL_B; i++)
		if (i % SMALL > 0 && i % SMALL < SMALL - 1 && s->sino[i] >= mean)
			d[n++] = fabs((double)s->sino[i - 1] - 2.0 * s->sino[i] + s->sino[i + 1]);
	qsort(d, n, sizeof *d, up);
	return d[n / 2] / (0.6745 * sqrt(6));
}

/* The root mean square of mu_t over the slice's width. */
static inline double usual_of(const struct scan *s)
{
	double sum = 0;

	for (size_t i = 0; i < SMALL_B; i++)
		sum += (double)s->sino[i] * s->sino[i] / SMALL_B;
	return sqrt(sum) / SMALL;
}

/* Is the slice that of the other parameters? */
static inline void check_same(const struct method *m, const struct scan *s, const char *text, const char *other)
{
	float *x = solve(m, text, s, NULL), *y = solve(m, other, s, NULL);

	NEAR(apart(x, y, SMALL_N), 0, 1e-4);
	mem_free(x);
	mem_free(y);
}

/*
 * At angles of 270 - t, x cos + y sin is that of (-y, -x): the same sinogram is that of the slice with rows and columns exchanged, which
 * forward differences do not tell apart.
 */
static inline void check_mirror(const struct method *m, const char *text, double tolerance)
{
	struct scan s = small_scan();
	float *x = solve(m, text, &s, NULL), y[SMALL_N];

	for (size_t a = 0; a < s.m; a++)
		s.theta[a] = 270 - s.theta[a];
	float *z = solve(m, text, &s, NULL);
	for (size_t i = 0; i < SMALL_N; i++)
		y[i] = z[i % SMALL * SMALL + i / SMALL];
	NEAR(apart(y, x, SMALL_N), 0, tolerance);
	CHECK(apart(z, x, SMALL_N) > 0.1);
	mem_free(x);
	mem_free(z);
	scan_free(&s);
}

/* The support is kept, nonneg too, and the start has its say: without iterations it is the result. */
static inline void check_limits(const struct method *m, const char *nonneg)
{
	static float support[SMALL_N];
	struct scan s = small_scan();
	struct recon_par par = { .pad = -1, .support = support, .init = start_at, .init_ctx = &s };
	size_t size, below = 0;

	for (size_t i = 0; i < SMALL_N; i++)
		support[i] = i % SMALL < 12;
	float *x = recon(m, NULL, &s, &par, NULL, &size), *y = recon(m, nonneg, &s, &par, NULL, &size);
	CHECK(!e.code && all_finite(x, SMALL_N) && all_finite(y, SMALL_N));
	for (size_t i = 0; i < SMALL_N; i++) {
		CHECK(support[i] > 0 || (x[i] == 0 && y[i] == 0));
		CHECK(y[i] >= 0);
		below += x[i] < 0;
	}
	CHECK(below > 0);
	mem_free(x);
	mem_free(y);
	par.support = NULL;
	x = recon(m, "iterations=0", &s, &par, NULL, &size);
	CHECK(apart(x, s.x, SMALL_N) < 1e-6);
	mem_free(x);
	scan_free(&s);
}

/* Nothing to see, one angle, one column, all rays equal: finite, and 0 where there is nothing. */
static inline void check_hostile(const struct method *m)
{
	struct scan zero = scan_new(16, 5, 180, 7.5), one = scan_new(16, 1, 180, 7.5), narrow = scan_new(1, 4, 180, 0);

	float *x = solve(m, NULL, &zero, NULL);
	for (size_t i = 0; x && i < 256; i++)
		CHECK(x[i] == 0);
	mem_free(x);
	for (size_t i = 0; i < 16; i++)
		one.sino[i] = (float)(i % 5) * 0.1f;
	mem_free(x = solve(m, NULL, &one, NULL));
	CHECK(x != NULL);
	x = solve(m, NULL, &one, NULL);
	CHECK(x && all_finite(x, 256));
	mem_free(x);
	for (size_t i = 0; i < 4; i++)
		narrow.sino[i] = 1;
	x = solve(m, NULL, &narrow, NULL);
	CHECK(x && isfinite(x[0]));
	mem_free(x);
	for (size_t i = 0; i < 80; i++)
		zero.sino[i] = 1;
	x = solve(m, NULL, &zero, NULL);
	CHECK(x && all_finite(x, 256));
	mem_free(x);
	zero.sino[37] = NAN;
	size_t size;
	x = recon(m, NULL, &zero, NULL, NULL, &size);
	CHECK(e.code && strstr(e.msg, "angle 2, col 5"));
	e = (struct err){ 0, "" };
	mem_free(x);
	scan_free(&zero);
	scan_free(&one);
	scan_free(&narrow);
}

/* The 256^2 phantom's smaller sister: 128 columns, 60 angles, 10000 counts. */
static inline struct scan noisy_scan(void)
{
	struct scan s = scan_of(PHANTOM_SHEPP2D, 64, 128, 60, 180, false);

	scan_noise(&s, 2, 10000);
	return s;
}

#endif
