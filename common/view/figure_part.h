/*
 * figure_part.h - the pieces of which figure.c and figure_hist.c put pictures
 * together: numbers as text, ticks, bars.
 */
#ifndef VIEW_FIGURE_PART_H
#define VIEW_FIGURE_PART_H

#include "view/figure.h"
#include "view/figure_draw.h"

enum { TICKS_MAX = 24, TICK_TEXT = 32 };

/* Ticks of a range with their texts; a power of 10 that is common to all is taken out. */
struct ticks {
	size_t n;
	double at[TICKS_MAX];
	char text[TICKS_MAX][TICK_TEXT];
	int exponent;			/* texts times 10^exponent are the values */
	double width;			/* of the widest text */
};

void ticks_make(struct ticks *t, const struct window *w, size_t want, double font);
/* The same for places along an axis: plain numbers, no power taken out. */
void ticks_make_axis(struct ticks *t, const struct window *w, size_t want, double font);
/* "quantity (10^-5 unit)", as far as these are known; "" when nothing is. */
const char *ticks_label(const struct ticks *t, const char *quantity, const char *unit, char *buf, size_t len);

/* Text cut with an ellipsis to be no wider than this. */
const char *part_fit(const char *text, double size, double width, char *buf, size_t len);

/* A colour bar with frame, ticks and label; x, y its top left corner. */
void part_bar(struct canvas *c, double x, double y, double h, double font, const struct ticks *t,
	      const struct figure_par *par);
double part_bar_width(double font, const struct ticks *t, const struct figure_par *par);

/* A scale bar; zoom: output pixels a sample; room: width it may have. */
struct scale { double px; char text[40]; };
void part_scale_make(struct scale *s, const struct figure_par *par, double zoom, double room);
void part_scale(struct canvas *c, double x, double y, double font, const struct scale *s);

/* Ticks and label below (level) or left of (upward) a panel; end: its length in pixels. */
void part_axis(struct canvas *c, double x, double y, double end, double font, const struct ticks *t,
	       const struct window *range, enum canvas_turn turn, const char *label);
/* The same to the left of a plot that is h high, "up" from its foot to its top, in logarithms too. */
void part_upright(struct canvas *c, double x, double y, double h, double font, const struct ticks *t,
		  const struct window *up, const char *label);

#endif
