/* metropolis.hot.c - a row of F after a swap. */
#include "rmc/metropolis.h"

#include "num/vlane.h"

static double all(vec v)
{
	double sum = 0;

	for (int l = 0; l < LANES; l++)
		sum += v[l];
	return sum;
}

static vec wide(float x)
{
	vec v;

	for (int l = 0; l < LANES; l++)
		v[l] = x;
	return v;
}

void HOT(rmc_row_swap)(size_t n, const float *restrict fr, const float *restrict fi, struct rmc_turn y, struct rmc_wave x, const float *restrict rest,
		       const float *restrict mw, const float *restrict t, float *restrict outr, float *restrict outi, double *s)
{
	vec a = wide(0), b = a, nr = wide(y.nr), ni = wide(y.ni), or_ = wide(y.or_), oi = wide(y.oi);
	size_t k = 0;

	for (; k + LANES <= n; k += LANES) {
		vec xnr = load(x.nr + k), xni = load(x.ni + k), xor_ = load(x.or_ + k), xoi = load(x.oi + k);
		vec re = load(fr + k) + nr * xnr - ni * xni - or_ * xor_ + oi * xoi;
		vec im = load(fi + k) + nr * xni + ni * xnr - or_ * xoi - oi * xor_;
		vec i = re * re + im * im, w;
		if (rest)
			i += load(rest + k);
		w = load(mw + k) * i;
		store(outr + k, re);
		store(outi + k, im);
		a += w * i;
		b += w * load(t + k);
	}
	for (; k < n; k++) {
		float re = fr[k] + y.nr * x.nr[k] - y.ni * x.ni[k] - y.or_ * x.or_[k] + y.oi * x.oi[k];
		float im = fi[k] + y.nr * x.ni[k] + y.ni * x.nr[k] - y.or_ * x.oi[k] - y.oi * x.or_[k];
		float i = re * re + im * im + (rest ? rest[k] : 0), w = mw[k] * i;
		outr[k] = re;
		outi[k] = im;
		s[0] += (double)(w * i);
		s[1] += (double)(w * t[k]);
	}
	s[0] += all(a);
	s[1] += all(b);
}
