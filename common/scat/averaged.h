/*
 * averaged.h - a sample whose layers with particles are cut in slices of averaged n^2 (average.h), as another sample.
 *
 * The particles stand where they stood; their contrast stays that to the layer as it was, n2[l] of each new layer.
 */
#ifndef SCAT_AVERAGED_H
#define SCAT_AVERAGED_H

#include "scat/average.h"
#include "scat/sample.h"

struct averaged_sample {
	struct sample sample;		/* borrows species and all that they point to */
	double complex *n2;		/* [sample.nlayer] */
	struct averaged layers;
};

/*
 * E_DATA: tilted particles, height fields or voxels, whose slices have no known volume; E_NOMEM.  The sample given must outlive it;
 * averaged_sample_free() is safe on a zeroed struct.
 */
int averaged_sample_new(struct averaged_sample *a, const struct sample *s, struct err *e);
void averaged_sample_free(struct averaged_sample *a);

#endif
