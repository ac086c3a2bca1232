#include "num/slide.hot.h"

#include <math.h>

#include "num/lane.h"
#include "num/sort.h"

/* Sample i of the mirrored lane, any i. */
static const float *at(const float *x, long i, long n)
{
	if (i < 0 || i >= n) {
		i %= 2 * n;
		i += i < 0 ? 2 * n : 0;
		i = i < n ? i : 2 * n - 1 - i;
	}
	return x + i * STRIP;
}

/* w[0..k), in order, takes in the new one. */
static void put(float *w, size_t k, flane in)
{
	for (size_t i = 0; i < k; i++) {
		flane s = FLANE_LOAD(w + i * FLANE);
		FLANE_STORE(w + i * FLANE, FLANE_MIN(s, in));
		in = FLANE_MAX(s, in);
	}
	FLANE_STORE(w + k * FLANE, in);
}

/*
 * w[0..k), in order, loses "out", which it has, and takes "in".  Without it the window is t[i] =
 * w[i] < out ? w[i] : w[i + 1]; with the other then max(t[i - 1], min(t[i], in)).
 */
static void swap(float *w, size_t k, flane out, flane in)
{
	flane s = FLANE_LOAD(w), before = in;

	for (size_t i = 0; i + 1 < k; i++) {
		flane next = FLANE_LOAD(w + (i + 1) * FLANE), t = FLANE_LESS(s, out, s, next);
		FLANE_STORE(w + i * FLANE, i ? FLANE_MAX(before, FLANE_MIN(t, in)) : FLANE_MIN(t, in));
		before = t;
		s = next;
	}
	FLANE_STORE(w + (k - 1) * FLANE, k > 1 ? FLANE_MAX(before, in) : in);
}

void HOT(slide_strip)(const float *x, size_t n, size_t size, float *y, float *window)
{
	long half = (long)size / 2, m = (long)n;

	for (size_t p = 0; p < STRIP; p += FLANE) {
		for (long i = -half; i <= half; i++)
			put(window, (size_t)(i + half), FLANE_LOAD(at(x, i, m) + p));
		for (long i = 0; ; i++) {
			FLANE_STORE(y + i * STRIP + (long)p, FLANE_LOAD(window + half * FLANE));
			if (i + 1 == m)
				break;
			swap(window, size, FLANE_LOAD(at(x, i - half, m) + p),
			     FLANE_LOAD(at(x, i + half + 1, m) + p));
		}
	}
}
