/* center_turn.c - the axis of a full turn from what is seen from both sides */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "num/fft.h"
#include "num/interp.h"
#include "tomo/angle.h"
#include "tomo/center_rows.h"

enum { LEAST = 6, APART = 10, NEAR = 4 };	/* columns of overlap; half columns from one peak to another, to its top */
enum { SMOOTH = 4 };			/* times [1 2 1] / 4, before differences are taken */
static const double widest_deg = 20;	/* between the two that stand for one half a turn on */

struct place { double at; size_t i; };

/* A projection and the two between which its partner lies. */
struct partner { size_t i, j, k; float part; };

struct turn {
	struct rows *rows;
	size_t ncol, npart, padded, half, nlag;
	struct partner *partner;
	const struct fft *r2c, *c2r;
	double *match, *plain;		/* [rows][nlag] of twice the centre = 0 .. nlag - 1 */
};

static int by_place(const void *a, const void *b)
{
	const struct place *p = a, *q = b;

	return p->at != q->at ? (p->at > q->at) - (p->at < q->at) : (p->i > q->i) - (p->i < q->i);
}

static double ahead(double from, double to)
{
	double d = fmod(to - from, 360);

	return d < 0 ? d + 360 : d;
}

static size_t find_partners(const double *theta_deg, size_t n, struct place *p, struct partner *out)
{
	size_t m = 0;

	for (size_t i = 0; i < n; i++)
		p[i] = (struct place){ ahead(theta_deg[0], theta_deg[i]), i };
	qsort(p, n, sizeof *p, by_place);
	for (size_t i = 0, k = 0; i < n && p[i].at < 180; i++) {
		while (k < n && p[k].at < p[i].at + 180)
			k++;
		const struct place *a = &p[(k + n - 1) % n], *b = &p[k % n];
		double gap = ahead(a->at, b->at), off = ahead(a->at, p[i].at + 180);
		if (gap <= widest_deg)
			out[m++] = (struct partner){ p[i].i, a->i, b->i, gap > 0 ? (float)(off / gap) : 0 };
	}
	return m;
}

static int turn_new(struct turn *t, struct rows *rows, struct err *e)
{
	const struct center_source *s = rows->src;
	struct place *p = mem_alloc(s->nangle, sizeof *p, "angles", e);

	*t = (struct turn){ .rows = rows, .ncol = s->ncol, .padded = fft_good_size(2 * s->ncol, 1),
			    .nlag = 2 * s->ncol - 1 };
	t->half = t->padded / 2 + 1;
	t->partner = mem_alloc(s->nangle, sizeof *t->partner, "angles", e);
	t->match = mem_alloc(CENTER_ROWS, 2 * t->nlag * sizeof *t->match, "a search", e);
	t->plain = t->match ? t->match + CENTER_ROWS * t->nlag : NULL;
	if (!e->code)
		t->npart = find_partners(s->theta_deg, s->nangle, p, t->partner);
	mem_free(p);
	return e->code || fft_plan(&t->r2c, FFT_R2C, 1, &t->padded, 1, 1, e) ||
	       fft_plan(&t->c2r, FFT_C2R, 1, &t->padded, 1, 1, e) ? e->code : 0;
}

static void turn_free(struct turn *t)
{
	mem_free(t->partner);
	mem_free(t->match);
}

/* Column means go out, and stripes with them. */
static void means(const float *sino, size_t nangle, size_t ncol, double *mean)
{
	for (size_t c = 0; c < ncol; c++)
		mean[c] = 0;
	for (size_t a = 0; a < nangle; a++)
		for (size_t c = 0; c < ncol; c++)
			mean[c] += sino[a * ncol + c];
	for (size_t c = 0; c < ncol; c++)
		mean[c] /= (double)nangle;
}

/* The lines of one row on their way: differences along columns, their spectra, what they hold. */
struct lines { float *a, *b; double *mean, *energy, *cross; };

