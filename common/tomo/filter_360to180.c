/*
 * 360to180 - a full turn about an axis near one side of the detector becomes
 * half a turn of up to twice the width (half acquisition).
 *
 * Column c of the projection at t + 180 degrees sees what column 2 center - c
 * of the one at t sees, or would see if the detector went on there.  The
 * projections of the first half of the turn are kept as they are; mirrored
 * about the axis, those of the second half carry on beyond the side at which
 * the axis is, and in the overlap of both one fades into the other:
 *
 *     y = w x(t, c) + (1 - w) x(t + 180, 2 center - c),
 *
 * w falling from 1 to 0 over the overlap, linearly or as w^2 (3 - 2 w); over
 * all of it but the 8 columns ahead of which the mirrored row has no samples
 * to interpolate from.
 * N columns with an overlap of o pixels become 2 N - o, with
 *
 *     o = 2 min(center, N - 1 - center) + 1.
 *
 * Between columns the mirrored row is interpolated by the band-limited kernel
 * of 16 samples, sin(pi x)/(pi x) times Kaiser's window of beta 7 (J. F. Kaiser &
 * R. W. Schafer, IEEE Trans. ASSP 28 (1980) 105), whose sum is 1: right to 2e-4 up
 * to 0.3 cycles a pixel, 4e-2 at 0.4.  A whole 2 center moves samples.
 * Angles may be any list; see halfturn.h for those that have none opposite.
 * The table of centres of rows is used, unless another center is asked for; all
 * rows become as wide as bp.center_px has it, edge repeated.
 */
#include <math.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/slab.h"
#include "num/special.h"
#include "tomo/filter_360to180.hot.h"
#include "tomo/filter_image.h"
#include "tomo/halfturn.h"

enum { OVERLAP, CENTER, SIDE, BLEND };
enum { AUTO, LEFT, RIGHT };
enum { LINEAR, SMOOTH };
enum { MARGIN = SHIFT_TAPS };	/* of a mirrored row, edge repeated */

static const char *const sides[] = { "auto", "left", "right", NULL };
static const char *const blends[] = { "linear", "smooth", NULL };

static const struct param params[] = {
	[OVERLAP] = { "overlap", PARAM_NUM, "px", INFINITY, 1, 1e6, NULL, NULL,
		      "columns that both halves see; default 2 min(center, N - 1 - center) + 1" },
	[CENTER] = { "center", PARAM_NUM, "px", INFINITY, -1e6, 1e6, META_CENTER, NULL,
		     "column of the axis, when overlap is not given" },
	[SIDE] = { "side", PARAM_CHOICE, "", AUTO, 0, RIGHT, NULL, sides, "at which the axis is" },
	[BLEND] = { "blend", PARAM_CHOICE, "", LINEAR, 0, SMOOTH, NULL, blends, "how the overlap fades" },
	{ .type = PARAM_END }
};

struct plan {
	struct halfturn turn;
	size_t ncol, wide;	/* columns that come, and that go */
	long first;		/* column of the input at which the output begins */
	bool right, smooth;
	double center;
	double *row_center;	/* [items], or NULL */
};

/* ---- where the axis is -------------------------------------------------------------------- */

static int from_overlap(double *val, double ncol, struct err *e)
{
	if (val[SIDE] == AUTO && isinf(val[CENTER]))
		return err_set(e, E_USAGE, "overlap needs side=left or side=right: the input has no %s", META_CENTER);
	if (val[SIDE] == AUTO)
		val[SIDE] = 2 * val[CENTER] >= ncol - 1 ? RIGHT : LEFT;
	if (val[OVERLAP] > ncol)
		return err_set(e, E_USAGE, "overlap=%g is more than the %g columns", val[OVERLAP], ncol);
	val[CENTER] = val[SIDE] == RIGHT ? ncol - (val[OVERLAP] + 1) / 2 : (val[OVERLAP] - 1) / 2;
	return 0;
}

static int from_center(double *val, double ncol, struct err *e)
{
	double c = val[CENTER];
	int side = 2 * c >= ncol - 1 ? RIGHT : LEFT;

	if (isinf(c))
		return err_set(e, E_USAGE, "the input has no %s: give center=px, or overlap=px and side=", META_CENTER);
	if (c < 0 || c > ncol - 1)
		return err_set(e, E_USAGE, "center %g is not within the %g columns: the two halves do not meet", c, ncol);
	if (val[SIDE] != AUTO && val[SIDE] != side && 2 * c != ncol - 1)
		return err_set(e, E_USAGE, "side=%s, but center %g is on the other side of %g columns",
			       sides[(int)val[SIDE]], c, ncol);
	if (val[SIDE] == AUTO)
		val[SIDE] = side;
	val[OVERLAP] = rint((2 * fmin(c, ncol - 1 - c) + 1) * 1e6) / 1e6;	/* for people */
	return 0;
}

/* How far the far side is from the axis. */
static double reach_of(const struct plan *p, double center)
{
	return p->right ? center : (double)(p->ncol - 1) - center;
}

