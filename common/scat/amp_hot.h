/*
 * amp_hot.h - kernels over the columns of a row: complex numbers as two arrays.
 */
#ifndef SCAT_AMP_HOT_H
#define SCAT_AMP_HOT_H

#include <stddef.h>

#include "base/hot.h"

/* abs2 += w |a|^2 */
HOT_DECLARE(void, amp_abs2, (size_t n, double w, const double *re, const double *im, double *abs2));
/* mean += w a */
HOT_DECLARE(void, amp_mean, (size_t n, double w, const double *re, const double *im, double *mean_re, double *mean_im));
/* out += g f */
HOT_DECLARE(void, amp_times, (size_t n, const double *gr, const double *gi, const double *fr, const double *fi, double *re, double *im));
/* abs2 += w f Re(g h*) of part 0, -= w f Im(g h*) of part 1 */
HOT_DECLARE(void, amp_product, (size_t n, const double *gr, const double *gi, const double *hr, const double *hi, double w, int part,
				const double *f, double *abs2));

#endif
