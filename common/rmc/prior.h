/*
 * prior.h - what pixels that were not measured should be like: those that were, at the same distance from q = 0.
 *
 * The guess is the mean of the pixels in use (q = 0 is not) with k - 1/2 <= |q| < k + 1/2; in a ring where there is none, or their mean is not positive, interpolated linearly
 * in its logarithm between the nearest rings whose mean is positive, and constant within the first and beyond the last of these.  Its weight is, before the
 * prior's, 1 over the mean sigma^2 (1/w) of the pixels in use in the ring, with gaps filled alike: where sigma grows with the intensity, a bright guess would
 * outweigh all if it had the weight of faint pixels.
 *
 * Pure; thread-safe.
 */
#ifndef RMC_PRIOR_H
#define RMC_PRIOR_H

#include "rmc/target.h"

struct rmc_prior {
	double *guess, *w;		/* of ring k = 0 .. 2n + 1; guess 0: no ring has a positive mean; w 0: no pixel is in use */
};

/* Of all of p (not of a level).  E_NOMEM. */
int rmc_prior_new(struct rmc_prior *r, const struct rmc_pattern *p, struct err *e);
void rmc_prior_free(struct rmc_prior *r);		/* safe on a zeroed struct */
/* The ring of pixel "at" of the centred pattern [n][n]. */
size_t rmc_ring(const struct rmc_pattern *p, size_t at);

#endif
