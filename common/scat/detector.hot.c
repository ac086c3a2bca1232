#include "scat/detector.hot.h"

#include <math.h>

void HOT(det_flat_)(size_t n, const double at[3], const double step[3], const double normal[3], double col0,
		    double *restrict x, double *restrict y, double *restrict z, double *restrict domega)
{
	double area = fabs(normal[0] * at[0] + normal[1] * at[1] + normal[2] * at[2]);

	for (size_t i = 0; i < n; i++) {
		double c = col0 + (double)(long)i;
		double rx = at[0] + c * step[0], ry = at[1] + c * step[1], rz = at[2] + c * step[2];
		double inv = 1 / sqrt(rx * rx + ry * ry + rz * rz);

		x[i] = rx * inv;
		y[i] = ry * inv;
		z[i] = rz * inv;
		domega[i] = area * inv * inv * inv;
	}
}
