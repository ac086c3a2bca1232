/*
 * heightfield_row.hot.h - integrals of g(h) = (exp(i qz h) - 1)/(i qz) over a row of pixels or cells.
 */
#ifndef SCAT_HEIGHTFIELD_ROW_HOT_H
#define SCAT_HEIGHTFIELD_ROW_HOT_H

#include <stddef.h>

#include "base/hot.h"
#include "base/mem.h"

enum {
	HEIGHTS_POINTS = 32,		/* most of a rule along one axis */
	HEIGHTS_ARRAYS = 5 + 8,		/* of a row's scratch */
	HEIGHTS_RULES = (HEIGHTS_POINTS + 1) * 2 * HEIGHTS_POINTS,
};

/* Doubles of scratch for rows of n nodes; first come the rules of quadrature, [points][2][HEIGHTS_POINTS]: nodes and weights. */
static inline size_t heights_room(size_t n)
{
	size_t least = HEIGHTS_POINTS * HEIGHTS_POINTS;

	return HEIGHTS_RULES + HEIGHTS_ARRAYS * mem_lines(n > least ? n : least);
}

/* g of n heights, g[2 n]: real and imaginary parts; most: the greatest |h| of all. */
HOT_DECLARE(void, heights_g_, (size_t n, const double *h, const double qz[2], double most, double *g, double *room));
/*
 * n cells between two rows of nx nodes, the last one's right side at node 0 when n == nx: adds the integral of g(h)
 * times each of its four hats to their nodes, w_lo and w_hi [2 nx].
 */
HOT_DECLARE(void, heights_cells_, (size_t n, size_t nx, const double *lo, const double *hi, const double qz[2], double most,
				   double *w_lo, double *w_hi, double *room));

#endif
