#include "rmc/recentre.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "rmc/recentre_part.h"

#define NARROW 0.9	/* the narrowest kernel, in s: to 1e-5 it does not see where the whole s are */
#define SPECKLE 2.0	/* pixels: half the width of a peak that speckle makes; wider, and the window of the form is felt */
#define STANDS_OUT 7.0	/* deviations; the largest of 1e6 normal variates is at 5 */

enum { SAMPLE = 1 << 13 };	/* values of a map that its median is taken of */
enum { ROUGH = 12 };		/* s about a peak where its noise is looked at */
enum { WIDEST = 8, REACH = 6, FAR = 20 };	/* the widest kernel, in s; widths at which any ends; how far a peak may reach */

/* A smooth function of a continuous s = (row, col): a map, smoothed. */
struct smooth {
	const struct centre_map *map;
	const float *v;
	double sign;	/* -1: the least of v is sought */
	double width;	/* of the kernel, in s */
};

static double score(const struct centre_map *m, size_t i)
{
	double r = m->r[i];

	return r > 0 ? -0.5 * m->weight[i] * log(fmax(1 - r * r, 1e-6)) : 0;
}

static int within(const struct rmc_centre_par *par, size_t row, size_t col)
{
	if (!par || !(par->radius > 0))
		return 1;
	return hypot((double)row / 2 - par->guess[0], (double)col / 2 - par->guess[1]) <= par->radius;
}

/* The whole s of the highest score, SIZE_MAX when there is none. */
static size_t highest(const struct centre_map *m, const struct rmc_centre_par *par)
{
	size_t best = SIZE_MAX;
	double most = 0;

	for (size_t row = 0; row < m->nrow; row++)
		for (size_t col = 0; col < m->ncol; col++) {
			size_t i = row * m->stride + col;
			double s = isnan(m->r[i]) || !within(par, row, col) ? 0 : score(m, i);

			if (s > most) {
				most = s;
				best = i;
			}
		}
	return best;
}

static int by_value(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;

	return (x > y) - (x < y);
}

/* Median of v, and the half width about it that holds 68.27 %, from a sample of the map; by_pairs: of v sqrt(weight/2). */
static int spread(const struct centre_map *m, const float *v, int by_pairs, double *median, double *deviation,
		  struct err *e)
{
	size_t n = 0, all = m->nrow * m->ncol, step = all / SAMPLE + 1;
	float *z = mem_alloc(all / step + 1, sizeof *z, "the map of centres", e);

	if (!z)
		return e->code;
	for (size_t k = 0; k < all; k += step) {
		size_t i = k / m->ncol * m->stride + k % m->ncol;

		if (!isnan(v[i]))
			z[n++] = by_pairs ? v[i] * sqrtf(m->weight[i] / 2) : v[i];
	}
	qsort(z, n, sizeof *z, by_value);
	*median = n ? z[n / 2] : 0;
	*deviation = n ? (z[n - 1 - (size_t)(0.1587 * (double)n)] - z[(size_t)(0.1587 * (double)n)]) / 2 : 0;
	mem_free(z);
	return 0;
}

/* The whole i of [0, n) in the kernel's reach about x, u = (i - x)^2/(2 width^2), and exp(-u). */
struct side {
	size_t first, n;
	double u[2 * REACH * WIDEST + 2], g[2 * REACH * WIDEST + 2];
};

static void side_about(struct side *a, double x, double width, size_t n)
{
	a->first = (size_t)fmax(0, ceil(x - REACH * width));
	a->n = 0;
	for (size_t i = a->first; i < n && (double)i <= x + REACH * width; i++, a->n++) {
		a->u[a->n] = pow(((double)i - x) / width, 2) / 2;
		a->g[a->n] = exp(-a->u[a->n]);
	}
}

