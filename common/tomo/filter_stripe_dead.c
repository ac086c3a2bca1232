/*
 * stripe-dead - interpolate unresponsive and fluctuating columns of a sinogram.
 *
 *     d(c) = sum_a |x(a, c) - mean of x(a - 5, c) .. x(a + 4, c)|
 *     f(c) = d(c) / median of d(c - size/2) .. d(c + size/2)
 *
 * Columns that f tells from the others by snr, and those next to them, are interpolated linearly between the
 * nearest others; then stripe-large (drop-ratio 0.1) on what is left, unless residual=no.
 * Algorithm 6 of Vo et al. (stripe_vo.h).  A column with a sample that is not finite counts as unresponsive.
 * E_USAGE when size is even, E_DATA for more than 65536 angles.
 */
#include "base/map.h"
#include "base/mem.h"
#include "tomo/stripe_mark.h"
#include "tomo/stripe_vo.h"

enum { SNR, SIZE, NORM, RESIDUAL, WHERE, ABOVE };

static const struct param params[] = {
	[SNR] = VO_PARAM_SNR,
	[SIZE] = VO_PARAM_SIZE,
	[NORM] = VO_PARAM_NORM,
	[RESIDUAL] = { "residual", PARAM_FLAG, "", 1, 0, 1, NULL, NULL, "stripe-large on what is left" },
	[WHERE] = STRIPE_PARAM_WHERE,
	[ABOVE] = STRIPE_PARAM_ABOVE,
	{ .type = PARAM_END }
};

static int plan(void *par, const struct head *in, struct head *out, void **plan, struct err *e)
{
	const double *val = par;

	(void)out;
	return vo_new(plan, &(struct vo){ .dead = true, .large = val[RESIDUAL] != 0, .snr = val[SNR], .size = (size_t)val[SIZE],
					  .drop_ratio = 0.1, .norm = val[NORM] != 0, .where = (int)val[WHERE],
					  .above = val[ABOVE] },
		      in, e);
}

const struct method filter_stripe_dead = {
	.name = "stripe-dead",
	.brief = "interpolate unresponsive and fluctuating columns",
	.reference = "Vo, Atwood & Drakopoulos, Opt. Express 26 (2018) 28396, algorithm 6",
	.wants = "transmission",
	.gives = "transmission",
	.param = params,
	.map = { .name = "stripe-dead", .order = ORDER_SINO, .batch = 1, .plan = plan, .work = vo_work,
		 .apply = vo_apply, .free = mem_free },
};
