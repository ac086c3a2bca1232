#include "scat/rough.h"

#include <math.h>

#include "num/faddeeva.h"
#include "num/vmath.h"

enum { LEN = 64 };

struct cv { double re[LEN], im[LEN]; };

static bool scatters(const struct layer *below)
{
	return below->sigma_nm > 0 && below->hurst > 0 && below->corr_length_nm > 0;
}

bool rough_any(const struct layer *l, size_t nlayer)
{
	for (size_t i = 1; i < nlayer; i++)
		if (scatters(&l[i]))
			return true;
	return false;
}

static inline double complex times(double complex a, double complex b)	/* without the care for infinities */
{
	return CMPLX(creal(a) * creal(b) - cimag(a) * cimag(b), creal(a) * cimag(b) + cimag(a) * creal(b));
}

/* T and R of a layer at a distance below its top */
static void at_depth(double complex kz, double depth_nm, double complex *t, double complex *r)
{
	double fade = fmax(-cimag(kz) * depth_nm, -340), phase = creal(kz) * depth_nm;
	double complex turn = CMPLX(cos(phase), sin(phase));

	if (depth_nm <= 0)
		return;
	*t = times(*t, exp(fade) * turn);
	*r = times(*r, exp(-fade) * conj(turn));
}

static void wave_at(const struct wave *w, size_t i, double complex *kz, double complex *t, double complex *r)
{
	*kz = CMPLX(w->kz_re[i], w->kz_im[i]);
	*t = CMPLX(w->t_re[i], w->t_im[i]);
	*r = CMPLX(w->r_re[i], w->r_im[i]);
}

/* d += the four terms of one side of an interface; sign +1: above, -1: below */
static void side(const struct wave *in, const struct wave *out, size_t at, size_t m, double depth_nm, double sigma_nm, int sign,
		 struct cv *d)
{
	struct cv sum, dif, sum_p, sum_m, dif_p, dif_m;		/* s (-kz_i - kz_f)/sqrt 2 and s (-kz_i + kz_f)/sqrt 2, and w of +- them */
	double complex ki, ti, ri;
	double s = sign * sigma_nm * M_SQRT1_2;

	wave_at(in, 0, &ki, &ti, &ri);
	at_depth(ki, depth_nm, &ti, &ri);
	for (size_t i = 0; i < m; i++) {
		sum.re[i] = s * (-creal(ki) - out->kz_re[at + i]);
		sum.im[i] = s * (-cimag(ki) - out->kz_im[at + i]);
		dif.re[i] = s * (-creal(ki) + out->kz_re[at + i]);
		dif.im[i] = s * (-cimag(ki) + out->kz_im[at + i]);
	}
	faddeeva_both(m, sum.re, sum.im, sum_p.re, sum_p.im, sum_m.re, sum_m.im);
	faddeeva_both(m, dif.re, dif.im, dif_p.re, dif_p.im, dif_m.re, dif_m.im);
	for (size_t i = 0; i < m; i++) {
		double complex kf, tf, rf, of_t, of_r, all;

		wave_at(out, at + i, &kf, &tf, &rf);
		at_depth(kf, depth_nm, &tf, &rf);
		of_t = times(tf, CMPLX(sum_p.re[i], sum_p.im[i])) + times(rf, CMPLX(dif_p.re[i], dif_p.im[i]));
		of_r = times(tf, CMPLX(dif_m.re[i], dif_m.im[i])) + times(rf, CMPLX(sum_m.re[i], sum_m.im[i]));
		all = times(ti, of_t) + times(ri, of_r);
		d->re[i] += creal(all) / 2;
		d->im[i] += cimag(all) / 2;
	}
}

