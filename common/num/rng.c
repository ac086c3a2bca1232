#include "num/rng.h"

#include <math.h>

static void philox_round(uint32_t c[4], uint32_t k0, uint32_t k1)
{
	uint64_t a = (uint64_t)c[0] * 0xD2511F53u, b = (uint64_t)c[2] * 0xCD9E8D57u;

	c[0] = (uint32_t)(b >> 32) ^ c[1] ^ k0;
	c[1] = (uint32_t)b;
	c[2] = (uint32_t)(a >> 32) ^ c[3] ^ k1;
	c[3] = (uint32_t)a;
}

void rng_block(uint64_t seed, uint64_t stream, uint64_t index, uint32_t out[4])
{
	uint32_t k0 = (uint32_t)seed, k1 = (uint32_t)(seed >> 32);

	out[0] = (uint32_t)index;
	out[1] = (uint32_t)(index >> 32);
	out[2] = (uint32_t)stream;
	out[3] = (uint32_t)(stream >> 32);
	for (int round = 0; round < 10; round++) {
		philox_round(out, k0, k1);
		k0 += 0x9E3779B9u;	/* golden ratio */
		k1 += 0xBB67AE85u;	/* sqrt(3) - 1 */
	}
}

struct rng rng_at(uint64_t seed, uint64_t stream, uint64_t index)
{
	return (struct rng){ .seed = seed, .stream = stream, .index = index };
}

uint32_t rng_u32(struct rng *r)
{
	if (r->left == 0) {
		rng_block(r->seed, r->stream, r->index++, r->buf);
		r->left = 4;
	}
	return r->buf[4 - r->left--];
}

/* 52 random bits and a half: exact in a double, and never 0 or 1. */
double rng_uniform(struct rng *r)
{
	uint64_t hi = rng_u32(r), lo = rng_u32(r);

	return ((double)((hi << 32 | lo) >> 12) + 0.5) * 0x1p-52;
}

double rng_normal(struct rng *r)
{
	double radius = sqrt(-2 * log(rng_uniform(r)));

	return radius * cos(2 * M_PI * rng_uniform(r));
}

/* Sequential search of the distribution function. */
static double poisson_small(struct rng *r, double mean)
{
	double u = rng_uniform(r), p = exp(-mean), k = 0;

	while (u > p && p > 0) {
		u -= p;
		k++;
		p *= mean / k;
	}
	return k;
}

/* Transformed rejection with squeeze: Hormann (1993), algorithm PTRS. */
static double poisson_large(struct rng *r, double mean)
{
	double b = 0.931 + 2.53 * sqrt(mean), a = -0.059 + 0.02483 * b;
	double accept = 0.9277 - 3.6224 / (b - 2), alpha = 1.1239 + 1.1328 / (b - 3.4);
	int sign;

	for (;;) {
		double u = rng_uniform(r) - 0.5, v = rng_uniform(r), us = 0.5 - fabs(u);
		double k = floor((2 * a / us + b) * u + mean + 0.43);

		if (us >= 0.07 && v <= accept)
			return k;
		if (k < 0 || (us < 0.013 && v > us))
			continue;
		if (log(v * alpha / (a / (us * us) + b)) <= k * log(mean) - mean - lgamma_r(k + 1, &sign))
			return k;
	}
}

double rng_poisson(struct rng *r, double mean)
{
	if (!(mean > 0))
		return 0;
	if (mean >= 0x1p50)	/* its deviation is below the spacing of what lgamma can tell apart */
		return mean;
	return mean < 10 ? poisson_small(r, mean) : poisson_large(r, mean);
}
