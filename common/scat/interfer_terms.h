/*
 * interfer_terms.h - which reciprocal points the sums of interfer.h go over.
 */
#ifndef SCAT_INTERFER_TERMS_H
#define SCAT_INTERFER_TERMS_H

#include "scat/interfer.h"
#include "scat/interfer.hot.h"

enum { TERMS_MOST = 8192 };

/* 1d_lattice: m of |i| <= m; more than TERMS_MOST if there are. */
int interfer_terms_1d(const struct interfer *s);
/*
 * 2d_lattice, at xi = 0: coordinates of q in the reciprocal basis (cell), from their fractions back to (x Lx, y Ly), and
 * the places of the points about the nearest one in those units; their number, more than TERMS_MOST (and nothing written
 * beyond) if there are.
 */
size_t interfer_terms_2d(const struct interfer *s, struct interfer_map *cell, struct interfer_map *back, double *x,
			 double *y);

#endif
