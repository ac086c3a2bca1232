#include "tomo/norm_hot.h"

#include <stdint.h>
#include <string.h>

enum {
	CHUNK = 64,		/* elements at once: what is left over is padded to it */
	AHEAD = 1024,		/* elements between reading and prefetching */
	LINE = 16,		/* elements of a cache line */
};

union word { float f; int32_t i; };

static inline int32_t bits(float x)
{
	return (union word){ .f = x }.i;
}

static inline float real(int32_t i)
{
	return (union word){ .i = i }.f;
}

/*
 * -ln x of a normal positive number: x = 2^-k (1 + f), 1 + f in [sqrt(1/2),
 * sqrt(2)), ln(1 + f) = f - f^2/2 + f^3 P(f) with P the polynomial of least
 * largest relative error, 3.2e-8 (Remez).  ln 2 in two parts, of which the
 * first times k is exact.  Error below 1.1e-7 relative.
 */
static inline float minus_log(float x)
{
	int32_t t = 0x3f3504f3 + 0x7fffff - bits(x);
	float k = (float)(t >> 23);
	float f = real(0x3f3504f3 + 0x7fffff - (t & 0x7fffff)) - 1, f2 = f * f;
	float a = 0.333339107347f - 0.250013370494f * f;
	float b = 0.199630639464f - 0.165775843126f * f;
	float c = 0.149147657243f - 0.142674895804f * f + f2 * 0.0870044628881f;
	float rest = f2 * ((a + f2 * (b + f2 * c)) * f - 0.5f);

	return k * 0x1.62e4p-1f - (f + (rest - k * 1.4286068e-06f));
}

/* Comparisons are of integers: those of floats may trap, and then a loop is not made of vectors. */
static inline int32_t largest(int32_t a, int32_t b)
{
	return a > b ? a : b;
}

/* All bits set, a NaN, when x is not finite. */
static inline int32_t not_finite(int32_t x)
{
	return -(int32_t)((x & 0x7fffffff) >= 0x7f800000);
}

static inline __attribute__((always_inline)) uint32_t
chunk(const struct norm_span *s, size_t at, float *out, int divide, int log)
{
	const float *p = s->p + at, *dark = s->dark + at;
	const float *scale = (divide ? s->from : s->scale) + at, *from = scale;
	const float *to = divide ? s->to + at : scale;
	const float place = s->at;
	const int32_t least = bits(s->least);
	uint32_t bad = 0;

	for (size_t i = 0; i < CHUNK; i++) {
		float range = divide ? from[i] + (to[i] - from[i]) * place : 1;
		float v = divide ? (p[i] - dark[i]) / range : (p[i] - dark[i]) * scale[i];
		int32_t t = bits(v), no = not_finite(t);

		if (log)
			t = bits(minus_log(real(largest(t, least))));
		bad -= (uint32_t)no;
		out[i] = real(t | no);
	}
	return bad;
}

/* The last elements, in buffers of a whole chunk. */
static inline __attribute__((always_inline)) uint32_t
tail(const struct norm_span *s, size_t at, float *out, size_t n, int divide, int log)
{
	float p[CHUNK] = { 0 }, dark[CHUNK] = { 0 }, scale[CHUNK], to[CHUNK], y[CHUNK];
	struct norm_span part = *s;

	for (size_t i = 0; i < CHUNK; i++)
		scale[i] = to[i] = 1;
	memcpy(p, s->p + at, n * sizeof *p);
	memcpy(dark, s->dark + at, n * sizeof *p);
	memcpy(scale, (divide ? s->from : s->scale) + at, n * sizeof *p);
	if (divide)
		memcpy(to, s->to + at, n * sizeof *p);
	part.p = p;
	part.dark = dark;
	part.scale = part.from = scale;
	part.to = to;
	uint32_t bad = chunk(&part, 0, y, divide, log);
	memcpy(out, y, n * sizeof *y);
	return bad;
}

static inline __attribute__((always_inline)) size_t
span(const struct norm_span *s, float *out, size_t n, int divide, int log)
{
	size_t bad = 0, i = 0;

	for (; i + CHUNK <= n; i += CHUNK) {
		for (size_t j = 0; j < CHUNK; j += LINE)
			__builtin_prefetch((const char *)(s->p + i) + (AHEAD + j) * sizeof(float));
		bad += chunk(s, i, out + i, divide, log);
	}
	if (i < n)
		bad += tail(s, i, out + i, n - i, divide, log);
	return bad;
}

size_t HOT(norm_span)(const struct norm_span *s, float *out, size_t n)
{
	if (s->to)
		return s->log ? span(s, out, n, 1, 1) : span(s, out, n, 1, 0);
	return s->log ? span(s, out, n, 0, 1) : span(s, out, n, 0, 0);
}

static inline __attribute__((always_inline)) void hold(float *x, int32_t least, int log, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		int32_t t = bits(x[i]), no = not_finite(t);
		float v = real(largest(t, least));

		x[i] = real(bits(log ? minus_log(v) : v) | no);
	}
}

void HOT(norm_log)(float *x, float least, int log, size_t n)
{
	size_t i = 0;
	float y[CHUNK];

	for (; i + CHUNK <= n; i += CHUNK) {
		if (log)
			hold(x + i, bits(least), 1, CHUNK);
		else
			hold(x + i, bits(least), 0, CHUNK);
	}
	for (size_t j = 0; j < CHUNK; j++)
		y[j] = i + j < n ? x[i + j] : 1;
	hold(y, bits(least), log, CHUNK);
	memcpy(x + i, y, (n - i) * sizeof *x);
}

void HOT(norm_poly)(float *x, const float *c, size_t k, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		float y = 0;

		for (size_t j = k; j > 0; j--)
			y = (y + c[j - 1]) * x[i];
		x[i] = y;
	}
}
