#include "tomo/filter_median_rank.hot.h"

#include <string.h>

/* The window as a set, and the word its middle was found in last. */
struct window {
	uint64_t *set;
	size_t word;
	size_t below;		/* members in the words ahead of it */
};

/* An unsigned integer in the order of the float, NaN last. */
static inline uint32_t key_of(float x)
{
	uint32_t k;

	memcpy(&k, &x, sizeof k);
	return k & 0x80000000 ? ~k : k | 0x80000000;
}

static inline float float_of(uint32_t k)
{
	float x;

	k = k & 0x80000000 ? k & 0x7fffffff : ~k;
	memcpy(&x, &k, sizeof x);
	return x;
}

/* Key in bits 16 to 47, place in the block below; columns contiguous. */
static void gather(const struct medrank *m, const float *x, size_t stride, size_t wrow, size_t wcol)
{
	memset(m->count, 0, 3 * MEDRANK_RADIX * sizeof *m->count);
	for (size_t r = 0; r < wrow; r++)
		for (size_t c = 0; c < wcol; c++) {
			uint32_t k = key_of(x[m->row[r] * stride + m->col[c]]);
			size_t place = c * wrow + r;
			m->sorted[place] = (uint64_t)k << 16 | place;
			m->count[k & 2047]++;
			m->count[MEDRANK_RADIX + (k >> 11 & 2047)]++;
			m->count[2 * MEDRANK_RADIX + (k >> 22)]++;
		}
}

/* One pass of a radix sort, by the 11 bits from "shift" on; equal ones keep their order. */
static void sort_pass(const uint64_t *from, uint64_t *to, size_t n, uint32_t *count, int shift)
{
	uint32_t sum = 0;

	for (size_t i = 0; i < MEDRANK_RADIX; i++) {
		uint32_t c = count[i];
		count[i] = sum;
		sum += c;
	}
	for (size_t i = 0; i < n; i++)
		to[count[from[i] >> shift & 2047]++] = from[i];
}

static inline void add(struct window *w, size_t rank)
{
	w->set[rank / 64] |= (uint64_t)1 << rank % 64;
	w->below += rank / 64 < w->word;
}

static inline void drop(struct window *w, size_t rank)
{
	w->set[rank / 64] &= ~((uint64_t)1 << rank % 64);
	w->below -= rank / 64 < w->word;
}

/* The rank of which "want" of the window are smaller. */
static inline size_t middle(struct window *w, size_t want)
{
	uint64_t bits;
	size_t here;

	while (w->below > want)
		w->below -= (size_t)__builtin_popcountll(w->set[--w->word]);
	while (w->below + (here = (size_t)__builtin_popcountll(w->set[w->word])) <= want) {
		w->below += here;
		w->word++;
	}
	bits = w->set[w->word];
	for (size_t k = w->below; k < want; k++)
		bits &= bits - 1;
	return w->word * 64 + (size_t)__builtin_ctzll(bits);
}

/* From columns a.. to columns b.. of the block, rows r..: one step aside. */
static inline void step(struct window *w, const struct medrank *m, size_t wrow, size_t r,
			size_t leave, size_t enter)
{
	const uint16_t *out = m->rank + leave * wrow + r, *in = m->rank + enter * wrow + r;

	for (size_t i = 0; i < m->size; i++) {
		drop(w, out[i]);
		add(w, in[i]);
	}
}

static void step_down(struct window *w, const struct medrank *m, size_t wrow, size_t r, size_t c)
{
	for (size_t i = 0; i < m->size; i++) {
		drop(w, m->rank[(c + i) * wrow + r]);
		add(w, m->rank[(c + i) * wrow + r + m->size]);
	}
}

static void slide(const struct medrank *m, size_t wrow, size_t stride, float *out)
{
	struct window w = { m->set, 0, 0 };
	size_t want = m->size * m->size / 2, c = 0;

	for (size_t i = 0; i < m->size * m->size; i++)
		add(&w, m->rank[i / m->size * wrow + i % m->size]);
	for (size_t r = 0; ; r++) {
		for (size_t k = 0; ; k++) {
			out[r * stride + c] = float_of((uint32_t)(m->sorted[middle(&w, want)] >> 16));
			if (k + 1 == m->ncol)
				break;
			if (r % 2 == 0) {
				step(&w, m, wrow, r, c, c + m->size);
				c++;
			} else {
				c--;
				step(&w, m, wrow, r, c + m->size, c);
			}
		}
		if (r + 1 == m->nrow)
			return;
		step_down(&w, m, wrow, r, c);
	}
}

void HOT(medrank_block)(const struct medrank *m, const float *x, size_t stride, float *out)
{
	size_t wrow = m->nrow + m->size - 1, wcol = m->ncol + m->size - 1, n = wrow * wcol;
	struct medrank turned = *m;

	gather(m, x, stride, wrow, wcol);
	sort_pass(m->sorted, m->other, n, m->count, 16);
	sort_pass(m->other, m->sorted, n, m->count + MEDRANK_RADIX, 27);
	sort_pass(m->sorted, m->other, n, m->count + 2 * MEDRANK_RADIX, 38);
	turned.sorted = m->other;
	for (size_t i = 0; i < n; i++)
		m->rank[m->other[i] & 65535] = (uint16_t)i;
	memset(m->set, 0, (n / 64 + 1) * sizeof *m->set);
	slide(&turned, wrow, stride, out);
}
