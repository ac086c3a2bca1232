/*
 * counts.h - photons: Poisson numbers in place of expected ones.
 *
 * The number of a pixel is a function of (seed, frame, index of the pixel, mean) alone, by num/rng.h: the same bytes for any number of threads.
 * Pure and thread-safe.
 */
#ifndef SCAT_COUNTS_H
#define SCAT_COUNTS_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/*
 * image[n] becomes Poisson numbers of mean flux times image.  NaN stays NaN.  Frames are independent of each other, seeds too.
 * E_DATA: flux not above 0, or a mean that is below 0 or infinite (names the pixel).
 */
int counts_poisson(double *image, size_t n, double flux, uint64_t seed, uint64_t frame, struct err *e);

#endif
