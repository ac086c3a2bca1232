/*
 * proj_hot.h - the inner loops of proj.c, on lines of n pixels and their cells.  PROJ_CELLS is 2:
 * pixel j shares cell 2j of u with pixel j - 1 (its part is 1 - w, the other's w), and has cell 2j + 1 to itself.
 * Cells of even and of odd number are kept apart: even[j] is cell 2j, odd[j] cell 2j + 1.
 */
#ifndef TOMO_PROJ_HOT_H
#define TOMO_PROJ_HOT_H

#include <stddef.h>

#include "base/hot.h"

/* even[j] += (1 - w) f[j] + w f[j - 1], j in [0, n], f being 0 off its ends; odd[j] += f[j]. */
HOT_DECLARE(void, proj_spread, (const float *f, size_t n, float w, float *even, float *odd));
/* f[j] += (1 - w) even[j] + odd[j] + w even[j + 1]: its adjoint. */
HOT_DECLARE(void, proj_gather, (float *f, size_t n, float w, const float *even, const float *odd));

#endif
