/*
 * outlier - replace zingers and dead samples by the median around them.
 *
 *     y = m   where x - m > dif    (kind bright, both)
 *             or    m - x > dif    (kind dark, both)
 *     y = x   elsewhere, bit for bit,
 *
 * m being the median of size x size samples around x, or with dim=3 of
 * 3 x 3 x 3 across neighbouring images, edges mirrored, and dif in the units of
 * the data.  A NaN is always replaced.
 */
#include <math.h>

#include "base/map.h"
#include "base/mem.h"
#include "tomo/filter_median.h"
#include "tomo/filter_median.hot.h"

enum { DIF, SIZE, KIND, DIM };
enum { BRIGHT, DARK, BOTH };

static const char *const kinds[] = { "bright", "dark", "both", NULL };

static const struct param params[] = {
	[DIF] = { "dif", PARAM_NUM, "data", NAN, 0, 1e30, NULL, NULL,
		  "how far from the median is out" },
	[SIZE] = { "size", PARAM_INT, "px", 3, 3, MEDIAN_MAX, NULL, NULL, "width of the window, odd" },
	[KIND] = { "kind", PARAM_CHOICE, "", BRIGHT, 0, BOTH, NULL, kinds, "which side is replaced" },
	[DIM] = { "dim", PARAM_INT, "", 2, 2, 3, NULL, NULL, MEDIAN_DIM_HELP },
	{ .type = PARAM_END }
};

struct plan {
	struct median median;
	float above, below;
};

static int plan(void *par, const struct head *in, struct head *out, void **plan, struct err *e)
{
	const double *val = par;
	struct plan *p = *plan = mem_zero(1, sizeof *p, "a plan", e);

	(void)out;
	if (!p || median_plan(&p->median, val[SIZE], val[DIM], in, e))
		return e->code;
	p->above = val[KIND] == DARK ? INFINITY : (float)val[DIF];
	p->below = val[KIND] == BRIGHT ? INFINITY : (float)val[DIF];
	return 0;
}

static size_t work(const void *plan)
{
	const struct plan *p = plan;

	return median_scratch(&p->median);
}

static size_t halo_of(const void *plan)
{
	const struct plan *p = plan;

	return p->median.cube;
}

static int apply(const void *plan, size_t first, size_t n, size_t before, size_t after,
		 const float *in, float *out, void *work, struct err *e)
{
	const struct plan *p = plan;

	size_t count = p->median.im.nrow * p->median.im.ncol;

	(void)first, (void)n, (void)e;
	median_apply(&p->median, before, after, in, work, out);
	HOT_PICK(median_keep)(in + before * count, count, p->above, p->below, out);
	return 0;
}

static size_t rows(const double *val, double *fade)
{
	(void)fade;
	return (size_t)val[SIZE] / 2;
}

const struct method filter_outlier = {
	.name = "outlier",
	.brief = "replace zingers by the median around them",
	.reference = "",
	.param = params,
	.rows = rows,
	.map = { .name = "outlier", .order = ORDER_ANY, .batch = 1, .plan = plan, .work = work, .apply = apply,
		 .free = mem_free, .halo_of = halo_of },
};
