#include <math.h>
#include <string.h>

#include "base/meta.h"
#include "cli/report.h"

/* Length of the UTF-8 sequence at s, or 0. */
static size_t utf8(const unsigned char *s)
{
	size_t n = s[0] < 0x80 ? 1 : s[0] >= 0xc2 && s[0] < 0xe0 ? 2 :
		   (s[0] & 0xf0) == 0xe0 ? 3 : s[0] >= 0xf0 && s[0] < 0xf5 ? 4 : 0;

	for (size_t i = 1; i < n; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	if ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f) ||
	    (s[0] == 0xf0 && s[1] < 0x90) || (s[0] == 0xf4 && s[1] > 0x8f))
		return 0;
	return n;
}

/* Bytes that are no UTF-8 are taken as Latin-1, so that the result always is. */
static void quoted(FILE *f, const char *text)
{
	const unsigned char *s = (const unsigned char *)text;

	fputc('"', f);
	while (*s) {
		size_t n = utf8(s);

		if (*s == '"' || *s == '\\')
			fprintf(f, "\\%c", *s);
		else if (*s == '\n')
			fputs("\\n", f);
		else if (*s == '\t')
			fputs("\\t", f);
		else if (*s < 0x20 || *s == 0x7f || n == 0)
			fprintf(f, "\\u%04x", *s);
		else
			fwrite(s, 1, n, f);
		s += n ? n : 1;
	}
	fputc('"', f);
}

enum { FIRST = 1, ARRAY = 2, INLINE = 4 };	/* of what is open: j->first[depth] */

/* What parts an element from the one before; numbers of an array share a line. */
static void start(struct json *j, const char *name, int number)
{
	int d = j->depth;
	char *state = &j->first[d];

	if (d > 0) {
		int same_line = number && *state & ARRAY;

		if (!(*state & FIRST))
			fputc(',', j->f);
		if (same_line && !(*state & FIRST))
			fputc(' ', j->f);
		if (!same_line)
			fprintf(j->f, "\n%*s", 2 * d, "");
		*state = (char)((*state & ARRAY) | (same_line ? INLINE : 0));
	}
	if (name) {
		quoted(j->f, name);
		fputs(": ", j->f);
	}
}

void json_begin(struct json *j, FILE *f)
{
	*j = (struct json){ .f = f };
}

void json_open(struct json *j, const char *name, char bracket)
{
	start(j, name, 0);
	fputc(bracket, j->f);
	if (j->depth < (int)sizeof j->first - 1)
		j->depth++;
	j->first[j->depth] = (char)(FIRST | (bracket == '[' ? ARRAY : 0));
}

void json_close(struct json *j, char bracket)
{
	int same_line = j->first[j->depth] & (FIRST | INLINE);

	j->depth--;
	if (!same_line)
		fprintf(j->f, "\n%*s", 2 * j->depth, "");
	fputc(bracket, j->f);
	if (j->depth == 0)
		fputc('\n', j->f);
}

void json_str(struct json *j, const char *name, const char *v)
{
	start(j, name, 0);
	quoted(j->f, v);
}

void json_num(struct json *j, const char *name, double v)
{
	char b[40];

	start(j, name, 1);
	fputs(isfinite(v) ? num_print(v, b, sizeof b) : "null", j->f);
}

void json_int(struct json *j, const char *name, long long v)
{
	start(j, name, 1);
	fprintf(j->f, "%lld", v);
}

void json_bool(struct json *j, const char *name, int v)
{
	start(j, name, 1);
	fputs(v ? "true" : "false", j->f);
}
