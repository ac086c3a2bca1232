/*
 * select.h - which pixels to change: the best of many, without sorting them.
 *
 * By counting into bins of value, so that a pass costs about as much as copying; among pixels of one bin the lower index comes first, which makes
 * every result a function of the input alone.
 */
#ifndef RMC_SELECT_H
#define RMC_SELECT_H

#include <stddef.h>

#include "rmc/ensemble.h"

/*
 * Of filled pixels (a = 1) those with the largest g > 0 and of empty ones those with the smallest g < 0, as many of each: at most m, at least one pair.
 * Into out (2 m), returns how many pixels (0: there is no such pair).  To within a bin of 1/1024 of the extreme g.
 */
size_t rmc_select(const float *g, const unsigned char *a, size_t n, size_t m, unsigned tile, struct rmc_flip *out);

/* a = 1 where x is among the k largest of n, 0 elsewhere: the nearest model of that loading.  Exact but for values nearer than 1e-6 of the range, lower indices first. */
void rmc_threshold(const float *x, size_t n, size_t k, unsigned char *a);

#endif
