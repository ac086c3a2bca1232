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
	[SNR] = { "snr", PARAM_NUM, "", 3, 0.1, 1000, NULL, NULL, "how far a stripe stands out of the noise of the profile" },
	[SIZE] = { "size", PARAM_INT, "px", 51, 1, 1001, NULL, NULL, "width of the median, odd: over twice the widest stripe" },
	[DROP] = { "drop-ratio", PARAM_NUM, "", 0.1, 0, 0.9, NULL, NULL, "part of the sorted samples left out of the means" },
	[NORM] = { "norm", PARAM_FLAG, "", 1, 0, 1, NULL, NULL, "divide columns by their ratio to their surroundings" },
	[WHERE] = STRIPE_PARAM_WHERE,
	[ABOVE] = STRIPE_PARAM_ABOVE,
	{ .type = PARAM_END }
};

static int plan(void *par, const struct head *in, struct head *out, void **plan, struct err *e)
{
	double *val = par;
	struct vo *v = *plan = mem_zero(1, sizeof *v, "a plan", e);

	(void)out;
	if (!v)
		return e->code;
	v->large = true;
	v->snr = val[SNR];
	v->size = (size_t)val[SIZE];
	v->drop_ratio = val[DROP];
	v->norm = val[NORM] != 0;
	v->where = (int)val[WHERE];
	v->above = val[ABOVE];
	return vo_check(v, in, e);
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
