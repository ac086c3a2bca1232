/*
 * ensemble.h - models whose intensities add ("tiles"), their transforms and the derivative of the cost by each pixel.
 *
 * A smooth model may be preferred among those that fit alike: then the value has a price for borders beside the cost, as the energy of an Ising model (E. Ising,
 * Z. Phys. 31 (1925) 253) has, and g its derivative.
 *
 * A model is 0 or 1 on n x n pixels of a periodic lattice; each of m has its number of filled pixels, which no operation changes.
 */
#ifndef RMC_ENSEMBLE_H
#define RMC_ENSEMBLE_H

#include "num/fft.h"
#include "rmc/cost.h"

/* A pixel that changes: tile, and place in it. */
struct rmc_flip { unsigned tile, at; };

struct rmc_ensemble {
	const struct rmc_target *t;	/* borrowed */
	size_t m, n2;			/* tiles; n n */
	unsigned char *a;		/* [m][n][n] */
	size_t *filled;			/* [m] */
	float **f;			/* [m] -> [n][ncol] complex: F */
	float *g;			/* [m][n][n] derivative of the cost up to a factor; of the last rmc_gradient() */
	float *intensity, *r;		/* [n][ncol] */
	float *x, *room;		/* [n][n] or complex; [n][ncol] complex */
	struct rmc_scale at, from;	/* of the least; where R is the derivative */
	double value, penalty;		/* penalty: the part of the value that is the price of borders */
	double surface;			/* price of a border: of each two neighbours that differ, diagonal ones half; 0: none */
	const struct fft *forward, *back;
};

/* All empty.  E_NOMEM. */
int rmc_ensemble_new(struct rmc_ensemble *s, const struct rmc_target *t, size_t m, struct err *e);
void rmc_ensemble_free(struct rmc_ensemble *s);	/* safe on a zeroed struct */

/*
 * F of the real field x[n][n]; and the real part of what X(q) exp(+2 pi i (q + delta).r/n) sums to over the whole plane, not normalised, which destroys X.
 * f and x_of_q are [n][ncol] complex.  s->x is their scratch: one call at a time of an ensemble.
 */
void rmc_forward(const struct rmc_ensemble *s, const float *x, float *f);
void rmc_back(const struct rmc_ensemble *s, float *x_of_q, float *out);

/* Transforms all models; value, scale and R at them. */
double rmc_evaluate(struct rmc_ensemble *s);
/* The same again, to the last bit, of an evaluation that ended with s->from. */
void rmc_evaluate_from(struct rmc_ensemble *s, struct rmc_scale from);
/* g of the models last evaluated. */
void rmc_gradient(struct rmc_ensemble *s);
/*
 * A direction in its place: of metric intensity X = R F/sqrt(w (c I + <D>)), a step from the gradient towards Newton's, since the curvature along a
 * pixel of the pattern is w I and differs by orders of magnitude.  Where borders have a price it is the gradient.
 */
void rmc_direction(struct rmc_ensemble *s);
/* In double, from the pixels alone: value and scale against any target of the same size.  The intensities, centred and in units of D, into fit [n][n] unless NULL. */
int rmc_verify(const struct rmc_ensemble *s, const struct rmc_target *t, struct rmc_cost *c, double *fit, struct err *e);

/* Neighbours that differ, diagonal ones half, of all tiles. */
double rmc_borders(const struct rmc_ensemble *s);

void rmc_flip(struct rmc_ensemble *s, const struct rmc_flip *f, size_t n);	/* twice is nothing */

#endif
