#include "view/figure_draw.h"

#include <ft2build.h>
#include FT_FREETYPE_H
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct font {
	FT_Library library;
	FT_Face face;			/* NULL: there is none */
};

struct canvas {
	size_t width, height;
	unsigned char *rgb;		/* [height][width][3] */
	struct font font;
	bool mute;			/* words were wanted and there is no font */
	bool starved;			/* there was no memory for a letter */
};

/* ---- the font -------------------------------------------------------------------------------- */

static void font_close(struct font *f)
{
	if (f->face)
		FT_Done_Face(f->face);
	if (f->library)
		FT_Done_FreeType(f->library);
	*f = (struct font){ 0 };
}

/* Where Debian, Fedora, openSUSE and Arch have it. */
static bool font_open(struct font *f)
{
	static const char *const place[] = {
		"/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
		"/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf",
		"/usr/share/fonts/truetype/DejaVuSans.ttf",
		"/usr/share/fonts/TTF/DejaVuSans.ttf",
	};

	*f = (struct font){ 0 };
	if (FT_Init_FreeType(&f->library)) {
		f->library = NULL;
		return false;
	}
	for (size_t i = 0; i < sizeof place / sizeof *place; i++) {
		if (!FT_New_Face(f->library, place[i], 0, &f->face))
			return true;
		f->face = NULL;
	}
	return false;
}

/*
 * The letter at *s, and *s moved behind it.  Bytes that are no UTF-8, and
 * control characters, are question marks.
 */
static unsigned long next_letter(const char **s)
{
	const unsigned char *p = (const unsigned char *)*s;
	int n = p[0] < 0x80 ? 0 : p[0] >= 0xc2 && p[0] < 0xe0 ? 1 : p[0] >= 0xe0 && p[0] < 0xf0 ? 2 :
		p[0] >= 0xf0 && p[0] < 0xf5 ? 3 : -1;
	unsigned long code = n < 1 ? p[0] : p[0] & (0x3f >> n);

	*s += 1;
	if (n < 0 || (n == 0 && (code < 32 || code == 127)))
		return '?';
	for (int i = 1; i <= n; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return '?';
		code = code << 6 | (p[i] & 0x3f);
	}
	*s += n;
	return code;
}

static double width_of(const struct font *f, double size, const char *text)
{
	double width = 0;

	if (!f->face || FT_Set_Char_Size(f->face, 0, (FT_F26Dot6)(size * 64), 72, 72))
		return 0.6 * size * (double)strlen(text);
	FT_Set_Transform(f->face, NULL, NULL);
	while (*text)
		if (!FT_Load_Char(f->face, next_letter(&text), FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP))
			width += (double)f->face->glyph->linearHoriAdvance / 65536;
	return width;
}

double canvas_text_width(double size, const char *text)
{
	struct font f;
	double width;

	font_open(&f);
	width = width_of(&f, size, text);
	font_close(&f);
	return width;
}

/* ---- the canvas ------------------------------------------------------------------------------ */

int canvas_new(struct canvas **out, size_t width, size_t height, struct err *e)
{
	struct canvas *c = *out = NULL;

	if (!width || !height || width > CANVAS_MAX || height > CANVAS_MAX)
		return err_set(e, E_DATA, "a picture of %zu x %zu pixels cannot be drawn: at most %d either way",
			       width, height, CANVAS_MAX);
	if (!(c = *out = calloc(1, sizeof *c)))
		return err_nomem(e, "a picture");
	c->width = width;
	c->height = height;
	c->rgb = mem_alloc(width * height, 3, "a picture", e);
	if (c->rgb)
		memset(c->rgb, 255, width * height * 3);
	font_open(&c->font);
	return e->code;
}

void canvas_free(struct canvas *c)
{
	if (!c)
		return;
	font_close(&c->font);
	mem_free(c->rgb);
	free(c);
}

void canvas_pixel(struct canvas *c, size_t x, size_t y, const unsigned char rgb[3])
{
	if (x < c->width && y < c->height)
		memcpy(c->rgb + (y * c->width + x) * 3, rgb, 3);
}

void canvas_rect(struct canvas *c, double x, double y, double w, double h, const unsigned char rgb[3])
{
	double x0 = fmax(0, round(x)), y0 = fmax(0, round(y));
	double x1 = fmin((double)c->width, round(x + w)), y1 = fmin((double)c->height, round(y + h));

	for (double r = y0; r < y1; r++)
		for (double k = x0; k < x1; k++)
			canvas_pixel(c, (size_t)k, (size_t)r, rgb);
}

