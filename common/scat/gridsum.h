/*
 * gridsum.h - sums over a regular grid at any place of reciprocal space:
 *
 *	S(qx, qy) = sum_{j l} c[j][l] exp(i (qx x_l + qy y_j)),  x_l = (l - (nx - 1)/2) dx,  y_j = (j - (ny - 1)/2) dy
 *
 * for real qx, qy: a non-uniform FFT of type 2 (A. Dutt and V. Rokhlin, SIAM J. Sci. Comput. 14 (1993) 1368) with an
 * oversampling of 3/2 and the kernel exp(beta (sqrt(1 - (2 u/W)^2) - 1)) of W = 12 cells, beta = 0.98 pi W (1 - 1/3)
 * (A. H. Barnett, J. Magland and L. af Klinteberg, SIAM J. Sci. Comput. 41 (2019) C479, eq. 1.8).  The error is
 * below 1e-9 of sum |c|.  Rows are transformed first, and then those columns alone that a point needs: a detector with qx
 * near 0 needs few.
 *
 * Read-only once made, so thread-safe.
 */
#ifndef SCAT_GRIDSUM_H
#define SCAT_GRIDSUM_H

#include <complex.h>
#include <stddef.h>

#include "base/err.h"
#include "num/fft.h"

enum { GRIDSUM_WIDTH = 12 };

struct gridsum {
	size_t nx, ny, mx, my;		/* of the grid; of its transform */
	double dx_nm, dy_nm;
	double *fix_x, *fix_y;		/* [nx], [ny]: 1 / the kernel's transform */
	const struct fft *row, *col;
	size_t work;			/* bytes of scratch that gridsum_run() needs */
};

/* E_DATA: a grid of no points, or too large; E_NOMEM. */
int gridsum_new(struct gridsum *g, size_t ny, size_t nx, double dy_nm, double dx_nm, struct err *e);
void gridsum_free(struct gridsum *g);		/* safe on a zeroed struct */

/* Where c[ny][nx] is to be put, within the scratch (aligned to MEM_ALIGN). */
double complex *gridsum_input(const struct gridsum *g, void *work);
/* S at n points, out[n].  The input is lost. */
void gridsum_run(const struct gridsum *g, void *work, size_t n, const double *qx, const double *qy, double complex *out);

#endif
