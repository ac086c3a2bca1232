/*
 * log - transmission to attenuation.
 *
 *     mu_t = -ln max(x, min)
 *
 * Without min (0) a sample that is not above zero is E_DATA with its place: a
 * wrong flat field should not look plausible.  What is not finite always is.
 */
#include <float.h>
#include <math.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/slab.h"
#include "tomo/filter_image.h"
#include "tomo/filter_point.hot.h"

enum { MIN };

static const struct param params[] = {
	[MIN] = { "min", PARAM_NUM, "", 0, 0, 1, NULL, NULL,
		  "transmission is held at or above it; 0: what is not positive is an error" },
	{ .type = PARAM_END }
};

struct plan {
	struct image im;
	size_t count;
	float min;
};

static int plan(void *par, const struct head *in, struct head *out, void **plan, struct err *e)
{
	const double *val = par;
	struct plan *p = *plan = mem_zero(1, sizeof *p, "a plan", e);

	(void)out;
	if (!p)
		return e->code;
	p->im.ncol = in->ndim > 1 ? in->n[in->ndim - 1] : 1;
	p->count = head_item_count(in);
	p->min = (float)val[MIN];
	return 0;
}

static int apply(const void *plan, size_t first, size_t n, size_t before, size_t after,
		 const float *in, float *out, void *work, struct err *e)
{
	const struct plan *p = plan;
	bool hold = p->min >= FLT_MIN;
	int ok;

	(void)first, (void)n, (void)before, (void)after, (void)work;
	HOT_PICK(point_log)(in, p->count, hold ? p->min : FLT_MIN, hold, out, &ok);
	for (size_t i = 0; !ok && i < p->count; i++)
		if (!isfinite(in[i]) || (!hold && !(in[i] > 0)))
			return image_bad(&p->im, i, in[i], "is not a positive transmission", e);
	return 0;
}

const struct method filter_log = {
	.name = "log",
	.brief = "transmission to attenuation mu_t = -ln x",
	.reference = "",
	.wants = "transmission",
	.gives = "mu_t",
	.param = params,
	.rows = rows_none,
	.map = { .name = "log", .order = ORDER_ANY, .batch = 1, .plan = plan, .apply = apply,
		 .free = mem_free },
};
