/* phantom.hot.c - chords deep inside a shape */
#include <math.h>

#include "tomo/phantom_hot.h"

void HOT(phantom_inside)(const struct shadow *sh, double dr, size_t a, size_t b, double *out)
{
	/* f = amp sqrt(q), q = 1 - t^2 - u^2; f'' = amp (q''/2 - q'^2/(4 q)) / sqrt(q) */
	double ia = 1 / sh->a, ib = sh->ib, k = sh->k, amp = sh->amp;
	double t = ib * dr, mid = sh->c0 + k * dr, qt = 1 - t * t;
	double qcc = -2 * ia * ia, qrr = -2 * (ib * ib + k * k * ia * ia);
	double half = 0.5 * (qcc + qrr);

	for (size_t c = a; c < b; c++) {
		double u = ((double)c - mid) * ia, q = qt - u * u, f = sqrt(q);
		double qc = -2 * u * ia, qr = 2 * (u * k * ia - t * ib);
		out[c] += amp * f * (1 + (half - 0.25 * (qc * qc + qr * qr) / q) / (24 * q));
	}
}
