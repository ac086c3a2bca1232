/*
 * cmplx.h - <complex.h>, and CMPLX() of C11 where glibc leaves it out (compilers that call themselves an old GCC, as clang does).
 */
#ifndef BASE_CMPLX_H
#define BASE_CMPLX_H

#include <complex.h>

#ifndef CMPLX
#define CMPLX(re, im) __builtin_complex((double)(re), (double)(im))
#endif

#endif
