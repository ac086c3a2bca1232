#include <math.h>
#include <stdio.h>

#include "view/figure_part.h"

/* The plot's place on the canvas and what its axes mean. */
struct plot {
	double x, y, w, h, font;
	struct window across, up;
	struct ticks tx, ty;
	char xlabel[200], ylabel[64];
};

static double largest(const double *v, size_t n)
{
	double m = 0;

	for (size_t i = 0; i < n; i++)
		m = v[i] > m ? v[i] : m;
	return m;
}

static void set_axes(struct plot *p, const double *count, size_t n, const struct figure_par *par)
{
	double most = largest(count, n);

	p->across = (struct window){ .lo = par->window.lo, .hi = par->window.hi };
	p->up = (struct window){ .lo = par->window.log ? 0.5 : 0, .hi = most > 0 ? 1.05 * most : 1,
				 .log = par->window.log };
	if (par->window.log)
		p->up.hi = most > 1 ? most * 1.5 : 10;
	ticks_make(&p->tx, &p->across, 10, p->font);
	ticks_make(&p->ty, &p->up, 6, p->font);
	ticks_label(&p->tx, par->quantity && *par->quantity ? par->quantity : "value", par->unit,
		    p->xlabel, sizeof p->xlabel);
	ticks_label(&p->ty, "samples", NULL, p->ylabel, sizeof p->ylabel);
}

static void draw_bars(struct canvas *c, const struct plot *p, const double *count, size_t n)
{
	static const unsigned char blue[3] = { 59, 99, 150 };

	for (size_t i = 0; i < n; i++) {
		double x0 = round(p->w * (double)i / (double)n), x1 = round(p->w * (double)(i + 1) / (double)n);
		double h = count[i] > 0 ? p->h * window_place(&p->up, count[i]) : 0;
		if (h > 0)
			canvas_rect(c, p->x + x0, p->y + p->h - h, x1 - x0, h, blue);
	}
	canvas_frame(c, p->x, p->y, p->w, p->h);
}

int figure_histogram(struct array *rgb, const double *count, size_t n, const struct figure_par *par,
		     struct err *e)
{
	double width = par->width ? (double)par->width : 900, height = round(0.62 * width);
	struct plot p = { .font = round(fmax(9, width / 56)) };
	bool title = par->title && *par->title;
	struct canvas *c;
	char buf[400];

	*rgb = (struct array){ 0 };
	set_axes(&p, count, n, par);
	p.x = round(p.ty.width + 3.2 * p.font);
	p.y = round(p.font + (title ? 2.1 * p.font : 0));
	p.w = fmax(1, width - p.x - round(1.6 * p.font));
	p.h = fmax(1, height - p.y - round(4 * p.font));
	if (!canvas_new(&c, (size_t)width, (size_t)height, e)) {
		draw_bars(c, &p, count, n);
		part_axis(c, p.x, p.y + p.h, p.w, p.font, &p.tx, &p.across, CANVAS_LEVEL, p.xlabel);
		part_upright(c, p.x, p.y, p.h, p.font, &p.ty, &p.up, p.ylabel);
		if (title)
			canvas_text(c, p.x, p.y - p.font, 0, 1, 1.15 * p.font, CANVAS_LEVEL,
				    part_fit(par->title, 1.15 * p.font, p.w, buf, sizeof buf));
		canvas_take(c, rgb, e);
	}
	canvas_free(c);
	return e->code;
}
