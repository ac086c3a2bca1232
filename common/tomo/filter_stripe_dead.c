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
	[SNR] = { "snr", PARAM_NUM, "", 3, 0.1, 1000, NULL, NULL, "how far a stripe stands out of the noise of the profile" },
	[SIZE] = { "size", PARAM_INT, "px", 51, 1, 1001, NULL, NULL, "width of the median, odd: over twice the widest stripe" },
	[NORM] = { "norm", PARAM_FLAG, "", 1, 0, 1, NULL, NULL, "divide columns by their ratio to their surroundings" },
	[RESIDUAL] = { "residual", PARAM_FLAG, "", 1, 0, 1, NULL, NULL, "stripe-large on what is left" },
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
	v->dead = true;
	v->large = val[RESIDUAL] != 0;
	v->snr = val[SNR];
	v->size = (size_t)val[SIZE];
	v->drop_ratio = 0.1;
	v->norm = val[NORM] != 0;
	v->where = (int)val[WHERE];
	v->above = val[ABOVE];
	return vo_check(v, in, e);
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
