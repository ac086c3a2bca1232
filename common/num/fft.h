/*
 * fft.h - FFTW in single precision, and in double for complex data, behind a plan cache: fft.c is the only file
 * that includes fftw3.h.
 *
 * A plan is made once for each (kind, shape, count) and shared by all
 * threads; plans live until the program ends, or fft_forget().  FFTW_ESTIMATE, so that the same
 * input gives the same bytes on every run.  Transforms are not normalised:
 * inverse(forward(x)) = n x.  Forward is exp(-2 pi i jk/n).
 *
 * Complex data are float pairs (re, im).  Half-complex layouts are FFTW's:
 * r2c of [r][c] gives [r][c/2 + 1] complex.  Buffers must come from
 * mem_alloc() (alignment), and a plan works in place when in == out (r2c in
 * place: rows of 2 (c/2 + 1) floats).  c2r in more than 1-D destroys its input.
 */
#ifndef NUM_FFT_H
#define NUM_FFT_H

#include <stddef.h>

#include "base/err.h"

enum fft_kind { FFT_R2C, FFT_C2R, FFT_FORWARD, FFT_INVERSE };

struct fft;		/* opaque, shared, never freed by the caller */

/*
 * rank 1..3, shape n slowest first; howmany transforms one behind the other
 * (contiguous, FFTW's usual padding).  in_place must say how it will be used.
 * Thread-safe.  E_NOMEM when FFTW cannot plan.
 */
int fft_plan(const struct fft **f, enum fft_kind kind, int rank, const size_t *n,
	     size_t howmany, int in_place, struct err *e);
/* The same of complex doubles: FFT_FORWARD and FFT_INVERSE only. */
int fft_plan_double(const struct fft **f, enum fft_kind kind, int rank, const size_t *n,
		    size_t howmany, int in_place, struct err *e);
/* Thread-safe. */
void fft_run(const struct fft *f, const void *in, void *out);

/* Smallest m >= n of the form 2^a 3^b 5^c 7^d; even when asked (for r2c). */
size_t fft_good_size(size_t n, int even);

/* The k-th DFT frequency of n samples, cycles per sample, in [-1/2, 1/2). */
double fft_freq(size_t k, size_t n);

void fft_forget(void);		/* free all plans: for leak checkers and tests */

#endif
