/* select.c - which pixels to change. */
#include "rmc/select.h"

#include <math.h>
#include <string.h>

enum { BINS = 1024 };

/* How many of the best bins are taken whole, and how many of the next one. */
struct cut { size_t bin, rest; };

static struct cut cut_at(const unsigned *count, size_t m)
{
	struct cut c = { BINS - 1, m };

	while (c.bin > 0 && count[c.bin] < c.rest)
		c.rest -= count[c.bin--];
	return c;
}

size_t rmc_select(const float *g, const unsigned char *a, size_t n, size_t m, unsigned tile, struct rmc_flip *out)
{
	unsigned count[2][BINS] = { { 0 } };
	float most[2] = { 0, 0 }, per[2];
	size_t all[2] = { 0, 0 }, k = 0;
	struct cut c[2];

	for (size_t i = 0; i < n; i++) {		/* v: what is gained by changing this pixel */
		float v = a[i] ? g[i] : -g[i], on = a[i] ? v : 0, off = a[i] ? 0 : v;
		most[1] = on > most[1] ? on : most[1];
		most[0] = off > most[0] ? off : most[0];
	}
	if (!(most[0] > 0) || !(most[1] > 0) || !isfinite(most[0]) || !isfinite(most[1]))
		return 0;
	per[0] = (BINS - 1) / most[0];
	per[1] = (BINS - 1) / most[1];
	for (size_t i = 0; i < n; i++) {
		float v = a[i] ? g[i] : -g[i];
		if (v > 0)
			count[a[i]][(size_t)(v * per[a[i]])]++;
	}
	for (int s = 0; s < 2; s++) {
		for (size_t b = 1; b < BINS; b++)	/* bin 0 is next to nothing, but an extreme is never there */
			all[s] += count[s][b];
		m = m < all[s] ? m : all[s];
	}
	m = m ? m : 1;
	c[0] = cut_at(count[0], m);
	c[1] = cut_at(count[1], m);
	for (size_t i = 0; i < n; i++) {
		float v = a[i] ? g[i] : -g[i];
		struct cut *at = &c[a[i]];
		size_t b = v > 0 ? (size_t)(v * per[a[i]]) : 0;
		if (!(v > 0) || b < at->bin || (b == at->bin && !at->rest))
			continue;
		at->rest -= b == at->bin;
		out[k++] = (struct rmc_flip){ tile, (unsigned)i };
	}
	return k;
}

static size_t bin(float x, float low, float per)
{
	float b = (x - low) * per;

	return b <= 0 ? 0 : b >= BINS - 1 ? BINS - 1 : (size_t)b;
}

void rmc_threshold(const float *x, size_t n, size_t k, unsigned char *a)
{
	float low = x[0], high = x[0], per, low2, per2;
	unsigned coarse[BINS] = { 0 }, fine[BINS] = { 0 };
	struct cut c, f;

	for (size_t i = 1; i < n; i++) {
		low = x[i] < low ? x[i] : low;
		high = x[i] > high ? x[i] : high;
	}
	per = high > low ? (BINS - 1) / (high - low) : 0;
	for (size_t i = 0; i < n; i++)
		coarse[bin(x[i], low, per)]++;
	c = cut_at(coarse, k);
	low2 = low + (per > 0 ? (float)c.bin / per : 0);
	per2 = per * (BINS - 1);
	for (size_t i = 0; i < n; i++)
		if (bin(x[i], low, per) == c.bin)
			fine[bin(x[i], low2, per2)]++;
	f = cut_at(fine, c.rest);
	for (size_t i = 0; i < n; i++) {
		size_t b = bin(x[i], low, per), b2;
		a[i] = b > c.bin;
		if (b != c.bin)
			continue;
		b2 = bin(x[i], low2, per2);
		a[i] = b2 > f.bin || (b2 == f.bin && f.rest && f.rest--);
	}
}
