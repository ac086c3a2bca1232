#include "scat/heightfield_row.hot.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "num/vmath.h"

struct room {
	const double *rules;
	double *h, *x, *re, *im, *grow;
	double *sum[8];			/* real and imaginary of the four corners */
};

static struct room divide(double *p, size_t n)
{
	size_t m = (heights_room(n) - HEIGHTS_RULES) / HEIGHTS_ARRAYS;
	struct room r = { .rules = p, .h = p + HEIGHTS_RULES };

	r.x = r.h + m, r.re = r.x + m, r.im = r.re + m, r.grow = r.im + m;
	for (size_t k = 0; k < 8; k++)
		r.sum[k] = r.grow + (1 + k) * m;
	return r;
}

static bool is_small(const double qz[2], double most)
{
	return sqrt(qz[0] * qz[0] + qz[1] * qz[1]) * most < 1e-3;
}

/* h (1 + t/2 (1 + t/3 (1 + t/4 (1 + t/5)))), t = i qz h */
static void near_limit(size_t n, const double qz[2], const struct room *r)
{
	for (size_t i = 0; i < n; i++) {
		double a = -qz[1] * r->h[i], b = qz[0] * r->h[i], re = 1, im = 0;

		for (int k = 5; k > 1; k--) {
			double s = (re * a - im * b) / k;

			im = (re * b + im * a) / k;
			re = 1 + s;
		}
		r->re[i] = r->h[i] * re;
		r->im[i] = r->h[i] * im;
	}
}

/* exp(i qz h), or g itself where all of it is near the limit h */
static void wave(size_t n, const double qz[2], bool small, const struct room *r)
{
	if (small) {
		near_limit(n, qz, r);
		return;
	}
	for (size_t i = 0; i < n; i++)
		r->x[i] = qz[0] * r->h[i];
	vmath_sincos(n, r->x, r->im, r->re);
	if (qz[1] == 0)
		return;
	for (size_t i = 0; i < n; i++)
		r->grow[i] = -qz[1] * r->h[i];
	vmath_exp(n, r->grow, r->grow);
	#pragma omp simd
	for (size_t i = 0; i < n; i++) {
		r->re[i] *= r->grow[i];
		r->im[i] *= r->grow[i];
	}
}

/* (re + i im) / (i qz) */
static void over_iqz(const double qz[2], bool small, double re, double im, double *v)
{
	double s = small ? 1 : 1 / (qz[0] * qz[0] + qz[1] * qz[1]), a = small ? 1 : -qz[1] * s, b = small ? 0 : -qz[0] * s;

	v[0] = re * a - im * b;
	v[1] = re * b + im * a;
}

void HOT(heights_g_)(size_t n, const double *h, const double qz[2], double most, double *g, double *room)
{
	struct room r = divide(room, n);
	bool small = is_small(qz, most);

	memcpy(r.h, h, n * sizeof *h);
	wave(n, qz, small, &r);
	for (size_t i = 0; i < n; i++)
		over_iqz(qz, small, r.re[i] - (small ? 0 : 1), r.im[i], g + 2 * i);
}

static void corners(size_t i, size_t nx, const double *lo, const double *hi, double *c)
{
	size_t j = i + 1 < nx ? i + 1 : 0;

	c[0] = lo[i], c[1] = lo[j], c[2] = hi[i], c[3] = hi[j];
}

/* The greatest difference of heights within each cell, into x. */
static double steepness(size_t n, size_t nx, const double *lo, const double *hi, double *x)
{
	double worst = 0;

	for (size_t i = 0; i < n; i++) {
		double c[4], a, b, d, f;

		corners(i, nx, lo, hi, c);
		a = c[0] < c[1] ? c[0] : c[1], b = c[0] < c[1] ? c[1] : c[0];
		d = c[2] < c[3] ? c[2] : c[3], f = c[2] < c[3] ? c[3] : c[2];
		x[i] = (b > f ? b : f) - (a < d ? a : d);
		worst = x[i] > worst ? x[i] : worst;
	}
	return worst;
}

static void add_corner(size_t n, double f, const struct room *r, double *re, double *im)
{
	#pragma omp simd
	for (size_t i = 0; i < n; i++) {
		re[i] += f * r->re[i];
		im[i] += f * r->im[i];
	}
}

