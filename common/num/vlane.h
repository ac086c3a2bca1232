/*
 * vlane.h - a vector of floats as wide as the level for which a kernel (*.hot.c) is compiled has them,
 * with the compiler's own arithmetic (+ - *), and loads and stores at any address.
 */
#ifndef NUM_VLANE_H
#define NUM_VLANE_H

#include <string.h>

#if defined(__AVX512F__)
enum { LANES = 16 };
#elif defined(__AVX__)
enum { LANES = 8 };
#else
enum { LANES = 4 };
#endif

typedef float vec __attribute__((vector_size(4 * LANES)));

static inline vec load(const float *x)
{
	vec v;

	memcpy(&v, x, sizeof v);
	return v;
}

static inline void store(float *x, vec v)
{
	memcpy(x, &v, sizeof v);
}

#endif
