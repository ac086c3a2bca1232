/* swap_map.c - the maps of swaps: made, and filled from models. */
#include "base/mem.h"
#include "rmc/swap_part.h"

void rmc_swaps_free(struct rmc_swaps *w)
{
	if (!w)
		return;
	mem_free(w->z);
	mem_free(w->fs);
	mem_free(w->intensity);
	mem_free(w->own);
	mem_free(w->pixel);
	mem_free(w->kl);
	mem_free(w->apart);
	mem_free(w->apart_f);
	for (int i = 0; i < NMAP; i++)
		mem_free(w->map[i]);
	mem_free(w->place);
	mem_free(w);
}

int rmc_swaps_new(struct rmc_swaps **out, const struct rmc_target *t, bool many, struct err *e)
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
	w->fs = mem_alloc(t->nq, sizeof *w->fs, "maps of swaps", e);
	w->intensity = mem_alloc(t->nq, sizeof *w->intensity, "maps of swaps", e);
	w->own = mem_alloc(t->nq, sizeof *w->own, "maps of swaps", e);
	w->pixel = mem_alloc(n2, sizeof *w->pixel, "maps of swaps", e);
	w->place = mem_alloc(n2, sizeof *w->place, "maps of swaps", e);
	if (!t->ramp) {
		w->kl = mem_alloc(2 * n2, sizeof *w->kl, "maps of swaps", e);
		w->apart = mem_alloc(n2, sizeof *w->apart, "maps of swaps", e);
	}
	if (many && !t->ramp) {
		w->pixel_f = (struct pixel_f *)w->z;	/* as large, and needed when z is not */
		w->kl_f = (float *)w->fs;
		w->apart_f = mem_alloc(n2, sizeof *w->apart_f, "maps of swaps", e);
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

/* F of a tile into z, of the whole plane. */
static void transform(struct rmc_swaps *w, const unsigned char *a)
{
	size_t n = w->t->n;

	for (size_t row = 0; row < n; row++)
		for (size_t col = 0; col < n; col++)
			w->z[row * n + col] = a[row * n + col] ? rmc_swap_turn(w->t, (double)row, (double)col) : 0;
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

struct pair { double re, im; };		/* plain, so that a product is four multiplications and no more */

/* X(q) of a map where F of the tile is f. */
static inline struct pair product(const struct rmc_swaps *w, enum what x, size_t q, double re, double im)
{
	double v = w->t->w[q];

	switch (x) {
	case WIF: v *= w->intensity[q]; return (struct pair){ v * re, -v * im };
	case WDF: v *= w->t->t[q]; return (struct pair){ v * re, -v * im };
	case WF: return (struct pair){ v * re, -v * im };
	case WFF: return (struct pair){ v * (re * re - im * im), -2 * v * re * im };
	case WI: return (struct pair){ v * w->intensity[q], 0 };
	case WD: return (struct pair){ v * w->t->t[q], 0 };
	case WOWN: return (struct pair){ v * w->own[q], 0 };
	case W_: break;
	}
	return (struct pair){ v, 0 };
}

/* S[x] into the real and S[y] into the imaginary part of z; with a ramp S[x] alone. */
static inline void map(struct rmc_swaps *w, const enum what x, const enum what y)
{
	const struct rmc_target *t = w->t;
	size_t n = t->n;

	for (size_t row = 0; row < n; row++)
		for (size_t col = 0; col < n; col++) {
			bool half = col < t->ncol;
			size_t q = half ? row * t->ncol + col : (n - row) % n * t->ncol + (n - col);
			double re = creal(w->fs[q]), im = half ? cimag(w->fs[q]) : -cimag(w->fs[q]), *z = (double *)&w->z[row * n + col];
			struct pair a = product(w, x, q, re, im), b = t->ramp ? (struct pair){ 0, 0 } : product(w, y, q, re, im);
			z[0] = a.re - b.im;
			z[1] = a.im + b.re;
		}
	fft_run(w->fft, w->z, w->z);
}

static void real_maps(struct rmc_swaps *w)
{
	size_t n = w->t->n, n2 = n * n;

	map(w, WIF, WDF);
	for (size_t k = 0; k < n2; k++)
		w->pixel[k] = (struct pixel){ 4 * creal(w->z[k]), 2 * cimag(w->z[k]) };
	map(w, WFF, WF);
	for (size_t k = 0; k < n2; k++) {
		w->kl[2 * k] = creal(w->z[k]);
		w->kl[2 * k + 1] = cimag(w->z[k]);
		w->pixel[k].g += 12 * cimag(w->z[k]);
	}
	map(w, WI, WD);
	for (size_t k = 0; k < n2; k++)
		w->apart[k] = (struct apart){ 4 * creal(w->z[k]), 2 * cimag(w->z[k]), 0 };
	map(w, WOWN, W_);
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

static void copy_many(struct rmc_swaps *w)
{
	size_t n = w->t->n, n2 = n * n;

	for (size_t k = 0; k < n2; k++) {
		struct alone p = rmc_swap_alone(w, k / n, k % n);
		const struct apart *d = &w->apart[k];
		w->pixel_f[k] = (struct pixel_f){ (float)p.g, (float)p.k, (float)p.gd, (float)p.l };
		w->apart_f[k] = (struct apart_f){ (float)(w->a0 - d->a), (float)(w->hd0 - d->hd), (float)(w->w0 - d->w), 0 };
		w->kl_f[2 * k] = (float)(4 * w->kl[2 * k]);
		w->kl_f[2 * k + 1] = (float)(4 * w->kl[2 * k + 1]);
	}
}

static void keep(struct rmc_swaps *w, int m, double factor, bool add)
{
	size_t n2 = w->t->n * w->t->n;

	for (size_t k = 0; k < n2; k++)
		w->map[m][k] = (add ? w->map[m][k] : 0) + factor * w->z[k];
}

static void ramp_maps(struct rmc_swaps *w)
{
	size_t n = w->t->n;

	map(w, WFF, W_);
	keep(w, MK, 1, false);
	map(w, WF, W_);
	keep(w, ML, 1, false);
	map(w, WI, W_);
	keep(w, MU, 4, false);
	map(w, WOWN, W_);
	keep(w, MU, 4, true);
	map(w, W_, W_);
	keep(w, MU, 8, true);
	keep(w, MW, 1, false);
	map(w, WD, W_);
	keep(w, MD, 1, false);
	map(w, WIF, W_);
	for (size_t row = 0; row < n; row++)
		for (size_t col = 0; col < n; col++) {
			double r = (double)row, c = (double)col;
			w->pixel[row * n + col].g = 4 * creal(rmc_swap_turn(w->t, r, c) * w->z[row * n + col]) + 12 * rmc_swap_at(w, ML, r, c);
		}
	map(w, WDF, W_);
	for (size_t row = 0; row < n; row++)
		for (size_t col = 0; col < n; col++)
			w->pixel[row * n + col].gd = 2 * creal(rmc_swap_turn(w->t, (double)row, (double)col) * w->z[row * n + col]);
	w->a0 = rmc_swap_at(w, MU, 0, 0) - 2 * rmc_swap_at(w, MW, 0, 0);
	w->hd0 = 2 * rmc_swap_at(w, MD, 0, 0);
	w->w0 = 2 * rmc_swap_at(w, MW, 0, 0);
}

void rmc_swaps_map(struct rmc_swaps *w, const struct rmc_ensemble *s, size_t tile)
{
	const struct rmc_target *t = w->t;
	const unsigned char *a = s->a + tile * s->n2;
	size_t k = 0;

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
			w->fs[row * t->ncol + col] = w->z[row * t->n + col];
			w->intensity[row * t->ncol + col] += w->own[row * t->ncol + col];
		}
	sums(w);
	if (t->ramp)
		ramp_maps(w);
	else
		real_maps(w);
	if (w->pixel_f)
		copy_many(w);
	for (int on = 1; on >= 0; on--)
		for (size_t i = 0; i < s->n2; i++)
			if (a[i] == on)
				w->place[k++] = (struct place){ (uint16_t)(i / t->n), (uint16_t)(i % t->n) };
	w->filled = s->filled[tile];
	w->model = a;
}
