/* swap.c - the exact change of the cost by a swap. */
#include "rmc/swap.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

/* Of one pixel: what it adds when it is filled alone (signs of the first and of G, L turn when it is emptied). */
struct pixel { double g, k, gd, l; };		/* 4 G_I + 12 L, 2 K(2r), 2 G_D, 2 L */
/* Of a distance d = n - o. */
struct apart { double a, hd, w, none; };	/* 4 H_I + 4 P + 8 W(d) - 2 W(2d), 2 H_D, 2 W */

enum { MK, ML, MU, MD, MW, NMAP };		/* with a ramp: complex maps of K, L, 4 H_I + 4 P + 8 W, H_D, W */

struct place { uint16_t row, col; };

struct rmc_swaps {
	const struct rmc_target *t;
	const struct fft *fft;
	double complex *z;			/* [n][n] */
	double *intensity;			/* [n][ncol] of all tiles */
	double *own;				/* of the tile alone */
	struct pixel *pixel;			/* [n][n] */
	double *kl;				/* [n][n] K, L beside each other; without a ramp */
	struct apart *apart;			/* [n][n] likewise */
	double complex *map[NMAP];		/* [n][n] with a ramp */
	struct place *place;			/* [n][n] filled pixels first */
	size_t filled;
	double a, b, c, w, wd, wdd;		/* sums of w I^2, w I D, w I, w, w D, w D^2 */
	double a0, hd0, w0;			/* at distance 0 */
};

void rmc_swaps_free(struct rmc_swaps *w)
{
	if (!w)
		return;
	mem_free(w->z);
	mem_free(w->intensity);
	mem_free(w->own);
	mem_free(w->pixel);
	mem_free(w->kl);
	mem_free(w->apart);
	for (int i = 0; i < NMAP; i++)
		mem_free(w->map[i]);
	mem_free(w->place);
	mem_free(w);
}

int rmc_swaps_new(struct rmc_swaps **out, const struct rmc_target *t, struct err *e)
{
	struct rmc_swaps *w;
	size_t n2 = t->n * t->n, shape[2] = { t->n, t->n };

	*out = NULL;
	if (t->metric != RMC_INTENSITY)
		return err_set(e, E_USAGE, "exact swaps are of metric intensity alone");
	if (!(w = mem_zero(1, sizeof *w, "maps of swaps", e)))
		return e->code;
	w->t = t;
	w->z = mem_alloc(n2, sizeof *w->z, "maps of swaps", e);
	w->intensity = mem_alloc(t->nq, sizeof *w->intensity, "maps of swaps", e);
	w->own = mem_alloc(t->nq, sizeof *w->own, "maps of swaps", e);
	w->pixel = mem_alloc(n2, sizeof *w->pixel, "maps of swaps", e);
	w->place = mem_alloc(n2, sizeof *w->place, "maps of swaps", e);
	if (!t->ramp) {
		w->kl = mem_alloc(2 * n2, sizeof *w->kl, "maps of swaps", e);
		w->apart = mem_alloc(n2, sizeof *w->apart, "maps of swaps", e);
	}
	for (int i = 0; i < NMAP && t->ramp; i++)
		w->map[i] = mem_alloc(n2, sizeof *w->map[i], "maps of swaps", e);
	if (!e->code)
		fft_plan_double(&w->fft, FFT_FORWARD, 2, shape, 1, 1, e);
	if (e->code)
		rmc_swaps_free(w);
	else
		*out = w;
	return e->code;
}

/* ---- the pattern ---- */

static double complex turn(const struct rmc_target *t, double row, double col)
{
	return t->ramp ? cexp(-2 * M_PI * I * (t->delta_px[0] * row + t->delta_px[1] * col) / (double)t->n) : 1;
}

/* F of a tile into z, of the whole plane. */
static void transform(struct rmc_swaps *w, const unsigned char *a)
{
	size_t n = w->t->n;

	for (size_t row = 0; row < n; row++)
		for (size_t col = 0; col < n; col++)
			w->z[row * n + col] = a[row * n + col] ? turn(w->t, (double)row, (double)col) : 0;
	fft_run(w->fft, w->z, w->z);
}

static void add_power(const struct rmc_swaps *w, double *sum)
{
	const struct rmc_target *t = w->t;

	for (size_t row = 0; row < t->n; row++)
		for (size_t col = 0; col < t->ncol; col++) {
			double complex f = w->z[row * t->n + col];
			sum[row * t->ncol + col] += creal(f) * creal(f) + cimag(f) * cimag(f);
		}
}

