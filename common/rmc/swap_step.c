/* swap_step.c - single swaps, as they come. */
#include "rmc/swap_part.h"

void rmc_swap_step(struct rmc_ensemble *s, struct rmc_swaps *w, struct rmc_pace *p, const struct rmc_single *how, struct rng *rng)
{
	size_t tile = (size_t)p->tried % s->m;
	struct rmc_proposal x[RMC_PROPOSALS];
	double now;

	rmc_swaps_map(w, s, tile);
	now = rmc_swap_value(w, (struct rmc_change){ 0, 0, 0 });
	for (double k = 0; k < how->most; k++) {
		const struct rmc_proposal *at = &x[(size_t)k % RMC_PROPOSALS];
		if ((size_t)k % RMC_PROPOSALS == 0)
			rmc_swap_propose(w, how->reach, rng, x);
		p->tried++;
		if (at->value < now || (how->temperature > 0 && at->value < INFINITY && rng_uniform(rng) < exp((now - at->value) / how->temperature))) {
			struct rmc_flip f[2] = { { (unsigned)tile, at->from }, { (unsigned)tile, at->to } };
			rmc_flip(s, f, 2);
			p->taken++;
			break;
		}
	}
	rmc_evaluate(s);
}
