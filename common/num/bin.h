/*
 * bin.h - averages over squares of pixels.
 */
#ifndef NUM_BIN_H
#define NUM_BIN_H

#include <stddef.h>

/*
 * Images [n][nrow][ncol] to [n][nrow / b][ncol / b]: means over b x b pixels;
 * rows and columns left over at the far edges are dropped.  out may be in.
 * Pure, thread-safe.
 */
void bin_mean(const double *in, double *out, size_t n, size_t nrow, size_t ncol, size_t b);

#endif
