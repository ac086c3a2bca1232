#include "cli/row.h"

#include <float.h>
#include <limits.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/near.h"

struct common_opts common = { .output = "-" };

static bool asked;		/* for the rows that act by themselves */
static const char *help_as;

#define NEUTRAL .neutral = true
static const struct opt shared[] = {
	STR('o', "output", &common.output, "FILE",
	    "write to FILE, complete or not at all; the suffix tells the "
	    "format", NEUTRAL),
	INT('j', "threads", &common.threads, "N", 0, 4096,
	    "compute with N threads; 0: one a core; never changes the result", NEUTRAL),
	FLAG('q', "quiet", &common.quiet, "no progress and no notes, only errors", NEUTRAL),
	SIZE(0, "memory", &common.memory,
	     "most memory to use, as 512M or 4G; default a quarter of the machine; never changes "
	     "the result", NEUTRAL),
	STR(0, "tmp", &common.tmp, "DIR",
	    "directory of temporary files; default $TMPDIR or /var/tmp", NEUTRAL),
	FLAG(0, "no-history", &common.no_history, "record nothing in the output's history", NEUTRAL),
	{ .c = 'h', .name = "help", .type = OPT_STR, .to = &help_as, .arg = NULL, NEUTRAL,
	  .help = "show this help and exit; =man, =bash and =json give the manual page, shell "
		  "completion and a description for programs" },
	FLAG(0, "version", &asked, "show the version and exit", NEUTRAL),
	OPT_END
};
static const struct opt list_opt =
	FLAG(0, "list", &asked, "list what there is, with parameters and defaults, and exit", NEUTRAL);

static struct row rows[ROW_MAX];
static int nrow;

static void add(const struct opt *o, bool of_all)
{
	if (nrow == ROW_MAX)
		abort();	/* a table that no test ever ran */
	rows[nrow++] = (struct row){ .o = o, .common = of_all, .def = row_value(o, 0) };
}

void row_collect(const struct tool *t)
{
	for (int i = 0; i < nrow; i++)
		free(rows[i].def);
	nrow = 0;
	for (const struct opt *o = t->opts; o && o->type != OPT_END_; o++)
		add(o, false);
	if (t->list)
		add(&list_opt, true);
	for (const struct opt *o = shared; o->type != OPT_END_; o++)
		add(o, true);
}

int row_count(void)
{
	return nrow;
}

struct row *row_at(int i)
{
	return &rows[i];
}

struct row *row_find(const char *name)
{
	for (int i = 0; i < nrow; i++)
		if (!strcmp(rows[i].o->name, name))
			return &rows[i];
	return NULL;
}

static int store_number(const struct opt *o, const char *text, struct err *e)
{
	double v;
	char b[80];

	if (num_parse(text, &v))
		return err_set(e, E_USAGE, "'%.100s' is not a number", text);
	if (o->type == OPT_INT && v != floor(v))
		return err_set(e, E_USAGE, "'%.100s' is not a whole number", text);
	if (!(v >= o->lo && v <= o->hi) || (o->type == OPT_INT && fabs(v) > INT_MAX))
		return err_set(e, E_USAGE, "'%.100s' is out of range, %s", text,
			       row_bounds(o, b, sizeof b));
	if (o->type == OPT_INT)
		*(int *)o->to = (int)v;
	else
		*(double *)o->to = v;
	return 0;
}

static int store_choice(const struct opt *o, const char *text, struct err *e)
{
	char list[300] = "";
	const char *near;
	size_t len = 0;

	for (int i = 0; o->choices[i]; i++) {
		if (!strcmp(text, o->choices[i])) {
			*(int *)o->to = i;
			return 0;
		}
		if (len < sizeof list)
			len += (size_t)snprintf(list + len, sizeof list - len, "%s%s",
						i ? ", " : "", o->choices[i]);
	}
	near = near_best(text, o->choices);
	if (near)
		return err_set(e, E_USAGE, "no '%.60s', did you mean %s? there are %s", text,
			       near, list);
	return err_set(e, E_USAGE, "no '%.60s'; there are %s", text, list);
}

