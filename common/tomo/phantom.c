/* phantom.c - exact projections of ellipsoids and cylinders */
#include "tomo/phantom.h"

#include <math.h>
#include <string.h>

#include "base/hot.h"
#include "base/mem.h"
#include "base/units.h"
#include "tomo/phantom_hot.h"

enum { NODES = 10 };		/* Gauss-Legendre, for a row in which an edge meets the outline */

/* Abscissas > 0 and weights of Gauss-Legendre with 10 points (Abramowitz & Stegun, table 25.4). */
static const double node[NODES / 2] = {
	0.148874338981631211, 0.433395394129247191, 0.679409568299024406,
	0.865063366688984511, 0.973906528517171720 };
static const double weight[NODES / 2] = {
	0.295524224714752870, 0.269266719309996355, 0.219086362515982044,
	0.149451349150580593, 0.066671344308688138 };

static double dot(const double a[3], const double b[3])
{
	return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

static void apply(const struct shape *s, const double v[3], double out[3])
{
	for (int i = 0; i < 3; i++)
		out[i] = dot(s->m[i], v);
}

/* The largest change of the scaled radius over one pixel: a bound of the norm of its gradient. */
static double steepness(const struct shadow *sh)
{
	double x = (1 + sh->k * sh->k) / (sh->a * sh->a) + sh->ib * sh->ib;

	return sqrt(x);
}

/* ec, er, d: one column, one row, along the ray, in the frame of the sample. */
static struct shadow cast(const struct shape *s, const double ec[3], const double er[3],
			  const double d[3])
{
	double mc[3], mr[3], md[3];

	apply(s, ec, mc);
	apply(s, er, mr);
	apply(s, d, md);
	double dd = dot(md, md), cd = dot(mc, md), rd = dot(mr, md);
	double cc = dot(mc, mc) - cd * cd / dd;
	double cr = dot(mc, mr) - cd * rd / dd;
	double rr = dot(mr, mr) - rd * rd / dd;
	struct shadow sh = {
		.c0 = dot(s->c, ec), .r0 = dot(s->c, er), .k = -cr / cc, .a = 1 / sqrt(cc),
		.ib = s->cylinder ? 0 : sqrt(fmax(0, rr - cr * cr / cc)),
		.amp = 2 * s->value / sqrt(dd),
	};
	if (fabs(sh.k) < 1e-12)		/* rounding: an upright cylinder is the same in all rows */
		sh.k = 0;
	sh.inner = 1 - 8 * steepness(&sh);
	return sh;
}

double phantom_center(const struct phantom_view *v, size_t row)
{
	return v->center_px + ((double)row - 0.5 * ((double)v->nrow - 1)) * tan(v->tilt_deg * UNIT_DEG);
}

void phantom_shadows(const struct phantom *p, const struct phantom_view *v, struct shadow *sh)
{
	double c = cos(v->theta_deg * UNIT_DEG), s = sin(v->theta_deg * UNIT_DEG);
	double ct = cos(v->tilt_deg * UNIT_DEG), st = sin(v->tilt_deg * UNIT_DEG);
	double ec[3] = { ct * c, ct * s, st }, er[3] = { -st * c, -st * s, ct };
	double d[3] = { -s, c, 0 };

	for (size_t i = 0; i < p->n; i++) {
		sh[i] = cast(&p->shape[i], ec, er, d);
		sh[i].c0 += v->center_px;
		sh[i].r0 += 0.5 * ((double)v->nrow - 1);
	}
}

/* Integral of the chord over columns from the middle to x (relative to c0), at dr rows from r0; over amp a. */
static double left_of(const struct shadow *sh, double x, double dr)
{
	double t2 = fmax(0, 1 - sh->ib * sh->ib * dr * dr);
	double w = sh->a * sqrt(t2), d = x - sh->k * dr;

	if (fabs(d) >= w)
		return copysign(0.25 * M_PI * t2, d);
	double u = d / w;
	return 0.5 * t2 * (u * sqrt(1 - u * u) + asin(u));
}

/* Integral of left_of() over rows r1..r2 between which the edge does not cross the outline; singular at the ends like x^(3/2). */
static double piece(const struct shadow *sh, double x, double r1, double r2)
{
	double mid = 0.5 * (r1 + r2), half = 0.5 * (r2 - r1), sum = 0;

	for (int i = 0; i < NODES / 2; i++) {
		double f = 0.5 * M_PI * node[i], step = half * sin(f);
		sum += weight[i] * cos(f) * (left_of(sh, x, mid + step) + left_of(sh, x, mid - step));
	}
	return 0.5 * M_PI * half * sum;
}

/* The same where it is smooth: Gauss-Legendre with 3 points. */
static double smooth(const struct shadow *sh, double x, double r1, double r2)
{
	double mid = 0.5 * (r1 + r2), half = 0.5 * (r2 - r1), step = half * 0.774596669241483377;

	return half * (8 * left_of(sh, x, mid) + 5 * (left_of(sh, x, mid - step) +
						      left_of(sh, x, mid + step))) / 9;
}

/* Rows at which the outline passes column x: how many, ascending. */
static int crossings(const struct shadow *sh, double x, double r[2])
{
	double k = sh->k, a = sh->a;
	double q = k * k + a * a * sh->ib * sh->ib;	/* q r^2 - 2 k x r + x^2 - a^2 = 0 */
	double disc = k * k * x * x - q * (x * x - a * a);

	if (q <= 0 || disc <= 0)
		return 0;
	r[0] = (k * x - sqrt(disc)) / q;
	r[1] = (k * x + sqrt(disc)) / q;
	return 2;
}

/* Is the scaled radius at column x and row r so far from 1 that nothing happens within two pixels? */
static bool is_far(const struct shadow *sh, double x, double r)
{
	double t = sh->ib * r, u = (x - sh->k * r) / sh->a;

	return fabs(sqrt(t * t + u * u) - 1) > (1 - sh->inner) / 4;
}

/* Integral of left_of() at the edge x over rows r1..r2, split where the outline crosses the edge. */
static double edge(const struct shadow *sh, double x, double r1, double r2)
{
	double cut[2], from = r1, sum = 0;

	if (sh->k == 0 && sh->ib == 0)
		return (r2 - r1) * left_of(sh, x, r1);
	if (is_far(sh, x, 0.5 * (r1 + r2)))
		return smooth(sh, x, r1, r2);
	int n = crossings(sh, x, cut);
	for (int i = 0; i < n; i++)
		if (cut[i] > from && cut[i] < r2) {
			sum += piece(sh, x, from, cut[i]);
			from = cut[i];
		}
	return sum + piece(sh, x, from, r2);
}

/* Columns [a, b) by the exact integrals. */
static void exact(const struct shadow *sh, double r1, double r2, size_t a, size_t b, double *out)
{
	if (a >= b)
		return;
	double last = edge(sh, (double)a - 0.5 - sh->c0, r1, r2);
	for (size_t c = a; c < b; c++) {
		double next = edge(sh, (double)c + 0.5 - sh->c0, r1, r2);
		out[c] += sh->amp * sh->a * (next - last);
		last = next;
	}
}

/* Columns whose pixels are touched by [lo, hi], within [0, n). */
static void columns(double lo, double hi, size_t n, size_t *a, size_t *b)
{
	*a = lo <= 0 ? 0 : lo >= (double)n ? n : (size_t)floor(lo + 0.5);
	*b = hi <= -0.5 ? 0 : hi >= (double)n - 1 ? n : (size_t)floor(hi + 0.5) + 1;
	*b = *b < *a ? *a : *b;
}

/* Columns [*i, *j) within [a, b) that lie so deep inside in row dr that the chord is smooth. */
static void interior(const struct shadow *sh, double dr, size_t a, size_t b, size_t *i, size_t *j)
{
	double t = sh->ib * dr, rest = sh->inner * sh->inner - t * t;

	*i = *j = a;
	if (sh->inner <= 0 || rest <= 0)
		return;
	double mid = sh->c0 + sh->k * dr, w = sh->a * sqrt(rest);
	double lo = fmax(ceil(mid - w), (double)a), hi = fmin(floor(mid + w) + 1, (double)b);
	if (lo < hi) {
		*i = (size_t)lo;
		*j = (size_t)hi;
	}
}

static void add_shadow(const struct shadow *sh, size_t row, size_t ncol, double *out)
{
	double dr = (double)row - sh->r0, r1 = dr - 0.5, r2 = dr + 0.5;
	size_t a, b, i, j;

	if (sh->ib > 0) {
		r1 = fmax(r1, -1 / sh->ib);
		r2 = fmin(r2, 1 / sh->ib);
	}
	if (r1 >= r2)
		return;
	double near = r1 > 0 ? r1 : r2 < 0 ? r2 : 0, t = sh->ib * near;
	double w = sh->a * sqrt(fmax(0, 1 - t * t));
	columns(sh->c0 + fmin(sh->k * r1, sh->k * r2) - w,
		sh->c0 + fmax(sh->k * r1, sh->k * r2) + w, ncol, &a, &b);
	interior(sh, dr, a, b, &i, &j);
	exact(sh, r1, r2, a, i, out);
	if (i < j)
		HOT_PICK(phantom_inside)(sh, dr, i, j, out);
	exact(sh, r1, r2, j, b, out);
}

void phantom_row(const struct shadow *sh, size_t n, size_t row, size_t ncol, double *out)
{
	memset(out, 0, ncol * sizeof *out);
	for (size_t i = 0; i < n; i++)
		add_shadow(&sh[i], row, ncol, out);
}

size_t phantom_work(const struct phantom *p, size_t ncol)
{
	return ncol * sizeof(double) + p->n * sizeof(struct shadow);
}

void phantom_project(const struct phantom *p, const struct phantom_view *v, size_t row, size_t n,
		     float *out, void *work)
{
	double *line = work;
	struct shadow *sh = (struct shadow *)(line + v->ncol);
	bool same = p->flat && v->tilt_deg == 0;

	phantom_shadows(p, v, sh);
	for (size_t r = 0; r < n; r++, out += v->ncol) {
		if (same && r > 0) {
			memcpy(out, out - v->ncol, v->ncol * sizeof *out);
			continue;
		}
		phantom_row(sh, p->n, row + r, v->ncol, line);
		for (size_t c = 0; c < v->ncol; c++)
			out[c] = (float)line[c];
	}
}
