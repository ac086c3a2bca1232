/*
 * stripe-large - remove large stripes of a sinogram.
 *
 *     f(c) = mean_r S(r, c) / mean_r M(r, c)    S sorted columns, M their median of "size" columns,
 *                                               drop-ratio/2 of the ranks left out at each end
 *     y(a, c) = M(r, c), r the rank of x(a, c)  where f stands out of its noise by snr
 *     y(a, c) = x(a, c) / f(c)                  elsewhere, with norm
 *
 * Algorithm 5 of Vo et al. (stripe_vo.h), with their algorithm 4 to tell what stands out.  Ratios are those
 * of transmissions.  E_USAGE when size is even, E_DATA for more than 65536 angles.
 */
#include "base/map.h"
#include "base/mem.h"
#include "tomo/stripe_mark.h"
#include "tomo/stripe_vo.h"

enum { SNR, SIZE, DROP, NORM, WHERE, ABOVE };

static const struct param params[] = {
	[SNR] = VO_PARAM_SNR,
	[SIZE] = VO_PARAM_SIZE,
	[DROP] = { "drop-ratio", PARAM_NUM, "", 0.1, 0, 0.9, NULL, NULL, "part of the sorted samples left out of the means" },
	[NORM] = VO_PARAM_NORM,
	[WHERE] = STRIPE_PARAM_WHERE,
	[ABOVE] = STRIPE_PARAM_ABOVE,
	{ .type = PARAM_END }
};

static int plan(void *par, const struct head *in, struct head *out, void **plan, struct err *e)
{
	const double *val = par;

	(void)out;
	return vo_new(plan, &(struct vo){ .large = true, .snr = val[SNR], .size = (size_t)val[SIZE], .drop_ratio = val[DROP],
					  .norm = val[NORM] != 0, .where = (int)val[WHERE], .above = val[ABOVE] },
		      in, e);
}

const struct method filter_stripe_large = {
	.name = "stripe-large",
	.brief = "remove large stripes",
	.reference = "Vo, Atwood & Drakopoulos, Opt. Express 26 (2018) 28396, algorithm 5",
	.wants = "transmission",
	.gives = "transmission",
	.param = params,
	.map = { .name = "stripe-large", .order = ORDER_SINO, .batch = 1, .plan = plan, .work = vo_work,
		 .apply = vo_apply, .free = mem_free },
};
