/*
 * sample.h - a sample, a beam and a job as the simulation takes them: numbers only, every name resolved.
 *
 * Positions in layer 0 (the ambient) count upwards from its bottom, z >= 0; in layer l >= 1 from its top interface, z <= 0
 * within it.  A sample of ONE layer is the Born approximation in that medium.
 */
#ifndef SCAT_SAMPLE_H
#define SCAT_SAMPLE_H

#include <stdbool.h>

#include "scat/ff.h"
#include "scat/field.h"
#include "scat/grain.h"
#include "scat/interfer.h"
#include "scat/layers.h"

/* One homogeneous shape of a particle.  F(q) = exp(i q.at) F_shape(rot' q). */
struct part {
	struct ff_shape shape;
	/*
	 * Instead of shape (whose kind is then NULL), or NULL.  The F of voxels has their contrast to the layer in it:
	 * n2 is then that of the layer plus 1.
	 */
	const struct field *field;
	struct rot3 rot;
	struct vec3 at;			/* nm, in the layer's frame */
	double complex n2;		/* of its material */
	int within;			/* the part whose material it displaces; -1: the layer it is in */
};

struct species {
	double weight;			/* abundance / sum of all of the layout */
	size_t npart;
	struct part *part;
	struct grain *grain;		/* a lattice of these, amplitude by amplitude; NULL: one */
	double radius_nm;		/* of the shape, in the plane: lma, ssca */
};

enum approximation { APPROX_DA, APPROX_LMA, APPROX_SSCA };

struct layout {
	int layer;
	double density;			/* 1/nm^2; with a grain: grains */
	struct interfer inter;
	enum approximation approx;
	size_t nspecies;
	struct species *species;
	/* infinite lines: orders of a grating of this pitch at their places on the Ewald sphere; 0: not */
	double lines_pitch, lines_xi_rad;
};

struct sample {
	size_t nlayer;
	struct layer *layer;
	size_t nlayout;
	struct layout *layout;
	double azimuth_rad;		/* phi_s: the sample turned about z by this, right-handed */
	double cross_corr_length_nm;	/* of the roughness of different interfaces; 0: none */
	bool rough_absolute;		/* diffuse scattering of roughness on the scale of particles, not of the conventions (rough.h) */
	int average_layers;		/* slices a layer with particles is averaged in; 0: not */
	void *owned;			/* what parts and grains point to; sample_free() */
};

struct beam {
	double wavelength_nm;
	double alpha_i_rad, phi_i_rad;
	double beam_height_mm, sample_length_mm;	/* footprint min(1/sin, length/height); 0: 1/sin */
};

void sample_free(struct sample *s);	/* safe on a zeroed struct */
/* An allocation that lives as long as the sample, zeroed.  E_NOMEM. */
void *sample_alloc(struct sample *s, size_t n, size_t size, struct err *e);
/* To be freed with the sample by this function; at once when there is no memory to remember it (E_NOMEM). */
int sample_own(struct sample *s, void *p, void (*drop)(void *p), struct err *e);

#endif
