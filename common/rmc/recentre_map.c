#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "num/fft.h"
#include "num/par.h"
#include "rmc/recentre_part.h"

/*
 * Four planes: x, its mask, its square, and one for the product of the first two.  Transformed, they become
 * sum x x', sum m m', sum x^2 m', sum x m', primes at s - p.
 */
enum { X, MASK, SQUARE, CROSS, PLANES };

struct planes {
	const struct centre_form *form;
	const float *x;
	float **plane;
	size_t nrow, stride, ncol;	/* padded; stride = 2 (ncol/2 + 1) */
	const struct fft *forward, *back;
};

static void fill(const struct planes *p, size_t which)
{
	const struct centre_form *f = p->form;
	float *y = p->plane[which];

	memset(y, 0, p->nrow * p->stride * sizeof *y);
	for (size_t row = 0; row < f->nrow; row++)
		for (size_t col = 0; col < f->ncol; col++) {
			float v = p->x[row * f->ncol + col], ok = f->ok[row * f->ncol + col];

			y[row * p->stride + col] = which == X ? v : which == MASK ? ok : v * v;
		}
}

static int go_forward(void *ctx, size_t i, void *work, struct err *e)
{
	struct planes *p = ctx;

	(void)work;
	(void)e;
	fill(p, i);
	fft_run(p->forward, p->plane[i], p->plane[i]);
	return 0;
}

static void times(float *out, const float *a, const float *b, size_t i)
{
	float re = a[i] * b[i] - a[i + 1] * b[i + 1], im = a[i] * b[i + 1] + a[i + 1] * b[i];

	out[i] = re;
	out[i + 1] = im;
}

static void multiply(struct planes *p)
{
	float *x = p->plane[X], *mask = p->plane[MASK];

	for (size_t i = 0; i < p->nrow * p->stride; i += 2) {
		times(p->plane[CROSS], x, mask, i);
		times(p->plane[SQUARE], p->plane[SQUARE], mask, i);
		times(x, x, x, i);
		times(mask, mask, mask, i);
	}
}

static int go_back(void *ctx, size_t i, void *work, struct err *e)
{
	struct planes *p = ctx;

	(void)work;
	(void)e;
	fft_run(p->back, p->plane[i], p->plane[i]);
	return 0;
}

/* r into plane X, the mean square difference into SQUARE, pairs into MASK, their weight into CROSS. */
static void finish(struct planes *p, double least)
{
	double scale = 1 / ((double)p->nrow * (double)p->ncol), whole = 0, unit;

	for (size_t i = 0; i < p->form->nrow * p->form->ncol; i++)
		whole += (double)p->x[i] * p->x[i];
	unit = whole / (double)p->form->used;
	for (size_t i = 0; i < p->nrow * p->stride; i++) {
		double n = rint(p->plane[MASK][i] * scale), sum = p->plane[CROSS][i] * scale;
		double square = p->plane[SQUARE][i] * scale, same = p->plane[X][i] * scale;
		double mean = n > 0 ? sum * sum / n : 0, var = square - mean;
		int known = n >= least && var > 1e-5 * whole;	/* floats of the transform: 1e-6 */

		p->plane[MASK][i] = (float)n;
		p->plane[CROSS][i] = (float)(var / unit);
		p->plane[X][i] = known ? (float)fmin((same - mean) / var, 1) : NAN;
		p->plane[SQUARE][i] = known ? (float)(2 * (square - same) / n) : NAN;
	}
}

static int plan(struct planes *p, struct err *e)
{
	size_t n[2] = { p->nrow, p->ncol };

	return fft_plan(&p->forward, FFT_R2C, 2, n, 1, 1, e) || fft_plan(&p->back, FFT_C2R, 2, n, 1, 1, e);
}

int centre_map_new(struct centre_map *m, const struct centre_form *f, const float *x, double least, struct err *e)
{
	struct planes p = { .form = f, .x = x, .plane = m->store };
	size_t n;

	*m = (struct centre_map){ .nrow = 2 * f->nrow - 1, .ncol = 2 * f->ncol - 1 };
	p.nrow = fft_good_size(m->nrow, 0);
	p.ncol = fft_good_size(m->ncol, 1);
	p.stride = m->stride = 2 * (p.ncol / 2 + 1);
	if (mem_mul(p.nrow, p.stride, &n, "the map of centres", e))
		return e->code;
	for (size_t i = 0; i < PLANES; i++)
		if (!(m->store[i] = mem_alloc(n, sizeof(float), "the map of centres", e)))
			return e->code;
	if (plan(&p, e) || par_for(CROSS, 0, go_forward, &p, e))
		return e->code;
	multiply(&p);
	if (par_for(PLANES, 0, go_back, &p, e))
		return e->code;
	finish(&p, least);
	m->r = m->store[X];
	m->diff = m->store[SQUARE];
	m->weight = m->store[CROSS];
	m->pairs = m->store[MASK];
	return 0;
}

void centre_map_free(struct centre_map *m)
{
	for (size_t i = 0; i < PLANES; i++)
		mem_free(m->store[i]);
	*m = (struct centre_map){ 0 };
}
