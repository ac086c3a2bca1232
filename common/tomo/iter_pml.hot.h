/* iter_pml.hot.h - the inner loop of iter_pml.c. */
#ifndef TOMO_ITER_PML_HOT_H
#define TOMO_ITER_PML_HOT_H

#include <stddef.h>

#include "base/hot.h"

struct pml_par {
	float s;	/* angles in the block */
	float beta;	/* times the weights 1 and 1/sqrt2 of neighbours */
	float idelta;	/* 1 / delta; 0: quadratic */
};

/*
 * A row of n pixels between its neighbours; up or down is NULL at the border.  y: A_B'(b / Ax - 1), becomes the
 * new row.
 */
HOT_DECLARE(void, pml_row, (const float *up, const float *mid, const float *down, size_t n, struct pml_par p, float *y));

#endif
