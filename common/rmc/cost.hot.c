/* cost.hot.c - rows of a pattern. */
#include "rmc/cost.h"

#include <math.h>

#include "num/vlane.h"

static inline vec wide(float x)
{
	return x + (vec){ 0 };
}

void HOT(rmc_row)(size_t n, const float *mult, const float *w, const float *t, const float *i, float c, float b, float *r, double *s)
{
	vec sum[6], cv = wide(c), bv = wide(b), c2 = wide(2 * c);
	size_t k = 0;

	for (int j = 0; j < 6; j++)
		sum[j] = wide(0);
	for (; k + LANES <= n; k += LANES) {
		vec x = load(i + k), d = cv * x + bv - load(t + k), wv = load(w + k), m = load(mult + k), mw = m * wv, md = mw * d;
		store(r + k, c2 * wv * d);
		sum[0] += mw;
		sum[1] += mw * x;
		sum[2] += mw * x * x;
		sum[3] += md;
		sum[4] += md * x;
		sum[5] += md * d;
	}
	for (; k < n; k++) {
		float x = i[k], d = c * x + b - t[k], mw = mult[k] * w[k], md = mw * d;
		r[k] = 2 * c * w[k] * d;
		s[0] += (double)mw;
		s[1] += (double)(mw * x);
		s[2] += (double)(mw * x * x);
		s[3] += (double)md;
		s[4] += (double)(md * x);
		s[5] += (double)(md * d);
	}
	for (int j = 0; j < 6; j++) {
		double all = 0;
		for (int l = 0; l < LANES; l++)
			all += sum[j][l];
		s[j] += all;
	}
}

void HOT(rmc_abs2)(size_t n, const float *f, float *out, int add)
{
	if (add)
		for (size_t k = 0; k < n; k++)
			out[k] += f[2 * k] * f[2 * k] + f[2 * k + 1] * f[2 * k + 1];
	else
		for (size_t k = 0; k < n; k++)
			out[k] = f[2 * k] * f[2 * k] + f[2 * k + 1] * f[2 * k + 1];
}

void HOT(rmc_times)(size_t n, const float *r, const float *f, float *x)
{
	for (size_t k = 0; k < n; k++) {
		x[2 * k] = r[k] * f[2 * k];
		x[2 * k + 1] = r[k] * f[2 * k + 1];
	}
}

void HOT(rmc_times_even)(size_t n, const float *r, const float *f, const float *i, const float *w, float c, float d, float *x)
{
	for (size_t k = 0; k < n; k++) {
		float v = (c * i[k] + d) * w[k], y = v > 0 ? r[k] / sqrtf(v) : 0;
		x[2 * k] = y * f[2 * k];
		x[2 * k + 1] = y * f[2 * k + 1];
	}
}
