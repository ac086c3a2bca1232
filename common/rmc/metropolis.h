/*
 * metropolis.h - the plain way: a random swap, the whole of F updated, the cost by a pass over the pattern.
 *
 * Here for comparison; it is about as fast as such a loop gets on one core: one fused and vectorised pass, the new F written beside the old one.
 */
#ifndef RMC_METROPOLIS_H
#define RMC_METROPOLIS_H

#include "rmc/swap.h"

/* how->most swaps in one tile (which one: by the number tried so far), then everything is evaluated anew.  Metric intensity without background. */
int rmc_metropolis(struct rmc_ensemble *s, struct rmc_pace *p, const struct rmc_single *how, struct rng *rng, struct err *e);

/* exp(-2 pi i k x/n) of columns for the pixel that is filled and the one that is emptied, as planes; of a row: y. */
struct rmc_wave { float *nr, *ni, *or_, *oi; };
struct rmc_turn { float nr, ni, or_, oi; };

/*
 * A row: out = f + yn xn - yo xo, planes of real and imaginary parts; sums of mw I^2 and mw I t, with I = rest + |out|^2 (rest: of other tiles, or NULL), are
 * added to s[2].
 */
HOT_DECLARE(void, rmc_row_swap, (size_t n, const float *fr, const float *fi, struct rmc_turn y, struct rmc_wave x, const float *rest,
				 const float *mw, const float *t, float *outr, float *outi, double *s));

#endif