/* The kernel is (3 - 3u + u^2/2) exp(-u), u = |x|^2/(2 width^2). */
static double smooth_at(const struct smooth *f, double row, double col)
{
	const struct centre_map *m = f->map;
	double sum = 0, norm = 0;
	struct side down, right;

	side_about(&down, row, f->width, m->nrow);
	side_about(&right, col, f->width, m->ncol);
	for (size_t i = 0; i < down.n; i++) {
		const float *v = f->v + (down.first + i) * m->stride + right.first;

		for (size_t j = 0; j < right.n; j++) {
			double u = down.u[i] + right.u[j], w = (3 - 3 * u + u * u / 2) * down.g[i] * right.g[j];

			if (isnan(v[j]))
				continue;
			sum += w * v[j];
			norm += w;
		}
	}
	return f->sign * sum / norm;
}

/* The parabola through nine values about s, h apart: gradient and curvatures, in units of h. */
struct bowl {
	double down, right, rr, cc, rc;
};

static struct bowl bowl_at(const struct smooth *f, const double s[2], double h)
{
	double v[3][3];

	for (int i = 0; i < 3; i++)
		for (int j = 0; j < 3; j++)
			v[i][j] = smooth_at(f, s[0] + (i - 1) * h, s[1] + (j - 1) * h);
	return (struct bowl){
		.down = (v[2][1] - v[0][1]) / 2, .right = (v[1][2] - v[1][0]) / 2,
		.rr = v[2][1] - 2 * v[1][1] + v[0][1], .cc = v[1][2] - 2 * v[1][1] + v[1][0],
		.rc = (v[2][2] - v[2][0] - v[0][2] + v[0][0]) / 4,
	};
}

/* To the top of the parabola, or uphill where it has none; no farther than h either way. */
static void step_up(const struct smooth *f, double s[2], double h)
{
	struct bowl b = bowl_at(f, s, h);
	double det = b.rr * b.cc - b.rc * b.rc, down = copysign(1, b.down), right = copysign(1, b.right);

	if (b.rr < 0 && det > 0) {
		down = -(b.cc * b.down - b.rc * b.right) / det;
		right = -(b.rr * b.right - b.rc * b.down) / det;
	}
	s[0] = fmin(fmax(s[0] + h * fmin(fmax(down, -1), 1), 0), (double)f->map->nrow - 1);
	s[1] = fmin(fmax(s[1] + h * fmin(fmax(right, -1), 1), 0), (double)f->map->ncol - 1);
}

static void climb(const struct smooth *f, double s[2])
{
	for (double h = f->width; h > 0.05 * f->width; h /= 2)
		for (int i = 0; i < 2; i++)
			step_up(f, s, h);
}

/* The deviation of what changes from one whole s to the next, about s: fourth differences of rows and columns leave little else. */
static double roughness(const struct smooth *f, const double s[2])
{
	static const double fourth[5] = { 1, -4, 6, -4, 1 };	/* squares: 70 */
	const struct centre_map *m = f->map;
	double sum = 0;
	size_t n = 0, row0 = (size_t)fmax(0, s[0] - ROUGH), col0 = (size_t)fmax(0, s[1] - ROUGH);

	for (size_t i = row0; i + 4 < m->nrow && (double)i < s[0] + ROUGH; i++)
		for (size_t j = col0; j + 4 < m->ncol && (double)j < s[1] + ROUGH; j++) {
			double d = 0;

			for (size_t k = 0; k < 25; k++)
				d += fourth[k / 5] * fourth[k % 5] * f->v[(i + k / 5) * m->stride + j + k % 5];
			if (isnan(d))
				continue;
			sum += d * d;
			n++;
		}
	return n ? sqrt(sum / (double)n) / 70 : 0;
}

/*
 * The deviation in s of the top, by roughness alone.  White noise of deviation e has through the kernel a gradient of
 * e/width^2 sqrt(87/64 / pi), the integral of t exp(-2t) (1 + t + t^2/2)^2 being 87/32.
 */
static double unsure(const struct smooth *f, const double s[2])
{
	struct bowl b = bowl_at(f, s, 0.1 * f->width);
	double mean = -(b.rr + b.cc) / 2, least = mean - hypot((b.rr - b.cc) / 2, b.rc);
	double curvature = least / (0.01 * f->width * f->width);

	return curvature > 0 ? roughness(f, s) / (f->width * f->width) * sqrt(87.0 / 64 / M_PI) / curvature : INFINITY;
}

