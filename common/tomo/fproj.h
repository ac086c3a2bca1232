/*
 * fproj.h - a projector by Fourier's slice theorem, and its exact adjoint: N^2 log N
 * operations, where that of proj.h takes N^2 an angle.
 *
 *	A: the slice, divided by the transform of the kernel, is transformed on a grid of FPROJ_OVERSAMPLING cells a
 *	pixel, the rays through the origin are picked from it with a Kaiser-Bessel kernel (kgrid.h), turned to the axis, and
 *	transformed back, of which the detector sees ncol columns.
 *
 * A pixel counts as a point, seen by a detector of limited band: as gridrec has it.  A' is the transpose, step by step.
 * J. A. Fessler & B. P. Sutton, IEEE Trans. Signal Process. 51 (2003) 560; for tomography S. Matej, J. A. Fessler & I. G. Kazantsev,
 * IEEE Trans. Med. Imaging 23 (2004) 401.
 *
 * Where the detector sees all of a slice from all angles A'A is a convolution with
 *
 *	T(x, y) = sum over angles of D(x cos t + y sin t),	D(s) = sin(pi s)/(pi s) of limited length,
 *
 * that is two transforms of a plane of twice the size.
 *
 * Pure; one fproj may be used by many threads, each with work of its own.
 */
#ifndef TOMO_FPROJ_H
#define TOMO_FPROJ_H

#include "tomo/geo.h"

#define FPROJ_OVERSAMPLING 2.0

struct fproj;

/* Slices of size x size; g is borrowed until fproj_free().  convolution: fproj_square() will be used.  On failure to be freed all the same. */
int fproj_new(struct fproj **f, const struct geo *g, size_t size, bool convolution, struct err *e);
void fproj_free(struct fproj *f);		/* NULL is fine */
size_t fproj_fixed(const struct fproj *f);	/* bytes */
size_t fproj_work(const struct fproj *f);	/* bytes, aligned to MEM_ALIGN */

/* center: column of the axis, one of geo's.  b: [nangle][ncol], x: [size][size]; overwritten. */
void fproj_forward(const struct fproj *f, double center, const float *x, float *b, void *work);
void fproj_back(const struct fproj *f, double center, const float *b, float *x, void *work);
/* out = A'A x by the convolution: as though the detector had no ends. */
void fproj_square(const struct fproj *f, const float *x, float *out, void *work);
/* Does a detector of ncol columns see all that is not 0 in support (NULL: the whole slice) from any side? */
bool fproj_sees_all(const struct geo *g, double center, size_t size, const float *support);

#endif
