/*
 * rng.h - counter-based random numbers: Philox4x32-10 (Salmon, Moraes, Dror &
 * Shaw, SC'11 (2011), sec. 3).  A number is a pure function of (seed, stream,
 * index), so the same pixel gets the same noise on any number of threads and
 * for any slab.
 */
#ifndef NUM_RNG_H
#define NUM_RNG_H

#include <stdint.h>

struct rng {
	uint64_t seed;
	uint64_t stream;	/* which sequence: e.g. hash of (purpose, item) */
	uint64_t index;		/* next block of four */
	uint32_t buf[4];
	unsigned left;		/* words of buf still to be used */
};

/* The raw block: key = seed, counter = index in its low, stream in its high 64 bits. */
void rng_block(uint64_t seed, uint64_t stream, uint64_t index, uint32_t out[4]);

/* A sequence that starts at block index. */
struct rng rng_at(uint64_t seed, uint64_t stream, uint64_t index);
uint32_t rng_u32(struct rng *r);
double rng_uniform(struct rng *r);		/* in (0, 1), never either end; 52 bits */
double rng_normal(struct rng *r);		/* mean 0, deviation 1 (Box-Muller) */
/* Poisson variate of this mean; 0 unless mean > 0, the mean itself above 2^50.  Exact (inversion below 10, PTRS above: Hormann, Insurance: Math. Econ. 12 (1993) 39). */
double rng_poisson(struct rng *r, double mean);

#endif
