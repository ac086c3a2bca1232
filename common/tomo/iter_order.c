#include "tomo/iter_order.h"

static size_t rest(size_t n)
{
	for (size_t p = 2; p <= 5; p++)
		while (n % p == 0)
			n /= p;
	return n;
}

static size_t least_factor(size_t n)
{
	return n % 2 == 0 ? 2 : n % 3 == 0 ? 3 : 5;
}

/* The digits of i < n, the least significant first, to the bases 2, 3 and 5 of n: read backwards. */
static size_t backwards(size_t i, size_t n)
{
	size_t out = 0;

	while (n > 1) {
		size_t p = least_factor(n);
		n /= p;
		out += i % p * n;
		i /= p;
	}
	return out;
}

void iter_order(const size_t *sorted, size_t n, size_t blocks, size_t *angle, size_t *first)
{
	size_t smooth = blocks, at = 0, done = 0;

	while (rest(smooth) > 1)
		smooth++;
	for (size_t i = 0; i < smooth; i++) {
		size_t block = backwards(i, smooth);
		if (block >= blocks)
			continue;
		first[done++] = at;
		for (size_t a = block; a < n; a += blocks)
			angle[at++] = sorted[a];
	}
	first[blocks] = n;
}
