#include "tomo/filter_median3.hot.h"

#include <string.h>

#define MIN(a, b) ((a) < (b) ? (a) : (b))
#define MAX(a, b) ((a) > (b) ? (a) : (b))
#define SWAP(a, b) do { int32_t lo_ = MIN(a, b), hi_ = MAX(a, b); a = lo_; b = hi_; } while (0)

static inline int32_t key_of(float x)
{
	int32_t k;

	memcpy(&k, &x, sizeof k);
	return k ^ ((k >> 31) & 0x7fffffff);
}

static inline float float_of(int32_t k)
{
	float x;

	k ^= (k >> 31) & 0x7fffffff;
	memcpy(&x, &k, sizeof x);
	return x;
}

void HOT(median3_sort3)(const float *const *x, size_t n, int32_t *const *out)
{
	const float *x0 = x[0], *x1 = x[1], *x2 = x[2];
	int32_t *restrict lo = out[0], *restrict mid = out[1], *restrict hi = out[2];

	for (size_t i = 0; i < n; i++) {
		int32_t a = key_of(x0[i]), b = key_of(x1[i]), c = key_of(x2[i]);
		SWAP(a, b);
		SWAP(b, c);
		SWAP(a, b);
		lo[i] = a;
		mid[i] = b;
		hi[i] = c;
	}
}

/* The last two thirds of R. W. Floyd's network for nine (Knuth, The Art of Computer Programming 3, sec. 5.3.4). */
void HOT(median3_sort9)(const int32_t *const (*t)[3], size_t n, int32_t *const *out)
{
	const int32_t *t0 = t[0][0], *t1 = t[0][1], *t2 = t[0][2], *t3 = t[1][0], *t4 = t[1][1],
		      *t5 = t[1][2], *t6 = t[2][0], *t7 = t[2][1], *t8 = t[2][2];
	int32_t *restrict o0 = out[0], *restrict o1 = out[1], *restrict o2 = out[2], *restrict o3 = out[3],
		*restrict o4 = out[4], *restrict o5 = out[5], *restrict o6 = out[6], *restrict o7 = out[7],
		*restrict o8 = out[8];

#pragma omp simd
	for (size_t i = 0; i < n; i++) {
		int32_t a = t0[i], b = t1[i], c = t2[i], d = t3[i], e = t4[i], f = t5[i], g = t6[i], h = t7[i],
			j = t8[i];
		SWAP(a, d); SWAP(d, g); SWAP(a, d);
		SWAP(b, e); SWAP(e, h); SWAP(b, e);
		SWAP(c, f); SWAP(f, j); SWAP(c, f);
		SWAP(b, d); SWAP(f, h); SWAP(c, g); SWAP(e, g); SWAP(c, e); SWAP(c, d); SWAP(f, g);
		o0[i] = a; o1[i] = b; o2[i] = c; o3[i] = d; o4[i] = e; o5[i] = f; o6[i] = g; o7[i] = h; o8[i] = j;
	}
}

#define LOW(k) MIN(MIN(s[k][i], s[k][i + 1]), s[k][i + 2])
#define HIGH(k) MAX(MAX(s[k][i], s[k][i + 1]), s[k][i + 2])

static inline int32_t middle(int32_t a, int32_t b, int32_t c)
{
	return MAX(MIN(a, b), MIN(MAX(a, b), c));
}

/*
 * Sorted once more, across its three columns, the window is a table of 9 x 3
 * in order both ways.  The largest of the lower four rows, the middle ones of
 * rows 2 to 6 and the least of the upper four are the 13 of which neither 14
 * others are as small nor 14 as large: their median, the 7th, is that of all.
 */
void HOT(median3_27)(const int32_t *const *row, size_t n, float *restrict out)
{
	const int32_t *s[9];

	memcpy(s, row, sizeof s);
	for (size_t i = 0; i < n; i++) {
		int32_t a = HIGH(0), b = HIGH(1), c = HIGH(2), d = HIGH(3);
		int32_t p = LOW(5), q = LOW(6), r = LOW(7), t = LOW(8);
		int32_t m0 = middle(s[2][i], s[2][i + 1], s[2][i + 2]);
		int32_t m1 = middle(s[3][i], s[3][i + 1], s[3][i + 2]);
		int32_t m2 = middle(s[4][i], s[4][i + 1], s[4][i + 2]);
		int32_t m3 = middle(s[5][i], s[5][i + 1], s[5][i + 2]);
		int32_t m4 = middle(s[6][i], s[6][i + 1], s[6][i + 2]);
		/* a b c d and p q r t merged (Batcher), the least and the largest left out */
		SWAP(a, p); SWAP(b, q); SWAP(c, r); SWAP(d, t);
		SWAP(c, p); SWAP(d, q);
		SWAP(b, c); SWAP(d, p); SWAP(q, r);
		/* the 7th of that (b c d p q r: 2nd to 7th) and of m */
		int32_t k = r;
		k = MIN(k, MAX(q, m0));
		k = MIN(k, MAX(p, m1));
		k = MIN(k, MAX(d, m2));
		k = MIN(k, MAX(c, m3));
		k = MIN(k, MAX(b, m4));
		out[i] = float_of(k);
	}
}
