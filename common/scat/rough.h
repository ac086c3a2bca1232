/*
 * rough.h - diffuse scattering of rough interfaces, distorted-wave Born approximation.
 *
 * Interface i between the layers i and i + 1, rms roughness s, Hurst exponent H, correlation length xi:
 *
 *	dSigma/dOmega per area = f sum_i |D_i|^2 C_i(q),	D_i = (n_i^2 - n_{i+1}^2) S_i,	f = k^4/(16 pi^2) = pi^2/lambda^4
 *	C(q) = 4 pi H s^2 xi^2 (1 + q_par^2 xi^2)^(-1 - H)
 *	S_i = sum over the four pairs a, b of (T, R) of	A_a(in) A_b(out) h+(s q_ab) above + A_a(in) A_b(out) h-(s q_ab) below
 *
 * q_ab = -kz_i - kz_f for T T, -kz_i + kz_f for T R, kz_i - kz_f for R T, kz_i + kz_f for R R, each in its layer; the amplitudes
 * are those at the interface; h+-(x) = w(+-x/sqrt(2))/2 is the Fourier transform of half a Gaussian profile (num/faddeeva.h),
 * whatever the profile of the reflection.
 *
 * With a vertical correlation length L the interfaces scatter coherently in part; to the sum is added
 *	sum over i != j of Re(D_i conj D_j) ((s_j/s_i) C_i + (s_i/s_j) C_j)/2 exp(-|z_i - z_j|/L)
 *
 * The factor: ROUGH_ABSOLUTE is f as above (Sinha, eq. 4.41), so that the result is a number, as that of particles is, and can be added
 * to theirs.  ROUGH_BORNAGAIN is pi/(4 lambda^2), in nm as BornAgain 1.19.0 has it: lambda^2/(4 pi nm^2) of the absolute one.  There the result
 * depends on the unit of length; twice all lengths make it four times as large, where it should not change.
 *
 * S. K. Sinha et al., Phys. Rev. B 38 (1988) 2297; D. K. G. de Boer, Phys. Rev. B 51 (1995) 5297; J.-P. Schlomka et al., Phys. Rev. B 51
 * (1995) 2311; correlated interfaces: Z. H. Ming et al., Phys. Rev. B 47 (1993) 16373.  Apart from f equal to BornAgain 1.19.0 within 1e-10.
 *
 * An interface with s, H or xi of 0 scatters nothing.  One layer has no interface.  Pure and thread-safe.
 */
#ifndef SCAT_ROUGH_H
#define SCAT_ROUGH_H

#include <stdbool.h>

#include "base/err.h"
#include "scat/layers.h"

enum rough_scale { ROUGH_ABSOLUTE, ROUGH_BORNAGAIN };

/* Whether any interface scatters. */
bool rough_any(const struct layer *l, size_t nlayer);

/*
 * D_i of the interfaces at n outgoing angles: d_re, d_im [nlayer - 1][n]; an interface that scatters nothing has 0.
 * in: waves of the incoming angle, one angle; out: those of the outgoing ones, n angles; [nlayer] each, of layers_waves(), all
 * layers written.
 */
void rough_amplitudes(const struct layer *l, size_t nlayer, const struct wave *in, size_t n, const struct wave *out,
		      double *d_re, double *d_im);

/*
 * At n points with these qx, qy (1/nm) dSigma/dOmega per area is added to sum[n].  D_i of point p stands at [i * nd + p * step]:
 * step 0 where all points have the same outgoing angle, else 1.  cross_corr_length_nm: L, 0 for none.
 */
void rough_add(const struct layer *l, size_t nlayer, double k, enum rough_scale scale, double cross_corr_length_nm,
	       size_t nd, size_t step, const double *d_re, const double *d_im, size_t n, const double *qx, const double *qy,
	       double *sum);

#endif
