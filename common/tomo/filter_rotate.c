/*
 * rotate - turn each image by an angle a about a point (xc, yc), counter-
 * clockwise as it is looked at, row 0 on top:
 *
 *     y(r, c) = x(yc + (c - xc) sin a + (r - yc) cos a, xc + (c - xc) cos a - (r - yc) sin a)
 *
 * The shape stays, what was outside is the edge repeated (warp.h).  Sines of
 * whole quarters are exact, so that 0 copies and 90 about the middle of a
 * square moves samples.
 *
 * An axis of rotation that is tilted by t (its column grows by tan t a row)
 * is tilted by t + a afterwards: without an angle a = -t, about the axis, stands
 * it upright.
 * Tilt, centre and the centres of rows follow.  For projections and slices; a
 * sinogram has no such angle.  Of a slab of rows, all is said of the whole.
 */
#include <math.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/slab.h"
#include "base/units.h"
#include "tomo/warp.h"

enum { ANGLE, XCENTER, YCENTER, INTERP };

static const struct param params[] = {
	[ANGLE] = { "angle", PARAM_NUM, "deg", INFINITY, -360, 360, NULL, NULL,
		    "counter-clockwise, row 0 on top; default -bp.tilt_deg, which stands the axis upright" },
	[XCENTER] = { "xcenter", PARAM_NUM, "px", INFINITY, -1e6, 1e6, NULL, NULL,
		      "column about which it turns; default the middle, without an angle bp.center_px" },
	[YCENTER] = { "ycenter", PARAM_NUM, "px", INFINITY, -1e6, 1e6, NULL, NULL, "row; default the middle" },
	[INTERP] = { "interp", PARAM_CHOICE, "", WARP_CUBIC, 0, WARP_CUBIC, NULL, warp_kinds, "interpolation" },
	{ .type = PARAM_END }
};

/* first: the row of the whole that is the image's row 0. */
struct turn { double x, y, sin, cos, first; };

/* The axis on the detector: its column in the middle row, and its tilt; NAN: not known. */
struct axis { double center, tilt_deg; };

/* Exact for whole quarters of a turn. */
static struct turn make_turn(double deg, double x, double y, double first)
{
	double r = remainder(deg, 360), quarter = remainder(r, 90);
	struct turn t = { x, y, sin(r * UNIT_DEG), cos(r * UNIT_DEG), first };

	if (quarter == 0) {
		t.sin = rint(t.sin);
		t.cos = rint(t.cos);
	}
	return t;
}

static void where(const void *ctx, size_t row, size_t col, double *at)
{
	const struct turn *t = ctx;
	double x = (double)col - t->x, y = (double)row + t->first - t->y;

	at[0] = t->y + (x * t->sin + y * t->cos) - t->first;
	at[1] = t->x + (x * t->cos - y * t->sin);
}

/* The line through the centres of the rows (least squares), of which the first is row "first" of the whole. */
static struct axis fit_rows(const struct table *t, double first, double middle)
{
	double n = (double)t->n, own = 0.5 * (n - 1), sum = 0, slope = 0;

	for (size_t i = 0; i < t->n; i++) {
		sum += t->v[i];
		slope += t->v[i] * ((double)i - own);
	}
	slope = n > 1 ? slope * 12 / (n * (n * n - 1)) : 0;
	return (struct axis){ sum / n + slope * (middle - first - own), atan(slope) / UNIT_DEG };
}

/* The metadata, unless the rows say something else: some may have been cut off. */
static int read_axis(const struct head *h, double first, double middle, struct axis *a, struct err *e)
{
	const struct table *t = head_table(h, "row", "center_px");
	struct axis f;

	*a = (struct axis){ NAN, NAN };
	if (meta_get_num(&h->meta, META_CENTER, &a->center, e) || meta_get_num(&h->meta, META_TILT, &a->tilt_deg, e) || !t)
		return e->code;
	f = fit_rows(t, first, middle);
	if (!(fabs(f.center - a->center) < 1e-6))
		a->center = f.center;
	if (isnan(a->tilt_deg))
		a->tilt_deg = f.tilt_deg;
	return 0;
}

/* The axis turns with the image. */
static struct axis turned(const struct axis *a, const struct turn *t, double angle_deg, double middle)
{
	double tilt = remainder((isnan(a->tilt_deg) ? 0 : a->tilt_deg) + angle_deg, 360), tan_ = tan(tilt * UNIT_DEG);
	double dx = a->center - t->x, dy = middle - t->y;
	double x = t->x + dx * t->cos + dy * t->sin, y = t->y - dx * t->sin + dy * t->cos;

	if (fabs(tilt) < 1e-9)
		return (struct axis){ x, 0 };
	return fabs(tan_) < 1e3 ? (struct axis){ x + (middle - y) * tan_, tilt } : (struct axis){ NAN, NAN };
}

