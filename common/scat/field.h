/*
 * field.h - shapes given by samples on a grid, too large for a sum at each q: height fields and voxel volumes.
 *
 * For one complex qz the whole plane of (qx, qy) is computed at once by FFT, and then read at any real (qx, qy)
 * within reach by a kernel.  The simulation asks for a few dozen qz (it interpolates between them, since F is entire in qz)
 * and for all pixels at each.
 */
#ifndef SCAT_FIELD_H
#define SCAT_FIELD_H

#include <complex.h>
#include <stddef.h>

#include "base/err.h"
#include "scat/ff.h"

struct field {				/* a height field or a voxel volume; borrowed by the shapes that use it */
	/* F at n real (qx, qy), all for this qz; out[n].  work: field->work bytes, aligned, the caller's. */
	int (*eval)(const struct field *f, double complex qz, size_t n, const double *qx, const double *qy,
		    double complex *out, void *work, struct err *e);
	size_t work;
	/* The same by the sum itself, slow: for checks. */
	double complex (*direct)(const struct field *f, struct cvec3 q);
	double q_max;			/* 1/nm: |qx|, |qy| beyond have no meaning (pi / sample size) */
	struct ff_box box;
	double volume;			/* nm^3 */
	double period[2];		/* of a periodic surface, nm, along x and y: F is that of one period, at the orders; else 0 */
	double area;			/* nm^2 of what is measured, where it stands for a whole surface (window, period); else 0 */
	void *priv;
	void (*free)(struct field *f);
};

#endif
