#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "base/mem.h"
#include "rmc/recentre_part.h"

#define FLOOR 0.3	/* of the mean variance; 0.03 to 1 make no difference but to a few counts */

enum { HALF = 10 };	/* the window has 2 HALF + 1 pixels a side */

/* Sums over the window along a line of n samples that lie `step' apart; y apart from x. */
static void slide_line(const float *x, float *y, size_t n, size_t step)
{
	double sum = 0;

	for (size_t i = 0; i < n && i < HALF; i++)
		sum += x[i * step];
	for (size_t i = 0; i < n; i++) {
		if (i + HALF < n)
			sum += x[(i + HALF) * step];
		if (i > HALF)
			sum -= x[(i - HALF - 1) * step];
		y[i * step] = (float)sum;
	}
}

/* Sums of x over the window; tmp: scratch of the same size. */
static void slide(float *x, float *tmp, size_t nrow, size_t ncol)
{
	for (size_t row = 0; row < nrow; row++)
		slide_line(x + row * ncol, tmp + row * ncol, ncol, 1);
	for (size_t col = 0; col < ncol; col++)
		slide_line(tmp + col, x + col, nrow, ncol);
}

static size_t use(unsigned char *ok, const float *frame, const unsigned char *mask, size_t n)
{
	size_t used = 0;

	for (size_t i = 0; i < n; i++) {
		ok[i] = isfinite(frame[i]) && (!mask || mask[i]);
		used += ok[i];
	}
	return used;
}

static bool all_equal(const float *frame, const unsigned char *ok, size_t n)
{
	const float *first = NULL;

	for (size_t i = 0; i < n; i++) {
		if (!ok[i])
			continue;
		if (!first)
			first = frame + i;
		if (frame[i] != *first)
			return false;
	}
	return true;
}

static void take_roots(struct centre_form *f, const float *frame)
{
	size_t n = f->nrow * f->ncol;
	double sum = 0;

	for (size_t i = 0; i < n; i++) {
		f->root[i] = f->ok[i] ? copysignf(sqrtf(fabsf(frame[i])), frame[i]) : 0;
		sum += f->root[i];
	}
	for (size_t i = 0; i < n; i++)
		f->root[i] = f->ok[i] ? f->root[i] - (float)(sum / (double)f->used) : 0;
}

/* g = root less its mean in the window. */
static void level(const struct centre_form *f, float *g, float *num, float *den, float *tmp)
{
	size_t n = f->nrow * f->ncol;

	memcpy(num, f->root, n * sizeof *num);
	for (size_t i = 0; i < n; i++)
		den[i] = f->ok[i];
	slide(num, tmp, f->nrow, f->ncol);
	slide(den, tmp, f->nrow, f->ncol);
	for (size_t i = 0; i < n; i++)
		g[i] = f->ok[i] ? f->root[i] - num[i] / den[i] : 0;
}

/* Mean product of neighbours in the window, into num; den is scratch. */
static void covary(const struct centre_form *f, const float *g, float *num, float *den, float *tmp)
{
	size_t ncol = f->ncol, n = f->nrow * ncol;

	for (size_t i = 0; i < n; i++) {
		bool right = f->ok[i] && (i + 1) % ncol && f->ok[i + 1];
		bool below = f->ok[i] && i + ncol < n && f->ok[i + ncol];

		num[i] = (right ? g[i] * g[i + 1] : 0) + (below ? g[i] * g[i + ncol] : 0);
		den[i] = (float)right + (float)below;
	}
	slide(num, tmp, f->nrow, ncol);
	slide(den, tmp, f->nrow, ncol);
	for (size_t i = 0; i < n; i++)
		num[i] = den[i] > 0.5F ? num[i] / den[i] : 0;
}

/* Mean square in the window, into num; den is scratch. */
static void vary(const struct centre_form *f, const float *g, float *num, float *den, float *tmp)
{
	size_t n = f->nrow * f->ncol;

	for (size_t i = 0; i < n; i++) {
		num[i] = g[i] * g[i];
		den[i] = f->ok[i];
	}
	slide(num, tmp, f->nrow, f->ncol);
	slide(den, tmp, f->nrow, f->ncol);
	for (size_t i = 0; i < n; i++)
		num[i] = f->ok[i] ? num[i] / den[i] : 0;
}

/*
 * Weight: sqrt(covariance) / variance, less the covariance that noise has by chance in a window.  A part of the mean variance is
 * added, so that single counts of an empty region are small.
 */
static void weigh(const struct centre_form *f, float *g, const float *var, const float *cov)
{
	size_t n = f->nrow * f->ncol;
	double sum = 0;
	float chance = 1.0F / (2 * HALF + 1), floor;

	for (size_t i = 0; i < n; i++)
		sum += f->ok[i] ? var[i] : 0;
	floor = (float)(FLOOR * sum / (double)f->used);
	for (size_t i = 0; i < n; i++) {
		float shared = cov[i] - chance * var[i];

		g[i] = f->ok[i] && shared > 0 ? fmaxf(-3, fminf(3, g[i] * sqrtf(shared) / (var[i] + floor))) : 0;
	}
}

static int speckle(struct centre_form *f, struct err *e)
{
	size_t n = f->nrow * f->ncol;
	float *work = mem_alloc(n * 4, sizeof *work, "the pattern's local variance", e);

	if (!work)
		return e->code;
	level(f, f->speckle, work, work + n, work + 3 * n);
	vary(f, f->speckle, work, work + n, work + 3 * n);
	covary(f, f->speckle, work + n, work + 2 * n, work + 3 * n);
	weigh(f, f->speckle, work, work + n);
	mem_free(work);
	return 0;
}

int centre_form_new(struct centre_form *f, const float *frame, const unsigned char *mask, size_t nrow, size_t ncol,
		    struct err *e)
{
	size_t n;

	*f = (struct centre_form){ .nrow = nrow, .ncol = ncol };
	if (mem_mul(nrow, ncol, &n, "the pattern", e))
		return e->code;
	f->ok = mem_alloc(n, 1, "the pattern's mask", e);
	f->root = mem_alloc(n, sizeof(float), "the pattern's roots", e);
	f->speckle = mem_alloc(n, sizeof(float), "the pattern's speckle", e);
	if (!f->ok || !f->root || !f->speckle)
		return e->code;
	f->used = use(f->ok, frame, mask, n);
	if (!f->used)
		return err_set(e, E_DATA, "none of the %zu x %zu pixels is in use: there is no centre to be found", nrow, ncol);
	if (all_equal(frame, f->ok, n))
		return err_set(e, E_DATA, "all %zu pixels in use are equal: there is no centre to be found", f->used);
	take_roots(f, frame);
	return speckle(f, e);
}

void centre_form_free(struct centre_form *f)
{
	mem_free(f->ok);
	mem_free(f->root);
	mem_free(f->speckle);
	*f = (struct centre_form){ 0 };
}
