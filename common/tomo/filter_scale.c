/*
 * scale - a linear map of every sample, y = a x + b.
 *
 * What the samples then mean is not known: the quantity is dropped, unless
 * a = 1 and b = 0.
 */
#include "base/map.h"
#include "base/mem.h"
#include "tomo/filter_point.hot.h"

enum { A, B };

static const struct param params[] = {
	[A] = { "a", PARAM_NUM, "", 1, -1e30, 1e30, NULL, NULL, "factor" },
	[B] = { "b", PARAM_NUM, "data", 0, -1e30, 1e30, NULL, NULL, "added to it" },
	{ .type = PARAM_END }
};

struct plan {
	size_t count;
	float a, b;
};

static int plan(void *par, const struct head *in, struct head *out, void **plan, struct err *e)
{
	const double *val = par;
	struct plan *p = *plan = mem_zero(1, sizeof *p, "a plan", e);

	if (!p)
		return e->code;
	p->count = head_item_count(in);
	p->a = (float)val[A];
	p->b = (float)val[B];
	if (p->a != 1 || p->b != 0)
		meta_del(&out->meta, META_QUANTITY);
	return 0;
}

static int apply(const void *plan, size_t first, size_t n, size_t before, size_t after,
		 const float *in, float *out, void *work, struct err *e)
{
	const struct plan *p = plan;

	(void)first, (void)n, (void)before, (void)after, (void)work, (void)e;
	HOT_PICK(point_scale)(in, p->count, p->a, p->b, out);
	return 0;
}

const struct method filter_scale = {
	.name = "scale",
	.brief = "a x + b of every sample",
	.reference = "",
	.param = params,
	.map = { "scale", ORDER_ANY, 1, 0, NULL, plan, NULL, NULL, apply, mem_free },
};
