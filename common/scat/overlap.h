/*
 * overlap.h - parts of a particle that certainly lie in one another, and particles at neighbouring sites that do.
 *
 * Only what is certain is told: spheres; upright prisms with a round, rectangular, triangular or hexagonal section
 * against each other and against spheres; boxes however turned (separating axes).  Of other shapes nothing is said.
 * Touching, within 1e-9 of the size, is no overlap.
 * Pure and thread-safe.
 */
#ifndef SCAT_OVERLAP_H
#define SCAT_OVERLAP_H

#include <stdbool.h>
#include <stddef.h>

#include "scat/sample.h"

bool overlap_parts(const struct part *a, const struct part *b);
/* Groups of parts, group g from start[g] to start[g + 1]: do two of them overlap, and which?  Cores are left out. */
bool overlap_any(const struct part *p, const size_t *start, size_t n, size_t *a, size_t *b);
/* A particle and its copy at shift: where that is in the plane, by the widest section of each part, whatever its shape. */
bool overlap_copy(const struct part *p, size_t npart, struct vec3 shift);
/* Does the box of the core, turned as its shell is, reach out of that of the shell? */
bool overlap_sticks_out(const struct part *core, const struct part *shell);

#endif
