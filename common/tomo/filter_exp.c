/*
 * exp - attenuation back to transmission, exp(-mu_t).
 *
 * Beyond +-87 it is held (0, 6e37).  A sample that is not finite is E_DATA.
 */
#include <math.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/slab.h"
#include "tomo/filter_image.h"
#include "tomo/filter_point.hot.h"

static const struct param params[] = { { .type = PARAM_END } };

struct plan {
	struct image im;
	size_t count;
};

static int plan(void *par, const struct head *in, struct head *out, void **plan, struct err *e)
{
	struct plan *p = *plan = mem_zero(1, sizeof *p, "a plan", e);

	(void)par, (void)out;
	if (!p)
		return e->code;
	p->im.ncol = in->ndim > 1 ? in->n[in->ndim - 1] : 1;
	p->count = head_item_count(in);
	return 0;
}

static int apply(const void *plan, size_t first, size_t n, size_t before, size_t after,
		 const float *in, float *out, void *work, struct err *e)
{
	const struct plan *p = plan;
	int ok;

	(void)first, (void)n, (void)before, (void)after, (void)work;
	HOT_PICK(point_exp)(in, p->count, out, &ok);
	for (size_t i = 0; !ok && i < p->count; i++)
		if (!isfinite(in[i]))
			return image_bad(&p->im, i, in[i], "is not finite", e);
	return 0;
}

const struct method filter_exp = {
	.name = "exp",
	.brief = "attenuation to transmission exp(-mu_t)",
	.reference = "",
	.wants = "mu_t",
	.gives = "transmission",
	.param = params,
	.rows = rows_none,
	.map = { .name = "exp", .order = ORDER_ANY, .batch = 1, .plan = plan, .apply = apply,
		 .free = mem_free },
};
