#include "tomo/filter_median.hot.h"

#include <string.h>

#define MIN(a, b) ((a) < (b) ? (a) : (b))
#define MAX(a, b) ((a) > (b) ? (a) : (b))

enum { LANES = MEDIAN_LANES };

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

/* a becomes the smaller, b the larger, lane by lane. */
static inline void order(int32_t *restrict a, int32_t *restrict b)
{
	for (int j = 0; j < LANES; j++) {
		int32_t lo = MIN(a[j], b[j]), hi = MAX(a[j], b[j]);
		a[j] = lo;
		b[j] = hi;
	}
}

/* The least of m vectors to the front, the largest to the end. */
static void extremes(int32_t (*v)[LANES], size_t m)
{
	size_t half = m / 2;

	for (size_t i = 0; i < half; i++)
		order(v[i], v[m - 1 - i]);
	for (size_t i = 1; i < m - half; i++)
		order(v[0], v[i]);
	for (size_t i = half; i + 1 < m; i++)
		order(v[i], v[m - 1]);
}

static void any_lanes(const int32_t *const *row, size_t size, size_t c,
		      int32_t (*v)[LANES], float *out)
{
	size_t m = size * size / 2 + 2, next = m;

	for (size_t i = 0; i < m; i++)
		memcpy(v[i], row[i / size] + c + i % size, sizeof *v);
	for (;; m--) {
		extremes(v, m);
		if (m == 3)
			break;
		/* drop both ends, take the next: over the least, and m shrinks by one */
		memcpy(v[0], row[next / size] + c + next % size, sizeof *v);
		next++;
	}
	for (int j = 0; j < LANES; j++)
		out[j] = key_float(v[1][j]);
}

void HOT(median_any)(const int32_t *const *row, size_t size, size_t n,
		     int32_t *scratch, float *out)
{
	int32_t (*v)[LANES] = (int32_t (*)[LANES])scratch;
	float part[LANES];
	size_t c = 0;

	for (; c + LANES <= n; c += LANES)
		any_lanes(row, size, c, v, out + c);
	if (c == n)
		return;
	if (n >= LANES) {	/* the last lanes overlap those before */
		any_lanes(row, size, n - LANES, v, out + n - LANES);
		return;
	}
	any_lanes(row, size, 0, v, part);
	memcpy(out, part, n * sizeof *out);
}

void HOT(median_keep)(const float *x, size_t n, float above, float below, float *restrict med)
{
	for (size_t i = 0; i < n; i++) {
		float d = x[i] - med[i];
		int in = (d <= above) & (d >= -below);
		med[i] = in ? x[i] : med[i];
	}
}
