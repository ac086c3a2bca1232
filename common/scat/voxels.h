/*
 * voxels.h - a volume of cubes of constant contrast.
 *
 *	F(q) = integral c(r) exp(i q.r) d3r
 *	     = dx dy dz sinc(qx dx/2) sinc(qy dy/2) sinc(qz dz/2) sum_{kjl} c[k][j][l] exp(i q.r_kjl)
 *
 * c is the contrast of each voxel (a density, n^2 - n0^2, a fraction of a material: what the caller wants to have weighted), so
 * that F is that times nm^3; of a volume of ones F(0) is its volume.  Zero outside.  Index [nz][ny][nx]: z grows with k, y
 * with j, x with l; the middle of the bottom face is the reference point, r_kjl = ((l - (nx - 1)/2) dx, (j - (ny - 1)/2) dy,
 * (k + 1/2) dz).  qz may be complex.
 *
 * eval() sums along z and then over the plane (gridsum.h, error below 1e-9 of the sum of |c|).
 */
#ifndef SCAT_VOXELS_H
#define SCAT_VOXELS_H

#include "scat/field.h"

struct voxels_par {
	size_t n[3];			/* nz, ny, nx */
	double voxel_nm[3];		/* along z, y, x */
};

/*
 * Copies re and im [nz][ny][nx]; im may be NULL: real.  field.volume is that of the voxels that are not 0.
 * E_DATA: a value that is not finite (tells its place), sizes out of range, all 0.
 */
int voxels_new(struct field **f, const struct voxels_par *par, const double *re, const double *im, struct err *e);
void voxels_free(struct field *f);		/* as f->free; NULL is fine */

#endif
