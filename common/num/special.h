/*
 * special.h - special functions; by GSL (the only file that includes its headers) where it has them well.
 *
 * Pure and thread-safe; nothing here can fail.
 */
#ifndef NUM_SPECIAL_H
#define NUM_SPECIAL_H

#include <complex.h>

/* The modified Bessel function I0(x), for |x| < 700 (beyond, it exceeds a double: inf). */
double special_bessel_i0(double x);

/*
 * J1(z)/z of complex z, an even entire function, 1/2 at z = 0: within 2e-15 exp(|Im z|) / (1 + |z|) of it.
 * By the power series below |z| = 5, Hankel's expansion beyond 22, and backward recurrence with the sum
 * exp(-i z) = J0 + 2 sum (-i)^k J_k between (F. W. J. Olver, in Abramowitz & Stegun (1964), 9.1.10, 9.2.5, 9.1.44, 9.12);
 * of real z by the C library.
 */
double complex special_j1_over(double complex z);

#endif
