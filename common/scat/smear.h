/*
 * smear.h - the resolution of a detector: an image convolved with a Gaussian.
 *
 * What belongs to a pixel is taken to be at its centre and arrives at the pixel i away with the share of the Gaussian that lies within
 * that pixel, (erf((i + 1/2)/(sqrt2 s)) - erf((i - 1/2)/(sqrt2 s)))/2, out to 6 s; the tails beyond are 2e-9.
 *
 * Pixels that are NaN stay NaN and give nothing: the weights of the others are divided by their sum, at the edges of the image too.  An
 * image of one value stays so; away from edges and NaN the sum is conserved.
 * Pure and thread-safe; the same bytes for any number of threads.
 */
#ifndef SCAT_SMEAR_H
#define SCAT_SMEAR_H

#include <stddef.h>

#include "base/err.h"

/*
 * image[nrow][ncol], in place.  Sigmas in pixels: from row to row, and from column to column; 0: not smeared that way; any size.
 * E_DATA: a sigma below 0 or not finite; E_NOMEM.
 */
int smear_gauss(double *image, size_t nrow, size_t ncol, double sigma_row, double sigma_col, struct err *e);

#endif