/* All cells of a row with a rule of points x points. */
static void whole_row(size_t n, size_t nx, const double *lo, const double *hi, const double qz[2], bool small, int points,
		      const struct room *r)
{
	const double *u = r->rules + points * 2 * HEIGHTS_POINTS, *w = u + HEIGHTS_POINTS;
	double *h = r->h;

	for (int k = 0; k < 8; k++)
		memset(r->sum[k], 0, n * sizeof *r->sum[k]);
	for (int k = 0; k < points * points; k++) {
		double a = u[k % points], b = u[k / points], f = w[k % points] * w[k / points];
		double c[4] = { (1 - a) * (1 - b), a * (1 - b), (1 - a) * b, a * b };

		#pragma omp simd
		for (size_t i = 0; i < nx - 1; i++)
			h[i] = c[0] * lo[i] + c[1] * lo[i + 1] + c[2] * hi[i] + c[3] * hi[i + 1];
		if (n == nx)
			h[n - 1] = c[0] * lo[n - 1] + c[1] * lo[0] + c[2] * hi[n - 1] + c[3] * hi[0];
		wave(n, qz, small, r);
		for (int j = 0; j < 4; j++)
			add_corner(n, f * c[j], r, r->sum[2 * j], r->sum[2 * j + 1]);
	}
}

/* One cell that is too steep for that, with a rule of its own. */
static void one_cell(const double *c, const double qz[2], bool small, double turn, const struct room *r, double *sum)
{
	int n = turn < 40 ? 4 + (int)(turn / 1.6) : HEIGHTS_POINTS - 2;
	const double *u = r->rules + n * 2 * HEIGHTS_POINTS, *w = u + HEIGHTS_POINTS;

	for (int k = 0; k < n * n; k++) {
		double a = u[k % n], b = u[k / n];

		r->h[k] = (1 - b) * ((1 - a) * c[0] + a * c[1]) + b * ((1 - a) * c[2] + a * c[3]);
	}
	wave((size_t)(n * n), qz, small, r);
	memset(sum, 0, 8 * sizeof *sum);
	for (int k = 0; k < n * n; k++) {
		double a = u[k % n], b = u[k / n], f = w[k % n] * w[k / n];
		double hat[4] = { (1 - a) * (1 - b), a * (1 - b), (1 - a) * b, a * b };

		for (int j = 0; j < 4; j++) {
			sum[2 * j] += f * hat[j] * r->re[k];
			sum[2 * j + 1] += f * hat[j] * r->im[k];
		}
	}
}

static void scatter(size_t i, size_t j, const double *sum, const double qz[2], bool small, double *w_lo, double *w_hi)
{
	for (int k = 0; k < 4; k++) {
		double v[2], *to = (k < 2 ? w_lo : w_hi) + 2 * (k & 1 ? j : i);

		over_iqz(qz, small, sum[2 * k] - (small ? 0 : .25), sum[2 * k + 1], v);
		to[0] += v[0];
		to[1] += v[1];
	}
}

void HOT(heights_cells_)(size_t n, size_t nx, const double *lo, const double *hi, const double qz[2], double most,
			 double *w_lo, double *w_hi, double *room)
{
	struct room r = divide(room, nx);
	double q = sqrt(qz[0] * qz[0] + qz[1] * qz[1]), worst = q * steepness(n, nx, lo, hi, r.x);
	bool small = is_small(qz, most);

	/* errors: 3e-9 of g for 2 points up to .06, 8e-9 for 3 up to .5 */
	whole_row(n, nx, lo, hi, qz, small, worst == 0 ? 1 : worst < .06 ? 2 : 3, &r);
	for (size_t i = 0; i < n; i++) {
		size_t j = i + 1 < nx ? i + 1 : 0;
		double c[4], own[8], turn;

		for (int k = 0; k < 8; k++)
			own[k] = r.sum[k][i];
		if (worst > .5) {
			corners(i, nx, lo, hi, c);
			turn = q * (fmax(fmax(c[0], c[1]), fmax(c[2], c[3])) - fmin(fmin(c[0], c[1]), fmin(c[2], c[3])));
			if (turn > .5)
				one_cell(c, qz, small, turn, &r, own);
		}
		scatter(i, j, own, qz, small, w_lo, w_hi);
	}
}
