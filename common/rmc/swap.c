/* swap.c - the exact change of the cost by a swap. */
#include "rmc/swap_part.h"

static struct rmc_change ramp_change(const struct rmc_swaps *w, size_t from, size_t to)
{
	double n = (double)w->t->n;
	double nr = floor((double)to / n), nc = (double)to - n * nr, or_ = floor((double)from / n), oc = (double)from - n * or_, dr = nr - or_, dc = nc - oc;
	struct alone filled = rmc_swap_alone(w, to / w->t->n, to % w->t->n), emptied = rmc_swap_alone(w, from / w->t->n, from % w->t->n);
	const struct alone *f = &filled, *o = &emptied;

	return (struct rmc_change){
		.a = f->g + f->k - o->g + o->k - 4 * rmc_swap_at(w, MK, nr + or_, nc + oc) - 4 * rmc_swap_at(w, ML, nr + dr, nc + dc) + 4 * rmc_swap_at(w, ML, or_ - dr, oc - dc) +
		     w->a0 - rmc_swap_at(w, MU, dr, dc) + 2 * rmc_swap_at(w, MW, 2 * dr, 2 * dc),
		.b = f->gd - o->gd + w->hd0 - 2 * rmc_swap_at(w, MD, dr, dc),
		.c = f->l - o->l + w->w0 - 2 * rmc_swap_at(w, MW, dr, dc),
	};
}

/* x in [0, 3 n) modulo n. */
static inline size_t wrap(size_t x, size_t n)
{
	x = x >= 2 * n ? x - 2 * n : x;
	return x >= n ? x - n : x;
}

/* What a swap looks up; without a ramp. */
struct lookup { struct alone f, o; const struct apart *d; const double *sum, *beyond, *before; };

static inline struct lookup look(const struct rmc_swaps *w, struct place o, struct place f)
{
	size_t n = w->t->n;

	return (struct lookup){
		rmc_swap_alone(w, f.row, f.col), rmc_swap_alone(w, o.row, o.col),
		&w->apart[wrap(f.row + n - o.row, n) * n + wrap(f.col + n - o.col, n)],
		&w->kl[2 * (wrap(f.row + o.row, n) * n + wrap(f.col + o.col, n))],
		&w->kl[2 * (wrap(2 * (size_t)f.row + n - o.row, n) * n + wrap(2 * (size_t)f.col + n - o.col, n))],
		&w->kl[2 * (wrap(2 * (size_t)o.row + n - f.row, n) * n + wrap(2 * (size_t)o.col + n - f.col, n))],
	};
}

static inline struct rmc_change change(const struct rmc_swaps *w, const struct lookup *l)
{
	return (struct rmc_change){
		.a = l->f.g + l->f.k - l->o.g + l->o.k - 4 * l->sum[0] - 4 * l->beyond[1] + 4 * l->before[1] + w->a0 - l->d->a,
		.b = l->f.gd - l->o.gd + w->hd0 - l->d->hd,
		.c = l->f.l - l->o.l + w->w0 - l->d->w,
	};
}

struct rmc_change rmc_swap_change(const struct rmc_swaps *w, size_t from, size_t to)
{
	unsigned n = (unsigned)w->t->n, o = (unsigned)from, f = (unsigned)to;
	struct lookup l;

	if (w->t->ramp)
		return ramp_change(w, from, to);
	l = look(w, (struct place){ (uint16_t)(o / n), (uint16_t)(o % n) }, (struct place){ (uint16_t)(f / n), (uint16_t)(f % n) });
	return change(w, &l);
}

double rmc_swap_value(const struct rmc_swaps *w, struct rmc_change d)
{
	double a = w->a + d.a, b = w->b + d.b, c = w->c + d.c, det = a * w->w - c * c, least;

	if (w->t->background && det > 1e-12 * a * w->w)
		least = w->wdd - (b * (b * w->w - c * w->wd) + w->wd * (a * w->wd - b * c)) / det;
	else
		least = w->wdd - (a > 0 ? b * b / a : 0);
	return w->t->norm * ((least > 0 ? least : 0) + w->t->floor);
}

double rmc_swap_fixed(struct rmc_change d, struct rmc_scale s)
{
	return s.c * s.c * d.a - 2 * s.c * d.b + 2 * s.c * s.b * d.c;
}

/* ---- many ---- */

enum { BLOCK = RMC_PROPOSALS, RUN = 4 };

static size_t any(uint32_t word, size_t n)
{
	return (size_t)((uint64_t)word * n >> 32);
}

/* As struct lookup, in single precision. */
struct lookup_f { const struct pixel_f *f, *o; const struct apart_f *d; const float *sum, *beyond, *before; };

