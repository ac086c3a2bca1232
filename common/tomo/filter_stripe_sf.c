/*
 * stripe-sf - remove stripes of a sinogram by smoothing its mean.
 *
 *     m(c) = 1/n sum_a x(a, c),    s(c) = 1/size sum_{|i| <= size/2} m(c + i),
 *     y(a, c) = x(a, c) - m(c) + s(c)
 *
 * What differs in the mean over all angles from its neighbours is taken for
 * the detector's.  Beyond the edges the mean is that of the edge.  The same as
 * TomoPy's remove_stripe_sf; Boin & Haibel, Opt. Express 14 (2006) 12071, do it
 * with factors, which their -ln makes sums.
 */
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "tomo/filter_image.h"
#include "tomo/filter_stripe.hot.h"

enum { SIZE };

static const struct param params[] = {
	[SIZE] = { "size", PARAM_INT, "px", 5, 3, 1001, NULL, NULL, "width of the smoothing, odd" },
	{ .type = PARAM_END }
};

struct plan {
	struct image im;
	size_t size;
};

static int plan(void *par, const struct head *in, struct head *out, void **plan, struct err *e)
{
	const double *val = par;
	struct plan *p = *plan = mem_zero(1, sizeof *p, "a plan", e);

	(void)out;
	if (!p || image_of(&p->im, in, e))
		return e->code;
	p->size = (size_t)val[SIZE];
	if (p->size % 2 == 0)
		return err_set(e, E_USAGE, "size=%zu is not odd", p->size);
	return 0;
}

/* The sums of the columns (double), and what is added to each (float). */
static size_t work(const void *plan)
{
	const struct plan *p = plan;

	return p->im.ncol * (sizeof(double) + 2 * sizeof(float));
}

/* add = smoothed mean less mean */
static void correction(const struct plan *p, const double *sum, float *add)
{
	long n = (long)p->im.ncol, half = (long)p->size / 2;
	double scale = 1 / (double)p->im.nrow;

	for (long c = 0; c < n; c++) {
		double s = 0;
		for (long i = c - half; i <= c + half; i++)
			s += sum[i < 0 ? 0 : i < n ? i : n - 1];
		add[c] = (float)(scale * (s / (double)p->size - sum[c]));
	}
}

static int apply(const void *plan, size_t first, size_t n, size_t before, size_t after,
		 const float *in, float *out, void *work, struct err *e)
{
	const struct plan *p = plan;
	size_t nrow = p->im.nrow, ncol = p->im.ncol;
	double *sum = work;
	float *add = (float *)(sum + ncol), *part = add + ncol;

	(void)first, (void)n, (void)before, (void)after, (void)e;
	memset(sum, 0, ncol * sizeof *sum);
	for (size_t r = 0; r < nrow; r += STRIPE_ROWS)
		HOT_PICK(stripe_sum)(in + r * ncol, nrow - r < STRIPE_ROWS ? nrow - r : STRIPE_ROWS,
				     ncol, part, sum);
	correction(p, sum, add);
	HOT_PICK(stripe_add)(in, add, nrow, ncol, out);
	return 0;
}

const struct method filter_stripe_sf = {
	.name = "stripe-sf",
	.brief = "remove stripes by smoothing the mean over angles",
	.reference = "Boin & Haibel, Opt. Express 14 (2006) 12071",
	.param = params,
	.map = { "stripe-sf", ORDER_SINO, 1, 0, NULL, plan, work, NULL, apply, mem_free },
};