static int lines_new(struct lines *l, const struct turn *t, struct err *e)
{
	l->a = mem_alloc(2 * t->half, sizeof *l->a, "a line", e);
	l->b = mem_alloc(2 * t->half, sizeof *l->b, "a line", e);
	l->mean = mem_alloc(t->ncol, sizeof *l->mean, "a line", e);
	l->energy = mem_zero(t->ncol + 1, sizeof *l->energy, "a line", e);
	l->cross = mem_zero(t->half, 2 * sizeof *l->cross, "a line", e);
	return e->code;
}

static void lines_free(struct lines *l)
{
	mem_free(l->a);
	mem_free(l->b);
	mem_free(l->mean);
	mem_free(l->energy);
	mem_free(l->cross);
}

/* x[c - 1] / 4 + x[c] / 2 + x[c + 1] / 4, the ends as they are. */
static void smooth(float *x, size_t n)
{
	float before = x[0];

	for (size_t c = 1; c + 1 < n; c++) {
		float y = 0.25f * (before + x[c + 1]) + 0.5f * x[c];
		before = x[c];
		x[c] = y;
	}
}

/* x[c + 1] - x[c - 1] of what is there, smoothed; 0 at the ends and behind. */
static void differ(float *x, size_t n, size_t padded)
{
	for (int i = 0; i < SMOOTH; i++)
		smooth(x, n);
	float before = x[0], at = x[1];
	x[0] = 0;
	for (size_t c = 1; c + 1 < n; c++) {
		float after = x[c + 1];
		x[c] = after - before;
		before = at;
		at = after;
	}
	for (size_t c = n - 1; c < padded; c++)
		x[c] = 0;
}

/* With b(c) = a(2 center - c), of the derivatives -a'(2 center - c): the sum of a' b' over all c is least at 2 center. */
static void add_pair(const struct turn *t, const struct partner *p, const float *sino, struct lines *l)
{
	const float *x = sino + p->i * t->ncol, *y = sino + p->j * t->ncol, *z = sino + p->k * t->ncol;

	for (size_t c = 0; c < t->ncol; c++) {
		l->a[c] = (float)(x[c] - l->mean[c]);
		l->b[c] = (float)(y[c] + p->part * (z[c] - y[c]) - l->mean[c]);
	}
	differ(l->a, t->ncol, t->padded);
	differ(l->b, t->ncol, t->padded);
	for (size_t c = 0; c < t->ncol; c++)
		l->energy[c + 1] += 0.5 * ((double)l->a[c] * l->a[c] + (double)l->b[c] * l->b[c]);
	fft_run(t->r2c, l->a, l->a);
	fft_run(t->r2c, l->b, l->b);
	for (size_t k = 0; k < t->half; k++) {
		double ar = l->a[2 * k], ai = l->a[2 * k + 1], br = l->b[2 * k], bi = l->b[2 * k + 1];
		l->cross[2 * k] += ar * br - ai * bi;
		l->cross[2 * k + 1] += ar * bi + ai * br;
	}
}

/*
 * The correlation over the columns that both see, over what they hold there; and over a little more, lest
 * next to nothing be called alike.
 */
static void compare(const struct turn *t, struct lines *l, double *match, double *plain)
{
	size_t n = t->ncol;

	for (size_t k = 0; k < 2 * t->half; k++)
		l->a[k] = (float)(l->cross[k] / (double)t->padded);
	fft_run(t->c2r, l->a, l->a);
	for (size_t c = 0; c < n; c++)
		l->energy[c + 1] += l->energy[c];
	double little = l->energy[n] * LEAST / (double)n;
	for (size_t k = 0; k < t->nlag; k++) {
		size_t from = k < n ? 0 : k - n + 1, to = k < n ? k + 1 : n;
		double held = l->energy[to] - l->energy[from];
		bool enough = to - from >= LEAST && held > 0;
		match[k] = enough ? -l->a[k] / (held + little) : 0;
		plain[k] = enough ? -l->a[k] / held : 0;
	}
}

