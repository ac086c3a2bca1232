/* swap_step.c - single swaps, as they come. */
#include "rmc/swap_part.h"

static bool near(size_t a, size_t b, size_t n, size_t reach)
{
	size_t d = a > b ? a - b : b - a;

	return (d < n - d ? d : n - d) <= reach;
}

bool rmc_swap_within(size_t from, size_t to, size_t n, size_t reach)
{
	return !reach || (near(from / n, to / n, n, reach) && near(from % n, to % n, n, reach));
}

int rmc_swap_step(struct rmc_ensemble *s, struct rmc_swaps *w, struct rmc_pace *p, const struct rmc_single *how, struct rng *rng, struct err *e)
{
	size_t tile = (size_t)p->tried % s->m;
	struct rmc_proposal x[RMC_PROPOSALS];
	double now;

	if (rmc_swaps_map(w, s, tile, e))
		return e->code;
	now = rmc_swap_value(w, (struct rmc_change){ 0, 0, 0 });
	for (double k = 0; k < how->most; k++) {
		const struct rmc_proposal *at = &x[(size_t)k % RMC_PROPOSALS];
		if ((size_t)k % RMC_PROPOSALS == 0)
			rmc_swap_propose(w, rng, x);
		p->tried++;
		if (rmc_swap_within(at->from, at->to, s->t->n, how->reach) &&
		    (at->value < now || (how->temperature > 0 && rng_uniform(rng) < exp((now - at->value) / how->temperature)))) {
			struct rmc_flip f[2] = { { (unsigned)tile, at->from }, { (unsigned)tile, at->to } };
			rmc_flip(s, f, 2);
			p->taken++;
			break;
		}
	}
	rmc_evaluate(s);
	return 0;
}
