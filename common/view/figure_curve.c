#include <math.h>
#include <stdio.h>

#include "view/figure_part.h"

/* The plot's place on the canvas and what its axes mean. */
struct plot {
	double x, y, w, h, font;
	struct window across, up;
	struct ticks tx, ty;
	char ylabel[200];
};

static struct window range_of(const double *x, size_t n)
{
	struct window w = { .lo = INFINITY, .hi = -INFINITY };

	for (size_t i = 0; i < n; i++)
		if (isfinite(x[i])) {
			w.lo = fmin(w.lo, x[i]);
			w.hi = fmax(w.hi, x[i]);
		}
	if (!(w.lo <= w.hi))
		w.lo = w.hi = 0;
	if (w.lo == w.hi) {
		w.lo -= 0.5;
		w.hi += 0.5;
	}
	return w;
}

static void set_axes(struct plot *p, const struct figure_curve *v, const struct figure_par *par)
{
	p->across = range_of(v->x, v->n);
	p->up = par->window;
	ticks_make_axis(&p->tx, &p->across, 10, p->font);
	ticks_make(&p->ty, &p->up, 8, p->font);
	ticks_label(&p->ty, par->quantity && *par->quantity ? par->quantity : "value", par->unit,
		    p->ylabel, sizeof p->ylabel);
}

static void set_place(struct plot *p, double width, double height, const struct figure_par *par, bool title)
{
	p->w = width;
	p->h = height;
	if (par->bare)
		return;
	p->x = round(p->ty.width + 3.2 * p->font);
	p->y = round(p->font + (title ? 2.1 * p->font : 0));
	p->w = fmax(1, width - p->x - round(2.5 * p->font));
	p->h = fmax(1, height - p->y - round(4 * p->font));
}

static bool is_drawn(const struct figure_curve *v, const struct window *up, size_t i)
{
	return i < v->n && isfinite(v->x[i]) && isfinite(v->y[i]) && (!up->log || v->y[i] > 0);
}

static void draw_line(struct canvas *c, const struct plot *p, const struct figure_curve *v)
{
	static const unsigned char blue[3] = { 59, 99, 150 };
	double width = fmax(1, p->font / 9), x0 = 0, y0 = 0;
	bool ahead = false;

	for (size_t i = 0; i < v->n; i++, ahead = is_drawn(v, &p->up, i - 1)) {
		if (!is_drawn(v, &p->up, i))
			continue;
		double x = p->x + p->w * window_place(&p->across, v->x[i]);
		double y = p->y + p->h * (1 - window_place(&p->up, v->y[i]));
		if (ahead)
			canvas_line(c, x0, y0, x, y, width, blue);
		else if (!is_drawn(v, &p->up, i + 1))
			canvas_line(c, x, y, x, y, 3 * width, blue);
		x0 = x;
		y0 = y;
	}
}

static void draw_words(struct canvas *c, const struct plot *p, const struct figure_curve *v, const char *title)
{
	char buf[400];

	canvas_frame(c, p->x, p->y, p->w, p->h);
	part_axis(c, p->x, p->y + p->h, p->w, p->font, &p->tx, &p->across, CANVAS_LEVEL, v->label);
	part_upright(c, p->x, p->y, p->h, p->font, &p->ty, &p->up, p->ylabel);
	if (title)
		canvas_text(c, p->x, p->y - p->font, 0, 1, 1.15 * p->font, CANVAS_LEVEL,
			    part_fit(title, 1.15 * p->font, p->w, buf, sizeof buf));
}

int figure_curve(struct array *rgb, const struct figure_curve *v, const struct figure_par *par, struct err *e)
{
	double width = par->width ? (double)par->width : 900, height = fmax(1, round(0.62 * width));
	struct plot p = { .font = round(fmax(9, width / 56)) };
	bool title = par->title && *par->title;
	struct canvas *c;

	*rgb = (struct array){ 0 };
	set_axes(&p, v, par);
	set_place(&p, width, height, par, title);
	if (!canvas_new(&c, (size_t)width, (size_t)height, e)) {
		draw_line(c, &p, v);
		if (!par->bare)
			draw_words(c, &p, v, title ? par->title : NULL);
		canvas_take(c, rgb, e);
	}
	canvas_free(c);
	return e->code;
}
