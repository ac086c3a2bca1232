#include "tomo/norm.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "num/par.h"
#include "num/stat.h"
#include "tomo/norm_priv.h"

enum { STRIP = 4096 };		/* pixels of a median at once */

static int check_par(const struct norm_par *p, size_t nrow, size_t ncol, struct err *e)
{
	if (p->log && !(p->least > 0))
		return err_set(e, E_USAGE, "the least transmission must be above 0 for a logarithm");
	if (p->npoly && !p->log)
		return err_set(e, E_USAGE, "beam hardening is corrected on -ln of the transmission");
	if (2 * p->air > ncol)
		return err_set(e, E_USAGE, "air margins of %zu pixels do not fit %zu columns", p->air, ncol);
	if (p->roi && (p->roi_row[0] >= p->roi_row[1] || p->roi_row[1] > nrow ||
		       p->roi_col[0] >= p->roi_col[1] || p->roi_col[1] > ncol))
		return err_set(e, E_USAGE, "region %zu:%zu,%zu:%zu does not fit %zu rows of %zu columns",
			       p->roi_row[0], p->roi_row[1], p->roi_col[0], p->roi_col[1], nrow, ncol);
	return 0;
}

int norm_new(struct norm **out, const struct norm_par *par, size_t nrow, size_t ncol, struct err *e)
{
	struct norm *n = NULL;

	*out = NULL;
	if (check_par(par, nrow, ncol, e))
		return e->code;
	*out = n = mem_zero(1, sizeof *n, "normalisation", e);
	if (!n)
		return e->code;
	n->par = *par;
	n->nrow = nrow;
	n->ncol = ncol;
	n->npix = nrow * ncol;
	atomic_init(&n->repaired, 0);
	atomic_init(&n->total, 0);
	return 0;
}

static void pile_free(struct norm_pile *p)
{
	mem_free(p->sum);
	mem_free(p->all);
	*p = (struct norm_pile){ .n = 0 };
}

void norm_free(struct norm *n)
{
	if (!n)
		return;
	pile_free(&n->darks);
	pile_free(&n->flats);
	for (size_t b = 0; b < n->nblock; b++)
		mem_free(n->block[b].range);
	free(n->block);
	free(n->dark_frame);
	mem_free(n->dark);
	mem_free(n->scale);
	mem_free(n);
}

static size_t pile_need(enum norm_how how, size_t count)
{
	/* a median's room grows by doubling, old and new at once */
	return how == NORM_MEDIAN ? 4 * count * sizeof(float) : sizeof(double);
}

size_t norm_need(const struct norm_par *par, size_t nrow, size_t ncol,
		 size_t ndark, size_t nflat, size_t nblock)
{
	size_t fixed = (par->flat == NORM_INTERP && nblock > 1 ? nblock : 2) + 1;
	size_t darks = pile_need(par->dark, ndark), flats = pile_need(par->flat, nflat);

	return nrow * ncol * (fixed * sizeof(float) + darks + flats);
}

static int add_sum(struct norm_pile *p, const float *image, size_t npix, struct err *e)
{
	if (!p->sum && !(p->sum = mem_zero(npix, sizeof *p->sum, "a mean image", e)))
		return e->code;
	for (size_t i = 0; i < npix; i++)
		p->sum[i] += (double)image[i];
	p->n++;
	return 0;
}

static int add_copy(struct norm_pile *p, const float *image, size_t npix, struct err *e)
{
	if (p->n == p->cap) {
		size_t cap = p->cap ? 2 * p->cap : 4, bytes;
		float *all;

		if (mem_mul(cap, npix * sizeof *all, &bytes, "a median of images", e) ||
		    !(all = mem_alloc(1, bytes, "a median of images", e)))
			return e->code;
		if (p->n)
			memcpy(all, p->all, p->n * npix * sizeof *all);
		mem_free(p->all);
		p->all = all;
		p->cap = cap;
	}
	memcpy(p->all + p->n++ * npix, image, npix * sizeof *image);
	return 0;
}

static int add(struct norm_pile *p, enum norm_how how, const float *image, size_t npix, struct err *e)
{
	return how == NORM_MEDIAN ? add_copy(p, image, npix, e) : add_sum(p, image, npix, e);
}

struct median { const struct norm_pile *pile; size_t npix; float *out; };

/* Medians of one strip of pixels.  A NaN among them gives NaN. */
static int median_strip(void *ctx, size_t strip, void *work, struct err *e)
{
	const struct median *m = ctx;
	size_t end = (strip + 1) * STRIP < m->npix ? (strip + 1) * STRIP : m->npix;
	float *v = work;

	(void)e;
	for (size_t i = strip * STRIP; i < end; i++) {
		bool nan = false;

		for (size_t k = 0; k < m->pile->n; k++) {
			v[k] = m->pile->all[k * m->npix + i];
			nan |= isnan(v[k]) != 0;
		}
		m->out[i] = nan ? NAN : stat_median_f32(v, m->pile->n);
	}
	return 0;
}

/* The mean or median of a pile, which is emptied; NULL on failure. */
static float *pile_image(struct norm_pile *p, size_t npix, struct err *e)
{
	float *out = mem_alloc(npix, sizeof *out, "an image", e);
	struct median m = { p, npix, out };

	if (!out)
		return NULL;
	if (p->sum)
		for (size_t i = 0; i < npix; i++)
			out[i] = (float)(p->sum[i] / (double)p->n);
	else if (par_for((npix + STRIP - 1) / STRIP, p->n * sizeof(float), median_strip, &m, e)) {
		mem_free(out);
		return NULL;
	}
	pile_free(p);
	return out;
}

