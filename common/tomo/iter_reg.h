/*
 * iter_reg.h - what the methods with a penalty share: the noise of a sinogram,
 * from which a default strength follows, and |A'A|.
 */
#ifndef TOMO_ITER_REG_H
#define TOMO_ITER_REG_H

#include "tomo/iter.h"

/*
 * The strength lambda of a penalty as the user gives it: the number times what "relative" names,
 *
 *	noise	s sqrt(angles), s the standard deviation of the noise of mu_t: that of A' noise in a pixel
 *	data	the largest value of A' b, above which total variation leaves a constant
 *	none	1
 */
enum { REG_NOISE, REG_DATA, REG_NONE };
extern const char *const reg_relative[];
#define REG_PARAM(def_) \
	{ .name = "relative", .type = PARAM_CHOICE, .unit = "", .def = def_, .hi = REG_NONE, .choices = reg_relative, \
	  .help = "lambda times: noise: (deviation of the noise of mu_t) sqrt(angles); data: max |A'b|; none: 1" }

/*
 * The standard deviation of white noise, from second differences along the detector: their median size over
 * 0.6745 sqrt 6 (P. J. Rousseeuw & C. Croux, J. Am. Stat. Assoc. 88 (1993) 1273, for the median), over the rays with at least the mean of b, which go through the object.  0
 * with fewer than 3 columns.  scratch: [nb].
 */
double reg_noise(const struct iter *it, float *scratch);
/* What lambda is multiplied by; image, sino: scratch. */
double reg_unit(const struct iter *it, int relative, float *image, float *sino);
/*
 * At least |A'A|, and little more: after a few steps of the power method the largest of (A'A v)_j / v_j, which bounds the
 * largest eigenvalue as no weight is negative (L. Collatz, Math. Z. 48 (1942) 221).  v, w: images; sino: scratch.
 */
double reg_norm2(const struct iter *it, float *v, float *w, float *sino);
/* An update of this squared norm was at most tolerance |x|: no more are needed.  Never when tolerance is 0. */
bool reg_settled(const struct iter *it, double step2, double tolerance);
#define REG_TOLERANCE \
	{ .name = "tolerance", .type = PARAM_NUM, .unit = "", .def = 0, .lo = 0, .hi = 1, \
	  .help = "stop when an update changes the slice by less than this part of its norm" }

#endif
