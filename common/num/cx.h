/*
 * cx.h - complex arithmetic without the care for infinities that C asks for, and the entire functions of form factors.
 *
 * All within a few ULP of exp(|Im x|), real arguments by a shorter way.  Pure and thread-safe.
 */
#ifndef NUM_CX_H
#define NUM_CX_H

#include <complex.h>
#include <math.h>

/* re + i im, as C11's CMPLX, which not every compiler's library has */
static inline double complex cx_of(double re, double im)
{
	double complex z;

	__real__ z = re;
	__imag__ z = im;
	return z;
}

static inline double complex cx_mul(double complex a, double complex b)
{
	double ar = creal(a), ai = cimag(a), br = creal(b), bi = cimag(b);

	return cx_of(ar * br - ai * bi, ar * bi + ai * br);
}

static inline double cx_abs2(double complex a)
{
	return creal(a) * creal(a) + cimag(a) * cimag(a);
}

static inline double complex cx_inv(double complex a)
{
	double s = 1 / cx_abs2(a);

	return cx_of(creal(a) * s, -cimag(a) * s);
}

static inline double complex cx_div(double complex a, double complex b)
{
	return cx_mul(a, cx_inv(b));
}

static inline double complex cx_timesi(double complex a)
{
	return cx_of(-cimag(a), creal(a));
}

/* exp(i x) */
static inline double complex cx_expi(double complex x)
{
	double s, c, m;

	sincos(creal(x), &s, &c);
	if (cimag(x) == 0)
		return cx_of(c, s);
	m = exp(-cimag(x));
	return cx_of(m * c, m * s);
}

/* sin(x)/x */
static inline double complex cx_sinc(double complex x)
{
	double complex t, e;

	if (cx_abs2(x) < 0.25) {
		t = cx_mul(x, x);
		return 1 - cx_mul(t, 1. / 6 - cx_mul(t, 1. / 120 - cx_mul(t, 1. / 5040 - cx_mul(t, 1. / 362880 -
			   cx_mul(t, 1. / 39916800 - t / 6227020800.)))));
	}
	if (cimag(x) == 0)
		return sin(creal(x)) / creal(x);
	e = cx_expi(x);
	t = (e - cx_inv(e)) / 2;
	return cx_div(cx_of(cimag(t), -creal(t)), x);
}

/* The integral of exp(i x t) over t from 0 to 1: exp(i x/2) sinc(x/2). */
static inline double complex cx_ramp(double complex x)
{
	return cx_mul(cx_expi(x / 2), cx_sinc(x / 2));
}

#endif
