/*
 * angle.h - what each projection of a list counts for.
 */
#ifndef TOMO_ANGLE_H
#define TOMO_ANGLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/*
 * Weights, radians, of n angles in degrees, in any order and of any range:
 * half the gap to the neighbour on each side, modulo 180 degrees, so that an
 * even scan of half a turn gives pi / n each and the sum is pi.  Equal angles
 * (0 and 180 of a scan with both ends, a full turn) share one place.  A gap
 * of more than five times the median of those that are no repetitions is a
 * missing wedge: nothing is known there, and each side of it counts as the
 * median.  E_DATA when an angle is not finite, or several are all the same.
 */
int angle_weights(const double *theta_deg, size_t n, double *weight, struct err *e);

/*
 * Do the angles go once around, every direction being seen from both sides?
 * True when at least nine in ten have another within a median gap, 90 at most, of 180
 * degrees from them.  The angles are finite.
 */
int angle_full_turn(const double *theta_deg, size_t n, bool *full, struct err *e);

/* Is their span pi or 2 pi, as of a turn in radians that is taken for degrees?  Of fewer than 10 angles: no. */
bool angle_like_radians(const double *theta_deg, size_t n);

#endif
