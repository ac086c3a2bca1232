#include "tomo/polar.h"

#include <math.h>
#include <string.h>

enum { FINE = 32 };

static void turns(double step, size_t n, float *re, float *im)
{
	double c = cos(step), s = sin(step), r = 1, i = 0;

	for (size_t k = 0; k < n; k++) {
		double t = r * c - i * s;
		re[k] = (float)r;
		im[k] = (float)i;
		i = r * s + i * c;
		r = t;
	}
}

void HOT(polar_turn)(float *z, const float *filter, size_t n, float weight, double step, float sign)
{
	float fr[FINE], fi[FINE];
	double cr = 1, ci = 0, sr = cos(step * FINE), si = sin(step * FINE);

	turns(step, FINE, fr, fi);
	for (size_t at = 0; at < n; at += FINE) {
		size_t m = n - at < FINE ? n - at : FINE;
		float a = (float)cr * weight, b = (float)ci * weight;
		for (size_t k = 0; k < m; k++) {
			float h = filter[at + k], *v = z + 2 * (at + k);
			float pr = (a * fr[k] - b * fi[k]) * h, pi = (a * fi[k] + b * fr[k]) * h;
			float re = v[0] * pr - v[1] * pi, im = v[0] * pi + v[1] * pr;
			v[0] = re;
			v[1] = sign * im;
		}
		double t = cr * sr - ci * si;
		ci = cr * si + ci * sr;
		cr = t;
	}
}

void HOT(polar_edges)(float *z, const float *a, const float *b, size_t n, float left, float right)
{
	for (size_t i = 0; i < n; i++)
		z[i] += left * a[i] + right * b[i];
}

/* Bits compare as integers: from 1 to below those of infinity they are positive and finite. */
