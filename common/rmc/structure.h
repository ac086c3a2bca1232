/*
 * structure.h - what a two-phase model says: its fraction, correlations and scattering.
 *
 * A model is a[row][col] of 0 and 1 (filled) on an N x N periodic lattice, N >= 1.  Lengths are in pixels, q in cycles per box (times 2 pi/N:
 * in 1/pixel).  phi is the filled part.  Chords, surface and the size of discs: chord.h.  Pure and thread-safe.
 *
 * S. Torquato, Random Heterogeneous Materials, Springer, New York (2002), chapter 2.
 */
#ifndef RMC_STRUCTURE_H
#define RMC_STRUCTURE_H

#include <stddef.h>

#include "base/err.h"

/* phi */
double structure_fraction(const unsigned char *a, size_t n);

/*
 * S2(r) = (1/N^2) sum_x a(x) a(x + r): the chance that both ends of r are filled; s2[n * n] with r = 0 at [0][0] and negative
 * parts of r at the end of their axis.  By FFT, rounded to whole counts of pixels, hence exact.  E_NOMEM.
 */
int structure_s2(const unsigned char *a, size_t n, double *s2, struct err *e);

/* |F(q)|^2 = |sum_r a(r) exp(-2 pi i q.r/N)|^2; f2[n * n] with q = 0 at [0][0].  E_NOMEM. */
int structure_f2(const unsigned char *a, size_t n, double *f2, struct err *e);

/* Rings 0 .. n/2 of an n x n map. */
size_t structure_rings(size_t n);
/*
 * Means of map[n * n], whose origin is at [0][0] and which is periodic: ring k takes the pixels with k - 1/2 <= |r| < k + 1/2, those beyond the last
 * ring (the corners) are left out.  radius[k] is the mean |r| of ring k and mean[k] that of the map; radius may be NULL.  E_NOMEM.
 */
int structure_radial(const double *map, size_t n, double *radius, double *mean, struct err *e);

/*
 * g(r) = S2(r)/phi^2, rings of r: the pair correlation of filled pixels, 1 where they do not know of each other; g(0) = 1/phi.
 * S(q) = |F|^2/(N^2 phi (1 - phi)), rings of q, s[0] = 0: 1 for pixels filled at random; its mean over all q but 0 is N^2/(N^2 - 1).
 * Each has structure_rings(n) values.  E_DATA: an empty model, of S(q) also a full one; E_NOMEM.
 */
int structure_g(const unsigned char *a, size_t n, double *r_px, double *g, struct err *e);
int structure_s(const unsigned char *a, size_t n, double *q, double *s, struct err *e);

/*
 * The place of the highest of rings 1 .. count - 1, by the parabola through it and its neighbours: N over it is the
 * length that repeats.  0 when there are no two rings or all are 0.
 */
double structure_peak(const double *s, size_t count);

#endif
