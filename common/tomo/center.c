/* center.c - rows worth asking, and one answer from two methods */
#include "tomo/center.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "num/par.h"
#include "tomo/center_part.h"

enum { LOOK = 64 };		/* rows whose contrast is looked at */
static const double air = 0.1;	/* of the best contrast: below, there is nothing */
static const double agree = 1;	/* pixel */
static const double sure = 0.3;	/* score from which a row, or a method, is believed */

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

/* Up to CENTER_ROWS of the rows with something to see. */
static int choose_rows(const struct center_source *src, float *sino, struct center_result *r, struct err *e)
{
	size_t n = src->nrow < LOOK ? src->nrow : LOOK, good[LOOK], ngood = 0;
	double contrast[LOOK], best = 0;

	for (size_t i = 0; i < n; i++) {
		if (src->fetch(src->ctx, spread(i, n, src->nrow), sino, e))
			return e->code;
		contrast[i] = center_contrast(sino, src->nangle, src->ncol);
		if (!isfinite(contrast[i]))
			return err_set(e, E_DATA, "row %zu holds a value that is not finite",
				       spread(i, n, src->nrow));
		best = fmax(best, contrast[i]);
	}
	for (size_t i = 0; i < n; i++)
		if (contrast[i] > air * best)
			good[ngood++] = spread(i, n, src->nrow);
	if (ngood == 0)
		return err_set(e, E_DATA, "all rows are uniform: nothing to find the axis by");
	r->nrow = ngood < CENTER_ROWS ? ngood : CENTER_ROWS;
	for (size_t i = 0; i < r->nrow; i++)
		r->row[i] = good[spread(i, r->nrow, ngood)];
	return 0;
}

/* What is kept of the rows while they pass by. */
struct work {
	const struct center_source *src;
	struct center_result *r;
	int methods;
	double lo, hi;
	size_t places;			/* of the coarse search */
	double *coarse;			/* [rows][places], over the median */
	double guess;			/* of the fine search, at the middle row */
	double fine[CENTER_ROWS][VO_FINE];
	double middle[CENTER_ROWS];	/* medians of the coarse measures */
	size_t batch, first;		/* rows in memory */
	float *sino;			/* [batch][nangle][ncol] */
	size_t npair;
	struct center_pair pair[CENTER_PAIRS];
	float *a, *b;			/* [npair][rows][ncol] */
};

/* Columns from the axis at the middle row to that of row k. */
static double shear(const struct work *w, size_t k)
{
	return w->r->slope * ((double)w->r->row[k] - 0.5 * ((double)w->src->nrow - 1));
}

static int row_spectrum(const struct work *w, size_t i, struct vo *s, struct err *e)
{
	const struct center_source *src = w->src;
	char where[40];

	if (!vo_new(s, w->sino + i * src->nangle * src->ncol, src->nangle, src->ncol, src->theta_deg, e))
		return 0;
	(void)snprintf(where, sizeof where, "row %zu", w->r->row[w->first + i]);
	return err_at(e, where);
}

/* The first time: each row by itself. */
static int coarse_row(void *ctx, size_t i, void *scratch, struct err *e)
{
	struct work *w = ctx;
	size_t k = w->first + i, best;
	double *q = w->coarse + k * w->places, fine[VO_FINE];
	struct vo s;

	(void)scratch;
	if (!row_spectrum(w, i, &s, e)) {
		vo_coarse(&s, w->lo, w->places, q);
		if (!vo_lowest(q, w->places, &best, &w->middle[k], &w->r->row_score[k], e)) {
			vo_fine(&s, w->lo + (double)best, fine);
			w->r->row_center[k] = vo_fine_lowest(w->lo + (double)best, fine);
		}
		for (size_t c = 0; c < w->places; c++)
			q[c] /= w->middle[k] > 0 ? w->middle[k] : 1;
	}
	vo_free(&s);
	return e->code;
}

/* The second time: around the common minimum. */
static int fine_row(void *ctx, size_t i, void *scratch, struct err *e)
{
	struct work *w = ctx;
	size_t k = w->first + i;
	struct vo s;

	(void)scratch;
	if (!row_spectrum(w, i, &s, e))
		vo_fine(&s, w->guess + shear(w, k), w->fine[k]);
	vo_free(&s);
	return e->code;
}

static void keep_pairs(struct work *w, size_t i)
{
	size_t n = w->src->ncol, row = w->first + i;
	const float *sino = w->sino + i * w->src->nangle * n;

	for (size_t p = 0; p < w->npair; p++) {
		memcpy(w->a + (p * w->r->nrow + row) * n, sino + w->pair[p].i * n, n * sizeof *sino);
		memcpy(w->b + (p * w->r->nrow + row) * n, sino + w->pair[p].j * n, n * sizeof *sino);
	}
}

/* All chosen rows, a batch at a time: each(w, i, ...) in parallel; their pairs kept when asked. */
static int pass_rows(struct work *w, int (*each)(void *, size_t, void *, struct err *), bool pairs, struct err *e)
{
	const struct center_source *s = w->src;
	size_t item = s->nangle * s->ncol;

	for (w->first = 0; w->first < w->r->nrow; w->first += w->batch) {
		size_t n = w->r->nrow - w->first < w->batch ? w->r->nrow - w->first : w->batch;
		for (size_t i = 0; i < n; i++) {
			if (s->fetch(s->ctx, w->r->row[w->first + i], w->sino + i * item, e))
				return e->code;
			if (pairs)
				keep_pairs(w, i);
		}
		if (each && par_for(n, 0, each, w, e))
			return e->code;
	}
	return 0;
}

