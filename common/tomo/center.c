/* center.c - one answer from several methods */
#include "tomo/center.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "tomo/center_entropy.h"
#include "tomo/center_vo.h"

static const double agree = 0.5;	/* pixel */
static const double sure = 0.3;		/* score from which a method is believed */
static const double convinced = 0.7;	/* score from which pc alone is believed */
static const size_t keep_bytes = (size_t)48 << 20;
enum { ENTROPY_ROWS = 8 };

/* What is kept of the rows while they pass by. */
struct work {
	struct rows rows;
	struct center_result *r;
	int methods;
	double lo, hi;
	bool even;			/* the angles cover half a turn */
	struct vo_rows vo;
	struct pairs pairs;
	struct even kept[CENTER_ROWS];	/* cleaned; some without a sinogram */
};

static bool for_entropy(const struct work *w, size_t k)
{
	size_t n = w->r->nrow;

	for (size_t i = 0; i < ENTROPY_ROWS && w->methods & CENTER_ENTROPY; i++)
		if (k == (2 * i + 1) * n / (2 * ENTROPY_ROWS))
			return true;
	return false;
}

static bool to_keep(const struct work *w, size_t k, size_t nangle)
{
	return for_entropy(w, k) || w->r->nrow * nangle * w->rows.src->ncol * sizeof(float) < keep_bytes;
}

/* The sinogram of a row without faults, of half a turn in even steps. */
static int clean_row(const struct work *w, const float *sino, struct even *out, struct err *e)
{
	const struct center_source *s = w->rows.src;

	return center_even(out, sino, s->nangle, s->ncol, s->theta_deg, e) ||
	       center_clean(out->sino, out->n, s->ncol, e) ? e->code : 0;
}

static int first_time(void *ctx, size_t k, const float *sino, struct err *e)
{
	struct work *w = ctx;
	struct even even = { 0 };
	bool vo = w->methods & CENTER_VO;

	if (w->pairs.n && pairs_row(&w->pairs, k, sino, e))
		return e->code;
	if (!w->even || (!vo && !for_entropy(w, k)))
		return 0;
	if (!clean_row(w, sino, &even, e) && vo)
		vo_rows_coarse(&w->vo, k, &even, e);
	if (to_keep(w, k, even.n))
		w->kept[k] = even;
	else
		mem_free(even.sino);
	return e->code;
}

static int second_time(void *ctx, size_t k, const float *sino, struct err *e)
{
	struct work *w = ctx;
	struct even even = { 0 };

	if (w->kept[k].sino)
		return vo_rows_fine(&w->vo, k, &w->kept[k], e);
	if (!clean_row(w, sino, &even, e))
		vo_rows_fine(&w->vo, k, &even, e);
	mem_free(even.sino);
	return e->code;
}

/* What can be asked of these angles; an error when nothing can. */
static int prepare(struct work *w, struct err *e)
{
	const struct center_source *s = w->rows.src;
	struct err none = { 0, "" }, not_covered = { 0, "" };

	w->even = !center_covers(s->theta_deg, s->nangle, &not_covered);
	if (w->methods & CENTER_PC)
		pairs_new(&w->pairs, &w->rows, w->methods == CENTER_PC ? e : &none);
	if (e->code || (none.code && none.code != E_DATA))
		return e->code ? e->code : err_set(e, none.code, "%s", none.msg);
	if (!w->even && (not_covered.code != E_DATA || !w->pairs.n))
		return err_set(e, not_covered.code, "%s", not_covered.msg);
	if (w->methods & CENTER_VO && w->even)
		vo_rows_new(&w->vo, &w->rows, w->lo, w->hi, e);
	return e->code;
}

static int run_vo(struct work *w, struct err *e)
{
	rows_slope(&w->rows);
	if (vo_rows_guess(&w->vo, e) || rows_pass(&w->rows, second_time, w, e))
		return e->code;
	vo_rows_answer(&w->vo);
	return 0;
}

static int run_entropy(struct work *w, struct err *e)
{
	const struct center_source *s = w->rows.src;
	struct center_result *r = w->r;
	struct entropy_row row[ENTROPY_ROWS];
	double *theta_deg = NULL;
	size_t n = 0;

	for (size_t k = 0; k < r->nrow && !e->code; k++) {
		const struct even *v = &w->kept[k];
		if (!for_entropy(w, k))
			continue;
		if (!theta_deg && (theta_deg = mem_alloc(v->n, sizeof *theta_deg, "angles", e)))
			for (size_t a = 0; a < v->n; a++)
				theta_deg[a] = 180 * (double)a / (double)v->n;
		row[n++] = (struct entropy_row){
			.nangle = v->n, .sino = v->sino, .theta_deg = theta_deg, .shear = rows_shear(&w->rows, k),
		};
	}
	if (!e->code)
		entropy_find(row, n, s->ncol, w->lo, w->hi, &r->entropy, &r->entropy_score, e);
	mem_free(theta_deg);
	return e->code;
}

/* More than half a turn is seen on one side only. */
static bool is_half(const struct center_result *r, size_t ncol)
{
	return r->turn_score > sure && 2 * r->overlap < (double)ncol;
}

