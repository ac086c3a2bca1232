/*
 * circle - set what lies outside a circle of each slice to one value.
 *
 * Pixel (r, c) of [ny][nx] lies outside when
 *
 *     (c - (nx - 1)/2)^2 + (r - (ny - 1)/2)^2 >= (ratio min(nx, ny) / 2)^2,
 *
 * pixel centres, the circle about the middle of the slice, where the rotation
 * axis is.
 */
#include <math.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/slab.h"
#include "tomo/filter_image.h"

enum { RATIO, VALUE };

static const struct param params[] = {
	[RATIO] = { "ratio", PARAM_NUM, "", 1, 0, 2, NULL, NULL,
		    "diameter over the smaller side of the slice" },
	[VALUE] = { "value", PARAM_NUM, "data", 0, -1e30, 1e30, NULL, NULL, "outside" },
	{ .type = PARAM_END }
};

struct plan {
	struct image im;
	double radius;
	float value;
};

static int plan(void *par, const struct head *in, struct head *out, void **plan, struct err *e)
{
	const double *val = par;
	struct plan *p = *plan = mem_zero(1, sizeof *p, "a plan", e);
	size_t least;

	(void)out;
	if (!p || image_of(&p->im, in, e))
		return e->code;
	least = p->im.nrow < p->im.ncol ? p->im.nrow : p->im.ncol;
	p->radius = val[RATIO] * (double)least / 2;
	p->value = (float)val[VALUE];
	return 0;
}

static int apply(const void *plan, size_t first, size_t n, size_t before, size_t after,
		 const float *in, float *out, void *work, struct err *e)
{
	const struct plan *p = plan;
	size_t ncol = p->im.ncol;

	(void)first, (void)n, (void)before, (void)after, (void)work, (void)e;
	for (size_t r = 0; r < p->im.nrow; r++) {
		double y = (double)r - 0.5 * (double)(p->im.nrow - 1), y2 = y * y;
		for (size_t c = 0; c < ncol; c++) {
			double x = (double)c - 0.5 * (double)(ncol - 1);
			out[r * ncol + c] = x * x + y2 < p->radius * p->radius ?
					    in[r * ncol + c] : p->value;
		}
	}
	return 0;
}

const struct method filter_circle = {
	.name = "circle",
	.brief = "set what lies outside a circle to one value",
	.reference = "",
	.param = params,
	.rows = rows_none,
	.map = { .name = "circle", .order = ORDER_SLICE, .batch = 1, .plan = plan, .apply = apply,
		 .free = mem_free },
};
