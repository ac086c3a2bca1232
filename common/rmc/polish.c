/* polish.c - the best single swaps. */
#include <stdlib.h>

#include "base/mem.h"
#include "rmc/swap_part.h"

enum { FEW = 256 };		/* candidates of each kind */

struct better { double value; unsigned from, to; };

static int by_value(const void *a, const void *b)
{
	const struct better *x = a, *y = b;

	if (x->value != y->value)
		return x->value < y->value ? -1 : 1;
	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return (x->to > y->to) - (x->to < y->to);
}

/* The FEW filled (on) or empty pixels that cost least to change, by their own part of the change at this scale. */
static size_t candidates(const struct rmc_swaps *w, const unsigned char *a, size_t n2, int on, struct rmc_scale at, unsigned *out)
{
	double least[FEW];
	size_t n = 0;

	for (size_t i = 0; i < n2; i++) {
		double sign = on ? -1 : 1, v;
		struct alone p;
		size_t j;
		if (a[i] != on)
			continue;
		p = rmc_swap_alone(w, i / w->t->n, i % w->t->n);
		v = rmc_swap_fixed((struct rmc_change){ sign * p.g + p.k, sign * p.gd, sign * p.l }, at);
		if (n == FEW && v >= least[FEW - 1])
			continue;
		for (j = n < FEW ? n++ : FEW - 1; j > 0 && least[j - 1] > v; j--)
			least[j] = least[j - 1], out[j] = out[j - 1];
		least[j] = v;
		out[j] = (unsigned)i;
	}
	return n;
}

static bool used(const struct better *b, size_t n, const struct better *x)
{
	for (size_t i = 0; i < n; i++)
		if (b[i].from == x->from || b[i].to == x->to)
			return true;
	return false;
}

/* Improving swaps that share no pixel, the best first. */
static size_t improving(struct rmc_swaps *w, const unsigned char *a, size_t n2, struct rmc_scale at, double now, struct better *all, struct better *out)
{
	unsigned from[FEW], to[FEW];
	size_t nf = candidates(w, a, n2, 1, at, from), nt = candidates(w, a, n2, 0, at, to), n = 0, k = 0;

	for (size_t i = 0; i < nf; i++)
		for (size_t j = 0; j < nt; j++) {
			double v = rmc_swap_value(w, rmc_swap_change(w, from[i], to[j]));
			if (v < now)
				all[n++] = (struct better){ v, from[i], to[j] };
		}
	qsort(all, n, sizeof *all, by_value);
	for (size_t i = 0; i < n && k < FEW; i++)
		if (!used(out, k, &all[i]))
			out[k++] = all[i];
	return k;
}

static bool try_some(struct rmc_ensemble *s, size_t tile, const struct better *b, size_t n, double now, struct rmc_pace *p)
{
	struct rmc_flip f[2 * FEW];

	for (size_t i = 0; i < n; i++) {
		f[2 * i] = (struct rmc_flip){ (unsigned)tile, b[i].from };
		f[2 * i + 1] = (struct rmc_flip){ (unsigned)tile, b[i].to };
	}
	p->tried++;
	rmc_flip(s, f, 2 * n);
	if (rmc_evaluate(s) < now || n == 1) {		/* of one the exact change is known */
		p->taken++;
		return true;
	}
	rmc_flip(s, f, 2 * n);
	return false;
}

bool rmc_polish(struct rmc_ensemble *s, struct rmc_swaps *w, struct rmc_pace *p, struct err *e)
{
	struct better *all = mem_alloc(FEW * FEW, sizeof *all, "swaps", e), some[FEW];
	bool better = false;

	for (size_t tile = 0; all && tile < s->m; tile++) {
		struct rmc_scale here = s->at;
		double now;
		size_t n;
		rmc_swaps_map(w, s, tile);
		now = rmc_swap_value(w, (struct rmc_change){ 0, 0, 0 });
		n = improving(w, s->a + tile * s->n2, s->n2, here, now * (1 - 1e-9) - 1e-12 * s->t->norm * w->wdd, all, some);	/* beyond rounding */
		p->many = fmax(1, fmin(p->many, (double)n));
		for (size_t k = (size_t)p->many; n; k /= 2)
			if (try_some(s, tile, some, k, now, p)) {
				p->many = 2.0 * (double)k;
				better = true;
				break;
			}
	}
	mem_free(all);
	if (!better && !e->code)
		rmc_evaluate(s);
	return better;
}