void rough_amplitudes(const struct layer *l, size_t nlayer, const struct wave *in, size_t n, const struct wave *out,
		      double *d_re, double *d_im)
{
	for (size_t j = 0; j + 1 < nlayer; j++) {
		double complex diff = l[j].n2 - l[j + 1].n2;

		for (size_t at = 0; at < n; at += LEN) {
			size_t m = n - at < LEN ? n - at : LEN;
			struct cv d = { { 0 }, { 0 } };

			if (scatters(&l[j + 1])) {
				side(&in[j], &out[j], at, m, j > 0 ? l[j].thickness_nm : 0, l[j + 1].sigma_nm, 1, &d);
				side(&in[j + 1], &out[j + 1], at, m, 0, l[j + 1].sigma_nm, -1, &d);
			}
			for (size_t i = 0; i < m; i++) {
				double complex v = times(diff, CMPLX(d.re[i], d.im[i]));

				d_re[j * n + at + i] = creal(v);
				d_im[j * n + at + i] = cimag(v);
			}
		}
	}
}

static double spectrum_factor(const struct layer *below)
{
	double a = below->sigma_nm * below->corr_length_nm;

	return 4 * M_PI * below->hurst * a * a;
}

static void spectrum(const struct layer *below, size_t n, const double *q2, double *c)
{
	double xi2 = below->corr_length_nm * below->corr_length_nm, factor = spectrum_factor(below);

	for (size_t i = 0; i < n; i++)
		c[i] = 1 + xi2 * q2[i];
	vmath_log(n, c, c);
	for (size_t i = 0; i < n; i++)
		c[i] *= -1 - below->hurst;
	vmath_exp(n, c, c);
	for (size_t i = 0; i < n; i++)
		c[i] *= factor;
}

/*
 * Of interface i the factor of C_i: |D_i|^2 + (with correlation) sum over j of Re(D_i conj D_j) s_j/s_i exp(-|z_i - z_j|/L), since
 * each pair occurs twice, once in the form of i and once in that of j.
 */
static void factor_of(const struct layer *l, size_t nlayer, size_t j, double length_nm, size_t nd, size_t step,
		      const double *d_re, const double *d_im, size_t n, double *f)
{
	double z = 0, zh = 0;

	for (size_t i = 0; i < n; i++)
		f[i] = d_re[j * nd + i * step] * d_re[j * nd + i * step] + d_im[j * nd + i * step] * d_im[j * nd + i * step];
	if (length_nm <= 0)
		return;
	for (size_t h = 1; h <= j; h++)
		z += l[h].thickness_nm;
	for (size_t h = 0; h + 1 < nlayer; h++) {
		double w;

		zh += h > 0 ? l[h].thickness_nm : 0;
		if (h == j || !scatters(&l[h + 1]))
			continue;
		w = l[h + 1].sigma_nm / l[j + 1].sigma_nm * exp(-fabs(z - zh) / length_nm);
		for (size_t i = 0; i < n; i++)
			f[i] += w * (d_re[j * nd + i * step] * d_re[h * nd + i * step] + d_im[j * nd + i * step] * d_im[h * nd + i * step]);
	}
}

void rough_add(const struct layer *l, size_t nlayer, double k, enum rough_scale scale, double cross_corr_length_nm,
	       size_t nd, size_t step, const double *d_re, const double *d_im, size_t n, const double *qx, const double *qy,
	       double *sum)
{
	double front = scale == ROUGH_BORNAGAIN ? k * k / (16 * M_PI) : k * k * k * k / (16 * M_PI * M_PI);

	for (size_t at = 0; at < n; at += LEN) {
		size_t m = n - at < LEN ? n - at : LEN;
		double q2[LEN], c[LEN], f[LEN];

		for (size_t i = 0; i < m; i++)
			q2[i] = qx[at + i] * qx[at + i] + qy[at + i] * qy[at + i];
		for (size_t j = 0; j + 1 < nlayer; j++) {
			if (!scatters(&l[j + 1]))
				continue;
			spectrum(&l[j + 1], m, q2, c);
			factor_of(l, nlayer, j, cross_corr_length_nm, nd, step, d_re + at * step, d_im + at * step, m, f);
			for (size_t i = 0; i < m; i++)
				sum[at + i] += front * f[i] * c[i];
		}
	}
}
