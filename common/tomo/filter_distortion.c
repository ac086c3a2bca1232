/*
 * distortion - undo the radial distortion of the optics in projections.
 *
 * Backward model of N. T. Vo, R. C. Atwood & M. Drakopoulos, Opt. Express 23
 * (2015) 32859: what is seen at the distance r_u from the centre (xcenter,
 * ycenter) of the corrected image lies in the same direction at
 *
 *     r_d = r_u (k0 + k1 r_u + k2 r_u^2 + k3 r_u^3 + k4 r_u^4)
 *
 * in the distorted one, in pixels; it is interpolated there (warp.h), beyond
 * the edges the edge repeated.  Centre and coefficients are those of
 * discorpy, in its order.  The centre of rotation follows, that of each row
 * where there is a table; the pixel size is kept, as k0 = 1 has it.  Of a slab
 * of rows, all is said of the whole.
 */
#include <math.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/slab.h"
#include "tomo/warp.h"

enum { XCENTER, YCENTER, K0, K1, K2, K3, K4, INTERP };

#define FACTOR(k, def, text) { k, PARAM_NUM, "", def, -1e3, 1e3, NULL, NULL, text }
static const struct param params[] = {
	[XCENTER] = { "xcenter", PARAM_NUM, "px", INFINITY, -1e6, 1e6, NULL, NULL,
		      "column of the centre of distortion; default the middle" },
	[YCENTER] = { "ycenter", PARAM_NUM, "px", INFINITY, -1e6, 1e6, NULL, NULL, "row of it; default the middle" },
	[K0] = FACTOR("k0", 1, "factor of r"),
	[K1] = FACTOR("k1", 0, "of r^2, 1/px"),
	[K2] = FACTOR("k2", 0, "of r^3, 1/px^2"),
	[K3] = FACTOR("k3", 0, "of r^4, 1/px^3"),
	[K4] = FACTOR("k4", 0, "of r^5, 1/px^4"),
	[INTERP] = { "interp", PARAM_CHOICE, "", WARP_CUBIC, 0, WARP_CUBIC, NULL, warp_kinds, "interpolation" },
	{ .type = PARAM_END }
};

/* The coefficients, and the row of the whole that is the image's row 0. */
struct view { const double *val; double first; };

static double factor(const double *val, double r)
{
	return val[K0] + r * (val[K1] + r * (val[K2] + r * (val[K3] + r * val[K4])));
}

static void place(const double *val, double row, double col, double *at)
{
	double x = col - val[XCENTER], y = row - val[YCENTER], f = factor(val, sqrt(x * x + y * y));

	at[0] = val[YCENTER] + f * y;
	at[1] = val[XCENTER] + f * x;
}

static void where(const void *ctx, size_t row, size_t col, double *at)
{
	const struct view *v = ctx;

	place(v->val, (double)row + v->first, (double)col, at);
	at[0] -= v->first;
}

/* r_d grows with r_u all over the image, or it would be folded. */
static int check(const double *val, const struct image *im, struct err *e)
{
	double x = fmax(fabs(val[XCENTER]), fabs((double)im->ncol - 1 - val[XCENTER]));
	double y = fmax(fabs(val[YCENTER]), fabs((double)im->nrow - 1 - val[YCENTER]));
	double far = hypot(x, y), last = 0;

	for (int i = 1; i <= 1000; i++) {
		double r = far * i / 1000, d = r * factor(val, r);
		if (!(d > last) && far > 0)
			return err_set(e, E_USAGE, "these coefficients fold the image: %g px from the centre r_d "
				       "no longer grows", r);
		last = d;
	}
	return 0;
}

/* The column of the axis in the distorted image, at any row. */
static double distorted_axis(const struct table *t, double center, double row)
{
	if (!t)
		return center;
	double at = fmin(fmax(row, 0), (double)t->n - 1);
	size_t i = (size_t)at + 1 < t->n ? (size_t)at : t->n - (t->n > 1 ? 2 : 1);

	return t->n > 1 ? t->v[i] + (at - (double)i) * (t->v[i + 1] - t->v[i]) : t->v[0];
}

