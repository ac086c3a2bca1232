/*
 * phantom_hot.h - kernels of phantom.c and phantom_scan.c.
 */
#ifndef TOMO_PHANTOM_HOT_H
#define TOMO_PHANTOM_HOT_H

#include "base/hot.h"
#include "tomo/phantom.h"

/*
 * Add to out[a..b) the pixel means of a chord that is smooth over each pixel,
 * at dr rows from the shadow's centre: f + (f_cc + f_rr)/24, of which the error
 * is of fourth order.
 */
HOT_DECLARE(void, phantom_inside, (const struct shadow *sh, double dr, size_t a, size_t b, double *out));

/*
 * z[0..n): normal deviates of the words 4 index, 4 index + 1, ... of a sequence of num/rng.h.  A
 * word gives the sign and 31 bits of the tail, turned by the polynomials of M. Giles, GPU Computing Gems
 * 2 (2011), ch. 10: relative error 1e-6, up to 6.3 deviations.  z has room for the next multiple of 64.
 */
HOT_DECLARE(void, noise_normal, (uint64_t seed, uint64_t stream, uint64_t index, size_t n, float *z));

/* mean = dark + beam flat (gain exp(-mu) + level), all [n]. */
HOT_DECLARE(void, noise_mean, (const double *mu, const float *gain, const float *level, const float *dark,
			       const float *flat, float beam, size_t n, float *mean));

/*
 * Counts of these means and deviates, 0 to 65535.  Returns how many means were below limit, where it is not
 * good (they are given all the same).
 */
HOT_DECLARE(size_t, noise_count, (const float *mean, const float *z, float limit, size_t n, uint16_t *out));

#endif
