#include "scat/polygon.h"

#include "num/cx.h"
#include "scat/simplex.h"

static double twice_triangle(const double *x, const double *y, int k)
{
	return (x[k] - x[0]) * (y[k + 1] - y[0]) - (x[k + 1] - x[0]) * (y[k] - y[0]);
}

double complex polygon_f(int n, const double *x, const double *y, double complex qx, double complex qy)
{
	double complex a[3], e[3], s = 0;

	for (int k = 0; k < n; k++) {
		int to = k < 2 ? k : 2;
		double complex p = qx * x[k] + qy * y[k];

		a[to] = cx_timesi(p);
		e[to] = cx_expi(p);
		if (k < 2)
			continue;
		s += twice_triangle(x, y, k - 1) * simplex_dd2(a, e);
		a[1] = a[2];
		e[1] = e[2];
	}
	return s;
}
