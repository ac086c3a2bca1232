/* phantom_noise.hot.c - the photon noise of an image, many pixels at a time */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "tomo/phantom_hot.h"

enum { LANES = 16 };		/* blocks of Philox at once: 64 words */

/* Natural logarithm of x > 0, normal: S. Moshier's polynomial (Cephes, logf). */
static inline float log_(float x)
{
	int32_t bits;

	memcpy(&bits, &x, 4);
	int32_t ex = (bits - 0x3f3504f3) >> 23;		/* mantissa into [sqrt 1/2, sqrt 2) */
	bits -= (int32_t)((uint32_t)ex << 23);
	memcpy(&x, &bits, 4);
	float m = x - 1, q = m * m, p = 7.0376836292e-2f, k = (float)ex;
	p = p * m - 1.1514610310e-1f;
	p = p * m + 1.1676998740e-1f;
	p = p * m - 1.2420140846e-1f;
	p = p * m + 1.4249322787e-1f;
	p = p * m - 1.6668057665e-1f;
	p = p * m + 2.0000714765e-1f;
	p = p * m - 2.4999993993e-1f;
	p = p * m + 3.3333331174e-1f;
	return m + (p * m * q - 2.12194440e-4f * k - 0.5f * q) + 0.693359375f * k;
}

/* exp(x) for -87 <= x <= 87: Cephes, expf. */
static inline float exp_(float x)
{
	float k = floorf(x * 1.44269504088896341f + 0.5f), p = 1.9875691500e-4f, g;
	int32_t bits = ((int32_t)k + 127) << 23;

	x -= k * 0.693359375f;
	x -= k * -2.12194440e-4f;
	p = p * x + 1.3981999507e-3f;
	p = p * x + 8.3334519073e-3f;
	p = p * x + 4.1665795894e-2f;
	p = p * x + 1.6666665459e-1f;
	p = p * x + 5.0000001201e-1f;
	memcpy(&g, &bits, 4);
	return (p * x * x + x + 1) * g;
}

/* The normal deviate of one word. */
static inline float normal(uint32_t word)
{
	float v = ((float)(int32_t)(word & 0x7fffffff) + 0.5f) * 0x1p-31f;	/* twice the tail */
	float w = -log_(v * (2 - v)), a = w - 2.5f, b = sqrtf(w) - 3, p, q;

	p = 2.81022636e-08f;
	p = p * a + 3.43273939e-07f;
	p = p * a - 3.5233877e-06f;
	p = p * a - 4.39150654e-06f;
	p = p * a + 0.00021858087f;
	p = p * a - 0.00125372503f;
	p = p * a - 0.00417768164f;
	p = p * a + 0.246640727f;
	p = p * a + 1.50140941f;
	q = -0.000200214257f;
	q = q * b + 0.000100950558f;
	q = q * b + 0.00134934322f;
	q = q * b - 0.00367342844f;
	q = q * b + 0.00573950773f;
	q = q * b - 0.0076224613f;
	q = q * b + 0.00943887047f;
	q = q * b + 1.00167406f;
	q = q * b + 2.83297682f;
	float z = 1.41421356f * (w < 5 ? p : q) * (1 - v);
	return word >> 31 ? -z : z;
}

/* rng_block() of LANES successive blocks; word w of block l at out[4 l + w]. */
static void blocks(uint64_t seed, uint64_t stream, uint64_t index, uint32_t *out)
{
	uint32_t c0[LANES], c1[LANES], c2[LANES], c3[LANES];
	uint32_t k0 = (uint32_t)seed, k1 = (uint32_t)(seed >> 32);

	for (int l = 0; l < LANES; l++) {
		c0[l] = (uint32_t)(index + (uint64_t)l);
		c1[l] = (uint32_t)((index + (uint64_t)l) >> 32);
		c2[l] = (uint32_t)stream;
		c3[l] = (uint32_t)(stream >> 32);
	}
	for (int round = 0; round < 10; round++) {
		for (int l = 0; l < LANES; l++) {
			uint64_t a = (uint64_t)c0[l] * 0xD2511F53u, b = (uint64_t)c2[l] * 0xCD9E8D57u;
			c0[l] = (uint32_t)(b >> 32) ^ c1[l] ^ k0;
			c1[l] = (uint32_t)b;
			c2[l] = (uint32_t)(a >> 32) ^ c3[l] ^ k1;
			c3[l] = (uint32_t)a;
		}
		k0 += 0x9E3779B9u;
		k1 += 0xBB67AE85u;
	}
	for (int l = 0; l < LANES; l++) {
		out[4 * l] = c0[l];
		out[4 * l + 1] = c1[l];
		out[4 * l + 2] = c2[l];
		out[4 * l + 3] = c3[l];
	}
}

void HOT(noise_normal)(uint64_t seed, uint64_t stream, uint64_t index, size_t n, float *z)
{
	uint32_t word[4 * LANES];

	for (size_t i = 0; i < n; i += 4 * LANES, index += LANES) {
		blocks(seed, stream, index, word);
		for (int k = 0; k < 4 * LANES; k++)
			z[i + (size_t)k] = normal(word[k]);
	}
}

void HOT(noise_mean)(const double *mu, const float *gain, const float *level, const float *dark,
		     const float *flat, float beam, size_t n, float *mean)
{
	for (size_t i = 0; i < n; i++) {
		float x = (float)-mu[i];
		x = x < -80 ? -80 : x > 80 ? 80 : x;
		mean[i] = dark[i] + beam * flat[i] * (gain[i] * exp_(x) + level[i]);
	}
}

size_t HOT(noise_count)(const float *mean, const float *z, float limit, size_t n, uint16_t *out)
{
	uint32_t low = 0;

	for (size_t i = 0; i < n; i++) {
		float m = mean[i] > 1 ? mean[i] : 1, d = sqrtf(m), w = z[i], w2 = w * w;
		float x = m + d * w + (2 + w2) * (1.0f / 6) - w * (2 + w2) / (72 * d);
		x = x < 0 ? 0 : x > 65535 ? 65535 : x;
		out[i] = (uint16_t)(int32_t)x;
		low += mean[i] < limit;
	}
	return low;
}
