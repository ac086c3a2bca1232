#include "tomo/filter_ring.hot.h"

#include <math.h>

#include "num/sort.h"

void HOT(ring_hold)(float *x, size_t n, float least, float most)
{
	for (size_t i = 0; i < n; i++) {
		x[i] = x[i] < least ? least : x[i];
		x[i] = x[i] > most ? most : x[i];
	}
}

void HOT(ring_differ)(const float *x, const float *med, size_t n, float thresh, float *restrict out)
{
	for (size_t i = 0; i < n; i++)
		for (size_t l = 0; l < STRIP; l++) {
			float d = x[i * STRIP + l] - med[i * STRIP + l];
			out[l * n + i] = fabsf(d) > thresh ? 0 : d;
		}
}

void HOT(ring_add)(const float *in, const float *gone, size_t n, double scale, double *restrict run,
		   float *restrict out)
{
	if (!out) {
		for (size_t i = 0; i < n; i++)
			run[i] += in[i];
		return;
	}
	for (size_t i = 0; i < n; i++) {
		double s = run[i] + in[i];
		out[i] = (float)(s * scale);
		run[i] = s - gone[i];
	}
}

enum { BLOCK = 64 };

/* [from, from + n) of a line, n <= BLOCK */
static bool keep_block(const float *const *row, size_t nparts, size_t from, size_t n, float snr, float per,
		       float *restrict out)
{
	float sum[BLOCK] = { 0 }, sum2[BLOCK] = { 0 }, parts = (float)nparts, some = 0;
	const float *first = row[0] + from;

	for (size_t k = 1; k < nparts; k++)
		for (size_t i = 0; i < n; i++) {
			float v = row[k][from + i] - first[i];
			sum[i] += v;
			sum2[i] += v * v;
		}
	for (size_t i = 0; i < n; i++) {
		float at = per * (float)(from + i), free = at < parts ? at : parts, mean = sum[i] / parts;
		float q = first[i] + mean, var = (sum2[i] / parts - mean * mean) * parts / (parts - 1);
		int keep = (snr == 0) | ((free >= 2) & (q * q * free > snr * snr * var));
		q = keep ? q : 0;
		out[from + i] = q;
		some = some > fabsf(q) ? some : fabsf(q);
	}
	return some > 0;
}

bool HOT(ring_keep)(const float *const *row, size_t nparts, size_t n, float snr, float per, float *restrict out)
{
	bool any = false;

	for (size_t from = 0; from < n; from += BLOCK)
		any |= keep_block(row, nparts, from, n - from < BLOCK ? n - from : BLOCK, snr, per, out);
	return any;
}
