#include "num/sort.hot.h"

#include <stdbool.h>
#include <string.h>

#include "num/lane.h"
#include "num/sort.h"

enum { PART = STRIP / DLANE };	/* arrays of keys a tile, [rank][DLANE] each */

#define INLINE static inline __attribute__((always_inline))

/* Beyond all floats: what stands for inf and NaN. */
#define BEYOND 0x1p128
#define ROW_MASK INT64_C(0xffff)
#define KEY_MASK (~INT64_C(0x1fffffff))

INLINE void order(dlane *a, dlane *b)
{
	dlane lo = DLANE_MIN(*a, *b);

	*b = DLANE_MAX(*a, *b);
	*a = lo;
}

/* Green's network of 60 comparators (Knuth, The Art of Computer Programming 3, 5.3.4). */
INLINE void sort_16(double *p)
{
	dlane v[16];

#define O(i, j) order(&v[i], &v[j])
	for (int i = 0; i < 16; i++)
		v[i] = DLANE_LOAD(p + i * DLANE);
	O(0, 1); O(2, 3); O(4, 5); O(6, 7); O(8, 9); O(10, 11); O(12, 13); O(14, 15);
	O(0, 2); O(1, 3); O(4, 6); O(5, 7); O(8, 10); O(9, 11); O(12, 14); O(13, 15);
	O(0, 4); O(1, 5); O(2, 6); O(3, 7); O(8, 12); O(9, 13); O(10, 14); O(11, 15);
	O(0, 8); O(1, 9); O(2, 10); O(3, 11); O(4, 12); O(5, 13); O(6, 14); O(7, 15);
	O(5, 10); O(6, 9); O(3, 12); O(13, 14); O(4, 8); O(7, 11); O(1, 2);
	O(1, 4); O(7, 13); O(2, 8); O(11, 14);
	O(2, 4); O(5, 6); O(9, 10); O(11, 13); O(3, 8); O(7, 12);
	O(6, 8); O(10, 12); O(3, 5); O(7, 9);
	O(3, 4); O(5, 6); O(7, 8); O(9, 10); O(11, 12);
	O(6, 7); O(8, 9);
	for (int i = 0; i < 16; i++)
		DLANE_STORE(p + i * DLANE, v[i]);
#undef O
}

#define O2(i, d) order(&v[i], &v[i + d])
#define O4(i, d) O2(i, d); O2(i + 1, d); O2(i + 2, d); O2(i + 3, d)
#define CLEAN_1(i) O2(i, 1); O2(i + 2, 1); O2(i + 4, 1); O2(i + 6, 1)
#define CLEAN_2(i) O2(i, 2); O2(i + 1, 2); O2(i + 4, 2); O2(i + 5, 2)
#define CLEAN_4(i) O4(i, 4)
#define CLEAN_8(i) O4(i, 8); O4(i + 4, 8)

/*
 * The first of two sorted runs of "half" against the second reversed, then half-cleaners at distances
 * half/2, half/4 and half/8, of the 16 ranks that go with rank i; whole: all ranks are there.
 */
INLINE void flip_16(double *p, size_t half, size_t i, size_t n, bool whole)
{
	size_t step = half / 8, last = half + step - 1 - i;	/* v[8..15] from rank half on */
	dlane v[16];

#define AT(k) ((k) < 8 ? i + (k) * step : last + ((k) - 8) * step)
#pragma GCC unroll 16
	for (size_t k = 0; k < 16; k++)
		v[k] = whole || AT(k) < n ? DLANE_LOAD(p + AT(k) * DLANE) : DLANE_ALL(2 * BEYOND);
	order(&v[0], &v[15]); order(&v[1], &v[14]); order(&v[2], &v[13]); order(&v[3], &v[12]);
	order(&v[4], &v[11]); order(&v[5], &v[10]); order(&v[6], &v[9]); order(&v[7], &v[8]);
	CLEAN_4(0); CLEAN_4(8);
	CLEAN_2(0); CLEAN_2(8);
	CLEAN_1(0); CLEAN_1(8);
#pragma GCC unroll 16
	for (size_t k = 0; k < 16; k++)
		if (whole || AT(k) < n)
			DLANE_STORE(p + AT(k) * DLANE, v[k]);
#undef AT
}

