/*
 * rmc_case.h - patterns and models for tests of reverse Monte Carlo, and sums written out plainly.
 */
#ifndef UNIT_RMC_CASE_H
#define UNIT_RMC_CASE_H

#include <complex.h>
#include <math.h>
#include <stdlib.h>

#include "num/rng.h"
#include "rmc/ensemble.h"

/* F of a model at (row, col) of the centred pattern, by its definition. */
static inline double complex plain_f(const unsigned char *a, size_t n, size_t row, size_t col, const double *delta)
{
	double qr = (double)row - (double)(n / 2) + delta[0], qc = (double)col - (double)(n / 2) + delta[1];
	double complex sum = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < n; j++)
			if (a[i * n + j])
				sum += cexp(-2 * M_PI * I * (qr * (double)i + qc * (double)j) / (double)n);
	return sum;
}

static inline void plain_pattern(const unsigned char *a, size_t tiles, size_t n, const double *delta, double *out)
{
	for (size_t row = 0; row < n; row++)
		for (size_t col = 0; col < n; col++) {
			out[row * n + col] = 0;
			for (size_t m = 0; m < tiles; m++) {
				double complex f = plain_f(a + m * n * n, n, row, col, delta);
				out[row * n + col] += creal(f) * creal(f) + cimag(f) * cimag(f);
			}
		}
}

/* The least of sum w (c I + b - D)^2 over c (and b), from sums in double. */
static inline double plain_least(size_t n, const double *in, const double *d, const double *w, bool background, double *c, double *b)
{
	double s = 0, si = 0, sii = 0, sd = 0, sid = 0, sum = 0, det;

	for (size_t k = 0; k < n * n; k++) {
		double v = k == n / 2 * n + n / 2 ? 0 : w[k];
		s += v, si += v * in[k], sii += v * in[k] * in[k], sd += v * d[k], sid += v * in[k] * d[k];
	}
	det = s * sii - si * si;
	*c = background ? (s * sid - si * sd) / det : sid / sii;
	*b = background ? (sii * sd - si * sid) / det : 0;
	for (size_t k = 0; k < n * n; k++)
		sum += k == n / 2 * n + n / 2 ? 0 : w[k] * pow(*c * in[k] + *b - d[k], 2);
	return sum;
}

/*
 * A pattern that is like nothing, with weights that are symmetric in nothing, a fifth of them 0.  Whole numbers and weights 1 and 3, so that floats hold these and their
 * weighted means exactly.
 */
static inline void odd_pattern(size_t n, uint64_t seed, double *d, double *w)
{
	struct rng r = rng_at(seed, 1, 0);

	for (size_t k = 0; k < n * n; k++) {
		d[k] = floor(-(double)(n * n) / 8 * log(rng_uniform(&r)));
		w[k] = rng_uniform(&r) < 0.2 ? 0 : rng_uniform(&r) < 0.5 ? 1 : 3;
	}
}

static inline void random_models(unsigned char *a, size_t tiles, size_t n, uint64_t seed)
{
	struct rng r = rng_at(seed, 2, 0);

	for (size_t k = 0; k < tiles * n * n; k++)
		a[k] = rng_uniform(&r) < 0.4;
}

static inline void put_models(struct rmc_ensemble *s, const unsigned char *a)
{
	for (size_t i = 0; i < s->m; i++) {
		s->filled[i] = 0;
		for (size_t k = 0; k < s->n2; k++)
			s->filled[i] += s->a[i * s->n2 + k] = a[i * s->n2 + k];
	}
}

#endif
