#include "tomo/filter_gaussian.hot.h"

#include "tomo/filter_lane.h"

enum { BLOCK = 4 * LANE };	/* summed at once, in registers */

static void block_rows(const float *const *row, const float *w, size_t half, size_t c, float *out)
{
	const float *m = row[half] + c;
	lane s0 = w[0] * LANE_AT(m, 0), s1 = w[0] * LANE_AT(m, 1);
	lane s2 = w[0] * LANE_AT(m, 2), s3 = w[0] * LANE_AT(m, 3);

	for (size_t i = 1; i <= half; i++) {
		const float *a = row[half - i] + c, *b = row[half + i] + c;
		s0 += w[i] * (LANE_AT(a, 0) + LANE_AT(b, 0));
		s1 += w[i] * (LANE_AT(a, 1) + LANE_AT(b, 1));
		s2 += w[i] * (LANE_AT(a, 2) + LANE_AT(b, 2));
		s3 += w[i] * (LANE_AT(a, 3) + LANE_AT(b, 3));
	}
	LANE_PUT(out + c, 0) = s0;
	LANE_PUT(out + c, 1) = s1;
	LANE_PUT(out + c, 2) = s2;
	LANE_PUT(out + c, 3) = s3;
}

static void block_cols(const float *x, const float *w, size_t half, float *out)
{
	const float *m = x + half;
	lane s0 = w[0] * LANE_AT(m, 0), s1 = w[0] * LANE_AT(m, 1);
	lane s2 = w[0] * LANE_AT(m, 2), s3 = w[0] * LANE_AT(m, 3);

	for (size_t i = 1; i <= half; i++) {
		const float *a = m - i, *b = m + i;
		s0 += w[i] * (LANE_AT(a, 0) + LANE_AT(b, 0));
		s1 += w[i] * (LANE_AT(a, 1) + LANE_AT(b, 1));
		s2 += w[i] * (LANE_AT(a, 2) + LANE_AT(b, 2));
		s3 += w[i] * (LANE_AT(a, 3) + LANE_AT(b, 3));
	}
	LANE_PUT(out, 0) = s0;
	LANE_PUT(out, 1) = s1;
	LANE_PUT(out, 2) = s2;
	LANE_PUT(out, 3) = s3;
}

void HOT(gaussian_rows)(const float *const *row, const float *w, size_t half,
			size_t n, float *out)
{
	size_t c = 0;

	for (; c + BLOCK <= n; c += BLOCK)
		block_rows(row, w, half, c, out);
	if (c < n && n >= BLOCK) {	/* the last block overlaps the one before */
		block_rows(row, w, half, n - BLOCK, out);
		return;
	}
	for (; c < n; c++) {
		float s = w[0] * row[half][c];
		for (size_t i = 1; i <= half; i++)
			s += w[i] * (row[half - i][c] + row[half + i][c]);
		out[c] = s;
	}
}

void HOT(gaussian_cols)(const float *x, const float *w, size_t half, size_t n, float *out)
{
	size_t c = 0;

	for (; c + BLOCK <= n; c += BLOCK)
		block_cols(x + c, w, half, out + c);
	if (c < n && n >= BLOCK) {
		block_cols(x + n - BLOCK, w, half, out + n - BLOCK);
		return;
	}
	for (; c < n; c++) {
		float s = w[0] * x[c + half];
		for (size_t i = 1; i <= half; i++)
			s += w[i] * (x[c + half - i] + x[c + half + i]);
		out[c] = s;
	}
}
