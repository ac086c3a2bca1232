#include "tomo/proj.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/mem.h"
#include "tomo/proj_hot.h"

/*
 * Both kinds of angle are one: a slice, as it is or transposed, whose line r is shifted by -(r - mid) slope, and
 * columns whose edges fall on (c - center -+ 1/2) / d of the common line.
 *
 * A group of angles goes over the slice together, tile by tile of some lines, and over a tile by blocks: as many pairs
 * of cells as registers hold gather from all lines, or as many pixels from all angles.  So a
 * pixel is fetched from memory once for the group, and a pair is loaded and stored once for each tile.
 */
enum { GROUP = 32, TILE = 64, BACK_COLS = 128, MARGIN = TILE + 16 };

struct ray {
	bool along_x;
	double slope, d;
	double first;		/* left edge of cell 0, an integer */
	size_t pairs;		/* of one parity that pixels may meet, with a block to spare */
};

struct proj {
	size_t size, ncol, nangle;
	size_t span;		/* pairs of one parity, of any angle */
	size_t stride;		/* floats from line to line of a tile */
	struct ray *ray;	/* [nangle] */
};

/* Parts of the work. */
struct desk {
	float *pair;		/* [GROUP][2][span] */
	float *cell;		/* [2 span] */
	float *col;		/* a projection with two zeros before and three after */
	float *tile;		/* [TILE][stride], line 0 after a margin */
};

/* Angles of one kind, and their places in the caller's list. */
struct group {
	size_t n, at[GROUP];
	const struct ray *ray[GROUP];
};

static void plan_ray(struct ray *r, size_t size, double c, double s)
{
	double mid = ((double)size - 1) / 2;

	r->along_x = fabs(c) >= fabs(s);
	r->slope = r->along_x ? s / c : c / s;
	r->d = r->along_x ? c : -s;
	r->first = floor(-mid - 0.5 - mid * fabs(r->slope)) - 3;
	r->pairs = size + (size_t)(2 * mid * fabs(r->slope)) + 2 * PROJ_BLOCK;
}

int proj_new(struct proj **p_, size_t size, size_t ncol, const double *cs, const double *sn, size_t nangle,
	     struct err *e)
{
	struct proj *p = mem_zero(1, sizeof *p, "projector", e);

	*p_ = p;
	if (!p)
		return e->code;
	*p = (struct proj){ .size = size, .ncol = ncol, .nangle = nangle };
	p->span = mem_lines(2 * size + 2 * PROJ_BLOCK);
	p->stride = mem_lines(size + MARGIN + PROJ_BLOCK) | 16;	/* an odd number of cache lines */
	p->ray = mem_alloc(nangle, sizeof *p->ray, "projector", e);
	for (size_t a = 0; p->ray && a < nangle; a++)
		plan_ray(p->ray + a, size, cs[a], sn[a]);
	return e->code;
}

void proj_free(struct proj *p)
{
	if (!p)
		return;
	mem_free(p->ray);
	mem_free(p);
}

static size_t lay_out(const struct proj *p, float *work, struct desk *d)
{
	size_t pair = 2 * GROUP * p->span, cell = 2 * p->span, col = mem_lines(p->ncol + 5);

	*d = (struct desk){ .pair = work, .cell = work + pair, .col = work + pair + cell, .tile = work + pair + cell + col + MARGIN };
	return pair + cell + col + MARGIN + TILE * p->stride + PROJ_BLOCK;
}

size_t proj_work(const struct proj *p)
{
	struct desk d;

	return lay_out(p, NULL, &d) * sizeof(float);
}

size_t proj_fixed(const struct proj *p)
{
	return sizeof *p + p->nangle * sizeof *p->ray;
}

/* The next angles of one kind from the i-th of the list on. */
static bool next_group(const struct proj *p, const size_t *angle, size_t n, bool along_x, size_t *i, struct group *g)
{
	for (g->n = 0; *i < n && g->n < GROUP; ++*i) {
		const struct ray *r = p->ray + (angle ? angle[*i] : *i);
		if (r->along_x == along_x) {
			g->at[g->n] = *i;
			g->ray[g->n++] = r;
		}
	}
	return g->n > 0;
}