/* As narrow as the noise lets it be: wider, it would feel that the map is not even about its peak. */
static void climb_noisy(struct smooth *f, double s[2], double widest)
{
	double start[2] = { s[0], s[1] };

	for (f->width = NARROW; ; f->width = fmin(1.4 * f->width, widest)) {
		s[0] = start[0];
		s[1] = start[1];
		climb(f, s);
		if (f->width >= widest || unsure(f, s) < 0.03)
			return;
	}
}

/* Mean distance from the peak to where the map, smoothed least, is half way down to the level. */
static double half_width(const struct smooth *f, const double s[2], double level)
{
	static const int to[4][2] = { { 0, 1 }, { 0, -1 }, { 1, 0 }, { -1, 0 } };
	double half = (smooth_at(f, s[0], s[1]) + f->sign * level) / 2, sum = 0;

	for (int d = 0; d < 4; d++)
		for (int k = 1; k <= 4 * FAR; k++) {
			double row = s[0] + 0.25 * k * to[d][0], col = s[1] + 0.25 * k * to[d][1];
			int in = row >= 0 && col >= 0 && row < (double)f->map->nrow && col < (double)f->map->ncol;

			if (!in || !(smooth_at(f, row, col) > half))
				break;
			sum += 0.25;
		}
	return sum / 4;
}

static int refine(struct rmc_centre *out, const struct centre_map *m, size_t peak, struct err *e)
{
	struct smooth f = { .map = m, .v = m->r, .sign = 1, .width = NARROW };
	double level, deviation, half, s[2] = { (double)(peak / m->stride), (double)(peak % m->stride) };

	if (out->by == RMC_CENTRE_ENVELOPE) {
		f.v = m->diff;
		f.sign = -1;
	}
	if (spread(m, f.v, 0, &level, &deviation, e))
		return e->code;
	half = half_width(&f, s, level);
	f.width = fmin(fmax(0.5 * half, NARROW), WIDEST);
	out->width = half / 2;
	if (out->by == RMC_CENTRE_ENVELOPE)
		climb_noisy(&f, s, f.width);
	else
		climb(&f, s);
	out->row = s[0] / 2;
	out->col = s[1] / 2;
	return 0;
}

static int seek(struct rmc_centre *out, const struct centre_form *form, const float *x, const struct rmc_centre_par *par,
		struct err *e)
{
	struct centre_map m = { 0 };
	double least = fmax(32, 0.02 * (double)form->used), median, deviation;
	size_t peak;

	if (centre_map_new(&m, form, x, least, e) || spread(&m, m.r, 1, &median, &deviation, e))
		goto end;
	peak = highest(&m, par);
	out->pairs = 0;
	if (peak == SIZE_MAX)
		goto end;
	out->pairs = (size_t)m.pairs[peak];
	out->correlation = m.r[peak];
	out->significance = deviation > 0 ? (m.r[peak] * sqrt(m.weight[peak] / 2) - median) / deviation : 0;
	refine(out, &m, peak, e);
end:
	centre_map_free(&m);
	return e->code;
}

static int find(struct rmc_centre *out, const struct centre_form *form, const struct rmc_centre_par *par, struct err *e)
{
	double significance;

	out->by = RMC_CENTRE_SPECKLE;
	if (seek(out, form, form->speckle, par, e))
		return e->code;
	if (out->pairs && out->significance >= STANDS_OUT && out->width <= SPECKLE)
		return 0;
	significance = out->pairs ? out->significance : 0;
	out->by = RMC_CENTRE_ENVELOPE;
	if (seek(out, form, form->root, par, e))
		return e->code;
	out->significance = significance;
	if (!out->pairs)
		return err_set(e, E_DATA, "no point of symmetry has %g pairs of the %zu pixels in use about it",
			       fmax(32, 0.02 * (double)form->used), form->used);
	return 0;
}

int rmc_recentre(struct rmc_centre *out, const float *frame, const unsigned char *mask, size_t nrow, size_t ncol,
		 const struct rmc_centre_par *par, struct err *e)
{
	struct centre_form form;

	*out = (struct rmc_centre){ 0 };
	if (!centre_form_new(&form, frame, mask, nrow, ncol, e))
		find(out, &form, par, e);
	centre_form_free(&form);
	return e->code;
}
