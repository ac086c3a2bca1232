/*
 * polar.h - what gridrec and fbp have in common: the geometry that is planned
 * once, and a sinogram's rows on their way to filtered spectra.
 */
#ifndef TOMO_POLAR_H
#define TOMO_POLAR_H

#include "base/hot.h"
#include "tomo/geo.h"

struct fft;

struct polar {
	struct geo geo;
	size_t len;		/* of the transform, even */
	float *filter;		/* [len/2 + 1], ramp and window, 1/len included */
	float *edge;		/* two of len + 2, aligned, spectra of the left and the right edge repeated, before
				   the filter; NULL: not repeated */
	const struct fft *forward;	/* r2c of len, in place */
	struct recon_prof *prof;
};

/*
 * Checks the input, fills p, makes *out the head of a volume.  On failure p
 * is to be freed all the same.
 */
int polar_init(struct polar *p, const struct recon_par *par, const struct head *in,
	      struct head *out, struct err *e);
void polar_free(struct polar *p);
size_t polar_fixed(const struct polar *p);	/* bytes */

/* Length of the transform at which no sample of interest wraps. */
size_t polar_length(size_t ncol, size_t size, double center_min, double center_max);

/*
 * Projection "angle" of a sinogram, its edges repeated, into buf of len + 2
 * floats, its spectrum in place.  E_DATA names angle and column of a value that is not
 * finite, or no transmission.
 */
int polar_spectrum(const struct polar *p, size_t angle, const float *sino, const float *colweight,
		  float *buf, struct err *e);

/* Adds the time since *t to a phase, and restarts. */
void polar_tick(const struct polar *p, uint64_t *t, enum recon_phase phase);

/*
 * z[k] *= filter[k] * weight * exp(i step k) for k in [0, n); then, when sign
 * is -1, its conjugate.  Steps are taken in double precision.
 */
HOT_DECLARE(void, polar_turn, (float *z, const float *filter, size_t n, float weight,
			      double step, float sign));
/* z += left * a + right * b, n floats. */
HOT_DECLARE(void, polar_edges, (float *z, const float *a, const float *b, size_t n, float left,
				float right));
#endif
