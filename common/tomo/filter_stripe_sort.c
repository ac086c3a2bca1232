/*
 * stripe-sort - remove small and partial stripes of a sinogram by sorting.
 *
 *     S(r, c)    column c in ascending order, r = 0 .. n - 1
 *     M(r, c)    the median of S(r, c - size/2) .. S(r, c + size/2)
 *     y(a, c) =  M(r, c) where S(r, c) was x(a, c)
 *
 * Algorithm 3 of Vo et al. (stripe_vo.h).  A map that rises or falls (-ln) changes nothing about it.
 * size=0 takes TomoPy's width for the number of columns, made odd: 1 % of them and at least 5; 21 above 2000
 * columns.  E_USAGE when it is even, E_DATA for more than 65536 angles.
 */
#include "base/map.h"
#include "base/mem.h"
#include "tomo/stripe_mark.h"
#include "tomo/stripe_vo.h"

enum { SIZE, WHERE, ABOVE };

static const struct param params[] = {
	[SIZE] = { "size", PARAM_INT, "px", 0, 0, 1001, NULL, NULL, "width of the median, odd; 0: 1 % of the columns, 5 to 21" },
	[WHERE] = STRIPE_PARAM_WHERE,
	[ABOVE] = STRIPE_PARAM_ABOVE,
	{ .type = PARAM_END }
};

static int plan(void *par, const struct head *in, struct head *out, void **plan, struct err *e)
{
	double *val = par;
	size_t ncol = in->n[in->ndim - 1];

	(void)out;
	if (val[SIZE] == 0)
		val[SIZE] = ncol > 2000 ? 21 : ncol < 500 ? 5 : (double)(ncol / 100 | 1);
	return vo_new(plan, &(struct vo){ .sort = true, .small = (size_t)val[SIZE], .where = (int)val[WHERE], .above = val[ABOVE] },
		      in, e);
}

const struct method filter_stripe_sort = {
	.name = "stripe-sort",
	.brief = "remove small and partial stripes by sorting",
	.reference = "Vo, Atwood & Drakopoulos, Opt. Express 26 (2018) 28396, algorithm 3",
	.param = params,
	.map = { .name = "stripe-sort", .order = ORDER_SINO, .batch = 1, .plan = plan, .work = vo_work,
		 .apply = vo_apply, .free = mem_free },
};
