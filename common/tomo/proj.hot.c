#include "tomo/proj_hot.h"

void HOT(proj_spread)(const float *f, size_t n, float w, float *even, float *odd)
{
	even[0] += (1 - w) * f[0];
	for (size_t j = 1; j < n; j++)
		even[j] += (1 - w) * f[j] + w * f[j - 1];
	even[n] += w * f[n - 1];
	for (size_t j = 0; j < n; j++)
		odd[j] += f[j];
}

void HOT(proj_gather)(float *f, size_t n, float w, const float *even, const float *odd)
{
	for (size_t j = 0; j < n; j++)
		f[j] += (1 - w) * even[j] + odd[j] + w * even[j + 1];
}
