#include "scat/amp_hot.h"

void HOT(amp_abs2)(size_t n, double w, const double *re, const double *im, double *restrict abs2)
{
	for (size_t i = 0; i < n; i++)
		abs2[i] += w * (re[i] * re[i] + im[i] * im[i]);
}

void HOT(amp_mean)(size_t n, double w, const double *re, const double *im, double *restrict mean_re, double *restrict mean_im)
{
	for (size_t i = 0; i < n; i++) {
		mean_re[i] += w * re[i];
		mean_im[i] += w * im[i];
	}
}

void HOT(amp_gamma_)(size_t n, double p, const struct wave *w, const double *s, const double *c, const double *m,
		     double *restrict even_re, double *restrict even_im, double *restrict odd_re, double *restrict odd_im)
{
	for (size_t i = 0; i < n; i++) {
		double tc = p * m[i] * c[i], ts = p * m[i] * s[i], rc = p * c[i] / m[i], rs = p * s[i] / m[i];
		double tr = w->t_re[i] * tc + w->t_im[i] * ts, ti = w->t_im[i] * tc - w->t_re[i] * ts;
		double rr = w->r_re[i] * rc - w->r_im[i] * rs, ri = w->r_re[i] * rs + w->r_im[i] * rc;
		double dr = rr - tr, di = ri - ti;
		even_re[i] = tr + rr;
		even_im[i] = ti + ri;
		odd_re[i] = dr * w->kz_re[i] - di * w->kz_im[i];
		odd_im[i] = dr * w->kz_im[i] + di * w->kz_re[i];
	}
}

void HOT(amp_times)(size_t n, const double *gr, const double *gi, const double *fr, const double *fi,
		    double *restrict re, double *restrict im)
{
	for (size_t i = 0; i < n; i++) {
		re[i] += gr[i] * fr[i] - gi[i] * fi[i];
		im[i] += gr[i] * fi[i] + gi[i] * fr[i];
	}
}

void HOT(amp_product)(size_t n, const double *gr, const double *gi, const double *hr, const double *hi, double w, int part,
		      const double *f, double *restrict abs2)
{
	if (part)
		for (size_t i = 0; i < n; i++)
			abs2[i] -= w * f[i] * (gi[i] * hr[i] - gr[i] * hi[i]);
	else
		for (size_t i = 0; i < n; i++)
			abs2[i] += w * f[i] * (gr[i] * hr[i] + gi[i] * hi[i]);
}
