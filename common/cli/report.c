#include "cli/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/meta.h"
#include "cli/opt.h"
#include "cli/text.h"
#include "io/outfile.h"

enum kind { STR, NUM, INT };

struct line {
	char *name, *text;	/* text: as it is printed */
	char unit[24];
	enum kind kind;
	double num;
	long long whole;
};

struct report {
	int json;
	size_t n, cap;
	struct line *line;
	int failed;		/* no memory for a line: said by report_end() */
};

int report_new(struct report **r, int json, struct err *e)
{
	*r = calloc(1, sizeof **r);
	if (!*r)
		return err_nomem(e, "the report");
	(*r)->json = json;
	return 0;
}

static int grow(struct report *r)
{
	size_t cap = r->cap ? 2 * r->cap : 32;
	struct line *more = realloc(r->line, cap * sizeof *more);

	if (!more)
		return -1;
	r->line = more;
	r->cap = cap;
	return 0;
}

static void add(struct report *r, enum kind kind, const char *name, const char *text,
		const char *unit, double num, long long whole)
{
	struct line *l;

	if (r->n == r->cap && grow(r)) {
		r->failed = 1;
		return;
	}
	l = &r->line[r->n++];
	*l = (struct line){ .kind = kind, .num = num, .whole = whole };
	l->name = strdup(name);
	l->text = strdup(text);
	snprintf(l->unit, sizeof l->unit, "%s", unit ? unit : "");
	if (!l->name || !l->text)
		r->failed = 1;
}

void report_str(struct report *r, const char *name, const char *v)
{
	add(r, STR, name, v, "", 0, 0);
}

void report_num(struct report *r, const char *name, double v, const char *unit)
{
	char b[40];

	add(r, NUM, name, num_print(v, b, sizeof b), unit, v, 0);
}

void report_int(struct report *r, const char *name, long long v, const char *unit)
{
	char b[40];

	snprintf(b, sizeof b, "%lld", v);
	add(r, INT, name, b, unit, 0, v);
}

static void print_json(const struct report *r, FILE *f)
{
	struct json j;
	char unit[300];

	json_begin(&j, f);
	json_open(&j, NULL, '{');
	for (const struct line *l = r->line; l < r->line + r->n; l++) {
		if (l->kind == STR)
			json_str(&j, l->name, l->text);
		else if (l->kind == NUM)
			json_num(&j, l->name, l->num);
		else
			json_int(&j, l->name, l->whole);
		snprintf(unit, sizeof unit, "%s_unit", l->name);
		if (*l->unit)
			json_str(&j, unit, l->unit);
	}
	json_close(&j, '}');
}

/* TAB between the columns, so TAB, newline and backslash in a text are written as \t \n \\. */
static void print_tsv_text(FILE *f, const char *s)
{
	for (; *s; s++)
		if (*s == '\\')
			fputs("\\\\", f);
		else
			text_plain(f, (char[]){ *s, 0 });
}

static void print_tsv(const struct report *r, FILE *f)
{
	for (const struct line *l = r->line; l < r->line + r->n; l++) {
		print_tsv_text(f, l->name);
		fputc('\t', f);
		print_tsv_text(f, l->text);
		if (*l->unit)
			fprintf(f, "\t%s", l->unit);
		fputc('\n', f);
	}
}

static void print_aligned(const struct report *r, FILE *f)
{
	int width = 0;

	for (const struct line *l = r->line; l < r->line + r->n; l++)
		if ((int)strlen(l->name) > width && strlen(l->name) <= 32)
			width = (int)strlen(l->name);
	for (const struct line *l = r->line; l < r->line + r->n; l++) {
		text_plain(f, l->name);
		fprintf(f, "%*s  ", width > (int)strlen(l->name) ? width - (int)strlen(l->name) : 0, "");
		text_plain(f, l->text);
		fprintf(f, "%s%s\n", *l->unit ? " " : "", l->unit);
	}
}

static void print(const struct report *r, FILE *f, int terminal)
{
	if (r->json)
		print_json(r, f);
	else if (terminal)
		print_aligned(r, f);
	else
		print_tsv(r, f);
}

/* -o FILE: complete or not at all, like any output. */
static int print_file(const struct report *r, const char *path, struct err *e)
{
	struct outfile *o = NULL;
	FILE *f;
	int fd;

	if (outfile_new(&o, path, NULL, e))
		return e->code;
	fd = dup(outfile_fd(o));
	f = fd < 0 ? NULL : fdopen(fd, "w");
	if (f)
		print(r, f, 0);
	if (!f || ferror(f) || fclose(f))
		err_sys(e, "%s", path);
	if (!e->code)
		outfile_commit(o, e);
	outfile_close(o);
	return e->code;
}

int report_end(struct report *r, struct err *e)
{
	if (r->failed)
		err_nomem(e, "the report");
	else if (strcmp(common.output, "-"))
		print_file(r, common.output, e);
	else
		print(r, stdout, isatty(STDOUT_FILENO));
	for (size_t i = 0; i < r->n; i++) {
		free(r->line[i].name);
		free(r->line[i].text);
	}
	free(r->line);
	free(r);
	return e->code;
}
