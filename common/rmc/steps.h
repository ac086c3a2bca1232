/*
 * steps.h - how models are changed.  Each is a step that leaves an ensemble evaluated (but for rmc_raar, rmc_grow and rmc_random), and that does the same again from the same models.
 */
#ifndef RMC_STEPS_H
#define RMC_STEPS_H

#include "num/rng.h"
#include "rmc/ensemble.h"

/* What a step needs to know of those before it. */
struct rmc_pace {
	double many;		/* pairs of pixels a tile to change next */
	double tried, taken;	/* so far: proposals */
	uint64_t plain;		/* batches: the direction was of no more use, it is the gradient now */
};

/*
 * Batched gradient swaps: the m most promising filled pixels of each tile (by rmc_direction(), in the end by the gradient) change with the m most promising empty ones; kept when the value
 * falls, else m is halved and tried again.  false: not even one pair does (the value is as before).  room: 2 m pixels of each tile at most, n2 of each.
 */
bool rmc_batch(struct rmc_ensemble *s, struct rmc_pace *p, struct rmc_flip *room);

/*
 * The same with chance: noise of deviation "blur" times that of the gradient is added to it before pixels are chosen, and a change for
 * the worse is accepted with probability exp(-d/T).  Tries until one is accepted, 20 times at most.
 */
void rmc_anneal(struct rmc_ensemble *s, struct rmc_pace *p, double temperature, double blur, struct rng *rng, float *noisy, struct rmc_flip *room);

/*
 * One iteration of RAAR (D. R. Luke, Inverse Problems 21 (2005) 37, eq. 11), x' = beta/2 (R_S R_M x + x) + (1 - beta) P_M x, of each tile's field x [m][n][n]; P_S is the
 * nearest model of its loading, P_M puts the measured amplitudes where a pixel is used (shared between tiles as they stand) and the loading at q = 0.
 * The models become P_S of 2 P_M x - x; they are not evaluated.  The scale of the amplitudes is that of the sum of
 * all I but q = 0, which the loading tells.  room: n2 floats.
 */
void rmc_raar(struct rmc_ensemble *s, float *x, double beta, float *room);

/* Models of s that have the transforms of those of a smaller level as far as these go, with their loading (rounded to pixels). */
void rmc_grow(struct rmc_ensemble *s, const struct rmc_ensemble *small, const double *loading);

/* Random pixels, so many filled as the loading says. */
void rmc_random(struct rmc_ensemble *s, const double *loading, struct rng *rng);

/* Pixels of n2 that are filled at a loading: the nearest number. */
size_t rmc_fill(size_t n2, double loading);

#endif
