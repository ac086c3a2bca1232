/*
 * simplex.h - the integral of an exponential over a simplex: the divided difference of exp.
 *
 *	integral over a simplex of volume V with corners v_k of exp(i q.r) = d! V exp[a_0, ..., a_d],  a_k = i q.v_k
 *
 * (C. Hermite, Crelle 84 (1878) 64; A. Genocchi, Archiv Math. Phys. 49 (1869) 423), d = 1 for an edge, 2 for a triangle, 3 for a
 * tetrahedron.  Entire in all a_k.  It is computed by the recursion over the two nodes that are farthest apart while these are
 * at least 1/2 apart, so that no step more than quadruples the error, and by a power series about one of the nodes otherwise: within
 * 1e-14 of exp(max Re a_k), 1e-15 typically, wherever nodes fall together.
 *
 * a: nodes, e: their exponentials, that neighbours share.  Pure and thread-safe.
 */
#ifndef SCAT_SIMPLEX_H
#define SCAT_SIMPLEX_H

#include <complex.h>

double complex simplex_dd1(const double complex a[2], const double complex e[2]);
double complex simplex_dd2(const double complex a[3], const double complex e[3]);
double complex simplex_dd3(const double complex a[4], const double complex e[4]);

#endif
