/*
 * beamstop.h - pixels that do not count become NaN: shadows of beam stops, and masks.
 *
 * A shadow is {x: [x0, x1], y: [y0, y1]} (without x or y: all the way), or {circle: {center: [x, y], radius: r}}, and `unit` says in what;
 * beam_stop is one of them or a list.  x goes along columns, y along rows, from the lower left corner of the image:
 *	mm	of a flat detector (its default): pixel (row, col) is at ((col + 1/2) p_u, (row + 1/2) p_v)
 *	pixels	at (col + 1/2, row + 1/2)
 *	deg	of a spherical detector (its default): at (phi, alpha_f)
 *	per_nm	of a qgrid (its default): at (qy, qz), 1/nm
 * A pixel is in the shadow when its centre is within it or on its edge.
 * Pure and thread-safe.
 */
#ifndef SCAT_BEAMSTOP_H
#define SCAT_BEAMSTOP_H

#include "base/node.h"
#include "scat/detector.h"

enum beamstop_unit { STOP_MM, STOP_PIXELS, STOP_DEG, STOP_PER_NM };

struct beamstop {
	enum beamstop_unit unit;
	double x[2], y[2];		/* circle: centre +- radius */
	bool circle;
};

/* One shadow.  E_DATA with the place in the file: impossible values, a unit that the detector does not have. */
int beamstop_read(struct beamstop *s, const struct node *n, const struct detector *d, struct err *e);
/* image[d->nrow][d->ncol]; pixels in the shadow become NaN.  Returns how many are in it. */
size_t beamstop_cover(const struct beamstop *s, const struct detector *d, double *image);
/* All shadows of the node beam_stop (NULL: none). */
int beamstop_apply(const struct node *n, const struct detector *d, double *image, struct err *e);

/* Pixels whose mask is 0 become NaN: a mask is not 0 where a pixel counts, as that of xcompare.  Returns how many. */
size_t beamstop_mask(const double *mask, size_t n, double *image);

#endif
