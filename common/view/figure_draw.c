#include "view/figure_draw.h"

#include <cairo.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_MAX = 1000 };	/* bytes of one text that are drawn */

struct canvas {
	cairo_surface_t *surface;
	cairo_t *cr;
	size_t width, height, stride;	/* stride in pixels */
	uint32_t *pixel;		/* 0x00RRGGBB */
};

/* The same letters at every size and place, so that layouts can be computed. */
static void set_font(cairo_t *cr, double size)
{
	cairo_font_options_t *o = cairo_font_options_create();

	cairo_font_options_set_hint_style(o, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(o, CAIRO_HINT_METRICS_OFF);
	cairo_font_options_set_antialias(o, CAIRO_ANTIALIAS_GRAY);
	cairo_set_font_options(cr, o);
	cairo_font_options_destroy(o);
	cairo_select_font_face(cr, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
	cairo_set_font_size(cr, size);
}

int canvas_new(struct canvas **out, size_t width, size_t height, struct err *e)
{
	struct canvas *c = *out = NULL;

	if (!width || !height || width > CANVAS_MAX || height > CANVAS_MAX)
		return err_set(e, E_DATA, "a picture of %zu x %zu pixels cannot be drawn: at most %d either way",
			       width, height, CANVAS_MAX);
	if (!(c = *out = calloc(1, sizeof *c)))
		return err_nomem(e, "a picture");
	c->surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)width, (int)height);
	c->cr = cairo_create(c->surface);
	if (cairo_status(c->cr))
		return err_nomem(e, "a picture");
	c->width = width;
	c->height = height;
	c->stride = (size_t)cairo_image_surface_get_stride(c->surface) / sizeof *c->pixel;
	c->pixel = (uint32_t *)(void *)cairo_image_surface_get_data(c->surface);
	cairo_set_source_rgb(c->cr, 1, 1, 1);
	cairo_paint(c->cr);
	return 0;
}

void canvas_free(struct canvas *c)
{
	if (!c)
		return;
	cairo_destroy(c->cr);
	cairo_surface_destroy(c->surface);
	free(c);
}

void canvas_pixel(struct canvas *c, size_t x, size_t y, const unsigned char rgb[3])
{
	if (x < c->width && y < c->height)
		c->pixel[y * c->stride + x] = (uint32_t)(rgb[0] << 16 | rgb[1] << 8 | rgb[2]);
}

/* Pixels may have been set behind cairo's back. */
static cairo_t *pen(struct canvas *c, double line)
{
	cairo_surface_mark_dirty(c->surface);
	cairo_set_source_rgb(c->cr, 0, 0, 0);
	cairo_set_line_width(c->cr, line);
	return c->cr;
}

void canvas_rect(struct canvas *c, double x, double y, double w, double h, const unsigned char rgb[3])
{
	cairo_t *cr = pen(c, 1);

	cairo_set_source_rgb(cr, rgb[0] / 255.0, rgb[1] / 255.0, rgb[2] / 255.0);
	cairo_rectangle(cr, x, y, w, h);
	cairo_fill(cr);
	cairo_surface_flush(c->surface);
}

void canvas_frame(struct canvas *c, double x, double y, double w, double h, double line)
{
	cairo_t *cr = pen(c, line);

	cairo_rectangle(cr, x - line / 2, y - line / 2, w + line, h + line);
	cairo_stroke(cr);
	cairo_surface_flush(c->surface);
}

void canvas_line(struct canvas *c, double x0, double y0, double x1, double y1, double line)
{
	cairo_t *cr = pen(c, line);

	cairo_move_to(cr, x0, y0);
	cairo_line_to(cr, x1, y1);
	cairo_stroke(cr);
	cairo_surface_flush(c->surface);
}

/* Length of the UTF-8 letter at s, 0 when it is none (or a control character). */
static size_t letter(const unsigned char *s)
{
	size_t n = s[0] < 0x80 ? 1 : s[0] >= 0xc2 && s[0] < 0xe0 ? 2 : s[0] >= 0xe0 && s[0] < 0xf0 ? 3 :
		   s[0] >= 0xf0 && s[0] < 0xf5 ? 4 : 0;

	if (n == 1)
		return s[0] >= 32 && s[0] != 127;
	for (size_t i = 1; i < n; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	if ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f) ||
	    (s[0] == 0xf0 && s[1] < 0x90) || (s[0] == 0xf4 && s[1] > 0x8f))
		return 0;
	return n;
}

/* What cairo will take: bytes that are no text become question marks. */
static const char *clean(const char *text, char *buf, size_t len)
{
	size_t k = 0;

	while (*text && k + 5 < len) {
		size_t n = letter((const unsigned char *)text);
		if (n)
			memcpy(buf + k, text, n);
		else
			buf[k] = '?';
		k += n ? n : 1;
		text += n ? n : 1;
	}
	buf[k] = '\0';
	return buf;
}

void canvas_text(struct canvas *c, double x, double y, double ax, double ay, double size,
		 enum canvas_turn turn, const char *text)
{
	cairo_t *cr = pen(c, 1);
	cairo_text_extents_t ext;
	char buf[TEXT_MAX];

	text = clean(text, buf, sizeof buf);
	set_font(cr, size);
	cairo_text_extents(cr, text, &ext);
	cairo_save(cr);
	cairo_translate(cr, x, y);
	if (turn == CANVAS_UPWARD)
		cairo_rotate(cr, -M_PI / 2);
	cairo_move_to(cr, -ax * ext.x_advance, (1 - ay) * 0.73 * size);	/* 0.73: height of capitals */
	cairo_show_text(cr, text);
	cairo_restore(cr);
	cairo_surface_flush(c->surface);
}

double canvas_text_width(double size, const char *text)
{
	cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1);
	cairo_t *cr = cairo_create(s);
	cairo_text_extents_t ext = { 0 };
	char buf[TEXT_MAX];

	set_font(cr, size);
	cairo_text_extents(cr, clean(text, buf, sizeof buf), &ext);
	cairo_destroy(cr);
	cairo_surface_destroy(s);
	return ext.x_advance;
}

int canvas_take(struct canvas *c, struct array *rgb, struct err *e)
{
	const size_t n[] = { c->height, c->width, 3 };

	if (cairo_status(c->cr))
		return err_set(e, E_INTERNAL, "drawing failed: %s", cairo_status_to_string(cairo_status(c->cr)));
	if (array_new(rgb, DT_U8, 3, n, e))
		return e->code;
	unsigned char *to = rgb->data;
	for (size_t y = 0; y < c->height; y++)
		for (size_t x = 0; x < c->width; x++) {
			uint32_t p = c->pixel[y * c->stride + x];
			*to++ = (unsigned char)(p >> 16);
			*to++ = (unsigned char)(p >> 8);
			*to++ = (unsigned char)p;
		}
	return 0;
}
