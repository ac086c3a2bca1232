/*
 * stripe-ti - remove stripes of a sinogram by regularisation.
 *
 * The stripes are a number q(c) for each column that makes the mean of the angles
 * smooth: with D the differences between neighbouring columns, q minimises
 *
 *     |D (m + q)|^2 + sum_c lambda(c) q(c)^2,    m(c) = 1/n sum_a x(a, c),
 *     (D'D + lambda) q = -D'D m,                 y(a, c) = x(a, c) + q(c)
 *
 * (Titarenko, Withers & Yagola, Appl. Math. Lett. 23 (2010) 1489; with D of first
 * and of second order: Miqueles, Rinkel, O'Dowd & Bermudez, J. Synchrotron Rad. 21
 * (2014) 1333, who solve it by conjugate gradients).  The matrix has two diagonals on
 * either side, so that here it is solved directly (num/solve.h).
 *
 * Both orders are computed; combine=mean adds the mean of the two q, combine=product
 * gives sqrt(y1 y2 + alpha |min y1 y2|) as TomoPy's remove_stripe_ti does, which to
 * first order is the same where y is large, and makes noise about 0 positive.
 *
 * lambda(c) is lambda; lambda 0 stands for 1 / (2 (largest - least sum of x over the
 * columns)), TomoPy's choice.  With where=stripes it is lambda (above / t(c))^2 in the columns
 * that are stripes, t their significance (stripe_mark.h), and in all others q is 0: the
 * surer a stripe, the less is left of it.
 *
 * nblock > 1: so many blocks of angles, each by itself, for stripes that change.
 */
#include <math.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "num/solve.h"
#include "tomo/filter_image.h"
#include "tomo/filter_stripe.hot.h"
#include "tomo/stripe_mark.h"
#include "tomo/stripe_score.h"

enum { NBLOCK, ALPHA, COMBINE, LAMBDA, WHERE, ABOVE, WIDTH };
enum { MEAN, PRODUCT };
enum { HALF = 2, WIDE = HALF + 1 };	/* of the matrix */

static const char *const combines[] = { "mean", "product", NULL };

static const struct param params[] = {
	[NBLOCK] = { "nblock", PARAM_INT, "", 0, 0, 10000, NULL, NULL, "blocks of angles; 0: one" },
	[ALPHA] = { "alpha", PARAM_NUM, "", 1.5, 0, 1e6, NULL, NULL, "damping of combine=product" },
	[COMBINE] = { "combine", PARAM_CHOICE, "", MEAN, 0, PRODUCT, NULL, combines,
		      "the corrections by first and second differences" },
	[LAMBDA] = { "lambda", PARAM_NUM, "", 1, 0, 1e12, NULL, NULL,
		     "regularisation; 0: by the range of the sums of projections" },
	[WHERE] = STRIPE_PARAM_WHERE,
	[ABOVE] = STRIPE_PARAM_ABOVE,
	[WIDTH] = STRIPE_PARAM_WIDTH,
	{ .type = PARAM_END }
};

struct plan {
	struct image im;
	size_t nblock, width;
	double alpha, lambda, above;	/* above 0: all columns */
	bool product;
};

static int plan(void *par, const struct head *in, struct head *out, void **plan, struct err *e)
{
	const double *val = par;
	struct plan *p = *plan = mem_zero(1, sizeof *p, "a plan", e);

	(void)out;
	if (!p || image_of(&p->im, in, e))
		return e->code;
	p->nblock = val[NBLOCK] > 1 ? (size_t)val[NBLOCK] : 1;
	if (p->nblock > p->im.nrow)
		return err_set(e, E_USAGE, "nblock=%zu is more than the %zu angles", p->nblock, p->im.nrow);
	p->alpha = val[ALPHA];
	p->product = val[COMBINE] == PRODUCT;
	p->lambda = val[LAMBDA];
	p->above = stripe_above(val[WHERE], val[ABOVE]);
	p->width = (size_t)val[WIDTH];
	return 0;
}

struct parts {
	double *mean, *t, *q[2];	/* [ncol] */
	double *a;			/* [ncol][WIDE] the matrix */
	double *rest;			/* of stripe_mark() */
	float *add[2];			/* [ncol] */
};

static struct parts lay_out(const struct plan *p, void *work)
{
	size_t n = p->im.ncol;
	struct parts s = { .mean = work };

	s.t = s.mean + n;
	s.q[0] = s.t + n;
	s.q[1] = s.q[0] + n;
	s.a = s.q[1] + n;
	s.rest = s.a + n * WIDE;
	s.add[0] = (float *)((char *)s.rest + stripe_mark_work(p->im.nrow, n));
	s.add[1] = s.add[0] + n;
	return s;
}

static size_t work(const void *plan)
{
	const struct plan *p = plan;
	size_t n = p->im.ncol;

	return n * ((4 + WIDE) * sizeof(double) + 2 * sizeof(float)) + stripe_mark_work(p->im.nrow, n);
}

