/* center_rows.c - the rows worth asking */
#include "tomo/center_rows.h"

#include <math.h>
#include <stdio.h>

#include "base/mem.h"
#include "num/par.h"
#include "num/vec.h"
#include "tomo/geo.h"

enum { LOOK = 64, GLANCE = 64 };	/* rows and projections whose contrast is looked at */
static const double air = 0.1;		/* of the best contrast: below, there is nothing */
static const double sure = 0.3;		/* score from which a row is believed */

double center_contrast(const float *sino, size_t nangle, size_t ncol)
{
	double sum = 0;

	for (size_t a = 0; a < nangle; a++, sino += ncol) {
		double m = 0, q = 0;
		for (size_t c = 0; c < ncol; c++)
			m += sino[c];
		m /= (double)ncol;
		for (size_t c = 0; c < ncol; c++)
			q += (sino[c] - m) * (sino[c] - m);
		sum += q / (double)ncol;
	}
	return sum / (double)nangle;
}

/* The i-th of n rows that stand evenly in all. */
static size_t spread(size_t i, size_t n, size_t all)
{
	return (2 * i + 1) * all / (2 * n);
}

/* Mean contrast of up to GLANCE of the projections. */
static double glance(const float *sino, size_t nangle, size_t ncol)
{
	size_t n = nangle < GLANCE ? nangle : GLANCE;
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += center_contrast(sino + spread(i, n, nangle) * ncol, 1, ncol);
	return sum / (double)n;
}

static int look(struct rows *w, size_t row, double *contrast, struct err *e)
{
	const struct center_source *s = w->src;

	if (s->fetch(s->ctx, row, w->sino, e))
		return e->code;
	if (!HOT_PICK(geo_valid)(w->sino, s->nangle * s->ncol, 0))
		return err_set(e, E_DATA, "row %zu holds a value that is not finite", row);
	double rms = sqrt(vec_norm2(w->sino, s->nangle * s->ncol) / (double)(s->nangle * s->ncol));
	if (rms > 0 && (rms < 1e-15 || rms > 1e15))	/* the methods' squares would leave the range of floats */
		return err_set(e, E_DATA, "row %zu: values of %.3g in root mean square are beyond 1e-15 to 1e15 (xfilter -f scale helps)",
			       row, rms);
	*contrast = glance(w->sino, s->nangle, s->ncol);
	return 0;
}

static int choose(struct rows *w, struct err *e)
{
	size_t all = w->src->nrow, n = all < LOOK ? all : LOOK, good[LOOK], ngood = 0;
	double contrast[LOOK], best = 0;
	struct center_result *r = w->r;

	for (size_t i = 0; i < n; i++) {
		if (look(w, spread(i, n, all), &contrast[i], e))
			return e->code;
		best = fmax(best, contrast[i]);
	}
	for (size_t i = 0; i < n; i++)
		if (contrast[i] > air * best)
			good[ngood++] = spread(i, n, all);
	if (ngood == 0)
		return err_set(e, E_DATA, "all rows are uniform: nothing to find the axis by");
	r->nrow = ngood < CENTER_ROWS ? ngood : CENTER_ROWS;
	for (size_t i = 0; i < r->nrow; i++)
		r->row[i] = good[spread(i, r->nrow, ngood)];
	return 0;
}

int rows_new(struct rows *w, const struct center_source *src, struct center_result *r, struct err *e)
{
	size_t bytes;

	*w = (struct rows){ .src = src, .r = r, .batch = (size_t)par_threads() };
	if (mem_mul(src->nangle, src->ncol * sizeof(float), &bytes, "a sinogram", e))
		return e->code;
	w->sino = mem_alloc(w->batch, bytes, "sinograms", e);
	return w->sino ? choose(w, e) : e->code;
}

void rows_free(struct rows *w)
{
	mem_free(w->sino);
	w->sino = NULL;
}

double rows_shear(const struct rows *w, size_t k)
{
	return w->r->slope * ((double)w->r->row[k] - 0.5 * ((double)w->src->nrow - 1));
}

static int one(void *ctx, size_t i, void *scratch, struct err *e)
{
	const struct rows *w = ctx;
	size_t k = w->first + i;
	char where[40];

	(void)scratch;
	if (!w->each(w->ctx, k, w->sino + i * w->src->nangle * w->src->ncol, e))
		return 0;
	(void)snprintf(where, sizeof where, "row %zu", w->r->row[k]);
	return err_at(e, where);
}

int rows_pass(struct rows *w, rows_each each, void *ctx, struct err *e)
{
	const struct center_source *s = w->src;

	w->each = each;
	w->ctx = ctx;
	for (w->first = 0; w->first < w->r->nrow; w->first += w->batch) {
		size_t n = w->r->nrow - w->first < w->batch ? w->r->nrow - w->first : w->batch;
		for (size_t i = 0; i < n; i++)
			if (s->fetch(s->ctx, w->r->row[w->first + i], w->sino + i * s->nangle * s->ncol, e))
				return e->code;
		if (par_for(n, 0, one, w, e))
			return e->code;
	}
	return 0;
}

/* Medians of n <= CENTER_ROWS values, and of their distances from it. */
static double middle(const double *c, size_t n, double *apart)
{
	double x[CENTER_ROWS];

	for (size_t i = 0; i < n; i++)
		x[i] = c[i];
	double m = center_median(x, n);
	for (size_t i = 0; i < n; i++)
		x[i] = fabs(c[i] - m);
	*apart = center_median(x, n);
	return m;
}

void rows_slope(struct rows *w)
{
	struct center_result *r = w->r;
	double s[CENTER_ROWS * CENTER_ROWS / 2], c[CENTER_ROWS], flat, apart;
	size_t n = 0, m = 0;

	r->slope = 0;
	for (size_t i = 0; i < r->nrow; i++)
		for (size_t j = 0; j < i; j++)
			if (r->row_score[i] > sure && r->row_score[j] > sure)
				s[n++] = (r->row_center[i] - r->row_center[j]) /
					 ((double)r->row[i] - (double)r->row[j]);
	if (n < 6)
		return;
	for (size_t i = 0; i < r->nrow; i++)
		if (r->row_score[i] > sure)
			c[m++] = r->row_center[i];
	middle(c, m, &flat);
	r->slope = center_median(s, n);
	for (size_t i = 0, k = 0; i < r->nrow; i++)
		if (r->row_score[i] > sure)
			c[k++] -= rows_shear(w, i);
	middle(c, m, &apart);
	if (apart > 0.5 || apart >= flat)	/* they do not lie on a line, or not better than on a level one */
		r->slope = 0;
}
