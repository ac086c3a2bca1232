/*
 * charge.h - charge flipping: models of particles to begin with, from amplitudes alone.
 *
 * The particles become points: amplitudes are divided by the root of <D>, the mean of D at their distance from q = 0 (prior.h), as normalised structure factors E are
 * (<D> as in A. J. C. Wilson, Acta Cryst. 2 (1949) 318), which takes away what one particle scatters.  A map of points is 0 nearly everywhere, and that is enough to find phases:
 * each iteration turns the sign of what lies below delta and then gives the transform its amplitudes again (G. Oszlanyi and A. Suto, Acta Cryst. A60 (2004) 134);
 * weak ones keep what they have, and their phases turn by pi/2 (A61 (2005) 147), by which it finds what it else does not.
 *
 *	amplitudes   E(q) exp(-(q/Q)^2), |q| <= Q = 0.4 n; the weak ones are the lower half, and all that are 0
 *	delta        1.15 standard deviations of the map
 *
 * Unmeasured pixels and q = 0 stay as the transform has them, what is beyond Q is 0.
 * The model is the nearest one of its loading to the map with amplitudes E <D>: the points, each with the autocorrelation of a particle, whose transform is positive
 * as that of a particle is not.
 *
 * Of one tile.  It finds phases less often where q = 0 lies between pixels, hardly at half a pixel: there F(-q) is not among the pixels.
 *
 * Pure; thread-safe.
 */
#ifndef RMC_CHARGE_H
#define RMC_CHARGE_H

#include "num/rng.h"
#include "rmc/ensemble.h"
#include "rmc/prior.h"

struct rmc_charge {
	struct rmc_prior ring;
	float *amp;			/* [n][ncol]; weak ones negative; NAN: as it comes */
};

/* For the level n of p (whose prior is not used).  E_DATA as rmc_target_new(); E_NOMEM. */
int rmc_charge_new(struct rmc_charge *c, const struct rmc_pattern *p, size_t n, struct err *e);
void rmc_charge_free(struct rmc_charge *c);		/* safe on a zeroed struct */

/* A map of noise, whose transform is of 1 on average, as E is. */
void rmc_charge_begin(float *x, size_t n2, struct rng *rng);
/* One iteration of the map x [n][n]; s->f is scratch. */
void rmc_charge_step(const struct rmc_charge *c, struct rmc_ensemble *s, float *x);
/* The model of the map, which becomes that with amplitudes E <D>, in units of the target; not evaluated. */
void rmc_charge_model(const struct rmc_charge *c, struct rmc_ensemble *s, float *x);

#endif