static void sums(struct rmc_swaps *w)
{
	const struct rmc_target *t = w->t;

	w->a = w->b = w->c = w->w = w->wd = w->wdd = 0;
	for (size_t q = 0; q < t->nq; q++) {
		double m = (double)t->mult[q % t->ncol] * t->w[q], i = w->intensity[q], d = t->t[q];
		w->a += m * i * i;
		w->b += m * i * d;
		w->c += m * i;
		w->w += m;
		w->wd += m * d;
		w->wdd += m * d * d;
	}
}

/* ---- maps ---- */

enum what { WIF, WDF, WF, WFF, WI, WD, WOWN, W_ };

/* X(q) of a map at (row, col) of the half that is kept; F there is f. */
static double complex product(const struct rmc_swaps *w, enum what x, size_t q, double complex f)
{
	double v = w->t->w[q];

	switch (x) {
	case WIF: return v * w->intensity[q] * conj(f);
	case WDF: return v * (double)w->t->t[q] * conj(f);
	case WF: return v * conj(f);
	case WFF: return v * conj(f) * conj(f);
	case WI: return v * w->intensity[q];
	case WD: return v * (double)w->t->t[q];
	case WOWN: return v * w->own[q];
	case W_: break;
	}
	return v;
}

/*
 * S[x] into the real and S[y] into the imaginary part of z; with a ramp S[x] alone.  F of the tile is f32's, doubles are made of it before: fs.
 */
static void map(struct rmc_swaps *w, enum what x, enum what y, const double complex *fs)
{
	const struct rmc_target *t = w->t;
	size_t n = t->n;

	for (size_t row = 0; row < n; row++)
		for (size_t col = 0; col < n; col++) {
			bool half = col < t->ncol;
			size_t q = half ? row * t->ncol + col : (n - row) % n * t->ncol + (n - col);
			double complex f = half ? fs[q] : conj(fs[q]);
			w->z[row * n + col] = t->ramp ? product(w, x, q, f) : product(w, x, q, f) + I * product(w, y, q, f);
		}
	fft_run(w->fft, w->z, w->z);
}

static void real_maps(struct rmc_swaps *w, const double complex *fs)
{
	size_t n = w->t->n, n2 = n * n;

	map(w, WIF, WDF, fs);
	for (size_t k = 0; k < n2; k++)
		w->pixel[k] = (struct pixel){ 4 * creal(w->z[k]), 0, 2 * cimag(w->z[k]), 0 };
	map(w, WFF, WF, fs);
	for (size_t row = 0; row < n; row++)
		for (size_t col = 0; col < n; col++) {
			size_t k = row * n + col, twice = 2 * row % n * n + 2 * col % n;
			w->kl[2 * k] = creal(w->z[k]);
			w->kl[2 * k + 1] = cimag(w->z[k]);
			w->pixel[k].g += 12 * cimag(w->z[k]);
			w->pixel[k].l = 2 * cimag(w->z[k]);
			w->pixel[k].k = 2 * creal(w->z[twice]);
		}
	map(w, WI, WD, fs);
	for (size_t k = 0; k < n2; k++)
		w->apart[k] = (struct apart){ 4 * creal(w->z[k]), 2 * cimag(w->z[k]), 0, 0 };
	map(w, WOWN, W_, fs);
	for (size_t row = 0; row < n; row++)
		for (size_t col = 0; col < n; col++) {
			size_t k = row * n + col, twice = 2 * row % n * n + 2 * col % n;
			w->apart[k].a += 4 * creal(w->z[k]) + 8 * cimag(w->z[k]) - 2 * cimag(w->z[twice]);
			w->apart[k].w = 2 * cimag(w->z[k]);
		}
	w->a0 = w->apart[0].a;
	w->hd0 = w->apart[0].hd;
	w->w0 = w->apart[0].w;
}

static void keep(struct rmc_swaps *w, int m, double factor, bool add)
{
	size_t n2 = w->t->n * w->t->n;

	for (size_t k = 0; k < n2; k++)
		w->map[m][k] = (add ? w->map[m][k] : 0) + factor * w->z[k];
}

static double at(const struct rmc_swaps *w, int m, double row, double col)
{
	double n = (double)w->t->n;
	size_t r = (size_t)(row - n * floor(row / n)), c = (size_t)(col - n * floor(col / n));

	return creal(turn(w->t, row, col) * w->map[m][r * w->t->n + c]);
}