/* Sixteen in a row, half-cleaners from this distance down. */
INLINE void clean_16(double *p, int from)
{
	dlane v[16];

#pragma GCC unroll 16
	for (int i = 0; i < 16; i++)
		v[i] = DLANE_LOAD(p + i * DLANE);
	if (from >= 8) {
		CLEAN_8(0);
	}
	if (from >= 4) {
		CLEAN_4(0); CLEAN_4(8);
	}
	if (from >= 2) {
		CLEAN_2(0); CLEAN_2(8);
	}
	CLEAN_1(0); CLEAN_1(8);
#pragma GCC unroll 16
	for (int i = 0; i < 16; i++)
		DLANE_STORE(p + i * DLANE, v[i]);
}

/* Half-cleaners at distances d and d/2 in a block of 2 d of which n are there. */
static void clean_4(double *p, size_t d, size_t n)
{
	size_t h = d / 2, i = 0;

	for (; i + 3 * h < n && i < h; i++) {
		dlane v[4];
#pragma GCC unroll 4
		for (size_t k = 0; k < 4; k++)
			v[k] = DLANE_LOAD(p + (i + k * h) * DLANE);
		O2(0, 2); O2(1, 2); O2(0, 1); O2(2, 1);
#pragma GCC unroll 4
		for (size_t k = 0; k < 4; k++)
			DLANE_STORE(p + (i + k * h) * DLANE, v[k]);
	}
	for (; i < h && i < n; i++) {
		dlane v[4];
		for (size_t k = 0; k < 4; k++)
			v[k] = i + k * h < n ? DLANE_LOAD(p + (i + k * h) * DLANE) : DLANE_ALL(2 * BEYOND);
		O2(0, 2); O2(1, 2); O2(0, 1); O2(2, 1);
		for (size_t k = 0; k < 4; k++)
			if (i + k * h < n)
				DLANE_STORE(p + (i + k * h) * DLANE, v[k]);
	}
}

/* Half-cleaner at distance d. */
static void clean_2(double *p, size_t d, size_t n)
{
	for (size_t i = 0; i + d < n && i < d; i++) {
		dlane v[2] = { DLANE_LOAD(p + i * DLANE), DLANE_LOAD(p + (i + d) * DLANE) };
		O2(0, 1);
		DLANE_STORE(p + i * DLANE, v[0]);
		DLANE_STORE(p + (i + d) * DLANE, v[1]);
	}
}

/* Blocks of "size" that are bitonic become sorted; n is a multiple of 16. */
static void clean(double *p, size_t size, size_t n)
{
	if (size > 16) {
		size_t to = size >= 64 ? size / 4 : size / 2;
		for (size_t i = 0; i < n; i += size) {
			size_t some = n - i < size ? n - i : size;
			if (to == size / 4)
				clean_4(p + i * DLANE, size / 2, some);
			else
				clean_2(p + i * DLANE, size / 2, some);
			clean(p + i * DLANE, to, some);
		}
		return;
	}
	for (size_t i = 0; i < n; i += 16)
		if (size == 16)
			clean_16(p + i * DLANE, 8);
		else if (size == 8)
			clean_16(p + i * DLANE, 4);
		else if (size == 4)
			clean_16(p + i * DLANE, 2);
		else
			clean_16(p + i * DLANE, 1);
}

/* Two runs of "half", of which n ranks are there, become one. */
static void merge(double *p, size_t half, size_t n)
{
	if (n == 2 * half)
		for (size_t i = 0; i < half / 8; i++)
			flip_16(p, half, i, n, true);
	else
		for (size_t i = 0; i < half / 8; i++)
			flip_16(p, half, i, n, false);
	clean(p, half / 8, n);
}

/* n keys, a multiple of 16, in DLANE columns. */
static void sort(double *p, size_t n)
{
	for (size_t i = 0; i < n; i += 16)
		sort_16(p + i * DLANE);
	for (size_t half = 16; half < n; half *= 2)
		for (size_t i = 0; i + half < n; i += 2 * half)
			merge(p + i * DLANE, half, n - i < 2 * half ? n - i : 2 * half);
}

