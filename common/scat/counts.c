#include "scat/counts.h"

#include <math.h>

#include "num/par.h"
#include "num/rng.h"

/*
 * A variate takes few blocks of random numbers (rejection accepts more than 9 of 10 times, and inversion stops
 * below a mean of 10), so that pixels 2^16 blocks apart never share one.
 */
enum { BLOCKS_PIXEL = 1 << 16, CHUNK = 4096 };
static const uint64_t purpose = 0x70686f746f6e7321;	/* apart from other uses of the same seed */

struct counts { double *image; size_t n; double flux; uint64_t seed, stream; };

static int chunk(void *ctx, size_t c, void *work, struct err *e)
{
	const struct counts *p = ctx;
	size_t end = (c + 1) * CHUNK < p->n ? (c + 1) * CHUNK : p->n;

	(void)work;
	for (size_t i = c * CHUNK; i < end; i++) {
		double mean = p->flux * p->image[i];
		struct rng r = rng_at(p->seed, p->stream, (uint64_t)i * BLOCKS_PIXEL);

		if (isnan(p->image[i]))
			continue;
		if (!(mean >= 0) || isinf(mean))
			return err_set(e, E_DATA, "noise: pixel %zu expects %g photons", i, mean);
		p->image[i] = rng_poisson(&r, mean);
	}
	return 0;
}

int counts_poisson(double *image, size_t n, double flux, uint64_t seed, uint64_t frame, struct err *e)
{
	struct counts p = { image, n, flux, seed, purpose + frame };

	if (!(flux > 0) || isinf(flux))
		return err_set(e, E_DATA, "noise: a flux of %g photons is not above 0", flux);
	return par_for((n + CHUNK - 1) / CHUNK, 0, chunk, &p, e);
}