/* Columns a row, by the median of the slopes between all pairs of rows (Theil and Sen) that are sure of themselves. */
static void find_slope(struct work *w)
{
	struct center_result *r = w->r;
	double s[CENTER_ROWS * CENTER_ROWS / 2], off[CENTER_ROWS], c[CENTER_ROWS];
	size_t n = 0, m = 0;

	for (size_t i = 0; i < r->nrow; i++)
		for (size_t j = 0; j < i; j++)
			if (r->row_score[i] > sure && r->row_score[j] > sure)
				s[n++] = (r->row_center[i] - r->row_center[j]) /
					 ((double)r->row[i] - (double)r->row[j]);
	if (n < 6)
		return;
	r->slope = center_median(s, n);
	for (size_t i = 0; i < r->nrow; i++)
		if (r->row_score[i] > sure)
			c[m++] = r->row_center[i] - shear(w, i);
	double mid = center_median(c, m);
	for (size_t i = 0; i < m; i++)
		off[i] = fabs(c[i] - mid);
	if (center_median(off, m) > 0.5)	/* they do not lie on a line */
		r->slope = 0;
}

/* The common minimum of all rows' coarse measures, moved by the slope. */
static int common_coarse(struct work *w, struct err *e)
{
	double *sum = mem_zero(w->places, sizeof *sum, "a search", e), middle;
	size_t best;

	if (!sum)
		return e->code;
	for (size_t k = 0; k < w->r->nrow; k++) {
		long by = lround(shear(w, k)), last = (long)w->places - 1;
		for (long c = 0; c <= last; c++) {
			long from = c + by < 0 ? 0 : c + by > last ? last : c + by;
			sum[c] += w->coarse[k * w->places + (size_t)from];
		}
	}
	if (!vo_lowest(sum, w->places, &best, &middle, &w->r->vo_score, e))
		w->guess = w->lo + (double)best;
	mem_free(sum);
	return e->code;
}

static int run_vo(struct work *w, struct err *e)
{
	double sum[VO_FINE] = { 0 };

	w->coarse = mem_alloc(CENTER_ROWS, w->places * sizeof *w->coarse, "a search", e);
	if (!w->coarse || pass_rows(w, coarse_row, true, e))
		return e->code;
	find_slope(w);
	if (common_coarse(w, e) || pass_rows(w, fine_row, false, e))
		return e->code;
	for (size_t k = 0; k < w->r->nrow; k++)
		for (int i = 0; i < VO_FINE && w->middle[k] > 0; i++)
			sum[i] += w->fine[k][i] / w->middle[k];
	w->r->vo = vo_fine_lowest(w->guess, sum);
	return 0;
}

static int work_new(struct work *w, struct err *e)
{
	const struct center_source *s = w->src;
	size_t bytes;

	w->lo = s->lo;
	w->hi = s->hi;
	center_range(s->ncol, &w->lo, &w->hi);
	w->places = vo_places(w->lo, w->hi);
	w->batch = w->methods & CENTER_VO ? (size_t)par_threads() : 1;
	if (mem_mul(s->nangle, s->ncol * sizeof(float), &bytes, "a sinogram", e))
		return e->code;
	w->sino = mem_alloc(w->batch, bytes, "sinograms", e);
	if (w->sino && w->methods & CENTER_PC) {
		struct err none = { 0, "" };
		bool only = !(w->methods & CENTER_VO);
		if (center_pairs(s->theta_deg, s->nangle, w->pair, &w->npair, only ? e : &none))
			w->npair = 0;
		size_t n = w->npair ? w->npair * CENTER_ROWS : 1;
		w->a = mem_alloc(n, s->ncol * sizeof(float), "projections", e);
		w->b = mem_alloc(n, s->ncol * sizeof(float), "projections", e);
	}
	return e->code;
}

static int run(struct work *w, struct err *e)
{
	struct center_result *r = w->r;

	struct err no_vo = { 0, "" };

	if (choose_rows(w->src, w->sino, r, e))
		return e->code;
	if (w->methods & CENTER_VO)
		run_vo(w, &no_vo);
	if (no_vo.code && (no_vo.code != E_DATA || w->npair == 0))
		return err_set(e, no_vo.code, "%s", no_vo.msg);
	if ((no_vo.code || !(w->methods & CENTER_VO)) && pass_rows(w, NULL, true, e))
		return e->code;
	if (w->npair > 0 && center_pc(w->a, w->b, w->pair, w->npair, r->nrow, w->src->ncol, w->lo, w->hi,
				      &r->pc, &r->pc_score, e))
		return e->code;
	r->disagreement = fabs(r->vo - r->pc);
	r->center = isnan(r->vo) || (r->disagreement > agree && r->vo_score < sure && r->pc_score > r->vo_score)
		    ? r->pc : r->vo;
	return isnan(r->center) ? err_set(e, E_DATA, "no method finds the axis") : 0;
}

int center_auto(const struct center_source *src, int methods, struct center_result *r, struct err *e)
{
	struct work w = { .src = src, .r = r, .methods = methods };

	memset(r, 0, sizeof *r);
	r->center = r->vo = r->pc = r->disagreement = NAN;
	for (size_t i = 0; i < CENTER_ROWS; i++)
		r->row_center[i] = NAN;
	if (!work_new(&w, e))
		run(&w, e);
	mem_free(w.sino);
	mem_free(w.coarse);
	mem_free(w.a);
	mem_free(w.b);
	return e->code;
}
