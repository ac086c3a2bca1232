/*
 * geo.h - what every algorithm of reconstruction has to know of a scan: the
 * angles and their weights, the axis of each row, the slice and its unit.
 * Conventions: recon.h.
 */
#ifndef TOMO_GEO_H
#define TOMO_GEO_H

#include "base/hot.h"
#include "tomo/recon.h"

struct geo {
	size_t nangle, ncol, size;
	double *cs, *sn, *weight;	/* [nangle]; weight in radians */
	size_t *sorted;		/* angles by direction modulo 180 degrees */
	double *center;		/* [ncenter], in columns of the detector */
	size_t ncenter;
	double lo, hi;		/* of the centers of all rows: a part of them is planned like the whole */
	double scale;		/* from 1/pixel to the unit of the output */
	double circle;		/* radius, pixels; < 0: none */
	bool transmission, turn;	/* turn: a full one, its axis off the middle */
};

/*
 * Checks the input, fills g, makes *out the head of a volume.  g is zeroed before, and
 * on failure to be freed all the same.
 */
int geo_init(struct geo *g, const struct recon_par *par, const struct head *in, struct head *out,
	     struct err *e);
void geo_free(struct geo *g);
size_t geo_fixed(const struct geo *g);	/* bytes */

double geo_center(const struct geo *g, size_t item);

/* Column weights of a full turn, [ncol]; false: all are 1, nothing written. */
bool geo_columns(const struct geo *g, double center, float *weight);

/*
 * Projection "angle" of a sinogram as mu_t, into out[ncol].  E_DATA names angle and column of a
 * value that is not finite, or no transmission.
 */
int geo_row(const struct geo *g, size_t angle, const float *sino, float *out, struct err *e);

/* Zero outside the circle, the rest times scale: row i of a slice. */
void geo_mask(const struct geo *g, size_t i, float *row);

/* Are all n values finite, and positive when asked? */
HOT_DECLARE(int, geo_valid, (const float *x, size_t n, int positive));

#endif
