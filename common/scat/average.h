/*
 * average.h - layers that hold bodies, cut into slices whose n^2 is averaged laterally: the waves near the critical angle feel
 * the bodies as a layer.
 *
 * In each layer that holds bodies the range of z that they fill, from the lowest to the highest point of any, is cut into n slices of
 * equal thickness; what is left of the layer above and below keeps its n^2.  In the ambient this makes layers of the lower part, and the
 * ambient begins at the top of the range.  Slice of thickness d:
 *
 *	n_slice^2 = n_layer^2 + sum over bodies of density * volume within the slice / d * (n_body^2 - n_displaced^2)
 *
 * A body that reaches into several layers counts in each with the part within it.  The first slice at the top of a layer takes its roughness;
 * all other new interfaces are sharp.
 *
 * As BornAgain 1.19.0 does with setUseAvgMaterials(true) and setNumberOfSlices(n), found by experiment and equal within 1e-10: there
 * averages serve for the WAVES alone.  The amplitude of a body, each slice of it with the T, R and kz of its slice, has the contrast to
 * the layer as it was, n_body^2 - n_layer^2 (old[slice.layer].n2), not to the average.  The other convention, the contrast to the average,
 * is n_body^2 - out[i].n2 within bodies and n_layer^2 - out[i].n2 between them.
 */
#ifndef SCAT_AVERAGE_H
#define SCAT_AVERAGE_H

#include <stdbool.h>

#include "base/err.h"
#include "scat/layers.h"

struct average_body {
	size_t layer;			/* in whose frame z0 and z1 are: the ambient's z = 0 is its bottom, another's its top */
	double z0, z1;			/* lowest and highest point, nm; it may reach into other layers */
	double density;			/* of these bodies, 1/nm^2 */
	double complex n2;
	int within;			/* the body whose material it displaces; -1: the layer where it is */
};

/* The volume of a body between two heights, nm^3, in the frame of its layer; z0 < z1, within the body's own. */
struct average_volume {
	int (*of)(void *ctx, size_t body, double z0, double z1, double *nm3, struct err *e);
	void *ctx;
};

/* Where a new layer was: within the old layer, in its frame, between z0 and z1, nm (INFINITY: without end). */
struct average_slice {
	size_t layer;
	double z0, z1;
	double origin;			/* z of the new layer's z = 0 in the old one's frame: z_new = z_old - origin */
	bool averaged;
};

struct averaged {
	size_t n;
	struct layer *layer;
	struct average_slice *slice;
};

/*
 * E_DATA: slices < 1, a body without height or of a layer that is not there, bodies (of within -1) that cover more than the whole area
 * of a slice: names it.  E_NOMEM.  averaged_free() is safe on a zeroed struct.
 */
int average_layers(struct averaged *a, const struct layer *old, size_t nold, const struct average_body *body, size_t nbody,
		   struct average_volume volume, int slices, struct err *e);
void averaged_free(struct averaged *a);

#endif
