#include "cli/term.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

const char *const term_names[] = { "none", "half", "sixel", "kitty", NULL };

size_t term_columns(int fd)
{
	struct winsize w;

	return ioctl(fd, TIOCGWINSZ, &w) || !w.ws_col ? 80 : w.ws_col;
}

/* ---- half blocks ----------------------------------------------------------------------------- */

static void half(FILE *f, const unsigned char *p, size_t nrow, size_t ncol)
{
	for (size_t r = 0; r < nrow; r += 2) {
		for (size_t c = 0; c < ncol; c++) {
			const unsigned char *up = p + (r * ncol + c) * 3, *low = up + 3 * ncol;
			fprintf(f, "\033[38;2;%d;%d;%dm", up[0], up[1], up[2]);
			if (r + 1 < nrow)
				fprintf(f, "\033[48;2;%d;%d;%dm", low[0], low[1], low[2]);
			fputs("▀", f);
		}
		fputs("\033[0m\n", f);
	}
}

/* ---- sixel ----------------------------------------------------------------------------------- */

enum { COARSE = 1 << 15, COLOURS = 256, BAND = 6 };

static unsigned coarse(const unsigned char *p)
{
	return (unsigned)(p[0] >> 3) << 10 | (unsigned)(p[1] >> 3) << 5 | p[2] >> 3;
}

static unsigned distance(unsigned a, unsigned b)
{
	int r = (int)(a >> 10) - (int)(b >> 10), g = (int)(a >> 5 & 31) - (int)(b >> 5 & 31);
	int l = (int)(a & 31) - (int)(b & 31);

	return (unsigned)(2 * r * r + 4 * g * g + l * l);
}

/* The most frequent colours become the palette, every colour its nearest one. */
static size_t make_palette(const unsigned char *p, size_t n, unsigned *palette, unsigned char *nearest,
			   uint32_t *seen)
{
	size_t used = 0;

	for (size_t i = 0; i < n; i++)
		seen[coarse(p + 3 * i)]++;
	for (; used < COLOURS; used++) {
		size_t best = 0;
		for (size_t k = 1; k < COARSE; k++)
			best = seen[k] > seen[best] ? k : best;
		if (!seen[best])
			break;
		palette[used] = (unsigned)best;
		seen[best] = 0;
	}
	for (unsigned k = 0; k < COARSE; k++)
		for (size_t i = nearest[k] = 0; i < used; i++)
			if (distance(k, palette[i]) < distance(k, palette[nearest[k]]))
				nearest[k] = (unsigned char)i;
	return used;
}

static void run(FILE *f, int c, size_t n)
{
	if (n > 3)
		fprintf(f, "!%zu%c", n, c);
	else
		while (n--)
			putc(c, f);
}

/* Six rows in one colour; false when it does not occur in them. */
static int sixel_line(FILE *f, const unsigned char *p, size_t rows, size_t ncol, size_t colour,
		      const unsigned char *nearest, int first)
{
	size_t length = 0;
	int last = -1, any = 0;

	for (size_t c = 0; c < ncol && !any; c++)
		for (size_t r = 0; r < rows; r++)
			any |= nearest[coarse(p + (r * ncol + c) * 3)] == colour;
	if (!any)
		return 0;
	fprintf(f, "%s#%zu", first ? "" : "$", colour);
	for (size_t c = 0; c < ncol; c++) {
		int bits = 0;
		for (size_t r = 0; r < rows; r++)
			bits |= (nearest[coarse(p + (r * ncol + c) * 3)] == colour) << r;
		if (bits != last && length) {
			run(f, 63 + last, length);
			length = 0;
		}
		last = bits;
		length++;
	}
	run(f, 63 + last, length);
	return 1;
}

static void sixel(FILE *f, const unsigned char *p, size_t nrow, size_t ncol)
{
	unsigned palette[COLOURS];
	uint32_t *seen = calloc(COARSE, sizeof *seen);
	unsigned char *nearest = malloc(COARSE);

	if (seen && nearest) {
		size_t n = make_palette(p, nrow * ncol, palette, nearest, seen);
		fprintf(f, "\033P0;1q\"1;1;%zu;%zu", ncol, nrow);
		for (size_t i = 0; i < n; i++)
			fprintf(f, "#%zu;2;%u;%u;%u", i, (palette[i] >> 10) * 100 / 31,
				(palette[i] >> 5 & 31) * 100 / 31, (palette[i] & 31) * 100 / 31);
		for (size_t r = 0; r < nrow; r += BAND) {
			int first = 1;
			for (size_t i = 0; i < n; i++)
				first &= !sixel_line(f, p + r * ncol * 3, nrow - r < BAND ? nrow - r : BAND, ncol, i,
						     nearest, first);
			putc('-', f);
		}
		fputs("\033\\\n", f);
	}
	free(seen);
	free(nearest);
}

/* ---- kitty ----------------------------------------------------------------------------------- */

static void base64(FILE *f, const unsigned char *p, size_t n)
{
	static const char set[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < n; i += 3) {
		unsigned v = (unsigned)p[i] << 16 | (i + 1 < n ? (unsigned)p[i + 1] << 8 : 0) |
			     (i + 2 < n ? p[i + 2] : 0);
		putc(set[v >> 18], f);
		putc(set[v >> 12 & 63], f);
		putc(i + 1 < n ? set[v >> 6 & 63] : '=', f);
		putc(i + 2 < n ? set[v & 63] : '=', f);
	}
}

static void kitty(FILE *f, const unsigned char *p, size_t nrow, size_t ncol)
{
	enum { CHUNK = 3072 };		/* 4096 letters of base64 */
	size_t bytes = nrow * ncol * 3;

	for (size_t i = 0; i < bytes; i += CHUNK) {
		size_t n = bytes - i < CHUNK ? bytes - i : CHUNK;
		if (i == 0)
			fprintf(f, "\033_Ga=T,f=24,s=%zu,v=%zu,m=%d;", ncol, nrow, n < bytes);
		else
			fprintf(f, "\033_Gm=%d;", i + n < bytes);
		base64(f, p + i, n);
		fputs("\033\\", f);
	}
	putc('\n', f);
}

void term_show(FILE *f, enum term_kind kind, const struct array *rgb)
{
	if (kind == TERM_HALF)
		half(f, rgb->data, rgb->n[0], rgb->n[1]);
	else if (kind == TERM_SIXEL)
		sixel(f, rgb->data, rgb->n[0], rgb->n[1]);
	else if (kind == TERM_KITTY)
		kitty(f, rgb->data, rgb->n[0], rgb->n[1]);
}
