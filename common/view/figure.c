#include "view/figure.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "view/figure_part.h"

/* Where a panel stands: samples that lie ahead of it, and gaps and titles likewise. */
struct spot {
	size_t row, col;		/* in the grid of panels */
	double x, y, w, h;		/* pixels on the canvas */
};

struct layout {
	const struct figure_panel *panel;
	struct spot *spot;
	size_t n;
	size_t across, down;		/* columns and rows of panels */
	bool side;			/* three cuts: panel 2 stands beside panel 0 */
	double *wide, *high;		/* samples: widest of each column, highest of each row */
	double *least;			/* pixels a column has at least, for its title */
	double zoom, font;
	double title, panel_title;	/* heights */
	double left, right, top, bottom, gap;
	double width, height;		/* of the content, between the margins */
	struct ticks bar, rows, cols;
	struct window row_range, col_range;
	struct scale scale;
};

static double at_least(double a, double b) { return a > b ? a : b; }
static double held(double v, double lo, double hi) { return v < lo ? lo : v > hi ? hi : v; }

/* ---- layout ---------------------------------------------------------------------------------- */

static double samples(const double *v, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += v[i];
	return sum;
}

/* Pixels of column c and row r of the grid. */
static double column(const struct layout *l, size_t c)
{
	return at_least(round(l->wide[c] * l->zoom), l->least[c]);
}

static double line(const struct layout *l, size_t r)
{
	return at_least(round(l->high[r] * l->zoom), 1);
}

/* Enlarged by a whole number, or reduced, to about 800 pixels. */
static double choose_zoom(const struct layout *l)
{
	double most = at_least(samples(l->wide, l->across), samples(l->high, l->down));

	return most > 1400 ? 1400 / most : most > 550 ? 1 : floor(held(820 / most, 1, 100));
}

/* Rows of a panel, in widths of a sample. */
static double rows_high(const struct figure_panel *p, const struct figure_par *par)
{
	return (double)p->nrow * (p->aspect > 0 && !par->bare ? p->aspect : 1);
}

static struct window axis_range(const struct figure_axis *a, size_t n)
{
	return (struct window){ .lo = a->first - a->step / 2, .hi = a->first + ((double)n - 0.5) * a->step };
}

static void make_axis(struct ticks *t, struct window *range, const struct figure_axis *a, size_t n,
		      double px, double font)
{
	*range = axis_range(a, n);
	struct window up = { .lo = fmin(range->lo, range->hi), .hi = fmax(range->lo, range->hi) };
	ticks_make_axis(t, &up, (size_t)held(px / (5 * font), 1, 10), font);
}

/* Margins for this zoom and font. */
static void set_margins(struct layout *l, const struct figure_par *par)
{
	const struct figure_panel *p = l->panel;
	double f = l->font;

	l->gap = par->bare ? 1 : round(0.9 * f);
	l->panel_title = l->panel->title && !par->bare ? round(1.5 * f) : 0;
	l->title = par->title && *par->title ? round(2.1 * f) : 0;
	l->left = l->right = l->bottom = l->top = par->bare ? 0 : round(0.9 * f);
	l->width = l->gap * (double)(l->across - 1);
	for (size_t i = 0; i < l->across; i++)
		l->width += column(l, i);
	l->height = l->gap * (double)(l->down - 1) + l->panel_title * (double)l->down;
	for (size_t i = 0; i < l->down; i++)
		l->height += line(l, i);
	l->top += l->title;
	if (l->n == 1 && p->row.label && !par->bare) {
		make_axis(&l->rows, &l->row_range, &p->row, p->nrow, l->height, f);
		if (p->up)
			l->row_range = (struct window){ .lo = l->row_range.hi, .hi = l->row_range.lo };
		l->left = round(l->rows.width + 3.0 * f);
	}
	if (l->n == 1 && p->col.label && !par->bare) {
		make_axis(&l->cols, &l->col_range, &p->col, p->ncol, l->width, f);
		l->bottom += round(3.1 * f);
	}
	if (par->scale) {
		part_scale_make(&l->scale, par, l->zoom, l->width / 4);
		l->bottom += round(1.9 * f);
	}
	if (par->bar)
		l->right = round(1.0 * f + part_bar_width(f, &l->bar, par) + 0.5 * f);
}

static double bar_height(const struct layout *l)
{
	return at_least(l->height - l->panel_title, 9 * l->font);
}

static void set_font(struct layout *l, double font, const struct figure_par *par)
{
	double h;

	l->font = round(font);
	h = at_least(samples(l->high, l->down) * l->zoom, 9 * l->font);
	ticks_make(&l->bar, &par->window, (size_t)held(h / (3.2 * l->font), 2, 10), l->font);
}

/* The cut to the side may be a few pixels wide; its title is not. */
static void set_least(struct layout *l, const struct figure_par *par)
{
	for (size_t i = 0; i < l->across; i++)
		l->least[i] = 1;
	if (l->side && l->panel[2].title && !par->bare)
		l->least[1] = ceil(canvas_text_width(l->font, l->panel[2].title));
}

