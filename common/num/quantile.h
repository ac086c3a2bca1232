/*
 * quantile.h - exact percentiles of any number of samples in little memory:
 * the data are shown twice, counted by the upper and then by the lower half of
 * their bits.  Samples are taken in single precision; those that are not
 * finite are left out.  About 0.5 MB, and as much again for each percentile's bin.
 */
#ifndef NUM_QUANTILE_H
#define NUM_QUANTILE_H

#include <stddef.h>

#include "base/err.h"

enum { QUANTILE_MAX = 16 };

struct quantile;

/* percent: n values in [0, 100], n <= QUANTILE_MAX. */
int quantile_new(struct quantile **q, const double *percent, size_t n, struct err *e);
void quantile_add(struct quantile *q, const double *x, size_t n);
/* All was shown once: now show it again.  E_DATA when nothing was finite. */
int quantile_again(struct quantile *q, struct err *e);
/* All was shown twice: percentile i, linear between ranks as numpy's default. */
double quantile_value(const struct quantile *q, size_t i);
void quantile_free(struct quantile *q);		/* NULL is fine */

#endif
