/*
 * stripe-all - remove all kinds of stripes of a sinogram.
 *
 * stripe-dead, stripe-large and stripe-sort of Vo et al., their algorithms 6, 5 and 3, one
 * after the other with one sort (stripe_vo.h): the first two with snr and windows of la-size
 * columns, the last with sm-size.
 * E_USAGE when a size is even, E_DATA for more than 65536 angles.
 */
#include "base/map.h"
#include "base/mem.h"
#include "tomo/stripe_mark.h"
#include "tomo/stripe_vo.h"

enum { SNR, LA_SIZE, SM_SIZE, WHERE, ABOVE };

static const struct param params[] = {
	[SNR] = VO_PARAM_SNR,
	[LA_SIZE] = { "la-size", PARAM_INT, "px", 61, 1, 1001, NULL, NULL, "width of the median for large stripes, odd" },
	[SM_SIZE] = { "sm-size", PARAM_INT, "px", 21, 1, 1001, NULL, NULL, "width of the median for small stripes, odd" },
	[WHERE] = STRIPE_PARAM_WHERE,
	[ABOVE] = STRIPE_PARAM_ABOVE,
	{ .type = PARAM_END }
};

static int plan(void *par, const struct head *in, struct head *out, void **plan, struct err *e)
{
	const double *val = par;

	(void)out;
	return vo_new(plan, &(struct vo){ .dead = true, .large = true, .sort = true, .norm = true, .snr = val[SNR],
					  .size = (size_t)val[LA_SIZE], .small = (size_t)val[SM_SIZE], .drop_ratio = 0.1,
					  .where = (int)val[WHERE], .above = val[ABOVE] },
		      in, e);
}

const struct method filter_stripe_all = {
	.name = "stripe-all",
	.brief = "remove unresponsive, large and small stripes",
	.reference = "Vo, Atwood & Drakopoulos, Opt. Express 26 (2018) 28396, algorithms 6, 5, 4 and 3",
	.wants = "transmission",
	.gives = "transmission",
	.param = params,
	.map = { .name = "stripe-all", .order = ORDER_SINO, .batch = 1, .plan = plan, .work = vo_work,
		 .apply = vo_apply, .free = mem_free },
};
