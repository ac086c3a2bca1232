#include "cli/histo.h"

#include <math.h>

#include "num/quantile.h"

/* Samples of the slab, pairs turned into magnitudes in place. */
static size_t samples(struct slabs *b)
{
	size_t n = b->n * head_item_count(b->head);

	if (!b->head->is_complex)
		return n;
	for (size_t i = 0; i < n / 2; i++)
		b->x[i] = hypot(b->x[2 * i], b->x[2 * i + 1]);
	return n / 2;
}

/* Ends of the range: two passes, exact. */
static int percentiles(struct histo *h, struct slabs *b, double p_lo, double p_hi, struct err *e)
{
	const double p[] = { p_lo, p_hi };
	struct quantile *q = NULL;

	quantile_new(&q, p, 2, e);
	for (int pass = 0; pass < 2 && !e->code; pass++) {
		slabs_rewind(b);
		while (!slabs_next(b, e) && b->n)
			quantile_add(q, b->x, samples(b));
		if (pass == 0 && !e->code)
			quantile_again(q, e);
	}
	if (!e->code) {
		h->lo = quantile_value(q, 0);
		h->hi = quantile_value(q, 1);
	}
	quantile_free(q);
	return e->code;
}

/* Bins that treat all values alike. */
static void set_bins(struct histo *h, enum dtype t)
{
	h->bins = HISTO_BINS;
	if (!dtype_is_float(t)) {
		double lo = ceil(h->lo), n = floor(h->hi) - lo + 1, each = ceil(n / HISTO_BINS);
		h->bins = (size_t)ceil(n / each);
		h->lo = lo - 0.5;
		h->hi = h->lo + (double)h->bins * each;
	} else if (h->lo == h->hi) {
		double d = h->lo == 0 ? 1 : fabs(h->lo) / 2;
		h->lo -= d;
		h->hi += d;
	}
}

static void count(struct histo *h, const double *x, size_t n)
{
	double scale = (double)h->bins / (h->hi - h->lo);

	for (size_t i = 0; i < n; i++)
		if (x[i] >= h->lo && x[i] <= h->hi) {
			size_t k = (size_t)((x[i] - h->lo) * scale);
			h->count[k < h->bins ? k : h->bins - 1]++;
		}
}

int histo_read(struct histo *h, const struct tool *t, struct stream *s, double p_lo, double p_hi,
	       struct err *e)
{
	bool given = h->lo < h->hi;
	struct slabs b;

	for (size_t i = 0; i < HISTO_BINS; i++)
		h->count[i] = 0;
	if (!slabs_open(&b, t, s, !given, 0, e) && (given || !percentiles(h, &b, p_lo, p_hi, e))) {
		set_bins(h, b.head->is_complex ? DT_F32 : b.head->type);
		slabs_rewind(&b);
		while (!slabs_next(&b, e) && b.n)
			count(h, b.x, samples(&b));
	}
	slabs_close(&b);
	return e->code;
}
