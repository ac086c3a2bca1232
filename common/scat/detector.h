/*
 * detector.h - where pixels look: directions of the scattered wave in the sample's frame, and solid angles.
 *
 * Image [row][col]: row 0 has the lowest alpha_f (lowest v, lowest qz), column 0 the lowest phi_f (lowest u, lowest qy);
 * positive phi points to -y.  Rows and columns are pixel centres, 0-based, and may be fractions.
 * Pure and thread-safe.
 */
#ifndef SCAT_DETECTOR_H
#define SCAT_DETECTOR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

enum det_type { DET_SPHERICAL, DET_FLAT, DET_QGRID, DET_POINTS };

struct detector {
	enum det_type type;
	size_t nrow, ncol;
	/* spherical: edges of the bins; rad */
	double phi_min_rad, phi_max_rad, alpha_min_rad, alpha_max_rad;
	/*
	 * flat: centre of pixel (0, 0) and the steps of a row and of a column, mm, in the frame of the sample: from the
	 * place where the beam hits it, (x, y, z) as in vec3.h.  det_flat() and det_poni() make them.
	 */
	double origin_mm[3], row_mm[3], col_mm[3];
	/*
	 * qgrid: edges, 1/nm; qy grows with the column, qz with the row: q as users see it, up and to the right:
	 * qy = k (cos af sin ph - cos ai sin pi), qz = k (sin af + sin ai)
	 */
	double qy_min, qy_max, qz_min, qz_max;
	/* points: nrow of them, ncol 1; qx follows: on the Ewald sphere, forward */
	const double *point_qy, *point_qz;
};

struct det_dir {
	double x, y, z;		/* unit vector of the scattered wave: (cos af cos ph, -cos af sin ph, sin af) */
	double domega;		/* solid angle of the pixel, sr; 1 of a qgrid or points (see det_direction) */
};

/*
 * The direction of a pixel.  k: 2 pi/lambda, 1/nm; the incident wave is k (cos ai cos pi, -cos ai sin pi, -sin ai).
 * Solid angles: spherical, of the bin that contains the place: dphi (sin alpha_hi - sin alpha_lo); flat, at the place:
 * |row x col . r| / r^3, which for a plane perpendicular to the beam is p_u p_v distance / r^3.
 * qgrid and points: false where (qy, qz) cannot be reached with k_f x >= 0.  Intensities there are per solid angle.
 */
bool det_direction(const struct detector *d, double k, double alpha_i_rad, double phi_i_rad, double row, double col,
		   struct det_dir *out);
/*
 * The same of n columns from col0 on, to arrays of n: x, y, z and domega are NaN where det_direction() is false, and the number of
 * the others is returned.  The same bytes as det_direction(), for any n.
 */
size_t det_row(const struct detector *d, double k, double alpha_i_rad, double phi_i_rad, double row, double col0, size_t n,
	       double *x, double *y, double *z, double *domega);
/* Is alpha_f the same along a row?  (spherical, qgrid, points: exactly, z of det_row() is one number) */
bool det_rows(const struct detector *d);

/*
 * A plane perpendicular to the direct beam at this distance; width and height of all, n_x x n_y pixels; the direct beam hits (u0, v0)
 * from the lower left corner; u grows towards -y (phi > 0), v towards (sin ai, 0, cos ai).
 * Of a beam with phi_i = 0; for another follow with det_turn(d, phi_i).  E_DATA: what is not positive or finite, named.
 */
int det_flat(struct detector *d, size_t n_x, size_t n_y, double width_mm, double height_mm, double distance_mm,
	     double u0_mm, double v0_mm, double alpha_i_rad, struct err *e);
/* Turn a flat or spherical detector about z, towards phi > 0. */
void det_turn(struct detector *d, double phi_rad);

#endif
