/*
 * levels.h - the sizes at which a pattern is fitted, one after the other: its central m x m pixels, m growing to n.
 *
 * From start (0: 64, or n) either by grow pixels each time, or (grow 0) each the half of the next.  With models to begin with there is
 * the last one alone.  First levels that cannot be fitted are left out: those in which nothing is measured (a beam stop may cover
 * them), what is measured has no positive sum, or a loading fills no pixel or all.
 *
 * Pure; thread-safe.
 */
#ifndef RMC_LEVELS_H
#define RMC_LEVELS_H

#include "rmc/fit.h"

enum { RMC_LEVELS_MAX = 64 };

/* Ascending, the last is p->n; returns how many, at least 1. */
size_t rmc_levels(size_t size[RMC_LEVELS_MAX], const struct rmc_pattern *p, const struct rmc_par *par);

#endif