/* The zoom that makes the whole so wide; ticks, and so margins, may change with it. */
static void fit_width(struct layout *l, const struct figure_par *par)
{
	double most = at_least(samples(l->wide, l->across), samples(l->high, l->down));

	for (int i = 0; i < 4; i++) {
		set_margins(l, par);
		double fixed = l->left + l->right + l->gap * (double)(l->across - 1), wide = 0;
		for (size_t c = 0; c < l->across; c++)
			if (column(l, c) > l->least[c])
				wide += l->wide[c];
			else
				fixed += l->least[c];
		l->zoom = at_least(((double)par->width - fixed) / at_least(wide, 1), 1 / most);
		set_font(l, l->font, par);
	}
}

static void plan(struct layout *l, const struct figure_par *par)
{
	double most = at_least(samples(l->wide, l->across), samples(l->high, l->down));

	l->zoom = par->zoom > 0 ? par->zoom : choose_zoom(l);
	set_font(l, par->width ? held((double)par->width / 60, 9, 40) : held(most * l->zoom / 52, 13, 40), par);
	set_least(l, par);
	if (par->width)
		fit_width(l, par);
	set_margins(l, par);
}

/* Place the panels on the canvas. */
static void place(struct layout *l, const struct figure_par *par)
{
	double y = l->top;

	for (size_t r = 0; r < l->down; r++) {
		double x = l->left;
		for (size_t c = 0; c < l->across; c++) {
			for (size_t i = 0; i < l->n; i++)
				if (l->spot[i].row == r && l->spot[i].col == c) {
					l->spot[i].x = x;
					l->spot[i].y = y + l->panel_title;
					l->spot[i].w = round(at_least((double)l->panel[i].ncol * l->zoom, 1));
					l->spot[i].h = round(at_least(rows_high(&l->panel[i], par) * l->zoom, 1));
				}
			x += column(l, c) + l->gap;
		}
		y += line(l, r) + l->panel_title + l->gap;
	}
}

/* ---- drawing --------------------------------------------------------------------------------- */

/* Mean of the samples in rows [r0, r1), columns [c0, c1) that are numbers; NaN when none is. */
static double mean_of(const struct figure_panel *p, size_t r0, size_t r1, size_t c0, size_t c1)
{
	double sum = 0;
	size_t n = 0;

	for (size_t r = r0; r < r1; r++)
		for (size_t c = c0; c < c1; c++) {
			float v = p->data[r * p->ncol + c];
			if (!isnan(v)) {
				sum += v;
				n++;
			}
		}
	return n ? sum / (double)n : NAN;
}

/* Where the samples of output pixel i of n begin among "of". */
static size_t share(size_t i, size_t n, size_t of)
{
	return (size_t)((double)i * (double)of / (double)n + 1e-9);
}

static void draw_panel(struct canvas *c, const struct figure_panel *p, const struct spot *s,
		       const struct figure_par *par, unsigned char table[CMAP_LEVELS][3])
{
	size_t w = (size_t)s->w, h = (size_t)s->h;
	unsigned char bad[3];

	colormap_rgb(par->cmap, NAN, bad);
	for (size_t y = 0; y < h; y++) {
		size_t from = p->up ? h - 1 - y : y;
		size_t r0 = share(from, h, p->nrow), r1 = share(from + 1, h, p->nrow);
		for (size_t x = 0; x < w; x++) {
			size_t c0 = share(x, w, p->ncol), c1 = share(x + 1, w, p->ncol);
			double t = window_place(&par->window, mean_of(p, r0, r1 > r0 ? r1 : r0 + 1,
								      c0, c1 > c0 ? c1 : c0 + 1));
			canvas_pixel(c, (size_t)s->x + x, (size_t)s->y + y,
				     isnan(t) ? bad : table[(int)(t * (CMAP_LEVELS - 1) + 0.5)]);
		}
	}
	if (!par->bare)
		canvas_frame(c, s->x, s->y, s->w, s->h);
}

static void draw_titles(struct canvas *c, const struct layout *l, const struct figure_par *par, double width)
{
	char buf[400];

	if (l->title)
		canvas_text(c, l->left, l->top - 1.0 * l->font, 0, 1, 1.15 * l->font, CANVAS_LEVEL,
			    part_fit(par->title, 1.15 * l->font, width - l->left - l->font, buf, sizeof buf));
	for (size_t i = 0; i < l->n; i++)
		if (l->panel[i].title && l->panel_title > 0) {
			double room = column(l, l->spot[i].col);
			canvas_text(c, l->spot[i].x, l->spot[i].y - 0.45 * l->font, 0, 1, l->font, CANVAS_LEVEL,
				    part_fit(l->panel[i].title, l->font, room + 0.5 * l->gap, buf, sizeof buf));
		}
}

