/* cluster.c - particles that move as one. */
#include "rmc/cluster.h"

#include <math.h>

#include "base/mem.h"

enum { EVALUATIONS = 16, PROPOSALS = 256 };		/* of a step at most */

/* The k-th of the four neighbours. */
static size_t beside(size_t at, size_t n, int k)
{
	static const size_t step[4][2] = { { 0, 1 }, { 1, 0 }, { 0, SIZE_MAX }, { SIZE_MAX, 0 } };

	return (at / n + n + step[k][0]) % n * n + (at % n + n + step[k][1]) % n;
}

size_t rmc_cluster_at(const unsigned char *a, size_t n, size_t at, unsigned *out, unsigned char *mark)
{
	size_t many = 1;

	out[0] = (unsigned)at;
	mark[at] = 1;
	for (size_t i = 0; i < many; i++)
		for (int k = 0; k < 4; k++) {
			size_t next = beside(out[i], n, k);
			if (!a[next] || mark[next])
				continue;
			mark[next] = 1;
			out[many++] = (unsigned)next;
		}
	return many;
}

struct shift { size_t row, col; };

static size_t shifted(size_t at, size_t n, struct shift by)
{
	return (at / n + by.row) % n * n + (at % n + by.col) % n;
}

static size_t any(struct rng *rng, size_t n)
{
	return (size_t)(rng_uniform(rng) * (double)n);
}

/* Would it meet nobody there, and touch nobody? */
static bool free_there(const unsigned char *a, size_t n, const unsigned *cell, size_t many, const unsigned char *mark, struct shift by)
{
	for (size_t i = 0; i < many; i++) {
		size_t to = shifted(cell[i], n, by);
		if (a[to] && !mark[to])
			return false;
		for (int k = 0; k < 4; k++) {
			size_t next = beside(to, n, k);
			if (a[next] && !mark[next])
				return false;
		}
	}
	return true;
}

/* The pixels that change: those left, and those taken. */
static size_t changes(size_t tile, const unsigned char *a, size_t n, const unsigned *cell, size_t many, const unsigned char *mark, struct shift by, struct rmc_flip *out)
{
	struct shift back = { n - by.row, n - by.col };
	size_t m = 0;

	for (size_t i = 0; i < many; i++) {
		size_t to = shifted(cell[i], n, by);
		if (!a[to])
			out[m++] = (struct rmc_flip){ (unsigned)tile, (unsigned)to };
		if (!mark[shifted(cell[i], n, back)])
			out[m++] = (struct rmc_flip){ (unsigned)tile, cell[i] };
	}
	return m;
}

/* Kept or not. */
static bool judge(struct rmc_ensemble *s, const struct rmc_flip *f, size_t m, double temperature, struct rng *rng)
{
	double before = s->value;
	struct rmc_scale at = s->at;

	rmc_flip(s, f, m);
	if (rmc_evaluate(s) < before || (temperature > 0 && rng_uniform(rng) < exp((before - s->value) / temperature)))
		return true;
	rmc_flip(s, f, m);
	s->value = before;
	s->at = at;
	return false;
}

int rmc_cluster_step(struct rmc_ensemble *s, struct rmc_pace *p, const struct rmc_single *how, struct rng *rng, struct err *e)
{
	size_t n = s->t->n, all = 0, *filled;
	unsigned char *mark = mem_zero(s->n2, 1, "clusters", e);
	unsigned *cell = mem_alloc(s->n2, sizeof *cell, "clusters", e);
	struct rmc_flip *flip = mem_alloc(2 * s->n2, sizeof *flip, "clusters", e);
	double tried = 0;
	int looks = 0;
	bool moved = false;

	for (size_t i = 0; i < s->m; i++)
		all += s->filled[i];
	filled = mem_alloc(all, sizeof *filled, "clusters", e);
	for (size_t at = 0, i = 0; !e->code && at < s->m * s->n2; at++)
		if (s->a[at])
			filled[i++] = at;
	/* the tile is drawn anew each time: one kept until it moves would have the more of the proposals, the harder it is to leave where it is */
	for (int i = 0; !e->code && !moved && i < PROPOSALS && looks < EVALUATIONS && tried < how->most; i++) {
		size_t at = filled[any(rng, all)], tile = at / s->n2;
		const unsigned char *a = s->a + tile * s->n2;
		size_t many = rmc_cluster_at(a, n, at % s->n2, cell, mark);
		size_t zero_to = rmc_swap_beside(0, n, how->reach, rng);
		struct shift by = { zero_to / n, zero_to % n };
		tried += (double)many;
		if (free_there(a, n, cell, many, mark, by)) {
			looks++;
			moved = judge(s, flip, changes(tile, a, n, cell, many, mark, by, flip), how->temperature, rng);
			p->taken += moved ? (double)many : 0;
		}
		for (size_t k = 0; k < many; k++)
			mark[cell[k]] = 0;
	}
	p->tried += tried;
	if (!e->code && looks && !moved)
		rmc_evaluate(s);
	mem_free(mark);
	mem_free(cell);
	mem_free(filled);
	mem_free(flip);
	return e->code;
}