static inline struct lookup_f look_f(const struct rmc_swaps *w, struct place o, struct place f)
{
	size_t n = w->t->n;
	struct lookup_f l = {
		&w->pixel_f[f.row * n + f.col], &w->pixel_f[o.row * n + o.col],
		&w->apart_f[wrap(f.row + n - o.row, n) * n + wrap(f.col + n - o.col, n)],
		&w->kl_f[2 * (wrap(f.row + o.row, n) * n + wrap(f.col + o.col, n))],
		&w->kl_f[2 * (wrap(2 * (size_t)f.row + n - o.row, n) * n + wrap(2 * (size_t)f.col + n - o.col, n))],
		&w->kl_f[2 * (wrap(2 * (size_t)o.row + n - f.row, n) * n + wrap(2 * (size_t)o.col + n - f.col, n))],
	};

	__builtin_prefetch(l.f);
	__builtin_prefetch(l.o);
	__builtin_prefetch(l.d);
	__builtin_prefetch(l.sum);
	__builtin_prefetch(l.beyond);
	__builtin_prefetch(l.before);
	return l;
}

static inline struct rmc_change change_f(const struct lookup_f *l)
{
	return (struct rmc_change){
		.a = l->f->g - l->o->g + l->f->k + l->o->k - l->sum[0] - l->beyond[1] + l->before[1] + l->d->a,
		.b = l->f->gd - l->o->gd + l->d->hd,
		.c = l->f->l - l->o->l + l->d->w,
	};
}

/* Runs of RUN empty pixels beside each other; the places are on their way while the rest is drawn. */
static void draw(const struct rmc_swaps *w, struct rng *rng, struct place *o, struct place *f)
{
	size_t empty = w->t->n * w->t->n - w->filled, from[BLOCK / RUN], to[BLOCK / RUN];

	for (int i = 0; i < BLOCK / RUN; i += 2) {
		uint32_t word[4];
		rng_block(rng->seed, rng->stream, rng->index++, word);
		for (int j = 0; j < 2; j++) {
			from[i + j] = any(word[2 * j], w->filled);
			to[i + j] = any(word[2 * j + 1], empty);
			__builtin_prefetch(&w->place[from[i + j]]);
			__builtin_prefetch(&w->place[w->filled + to[i + j]]);
		}
	}
	for (int i = 0; i < BLOCK; i++) {
		size_t k = to[i / RUN] + (size_t)(i % RUN);
		o[i] = w->place[from[i / RUN]];
		f[i] = w->place[w->filled + (k < empty ? k : k % empty)];
	}
}

size_t rmc_swap_beside(size_t at, size_t n, size_t reach, struct rng *rng)
{
	size_t half = reach && 2 * reach + 1 < n ? reach : 0, wide = half ? 2 * half + 1 : n, here = half * wide + half;
	size_t k = any(rng_u32(rng), wide * wide - 1);

	k += k >= here;
	return (at / n + n - half + k / wide) % n * n + (at % n + n - half + k % wide) % n;
}

static void draw_near(const struct rmc_swaps *w, size_t reach, struct rng *rng, struct place *o, struct place *f)
{
	size_t n = w->t->n;

	for (int i = 0; i < BLOCK; i++) {
		size_t to;
		o[i] = w->place[any(rng_u32(rng), w->filled)];
		to = rmc_swap_beside(o[i].row * n + o[i].col, n, reach, rng);
		f[i] = (struct place){ (uint16_t)(to / n), (uint16_t)(to % n) };
	}
}

void rmc_swap_propose(const struct rmc_swaps *w, size_t reach, struct rng *rng, struct rmc_proposal *p)
{
	size_t n = w->t->n;
	struct place o[BLOCK], f[BLOCK];
	struct lookup_f l[BLOCK];

	if (reach)
		draw_near(w, reach, rng, o, f);
	else
		draw(w, rng, o, f);
	for (int i = 0; i < BLOCK; i++) {
		p[i].from = (unsigned)(o[i].row * n + o[i].col);
		p[i].to = (unsigned)(f[i].row * n + f[i].col);
		if (w->t->ramp)
			p[i].value = rmc_swap_value(w, ramp_change(w, p[i].from, p[i].to));
		else		/* all that is far away is on its way before the first is needed */
			l[i] = look_f(w, o[i], f[i]);
	}
	for (int i = 0; i < BLOCK && !w->t->ramp; i++)
		p[i].value = rmc_swap_value(w, change_f(&l[i]));
	for (int i = 0; i < BLOCK && reach; i++)
		if (w->model[p[i].to])
			p[i].value = INFINITY;
}
