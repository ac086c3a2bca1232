/*
 * proj.h - the projector A of a slice and its exact adjoint A': one matched
 * pair for all iterative methods and for xproject.
 *
 * Geometry as in recon.h.  Pixels are squares of constant value; a detector
 * column sees the mean over its width.  Where |cos t| >= |sin t| a slice is crossed
 * row by row: a point x of the row at y falls on x0 = x + y tan t = s / cos t.  That line is
 * cut into cells of 1/PROJ_CELLS pixel; a cell gets the mean of what it covers of each shifted row,
 *
 *	u(k) = sum over rows of PROJ_CELLS integral over cell k of f(row, x0 - y tan t) dx0
 *
 * and each column what it covers of the cells,
 *
 *	b(c) = sum over k of u(k) |cell k within [c - center - 1/2, c - center + 1/2] / cos t|
 *
 * Elsewhere a slice is crossed column by column, likewise, with x0 = -s / sin t.  But for the cells, which widen the
 * footprint of a pixel by at most 1/PROJ_CELLS, this is the distance-driven model (B. De Man & S. Basu,
 * Phys. Med. Biol. 49 (2004) 2463); they make both steps run along memory.  All weights are >= 0, and a projection
 * that lies wholly on the detector has the sum of the slice.
 *
 * Pure; one proj may be used by many threads, each with work of its own.
 */
#ifndef TOMO_PROJ_H
#define TOMO_PROJ_H

#include <stddef.h>

#include "base/err.h"

enum { PROJ_CELLS = 2 };

struct proj;

/* Slices of size x size, nangle projections of ncol columns at angles of these cosines and sines (copied). */
int proj_new(struct proj **p, size_t size, size_t ncol, const double *cs, const double *sn, size_t nangle,
	     struct err *e);
void proj_free(struct proj *p);			/* NULL is fine */
size_t proj_work(const struct proj *p);		/* bytes, aligned to MEM_ALIGN */
size_t proj_fixed(const struct proj *p);	/* bytes it holds */

/*
 * n of the angles, by their numbers, in any order; NULL: all of them, in order (n is then nangle).
 * center: column of the axis.  b: [n][ncol], overwritten.  x: [size][size].
 */
void proj_forward(const struct proj *p, double center, const size_t *angle, size_t n, const float *x,
		  float *b, void *work);
/* x += A' b. */
void proj_back(const struct proj *p, double center, const size_t *angle, size_t n, const float *b,
	       float *x, void *work);

#endif
