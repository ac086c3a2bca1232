/*
 * lines.h - gratings of endless lines: orders of diffraction, each a spot at its exact place on the Ewald sphere.
 *
 * Lines of pitch a repeat along (cos xi, sin xi) and are endless across it: q_par = (2 pi n / a)(cos xi, sin xi), and k_f follows from
 * |k_f| = k.  Of the limit of ever longer lines and ever more of them
 *	S0 = (2 pi / a) sum delta(q_a - 2 pi n / a),   |F|^2 / L -> 2 pi |F'|^2 delta(q_l),   F' the form factor per length
 * remains, with dOmega = d2q / (k^2 sin a_f), a flux
 *	I_n = f (2 pi / a)^2 |<A'_n>|^2 exp(-q^2 v) / (k^2 sin a_f)
 * f being the footprint, A' the amplitude per length and v the position variance.  It goes into the pixel that the spot hits.  The
 * diffuse part, of lines that differ, is left out.  M. Yan and A. Gibaud, J. Appl. Cryst. 40 (2007) 1050, describe the geometry.
 */
#ifndef SCAT_LINES_H
#define SCAT_LINES_H

#include "scat/amp.h"
#include "scat/sim.h"

/*
 * A periodic surface (a height field of boundary: periodic) has orders in two directions, with F of one period of area a,
 *	I_mn = f (2 pi / a)^2 |A|^2 / (k^2 sin a_f)
 * of all q below the field's q_max in each direction.
 */

/* The period of a layout's surface, or NULL. */
const struct field *lines_surface(const struct layout *l);

/* out[nrow][ncol] of the detector is added factor times the orders of a layout. */
int lines_add(const struct amp *a, const struct view *v, const struct sample *s, size_t layout, const struct sim_par *p,
	      double factor, double *out, struct err *e);

/* The same of a periodic surface; in: the incoming wave in each layer (amp.h). */
int lines_add_surface(const struct view *v, const struct sample *s, size_t layout, const struct sim_par *p, const struct amp_in *in,
		      const double complex *n2, bool born, double factor, double *out, struct err *e);

/* The place of a direction (unit vector of the beam's frame) on a detector; false: it misses. */
bool lines_place(const struct view *v, struct vec3 dir, double *row, double *col);

#endif
