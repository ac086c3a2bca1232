/* metropolis.c - single swaps, each by a pass over the pattern. */
#include "rmc/metropolis.h"

#include <complex.h>
#include <math.h>

#include "base/mem.h"

struct loop {
	struct rmc_ensemble *s;
	size_t tile, n, ncol, nfilled;
	uint32_t *place, *where;	/* filled ones first, and where each stands */
	float *turn;			/* [n] (cos, -sin) 2 pi k/n */
	struct rmc_wave x;		/* [ncol] */
	struct rmc_turn *y;		/* [n] */
	float *fr, *fi, *rest;
	double c2;			/* sum w t^2 */
	struct rmc_plane plane;
};

static void split(struct loop *l)
{
	const float *f = l->s->f[l->tile];
	size_t nq = l->s->t->nq;

	l->fr = l->s->room;
	l->fi = l->s->room + nq;
	for (size_t q = 0; q < nq; q++) {
		l->fr[q] = f[2 * q];
		l->fi[q] = f[2 * q + 1];
		if (l->rest)
			l->rest[q] = fmaxf(l->s->intensity[q] - f[2 * q] * f[2 * q] - f[2 * q + 1] * f[2 * q + 1], 0);
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
	l->where = mem_alloc(s->n2, sizeof *l->where, "places", e);
	l->turn = mem_alloc(2 * l->n, sizeof *l->turn, "a table", e);
	l->x.nr = x = mem_alloc(4 * l->ncol, sizeof *x, "a table", e);
	l->y = mem_alloc(l->n, sizeof *l->y, "a table", e);
	l->rest = s->m > 1 ? mem_alloc(t->nq, sizeof *l->rest, "a pattern", e) : NULL;
	if (e->code)
		return e->code;
	l->x.ni = x + l->ncol;
	l->x.or_ = x + 2 * l->ncol;
	l->x.oi = x + 3 * l->ncol;
	for (int on = 1; on >= 0; on--)
		for (size_t k = 0; k < s->n2; k++)
			if (a[k] == on) {
				l->where[k] = (uint32_t)at;
				l->place[at++] = (uint32_t)k;
			}
	l->nfilled = s->filled[tile];
	for (size_t k = 0; k < l->n; k++) {
		l->turn[2 * k] = (float)cos(2 * M_PI * (double)k / (double)l->n);
		l->turn[2 * k + 1] = (float)-sin(2 * M_PI * (double)k / (double)l->n);
	}
	for (size_t q = 0; q < t->nq; q++) {		/* R is not needed meanwhile */
		s->r[q] = t->mult[q % t->ncol] * t->w[q];
		l->c2 += (double)s->r[q] * t->t[q] * t->t[q];
	}
	l->plane = (struct rmc_plane){ l->n, l->ncol, l->rest, s->r, t->t, true };
	for (size_t q = 2 * l->ncol; l->plane.alike && q < t->nq; q++)
		l->plane.alike = s->r[q] == s->r[l->ncol + q % l->ncol];
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

static struct rmc_turn turned(const float *n, float complex rn, const float *o, float complex ro)
{
	float a = crealf(rn), b = cimagf(rn), c = crealf(ro), d = cimagf(ro);

	return (struct rmc_turn){ a * n[0] - b * n[1], a * n[1] + b * n[0], c * o[0] - d * o[1], c * o[1] + d * o[0] };
}

/* The value (not normalised) after the swap; F follows when it is taken. */
static double pass(const struct loop *l, size_t from, size_t to, bool taken)
{
	float complex rn = ramp(l, to), ro = ramp(l, from);
	double s[2] = { 0, 0 };

	columns(l, to % l->n, l->x.nr, l->x.ni);
	columns(l, from % l->n, l->x.or_, l->x.oi);
	for (size_t row = 0, in = 0, io = 0; row < l->n; row++) {
		l->y[row] = turned(l->turn + 2 * in, rn, l->turn + 2 * io, ro);
		in += to / l->n;
		io += from / l->n;
		in -= in < l->n ? 0 : l->n;
		io -= io < l->n ? 0 : l->n;
	}
	HOT_PICK(rmc_plane_swap)(&l->plane, l->fr, l->fi, l->y, l->x, taken ? l->fr : NULL, l->fi, s);
	return l->c2 - (s[0] > 0 ? s[1] * s[1] / s[0] : 0);
}

static void take(struct loop *l, uint32_t from, uint32_t to)
{
	uint32_t i = l->where[from], j = l->where[to];

	pass(l, from, to, true);
	l->place[i] = to;
	l->place[j] = from;
	l->where[to] = i;
	l->where[from] = j;
	l->s->a[l->tile * l->s->n2 + to] = 1;
	l->s->a[l->tile * l->s->n2 + from] = 0;
}

static bool filled(const struct loop *l, uint32_t at)
{
	return l->where[at] < l->nfilled;
}

int rmc_metropolis(struct rmc_ensemble *s, struct rmc_pace *p, const struct rmc_single *how, struct rng *rng, struct err *e)
{
	struct loop l;
	double norm = s->t->norm, value = (s->value / norm - s->t->floor);

	if (!set_up(&l, s, (size_t)(p->tried / RMC_SINGLE_STEP) % s->m, e))
		for (double k = 0; k < how->most; k++) {
			uint32_t from = l.place[(size_t)(rng_uniform(rng) * (double)l.nfilled)], to;
			double after;
			to = how->reach ? (uint32_t)rmc_swap_beside(from, l.n, how->reach, rng) :
			     l.place[l.nfilled + (size_t)(rng_uniform(rng) * (double)(s->n2 - l.nfilled))];
			p->tried++;
			if (filled(&l, to))
				continue;
			after = pass(&l, from, to, false);
			if (after < value || (how->temperature > 0 && rng_uniform(rng) < exp((value - after) * norm / how->temperature))) {
				value = after;
				p->taken++;
				take(&l, from, to);
			}
		}
	mem_free(l.place);
	mem_free(l.where);
	mem_free(l.turn);
	mem_free(l.x.nr);
	mem_free(l.y);
	mem_free(l.rest);
	if (!e->code)
		rmc_evaluate(s);
	return e->code;
}