static int put(struct head *h, const char *key, double v, struct err *e)
{
	if (!isnan(v))
		return meta_set_num(&h->meta, key, v, e);
	meta_del(&h->meta, key);
	return 0;
}

static int write_axis(struct head *h, const struct axis *a, double first, double middle, struct err *e)
{
	size_t n = h->n[1];
	bool tilted = a->tilt_deg != 0 && !isnan(a->tilt_deg);
	double *v;

	head_del_table(h, "row", "center_px");
	if (put(h, META_CENTER, a->center, e) || put(h, META_TILT, tilted ? a->tilt_deg : NAN, e) || !tilted ||
	    isnan(a->center))
		return e->code;
	v = mem_alloc(n, sizeof *v, "the centres", e);
	for (size_t i = 0; v && i < n; i++)
		v[i] = a->center + ((double)i + first - middle) * tan(a->tilt_deg * UNIT_DEG);
	if (v)
		head_set_table(h, "row", "center_px", v, n, e);
	mem_free(v);
	return e->code;
}

static int follow(struct head *h, const struct turn *t, double angle_deg, size_t nrow, struct err *e)
{
	double middle = 0.5 * ((double)nrow - 1);
	struct axis a, b;

	if (angle_deg == 0 || !head_is(h, "angle", "row", "col") || read_axis(h, t->first, middle, &a, e) ||
	    (isnan(a.center) && isnan(a.tilt_deg)))
		return e->code;
	b = turned(&a, t, angle_deg, middle);
	return write_axis(h, &b, t->first, middle, e);
}

static int settle(double *val, const struct image *whole, const struct head *in, struct err *e)
{
	double tilt = NAN, center = 0.5 * ((double)whole->ncol - 1);

	if (isinf(val[YCENTER]))
		val[YCENTER] = 0.5 * ((double)whole->nrow - 1);
	if (isinf(val[ANGLE])) {
		if (meta_get_num(&in->meta, META_TILT, &tilt, e) || meta_get_num(&in->meta, META_CENTER, &center, e))
			return e->code;
		if (isnan(tilt))
			return err_set(e, E_USAGE, "the input has no %s: give angle=deg", META_TILT);
		val[ANGLE] = 0 - tilt;
	}
	if (isinf(val[XCENTER]))
		val[XCENTER] = center;
	return 0;
}

/* Rows of a slab look as far up and down as a corner of the whole. */
static int reach(struct head *out, const struct turn *t, const struct image *whole, struct err *e)
{
	struct turn of_whole = *t;
	double most = 0, at[2];

	of_whole.first = 0;
	for (size_t i = 0; i < 4; i++) {
		size_t row = i / 2 * (whole->nrow - 1);
		where(&of_whole, row, i % 2 * (whole->ncol - 1), at);
		most = fmax(most, fabs(at[0] - (double)row));
	}
	return slab_reach(out, (size_t)ceil(most) + WARP_TAPS / 2, INFINITY, e);
}

static int plan(void *par, const struct head *in, struct head *out, void **plan, struct err *e)
{
	double *val = par;
	struct warp *w = *plan = mem_zero(1, sizeof *w, "a plan", e);
	struct image im, whole;
	struct slab slab;
	struct turn t;
	size_t first = 0;

	if (!w || image_of(&im, in, e))
		return e->code;
	if (in->ndim != 3 || !strcmp(in->label[1], "angle"))
		return err_set(e, E_DATA, "needs images of rows and columns, not "
			       "sinograms: put it in front of what needs sinograms, or xsino");
	whole = im;
	if (slab_axis(in) == 1 && slab_get(in, &slab, e)) {
		first = slab.from;
		whole.nrow = slab.n;
	}
	if (e->code || settle(val, &whole, in, e))
		return e->code;
	t = make_turn(val[ANGLE], val[XCENTER], val[YCENTER], (double)first);
	if (follow(out, &t, val[ANGLE], whole.nrow, e) || (slab_axis(in) == 1 && reach(out, &t, &whole, e)))
		return e->code;
	return warp_new(w, &im, (enum warp_kind)val[INTERP], where, &t, e);
}

const struct method filter_rotate = {
	.name = "rotate",
	.brief = "turn images; stand a tilted axis upright",
	.reference = "R. G. Keys, IEEE Trans. Acoust. Speech Signal Process. 29 (1981) 1153",
	.param = params,
	.rows = rows_none,	/* plan() tells, of the shape as well */
	.map = { .name = "rotate", .order = ORDER_ANY, .batch = 1, .plan = plan, .fixed = warp_map_fixed,
		 .apply = warp_map_apply, .free = warp_map_free },
};
