/* fit_part.h - what fit.c and fit_save.c share: a fit, and where it is. */
#ifndef RMC_FIT_PART_H
#define RMC_FIT_PART_H

#include "rmc/charge.h"
#include "rmc/fit.h"
#include "rmc/levels.h"
#include "rmc/steps.h"
#include "rmc/swap.h"

/* What is saved between two steps, beside models and the fields of RAAR and charge flipping. */
struct fit_state {
	uint64_t level, phase, rounds;		/* rounds of this phase */
	uint64_t dice;				/* rounds of all phases: what random numbers go by */
	struct rmc_scale at, from;		/* as of the ensemble; in these of models before them */
	double surface, start;			/* price of borders; the value when annealing began */
	struct rmc_pace pace;
	double tried;				/* in phases that are over */
	double held;
};

struct rmc_fit {
	const struct rmc_pattern *pattern;
	struct rmc_par par;
	struct rmc_pattern seen;		/* without what is held out */
	double *seen_w, *held_w;
	size_t nlevel, size[RMC_LEVELS_MAX];
	struct rmc_target target, held;		/* of the present level; held: of the last one */
	struct rmc_target known;		/* the present level without guesses, when the fit is to stop by its value; else empty */
	struct rmc_ensemble s;
	float *x, *room;			/* RAAR's fields, or the map of charge flipping; scratch of a field */
	struct rmc_charge charge;		/* while it goes on */
	struct rmc_flip *flips;
	struct rmc_swaps *swaps;
	struct fit_state is;
};

/* The level is left (nothing of it is kept) and entered, with models of nothing. */
void rmc_fit_leave(struct rmc_fit *f);
int rmc_fit_enter(struct rmc_fit *f, size_t level, struct err *e);

/* Is the fit in x, not in the models? */
static inline bool rmc_fit_in_field(const struct fit_state *is)
{
	return is->phase == RMC_RAAR || is->phase == RMC_CHARGE;
}

/* Models of the present level, [tiles][n][n]. */
void rmc_fit_load(struct rmc_fit *f, const unsigned char *models);

/* The value of this target that is good enough at this scale; NAN: none is. */
double rmc_fit_good_enough(const struct rmc_fit *f, const struct rmc_target *t, struct rmc_scale at, struct err *e);

#endif
