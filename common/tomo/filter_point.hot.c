#include "tomo/filter_point.hot.h"

#include <stdint.h>
#include <string.h>

static inline int32_t bits(float x)
{
	int32_t i;

	memcpy(&i, &x, sizeof i);
	return i;
}

static inline float from_bits(int32_t i)
{
	float x;

	memcpy(&x, &i, sizeof x);
	return x;
}

/*
 * x = 2^e m with m in [sqrt(1/2), sqrt(2)); with s = (m - 1)/(m + 1) is
 * ln m = 2 (s + s^3/3 + s^5/5 + ...), |s| < 0.172, cut below 1e-9.
 */
static inline float ln(float x)
{
	int32_t i = bits(x) - 0x3f3504f3, e = i >> 23;
	float m = from_bits((i & 0x7fffff) + 0x3f3504f3);
	float s = (m - 1) / (m + 1), q = s * s;
	float tail = s * q * (2.f / 3 + q * (2.f / 5 + q * (2.f / 7 + q * (2.f / 9))));
	float k = (float)e;

	/* ln 2 in two parts: the first has zeros at its end, so that k times it is exact */
	return k * 0.693359375f + (2 * s + (tail - k * 2.12194440e-4f));
}

/*
 * exp(x) = 2^n exp(r), n the nearest integer to x / ln 2 (found by adding
 * 1.5 * 2^23, where a float has no fraction), Taylor to r^7, |r| < 0.347.
 */
static inline float expo(float x)
{
	const float magic = 12582912.f;
	float t = x * 1.44269504f + magic, n = t - magic;
	float r = (x - n * 0.693359375f) + n * 2.12194440e-4f;
	float p = 1 + r * (1 + r * (1.f / 2 + r * (1.f / 6 + r * (1.f / 24 + r * (1.f / 120 +
		  r * (1.f / 720 + r * (1.f / 5040)))))));

	return p * from_bits((int32_t)((uint32_t)(bits(t) - bits(magic) + 127) << 23));
}

void HOT(point_log)(const float *x, size_t n, float floor, int floor_all,
		    float *restrict out, int *ok)
{
	int32_t bad = 0, least = floor_all ? INT32_MIN : 1;

	for (size_t i = 0; i < n; i++) {
		int32_t b = bits(x[i]);
		/* infinities and NaN; then zero and below: their bits are 0 or negative */
		bad |= ((b & 0x7fffffff) >= 0x7f800000) | (b < least);
		out[i] = 0 - ln(x[i] > floor ? x[i] : floor);	/* never -0 */
	}
	*ok = !bad;
}

void HOT(point_exp)(const float *x, size_t n, float *restrict out, int *ok)
{
	int32_t bad = 0;

	for (size_t i = 0; i < n; i++) {
		float y = 0 - x[i];
		bad |= (bits(x[i]) & 0x7fffffff) >= 0x7f800000;
		y = y > 87.f ? 87.f : y;
		out[i] = y < -87.f ? 0 : expo(y < -87.f ? -87.f : y);
	}
	*ok = !bad;
}

void HOT(point_scale)(const float *x, size_t n, float a, float b, float *restrict out)
{
	for (size_t i = 0; i < n; i++)
		out[i] = a * x[i] + b;
}

void HOT(point_whole)(float *x, size_t n, float lo, float k, float top, int *ok)
{
	const float magic = 12582912.f;		/* as in expo() */
	int bad = 0;

	for (size_t i = 0; i < n; i++) {
		float v = (x[i] - lo) * k;
		bad |= v != v;
		v = v > 0 ? v : 0;
		v = v < top ? v : top;
		x[i] = (v + magic) - magic;
	}
	*ok = !bad;
}
