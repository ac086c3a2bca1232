/*
 * proj_hot.h - the inner loops of proj.c and proj_cells.c, for PROJ_CELLS = 2.
 *
 * Cells come in pairs here: s(k) is the sum of cells k and k + 1, a pixel wide.  A pixel whose left edge cuts cell k at w of
 * it covers (1 - w) s(k) + w s(k + 1).  Pairs of even and of odd k are kept apart, so that neighbouring pixels have
 * neighbouring pairs.
 */
#ifndef TOMO_PROJ_HOT_H
#define TOMO_PROJ_HOT_H

#include <stddef.h>

#include "base/hot.h"

enum { PROJ_BLOCK = 64 };	/* pairs that are held in registers */

/* A line of pixels as it is seen from a block of pairs: pair k has pixel f[at + k], with these weights. */
struct proj_line { int at; float wa, wb; };

/* a[k] += sum of wa f[at + k], b[k] += sum of wb f[at + k] over n lines, for k in [0, PROJ_BLOCK). */
HOT_DECLARE(void, proj_collect, (const float *f, const struct proj_line *line, size_t n, float *a, float *b));

/* What one angle gives a line of pixels: wa s[a + k] + wb s[b + k] to pixel k. */
struct proj_share { int a, b; float wa, wb; };

/* x[k] += sum of m shares, for k in [0, n); s is read up to the next multiple of PROJ_BLOCK. */
HOT_DECLARE(void, proj_lay, (float *x, size_t n, const float *s, const struct proj_share *share, size_t m));

/* out[j][i] = x[i][j], i < rows, j < cols, lines of x and of out so many floats apart; or added to. */
HOT_DECLARE(void, proj_turn, (const float *x, size_t stride, size_t rows, size_t cols, float *out, size_t apart));
HOT_DECLARE(void, proj_turn_add, (const float *x, size_t stride, size_t rows, size_t cols, float *out, size_t apart));

/* u[2k] = even[k] + odd[k - 1], u[2k + 1] = odd[k] + even[k], k in [0, n): cells from pairs; odd[-1] is 0. */
HOT_DECLARE(void, proj_split, (const float *even, const float *odd, size_t n, float *u));

/*
 * b[c] = half the integral of u, cells of length 1, over [lo + c w, lo + (c + 1) w), 2 <= w < 3, for c in [0, n).
 * There are ncell cells; the first and last four are 0, as are those beyond.
 */
HOT_DECLARE(void, proj_columns, (const float *u, size_t ncell, double lo, double w, size_t n, float *b));

/*
 * s[i] = half the integral of columns of length w >= 2 over [x, x + 2), x = lo + 2i, for i in [0, n): its
 * adjoint, for pairs.  Column c is b[c + 2], c in [0, ncol), with two zeros before and three after.
 */
HOT_DECLARE(void, proj_pairs, (const float *b, size_t ncol, double lo, double w, size_t n, float *s));

#endif
