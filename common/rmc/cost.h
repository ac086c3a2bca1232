/*
 * cost.h - how far a pattern is from its target, with scale and background profiled out; and its derivative.
 *
 * Sums over rows are in double, in an order that depends on nothing.  Pure; thread-safe.
 */
#ifndef RMC_COST_H
#define RMC_COST_H

#include "base/hot.h"
#include "rmc/target.h"

struct rmc_scale { double c, b; };	/* D = c I + b, both in units of the target */

/* What a pass over the pattern gives. */
struct rmc_cost {
	double value;			/* the least over c (and b), with the floor, normalised */
	struct rmc_scale at;		/* there */
};

/*
 * I [n][ncol].  start: scale and background near those of the least, which R refers to: (0, 0) when they are not known.
 * R [n][ncol], or NULL: the derivative of the cost (not normalised) by I of a pixel, at "start" (intensity) or at the least: so that the
 * derivative by a(r) is 2 sum_q R Re(F* exp(-2 pi i (q + delta).r/n)), sum over the whole plane.
 */
struct rmc_cost rmc_cost(const struct rmc_target *t, const float *intensity, struct rmc_scale start, float *r);
/* The same of metric intensity in double, for a final word. */
struct rmc_cost rmc_cost_exact(const struct rmc_target *t, const double *intensity);
/* The value at this scale, not at the least. */
double rmc_cost_at(const struct rmc_target *t, const float *intensity, struct rmc_scale at);
/*
 * What the value would be if c I + b were the truth and noise alone made the difference.  Metric poisson, whose D are counts: mean and deviation of the deviance, 1 per pixel where there are
 * many counts and less where there are few.  Others (weights 1/sigma^2): those of chi2 per pixel, 1 and sqrt(2/pixels).
 */
struct rmc_noise { double mean, sd; };
int rmc_cost_expected(const struct rmc_target *t, const float *intensity, struct rmc_scale at, struct rmc_noise *n, struct err *e);
/* sum |sqrt(c I + b) - sqrt(D)| / sum sqrt(D), of the means of what falls together: less than that of single pixels. */
double rmc_r_factor(const struct rmc_target *t, const float *intensity, struct rmc_scale at);
/* The same of each pixel in use as it was measured but q = 0; fit [n][n]: c I + b, centred, in units of D.  Negative ones count as 0. */
double rmc_r_each(const struct rmc_pattern *p, const double *fit);

/*
 * One row of metric intensity: r = c I + b - t; R = 2 c w r; sums of mult w times 1, I, I^2, r, r I, r^2 are added to s[6].
 */
HOT_DECLARE(void, rmc_row, (size_t n, const float *mult, const float *w, const float *t, const float *i, float c, float b, float *r, double *s));
/* out = |F|^2, or added to. */
HOT_DECLARE(void, rmc_abs2, (size_t n, const float *f, float *out, int add));
/* x = R F. */
HOT_DECLARE(void, rmc_times, (size_t n, const float *r, const float *f, float *x));
/* x = R F/sqrt((c I + d) w): bright pixels, whose curvature is large, count less. */
HOT_DECLARE(void, rmc_times_even, (size_t n, const float *r, const float *f, const float *i, const float *w, float c, float d, float *x));

#endif
