/*
 * stat.h - sums, order statistics and measures of difference.
 */
#ifndef NUM_STAT_H
#define NUM_STAT_H

#include <stddef.h>

/* Running moments, Welford/Chan: merging is exact enough to be order-independent to ~1e-15 relative. */
struct moments {
	size_t n;		/* finite samples */
	size_t nan, inf;	/* left out of all below */
	double min, max, mean, m2;
};
void moments_init(struct moments *m);
void moments_add_f32(struct moments *m, const float *x, size_t n);	/* fixed blocks, deterministic */
void moments_add_f64(struct moments *m, const double *x, size_t n);
void moments_merge(struct moments *m, const struct moments *o);
double moments_sd(const struct moments *m);		/* population deviation */

/* k-th smallest of n (0-based); reorders x.  n > k; NaNs are not allowed. */
float stat_select_f32(float *x, size_t n, size_t k);
/* Median: mean of the two middle ones when n is even; reorders x. */
float stat_median_f32(float *x, size_t n);
/* Percentile p in [0, 100], linear between ranks (numpy's default); reorders x. */
float stat_percentile_f32(float *x, size_t n, double p);

/* Pearson's r; NaN when either is constant.  n >= 1. */
double stat_correlation(const float *a, const float *b, size_t n);

#endif
