/*
 * mask.h - which pixels of an image count: one byte each, 1 or 0.
 */
#ifndef NUM_MASK_H
#define NUM_MASK_H

#include <stddef.h>

/*
 * 1 where the pixel's centre is nearer to the middle of [nrow][ncol] than
 * fraction times half the smaller side; NaN: 1 everywhere.
 */
void mask_circle(unsigned char *mask, size_t nrow, size_t ncol, double fraction);
/* mask becomes a and x != 0.  mask may be a.  NaN counts as not 0. */
void mask_and(unsigned char *mask, const unsigned char *a, const double *x, size_t n);

#endif
