/*
 * stripe-interp - replace columns of a sinogram that are stripes by interpolation.
 *
 *     y(a, c) = linear between the nearest columns on either side that are no stripes, at each angle
 *
 * where=stripes: stripes are those that stripe_mark.h finds,
 * and the other columns stay, bit for bit.
 *
 * where=all, as published (Vo, Atwood & Drakopoulos, Opt. Express 26 (2018) 28396, algorithms 4 to 6 as
 * TomoPy's remove_stripe_based_interpolation joins them):  with S(r, c) the samples of a column
 * in ascending order, M(r, c) the median of size columns of S at the same rank r,
 *
 *     f(c) = mean_r S / mean_r M,    drop-ratio/2 of the ranks left out at each end,
 *
 * stripes are where algorithm 4 (stripe_vo.h) with snr finds them in f, widened by a column, but never the
 * two columns at an edge; with norm all columns are divided by f first.  It takes the object's own
 * structure with the stripes.
 *
 * For single unresponsive columns nothing else is better; of a wide stripe it invents what it hides.
 */
#include <math.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "num/slide.h"
#include "num/sort.h"
#include "tomo/filter_image.h"
#include "tomo/filter_median.h"
#include "tomo/stripe_mark.h"
#include "tomo/stripe_room.h"
#include "tomo/stripe_score.h"
#include "tomo/stripe_vo.h"

enum { SNR, SIZE, DROP, NORM, WHERE, ABOVE, WIDTH };
enum { EDGE = 2 };

static const struct param params[] = {
	[SNR] = { "snr", PARAM_NUM, "", 3, 0.1, 1e6, NULL, NULL, "of where=all: how far a stripe stands out of the noise of the profile" },
	[SIZE] = { "size", PARAM_INT, "px", 31, 3, MEDIAN_MAX, NULL, NULL, "of where=all: width of the median, odd" },
	[DROP] = { "drop-ratio", PARAM_NUM, "", 0.1, 0, 0.8, NULL, NULL,
		   "of where=all: part of the sorted samples left out of the means" },
	[NORM] = { "norm", PARAM_FLAG, "", 1, 0, 1, NULL, NULL, "of where=all: divide columns by their ratio to their surroundings" },
	[WHERE] = STRIPE_PARAM_WHERE,
	[ABOVE] = STRIPE_PARAM_ABOVE,
	[WIDTH] = STRIPE_PARAM_WIDTH,
	{ .type = PARAM_END }
};

struct plan {
	struct image im;
	double snr, drop, above;
	size_t size, width;
	bool norm, all;
};

static int plan(void *par, const struct head *in, struct head *out, void **plan, struct err *e)
{
	const double *val = par;
	struct plan *p = *plan = mem_zero(1, sizeof *p, "a plan", e);

	(void)out;
	if (!p || median_check(val[SIZE], e) || image_of(&p->im, in, e))
		return e->code;
	p->all = val[WHERE] == STRIPE_ALL;
	if (p->all && p->im.nrow > SORT_MAX)
		return err_set(e, E_DATA, "%zu angles are more than %d", p->im.nrow, SORT_MAX);
	p->snr = val[SNR];
	p->above = val[ABOVE];
	p->drop = val[DROP];
	p->size = (size_t)val[SIZE];
	p->width = (size_t)val[WIDTH];
	p->norm = val[NORM] != 0;
	return 0;
}

struct parts {
	double *mean, *t;		/* [ncol]; t > 0: a stripe */
	float *ratio, *scratch;		/* [ncol] */
	uint8_t *mask;			/* [ncol] */
	float *value, *med;		/* sorted strips; medians of one strip */
	uint16_t *row;
	void *find, *sort, *window;
	size_t total;
};

static struct parts lay_out(const struct plan *p, void *work)
{
	struct parts s = { .total = 0 };
	size_t n = p->im.ncol, nrow = p->im.nrow;

