#include "io/angles.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/mem.h"
#include "base/meta.h"
#include "io/inputs.h"
#include "io/stream.h"

enum { FIELD = 64, FARTHEST = 1000000000 };

/* START:END or START:END:excl with numbers in it. */
static bool parse_ends(const char *text, double *a, double *b, bool *excl)
{
	char part[3][FIELD];
	const char *p = text;
	int n = 0;

	for (; n < 3; n++) {
		size_t len = strcspn(p, ":");
		if (len >= FIELD)
			return false;
		snprintf(part[n], FIELD, "%.*s", (int)len, p);
		p += len;
		if (*p++ == '\0')
			break;
	}
	if (n == 3 || n == 0 || num_parse(part[0], a) || num_parse(part[1], b))
		return false;
	*excl = n == 2;
	return n == 1 || !strcmp(part[2], "excl");
}

static bool is_digits(const char *s, size_t n)
{
	return n < 16 && strspn(s, "0123456789") >= n;
}

/* FILE[:a:b]; a file that exists under the whole text is that. */
static int parse_lines(const char *text, char **file, size_t *a, size_t *b, struct err *e)
{
	const char *last = strrchr(text, ':'), *mid = last;

	*a = 0;
	*b = SIZE_MAX;
	*file = strdup(text);
	if (!*file)
		return err_nomem(e, "a file name");
	if (!last || !access(text, F_OK))
		return 0;
	while (mid > text && *--mid != ':')
		;
	if (*mid != ':' || mid == last || !is_digits(mid + 1, (size_t)(last - mid - 1)) ||
	    !is_digits(last + 1, strlen(last + 1)))
		return 0;
	(*file)[mid - text] = '\0';
	*a = strtoull(mid + 1, NULL, 10);
	if (last[1])
		*b = strtoull(last + 1, NULL, 10);
	return *a < *b ? 0 : err_set(e, E_USAGE, "--theta %s: lines %zu to %zu are none", text, *a, *b);
}

static int parse_line(const char *file, size_t number, char *line, size_t n, size_t *got,
		      double *theta, struct err *e)
{
	size_t len = strlen(line);
	double v;

	while (len > 0 && strchr(" \t\r\n,", line[len - 1]))
		line[--len] = '\0';
	line += strspn(line, " \t");
	if (!*line || *line == '#')
		return 0;
	for (const char *c = line; *c; c++)
		if ((unsigned char)*c < ' ' && *c != '\t')
			return err_set(e, E_DATA, "--theta: %s is no text: angles are one number a line", file);
	if (num_parse(line, &v))
		return err_set(e, E_DATA, "%s: line %zu holds '%.30s', not one angle", file, number, line);
	if (fabs(v) > FARTHEST)
		return err_set(e, E_DATA, "%s: line %zu: %.30s is no angle", file, number, line);
	if (*got < n)
		theta[*got] = v;
	++*got;
	return 0;
}

static int wrong_count(const char *file, size_t b, size_t got, size_t n, struct err *e)
{
	return err_set(e, E_DATA, "--theta: %s gives %zu angles for %zu projections%s", file, got, n,
		       got > n && b == SIZE_MAX ? " (FILE:A:B takes lines A to B - 1)" : "");
}

/* A row of numbers in a format that is no text. */
static int read_row(struct stream *s, const char *file, size_t a, size_t b, size_t n, double *theta,
		    struct err *e)
{
	const struct head *h = stream_head(s);
	size_t end = b < h->n[0] ? b : h->n[0], got = a < end ? end - a : 0, bytes = dtype_size(h->type);

	if (h->ndim != 1 || h->is_complex)
		return err_set(e, E_DATA, "--theta: %s is no row of numbers", file);
	if (b != SIZE_MAX && b > h->n[0])
		return err_set(e, E_DATA, "--theta: %s has %zu angles, not %zu", file, h->n[0], b);
	if (got != n)
		return wrong_count(file, b, got, n, e);
	char *x = mem_alloc(end, bytes, "angles", e);
	for (size_t at = 0, m = 1; x && m && at < end && !e->code; at += m)
		stream_read_into(s, end - at, x + at * bytes, &m, e);
	if (!e->code)
		convert(x + a * bytes, h->type, theta, DT_F64, n);
	mem_free(x);
	for (size_t i = 0; i < n && !e->code; i++)
		if (!(fabs(theta[i]) <= FARTHEST))
			err_set(e, E_DATA, "--theta: %s: %g at %zu is no angle", file, theta[i], a + i);
	return e->code;
}

static int read_array(const char *file, size_t a, size_t b, size_t n, double *theta, struct err *e)
{
	struct stream *s = NULL;

	if (stream_open(&s, file, NULL, e))
		err_at(e, "--theta");
	else
		read_row(s, file, a, b, n, theta, e);
	stream_close(s);
	return e->code;
}

static int read_lines(const char *file, size_t a, size_t b, size_t n, double *theta, struct err *e)
{
	FILE *f = fopen(file, "r");
	char *line = NULL;
	size_t cap = 0, number = 0, got = 0;

	inputs_add(file);
	if (!f)
		return err_sys(e, "--theta: %s", file);
	int first = getc(f);
	if (first >= 0x80) {		/* of NPY and HDF5 */
		fclose(f);
		return read_array(file, a, b, n, theta, e);
	}
	ungetc(first, f);
	for (; number < b && !e->code && getline(&line, &cap, f) > 0; number++)
		if (number >= a)
			parse_line(file, number, line, n, &got, theta, e);
	if (ferror(f))
		err_sys(e, "--theta: %s", file);
	if (!e->code && b != SIZE_MAX && number < b)
		err_set(e, E_DATA, "--theta: %s has %zu lines, not %zu", file, number, b);
	if (!e->code && got != n)
		wrong_count(file, b, got, n, e);
	free(line);
	fclose(f);
	return e->code;
}

int angles_parse(const char *text, size_t n, double *theta, struct err *e)
{
	double first, last;
	bool excl;
	char *file;
	size_t a, b;

	if (parse_ends(text, &first, &last, &excl)) {
		double steps = excl ? (double)n : (double)n - 1;
		if (first == last && n > 1)
			return err_set(e, E_USAGE, "--theta %s: both ends are the same", text);
		if (!(fabs(first) <= FARTHEST && fabs(last) <= FARTHEST))
			return err_set(e, E_USAGE, "--theta %s: more than %d degrees", text, FARTHEST);
		for (size_t i = 0; i < n; i++)
			theta[i] = i ? first + (last - first) * (double)i / steps : first;
		return 0;
	}
	if (text[strspn(text, "+-.,:0123456789 ")] == '\0' && access(text, F_OK))
		return err_set(e, E_USAGE, "--theta %s: neither START:END, nor START:END:excl (the number of projections gives "
			       "the step), nor a file", text);
	if (!parse_lines(text, &file, &a, &b, e))
		(strstr(file, "::/") ? read_array : read_lines)(file, a, b, n, theta, e);
	free(file);
	return e->code;
}
