/*
 * polygon.h - the Fourier transform of a plane polygon, for complex q.
 *
 *	integral exp(i (qx x + qy y)) dx dy = sum over the triangles of a fan of 2 A exp[a_0, a_k, a_k+1]   (simplex.h)
 *
 * Within 1e-14 of the area times the largest exponential, at q = 0, along edges and everywhere else.  Corners in counter-clockwise
 * order (clockwise: the negative).  Polygons that are not convex are right too, triangles outside cancel.
 * Pure and thread-safe.
 */
#ifndef SCAT_POLYGON_H
#define SCAT_POLYGON_H

#include <complex.h>

double complex polygon_f(int n, const double *x, const double *y, double complex qx, double complex qy);	/* n >= 3 */

#endif