/* 1 / (2 (largest - least sum of a row)) */
static double by_range(const float *x, size_t nrow, size_t ncol)
{
	double lo = INFINITY, hi = -INFINITY;

	for (size_t r = 0; r < nrow; r++) {
		double s = 0;
		for (size_t c = 0; c < ncol; c++)
			s += x[r * ncol + c];
		lo = fmin(lo, s);
		hi = fmax(hi, s);
	}
	return fmin(1e12, 1 / (2 * (hi - lo)));
}

/* a = D'D, q = -D'D m; D has the rows of "order" differences that lie within the columns. */
static void differences(size_t order, const double *m, size_t n, double *a, double *q)
{
	static const double kernel[][WIDE] = { { -1, 1, 0 }, { 1, -2, 1 } };
	const double *h = kernel[order - 1];

	memset(a, 0, n * WIDE * sizeof *a);
	memset(q, 0, n * sizeof *q);
	for (size_t r = 0; r + order < n; r++) {
		double d = h[0] * m[r] + h[1] * m[r + 1] + (order > 1 ? h[2] * m[r + 2] : 0);
		for (size_t i = 0; i <= order; i++) {
			q[r + i] -= h[i] * d;
			for (size_t k = 0; k <= i; k++)
				a[(r + i) * WIDE + k] += h[i] * h[i - k];
		}
	}
}

/* Columns that are no stripes keep q = 0: row and column of the identity. */
static void regularise(const struct plan *p, const double *t, double lambda, double *a, double *q)
{
	size_t n = p->im.ncol;

	for (size_t c = 0; c < n; c++) {
		double strength = p->above > 0 && t[c] > 0 ? p->above / t[c] : 1;
		a[c * WIDE] += lambda * strength * strength;
		if (t[c] > 0)
			continue;
		a[c * WIDE] = 1;
		q[c] = 0;
		for (size_t k = 1; k <= HALF; k++) {
			a[c * WIDE + k] = 0;
			if (c + k < n)
				a[(c + k) * WIDE + k] = 0;
		}
	}
}

/* sqrt(y1 y2 + alpha |min y1 y2|), once the products are in y. */
static void root(float *y, size_t n, double alpha)
{
	float least = INFINITY;

	for (size_t i = 0; i < n; i++)
		least = y[i] < least ? y[i] : least;
	float more = (float)(alpha * fabs((double)least));
	for (size_t i = 0; i < n; i++)
		y[i] = sqrtf(fmaxf(0, y[i] + more));
}

static int block(const struct plan *p, const struct parts *s, const float *x, size_t nrow, float *y, struct err *e)
{
	size_t n = p->im.ncol, found = stripe_mark(x, nrow, n, p->above, p->width, s->mean, s->t, s->rest);
	double lambda = p->lambda > 0 ? p->lambda : by_range(x, nrow, n);

	for (size_t k = 0; k < 2; k++) {
		memset(s->q[k], 0, n * sizeof *s->q[k]);
		if (found) {
			differences(k + 1, s->mean, n, s->a, s->q[k]);
			regularise(p, s->t, lambda, s->a, s->q[k]);
			if (solve_band(s->a, n, HALF, s->q[k], e))
				return e->code;
		}
		for (size_t c = 0; c < n; c++)
			s->add[k][c] = (float)s->q[k][c];
	}
	for (size_t c = 0; c < n && !p->product; c++)
		s->add[0][c] = (float)(0.5 * (s->q[0][c] + s->q[1][c]));
	if (!p->product)
		HOT_PICK(stripe_add)(x, s->add[0], nrow, n, y);
	for (size_t r = 0; p->product && r < nrow; r++)
		for (size_t c = 0; c < n; c++)
			y[r * n + c] = (x[r * n + c] + s->add[0][c]) * (x[r * n + c] + s->add[1][c]);
	return 0;
}

static int apply(const void *plan, size_t first, size_t n, size_t before, size_t after,
		 const float *in, float *out, void *work, struct err *e)
{
	const struct plan *p = plan;
	struct parts s = lay_out(p, work);
	size_t nrow = p->im.nrow, ncol = p->im.ncol;

	(void)first, (void)n, (void)before, (void)after;
	for (size_t b = 0; b < p->nblock; b++) {
		size_t from = b * nrow / p->nblock, to = (b + 1) * nrow / p->nblock;
		if (block(p, &s, in + from * ncol, to - from, out + from * ncol, e))
			return e->code;
	}
	if (p->product)
		root(out, nrow * ncol, p->alpha);
	return 0;
}

const struct method filter_stripe_ti = {
	.name = "stripe-ti",
	.brief = "remove stripes by regularisation",
	.reference = "Miqueles et al., J. Synchrotron Rad. 21 (2014) 1333",
	.param = params,
	.map = { .name = "stripe-ti", .order = ORDER_SINO, .batch = 1, .plan = plan, .work = work,
		 .apply = apply, .free = mem_free },
};
