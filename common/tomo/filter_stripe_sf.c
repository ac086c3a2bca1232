/*
 * stripe-sf - remove stripes of a sinogram by smoothing its mean.
 *
 *     m(c) = 1/n sum_a x(a, c),    s(c) = 1/size sum_{|i| <= size/2} m(c + i),
 *     y(a, c) = x(a, c) - m(c) + s(c)
 *
 * What differs in the mean over all angles from its neighbours is taken for
 * the detector's.  Beyond the edges the mean is that of the edge.  With where=all
 * that is all, the same as TomoPy's remove_stripe_sf (Boin & Haibel, Opt. Express 14
 * (2006) 12071, do it with factors, which their -ln makes sums), and it takes the fine
 * structure of the object's own mean for stripes as well: of the exact sinogram of
 * the Shepp-Logan phantom, 256 columns, SSIM falls from 0.924 to 0.845.
 *
 * With where=stripes only columns that are stripes (stripe_mark.h) are changed, and s is
 * the smoothed mean of the others, interpolated in between.
 */
#include "base/map.h"
#include "base/mem.h"
#include "tomo/filter_image.h"
#include "tomo/filter_stripe.hot.h"
#include "tomo/stripe_mark.h"
#include "tomo/stripe_score.h"

enum { SIZE, WHERE, ABOVE, WIDTH };

static const struct param params[] = {
	[SIZE] = { "size", PARAM_INT, "px", 5, 3, 1001, NULL, NULL, "width of the smoothing, odd" },
	[WHERE] = STRIPE_PARAM_WHERE,
	[ABOVE] = STRIPE_PARAM_ABOVE,
	[WIDTH] = STRIPE_PARAM_WIDTH,
	{ .type = PARAM_END }
};

struct plan {
	struct image im;
	size_t size, width;
	double above;		/* 0: all columns */
};

static int plan(void *par, const struct head *in, struct head *out, void **plan, struct err *e)
{
	const double *val = par;
	struct plan *p = *plan = mem_zero(1, sizeof *p, "a plan", e);

	(void)out;
	if (!p || image_of(&p->im, in, e))
		return e->code;
	p->size = (size_t)val[SIZE];
	p->above = stripe_above(val[WHERE], val[ABOVE]);
	p->width = (size_t)val[WIDTH];
	if (p->size % 2 == 0)
		return err_set(e, E_USAGE, "size=%zu is not odd", p->size);
	return 0;
}

/* Means, those that are smoothed, which are stripes, and what is added to each. */
static size_t work(const void *plan)
{
	const struct plan *p = plan;

	return p->im.ncol * (3 * sizeof(double) + sizeof(float)) + stripe_mark_work(p->im.nrow, p->im.ncol);
}

/* add = smoothed mean less mean */
static void correction(const struct plan *p, const double *mean, const double *fill, const double *t, float *add)
{
	long n = (long)p->im.ncol, half = (long)p->size / 2;

	for (long c = 0; c < n; c++) {
		double s = 0;
		for (long i = c - half; i <= c + half && t[c] > 0; i++)
			s += fill[i < 0 ? 0 : i < n ? i : n - 1];
		add[c] = t[c] > 0 ? (float)(s / (double)p->size - mean[c]) : 0;
	}
}

static int apply(const void *plan, size_t first, size_t n, size_t before, size_t after,
		 const float *in, float *out, void *work, struct err *e)
{
	const struct plan *p = plan;
	size_t nrow = p->im.nrow, ncol = p->im.ncol;
	double *mean = work, *t = mean + ncol, *fill = t + ncol, *rest = fill + ncol;
	float *add = (float *)((char *)rest + stripe_mark_work(nrow, ncol));

	(void)first, (void)n, (void)before, (void)after, (void)e;
	stripe_mark(in, nrow, ncol, p->above, p->width, mean, t, rest);
	if (p->above > 0)
		stripe_fill(mean, t, ncol, fill);
	correction(p, mean, p->above > 0 ? fill : mean, t, add);
	HOT_PICK(stripe_add)(in, add, nrow, ncol, out);
	return 0;
}

const struct method filter_stripe_sf = {
	.name = "stripe-sf",
	.brief = "remove stripes by smoothing the mean over angles",
	.reference = "Boin & Haibel, Opt. Express 14 (2006) 12071",
	.param = params,
	.map = { .name = "stripe-sf", .order = ORDER_SINO, .batch = 1, .plan = plan, .work = work,
		 .apply = apply, .free = mem_free },
};
