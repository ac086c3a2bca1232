#include "tomo/filter_stripe_fw.hot.h"

#include <string.h>

#include "tomo/filter_lane.h"

enum { BLOCK = 4 * LANE };	/* summed at once, in registers */

static void combine_block(const float *const *row, const float *h, size_t nrow, size_t c, float *out)
{
	lane s0 = { 0 }, s1 = { 0 }, s2 = { 0 }, s3 = { 0 };

	for (size_t k = 0; k < nrow; k++) {
		const float *x = row[k] + c;
		s0 += h[k] * LANE_AT(x, 0);
		s1 += h[k] * LANE_AT(x, 1);
		s2 += h[k] * LANE_AT(x, 2);
		s3 += h[k] * LANE_AT(x, 3);
	}
	LANE_PUT(out + c, 0) = s0;
	LANE_PUT(out + c, 1) = s1;
	LANE_PUT(out + c, 2) = s2;
	LANE_PUT(out + c, 3) = s3;
}

void HOT(fw_combine)(const float *const *row, const float *h, size_t nrow, size_t n, float *out)
{
	size_t c = 0;

	for (; c + BLOCK <= n; c += BLOCK)
		combine_block(row, h, nrow, c, out);
	if (c < n && n >= BLOCK) {	/* the last block overlaps the one before */
		combine_block(row, h, nrow, n - BLOCK, out);
		return;
	}
	for (; c < n; c++) {
		float s = 0;
		for (size_t k = 0; k < nrow; k++)
			s += h[k] * row[k][c];
		out[c] = s;
	}
}

void HOT(fw_part)(const float *x, size_t n, float *restrict even, float *restrict odd)
{
	for (size_t k = 0; k < n; k++) {
		even[k] = x[2 * k];
		odd[k] = x[2 * k + 1];
	}
}

static void analyse_lanes(const float *even, const float *odd, const float *lo, const float *hi,
			  size_t taps, float *a, float *d)
{
	lane a0 = { 0 }, a1 = { 0 }, d0 = { 0 }, d1 = { 0 };

	for (size_t t = 0; t < taps; t++) {
		const float *o = odd - t, *e = even - t;
		lane o0 = LANE_AT(o, 0), o1 = LANE_AT(o, 1), e0 = LANE_AT(e, 0), e1 = LANE_AT(e, 1);
		a0 += lo[2 * t] * o0 + lo[2 * t + 1] * e0;
		a1 += lo[2 * t] * o1 + lo[2 * t + 1] * e1;
		d0 += hi[2 * t] * o0 + hi[2 * t + 1] * e0;
		d1 += hi[2 * t] * o1 + hi[2 * t + 1] * e1;
	}
	LANE_PUT(a, 0) = a0;
	LANE_PUT(a, 1) = a1;
	LANE_PUT(d, 0) = d0;
	LANE_PUT(d, 1) = d1;
}

void HOT(fw_analyse)(const float *even, const float *odd, const float *lo, const float *hi,
		     size_t taps, size_t m, float *restrict a, float *restrict d)
{
	size_t i = 0;

	for (; i + 2 * LANE <= m; i += 2 * LANE)
		analyse_lanes(even + i, odd + i, lo, hi, taps, a + i, d + i);
	for (; i < m; i++) {
		float s = 0, w = 0;
		for (size_t t = 0; t < taps; t++) {
			float o = *(odd + i - t), e = *(even + i - t);
			s += lo[2 * t] * o + lo[2 * t + 1] * e;
			w += hi[2 * t] * o + hi[2 * t + 1] * e;
		}
		a[i] = s;
		d[i] = w;
	}
}

static void synthesise_lanes(const float *a, const float *d, const float *lo, const float *hi,
			     size_t taps, float *restrict x)
{
	lane even = { 0 }, odd = { 0 };

	for (size_t t = 0; t < taps; t++) {
		lane p = LANE_AT(a + t, 0), q = LANE_AT(d + t, 0);
		even += lo[2 * t + 1] * p + hi[2 * t + 1] * q;
		odd += lo[2 * t] * p + hi[2 * t] * q;
	}
	for (int j = 0; j < LANE; j++) {
		x[2 * j] = even[j];
		x[2 * j + 1] = odd[j];
	}
}

void HOT(fw_synthesise)(const float *a, const float *d, const float *lo, const float *hi,
			size_t taps, size_t n, float *restrict x)
{
	size_t k = 0, half = (n + 1) / 2;

	for (; k + LANE <= half; k += LANE)
		synthesise_lanes(a + k, d + k, lo, hi, taps, x + 2 * k);
	for (; k < half; k++) {
		float even = 0, odd = 0;
		for (size_t t = 0; t < taps; t++) {
			even += lo[2 * t + 1] * a[k + t] + hi[2 * t + 1] * d[k + t];
			odd += lo[2 * t] * a[k + t] + hi[2 * t] * d[k + t];
		}
		x[2 * k] = even;
		x[2 * k + 1] = odd;
	}
}

/* Four rows of y, two lanes of each. */
static void product_block(const float *a, const float *b, size_t k, size_t n, float *y)
{
	lane s[8] = { { 0 } };

	for (size_t i = 0; i < k; i++) {
		lane p = LANE_AT(b + i * n, 0), q = LANE_AT(b + i * n, 1);
		for (int r = 0; r < 4; r++) {
			s[2 * r] += a[(size_t)r * k + i] * p;
			s[2 * r + 1] += a[(size_t)r * k + i] * q;
		}
	}
	for (size_t r = 0; r < 4; r++) {
		LANE_PUT(y + r * n, 0) = s[2 * r];
		LANE_PUT(y + r * n, 1) = s[2 * r + 1];
	}
}

static void product_row(const float *a, const float *b, size_t k, size_t n, size_t width,
			float *restrict y)
{
	memset(y, 0, width * sizeof *y);
	for (size_t i = 0; i < k; i++)
		for (size_t c = 0; c < width; c++)
			y[c] += a[i] * b[i * n + c];
}

void HOT(fw_product)(const float *a, const float *b, size_t m, size_t k, size_t n, float *y)
{
	size_t c = 0, r;

	for (; c + 2 * LANE <= n; c += 2 * LANE) {
		for (r = 0; r + 4 <= m; r += 4)
			product_block(a + r * k, b + c, k, n, y + r * n + c);
		for (; r < m; r++)
			product_row(a + r * k, b + c, k, n, 2 * LANE, y + r * n + c);
	}
	for (r = 0; c < n && r < m; r++)
		product_row(a + r * k, b + c, k, n, n - c, y + r * n + c);
}
