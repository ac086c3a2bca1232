#include "num/vmath.h"

#include <sleef.h>
#include <string.h>

#if defined(__AVX512F__)
enum { LANES = 8 };
#define vec __m512d
#define vec2 Sleef___m512d_2
#define EXP Sleef_expd8_u10avx512f
#define LOG Sleef_logd8_u10avx512f
#define SINCOS Sleef_sincosd8_u10avx512f
#elif defined(__AVX2__)
enum { LANES = 4 };
#define vec __m256d
#define vec2 Sleef___m256d_2
#define EXP Sleef_expd4_u10avx2
#define LOG Sleef_logd4_u10avx2
#define SINCOS Sleef_sincosd4_u10avx2
#elif defined(__SSE2__)
enum { LANES = 2 };
#define vec __m128d
#define vec2 Sleef___m128d_2
#define EXP Sleef_expd2_u10sse2
#define LOG Sleef_logd2_u10sse2
#define SINCOS Sleef_sincosd2_u10sse2
#else
enum { LANES = 1 };
#define vec double
#define vec2 Sleef_double2
#define EXP Sleef_exp_u10
#define LOG Sleef_log_u10
#define SINCOS Sleef_sincos_u10
#endif

/* The last few go through a full vector too, so that a number's result does not depend on its place. */
static void exp_part(size_t m, const double *x, double *y)
{
	vec v;

	memset(&v, 0, sizeof v);
	memcpy(&v, x, m * sizeof *x);
	v = EXP(v);
	memcpy(y, &v, m * sizeof *y);
}

static void log_part(size_t m, const double *x, double *y)
{
	vec v;

	memset(&v, 0, sizeof v);
	memcpy(&v, x, m * sizeof *x);
	v = LOG(v);
	memcpy(y, &v, m * sizeof *y);
}

static void sincos_part(size_t m, const double *x, double *s, double *c)
{
	vec v;
	vec2 r;

	memset(&v, 0, sizeof v);
	memcpy(&v, x, m * sizeof *x);
	r = SINCOS(v);
	memcpy(s, &r.x, m * sizeof *s);
	memcpy(c, &r.y, m * sizeof *c);
}

/* a size known to the compiler is a load or store of a vector, not a call */
void HOT(vmath_exp_)(size_t n, const double *x, double *y)
{
	size_t i = 0;

	for (; i + LANES <= n; i += LANES) {
		vec v;

		memcpy(&v, x + i, sizeof v);
		v = EXP(v);
		memcpy(y + i, &v, sizeof v);
	}
	if (i < n)
		exp_part(n - i, x + i, y + i);
}

void HOT(vmath_log_)(size_t n, const double *x, double *y)
{
	size_t i = 0;

	for (; i + LANES <= n; i += LANES) {
		vec v;

		memcpy(&v, x + i, sizeof v);
		v = LOG(v);
		memcpy(y + i, &v, sizeof v);
	}
	if (i < n)
		log_part(n - i, x + i, y + i);
}

void HOT(vmath_sincos_)(size_t n, const double *x, double *s, double *c)
{
	size_t i = 0;

	for (; i + LANES <= n; i += LANES) {
		vec v;
		vec2 r;

		memcpy(&v, x + i, sizeof v);
		r = SINCOS(v);
		memcpy(s + i, &r.x, sizeof v);
		memcpy(c + i, &r.y, sizeof v);
	}
	if (i < n)
		sincos_part(n - i, x + i, s + i, c + i);
}