static int each_row(void *ctx, size_t k, const float *sino, struct err *e)
{
	const struct turn *t = ctx;
	size_t nangle = t->rows->src->nangle;
	struct lines l = { 0 };
	float *x = mem_alloc(nangle, t->ncol * sizeof *x, "a sinogram", e);

	if (x) {
		memcpy(x, sino, nangle * t->ncol * sizeof *x);
		center_clean(x, nangle, t->ncol, e);
	}
	if (!e->code && !lines_new(&l, t, e)) {
		means(x, nangle, t->ncol, l.mean);
		for (size_t i = 0; i < t->npart; i++)
			add_pair(t, &t->partner[i], x, &l);
		compare(t, &l, t->match + k * t->nlag, t->plain + k * t->nlag);
	}
	lines_free(&l);
	mem_free(x);
	return e->code;
}

/* The top of plain, nearest to the highest place of match between columns lo and hi; the score is 1 less the next height over it. */
static double highest(const double *match, const double *plain, size_t n, double lo, double hi, double *score)
{
	size_t from = (size_t)fmax(1, ceil(2 * lo)), to = (size_t)fmin((double)n - 1, floor(2 * hi) + 1), best = from;
	double next = 0;

	for (size_t k = from; k < to; k++)
		if (match[k] > match[best])
			best = k;
	for (size_t k = from; k < to; k++)
		if (k + APART < best || k > best + APART)
			next = fmax(next, match[k]);
	*score = match[best] > 0 ? 1 - next / match[best] : 0;
	for (int i = 0; i < NEAR && best > 1 && plain[best - 1] > plain[best]; i++)
		best--;
	for (int i = 0; i < NEAR && best + 2 < n && plain[best + 1] > plain[best]; i++)
		best++;
	return 0.5 * ((double)best + interp_vertex(plain[best - 1], plain[best], plain[best + 1]));
}

/* All rows, each moved to the middle one. */
static void add_moved(const struct turn *t, const double *q, double by, double *sum)
{
	double whole = floor(by), f = by - whole;

	for (size_t k = 0; k < t->nlag; k++) {
		double at = fmin(fmax((double)k + whole, 0), (double)t->nlag - 2);
		sum[k] += (1 - f) * q[(size_t)at] + f * q[(size_t)at + 1];
	}
}

static int together(const struct turn *t, double lo, double hi, struct err *e)
{
	const struct rows *w = t->rows;
	double *sum = mem_zero(2 * t->nlag, sizeof *sum, "a search", e);

	if (!sum)
		return e->code;
	for (size_t i = 0; i < w->r->nrow; i++) {
		add_moved(t, t->match + i * t->nlag, 2 * rows_shear(w, i), sum);
		add_moved(t, t->plain + i * t->nlag, 2 * rows_shear(w, i), sum + t->nlag);
	}
	w->r->turn = highest(sum, sum + t->nlag, t->nlag, lo, hi, &w->r->turn_score);
	mem_free(sum);
	return 0;
}

int turn_rows(struct rows *w, double lo, double hi, struct err *e)
{
	struct center_result *r = w->r;
	struct turn t;
	bool full = false;

	if (angle_full_turn(w->src->theta_deg, w->src->nangle, &full, e))
		return e->code;
	if (!full)
		return err_set(e, E_DATA, "the angles do not go once around, so that nothing is seen from both sides");
	if (w->src->ncol < 2 * LEAST)
		return err_set(e, E_DATA, "%zu columns are too few to find the axis", w->src->ncol);
	if (!turn_new(&t, w, e) && !rows_pass(w, each_row, &t, e)) {
		for (size_t k = 0; k < r->nrow; k++)
			r->row_center[k] = highest(t.match + k * t.nlag, t.plain + k * t.nlag, t.nlag, lo, hi, &r->row_score[k]);
		rows_slope(w);
		together(&t, lo, hi, e);
	}
	turn_free(&t);
	return e->code;
}