/* Where line r of the slice meets the cells: pixel 0 begins in cell *cell, of which it leaves w to the left of it. */
static double meet(const struct proj *p, const struct ray *ray, size_t r, size_t *cell)
{
	double mid = ((double)p->size - 1) / 2;
	double edge = (-mid - 0.5 - ((double)r - mid) * ray->slope - ray->first) * PROJ_CELLS;

	int whole = (int)edge;		/* cheaper than to size_t */
	*cell = (size_t)whole;
	return edge - whole;
}

/* ---- columns and cells -------------------------------------------------------------------- */

/* Columns from left to right on the common line: column 0 begins at *lo cells, each has *w; true: in the other order. */
static bool columns(const struct proj *p, const struct ray *ray, double center, double *lo, double *w)
{
	bool back = ray->d < 0;
	double c = back ? (double)p->ncol - 1 - center : center, d = fabs(ray->d);

	*lo = PROJ_CELLS * ((-c - 0.5) / d - ray->first);
	*w = PROJ_CELLS / d;
	return back;
}

static void flip(float *b, size_t n)
{
	for (size_t i = 0; i < n / 2; i++) {
		float t = b[i];
		b[i] = b[n - 1 - i];
		b[n - 1 - i] = t;
	}
}

static void pairs_to_columns(const struct proj *p, const struct desk *d, const struct ray *ray, double center,
			     const float *pair, float *b)
{
	double lo, w;
	bool back = columns(p, ray, center, &lo, &w);

	HOT_PICK(proj_split)(pair, pair + p->span, ray->pairs, d->cell);
	HOT_PICK(proj_columns)(d->cell, 2 * ray->pairs, lo, w, p->ncol, b);
	if (back)
		flip(b, p->ncol);
}

static void columns_to_pairs(const struct proj *p, const struct desk *d, const struct ray *ray, double center,
			     const float *b, float *pair)
{
	double lo, w;
	bool back = columns(p, ray, center, &lo, &w);

	memset(d->col, 0, (p->ncol + 5) * sizeof *b);
	memcpy(d->col + 2, b, p->ncol * sizeof *b);
	if (back)
		flip(d->col + 2, p->ncol);
	size_t n = ray->pairs;
	for (int odd = 0; odd < 2; odd++)
		HOT_PICK(proj_pairs)(d->col, p->ncol, odd - lo, w, n, pair + (size_t)odd * p->span);
}

/* ---- forward ------------------------------------------------------------------------------ */

/* The lines of a tile as one angle sees them: those that begin in an even cell, then the others. */
struct view {
	size_t n[2], first, last;	/* last: of the pairs that pixels 0 meet */
	struct proj_line line[2][TILE];
};

static void look(const struct proj *p, const struct ray *ray, size_t line0, size_t lines, struct view *v)
{
	size_t cell;

	v->n[0] = v->n[1] = v->last = 0;
	v->first = SIZE_MAX;
	for (size_t l = 0; l < lines; l++) {
		float w = (float)meet(p, ray, line0 + l, &cell);
		v->line[cell % 2][v->n[cell % 2]++] = (struct proj_line){
			(int)(l * p->stride) - (int)(cell / 2), 1 - w, w };
		v->first = cell / 2 < v->first ? cell / 2 : v->first;
		v->last = cell / 2 > v->last ? cell / 2 : v->last;
	}
}

static void fetch(const struct proj *p, const float *x, bool along_x, size_t line0, size_t lines, float *tile)
{
	if (!along_x)
		HOT_PICK(proj_turn)(x + line0, p->size, p->size, lines, tile, p->stride);
	for (size_t l = 0; along_x && l < lines; l++)
		memcpy(tile + l * p->stride, x + (line0 + l) * p->size, p->size * sizeof *x);
}

