/*
 * center_entropy.h - entropy: of slices of cleaned sinograms; private to center*.c.
 */
#ifndef TOMO_CENTER_ENTROPY_H
#define TOMO_CENTER_ENTROPY_H

#include <stddef.h>

#include "base/err.h"

/* A sinogram [nangle][ncol] without faults, and by how many columns its axis is off that of the middle row. */
struct entropy_row { size_t nangle; const float *sino; const double *theta_deg; double shear; };

/*
 * The centre, within lo .. hi, whose slices of all rows have the least entropy (T. Donath, F. Beckmann &
 * A. Schreyer, J. Opt. Soc. Am. A 23 (2006) 1048, sec. 3: - sum of p_i log p_i over the histogram p of a slice
 * of gridrec with the hann filter, inside of 0.95 of the circle, between limits that are the same for all slices).
 * First every pixel of at most 160 columns, binned; then nine places about the lowest, with a quarter of the step and
 * less binning each time, down to a quarter of a column of at most 1024; at last the vertex of a parabola.
 * *score as of vo.  In parallel over slices.  E_DATA of fewer than 16 columns.
 */
int entropy_find(const struct entropy_row *row, size_t nrow, size_t ncol, double lo, double hi,
		 double *center, double *score, struct err *e);

#endif
