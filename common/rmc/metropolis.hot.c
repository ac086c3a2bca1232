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

static inline vec wide(float x)
{
	return x + (vec){ 0 };
}

struct sums { vec a, b; };

static inline void row(size_t n, const float *fr, const float *fi, struct rmc_turn y, struct rmc_wave x, const float *rest, const float *mw, const float *t,
		       float *outr, float *outi, struct sums *v, double *s)
{
	vec nr = wide(y.nr), ni = wide(y.ni), or_ = wide(y.or_), oi = wide(y.oi);
	size_t k = 0;

	for (; k + LANES <= n; k += LANES) {
		vec xnr = load(x.nr + k), xni = load(x.ni + k), xor_ = load(x.or_ + k), xoi = load(x.oi + k);
		vec re = load(fr + k) + nr * xnr - ni * xni - or_ * xor_ + oi * xoi;
		vec im = load(fi + k) + nr * xni + ni * xnr - or_ * xoi - oi * xor_;
		vec i = re * re + im * im, w;
		if (rest)
			i += load(rest + k);
		w = load(mw + k) * i;
		if (outr) {
			store(outr + k, re);
			store(outi + k, im);
		}
		v->a += w * i;
		v->b += w * load(t + k);
	}
	for (; k < n; k++) {
		float re = fr[k] + y.nr * x.nr[k] - y.ni * x.ni[k] - y.or_ * x.or_[k] + y.oi * x.oi[k];
		float im = fi[k] + y.nr * x.ni[k] + y.ni * x.nr[k] - y.or_ * x.oi[k] - y.oi * x.or_[k];
		float i = re * re + im * im + (rest ? rest[k] : 0), w = mw[k] * i;
		s[0] += (double)(w * i);
		s[1] += (double)(w * t[k]);
		if (outr) {
			outr[k] = re;
			outi[k] = im;
		}
	}
}

void HOT(rmc_plane_swap)(const struct rmc_plane *p, const float *fr, const float *fi, const struct rmc_turn *y, struct rmc_wave x, float *outr, float *outi, double *s)
{
	size_t n = p->ncol;

	for (size_t r = 0; r < p->nrow;) {
		struct sums v = { wide(0), wide(0) };
		size_t end = r == 0 ? 1 : r + 8 < p->nrow ? r + 8 : p->nrow;		/* few enough for single precision */
		for (; r < end; r++)
			row(n, fr + r * n, fi + r * n, y[r], x, p->rest ? p->rest + r * n : NULL, p->mw + (p->alike && r ? 1 : r) * n, p->t + r * n,
			    outr ? outr + r * n : NULL, outi + r * n, &v, s);
		s[0] += all(v.a);
		s[1] += all(v.b);
	}
}
