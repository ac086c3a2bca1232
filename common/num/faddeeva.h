/*
 * faddeeva.h - the Faddeeva function of complex arrays, w(z) = exp(-z^2) erfc(-i z).
 *
 * For Im z >= 0 a rational function of 40 terms, J. A. C. Weideman, SIAM J. Numer. Anal. 31 (1994) 1497, eq. (38); its coefficients
 * were computed with 40 digits.  The other half by w(-z) = 2 exp(-z^2) - w(z).  Relative error of the complex value below 1e-12
 * for Im z >= 0; below the real axis below 1e-12 (|w| + 2 |exp(-z^2)| (1 + |z|^2)).  exp(-z^2) is held below exp(600).
 *
 * The same bytes for any n and place, on one level of the machine.  Pure and thread-safe.
 */
#ifndef NUM_FADDEEVA_H
#define NUM_FADDEEVA_H

#include <stddef.h>

#include "base/hot.h"

HOT_DECLARE(void, faddeeva_both_, (size_t n, const double *re, const double *im, double *p_re, double *p_im,
				   double *m_re, double *m_im));

/* p = w(z), m = w(-z); n numbers each; none may overlap with another. */
static inline void faddeeva_both(size_t n, const double *re, const double *im, double *p_re, double *p_im, double *m_re,
				 double *m_im)
{
	HOT_PICK(faddeeva_both_)(n, re, im, p_re, p_im, m_re, m_im);
}

#endif
