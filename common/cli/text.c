#include "cli/text.h"

#include <string.h>

static bool blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

static void roff_char(FILE *f, char c, bool first)
{
	if (c == '-')
		fputs("\\-", f);
	else if (c == '\\')
		fputs("\\e", f);
	else if (c == '^')
		fputs("\\(ha", f);
	else if (c == '~')
		fputs("\\(ti", f);
	else if (c == '`')
		fputs("\\(ga", f);
	else if (c == '\'')
		fputs("\\(aq", f);
	else if (c == '.' && first)
		fputs("\\&.", f);
	else
		fputc(c, f);
}

/* Columns of a UTF-8 text of n bytes. */
static int columns(const char *s, size_t n)
{
	int c = 0;

	for (size_t i = 0; i < n; i++)
		c += ((unsigned char)s[i] & 0xc0) != 0x80;
	return c;
}

/* What roff's escapes add to the bytes of a line. */
static int escapes(const char *s, size_t n)
{
	int more = s[0] == '.';

	for (size_t i = 0; i < n; i++)
		more += s[i] == '-' || s[i] == '\\' ? 1 : strchr("^~`'", s[i]) ? 3 : 0;
	return more;
}

static void wrap_word(struct wrap *w, const char *s, size_t n)
{
	int len = columns(s, n) + (w->roff ? escapes(s, n) : 0);

	if (w->col > w->indent && w->col + 1 + len > TEXT_WIDTH)
		wrap_end(w);
	if (w->col > w->indent) {
		fputc(' ', w->f);
		w->col++;
	}
	for (; w->col < w->indent; w->col++)
		fputc(' ', w->f);
	for (size_t i = 0; i < n; i++)
		if (w->roff)
			roff_char(w->f, s[i], w->col == w->indent && i == 0);
		else
			fputc(s[i], w->f);
	w->col += len;
}

void wrap_words(struct wrap *w, const char *text)
{
	while (*text) {
		size_t n = 0;

		while (text[n] && !blank(text[n]))
			n++;
		if (n)
			wrap_word(w, text, n);
		text += n;
		while (*text && blank(*text))
			text++;
	}
}

void wrap_end(struct wrap *w)
{
	if (w->col)
		fputc('\n', w->f);
	w->col = 0;
}

static void line_words(struct wrap *w, const char *line, size_t n)
{
	size_t from = 0;

	for (size_t i = 0; i <= n; i++)
		if (i == n || blank(line[i])) {
			if (i > from)
				wrap_word(w, line + from, i - from);
			from = i + 1;
		}
}

static void kept_line(FILE *f, const char *line, size_t n, bool roff)
{
	for (size_t i = 0; i < n; i++)
		if (roff)
			roff_char(f, line[i], i == 0);
		else
			fputc(line[i], f);
	fputc('\n', f);
}

/* Between two kinds of lines: what parts them. */
static void change_kept(FILE *f, bool *kept, bool now, bool roff)
{
	if (*kept != now && roff)
		fputs(now ? ".nf\n" : ".fi\n", f);
	*kept = now;
}

void text_paragraphs(FILE *f, const char *text, bool roff)
{
	struct wrap w = { .f = f, .roff = roff };
	bool kept = false;

	while (*text) {
		size_t n = strcspn(text, "\n");

		if (n == 0 || blank(text[0]))
			wrap_end(&w);
		change_kept(f, &kept, n && blank(text[0]), roff);
		if (kept)
			kept_line(f, text, n, roff);
		else if (n)
			line_words(&w, text, n);
		else
			fputs(roff ? ".PP\n" : "\n", f);
		text += n + (text[n] == '\n');
	}
	wrap_end(&w);
	change_kept(f, &kept, false, roff);
}

void text_roff(FILE *f, const char *text)
{
	for (size_t i = 0; text[i]; i++)
		roff_char(f, text[i], i == 0);
}

void text_quote(FILE *f, const char *text)
{
	static const char safe[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				   "0123456789_@%+=:,./-";

	if (*text && !text[strspn(text, safe)]) {
		fputs(text, f);
		return;
	}
	fputc('\'', f);
	for (; *text; text++)
		if (*text == '\'')
			fputs("'\\''", f);
		else
			fputc(*text, f);
	fputc('\'', f);
}

void text_plain(FILE *f, const char *text)
{
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '\n')
			fputs("\\n", f);
		else if (c == '\t')
			fputs("\\t", f);
		else if (c < 0x20 || c == 0x7f)
			fprintf(f, "\\x%02x", c);
		else
			fputc(c, f);
	}
}
