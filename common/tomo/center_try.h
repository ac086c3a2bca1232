/*
 * center_try.h - one sinogram reconstructed at many places of the axis, to be looked at.
 */
#ifndef TOMO_CENTER_TRY_H
#define TOMO_CENTER_TRY_H

#include "base/head.h"
#include "tomo/recon_window.h"

/*
 * Slices [n][ncol][ncol] of the sinogram [nangle][ncol] of mu_t, per pixel, by gridrec with the ramp
 * filter, with the axis at center[0..n-1].  In parallel over slices.  E_DATA when there are no angles to reconstruct
 * from.  Memory: a few sinograms and what gridrec needs a thread.
 */
int center_try(const float *sino, size_t nangle, size_t ncol, const double *theta_deg,
	       const double *center, size_t n, float *out, struct err *e);

/*
 * The same with another filter, each slice [ncol][ncol] shown to look(ctx, i, slice) by the thread that made it, and
 * forgotten.
 */
int center_look(const float *sino, size_t nangle, size_t ncol, const double *theta_deg,
		const double *center, size_t n, enum window filter,
		void (*look)(void *ctx, size_t i, const float *slice), void *ctx, struct err *e);

#endif
