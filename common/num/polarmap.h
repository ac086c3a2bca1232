/*
 * polarmap.h - an image in polar coordinates about a point, and back.
 *
 *     P(i, k) = x(row = cy - i dr sin t_k, col = cx + i dr cos t_k),   t_k = 2 pi k / ntheta
 *
 * for radii i = 0 .. nr - 1 up to the nearest edge of the image, by cubic convolution (a = -1/2;
 * Keys, IEEE ASSP 29 (1981) 1153), and ntheta angles, so many that they are a
 * pixel apart at the largest radius, rounded up to whole strips.  Back it is linear in both.
 * Pure, thread-safe.
 */
#ifndef NUM_POLARMAP_H
#define NUM_POLARMAP_H

#include <stddef.h>

#include "num/sort.h"		/* STRIP */

struct polarmap {
	size_t nrow, ncol;	/* of the image */
	double cx, cy;		/* column and row of the point, inside of the image */
	double dr;		/* step of the radius, pixels */
	size_t nr, ntheta;	/* ntheta: a multiple of STRIP */
};

void polarmap_init(struct polarmap *m, size_t nrow, size_t ncol, double cx, double cy, double dr);

/* Floats in the image with a margin that polarmap_strip() reads, and its making. */
size_t polarmap_framed(const struct polarmap *m);
void polarmap_frame(const struct polarmap *m, const float *x, float *framed);
/* tile[i][l] = P(i, first + l), i < nr, l < STRIP; first a multiple of STRIP. */
void polarmap_strip(const struct polarmap *m, const float *framed, size_t first, float *tile);

/* y = x less the polar image p[ntheta][nr], where its circle covers the image; elsewhere y = x. */
void polarmap_subtract(const struct polarmap *m, const float *x, const float *p, float *y);

#endif