/* The flats in the pile become a block; its range still is the flat itself. */
static int close_block(struct norm *n, struct err *e)
{
	size_t count = n->flats.n;
	struct norm_block *b;

	if (count == 0)
		return 0;
	b = realloc(n->block, (n->nblock + 1) * sizeof *b);
	if (!b)
		return err_nomem(e, "the blocks of flats");
	n->block = b;
	b += n->nblock;
	b->frame = n->frame_sum / (double)count;
	b->range = pile_image(&n->flats, n->npix, e);
	if (!b->range)
		return e->code;
	n->nblock++;
	n->frame_sum = 0;
	return 0;
}

/* Was anything but darks taken between the last flat and this one? */
static bool new_block(const struct norm *n, double frame)
{
	size_t darks = 0;

	if (n->par.flat != NORM_INTERP || n->flats.n == 0 || !(frame > n->frame_last + 1))
		return false;
	for (size_t i = 0; i < n->ndark_frame; i++)
		darks += n->dark_frame[i] > n->frame_last && n->dark_frame[i] < frame;
	return frame - n->frame_last - 1 > (double)darks;
}

static int add_dark(struct norm *n, double frame, const float *image, struct err *e)
{
	double *p = realloc(n->dark_frame, (n->ndark_frame + 1) * sizeof *p);

	if (!p)
		return err_nomem(e, "the darks");
	n->dark_frame = p;
	p[n->ndark_frame++] = frame;
	return n->par.no_dark ? 0 : add(&n->darks, n->par.dark, image, n->npix, e);
}

int norm_add(struct norm *n, int key, double frame, const float *image, struct err *e)
{
	if (key == KEY_DARK)
		return add_dark(n, frame, image, e);
	if (key != KEY_FLAT)
		return 0;
	if (new_block(n, frame) && close_block(n, e))
		return e->code;
	n->frame_last = frame;
	n->frame_sum += frame;
	return add(&n->flats, n->par.flat, image, n->npix, e);
}

static int by_frame(const void *a, const void *b)
{
	double x = ((const struct norm_block *)a)->frame, y = ((const struct norm_block *)b)->frame;

	return (x > y) - (x < y);
}

static int check_flat(const struct norm *n, struct err *e)
{
	for (size_t b = 0; b < n->nblock; b++)
		for (size_t i = 0; i < n->npix; i++)
			if (n->block[b].range[i] != 0)
				return 0;
	return err_set(e, E_DATA, "the flats are all 0");
}

/* flat becomes flat - dark, NaN where that cannot be used; those are counted, or an error when strict. */
static int subtract_dark(struct norm *n, struct norm_block *b, unsigned char *dead, struct err *e)
{
	size_t bad = 0;

	for (size_t i = 0; i < n->npix; i++) {
		float flat = b->range[i], v = flat - n->dark[i];
		bool ok = v > 0 && isfinite(v);

		b->range[i] = ok ? v : NAN;
		bad += !ok;
		dead[i] |= !ok;
		if (!ok && n->par.strict)
			return err_set(e, E_DATA, "row %zu, col %zu: the flat, %g, is not above the dark, %g",
				       i / n->ncol, i % n->ncol, (double)flat, (double)n->dark[i]);
	}
	if (bad * 100 > n->npix)
		return err_set(e, E_DATA, "the flats are not above the darks in %zu of %zu pixels (%.3g %%)",
			       bad, n->npix, 100 * (double)bad / (double)n->npix);
	return 0;
}

static int make_scale(struct norm *n, struct err *e)
{
	const float *range = n->block[0].range;

	n->scale = mem_alloc(n->npix, sizeof *n->scale, "the flat", e);
	if (!n->scale)
		return e->code;
	for (size_t i = 0; i < n->npix; i++)
		n->scale[i] = 1 / range[i];
	return 0;
}

int norm_finish(struct norm *n, struct err *e)
{
	unsigned char *dead;

	if (close_block(n, e))
		return e->code;
	if (n->nblock == 0)
		return err_set(e, E_DATA, "there are no flats");
	if (n->darks.n == 0 && !n->par.no_dark)
		return err_set(e, E_DATA, "there are no darks");
	if (check_flat(n, e))
		return e->code;
	n->dark = n->par.no_dark ? mem_zero(n->npix, sizeof *n->dark, "the dark", e)
				 : pile_image(&n->darks, n->npix, e);
	dead = mem_zero(n->npix, 1, "a mask", e);
	qsort(n->block, n->nblock, sizeof *n->block, by_frame);
	for (size_t b = 0; b < n->nblock && !e->code; b++)
		subtract_dark(n, &n->block[b], dead, e);
	for (size_t i = 0; i < n->npix && !e->code; i++)
		n->dead += dead[i];
	mem_free(dead);
	if (!e->code && n->nblock == 1)
		make_scale(n, e);
	return e->code;
}

size_t norm_blocks(const struct norm *n)
{
	return n->nblock;
}

double norm_block_frame(const struct norm *n, size_t b)
{
	return n->block[b].frame;
}

size_t norm_dead(const struct norm *n)
{
	return n->dead;
}

void norm_count(const struct norm *n, size_t *repaired, size_t *total)
{
	*repaired = atomic_load(&((struct norm *)n)->repaired);
	*total = atomic_load(&((struct norm *)n)->total);
}

int norm_check(const struct norm *n, struct err *e)
{
	size_t repaired, total;

	norm_count(n, &repaired, &total);
	if (repaired > total / 100)
		return err_set(e, E_DATA, "%zu of %zu pixels are invalid (%.3g %%): the flat is not above the dark, "
			       "or the counts are not finite", repaired, total,
			       100 * (double)repaired / (double)total);
	return 0;
}