static void draw_margins(struct canvas *c, const struct layout *l, const struct figure_par *par, double foot)
{
	if (par->bar)
		part_bar(c, round(l->left + l->width + l->font), l->top + l->panel_title, bar_height(l), l->font,
			 &l->bar, par);
	if (l->n == 1 && l->panel->row.label && !par->bare)
		part_axis(c, l->spot->x, l->spot->y, l->spot->h, l->font, &l->rows, &l->row_range,
			  CANVAS_UPWARD, l->panel->row.label);
	if (l->n == 1 && l->panel->col.label && !par->bare)
		part_axis(c, l->spot->x, l->spot->y + l->spot->h, l->spot->w, l->font, &l->cols, &l->col_range,
			  CANVAS_LEVEL, l->panel->col.label);
	if (par->scale)
		part_scale(c, l->left, foot - 1.5 * l->font, l->font, &l->scale);
}

static void draw_all(struct canvas *c, const struct layout *l, const struct figure_par *par, double width)
{
	unsigned char table[CMAP_LEVELS][3];

	colormap_table(par->cmap, table);
	for (size_t i = 0; i < l->n; i++)
		draw_panel(c, &l->panel[i], &l->spot[i], par, table);
	draw_titles(c, l, par, width);
	draw_margins(c, l, par, l->top + l->height + l->bottom);
}

static int draw(struct array *rgb, struct layout *l, const struct figure_par *par, struct err *e)
{
	struct canvas *c;

	plan(l, par);
	place(l, par);
	double width = l->left + l->width + l->right;
	double height = l->top + l->height + l->bottom;
	if (par->scale)
		width = at_least(width, l->left + l->scale.px + canvas_text_width(l->font, l->scale.text) + 2 * l->font);
	if (par->bar)
		height = at_least(height, l->top + l->panel_title + bar_height(l) + l->font);
	if (par->width)
		width = (double)par->width;
	if (!canvas_new(&c, (size_t)held(width, 1, CANVAS_MAX + 1), (size_t)held(height, 1, CANVAS_MAX + 1), e)) {
		draw_all(c, l, par, width);
		canvas_take(c, rgb, e);
	}
	canvas_free(c);
	return e->code;
}

/* ---- figures --------------------------------------------------------------------------------- */

/* Sizes of the grid's columns and rows, then the picture. */
static int figure(struct array *rgb, const struct figure_panel *p, struct spot *spot, size_t n,
		  const struct figure_par *par, struct err *e)
{
	struct layout l = { .panel = p, .spot = spot, .n = n, .side = n == 3 && spot[2].row == 0 && spot[1].row == 1 };
	struct figure_par bare = *par;

	if (par->bare) {
		bare.title = NULL;
		bare.bar = bare.scale = false;
		par = &bare;
	}

	*rgb = (struct array){ 0 };
	for (size_t i = 0; i < n; i++) {
		l.across = spot[i].col >= l.across ? spot[i].col + 1 : l.across;
		l.down = spot[i].row >= l.down ? spot[i].row + 1 : l.down;
	}
	l.wide = mem_zero(l.across, sizeof *l.wide, "a figure", e);
	l.high = mem_zero(l.down, sizeof *l.high, "a figure", e);
	l.least = mem_zero(l.across, sizeof *l.least, "a figure", e);
	if (!e->code) {
		for (size_t i = 0; i < n; i++) {
			l.wide[spot[i].col] = at_least(l.wide[spot[i].col], (double)p[i].ncol);
			l.high[spot[i].row] = at_least(l.high[spot[i].row], rows_high(&p[i], par));
		}
		draw(rgb, &l, par, e);
	}
	mem_free(l.wide);
	mem_free(l.high);
	mem_free(l.least);
	return e->code;
}

int figure_slice(struct array *rgb, const struct figure_panel *p, const struct figure_par *par, struct err *e)
{
	struct spot spot = { 0 };

	return figure(rgb, p, &spot, 1, par, e);
}

int figure_montage(struct array *rgb, const struct figure_panel *p, size_t n, size_t columns,
		   const struct figure_par *par, struct err *e)
{
	struct spot *spot = mem_zero(n, sizeof *spot, "a figure", e);

	if (!spot)
		return e->code;
	if (!columns) {
		double square = sqrt(1.3 * (double)n * rows_high(p, par) / (double)p->ncol);
		columns = (size_t)held(ceil(square - 1e-9), 1, (double)n);
	}
	for (size_t i = 0; i < n; i++)
		spot[i] = (struct spot){ .row = i / columns, .col = i % columns };
	figure(rgb, p, spot, n, par, e);
	mem_free(spot);
	return e->code;
}

int figure_ortho(struct array *rgb, const struct figure_panel p[3], const struct figure_par *par, struct err *e)
{
	struct spot spot[3] = { { .row = 0, .col = 0 }, { .row = 1, .col = 0 }, { .row = 0, .col = 1 } };

	return figure(rgb, p, spot, 3, par, e);
}
