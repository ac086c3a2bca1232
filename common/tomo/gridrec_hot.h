/*
 * gridrec_hot.h - the inner loops of kgrid.c.  Complex data are float pairs.
 */
#ifndef TOMO_GRIDREC_HOT_H
#define TOMO_GRIDREC_HOT_H

#include <stddef.h>

#include "base/hot.h"

/*
 * Adds n samples of a ray to the grid: sample k lies at column u = k du and
 * line v = v0 + k dv, spread over the cells floor() - 1 .. floor() + 2 of each.
 * grid[u][v]: cell (0, 0) at grid, stride complex numbers between columns.
 * table: kb_fill().  val: 2 n floats.
 */
HOT_DECLARE(void, gridrec_spread, (float *grid, size_t stride, const float *val, size_t n,
				   double du, double v0, double dv, const float *table));
/* Its transpose: val[k] = the sum of the cells times their weights for sample k. */
HOT_DECLARE(void, gridrec_pick, (const float *grid, size_t stride, float *val, size_t n,
				 double du, double v0, double dv, const float *table));

/*
 * Transposes nline (1 .. 8) lines of the transformed grid: line l of column u,
 * at grid + 2 (u stride + l), to out[l][u]; out lines lie outstride floats apart.
 */
HOT_DECLARE(void, gridrec_gather, (const float *grid, size_t stride, size_t ncol, size_t nline,
				   float *out, size_t outstride));

/* The other way. */
HOT_DECLARE(void, gridrec_scatter, (const float *in, size_t instride, size_t ncol, size_t nline,
				    float *grid, size_t stride));

/* out[i] = x[i] * a[i] * b for n values. */
HOT_DECLARE(void, gridrec_scale, (const float *x, const float *a, float b, float *out, size_t n));

#endif
