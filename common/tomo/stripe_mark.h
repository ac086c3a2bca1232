/*
 * stripe_mark.h - which columns of a sinogram are stripes, and the parameters of all filters for stripes that say so.
 *
 * Two detectors see what the other does not: stripe_score.h, of windows of up to 2 x 4 + 1 columns, faint stripes at all angles;
 * stripe_find.h, unresponsive, partial and wide ones.  A column is a stripe that stands out by "above" errors in the
 * first or by 7/6 above of its surroundings in the second.  (SSIM of the slice after stripe-interp, Shepp-Logan phantom of 256
 * columns with 12 stripes, full, unresponsive, wide: by the first alone 0.721, 0.515, 0.567; by the second 0.691, 0.698, 0.595; by
 * both 0.721, 0.717, 0.607.  Windows as wide as wide stripes would make the first find the object.)
 *
 * Of noise alone the first takes some columns for stripes.  That is harmless where a column gets an offset; filters that
 * put other samples in its place (stripe_vo.h) ask the second one alone, which finds nothing then.
 */
#ifndef TOMO_STRIPE_MARK_H
#define TOMO_STRIPE_MARK_H

#include "base/param.h"

/* Columns that a filter may change. */
enum { STRIPE_MARKED, STRIPE_ALL };
extern const char *const stripe_places[];	/* of their names */

/* Parameters that the filters share. */
#define STRIPE_PARAM_WHERE \
	{ .name = "where", .type = PARAM_CHOICE, .unit = "", .def = STRIPE_MARKED, .hi = STRIPE_ALL, .choices = stripe_places, \
	  .help = "columns that may change: stripes that are found, or all, as published" }
#define STRIPE_PARAM_ABOVE \
	{ .name = "above", .type = PARAM_NUM, .unit = "", .def = 3, .lo = 1, .hi = 1000, \
	  .help = "how many errors such a stripe stands out" }
#define STRIPE_PARAM_WIDTH \
	{ .name = "width", .type = PARAM_INT, .unit = "px", .def = 16, .lo = 1, .hi = 1000, .help = "widest stripe that is found" }

#define STRIPE_LASTING (7.0 / 6)	/* times above: what stripe_find() takes */

/* What stripe_mark() takes: of all columns 0. */
static inline double stripe_above(double where, double above)
{
	return where == STRIPE_ALL ? 0 : above;
}

/* Scratch, bytes. */
size_t stripe_mark_work(size_t nrow, size_t ncol);

/*
 * x: sinogram [nrow][ncol].  mean[c]: over the angles.  t[c]: by how many errors a stripe stands out, 2 above at least where the
 * second detector says so; 0 where there is none.  above 0: 1 everywhere.  Returns how many columns are stripes; when all would be,
 * none are.  work: aligned for double.  Thread-safe.
 */
size_t stripe_mark(const float *x, size_t nrow, size_t ncol, double above, size_t width, double *mean, double *t, void *work);

#endif
