/* metropolis.c - single swaps, each by a pass over the pattern. */
#include "rmc/metropolis.h"

#include <complex.h>
#include <math.h>

#include "base/mem.h"

struct loop {
	struct rmc_ensemble *s;
	size_t tile, n, ncol, nfilled;
	uint32_t *place;		/* filled ones first */
	float *turn;			/* [n] (cos, -sin) 2 pi k/n */
	struct rmc_wave x;		/* [ncol] */
	float *fr, *fi, *gr, *gi, *rest;
	double c2;			/* sum w t^2 */
};

static void split(struct loop *l)
{
	const float *f = l->s->f[l->tile];
	size_t nq = l->s->t->nq;

	l->gr = l->s->room;
	l->gi = l->s->room + nq;
	for (size_t q = 0; q < nq; q++) {
		l->gr[q] = f[2 * q];
		l->gi[q] = f[2 * q + 1];
		if (l->rest)
			l->rest[q] = fmaxf(l->s->intensity[q] - f[2 * q] * f[2 * q] - f[2 * q + 1] * f[2 * q + 1], 0);
	}
	l->fr = l->s->f[l->tile];
	l->fi = l->fr + nq;
	for (size_t q = 0; q < nq; q++) {
		l->fr[q] = l->gr[q];
		l->fi[q] = l->gi[q];
	}
}

static int set_up(struct loop *l, struct rmc_ensemble *s, size_t tile, struct err *e)
{
	const struct rmc_target *t = s->t;
	const unsigned char *a = s->a + tile * s->n2;
	size_t at = 0;
	float *x;

	*l = (struct loop){ .s = s, .tile = tile, .n = t->n, .ncol = t->ncol };
	l->place = mem_alloc(s->n2, sizeof *l->place, "places", e);
	l->turn = mem_alloc(2 * l->n, sizeof *l->turn, "a table", e);
	l->x.nr = x = mem_alloc(4 * l->ncol, sizeof *x, "a table", e);
	l->rest = s->m > 1 ? mem_alloc(t->nq, sizeof *l->rest, "a pattern", e) : NULL;
	if (e->code)
		return e->code;
	l->x.ni = x + l->ncol;
	l->x.or_ = x + 2 * l->ncol;
	l->x.oi = x + 3 * l->ncol;
	for (int on = 1; on >= 0; on--)
		for (size_t k = 0; k < s->n2; k++)
			if (a[k] == on)
				l->place[at++] = (uint32_t)k;
	l->nfilled = s->filled[tile];
	for (size_t k = 0; k < l->n; k++) {
		l->turn[2 * k] = (float)cos(2 * M_PI * (double)k / (double)l->n);
		l->turn[2 * k + 1] = (float)-sin(2 * M_PI * (double)k / (double)l->n);
	}
	for (size_t q = 0; q < t->nq; q++) {		/* R is not needed meanwhile */
		s->r[q] = t->mult[q % t->ncol] * t->w[q];
		l->c2 += (double)s->r[q] * t->t[q] * t->t[q];
	}
	split(l);
	return 0;
}

static void columns(const struct loop *l, size_t col, float *re, float *im)
{
	for (size_t k = 0, at = 0; k < l->ncol; k++, at = at + col < l->n ? at + col : at + col - l->n) {
		re[k] = l->turn[2 * at];
		im[k] = l->turn[2 * at + 1];
	}
}

/* exp(-2 pi i delta.r/n) of a place. */
static float complex ramp(const struct loop *l, size_t place)
{
	const struct rmc_target *t = l->s->t;

	if (!t->ramp)
		return 1;
	return (float complex)cexp(-2 * M_PI * I * (t->delta_px[0] * (double)(place / l->n) + t->delta_px[1] * (double)(place % l->n)) / (double)l->n);
}

/* The value (not normalised) with F in gr, gi after the swap. */
static double passes(const struct loop *l, size_t from, size_t to)
{
	const struct rmc_target *t = l->s->t;
	float complex rn = ramp(l, to), ro = ramp(l, from);
	double s[2] = { 0, 0 };

	columns(l, to % l->n, l->x.nr, l->x.ni);
	columns(l, from % l->n, l->x.or_, l->x.oi);
	for (size_t row = 0; row < l->n; row++) {
		const float *tn = l->turn + 2 * (row * (to / l->n) % l->n), *to_ = l->turn + 2 * (row * (from / l->n) % l->n);
		float complex yn = rn * (tn[0] + I * tn[1]), yo = ro * (to_[0] + I * to_[1]);
		size_t q = row * l->ncol;
		HOT_PICK(rmc_row_swap)(l->ncol, l->fr + q, l->fi + q, (struct rmc_turn){ crealf(yn), cimagf(yn), crealf(yo), cimagf(yo) }, l->x,
				       l->rest ? l->rest + q : NULL, l->s->r + q, t->t + q, l->gr + q, l->gi + q, s);
	}
	return l->c2 - (s[0] > 0 ? s[1] * s[1] / s[0] : 0);
}

static bool near(size_t a, size_t b, size_t n, size_t reach)
{
	size_t d = a > b ? a - b : b - a;

	return (d < n - d ? d : n - d) <= reach;
}

static void take(struct loop *l, size_t i, size_t j)
{
	uint32_t from = l->place[i];
	float *r = l->fr, *im = l->fi;

	l->place[i] = l->place[j];
	l->place[j] = from;
	l->s->a[l->tile * l->s->n2 + l->place[i]] = 1;
	l->s->a[l->tile * l->s->n2 + from] = 0;
	l->fr = l->gr;
	l->fi = l->gi;
	l->gr = r;
	l->gi = im;
}

int rmc_metropolis(struct rmc_ensemble *s, struct rmc_pace *p, const struct rmc_single *how, struct rng *rng, struct err *e)
{
	struct loop l;
	double norm = s->t->norm, value = (s->value / norm - s->t->floor);

	if (!set_up(&l, s, (size_t)(p->tried / 4096) % s->m, e))
		for (double k = 0; k < how->most; k++) {
			size_t i = (size_t)(rng_uniform(rng) * (double)l.nfilled), j = l.nfilled + (size_t)(rng_uniform(rng) * (double)(s->n2 - l.nfilled));
			double after;
			p->tried++;
			if (how->reach && (!near(l.place[i] / l.n, l.place[j] / l.n, l.n, how->reach) || !near(l.place[i] % l.n, l.place[j] % l.n, l.n, how->reach)))
				continue;
			after = passes(&l, l.place[i], l.place[j]);
			if (after < value || (how->temperature > 0 && rng_uniform(rng) < exp((value - after) * norm / how->temperature))) {
				value = after;
				p->taken++;
				take(&l, i, j);
			}
		}
	mem_free(l.place);
	mem_free(l.turn);
	mem_free(l.x.nr);
	mem_free(l.rest);
	if (!e->code)
		rmc_evaluate(s);
	return e->code;
}
