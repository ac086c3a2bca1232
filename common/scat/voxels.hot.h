/* voxels.hot.h - the sum of layers of a volume. */
#ifndef SCAT_VOXELS_HOT_H
#define SCAT_VOXELS_HOT_H

#include <stddef.h>

#include "base/hot.h"

/* c[2 n] += (re + i im) (w[0] + i w[1]), of n complex numbers; im may be NULL */
HOT_DECLARE(void, voxels_add_, (size_t n, const double *re, const double *im, const double w[2], double *c));

#endif
