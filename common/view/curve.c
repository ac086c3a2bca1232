#include "view/curve.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "view/caption.h"

enum { DECADES = 12 };

void curve_free(struct curve *c)
{
	mem_free(c->x);
	mem_free(c->y);
	*c = (struct curve){ 0 };
}

/* n samples of an axis that stand step apart. */
static int take(struct curve *c, const struct head *h, int axis, const float *y, size_t n, size_t step, struct err *e)
{
	const double *x = caption_coordinates(h, axis, c->label, sizeof c->label);

	c->n = n;
	c->x = mem_alloc(n, sizeof *c->x, "a curve", e);
	c->y = mem_alloc(n, sizeof *c->y, "a curve", e);
	if (e->code)
		return e->code;
	for (size_t i = 0; i < n; i++) {
		c->x[i] = x ? x[i] : (double)i;
		c->y[i] = y[i * step];
	}
	return 0;
}

int curve_axis(struct curve *c, const struct head *h, int axis, const float *y, size_t n, struct err *e)
{
	*c = (struct curve){ 0 };
	return take(c, h, axis, y, n, 1, e);
}

/* The sample nearest to v. */
static int nearest(const struct head *h, int axis, size_t n, double v, size_t *at, struct err *e)
{
	char label[64];
	const double *x = caption_coordinates(h, axis, label, sizeof label);
	double lo = INFINITY, hi = -INFINITY, best = INFINITY;

	for (size_t i = 0; i < n; i++) {
		double here = x ? x[i] : (double)i;
		if (fabs(here - v) < best) {
			best = fabs(here - v);
			*at = i;
		}
		lo = fmin(lo, here);
		hi = fmax(hi, here);
	}
	double half = n > 1 ? 0.5 * (hi - lo) / (double)(n - 1) : 0.5;
	if (v >= lo - half * (1 + 1e-9) && v <= hi + half * (1 + 1e-9))
		return 0;
	return err_set(e, E_USAGE, "%s = %.6g is outside %.6g to %.6g", label, v, lo, hi);
}

int curve_cut(struct curve *c, const struct head *h, int row, int col, const float *image, size_t nrow, size_t ncol,
	      const char *where, struct err *e)
{
	const char *equal = strchr(where, '=');
	size_t len = equal ? (size_t)(equal - where) : 0, at = 0;
	double v;

	*c = (struct curve){ 0 };
	if (!len || num_parse(equal + 1, &v) || !isfinite(v))
		return err_set(e, E_USAGE, "'%.60s' is no AXIS=VALUE, as qz=0.4", where);
	bool of_row = strlen(h->label[row]) == len && !memcmp(h->label[row], where, len);
	bool of_col = strlen(h->label[col]) == len && !memcmp(h->label[col], where, len);
	if (!of_row && !of_col)
		return err_set(e, E_USAGE, "there is no axis '%.*s' in the image, but '%s' and '%s'",
			       (int)(len < 40 ? len : 40), where, h->label[row], h->label[col]);
	if (nearest(h, of_row ? row : col, of_row ? nrow : ncol, v, &at, e))
		return e->code;
	caption_place(h, of_row ? row : col, at, c->place, sizeof c->place);
	return of_row ? take(c, h, col, image + at * ncol, ncol, 1, e) : take(c, h, row, image + at, nrow, ncol, e);
}

int curve_window(const struct curve *c, bool log, struct window *w, struct err *e)
{
	const float *y = c->y;

	if (window_percentile(w, &y, &c->n, 1, 0, 100, log, e))
		return e->code;
	window_limit(w, DECADES);
	if (log) {
		double room = pow(w->hi / w->lo, 0.03);
		w->lo /= room;
		w->hi *= room;
	} else {
		double room = 0.03 * (w->hi - w->lo);
		w->lo -= room;
		w->hi += room;
	}
	return 0;
}
