/*
 * amp_hot.h - kernels over the columns of a row: complex numbers as two arrays.
 */
#ifndef SCAT_AMP_HOT_H
#define SCAT_AMP_HOT_H

#include <stddef.h>

#include "base/hot.h"
#include "scat/layers.h"

/* abs2 += w |a|^2 */
HOT_DECLARE(void, amp_abs2, (size_t n, double w, const double *re, const double *im, double *abs2));
/* mean += w a */
HOT_DECLARE(void, amp_mean, (size_t n, double w, const double *re, const double *im, double *mean_re, double *mean_im));
/*
 * gamma of E and O: with s, c the sine and cosine of kz z0 and m = exp(Im(kz) z0), T' = T m (c - i s) and R' = R (c + i s)/m;
 * even = p (T' + R'), odd = p (R' - T') kz.  Where R is 0 it stays so.
 */
HOT_DECLARE(void, amp_gamma_, (size_t n, double p, const struct wave *w, const double *s, const double *c, const double *m,
			       double *even_re, double *even_im, double *odd_re, double *odd_im));
/* out += g f */
HOT_DECLARE(void, amp_times, (size_t n, const double *gr, const double *gi, const double *fr, const double *fi, double *re, double *im));
/* abs2 += w f Re(g h*) of part 0, -= w f Im(g h*) of part 1 */
HOT_DECLARE(void, amp_product, (size_t n, const double *gr, const double *gi, const double *hr, const double *hi, double w, int part,
				const double *f, double *abs2));

#endif
