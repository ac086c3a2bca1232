#include "scat/simplex.h"

#include "num/cx.h"

static const double near2 = 0.25;		/* (1/2)^2: nodes closer than this go into a series */
static const double very_near2 = 1e-3;

/* terms of sum h_j / (j + d)! for d = 1, 2, 3; 0.5^16/16! and 0.032^9/9! are below 1e-17 */
enum { TERMS = 16, FEW = 9 };
static const double inv_fact[TERMS + 4] = {
	1, 1, 1. / 2, 1. / 6, 1. / 24, 1. / 120, 1. / 720, 1. / 5040, 1. / 40320, 1. / 362880, 1. / 3628800, 1. / 39916800,
	1. / 479001600, 1. / 6227020800., 1. / 87178291200., 1. / 1307674368000., 1. / 20922789888000., 1. / 355687428096000.,
	1. / 6402373705728000., 1. / 121645100408832000.,
};

static double complex series1(double complex d, int terms)
{
	double complex s = inv_fact[terms + 1];

	for (int j = terms; j >= 1; j--)
		s = cx_mul(s, d) + inv_fact[j];
	return s;
}

double complex simplex_dd1(const double complex a[2], const double complex e[2])
{
	double complex d = a[1] - a[0];
	double r = cx_abs2(d);

	if (r >= near2)
		return cx_div(e[1] - e[0], d);
	return cx_mul(e[0], series1(d, r < very_near2 ? FEW : TERMS));
}

static double complex series2(double complex d1, double complex d2, int terms)
{
	double complex e1 = d1 + d2, e2 = cx_mul(d1, d2), h = 1, h1 = 0, s = inv_fact[2];

	for (int j = 1; j < terms; j++) {
		double complex next = cx_mul(e1, h) - cx_mul(e2, h1);

		h1 = h;
		h = next;
		s += inv_fact[j + 2] * h;
	}
	return s;
}

double complex simplex_dd2(const double complex a[3], const double complex e[3])
{
	double d01 = cx_abs2(a[1] - a[0]), d02 = cx_abs2(a[2] - a[0]), d12 = cx_abs2(a[2] - a[1]);
	int i = 0, j = 1, k = 2;
	double far = d01;

	if (d02 > far) {
		far = d02;
		j = 2, k = 1;
	}
	if (d12 > far) {
		far = d12;
		i = 1, j = 2, k = 0;
	}
	if (far < near2)
		return cx_mul(e[0], series2(a[1] - a[0], a[2] - a[0], far < very_near2 ? FEW : TERMS));
	return cx_div(simplex_dd1((double complex[]){ a[k], a[j] }, (double complex[]){ e[k], e[j] }) -
		      simplex_dd1((double complex[]){ a[k], a[i] }, (double complex[]){ e[k], e[i] }), a[j] - a[i]);
}

static double complex series3(double complex d1, double complex d2, double complex d3, int terms)
{
	double complex s12 = d1 + d2, p12 = cx_mul(d1, d2);
	double complex e1 = s12 + d3, e2 = p12 + cx_mul(s12, d3), e3 = cx_mul(p12, d3);
	double complex h = 1, h1 = 0, h2 = 0, s = inv_fact[3];

	for (int j = 1; j < terms; j++) {
		double complex next = cx_mul(e1, h) - cx_mul(e2, h1) + cx_mul(e3, h2);

		h2 = h1;
		h1 = h;
		h = next;
		s += inv_fact[j + 3] * h;
	}
	return s;
}

double complex simplex_dd3(const double complex a[4], const double complex e[4])
{
	int i = 0, j = 0, k, l;
	double far = -1;

	for (int m = 0; m < 3; m++)
		for (int n = m + 1; n < 4; n++) {
			double d = cx_abs2(a[n] - a[m]);

			if (d > far)
				far = d, i = m, j = n;
		}
	if (far < near2)
		return cx_mul(e[0], series3(a[1] - a[0], a[2] - a[0], a[3] - a[0], far < very_near2 ? FEW : TERMS));
	k = i != 0 ? 0 : j != 1 ? 1 : 2;
	l = 6 - i - j - k;
	return cx_div(simplex_dd2((double complex[]){ a[k], a[l], a[j] }, (double complex[]){ e[k], e[l], e[j] }) -
		      simplex_dd2((double complex[]){ a[k], a[l], a[i] }, (double complex[]){ e[k], e[l], e[i] }), a[j] - a[i]);
}
