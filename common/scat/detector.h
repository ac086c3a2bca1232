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
	/* qgrid: edges, 1/nm; qy grows with the column, qz with the row: q = k_f - k_i as users see it */
	double qy_min, qy_max, qz_min, qz_max;
	/* points: nrow of them, ncol 1; qx is that of q = k_f - k_i, or NAN: on the Ewald sphere */
	const double *point_qy, *point_qz;
};

struct det_dir {
	double x, y, z;		/* unit vector of the scattered wave: (cos af cos ph, -cos af sin ph, sin af) */
	double domega;		/* solid angle of the pixel, sr; 1 of a qgrid or points (see det_direction) */
};

/*
 * The direction of a pixel.  k: 2 pi/lambda, 1/nm; the incident wave is k (cos ai cos pi, -cos ai sin pi, -sin ai).
 * qgrid and points: false where (qy, qz) cannot be reached.  Intensities there are per solid angle.
 */
bool det_direction(const struct detector *d, double k, double alpha_i_rad, double phi_i_rad, double row, double col,
		   struct det_dir *out);
/* Is alpha_f the same along a row? */
bool det_rows(const struct detector *d);

/*
 * A plane perpendicular to the direct beam at this distance; width and height of all, n_x x n_y pixels; the direct beam hits (u0, v0)
 * from the lower left corner; u grows towards -y (phi > 0), v towards (sin ai, 0, cos ai).
 */
int det_flat(struct detector *d, size_t n_x, size_t n_y, double width_mm, double height_mm, double distance_mm,
	     double u0_mm, double v0_mm, double alpha_i_rad, struct err *e);

#endif
