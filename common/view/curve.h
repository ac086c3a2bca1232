/*
 * curve.h - a curve out of an array: all of one axis, or a line through an image.
 *
 * Pure.
 */
#ifndef VIEW_CURVE_H
#define VIEW_CURVE_H

#include "base/head.h"
#include "view/figure.h"

struct curve {
	double *x;			/* [n] coordinates (caption.h), or the index; owned */
	float *y;			/* [n]; owned */
	size_t n;
	char label[64];			/* of x, with its unit */
	char place[100];		/* "q_z = 0.4 nm⁻¹ (31)"; "" of a whole axis */
};

void curve_free(struct curve *c);	/* safe on a zeroed struct */

/* All n samples of an axis; *c overwritten.  E_NOMEM. */
int curve_axis(struct curve *c, const struct head *h, int axis, const float *y, size_t n, struct err *e);

/*
 * A line through an image [nrow][ncol] of the axes row and col of h: where = "qz=0.4" is the row nearest to this
 * coordinate, "qy=0.1" the column; of an axis without coordinates it is the index.  *c overwritten.
 * E_USAGE when it is no NAME=VALUE, when no axis has the name, or when the value is more than half a
 * step off the axis; E_NOMEM.  curve_free() even on failure.
 */
int curve_cut(struct curve *c, const struct head *h, int row, int col, const float *image, size_t nrow, size_t ncol,
	      const char *where, struct err *e);

/*
 * From the least to the greatest finite y (log: positive, over 12 decades at most) with some room above and below.
 * E_DATA when there is none.
 */
int curve_window(const struct curve *c, bool log, struct window *w, struct err *e);

#endif
