/*
 * swap.h - the exact change of the cost by a swap of two pixels, without touching the pattern.
 *
 * Metric intensity.  With o emptied, n filled, d = n - o, R = w (I - D), at scale 1:
 *
 *	G = S[R F*]   H = S[R]   P = S[w |F|^2]   K = S[w F*^2]   L = S[w F*]   W = S[w]      S[X](r) = sum_q X(q) exp(-2 pi i (q + delta).r/n)
 *
 *	dchi2 = 4 (G(n) - G(o)) + 4 (H(0) - H(d)) + 4 (P(0) - P(d)) + 2 (K(2n) + K(2o) - 2 K(n + o))
 *	      + 4 (3 L(n) - 3 L(o) - L(2n - o) + L(2o - n)) + 6 W(0) - 8 W(d) + 2 W(2d)
 *
 * (real parts), from dI = 2 Re F* u + |u|^2 with u = exp(-i q n) - exp(-i q o), all products written out.  F is that of the swapped tile, I and D of all.
 *
 * With the scale c and the background b free three sums change: A = sum w I^2 by the formula with D = 0 (R = w I), B = sum w I D by half of that less dchi2 at scale 1,
 * C = sum w I by 2 (L(n) - L(o)) + 2 (W(0) - W(d)); their least squares give the new value.  So G and H are kept in their parts of I and of D.
 *
 * Maps are doubles; two that are real share a complex one, and lie side by side.
 */
#ifndef RMC_SWAP_H
#define RMC_SWAP_H

#include "rmc/steps.h"

struct rmc_swaps;

/* What changes by a swap. */
struct rmc_change { double a, b, c; };		/* of sum w I^2, sum w I D, sum w I */

/* Maps for one tile at a time; many: for rmc_swap_propose() too.  E_USAGE unless the metric is intensity; E_NOMEM. */
int rmc_swaps_new(struct rmc_swaps **w, const struct rmc_target *t, bool many, struct err *e);
void rmc_swaps_free(struct rmc_swaps *w);	/* NULL is fine */

/* The maps of a tile of an evaluated ensemble. */
void rmc_swaps_map(struct rmc_swaps *w, const struct rmc_ensemble *s, size_t tile);

/* Pixel "from" emptied, "to" filled (places in the tile). */
struct rmc_change rmc_swap_change(const struct rmc_swaps *w, size_t from, size_t to);
/* The value (as rmc_evaluate()) after such a change; scale and background free as the target says. */
double rmc_swap_value(const struct rmc_swaps *w, struct rmc_change d);
/* The change of sum w (I c + b - D)^2 at this scale, not normalised. */
double rmc_swap_fixed(struct rmc_change d, struct rmc_scale at);

enum { RMC_PROPOSALS = 64 };
struct rmc_proposal { unsigned from, to; double value; };
/*
 * RMC_PROPOSALS random swaps with the values after each (alone): a random filled pixel with a run of four empty ones from a random one on, which lie beside each other
 * in memory, so that each pair is as likely as any other.  The maps are rounded to single precision: 1e-6 of the change's terms.
 *
 * With a reach the empty one is so many pixels away at most along rows and columns, over the periodic boundary; a place that is not empty there is a proposal too, of
 * no swap (value INFINITY), so that each swap is as likely as the one back.
 */
void rmc_swap_propose(const struct rmc_swaps *w, size_t reach, struct rng *rng, struct rmc_proposal *p);

/* A random place, but for "at" itself, that is within reach of it on n x n pixels; 0: anywhere. */
size_t rmc_swap_beside(size_t at, size_t n, size_t reach, struct rng *rng);

enum { RMC_SINGLE_STEP = 4096 };		/* proposals of a step at most: after so many metropolis.h goes to the next tile */

/* How single swaps are proposed. */
struct rmc_single {
	double temperature;		/* a change d for the worse is accepted with exp(-d/T) */
	size_t reach;			/* at most so many pixels along rows and columns; 0: anywhere */
	double most;			/* proposals of this step */
};

/* Proposals of random swaps in one tile until one is accepted, or how->most of them; another tile is next, so that of several tiles it is no sampler. */
void rmc_swap_step(struct rmc_ensemble *s, struct rmc_swaps *w, struct rmc_pace *p, const struct rmc_single *how, struct rng *rng);

/*
 * The best swaps among the most promising pixels, each with its exact change, as many at once as keep the value falling.  false: none of them improves.
 */
bool rmc_polish(struct rmc_ensemble *s, struct rmc_swaps *w, struct rmc_pace *p, struct err *e);

#endif
