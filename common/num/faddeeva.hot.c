#include "num/faddeeva.h"

#include <math.h>
#include <string.h>

#include "num/vmath.h"

enum { TERMS = 40, LEN = 64 };		/* numbers at a time, padded */
#define EACH for (int i = 0; i < LEN; i++)

static const double scale = 5.3182958969449886;	/* sqrt(TERMS / sqrt(2)) */
static const double coef[TERMS] = {
	2.8996245093897052, 2.6160541527618604, 2.2015137948783119, 1.7253830848179778,
	1.2563815675765132, 8.4721745765938182e-1, 5.2665289882770864e-1, 2.9989437996150063e-1,
	1.5504263802479494e-1, 7.1823617790743368e-2, 2.9202916471241867e-2, 1.0048186242783424e-2,
	2.7054056330737913e-3, 4.3980701598696678e-4, -3.9393631454895687e-5, -5.5913092642483182e-5,
	-1.8007447144750957e-5, -1.0660138984947144e-6, 1.483566113220078e-6, 5.9121369518994938e-7,
	1.4198642399935675e-8, -6.3517734850442911e-8, -1.8315616783040463e-8, 3.2497465180436974e-9,
	3.0177805400090708e-9, 2.1086006347066518e-10, -3.5632339865976533e-10, -9.0551244509282927e-11,
	3.47272670930455e-11, 1.7714495214011192e-11, -2.7276023158200452e-12, -2.9076883421828669e-12,
	1.2031458219387988e-13, 4.5329666782606728e-13, 1.37256205867155e-14, -7.0740862602868555e-14,
	-5.4093102828821422e-15, 1.1357687198999242e-14, 1.1280735623644021e-15, -1.899694947394927e-15,
};

/* of z = x + i y, y >= 0: 2 p(Z)/(L - i z)^2 + 1/(sqrt(pi) (L - i z)), Z = (L + i z)/(L - i z) */
static void upper(const double *restrict x, const double *restrict y, double *restrict w_re, double *restrict w_im)
{
	double vr[LEN], vi[LEN], zr[LEN], zi[LEN], pr[LEN], pi[LEN];	/* v = 1/(L - i z) */

	EACH {
		double a = scale + y[i], inv = 1 / (a * a + x[i] * x[i]), b = scale - y[i];

		vr[i] = a * inv;
		vi[i] = x[i] * inv;
		zr[i] = b * vr[i] - x[i] * vi[i];
		zi[i] = b * vi[i] + x[i] * vr[i];
		pr[i] = coef[TERMS - 1];
		pi[i] = 0;
	}
	for (int j = TERMS - 2; j >= 0; j--)
		EACH {
			double t = pr[i] * zr[i] - pi[i] * zi[i] + coef[j];

			pi[i] = pr[i] * zi[i] + pi[i] * zr[i];
			pr[i] = t;
		}
	EACH {
		double sr = 2 * (pr[i] * vr[i] - pi[i] * vi[i]) + M_2_SQRTPI / 2, si = 2 * (pr[i] * vi[i] + pi[i] * vr[i]);

		w_re[i] = sr * vr[i] - si * vi[i];
		w_im[i] = sr * vi[i] + si * vr[i];
	}
}

/* 2 exp(-z^2) */
static void gauss(const double *restrict x, const double *restrict y, double *restrict g_re, double *restrict g_im)
{
	double e[LEN];

	EACH {
		double s = (y[i] - x[i]) * (y[i] + x[i]);

		s = s > -700 ? s : -700;
		e[i] = s < 600 ? s : 600;
		g_im[i] = -2 * x[i] * y[i];
	}
	vmath_exp(LEN, e, e);
	vmath_sincos(LEN, g_im, g_im, g_re);
	EACH {
		g_re[i] *= 2 * e[i];
		g_im[i] *= 2 * e[i];
	}
}

void HOT(faddeeva_both_)(size_t n, const double *re, const double *im, double *p_re, double *p_im, double *m_re, double *m_im)
{
	for (size_t at = 0; at < n; at += LEN) {
		size_t m = n - at < LEN ? n - at : LEN, bytes = m * sizeof(double);
		double x[LEN] = { 0 }, y[LEN] = { 0 }, sign[LEN], w_re[LEN], w_im[LEN], g_re[LEN], g_im[LEN], a_re[LEN], a_im[LEN];

		memcpy(x, re + at, bytes);
		memcpy(y, im + at, bytes);
		EACH {
			sign[i] = y[i] < 0 ? -1 : 1;
			x[i] *= sign[i];
			y[i] *= sign[i];
		}
		upper(x, y, w_re, w_im);
		gauss(x, y, g_re, g_im);
		EACH {			/* g: that of -(x + i y); a: that of z; g: that of -z */
			double o_re = g_re[i] - w_re[i], o_im = g_im[i] - w_im[i];

			a_re[i] = sign[i] < 0 ? o_re : w_re[i];
			a_im[i] = sign[i] < 0 ? o_im : w_im[i];
			g_re[i] = sign[i] < 0 ? w_re[i] : o_re;
			g_im[i] = sign[i] < 0 ? w_im[i] : o_im;
		}
		memcpy(p_re + at, a_re, bytes);
		memcpy(p_im + at, a_im, bytes);
		memcpy(m_re + at, g_re, bytes);
		memcpy(m_im + at, g_im, bytes);
	}
}