/* The column of the corrected image that shows it in this row: Newton's method; NAN when there is none. */
static double corrected_axis(const double *val, const struct table *t, double center, double row)
{
	double col = distorted_axis(t, center, row), at[2], on[2];

	for (int i = 0; i < 50; i++) {
		place(val, row, col, at);
		place(val, row, col + 1e-3, on);
		double miss = at[1] - distorted_axis(t, center, at[0]);
		double next = on[1] - distorted_axis(t, center, on[0]);
		if (fabs(miss) < 1e-9)
			return col;
		col -= 1e-3 * miss / (next - miss);
	}
	return NAN;
}

static int follow(struct head *h, const double *val, size_t nrow, struct err *e)
{
	struct table *t = head_table(h, "row", "center_px");
	double center = NAN, *v;

	if (meta_get_num(&h->meta, META_CENTER, &center, e) || (isnan(center) && !t) ||
	    (t && slab_refuse(h, "distortion with a center for each row", e)))
		return e->code;
	v = mem_alloc(nrow + 1, sizeof *v, "the centres", e);
	if (!v)
		return e->code;
	for (size_t r = 0; t && r < nrow; r++)
		v[r] = corrected_axis(val, t, center, (double)r);
	v[nrow] = corrected_axis(val, t, center, 0.5 * (double)(nrow - 1));
	meta_del(&h->meta, META_CENTER);
	if (isfinite(v[nrow]))
		meta_set_num(&h->meta, META_CENTER, v[nrow], e);
	if (!e->code && t && isfinite(v[0]) && isfinite(v[nrow - 1]))
		head_set_table(h, "row", "center_px", v, nrow, e);
	else if (t)
		head_del_table(h, "row", "center_px");
	mem_free(v);
	return e->code;
}

/* Rows of a slab look as far up and down as any of the whole. */
static int reach(struct head *out, const double *val, const struct image *whole, struct err *e)
{
	double most = 0, at[2];

	for (size_t r = 0; r < whole->nrow; r++)
		for (size_t c = 0; c < whole->ncol; c++) {
			place(val, (double)r, (double)c, at);
			most = fmax(most, fabs(at[0] - (double)r));
		}
	return slab_reach(out, (size_t)ceil(most) + WARP_TAPS / 2, INFINITY, e);
}

static int plan(void *par, const struct head *in, struct head *out, void **plan, struct err *e)
{
	double *val = par;
	struct warp *w = *plan = mem_zero(1, sizeof *w, "a plan", e);
	struct view v = { val, 0 };
	struct image im, whole;
	struct slab slab;
	bool part;

	if (!w || image_of(&im, in, e))
		return e->code;
	whole = im;
	part = slab_get(in, &slab, e);
	if (part) {
		v.first = (double)slab.from;
		whole.nrow = slab.n;
	}
	if (isinf(val[XCENTER]))
		val[XCENTER] = 0.5 * ((double)im.ncol - 1);
	if (isinf(val[YCENTER]))
		val[YCENTER] = 0.5 * ((double)whole.nrow - 1);
	if (e->code || check(val, &whole, e) || follow(out, val, whole.nrow, e) || (part && reach(out, val, &whole, e)))
		return e->code;
	return warp_new(w, &im, (enum warp_kind)val[INTERP], where, &v, e);
}

const struct method filter_distortion = {
	.name = "distortion",
	.brief = "undo radial distortion of the optics",
	.reference = "N. T. Vo, R. C. Atwood, M. Drakopoulos, Opt. Express 23 (2015) 32859",
	.param = params,
	.rows = rows_none,	/* plan() tells, of the shape as well */
	.map = { .name = "distortion", .order = ORDER_PROJ, .batch = 1, .plan = plan, .fixed = warp_map_fixed,
		 .apply = warp_map_apply, .free = warp_map_free },
};
