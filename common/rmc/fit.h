/*
 * fit.h - from a pattern to models: the schedule of steps, one at a time, so that it can be watched, stopped, saved and gone on with.
 *
 * Levels grow from a small central part of the pattern to all of it; at each level come RAAR, batched swaps and (at the last) annealing and a
 * polish by exact single swaps.  The same pattern, parameters and seed give the same models, also when the fit was saved and restored on the way.
 */
#ifndef RMC_FIT_H
#define RMC_FIT_H

#include <stdint.h>

#include "rmc/ensemble.h"

enum rmc_move {
	RMC_MOVE_BATCH,		/* batched gradient swaps */
	RMC_MOVE_SWAP,		/* single swaps, their change by the exact formula (swap.h) */
	RMC_MOVE_METROPOLIS,	/* single swaps, each by a pass over the pattern (metropolis.h): for comparison */
	RMC_MOVE_CLUSTER,	/* batches (unless there are models to begin with), then clusters of filled pixels as one (cluster.h) at the last level, and batches */
};

/*
 * In the order in which they come, at each level as far as they apply, but for RMC_CHARGE, which is before all, at the first.  The numbers stand in files (the timeline of
 * app/rmcout.h, checkpoints).
 */
enum rmc_phase { RMC_RAAR, RMC_BATCH, RMC_ANNEAL, RMC_POLISH, RMC_SINGLE, RMC_CLUSTER, RMC_DONE, RMC_CHARGE };

struct rmc_par {
	size_t tiles;
	const double *loading;		/* [tiles], 0 < . < 1 */
	size_t start, grow;		/* the first level's size, and by how much it grows; 0: 64, doubling */
	int charge;			/* iterations of charge flipping (charge.h) to begin with, instead of random pixels; 0: none.  Of one tile, without init */
	int raar;			/* iterations at each level; 0: none */
	double beta;			/* of RAAR */
	int coarse;			/* batches at most at a level that is not the last */
	int anneal;			/* annealing steps at the last level; 0: none */
	double temperature;		/* of annealing, single swaps and clusters at the start, relative to the value then; falls to 0 */
	double blur;			/* noise on the gradient at the start of annealing, relative to it */
	double smooth;			/* price of the borders of the models with which batches begin at a level, relative to their cost; 0: borders are free */
	bool polish;			/* exact single swaps at the end (metric intensity, borders free) */
	enum rmc_move move;
	double moves;			/* single swaps a pixel of the lattice, at each level; of clusters: pixels that they are proposed to move */
	size_t reach;			/* pixels a single swap or a cluster may move along rows and columns; 0: anywhere */
	uint64_t seed;
	double stop;			/* a value that is good enough; NAN: none */
	bool noise;			/* stop where noise alone might leave the value: within three deviations of its mean (weights 1/sigma^2, or counts) */
	double holdout;			/* part of the pixels in use that the fit does not see, Friedel pairs together */
	const unsigned char *init;	/* [tiles][n][n] models to begin with, at the last level and without RAAR, none of them empty or full; or NULL */
};

/* Defaults that options show, too. */
enum { RMC_RAAR_DEFAULT = 20, RMC_MOVES_DEFAULT = 3 };
#define RMC_TEMPERATURE_DEFAULT 0.005

struct rmc_par rmc_par_default(void);

/* Is pixel "at" of the centred pattern [n][n] held out?  With the one that a real model makes equal to it. */
bool rmc_held_out(const struct rmc_par *par, size_t n, size_t at);

/* Where the fit is. */
struct rmc_point {
	size_t n;			/* size of the level */
	enum rmc_phase phase;
	double step;			/* in this phase */
	double value, r;		/* of the pixels the fit sees, the guessed ones included; crystallographer's R; NAN during RAAR and charge flipping */
	double held;			/* value of the held-out pixels, see below; NAN: there are none */
	double accepted;		/* part of the proposals of this phase */
	double temperature;		/* absolute; 0 but for annealing, single swaps and clusters */
	double pairs;			/* that the next batch exchanges, a tile */
	double proposals;		/* of all phases so far */
};

const char *rmc_phase_name(enum rmc_phase p);

struct rmc_fit;

/* Borrows pattern and parameters with what they point to.  E_DATA as rmc_target_new(), or when a loading leaves no or all pixels at a level; E_USAGE; E_NOMEM. */
int rmc_fit_new(struct rmc_fit **f, const struct rmc_pattern *p, const struct rmc_par *par, struct err *e);
void rmc_fit_free(struct rmc_fit *f);		/* NULL is fine */
/* One step; *more is false when there is none left. */
int rmc_fit_step(struct rmc_fit *f, bool *more, struct err *e);
struct rmc_point rmc_fit_point(const struct rmc_fit *f);

/* All that a later rmc_fit_restore() of a new fit of the same pattern and parameters needs: *bytes is mem_free()d by the caller. */
int rmc_fit_save(const struct rmc_fit *f, void **bytes, size_t *n, struct err *e);
/* E_DATA when the bytes are not of such a fit. */
int rmc_fit_restore(struct rmc_fit *f, const void *bytes, size_t n, struct err *e);

/* The models at the last level, [tiles][n][n]; of a fit that ended. */
const unsigned char *rmc_fit_models(const struct rmc_fit *f);

struct rmc_result {
	double value;			/* in double, from the written models; held-out and guessed pixels not among them */
	double reported;		/* what the fit itself believes of the same pixels */
	/*
	 * Of the held-out pixels at that scale, by the same divisor, as if they were as many as those of "value": of equal deviations for each pixel
	 * both are equal, whatever the metric.  NAN: none.
	 */
	double held;
	double c, b;			/* D = c |F|^2 + b, in units of D */
	double r;
	double aim;			/* what was good enough: stop, or what noise leaves; NAN: nothing was */
};

/*
 * Evaluates the models anew.  fit [n][n]: c |F|^2 + b, centred, in units of D.  E_INTERNAL when the value differs from the reported one by more than 1e-6 of
 * it and of the value of an empty model together: a fit that lies is no fit.
 */
int rmc_fit_result(struct rmc_fit *f, struct rmc_result *r, double *fit, struct err *e);

/* Bytes that a fit of this size takes at most. */
double rmc_fit_bytes(size_t n, const struct rmc_par *par, bool ramp);

#endif
