/*
 * metropolis.h - the plain way: a random swap, the whole of F updated, the cost by a pass over the pattern.
 *
 * Here for comparison: one fused and vectorised pass, which is done again, to write F, when a swap is taken.
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
 * All rows: out = f + yn xn - yo xo, planes [nrow][ncol] of real and imaginary parts, y of each row; sums of mw I^2 and mw I t, with I = rest + |out|^2 (rest: of
 * other tiles, or NULL), are added to s[2].  out may be f, or NULL: sums alone.  mw of the first row, and of the others from mw + ncol on: [nrow - 1][ncol], or one row when alike.
 */
struct rmc_plane { size_t nrow, ncol; const float *rest, *mw, *t; bool alike; };
HOT_DECLARE(void, rmc_plane_swap, (const struct rmc_plane *p, const float *fr, const float *fi, const struct rmc_turn *y, struct rmc_wave x, float *outr, float *outi, double *s));

#endif