static int run_turn(struct work *w, struct err *e)
{
	struct center_result *r = w->r;
	size_t ncol = w->rows.src->ncol;
	double last = (double)ncol - 1;
	bool given = w->rows.src->lo < w->rows.src->hi;

	if (turn_rows(&w->rows, given ? w->lo : 0, given ? w->hi : last, e))
		return e->code;
	r->overlap = 2 * fmin(r->turn, last - r->turn) + 1;
	r->side = r->turn < 0.5 * last ? -1 : 1;
	return 0;
}

/* A method of half a turn finds something in half acquisition, too, and it is wrong. */
static int refuse_half(struct work *w, struct err *e)
{
	struct center_result keep = *w->r;
	struct err none = { 0, "" };

	if (!run_turn(w, &none) && is_half(w->r, w->rows.src->ncol))
		err_set(e, E_DATA, "half acquisition, of which %s knows nothing: 360 and auto find %.3f",
			w->methods == CENTER_VO ? "vo" : w->methods == CENTER_PC ? "pc" : "entropy", w->r->turn);
	*w->r = keep;
	return none.code && none.code != E_DATA ? err_set(e, none.code, "%s", none.msg) : e->code;
}

/*
 * The middle one of three; of vo and entropy, when pc is not sure, their mean or, when they do not agree, entropy's; pc's
 * where vo cannot answer.
 */
static double choose(const struct center_result *r)
{
	double three[] = { r->vo, r->pc, r->entropy };
	bool pc = r->pc_score > sure;

	if (!isnan(r->turn) && r->turn_score > sure)
		return r->turn;
	if (isnan(r->entropy))
		return isnan(r->vo) || (fabs(r->vo - r->pc) > 2 * agree && r->vo_score < sure && r->pc_score > r->vo_score)
		       ? r->pc : r->vo;
	if (isnan(r->vo))
		return r->pc_score > convinced ? r->pc : r->entropy;
	if (!pc)
		return fabs(r->vo - r->entropy) > agree ? r->entropy : 0.5 * (r->vo + r->entropy);
	return center_median(three, 3);
}

static void decide(struct center_result *r)
{
	double lo = INFINITY, hi = -INFINITY, each[] = { r->vo, r->pc, r->entropy, r->turn };

	for (size_t i = 0; i < sizeof each / sizeof *each; i++) {
		lo = fmin(lo, each[i]);		/* of a number and NAN: the number */
		hi = fmax(hi, each[i]);
	}
	r->disagreement = hi > lo ? hi - lo : NAN;
	r->center = choose(r);
	if (isnan(r->center))
		r->center = r->turn;
}

static int run(struct work *w, struct err *e)
{
	struct center_result *r = w->r;
	struct err no_turn = { 0, "" };

	if (w->methods & CENTER_TURN) {
		run_turn(w, w->methods == CENTER_TURN ? e : &no_turn);
		if (no_turn.code && no_turn.code != E_DATA)
			return err_set(e, no_turn.code, "%s", no_turn.msg);
		if (e->code || w->methods == CENTER_TURN || (!no_turn.code && is_half(r, w->rows.src->ncol)))
			return e->code;
	} else if (w->rows.src->lo >= w->rows.src->hi && refuse_half(w, e)) {
		return e->code;
	}
	if (prepare(w, e) || rows_pass(&w->rows, first_time, w, e) || (w->vo.places && run_vo(w, e)) ||
	    (w->pairs.n && pairs_answer(&w->pairs, w->lo, w->hi, e)))
		return e->code;
	return w->methods & CENTER_ENTROPY && w->even ? run_entropy(w, e) : 0;
}

int center_auto(const struct center_source *src, int methods, struct center_result *r, struct err *e)
{
	struct work w = { .r = r, .methods = methods, .lo = src->lo, .hi = src->hi };

	memset(r, 0, sizeof *r);
	r->center = r->vo = r->pc = r->entropy = r->turn = r->overlap = r->disagreement = NAN;
	for (size_t i = 0; i < CENTER_ROWS; i++)
		r->row_center[i] = NAN;
	center_range(src->ncol, &w.lo, &w.hi);
	if (!rows_new(&w.rows, src, r, e) && !run(&w, e)) {
		decide(r);
		if (isnan(r->center))
			err_set(e, E_DATA, "no method finds the axis");
	}
	rows_free(&w.rows);
	vo_rows_free(&w.vo);
	pairs_free(&w.pairs);
	for (size_t k = 0; k < CENTER_ROWS; k++)
		mem_free(w.kept[k].sino);
	return e->code;
}

const char *center_print(const struct center_result *r, char *buf, size_t len)
{
	const struct { const char *name; double at, score; } each[] = {
		{ "vo", r->vo, r->vo_score }, { "pc", r->pc, r->pc_score },
		{ "entropy", r->entropy, r->entropy_score }, { "360", r->turn, r->turn_score },
	};
	size_t n = 0;

	for (size_t i = 0; i < sizeof each / sizeof *each && n < len; i++)
		if (!isnan(each[i].at))
			n += (size_t)snprintf(buf + n, len - n, "%s%s %.3f score %.2f", n ? "; " : "", each[i].name,
					      each[i].at, each[i].score);
	if (!isnan(r->overlap) && n < len)
		n += (size_t)snprintf(buf + n, len - n, "; overlap %.2f, axis on the %s", r->overlap,
				      r->side < 0 ? "left" : "right");
	return buf;
}
