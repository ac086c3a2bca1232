/*
 * wavelet.h - the filters of Daubechies' orthogonal wavelets.
 *
 * Daubechies, Commun. Pure Appl. Math. 41 (1988) 909: extremal phase, n
 * vanishing moments, support of 2 n samples; n = 1 is Haar's.  Found by spectral
 * factorisation: with y = (2 - z - 1/z)/4 the filter is
 *
 *     h(z) = c (1 + 1/z)^n prod_i (1 - z_i / z),
 *     sum_{k<n} binomial(n - 1 + k, k) y^k = 0,   |z_i| < 1,   sum h = sqrt 2
 *
 * In the convention of PyWavelets "lo" is rec_lo, its reverse dec_lo, and
 * dec_hi(k) = -(-1)^k lo(k).
 */
#ifndef NUM_WAVELET_H
#define NUM_WAVELET_H

#include "base/err.h"

enum { WAVELET_MAX = 20 };	/* vanishing moments; absolute errors stay below 1e-12 */

/* lo[0 .. 2 n), 1 <= n <= WAVELET_MAX; E_INTERNAL otherwise. */
int wavelet_daubechies(int n, double *lo, struct err *e);

#endif
