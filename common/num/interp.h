/*
 * interp.h - interpolation of samples at integer places 0 .. n - 1.
 */
#ifndef NUM_INTERP_H
#define NUM_INTERP_H

#include <stddef.h>

/* Linear; outside it is the nearest end.  n >= 1. */
float interp_linear(const float *x, size_t n, double at);
/* Cubic convolution, a = -1/2 (Keys, IEEE ASSP 29 (1981) 1153, eq. 15); ends repeated. */
float interp_cubic(const float *x, size_t n, double at);
/* Bilinear on [nrow][ncol]; outside it is the nearest edge. */
float interp_bilinear(const float *x, size_t nrow, size_t ncol, double row, double col);
/* Vertex of the parabola through (-1, a), (0, b), (1, c), held inside [-1, 1]; 0 when it has none. */
double interp_vertex(double a, double b, double c);

#endif
