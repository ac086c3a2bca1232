#include "scat/gridsum.hot.h"

#include <math.h>
#include <string.h>

#include "num/vmath.h"
#include "scat/gridsum.h"

enum { W = GRIDSUM_WIDTH };

void HOT(gridsum_read_)(const double complex *line, size_t mx, size_t my, double beta, double tx, double ty,
			double complex *out)
{
	double w[2 * W], acc[2 * W], fx = ceil(tx - W / 2.), fy = ceil(ty - W / 2.), re = 0, im = 0;
	size_t kx = (size_t)(fx - floor(fx / (double)mx) * (double)mx);
	size_t ky = (size_t)(fy - floor(fy / (double)my) * (double)my);

	for (int k = 0; k < W; k++) {
		double a = (fx + k - tx) * (2. / W), b = (fy + k - ty) * (2. / W);

		w[k] = beta * (sqrt(fmax(1 - a * a, 0)) - 1);
		w[W + k] = beta * (sqrt(fmax(1 - b * b, 0)) - 1);
	}
	vmath_exp(2 * W, w, w);
	memset(acc, 0, sizeof acc);
	kx %= mx;
	ky %= my;
	for (int k = 0; k < W; k++) {
		const double *p = (const double *)(line + kx * (my + W) + ky);

		for (int i = 0; i < 2 * W; i++)
			acc[i] += w[k] * p[i];
		kx = kx + 1 == mx ? 0 : kx + 1;
	}
	for (int k = 0; k < W; k++) {
		re += w[W + k] * acc[2 * k];
		im += w[W + k] * acc[2 * k + 1];
	}
	*out = re + I * im;
}
