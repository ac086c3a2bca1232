/*
 * heightfield.h - the form factor of what lies between z = 0 and a measured surface h(x, y).
 *
 *	F(q) = integral dx dy exp(i (qx x + qy y)) g(h(x, y)),  g(h) = (exp(i qz h) - 1) / (i qz)
 *
 * height[ny][nx] are pixel centres, row 0 at the highest y; the middle of the image is x = y = 0.  h is scale_nm times
 * the sample less the zero level.  Where h < 0 material is missing below z = 0, and g takes it away.
 *
 * Facets.  flat: each pixel is a block, exactly.  bilinear: h between centres.  Then g(h) is projected on the hats of
 * linear interpolation: with W_n the integral of g(h) times the hat of node n (Gauss-Legendre quadrature in each cell of
 * four nodes, of as many points as its slope needs),
 *	F = S(qx dx) S(qy dy) sum_n W_n exp(i q.r_n),  S(p) = sinc(p/2)^2 3 / (2 + cos p)
 * which is exact for q_par = 0 and any slope, and for a plane wave that a linear interpolation follows.  The error is that of the
 * projections of both factors multiplied: below 1e-3 max |F| (q d)^2 (qz dh)^2, with d a pixel and dh the rise over one.
 *
 * Boundary.  isolated: h is 0 outside (bilinear: from the outer centres it falls to 0 within a pixel).  window: a Hann
 * window over the image, the mean of g under it removed, divided by the root of the window's mean square.  periodic: one period;
 * only the orders q = 2 pi (m/(nx dx), n/(ny dy)) have a meaning.
 *
 * eval() is one transform (gridsum.h, error below 1e-9) and a few dozen products a point.  It is thread-safe with work of
 * one's own.  direct() sums over the nodes; NAN when there is no memory.
 */
#ifndef SCAT_HEIGHTFIELD_H
#define SCAT_HEIGHTFIELD_H

#include "scat/field.h"

enum height_zero { HEIGHT_VALUE, HEIGHT_MIN, HEIGHT_MEAN };
enum height_facets { FACETS_BILINEAR, FACETS_FLAT };
enum height_boundary { BOUNDARY_ISOLATED, BOUNDARY_WINDOW, BOUNDARY_PERIODIC };

extern const char *const height_facets_names[];		/* "bilinear", "flat"; NULL at the end */
extern const char *const height_boundary_names[];	/* "isolated", "window", "periodic"; NULL at the end */

struct height_par {
	size_t ny, nx;
	double pixel_nm[2];		/* along y and x */
	double scale_nm;		/* of 1 in the array; may be negative */
	enum height_zero zero;
	double zero_level;		/* HEIGHT_VALUE: in units of the array */
	enum height_facets facets;
	enum height_boundary boundary;
};

/*
 * Copies height[ny][nx].  E_DATA: a number that is not finite (tells row and column), less than 2 x 2 pixels, a
 * size out of range, a surface that is 0 everywhere.
 */
int heightfield_new(struct field **f, const struct height_par *par, const double *height, struct err *e);
void heightfield_free(struct field *f);		/* as f->free; NULL is fine */

#endif