/* That of bp.center_px: the same for all slabs of rows. */
static int width(struct plan *p, size_t nrow, struct err *e)
{
	double most = (double)(p->ncol - 1);

	for (size_t r = 0; p->row_center && r < nrow; r++) {
		double far = reach_of(p, p->row_center[r]);
		if (2 * far < most || far > most)
			return err_set(e, E_DATA, "the center %g of row %zu is not on the %s side of the %zu columns",
				       p->row_center[r], r, p->right ? "right" : "left", p->ncol);
	}
	p->wide = (size_t)floor(2 * reach_of(p, p->center) + 1e-9) + 1;
	p->first = p->right ? 0 : (long)p->ncol - (long)p->wide;
	return 0;
}

static int find_axis(struct plan *p, double *val, const struct head *in, struct err *e)
{
	const struct table *t = head_table(in, "row", "center_px");
	double known = NAN;
	bool overlap = !isinf(val[OVERLAP]);

	if (meta_get_num(&in->meta, META_CENTER, &known, e) ||
	    (overlap ? from_overlap : from_center)(val, (double)p->ncol, e))
		return e->code;
	p->center = val[CENTER];
	p->right = val[SIDE] == RIGHT;
	p->smooth = val[BLEND] == SMOOTH;
	if (!overlap && t && t->n == in->n[0] && p->center == known) {
		p->row_center = mem_alloc(t->n, sizeof *p->row_center, "the centres", e);
		if (!p->row_center)
			return e->code;
		memcpy(p->row_center, t->v, t->n * sizeof *t->v);
	}
	return width(p, in->n[0], e);
}

/* ---- the head ----------------------------------------------------------------------------- */

static void keep_angles(const struct plan *p, struct head *h)
{
	for (size_t i = 0; i < h->ntable; i++) {
		struct table *t = &h->table[i];
		if (strcmp(t->label, "angle"))
			continue;
		for (size_t k = 0; k < p->turn.n; k++)
			t->v[k] = t->v[p->turn.keep[k]];
		t->n = p->turn.n;
	}
	h->n[1] = p->turn.n;
}

static int follow(const struct plan *p, struct head *h, struct err *e)
{
	struct table *t = head_table(h, "row", "center_px");

	keep_angles(p, h);
	h->n[2] = p->wide;
	for (size_t r = 0; t && p->row_center && r < t->n; r++)
		t->v[r] -= (double)p->first;
	if (!p->row_center)
		head_del_table(h, "row", "center_px");
	return meta_set_num(&h->meta, META_CENTER, p->center - (double)p->first, e);
}

static int only_projections(const struct head *in, struct err *e)
{
	const struct table *t = head_table(in, "angle", "key");

	for (size_t i = 0; t && i < t->n; i++)
		if (t->v[i] != KEY_PROJECTION)
			return err_set(e, E_DATA, "flats and darks are among the projections: xnorm first");
	return 0;
}

static int plan(void *par, const struct head *in, struct head *out, void **plan, struct err *e)
{
	struct plan *p = *plan = mem_zero(1, sizeof *p, "a plan", e);
	const double *theta;
	struct image im;
	size_t n;

	if (!p || image_of(&im, in, e) || head_theta(in, &theta, &n, e) || only_projections(in, e))
		return e->code;
	p->ncol = im.ncol;
	if (find_axis(p, par, in, e) || halfturn_new(&p->turn, theta, n, e))
		return e->code;
	return follow(p, out, e);
}

/* ---- an item ------------------------------------------------------------------------------ */

/* Parts of the scratch, and what is the same for all angles of a row. */
struct piece {
	float *weight;		/* [ncol] of the kept projection in its own columns */
	float *mixed;		/* [ncol] */
	float *mirrored;	/* [ncol + 2 MARGIN] reversed, edges repeated */
	float tap[SHIFT_TAPS];
	bool whole;		/* no fraction to shift by */
	long lo, hi;		/* columns (of the input's count) that take the mirrored row */
	long from;		/* place in mirrored of tap 0 for column 0 */
};

static size_t work(const void *plan)
{
	const struct plan *p = plan;

	return (2 * image_align(p->ncol) + image_align(p->ncol + 2 * MARGIN)) * sizeof(float);
}

/* Samples at -7 .. 8 to what lies at 0 <= x < 1. */
static void make_taps(double x, float *tap)
{
	const double half = SHIFT_TAPS / 2, beta = 7;
	double h[SHIFT_TAPS], sum = 0;

	for (int t = 0; t < SHIFT_TAPS; t++) {
		double d = x + half - 1 - t, u = 1 - d * d / (half * half);
		h[t] = special_bessel_i0(beta * sqrt(fmax(u, 0))) * (fabs(d) < 1e-12 ? 1 : sin(M_PI * d) / (M_PI * d));
		sum += h[t];
	}
	for (int t = 0; t < SHIFT_TAPS; t++)
		tap[t] = (float)(h[t] / sum);
}

