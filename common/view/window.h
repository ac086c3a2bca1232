/*
 * window.h - which values become which shade.
 *
 * A value v stands at (v - lo) / (hi - lo), or with log at
 * log(v / lo) / log(hi / lo); below 0 and above 1 it is held at the ends.
 */
#ifndef VIEW_WINDOW_H
#define VIEW_WINDOW_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct window {
	double lo, hi;		/* lo < hi; 0 < lo when log */
	bool log;
};

/* Place of v in [0, 1]; NaN of NaN.  With log what is not positive stands at 0. */
double window_place(const struct window *w, double v);

/*
 * lo and hi from percentiles of the finite (with log: positive) samples of m images, n[i]
 * in x[i], linear between ranks.  Of more than 2^22 samples every k-th is asked, k fixed by
 * their number.  Equal ends are moved apart so that the one value stands in the middle.
 * E_DATA when there is no such sample; E_NOMEM.
 */
int window_percentile(struct window *w, const float *const *x, const size_t *n, size_t m,
		      double p_lo, double p_hi, bool log, struct err *e);

/* A logarithmic window reaches down so many decades at most. */
void window_limit(struct window *w, double decades);

/*
 * Round numbers (1, 2 or 5 times a power of 10) in [w->lo, w->hi], ascending,
 * no more than want + 1 and max; for log decades, or 1-2-5 when these are few.
 * Returns how many.
 */
size_t window_ticks(const struct window *w, size_t want, double *tick, size_t max);

/* The largest 1, 2 or 5 times a power of 10 that is not above x > 0. */
double window_round(double x);

#endif
