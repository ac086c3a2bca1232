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

bool HOT(ring_keep)(const float *const *row, size_t nparts, size_t n, float snr, float per, float *restrict out)
{
	float parts = (float)nparts, some = 0;

	for (size_t i = 0; i < n; i++) {
		float sum = 0, sum2 = 0;
		for (size_t k = 0; k < nparts; k++) {
			float v = row[k][i] - row[0][i];
			sum += v;
			sum2 += v * v;
		}
		float mean = sum / parts, free = per * (float)i < parts ? per * (float)i : parts;
		float q = row[0][i] + mean, var = (sum2 / parts - mean * mean) * parts / (parts - 1);
		int keep = snr == 0 || (free >= 2 && q * q * free > snr * snr * var);
		out[i] = keep ? q : 0;
		some += fabsf(out[i]);
	}
	return some > 0;
}