static void ramp_maps(struct rmc_swaps *w, const double complex *fs)
{
	size_t n = w->t->n;

	map(w, WFF, W_, fs);
	keep(w, MK, 1, false);
	map(w, WF, W_, fs);
	keep(w, ML, 1, false);
	map(w, WI, W_, fs);
	keep(w, MU, 4, false);
	map(w, WOWN, W_, fs);
	keep(w, MU, 4, true);
	map(w, W_, W_, fs);
	keep(w, MU, 8, true);
	keep(w, MW, 1, false);
	map(w, WD, W_, fs);
	keep(w, MD, 1, false);
	map(w, WIF, W_, fs);
	for (size_t row = 0; row < n; row++)
		for (size_t col = 0; col < n; col++) {
			double r = (double)row, c = (double)col, l = at(w, ML, r, c);
			w->pixel[row * n + col] = (struct pixel){ 4 * creal(turn(w->t, r, c) * w->z[row * n + col]) + 12 * l, 2 * at(w, MK, 2 * r, 2 * c), 0, 2 * l };
		}
	map(w, WDF, W_, fs);
	for (size_t row = 0; row < n; row++)
		for (size_t col = 0; col < n; col++)
			w->pixel[row * n + col].gd = 2 * creal(turn(w->t, (double)row, (double)col) * w->z[row * n + col]);
	w->a0 = at(w, MU, 0, 0) - 2 * at(w, MW, 0, 0);
	w->hd0 = 2 * at(w, MD, 0, 0);
	w->w0 = 2 * at(w, MW, 0, 0);
}

int rmc_swaps_map(struct rmc_swaps *w, const struct rmc_ensemble *s, size_t tile, struct err *e)
{
	const struct rmc_target *t = w->t;
	const unsigned char *a = s->a + tile * s->n2;
	double complex *fs = mem_alloc(t->nq, sizeof *fs, "maps of swaps", e);
	size_t k = 0;

	if (!fs)
		return e->code;
	for (size_t q = 0; q < t->nq; q++)
		w->intensity[q] = w->own[q] = 0;
	for (size_t i = 0; i < s->m; i++)
		if (i != tile) {
			transform(w, s->a + i * s->n2);
			add_power(w, w->intensity);
		}
	transform(w, a);
	add_power(w, w->own);
	for (size_t row = 0; row < t->n; row++)
		for (size_t col = 0; col < t->ncol; col++) {
			fs[row * t->ncol + col] = w->z[row * t->n + col];
			w->intensity[row * t->ncol + col] += w->own[row * t->ncol + col];
		}
	sums(w);
	if (t->ramp)
		ramp_maps(w, fs);
	else
		real_maps(w, fs);
	for (int on = 1; on >= 0; on--)
		for (size_t i = 0; i < s->n2; i++)
			if (a[i] == on)
				w->place[k++] = (struct place){ (uint16_t)(i / t->n), (uint16_t)(i % t->n) };
	w->filled = s->filled[tile];
	mem_free(fs);
	return 0;
}

/* ---- a swap ---- */

static struct rmc_change ramp_change(const struct rmc_swaps *w, size_t from, size_t to)
{
	double n = (double)w->t->n;
	double nr = floor((double)to / n), nc = (double)to - n * nr, or_ = floor((double)from / n), oc = (double)from - n * or_, dr = nr - or_, dc = nc - oc;
	const struct pixel *f = &w->pixel[to], *o = &w->pixel[from];

	return (struct rmc_change){
		.a = f->g + f->k - o->g + o->k - 4 * at(w, MK, nr + or_, nc + oc) - 4 * at(w, ML, nr + dr, nc + dc) + 4 * at(w, ML, or_ - dr, oc - dc) +
		     w->a0 - at(w, MU, dr, dc) + 2 * at(w, MW, 2 * dr, 2 * dc),
		.b = f->gd - o->gd + w->hd0 - 2 * at(w, MD, dr, dc),
		.c = f->l - o->l + w->w0 - 2 * at(w, MW, dr, dc),
	};
}

/* x in [0, 3 n) modulo n. */
static inline size_t wrap(size_t x, size_t n)
{
	x = x >= 2 * n ? x - 2 * n : x;
	return x >= n ? x - n : x;
}

/* What a swap looks up; without a ramp. */
struct lookup { const struct pixel *f, *o; const struct apart *d; const double *sum, *beyond, *before; };

static inline struct lookup look(const struct rmc_swaps *w, struct place o, struct place f)
{
	size_t n = w->t->n;

	return (struct lookup){
		&w->pixel[f.row * n + f.col], &w->pixel[o.row * n + o.col],
		&w->apart[wrap(f.row + n - o.row, n) * n + wrap(f.col + n - o.col, n)],
		&w->kl[2 * (wrap(f.row + o.row, n) * n + wrap(f.col + o.col, n))],
		&w->kl[2 * (wrap(2 * (size_t)f.row + n - o.row, n) * n + wrap(2 * (size_t)f.col + n - o.col, n))],
		&w->kl[2 * (wrap(2 * (size_t)o.row + n - f.row, n) * n + wrap(2 * (size_t)o.col + n - f.col, n))],
	};
}