/* The mirrored row begins at -d: where the kernel would reach beyond its end the kept one stands alone. */
static void make_weights(const struct plan *p, double center, bool whole, float *w)
{
	double d = (double)(p->ncol - 1) - reach_of(p, center), start = whole ? -d : fmin(SHIFT_TAPS / 2 - d, 0);

	for (size_t c = 0; c < p->ncol; c++) {
		double s = p->right ? (double)c - center : center - (double)c;
		double v = s < start ? 1 : s > d ? 0 : (d + 0.5 - s) / (d - start + 1);
		w[c] = (float)(p->smooth ? v * v * (3 - 2 * v) : v);
	}
}

/* Column i of the input lies in the mirrored row at n - 1 - 2 center + i, from its start. */
static void make_piece(const struct plan *p, double center, void *work, struct piece *b)
{
	double twice = 2 * center, at = (double)(p->ncol - 1) - twice, whole = floor(at + 1e-9);
	long end = p->first + (long)p->wide;

	b->weight = work;
	b->mixed = b->weight + image_align(p->ncol);
	b->mirrored = b->mixed + image_align(p->ncol);
	b->whole = at - whole < 1e-9;
	b->lo = (long)ceil(-at - 1e-9);
	b->hi = (long)floor(twice + 1e-9) + 1;
	b->lo = b->lo > p->first ? b->lo : p->first;
	b->hi = b->hi < end ? b->hi : end;
	b->from = MARGIN + (long)whole - (b->whole ? 0 : SHIFT_TAPS / 2 - 1);
	make_weights(p, center, b->whole, b->weight);
	make_taps(at - whole, b->tap);
}

static const float *across(const struct plan *p, const struct halfturn_mix *m, const float *in, float *mixed)
{
	const float *row[4];

	for (size_t k = 0; k < m->n; k++)
		row[k] = in + m->at[k] * p->ncol;
	if (m->n == 1)
		return row[0];
	HOT_PICK(mix_rows)(row, m->weight, m->n, p->ncol, mixed);
	return mixed;
}

static void mirror(const float *x, size_t n, float *to)
{
	for (size_t i = 0; i < MARGIN; i++) {
		to[i] = x[n - 1];
		to[MARGIN + n + i] = x[0];
	}
	for (size_t i = 0; i < n; i++)
		to[MARGIN + i] = x[n - 1 - i];
}

/* One angle: the mirrored row, then the kept one faded into it. */
static void join(const struct plan *p, const struct piece *b, const float *kept, const float *other, float *out)
{
	long n = (long)p->ncol, lo = b->lo > 0 ? b->lo : 0, hi = b->hi < n ? b->hi : n;
	const float *from = b->mirrored + b->from + b->lo;

	mirror(other, p->ncol, b->mirrored);
	if (b->whole)
		memcpy(out + (b->lo - p->first), from, (size_t)(b->hi - b->lo) * sizeof *out);
	else
		HOT_PICK(shift_row)(from, b->tap, (size_t)(b->hi - b->lo), out + (b->lo - p->first));
	if (hi > lo)
		HOT_PICK(blend_rows)(kept + lo, out + (lo - p->first), b->weight + lo, (size_t)(hi - lo), b->mixed);
	if (hi > lo)
		memcpy(out + (lo - p->first), b->mixed, (size_t)(hi - lo) * sizeof *out);
	if (p->right)
		memcpy(out, kept, (size_t)lo * sizeof *out);
	else
		memcpy(out + (hi - p->first), kept + hi, (size_t)(n - hi) * sizeof *out);
	for (long i = b->lo - 1; !p->right && i >= p->first; i--)	/* rows that see less than others */
		out[i - p->first] = out[b->lo - p->first];
	for (long i = b->hi; p->right && i < p->first + (long)p->wide; i++)
		out[i - p->first] = out[b->hi - 1 - p->first];
}

static int apply(const void *plan, size_t first, size_t n, size_t before, size_t after,
		 const float *in, float *out, void *work, struct err *e)
{
	const struct plan *p = plan;
	struct piece b;

	(void)n, (void)before, (void)after, (void)e;
	make_piece(p, p->row_center ? p->row_center[first] : p->center, work, &b);
	for (size_t k = 0; k < p->turn.n; k++)
		join(p, &b, in + p->turn.keep[k] * p->ncol, across(p, &p->turn.across[k], in, b.mixed),
		     out + k * p->wide);
	return 0;
}

static size_t fixed(const void *plan)
{
	const struct plan *p = plan;

	return p->turn.n * (sizeof *p->turn.keep + sizeof *p->turn.across);
}

static void end(void *plan)
{
	struct plan *p = plan;

	if (p) {
		halfturn_free(&p->turn);
		mem_free(p->row_center);
	}
	mem_free(p);
}

const struct method filter_360to180 = {
	.name = "360to180",
	.brief = "full turn about an off-middle axis to half a turn, wider",
	.reference = "",
	.param = params,
	.rows = rows_none,
	.map = { .name = "360to180", .order = ORDER_SINO, .batch = 1, .plan = plan, .work = work,
		 .fixed = fixed, .apply = apply, .free = end },
};
