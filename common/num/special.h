/*
 * special.h - special functions, by GSL: the only file that includes its headers.
 *
 * Pure and thread-safe; nothing here can fail.
 */
#ifndef NUM_SPECIAL_H
#define NUM_SPECIAL_H

/* The modified Bessel function I0(x), for |x| < 700 (beyond, it exceeds a double: inf). */
double special_bessel_i0(double x);

#endif
