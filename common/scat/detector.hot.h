/*
 * detector.hot.h - directions of many columns of a row, for detector.c alone.
 */
#ifndef SCAT_DETECTOR_HOT_H
#define SCAT_DETECTOR_HOT_H

#include <stddef.h>

#include "base/hot.h"

/* r = at + i step, i = 0 .. n - 1, relative to the first of n; normal: row x col, mm^2 */
HOT_DECLARE(void, det_flat_, (size_t n, const double at[3], const double step[3], const double normal[3], double col0,
			      double *x, double *y, double *z, double *domega));

#endif