/* How far (x, y) is from the line between two points. */
static double far_from(double x, double y, double x0, double y0, double dx, double dy)
{
	double len2 = dx * dx + dy * dy, t = len2 > 0 ? ((x - x0) * dx + (y - y0) * dy) / len2 : 0;

	t = fmin(1, fmax(0, t));
	return hypot(x - x0 - t * dx, y - y0 - t * dy);
}

void canvas_line(struct canvas *c, double x0, double y0, double x1, double y1, double width,
		 const unsigned char rgb[3])
{
	double left = fmax(0, floor(fmin(x0, x1) - width)), right = fmin((double)c->width, fmax(x0, x1) + width + 1);
	double top = fmax(0, floor(fmin(y0, y1) - width)), foot = fmin((double)c->height, fmax(y0, y1) + width + 1);

	for (double y = top; y < foot; y++)
		for (double x = left; x < right; x++) {
			double cover = width / 2 + 0.5 - far_from(x + 0.5, y + 0.5, x0, y0, x1 - x0, y1 - y0);
			unsigned char *p = c->rgb + ((size_t)y * c->width + (size_t)x) * 3;
			for (int i = 0; i < 3 && cover > 0; i++)	/* the darker of the two: joints do not show */
				p[i] = (unsigned char)fmin(p[i], 255 - fmin(1, cover) * (255 - rgb[i]));
		}
}

static void black_rect(struct canvas *c, double x, double y, double w, double h)
{
	static const unsigned char black[3] = { 0, 0, 0 };

	canvas_rect(c, x, y, w, h, black);
}

void canvas_frame(struct canvas *c, double x, double y, double w, double h)
{
	black_rect(c, x - 1, y - 1, w + 2, 1);
	black_rect(c, x - 1, y + h, w + 2, 1);
	black_rect(c, x - 1, y, 1, h);
	black_rect(c, x + w, y, 1, h);
}

void canvas_across(struct canvas *c, double x0, double x1, double y)
{
	black_rect(c, fmin(x0, x1), floor(y), fabs(x1 - x0), 1);
}

void canvas_down(struct canvas *c, double x, double y0, double y1)
{
	black_rect(c, floor(x), fmin(y0, y1), 1, fabs(y1 - y0));
}

/* Black ink by its cover of each pixel; x, y: place of the bitmap's corner. */
static void ink(struct canvas *c, const FT_Bitmap *b, long x, long y)
{
	for (unsigned r = 0; r < b->rows; r++)
		for (unsigned k = 0; k < b->width; k++) {
			long px = x + (long)k, py = y + (long)r;
			unsigned cover = b->buffer[(long)r * b->pitch + (long)k];
			if (px < 0 || py < 0 || px >= (long)c->width || py >= (long)c->height)
				continue;
			unsigned char *p = c->rgb + ((size_t)py * c->width + (size_t)px) * 3;
			for (int i = 0; i < 3; i++)
				p[i] = (unsigned char)(p[i] * (255 - cover) / 255);
		}
}

void canvas_text(struct canvas *c, double x, double y, double ax, double ay, double size,
		 enum canvas_turn turn, const char *text)
{
	FT_Matrix up = { 0, -0x10000, 0x10000, 0 }, level = { 0x10000, 0, 0, 0x10000 };
	double along = -ax * width_of(&c->font, size, text);
	double below = (1 - ay) * 0.73 * size;		/* 0.73: height of capitals */
	FT_Face face = c->font.face;

	c->mute |= !face && *text;
	while (face && *text) {
		double px = turn == CANVAS_LEVEL ? x + along : x + below;
		double py = turn == CANVAS_LEVEL ? y + below : y - along;
		FT_Vector rest = { (FT_Pos)((px - floor(px)) * 64), (FT_Pos)((ceil(py) - py) * 64) };
		FT_Set_Transform(face, turn == CANVAS_LEVEL ? &level : &up, &rest);
		if (FT_Load_Char(face, next_letter(&text), FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP | FT_LOAD_RENDER)) {
			c->starved = true;
			return;
		}
		ink(c, &face->glyph->bitmap, (long)floor(px) + face->glyph->bitmap_left,
		    (long)ceil(py) - face->glyph->bitmap_top);
		along += (double)face->glyph->linearHoriAdvance / 65536;
	}
}

int canvas_take(struct canvas *c, struct array *rgb, struct err *e)
{
	const size_t n[] = { c->height, c->width, 3 };

	if (c->starved)
		return err_nomem(e, "the letters of a picture");
	if (c->mute)
		return err_set(e, E_IO, "the font DejaVu Sans is not installed (Debian: fonts-dejavu-core)");
	if (!array_new(rgb, DT_U8, 3, n, e))
		memcpy(rgb->data, c->rgb, c->width * c->height * 3);
	return e->code;
}
