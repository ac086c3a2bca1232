#include "scat/voxels.hot.h"

void HOT(voxels_add_)(size_t n, const double *re, const double *im, const double w[2], double *c)
{
	double a = w[0], b = w[1];

	#pragma omp simd
	for (size_t i = 0; i < n; i++) {
		c[2 * i] += re[i] * a;
		c[2 * i + 1] += re[i] * b;
	}
	if (!im)
		return;
	#pragma omp simd
	for (size_t i = 0; i < n; i++) {
		c[2 * i] -= im[i] * b;
		c[2 * i + 1] += im[i] * a;
	}
}
