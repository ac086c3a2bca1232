/*
 * scale - a linear map of every sample, y = a x + b, and by option whole
 * numbers of 8 or 16 bits:
 *
 *     z = round((y - lo) / (hi - lo) (2^bits - 1)), held within 0 .. 2^bits - 1
 *
 * halves to even.  The last filter of a chain writes them as uint8 or uint16.
 * A NaN is an error then: no whole number stands for it.
 *
 * What the samples then mean is not known: the quantity is dropped, unless
 * nothing is changed.
 */
#include <math.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/slab.h"
#include "tomo/filter_image.h"
#include "tomo/filter_point.hot.h"

enum { A, B, BITS, LO, HI };
enum { BITS_NONE, BITS_8, BITS_16 };

static const char *const bits[] = { "none", "8", "16", NULL };

static const struct param params[] = {
	[A] = { "a", PARAM_NUM, "", 1, -1e30, 1e30, NULL, NULL, "factor" },
	[B] = { "b", PARAM_NUM, "data", 0, -1e30, 1e30, NULL, NULL, "added to it" },
	[BITS] = { "bits", PARAM_CHOICE, "", BITS_NONE, 0, BITS_16, NULL, bits,
		   "from lo to hi as whole numbers from 0 to 255 or 65535" },
	[LO] = { "lo", PARAM_NUM, "data", 0, -1e30, 1e30, NULL, NULL, "what becomes 0, with all below it" },
	[HI] = { "hi", PARAM_NUM, "data", 0, -1e30, 1e30, NULL, NULL,
		 "what becomes the largest, with all above it; needed for bits" },
	{ .type = PARAM_END }
};

struct plan {
	struct image im;
	size_t count;
	float a, b;
	float lo, k, top;	/* top: 0 without bits */
};

static int plan(void *par, const struct head *in, struct head *out, void **plan, struct err *e)
{
	const double *val = par;
	struct plan *p = *plan = mem_zero(1, sizeof *p, "a plan", e);
	double lo = val[LO], hi = val[HI];

	if (!p)
		return e->code;
	p->count = head_item_count(in);
	p->im.ncol = in->n[in->ndim - 1];
	if (val[BITS] == BITS_NONE && (lo != 0 || hi != 0))
		return err_set(e, E_USAGE, "lo and hi go with bits=8 or bits=16");
	if (val[BITS] != BITS_NONE) {
		if (lo >= hi)
			return err_set(e, E_USAGE, "bits=%s needs lo below hi, not lo=%g and hi=%g",
				       bits[(int)val[BITS]], lo, hi);
		p->top = val[BITS] == BITS_8 ? 255 : 65535;
		p->lo = (float)lo;
		p->k = (float)(p->top / (hi - lo));
		out->type = val[BITS] == BITS_8 ? DT_U8 : DT_U16;
	}
	p->a = (float)val[A];
	p->b = (float)val[B];
	if (p->a != 1 || p->b != 0 || p->top > 0)
		meta_del(&out->meta, META_QUANTITY);
	return 0;
}

static int apply(const void *plan, size_t first, size_t n, size_t before, size_t after,
		 const float *in, float *out, void *work, struct err *e)
{
	const struct plan *p = plan;
	size_t bad = 0;
	int ok = 1;

	(void)first, (void)n, (void)before, (void)after, (void)work;
	HOT_PICK(point_scale)(in, p->count, p->a, p->b, out);
	if (p->top > 0)
		HOT_PICK(point_whole)(out, p->count, p->lo, p->k, p->top, &ok);
	if (ok)
		return 0;
	while (bad + 1 < p->count && !isnan((p->a * in[bad] + p->b - p->lo) * p->k))
		bad++;
	return image_bad(&p->im, bad, in[bad], "has no whole number", e);
}

const struct method filter_scale = {
	.name = "scale",
	.brief = "a x + b of every sample; whole numbers of 8 or 16 bits",
	.reference = "",
	.param = params,
	.rows = rows_none,
	.map = { .name = "scale", .order = ORDER_ANY, .batch = 1, .plan = plan, .apply = apply,
		 .free = mem_free },
};