/* The key of x at this row. */
INLINE double key_of(float x, int64_t row)
{
	double d = (double)x + 0.;	/* no -0 */
	int64_t bits;

	d = d < BEYOND ? d : BEYOND;
	d = d > -BEYOND ? d : -BEYOND;
	memcpy(&bits, &d, sizeof bits);
	bits |= row ^ (bits >> 63 & ROW_MASK);
	memcpy(&d, &bits, sizeof d);
	return d;
}

/* The keys of a tile x[n][STRIP]. */
static void pack(const float *x, size_t n, size_t nrank, double *key)
{
	for (size_t part = 0; part < PART; part++, key += nrank * DLANE) {
		for (size_t r = 0; r < n; r++)
			for (size_t c = 0; c < DLANE; c++)
				key[r * DLANE + c] = key_of(x[r * STRIP + part * DLANE + c], (int64_t)r);
		for (size_t i = n * DLANE; i < nrank * DLANE; i++)
			key[i] = 2 * BEYOND;
	}
}

INLINE void unpack_some(const double *key, size_t nrank, size_t some, float *value, size_t step, uint16_t *row)
{
	for (size_t r = 0; r < nrank; r += STRIP) {
		float v[STRIP * STRIP];
		for (size_t part = 0; part < PART; part++)
			for (size_t l = 0; l < STRIP; l++)
				for (size_t c = 0; c < DLANE; c++) {
					double d = key[(part * nrank + r + l) * DLANE + c];
					int64_t bits, clear;
					memcpy(&bits, &d, sizeof bits);
					row[(r + l) * STRIP + part * DLANE + c] = (uint16_t)(bits ^ bits >> 63);
					clear = bits & KEY_MASK;
					memcpy(&d, &clear, sizeof d);
					v[l * STRIP + part * DLANE + c] = (float)d;
				}
		for (size_t c = 0; c < some; c++)
			for (size_t l = 0; l < STRIP; l++)
				value[r / STRIP * step + c * STRIP + l] = v[l * STRIP + c];
	}
}

static void unpack(const double *key, size_t nrank, size_t some, float *value, size_t step, uint16_t *row)
{
	if (some == STRIP)
		unpack_some(key, nrank, STRIP, value, step, row);
	else
		unpack_some(key, nrank, some, value, step, row);
}

void HOT(sort_gather)(const float *x, size_t stride, size_t n, size_t some, float *tile)
{
	for (size_t r = 0; r < n; r++)
		for (size_t c = 0; c < some; c += STRIP) {
			float *to = tile + (c * n + r * STRIP);
			if (some - c >= STRIP)
				memcpy(to, x + r * stride + c, STRIP * sizeof *to);
			else
				for (size_t i = 0; i < STRIP; i++)
					to[i] = c + i < some ? x[r * stride + c + i] : 0;
		}
}

void HOT(sort_tile)(const float *tile, size_t n, size_t some, double *key, float *value, size_t step,
		    uint16_t *row)
{
	size_t nrank = sort_ranks(n);

	pack(tile, n, nrank, key);
	for (size_t part = 0; part < PART; part++)
		sort(key + part * nrank * DLANE, nrank);
	unpack(key, nrank, some, value, step, row);
}

INLINE void untile(const float *value, size_t step, const uint16_t *row, size_t n, size_t some, float *tile)
{
	for (size_t r = 0; r < n; r++) {
		const float *v = value + r / STRIP * step + r % STRIP;
		const uint16_t *to = row + r * STRIP;
#pragma GCC unroll 16
		for (size_t c = 0; c < some; c++)
			tile[(size_t)to[c] * STRIP + c] = v[c * STRIP];
	}
}

void HOT(sort_untile)(const float *value, size_t step, const uint16_t *row, size_t n, size_t some, float *tile)
{
	if (some == STRIP)
		untile(value, step, row, n, STRIP, tile);
	else
		untile(value, step, row, n, some, tile);
}

void HOT(sort_scatter)(const float *tile, size_t n, size_t some, float *y, size_t stride)
{
	for (size_t r = 0; r < n; r++)
		for (size_t c = 0; c < some; c += STRIP)
			if (some - c >= STRIP)
				memcpy(y + r * stride + c, tile + c * n + r * STRIP, STRIP * sizeof *y);
			else
				memcpy(y + r * stride + c, tile + c * n + r * STRIP, (some - c) * sizeof *y);
}
