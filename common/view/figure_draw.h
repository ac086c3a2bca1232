/*
 * figure_draw.h - lines, text and pixels on a canvas: the only file that knows
 * FreeType.  Places are in output pixels from the top left corner, x to the right,
 * y down.  No state is kept: a font is opened for each canvas and each width.
 */
#ifndef VIEW_FIGURE_DRAW_H
#define VIEW_FIGURE_DRAW_H

#include "base/array.h"

struct canvas;

enum { CANVAS_MAX = 32000 };	/* pixels, either way */

/* White.  E_DATA when a side is 0 or above CANVAS_MAX; E_NOMEM.  canvas_free() even on failure. */
int canvas_new(struct canvas **c, size_t width, size_t height, struct err *e);
void canvas_free(struct canvas *c);

/* One pixel; outside the canvas nothing. */
void canvas_pixel(struct canvas *c, size_t x, size_t y, const unsigned char rgb[3]);

void canvas_rect(struct canvas *c, double x, double y, double w, double h, const unsigned char rgb[3]);
/* A smooth line of this width with round ends; without length a dot. */
void canvas_line(struct canvas *c, double x0, double y0, double x1, double y1, double width,
		 const unsigned char rgb[3]);
/* Lines one pixel wide, black: around a rectangle; across from x0 to x1; down from y0 to y1. */
void canvas_frame(struct canvas *c, double x, double y, double w, double h);
void canvas_across(struct canvas *c, double x0, double x1, double y);
void canvas_down(struct canvas *c, double x, double y0, double y1);

/*
 * DejaVu Sans, UTF-8, "size" the height of the font in pixels.  ax, ay say which point
 * of the text is at (x, y): 0 left or top, 0.5 middle, 1 right or foot of the
 * letters.  Upward: turned by 90 degrees, read from below; ax is then along the text.
 * Bytes that are no UTF-8 are drawn as question marks.
 */
enum canvas_turn { CANVAS_LEVEL, CANVAS_UPWARD };
void canvas_text(struct canvas *c, double x, double y, double ax, double ay, double size,
		 enum canvas_turn turn, const char *text);
/* Width of the text, for layouts; no canvas is needed. */
double canvas_text_width(double size, const char *text);

/* The picture, uint8 [row][col][3]; *rgb is overwritten.  E_NOMEM, for letters too; E_IO when text found no font. */
int canvas_take(struct canvas *c, struct array *rgb, struct err *e);

#endif
