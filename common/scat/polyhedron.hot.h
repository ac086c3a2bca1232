/*
 * polyhedron.hot.h - sums over a few hundred triangles of a polyhedron's surface.
 *
 * Over a triangle of vertices v_j the integral of exp(i q.r) d2r is its double area times the divided difference of exp
 * at a_j = i q.v_j (Hermite and Genocchi):
 *	exp[a0, a1, a2] = (exp[a1, a2] - exp[a0, a1]) / (a2 - a0),  exp[a, b] = (exp b - exp a)/(b - a)
 * which has no singularity.  Where the arguments are near one another it is exp(a0) sum_k h_k(a1 - a0, a2 - a0)/(k + 2)!,
 * with h_k the complete homogeneous polynomials, h_k = (x + y) h_{k-1} - x y h_{k-2}; else the largest difference divides.
 */
#ifndef SCAT_POLYHEDRON_HOT_H
#define SCAT_POLYHEDRON_HOT_H

#include <stddef.h>
#include <stdint.h>

#include "base/hot.h"

enum { POLY_TRI = 256, POLY_CORNER = 3 * POLY_TRI };	/* most triangles of a block; most vertices or edges */

struct poly_block {
	size_t nv, nt, ne;
	double len;			/* the longest edge, nm */
	double *x, *y, *z;		/* [nv] vertices, nm */
	double *gx, *gy, *gz;		/* [nt] normals, as long as twice the area */
	uint16_t *v0, *v1, *v2;		/* [nt] vertices of a triangle */
	uint16_t *e01, *e12, *e20;	/* [nt] its edges */
	uint16_t *ea, *eb;		/* [ne] ends of an edge */
};

/* sum[0] + i sum[1] += sum over triangles of (conj(q).g) exp[i q.v0, i q.v1, i q.v2]; q_im NULL: real q. */
HOT_DECLARE(void, poly_block_, (const struct poly_block *b, const double q_re[3], const double q_im[3], double sum[2]));

#endif
