#include "cli/serve.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"

enum { LINE_MOST = 1 << 20 };

static int words(char *line, size_t at, const char **set, size_t *n, struct err *e)
{
	char *rest = line, *word;

	*n = 0;
	while ((word = strsep(&rest, " \t\r\n"))) {
		if (!*word)
			continue;
		if (!strchr(word, '=') || *word == '=')
			return err_set(e, E_DATA, "standard input: line %zu: '%.40s' is not NAME=VALUE", at, word);
		if (*n == SERVE_MOST)
			return err_set(e, E_DATA, "standard input: line %zu: more than %d values", at, SERVE_MOST);
		set[(*n)++] = word;
	}
	return 0;
}

/* A line and its newline into LINE_MOST + 2 bytes, or what of it fits; its length, 0 at the end. */
static size_t line_read(char *line)
{
	size_t n = 0;
	int c = 0;

	while (c != '\n' && n <= LINE_MOST && (c = getc(stdin)) != EOF)
		line[n++] = (char)c;
	line[n] = '\0';
	return n;
}

int serve_lines(int (*one)(void *ctx, const char *const *set, size_t n, struct err *e), void *ctx, struct err *e)
{
	const char *set[SERVE_MOST];
	char *line = mem_alloc(LINE_MOST + 2, 1, "a line", e);
	size_t n, got;

	for (size_t at = 1; !e->code && (got = line_read(line)) > 0; at++) {
		if (got > LINE_MOST || strlen(line) != got)
			err_set(e, E_DATA, "standard input: line %zu: no line of text", at);
		else if (line[strspn(line, " \t\r\n")] && line[0] != '#' && !words(line, at, set, &n, e))
			one(ctx, set, n, e);
	}
	if (!e->code && ferror(stdin))
		err_sys(e, "standard input");
	mem_free(line);
	return e->code;
}
