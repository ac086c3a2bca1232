#include "tomo/filter_median.hot.h"

#include <string.h>

#define MIN(a, b) ((a) < (b) ? (a) : (b))
#define MAX(a, b) ((a) > (b) ? (a) : (b))

static inline int32_t flip(int32_t i)
{
	return i ^ ((i >> 31) & 0x7fffffff);
}

static inline float key_float(int32_t k)
{
	float x;

	k = flip(k);
	memcpy(&x, &k, sizeof x);
	return x;
}

static inline int32_t med3(int32_t a, int32_t b, int32_t c)
{
	int32_t lo = MIN(a, b), hi = MAX(a, b);

	return MAX(lo, MIN(hi, c));
}

void HOT(median_keys)(const float *x, size_t n, int32_t *restrict key)
{
	for (size_t i = 0; i < n; i++) {
		int32_t k;
		memcpy(&k, x + i, sizeof k);
		key[i] = flip(k);
	}
}

/*
 * Sort the three of each column; the median of nine is then the median of the
 * largest low, the median middle and the least high.
 */
void HOT(median_3x3)(const int32_t *const *row, size_t n, int32_t *restrict scratch,
		     size_t stride, float *restrict out)
{
	const int32_t *a = row[0], *b = row[1], *c = row[2];
	int32_t *restrict lo = scratch, *restrict mid = scratch + stride,
		*restrict hi = scratch + 2 * stride;

	for (size_t i = 0; i < n + 2; i++) {
		int32_t p = MIN(a[i], b[i]), q = MAX(a[i], b[i]), r = MAX(p, c[i]);
		lo[i] = MIN(p, c[i]);
		mid[i] = MIN(q, r);
		hi[i] = MAX(q, r);
	}
	for (size_t i = 0; i < n; i++) {
		int32_t p = MAX(MAX(lo[i], lo[i + 1]), lo[i + 2]);
		int32_t q = MIN(MIN(hi[i], hi[i + 1]), hi[i + 2]);
		int32_t m = med3(mid[i], mid[i + 1], mid[i + 2]);
		out[i] = key_float(med3(p, m, q));
	}
}

void HOT(median_keep)(const float *x, size_t n, float above, float below, float *restrict med)
{
	for (size_t i = 0; i < n; i++) {
		float d = x[i] - med[i];
		int in = (d <= above) & (d >= -below);
		med[i] = in ? x[i] : med[i];
	}
}