static int store_list(const struct opt *o, const char *text, struct err *e)
{
	struct opt_list *l = o->to;

	if (l->n == sizeof l->v / sizeof *l->v)
		return err_set(e, E_USAGE, "given more than %zu times", l->n);
	l->v[l->n++] = text;
	return 0;
}

int row_store(const struct opt *o, const char *text, struct err *e)
{
	switch (o->type) {
	case OPT_FLAG:
		*(bool *)o->to = true;
		return 0;
	case OPT_INT:
	case OPT_NUM:
		return store_number(o, text, e);
	case OPT_CHOICE:
		return store_choice(o, text, e);
	case OPT_SIZE:
		return mem_parse(text, o->to, e);
	case OPT_RANGE:
		return range_parse(text, o->to, e);
	case OPT_LIST:
		return store_list(o, text, e);
	default:
		*(const char **)o->to = text;
		return 0;
	}
}

static char *print_number(const struct opt *o)
{
	double v = o->type == OPT_INT ? *(int *)o->to : *(double *)o->to;
	char b[40];

	return v >= o->lo && v <= o->hi ? strdup(num_print(v, b, sizeof b)) : NULL;
}

static char *print_range(const struct range *r)
{
	char b[80], end[24] = "", step[24] = "";

	if (!r->set)
		return NULL;
	if (r->b != SIZE_MAX)
		snprintf(end, sizeof end, "%zu", r->b);
	if (r->step > 1)
		snprintf(step, sizeof step, ":%zu", r->step);
	snprintf(b, sizeof b, "%zu:%s%s", r->a, end, step);
	return strdup(b);
}

static char *print_size(size_t bytes)
{
	char b[24];

	snprintf(b, sizeof b, "%zu", bytes);
	return bytes ? strdup(b) : NULL;
}

char *row_value(const struct opt *o, size_t i)
{
	const struct opt_list *l = o->to;
	int choice = o->type == OPT_CHOICE ? *(int *)o->to : -1;

	switch (o->type) {
	case OPT_FLAG:
		return *(bool *)o->to ? strdup("") : NULL;
	case OPT_INT:
	case OPT_NUM:
		return print_number(o);
	case OPT_CHOICE:
		return choice >= 0 ? strdup(o->choices[choice]) : NULL;
	case OPT_SIZE:
		return print_size(*(size_t *)o->to);
	case OPT_RANGE:
		return print_range(o->to);
	case OPT_LIST:
		return i < l->n ? strdup(l->v[i]) : NULL;
	default:
		return *(const char **)o->to ? strdup(*(const char **)o->to) : NULL;
	}
}

static bool bounded(double v, enum opt_type type)
{
	return isfinite(v) && fabs(v) < (type == OPT_INT ? INT_MAX : FLT_MAX);
}

const char *row_bounds(const struct opt *o, char *buf, size_t len)
{
	char lo[40], hi[40];
	bool l = bounded(o->lo, o->type), h = bounded(o->hi, o->type);

	buf[0] = 0;
	if (o->type != OPT_INT && o->type != OPT_NUM)
		return buf;
	num_print(o->lo, lo, sizeof lo);
	num_print(o->hi, hi, sizeof hi);
	if (l && h)
		snprintf(buf, len, "%s..%s", lo, hi);
	else if (l)
		snprintf(buf, len, ">= %s", lo);
	else if (h)
		snprintf(buf, len, "<= %s", hi);
	return buf;
}

const char *row_arg(const struct opt *o)
{
	return o->type == OPT_FLAG ? NULL : o->arg;
}

bool row_is_path(const struct opt *o)
{
	return (o->type == OPT_STR || o->type == OPT_LIST) && o->arg &&
	       (strstr(o->arg, "FILE") || strstr(o->arg, "DIR"));
}
