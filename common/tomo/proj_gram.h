/*
 * proj_gram.h - what the rays of one angle have in common: G = A A' of proj.h's projector restricted to it.
 *
 * Two rays have pixels in common only if they are at most two columns apart.  With
 * cells k of proj.h, A = C S: S adds the rows of the slice into cells, C cells into columns; S S' has
 * five diagonals, to each of which a row adds the same number over its length but for the ends.  So
 * G = C (S S') C' costs as much as a few rows, not as many as the slice has.
 *
 * Pure.
 */
#ifndef TOMO_PROJ_GRAM_H
#define TOMO_PROJ_GRAM_H

#include <stddef.h>

enum { PROJ_GRAM = 3 };		/* diagonals */

size_t proj_gram_work(size_t size);	/* bytes, aligned to double */

/*
 * Slices of size x size, ncol columns, an angle of this cosine and sine, center as in proj.h.  g[m][c] = sum over pixels
 * of the weights in column c times those in column c - m, 0 when there is none; g[0] has the squared norms of the rays.
 */
void proj_gram(size_t size, size_t ncol, double center, double cs, double sn, float *const g[PROJ_GRAM], void *work);

#endif