static inline struct rmc_change change(const struct rmc_swaps *w, const struct lookup *l)
{
	return (struct rmc_change){
		.a = l->f->g + l->f->k - l->o->g + l->o->k - 4 * l->sum[0] - 4 * l->beyond[1] + 4 * l->before[1] + w->a0 - l->d->a,
		.b = l->f->gd - l->o->gd + w->hd0 - l->d->hd,
		.c = l->f->l - l->o->l + w->w0 - l->d->w,
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
	return w->t->norm * (fmax(least, 0) + w->t->floor);
}

double rmc_swap_fixed(const struct rmc_swaps *w, struct rmc_change d, struct rmc_scale s)
{
	(void)w;
	return s.c * s.c * d.a - 2 * s.c * d.b + 2 * s.c * s.b * d.c;
}

/* ---- single swaps ---- */

static bool near(size_t a, size_t b, size_t n, size_t reach)
{
	size_t d = a > b ? a - b : b - a;

	return (d < n - d ? d : n - d) <= reach;
}

enum { BLOCK = RMC_PROPOSALS };

static size_t any(struct rng *rng, size_t n)
{
	return (size_t)((uint64_t)rng_u32(rng) * n >> 32);
}

void rmc_swap_propose(const struct rmc_swaps *w, struct rng *rng, struct rmc_proposal *p)
{
	size_t n = w->t->n, n2 = n * n;
	struct place o[BLOCK], f[BLOCK];
	struct lookup l[BLOCK];

	for (int i = 0; i < BLOCK; i++) {
		o[i] = w->place[any(rng, w->filled)];
		f[i] = w->place[w->filled + any(rng, n2 - w->filled)];
		p[i].from = (unsigned)(o[i].row * n + o[i].col);
		p[i].to = (unsigned)(f[i].row * n + f[i].col);
	}
	if (w->t->ramp) {
		for (int i = 0; i < BLOCK; i++)
			p[i].value = rmc_swap_value(w, ramp_change(w, p[i].from, p[i].to));
		return;
	}
	for (int i = 0; i < BLOCK; i++) {		/* all that is far away is on its way before the first is needed */
		l[i] = look(w, o[i], f[i]);
		__builtin_prefetch(l[i].f);
		__builtin_prefetch(l[i].o);
		__builtin_prefetch(l[i].d);
		__builtin_prefetch(l[i].sum);
		__builtin_prefetch(l[i].beyond);
		__builtin_prefetch(l[i].before);
	}
	for (int i = 0; i < BLOCK; i++)
		p[i].value = rmc_swap_value(w, change(w, &l[i]));
}

static bool within(const struct rmc_proposal *x, size_t n, size_t reach)
{
	return !reach || (near(x->from / n, x->to / n, n, reach) && near(x->from % n, x->to % n, n, reach));
}

int rmc_swap_step(struct rmc_ensemble *s, struct rmc_swaps *w, struct rmc_pace *p, const struct rmc_single *how, struct rng *rng, struct err *e)
{
	size_t tile = (size_t)p->tried % s->m;
	struct rmc_proposal x[BLOCK];
	double now;

	if (rmc_swaps_map(w, s, tile, e))
		return e->code;
	now = rmc_swap_value(w, (struct rmc_change){ 0, 0, 0 });
	for (double k = 0; k < how->most; k++) {
		const struct rmc_proposal *at = &x[(size_t)k % BLOCK];
		if ((size_t)k % BLOCK == 0)
			rmc_swap_propose(w, rng, x);
		p->tried++;
		if (within(at, s->t->n, how->reach) &&
		    (at->value < now || (how->temperature > 0 && rng_uniform(rng) < exp((now - at->value) / how->temperature)))) {
			struct rmc_flip f[2] = { { (unsigned)tile, at->from }, { (unsigned)tile, at->to } };
			rmc_flip(s, f, 2);
			p->taken++;
			break;
		}
	}
	rmc_evaluate(s);
	return 0;
}

/* ---- the polish ---- */

enum { FEW = 96 };		/* candidates of each kind */

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
		const struct pixel *p = &w->pixel[i];
		double sign = on ? -1 : 1, v;
		size_t j;
		if (a[i] != on)
			continue;
		v = rmc_swap_fixed(w, (struct rmc_change){ sign * p->g + p->k, sign * p->gd, sign * p->l }, at);
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

bool rmc_polish(struct rmc_ensemble *s, struct rmc_swaps *w, struct rmc_pace *p, struct rmc_flip *room, struct err *e)
{
	struct better *all = mem_alloc(FEW * FEW, sizeof *all, "swaps", e), some[FEW];
	bool better = false;

	(void)room;
	for (size_t tile = 0; all && tile < s->m && !e->code; tile++) {
		struct rmc_scale here = s->at;
		double now;
		size_t n;
		if (rmc_swaps_map(w, s, tile, e))
			break;
		now = rmc_swap_value(w, (struct rmc_change){ 0, 0, 0 });
		n = improving(w, s->a + tile * s->n2, s->n2, here, now * (1 - 1e-9), all, some);
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
