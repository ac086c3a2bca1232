/*
 * target.h - a scattering pattern as a fit sees it: in the order of a DFT, with weights, at any size.
 *
 * A pattern D is [n][n] with q = 0 at (n/2, n/2) (integer division) and a step of 1 in units of 1/box; a model a(r) on the n x n periodic lattice has
 *
 *	F(q) = sum_r a(r) exp(-2 pi i (q + delta).r/n),   I = sum over tiles |F|^2.
 *
 * delta is by how much the pattern's centre misses the pixel (n/2, n/2): the pixel there has q = delta.  A real model has I(-q) = I(q), so without delta
 * the sums run over half of the plane: two pixels that see the same I become one, with the mean of their weights and the weighted mean of what is fitted; the rest
 * of their squares is "floor".  Where one of the two was measured, the other is not guessed.  q = 0 is never used, since it is the loading alone.
 *
 * A level of n' < n is the central n' x n' part: the same box with larger pixels.  The edge of an even n', where two frequencies fall
 * together, is left out there.
 *
 * The cost, of the metric, with a scale c and a background b (levels as counted by the detector):
 *
 *	intensity   sum w (c I + b - D)^2
 *	amplitude   sum w (sqrt(c I) - sqrt(D))^2
 *	log         sum w (ln(c I + eps) - ln(D + eps))^2         eps = 1e-4 of the brightest D
 *	poisson     2 sum w (mu - D + D ln(D/mu)), mu = c I + eps     the deviance; eps = 0.05 counts
 *
 * norm makes a number of it that says something: intensity without weights 1/(sum D)^2, amplitude without weights 1/sum D, else 1/(pixels used).
 */
#ifndef RMC_TARGET_H
#define RMC_TARGET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

enum rmc_metric { RMC_INTENSITY, RMC_AMPLITUDE, RMC_LOG, RMC_POISSON };

enum { RMC_SIZE_MAX = 8192 };

struct rmc_pattern {
	size_t n;
	const double *d;		/* [n][n]; any value where it is not used */
	const double *w;		/* [n][n] 1/sigma^2, or 1; 0: not used; NULL: 1 everywhere */
	double prior;			/* how much a guess counts where w is 0 (prior.h), relative to pixels in use in its ring; 0: not at all */
	double unit;			/* of D within; 0: its largest value in use */
	bool weighted;			/* w means something: costs are per pixel */
	double delta_px[2];		/* row, column */
	bool background;		/* b is free, of metric intensity; else 0 */
	enum rmc_metric metric;
};

struct rmc_target {
	enum rmc_metric metric;
	size_t n, ncol, nq;		/* [n][ncol]: ncol = n/2 + 1, or n with a delta */
	bool ramp, background;
	double delta_px[2];
	float *t;			/* [n][ncol] D, sqrt(D), ln(D + eps), D: mean of what falls together, in units of unit */
	float *amp;			/* sqrt(D) */
	float *w;			/* weights in units of a power of 2 (norm has it), mean of the two; 0: not used */
	float *mult;			/* [ncol] how many pixels a column stands for */
	double unit;			/* of D: its largest value in use */
	double eps;			/* in units of unit */
	double floor, norm;
	double used;			/* pixels */
	double weight_unit;		/* w is in units of this power of 2 */
	double sum_d, sum_w;		/* over pixels in use */
};

/* The level n <= p->n.  E_DATA when no pixel is left, nothing is positive, or a weight or value in use is no finite number >= 0 (D may be negative in intensity). */
int rmc_target_new(struct rmc_target *t, const struct rmc_pattern *p, size_t n, struct err *e);
/* Sum of the values in use at that level; 0 when there are none, or none is positive. */
double rmc_target_sum(const struct rmc_pattern *p, size_t n);
void rmc_target_free(struct rmc_target *t);	/* safe on a zeroed struct */

/* Which pixel of the centred pattern of size n is q = k (of the DFT's order) of a level m <= n? */
static inline size_t rmc_centred(size_t k, size_t m, size_t n)
{
	return k < m - m / 2 ? n / 2 + k : n / 2 + k - m;
}

#endif
