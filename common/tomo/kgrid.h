/*
 * kgrid.h - a slice's spectrum on an oversampled Cartesian grid, and rays through its
 * origin: what gridrec and the Fourier projector (fproj.h) have in common.
 *
 * A slice of size x size has its pixel (i, j) at row i - size/2, column j - size/2 (whole numbers) of a
 * periodic plane of grid x grid.  The grid is the half plane of its spectrum, complex, [u][v] with u = 0 ..
 * grid/2 and v = -grid/2 .. grid/2 - 1, and cells around it that a patch may reach: KGRID_LEAD columns
 * ahead and KGRID_TAIL behind, KGRID_SIDE lines on either side.  The other half follows, as the slice is real.
 *
 * To a slice:	clear, kgrid_spread() each ray, kgrid_fold(), kgrid_columns(), kgrid_rows()
 * From a slice:	kgrid_put(), kgrid_pick() each ray
 *
 * The second is the transpose of the first, so that for a ray's samples z and s = kgrid_pick(x),
 * 2 Re sum s conj z = sum x kgrid_rows(kgrid_spread(z)).
 */
#ifndef TOMO_KGRID_H
#define TOMO_KGRID_H

#include <stddef.h>

#include "base/err.h"

struct fft;

enum { KGRID_LEAD = 1, KGRID_TAIL = 2, KGRID_SIDE = 8, KGRID_LINES = 8 };

struct kgrid {
	size_t size;
	size_t grid;			/* cells along an axis, even */
	size_t stride;			/* complex numbers between columns of the grid */
	float *table;			/* kb_fill() */
	float *deapod;			/* [size] along an axis */
	const struct fft *column, *column_there;	/* complex of grid, inverse and forward, in place */
	const struct fft *line, *line_there;		/* c2r and r2c of grid, in place */
};

/* Oversampling: cells of the grid for each pixel, at least.  On failure to be freed all the same. */
int kgrid_init(struct kgrid *g, size_t size, double oversampling, struct err *e);
void kgrid_free(struct kgrid *g);
size_t kgrid_fixed(const struct kgrid *g);	/* bytes */
size_t kgrid_cells(size_t size, double oversampling);	/* grid */

size_t kgrid_floats(const struct kgrid *g);	/* of the memory for a grid */
size_t kgrid_lines(const struct kgrid *g);	/* floats of the scratch that some take as "line" */
float *kgrid_origin(const struct kgrid *g, float *memory);	/* cell (0, -grid/2) */

/* Samples k = 0 .. n - 1 (re, im) at u = k du >= 0, v = k dv, in cells. */
void kgrid_spread(const struct kgrid *g, float *origin, const float *z, size_t n, double du, double dv);
void kgrid_pick(const struct kgrid *g, const float *origin, float *z, size_t n, double du, double dv);

void kgrid_fold(const struct kgrid *g, float *origin);
void kgrid_columns(const struct kgrid *g, float *origin);
/* n <= KGRID_LINES rows of the slice from i on, from one side of size/2: out [n][size]. */
void kgrid_rows(const struct kgrid *g, size_t i, size_t n, const float *origin, float *line, float *out);
/* How many rows from i on kgrid_rows() may take at once. */
size_t kgrid_run(const struct kgrid *g, size_t i);
void kgrid_put(const struct kgrid *g, const float *x, float *origin, float *line);

#endif
