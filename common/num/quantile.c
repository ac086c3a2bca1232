#include "num/quantile.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { HALF = 1 << 16 };

/* The order statistic of one rank: its upper half of bits, and the ranks left within. */
struct rank { uint64_t k, within; uint32_t high; };

struct quantile {
	size_t n;
	double percent[QUANTILE_MAX];
	struct rank rank[2 * QUANTILE_MAX];	/* the two ranks about each percentile */
	uint64_t total, *high;			/* counts by the upper half */
	uint64_t *low[2 * QUANTILE_MAX];	/* counts by the lower half, one an upper half needed */
	int16_t slot[HALF];			/* which of low[], -1: none */
	size_t nlow;
	int second;
};

/* Bits that sort as the numbers do. */
static uint32_t to_key(float x)
{
	uint32_t u;

	memcpy(&u, &x, sizeof u);
	return u & 0x80000000u ? ~u : u | 0x80000000u;
}

static float from_key(uint32_t k)
{
	uint32_t u = k & 0x80000000u ? k & 0x7fffffffu : ~k;
	float x;

	memcpy(&x, &u, sizeof x);
	return x;
}

int quantile_new(struct quantile **q, const double *percent, size_t n, struct err *e)
{
	*q = mem_zero(1, sizeof **q, "percentiles", e);
	if (!*q)
		return e->code;
	(*q)->n = n;
	memcpy((*q)->percent, percent, n * sizeof *percent);
	memset((*q)->slot, -1, sizeof (*q)->slot);
	(*q)->high = mem_zero(HALF, sizeof *(*q)->high, "percentiles", e);
	return e->code;
}

void quantile_add(struct quantile *q, const double *x, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		float f = (float)x[i] + 0.0f;	/* -0 is 0 */
		uint32_t k;

		if (!isfinite(f))
			continue;
		k = to_key(f);
		if (!q->second) {
			q->high[k >> 16]++;
			q->total++;
		} else if (q->slot[k >> 16] >= 0)
			q->low[q->slot[k >> 16]][k & 0xffff]++;
	}
}

static void find_high(const struct quantile *q, struct rank *r)
{
	uint64_t below = 0;

	for (r->high = 0; below + q->high[r->high] <= r->k; r->high++)
		below += q->high[r->high];
	r->within = r->k - below;
}

int quantile_again(struct quantile *q, struct err *e)
{
	if (!q->total)
		return err_set(e, E_DATA, "no finite value to take percentiles of");
	for (size_t i = 0; i < 2 * q->n; i++) {
		struct rank *r = &q->rank[i];
		double at = q->percent[i / 2] / 100 * (double)(q->total - 1);

		r->k = (uint64_t)at + (i & 1);
		if (r->k >= q->total)
			r->k = q->total - 1;
		find_high(q, r);
		if (q->slot[r->high] >= 0)
			continue;
		q->low[q->nlow] = mem_zero(HALF, sizeof **q->low, "percentiles", e);
		if (!q->low[q->nlow])
			return e->code;
		q->slot[r->high] = (int16_t)q->nlow++;
	}
	q->second = 1;
	return 0;
}

static double value_of(const struct quantile *q, const struct rank *r)
{
	const uint64_t *low = q->low[q->slot[r->high]];
	uint64_t below = 0;
	uint32_t k = 0;

	while (k < HALF - 1 && below + low[k] <= r->within)
		below += low[k++];
	return from_key(r->high << 16 | k);
}

double quantile_value(const struct quantile *q, size_t i)
{
	double at = q->percent[i] / 100 * (double)(q->total - 1), part = at - floor(at);
	double lo = value_of(q, &q->rank[2 * i]), hi = value_of(q, &q->rank[2 * i + 1]);

	return lo + part * (hi - lo);
}

void quantile_free(struct quantile *q)
{
	if (!q)
		return;
	for (size_t i = 0; i < q->nlow; i++)
		mem_free(q->low[i]);
	mem_free(q->high);
	mem_free(q);
}
