/* gridsum.hot.h - reading a transform at places between its cells. */
#ifndef SCAT_GRIDSUM_HOT_H
#define SCAT_GRIDSUM_HOT_H

#include <complex.h>
#include <stddef.h>

#include "base/hot.h"

/* Lines [mx][my + GRIDSUM_WIDTH], each with its beginning again at its end; tx, ty: cells, and any number of periods. */
HOT_DECLARE(void, gridsum_read_, (const double complex *line, size_t mx, size_t my, double beta, double tx, double ty,
				  double complex *out));

#endif
