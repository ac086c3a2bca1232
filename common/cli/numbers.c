#include "cli/numbers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/meta.h"
#include "io/inputs.h"

enum { LINE = 4096, MOST = 1 << 24 };

/* Room for n + 1 numbers. */
static double *room(double *v, size_t n, struct err *e)
{
	if (n & (n - 1) || n == 1)		/* 0 and the powers of two from 2 on are full */
		return v;
	double *more = mem_alloc(n ? 2 * n : 2, sizeof *more, "numbers", e);
	if (more && n)
		memcpy(more, v, n * sizeof *v);
	if (more)
		mem_free(v);
	return more;
}

static int add(const char *path, char *line, size_t at, double **v, size_t *n, struct err *e)
{
	char *text = line + strspn(line, " \t\r\n");

	text[strcspn(text, " \t\r\n")] = 0;
	if (!*text || *text == '#')
		return 0;
	double *more = room(*v, *n, e);
	if (!more)
		return e->code;
	*v = more;
	if (num_parse(text, *v + *n))
		return err_set(e, E_DATA, "%s: line %zu: '%.40s' is not a number", path, at, text);
	++*n;
	return 0;
}

/* The next line; false at the end, and where it is no text of lines. */
static bool next_line(FILE *f, const char *path, size_t at, char *line, struct err *e)
{
	if (!fgets(line, LINE, f))
		return false;
	if (!strchr(line, '\n') && !feof(f))
		err_set(e, E_DATA, "%s: line %zu: of more than %d characters, or no text", path, at, LINE - 2);
	return !e->code;
}

int numbers_read(const char *path, double **v, size_t *n, struct err *e)
{
	FILE *f = fopen(path, "r");
	char line[LINE];

	*v = NULL;
	*n = 0;
	inputs_add(path);
	if (!f)
		return err_sys(e, "%s", path);
	for (size_t at = 1; !e->code && next_line(f, path, at, line, e); at++)
		if (!add(path, line, at, v, n, e) && *n > MOST)
			err_set(e, E_DATA, "%s: more than %d numbers", path, MOST);
	if (!e->code && ferror(f))
		err_sys(e, "%s", path);
	if (!e->code && !*n)
		err_set(e, E_DATA, "%s: no number in it", path);
	fclose(f);
	return e->code;
}
