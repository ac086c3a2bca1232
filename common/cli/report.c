#include "cli/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/meta.h"
#include "base/near.h"
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
	const char *only;
	int none;		/* the code when there is none */
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

int printout_new(struct printout *p, struct err *e)
{
	*p = (struct printout){ 0 };
	p->f = open_memstream(&p->text, &p->len);
	return p->f ? 0 : err_nomem(e, "the output");
}

int printout_end(struct printout *p, struct err *e)
{
	if (p->f)
		mem_text_end(p->f, &p->text, "the output", e);
	if (!e->code && strcmp(common.output, "-"))
		outfile_put(common.output, p->text, p->len, e);
	else if (!e->code)
		fwrite(p->text, 1, p->len, stdout);	/* tool_end() checks stdout */
	free(p->text);
	*p = (struct printout){ 0 };
	return e->code;
}

void report_only(struct report *r, const char *name, int none)
{
	r->only = name;
	r->none = none;
}

static int print_only(const struct report *r, FILE *f, struct err *e)
{
	const char **names = calloc(r->n + 1, sizeof *names), *near;

	if (!names)
		return err_nomem(e, "the report");
	for (size_t i = 0; i < r->n; i++) {
		names[i] = r->line[i].name;
		if (!strcmp(names[i], r->only)) {
			fprintf(f, "%s\n", r->line[i].text);
			free(names);
			return 0;
		}
	}
	near = near_best(r->only, names);
	if (near)
		err_set(e, r->none, "no '%.100s', did you mean %s?", r->only, near);
	else
		err_set(e, r->none, "no '%.100s'", r->only);
	free(names);
	return e->code;
}

int report_end(struct report *r, struct err *e)
{
	bool aligned = !strcmp(common.output, "-") && isatty(STDOUT_FILENO);
	struct printout p;

	if (r->failed)
		err_nomem(e, "the report");
	if (!e->code && !printout_new(&p, e)) {
		if (r->only)
			print_only(r, p.f, e);
		else
			print(r, p.f, aligned);
		printout_end(&p, e);
	}
	for (size_t i = 0; i < r->n; i++) {
		free(r->line[i].name);
		free(r->line[i].text);
	}
	free(r->line);
	free(r);
	return e->code;
}