	s.mean = room_take(work, &s.total, n * sizeof *s.mean);
	s.t = room_take(work, &s.total, n * sizeof *s.t);
	if (!p->all) {
		s.find = room_take(work, &s.total, stripe_mark_work(nrow, n));
		return s;
	}
	s.ratio = room_take(work, &s.total, n * sizeof *s.ratio);
	s.scratch = room_take(work, &s.total, n * sizeof *s.scratch);
	s.mask = room_take(work, &s.total, n);
	s.value = room_take(work, &s.total, sort_values(nrow, n) * sizeof *s.value);
	s.med = room_take(work, &s.total, n * STRIP * sizeof *s.med);
	s.row = room_take(work, &s.total, sort_rows(nrow, n) * sizeof *s.row);
	s.sort = room_take(work, &s.total, sort_work(nrow));
	s.window = room_take(work, &s.total, slide_work(p->size));
	return s;
}

static size_t work(const void *plan)
{
	return lay_out(plan, NULL).total;
}

/* ratio = f; where it is not a positive number 1 */
static void ratios(const struct plan *p, const float *x, const struct parts *s)
{
	size_t n = p->im.ncol, nrow = p->im.nrow, drop = (size_t)(0.5 * p->drop * (double)nrow);
	double *own = s->mean, *around = s->t;

	memset(own, 0, n * sizeof *own);
	memset(around, 0, n * sizeof *around);
	sort_columns(x, nrow, n, s->value, s->row, s->sort);
	for (size_t g = 0; g < sort_ranks(nrow) / STRIP; g++) {
		const float *v = s->value + g * n * STRIP;
		slide_median(v, n, p->size, s->med, s->window);
		for (size_t c = 0; c < n; c++)
			for (size_t l = 0; l < STRIP; l++)
				if (g * STRIP + l >= drop && g * STRIP + l + drop < nrow) {
					own[c] += (double)v[c * STRIP + l];
					around[c] += (double)s->med[c * STRIP + l];
				}
	}
	for (size_t c = 0; c < n; c++) {
		double f = own[c] / around[c];
		s->ratio[c] = (float)(f > 0 && isfinite(f) ? f : 1);
	}
}

/* t = 1 in the stripes of algorithm 4 and beside them */
static void published(const struct plan *p, const float *x, const struct parts *s)
{
	size_t n = p->im.ncol;

	ratios(p, x, s);
	vo_detect(s->ratio, n, p->snr, s->mask, s->scratch);
	for (size_t c = 0; c < n; c++)
		s->t[c] = c >= EDGE && c + EDGE < n && (s->mask[c] || s->mask[c - 1] || s->mask[c + 1]);
	for (size_t c = 0; c < n && !p->norm; c++)
		s->ratio[c] = 1;
}

static int apply(const void *plan, size_t first, size_t n, size_t before, size_t after,
		 const float *in, float *out, void *work, struct err *e)
{
	const struct plan *p = plan;
	struct parts s = lay_out(p, work);
	size_t ncol = p->im.ncol;

	(void)first, (void)n, (void)before, (void)after, (void)e;
	memcpy(out, in, p->im.nrow * ncol * sizeof *out);
	if (p->all)
		published(p, in, &s);
	else
		stripe_mark(in, p->im.nrow, ncol, p->above, p->width, s.mean, s.t, s.find);
	for (size_t r = 0; r < p->im.nrow; r++) {
		float *y = out + r * ncol;
		for (size_t c = 0; c < ncol && p->all; c++)
			y[c] /= s.ratio[c];
		stripe_bridge(y, s.t, ncol);
	}
	return 0;
}

const struct method filter_stripe_interp = {
	.name = "stripe-interp",
	.brief = "replace stripes by interpolation",
	.reference = "Vo, Atwood & Drakopoulos, Opt. Express 26 (2018) 28396",
	.param = params,
	.map = { .name = "stripe-interp", .order = ORDER_SINO, .batch = 1, .plan = plan, .work = work,
		 .apply = apply, .free = mem_free },
};
