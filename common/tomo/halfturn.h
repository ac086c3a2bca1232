/*
 * halfturn.h - which angles of a full turn make half a turn, and what is seen
 * from the other side of each.
 */
#ifndef TOMO_HALFTURN_H
#define TOMO_HALFTURN_H

#include <stddef.h>

#include "base/err.h"

/* A projection as a sum of up to four others. */
struct halfturn_mix {
	size_t n;
	size_t at[4];
	float weight[4];
};

struct halfturn {
	size_t n;
	size_t *keep;			/* [n] angles of the list, in its order: those within half a turn of the first */
	struct halfturn_mix *across;	/* [n] the projection 180 degrees from each */
};

/*
 * Of n angles in degrees, in any order, modulo 360.  An angle that equals an
 * earlier one is left out.  Where no angle is 180 degrees from one that is
 * kept, the projection there is interpolated between its neighbours: by the
 * cubic through two on each side, linearly where their gaps differ more than
 * threefold.  E_DATA when no neighbour lies within five median gaps, or an angle
 * is not finite; E_NOMEM.  halfturn_free() also after failure.
 */
int halfturn_new(struct halfturn *h, const double *theta_deg, size_t n, struct err *e);
void halfturn_free(struct halfturn *h);		/* safe on a zeroed struct */

#endif
