#include "scat/interfer_disk.h"

#include <math.h>
#include <string.h>

#include "scat/quad.h"

#define WIDTH 4.0		/* of a panel */
#define FAR   1024.0		/* beyond, the asymptotic series is as good */
enum { NODES = 24 + (int)FAR * 3 / 10 + 1 };	/* exp(i A x) wants A/4 and a few more */

void interfer_disk_init(struct interfer_disk *d, double eta)
{
	const double p = 7.0 / 3 - 4 * sqrt(3) / M_PI;
	double num = 1 + eta + 3 * p * eta * eta - p * eta * eta * eta;

	memset(d->have, 0, sizeof d->have);
	d->eta = eta;
	d->c0 = -num / ((1 - eta) * (1 - eta) * (1 - eta));
	d->s2 = 0.375 * eta * eta * (8 * (1 - 2 * p) + (25 - 9 * p) * p * eta - (7 - 3 * p) * p * eta * eta) / num;
}

static double core(const struct interfer_disk *d, double x)
{
	double y = x / 2, w = 2 / M_PI * (acos(y) - y * sqrt(1 - y * y));

	return d->c0 * (1 + 4 * d->eta * (w - 1) + d->s2 * x);
}

/* Nodes of Chebyshev on the panel, then coefficients. */
static void panel_make(const struct interfer_disk *d, long k, double *coef)
{
	double x[NODES], w[NODES], value[DISK_ORDER];
	size_t n = 24 + (size_t)((double)(k + 1) * WIDTH * 0.3);

	quad_legendre(0, 1, n, x, w, &(struct err){ 0 });
	for (size_t i = 0; i < n; i++)
		w[i] *= x[i] * core(d, x[i]);
	for (int j = 0; j < DISK_ORDER; j++) {
		double A = ((double)k + 0.5 + 0.5 * cos(M_PI * (j + 0.5) / DISK_ORDER)) * WIDTH;

		value[j] = 0;
		for (size_t i = 0; i < n; i++)
			value[j] += w[i] * j0(A * x[i]);
	}
	for (int i = 0; i < DISK_ORDER; i++) {
		coef[i] = 0;
		for (int j = 0; j < DISK_ORDER; j++)
			coef[i] += value[j] * cos(M_PI * i * (j + 0.5) / DISK_ORDER) * (i ? 2 : 1) / DISK_ORDER;
	}
}

/* By parts: the ends x = 1 and x = 0.  What is left out is of order A^(-9/2). */
static double far(const struct interfer_disk *d, double A)
{
	double root = sqrt(0.75), w1 = -2 / M_PI, w2 = 0.5 / M_PI / root;
	double g0 = core(d, 1), g1 = d->c0 * (4 * d->eta * w1 * root + d->s2), start = d->c0 * (4 * d->eta * w1 + d->s2);
	double lap = d->c0 * 4 * d->eta * w2 + g1;

	return (g0 * j1(A) + (g1 * j0(A) - (start + lap * j1(A)) / A) / A) / A;
}

double interfer_disk_c(struct interfer_disk *d, double A)
{
	long k = A < FAR ? (long)(A / WIDTH) : 0, at = k % DISK_PANELS;
	double t = 2 * (A / WIDTH - (double)k) - 1, b = 0, b1 = 0, b2;

	if (A >= FAR)
		return far(d, A);
	if (d->have[at] != k + 1) {
		panel_make(d, k, d->coef[at]);
		d->have[at] = k + 1;
	}
	for (int i = DISK_ORDER - 1; i > 0; i--) {
		b2 = b1;
		b1 = b;
		b = 2 * t * b1 - b2 + d->coef[at][i];
	}
	return t * b - b1 + d->coef[at][0];
}