/* Pairs of the whole group gather what a tile gives them. */
static void collect(const struct proj *p, const struct desk *d, const struct group *g, size_t line0, size_t lines)
{
	struct view view[GROUP];
	size_t more = 1;

	for (size_t k = 0; k < g->n; k++)
		look(p, g->ray[k], line0, lines, view + k);
	for (size_t block = 0; more; block += PROJ_BLOCK) {
		more = 0;
		for (size_t k = 0; k < g->n; k++) {
			const struct view *v = view + k;
			size_t q = v->first + block;
			float *even = d->pair + 2 * k * p->span + q, *odd = even + p->span;
			if (q >= v->last + p->size)
				continue;
			more = 1;
			HOT_PICK(proj_collect)(d->tile + q, v->line[0], v->n[0], even, odd);
			HOT_PICK(proj_collect)(d->tile + q, v->line[1], v->n[1], odd, even + 1);
		}
	}
}

void proj_forward(const struct proj *p, double center, const size_t *angle, size_t n, const float *x,
		  float *b, void *work)
{
	struct desk d;
	struct group g;

	lay_out(p, work, &d);
	memset(d.tile - MARGIN, 0, MARGIN * sizeof *d.tile);
	for (size_t l = 0; l < TILE; l++)
		memset(d.tile + l * p->stride + p->size, 0, (p->stride - p->size) * sizeof *d.tile);
	for (int along_x = 0; along_x < 2; along_x++)
		for (size_t i = 0; next_group(p, angle, n, along_x, &i, &g);) {
			memset(d.pair, 0, 2 * g.n * p->span * sizeof *d.pair);
			for (size_t line0 = 0; line0 < p->size; line0 += TILE) {
				size_t lines = p->size - line0 < TILE ? p->size - line0 : TILE;
				fetch(p, x, along_x, line0, lines, d.tile);
				collect(p, &d, &g, line0, lines);
			}
			for (size_t k = 0; k < g.n; k++)
				pairs_to_columns(p, &d, g.ray[k], center, d.pair + 2 * k * p->span, b + g.at[k] * p->ncol);
		}
}

/* ---- back --------------------------------------------------------------------------------- */

/* The pairs of the k-th of a group that pixel 0 of a line takes from. */
static struct proj_share share(const struct proj *p, const struct ray *ray, size_t k, size_t line)
{
	size_t cell, base = 2 * k * p->span;
	float w = (float)meet(p, ray, line, &cell);
	size_t odd = cell % 2, even = 1 - odd;

	return (struct proj_share){
		(int)(base + odd * p->span + cell / 2), (int)(base + even * p->span + cell / 2 + odd), 1 - w, w };
}

/* Lines of pixels, apart floats from each other, get what the whole group gives them. */
static void lay(const struct proj *p, const struct desk *d, const struct group *g, size_t line0, size_t lines,
		float *x, size_t apart)
{
	struct proj_share s[TILE][GROUP];

	for (size_t l = 0; l < lines; l++)
		for (size_t k = 0; k < g->n; k++)
			s[l][k] = share(p, g->ray[k], k, line0 + l);
	for (size_t col = 0; col < p->size; col += BACK_COLS) {
		size_t n = p->size - col < BACK_COLS ? p->size - col : BACK_COLS;
		for (size_t l = 0; l < lines; l++)
			HOT_PICK(proj_lay)(x + l * apart + col, n, d->pair + col, s[l], g->n);
	}
}

void proj_back(const struct proj *p, double center, const size_t *angle, size_t n, const float *b,
	       float *x, void *work)
{
	struct desk d;
	struct group g;

	lay_out(p, work, &d);
	for (int along_x = 0; along_x < 2; along_x++)
		for (size_t i = 0; next_group(p, angle, n, along_x, &i, &g);) {
			for (size_t k = 0; k < g.n; k++)
				columns_to_pairs(p, &d, g.ray[k], center, b + g.at[k] * p->ncol, d.pair + 2 * k * p->span);
			for (size_t line0 = 0; line0 < p->size; line0 += TILE) {
				size_t lines = p->size - line0 < TILE ? p->size - line0 : TILE;
				if (along_x) {
					lay(p, &d, &g, line0, lines, x + line0 * p->size, p->size);
					continue;
				}
				memset(d.tile, 0, lines * p->stride * sizeof *d.tile);
				lay(p, &d, &g, line0, lines, d.tile, p->stride);
				HOT_PICK(proj_turn_add)(d.tile, p->stride, lines, p->size, x + line0, p->size);
			}
		}
}
