#include "cli/opt.h"

#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/near.h"
#include "cli/help.h"
#include "cli/row.h"
#include "cli/text.h"

enum { LONG = 256 };		/* what getopt_long gives for row i is LONG + i */

struct parser {
	const struct tool *t;
	struct option longs[ROW_MAX + 1];
	char shorts[2 * ROW_MAX + 2];
	const char *names[ROW_MAX + 1];		/* for "did you mean" */
};

static _Noreturn void usage(const struct tool *t, const struct err *e)
{
	fprintf(stderr, "%s: ", t->name);
	text_plain(stderr, e->msg);
	fputs(" (see --help)\n", stderr);
	exit(E_USAGE);
}

static void prepare(struct parser *p, const struct tool *t)
{
	size_t s = 0;

	row_collect(t);
	p->t = t;
	p->shorts[s++] = ':';
	for (int i = 0; i < row_count(); i++) {
		const struct opt *o = row_at(i)->o;
		int has = row_arg(o) ? required_argument :
			  o->type == OPT_FLAG ? no_argument : optional_argument;

		p->longs[i] = (struct option){ o->name, has, NULL, LONG + i };
		p->names[i] = o->name;
		if (o->c)
			p->shorts[s++] = o->c;
		if (o->c && row_arg(o))
			p->shorts[s++] = ':';
	}
}

/* Which row getopt_long means, or -1. */
static int row_of(int c)
{
	if (c >= LONG)
		return c - LONG;
	for (int i = 0; i < row_count(); i++)
		if (row_at(i)->o->c == c)
			return i;
	return -1;
}

/* Several options begin like this. */
static int ambiguous(const char *name, size_t len, struct err *e)
{
	char list[300] = "";
	size_t n = 0, used = 0;

	for (int i = 0; i < row_count(); i++)
		if (!strncmp(row_at(i)->o->name, name, len) && used < sizeof list)
			used += (size_t)snprintf(list + used, sizeof list - used, "%s--%s",
						 n++ ? ", " : "", row_at(i)->o->name);
	return n > 1 ? err_set(e, E_USAGE, "--%.*s: could be %s", (int)len, name, list) : 0;
}

static void no_value(const struct opt *o, struct err *e)
{
	if (o->c)
		err_set(e, E_USAGE, "-%c, --%s: needs a value, %s", o->c, o->name, row_arg(o));
	else
		err_set(e, E_USAGE, "--%s: needs a value, %s", o->name, row_arg(o));
}

/* A parameter of a named method is given as an option: how it is given instead. */
static int parameter(const char *name, struct err *e)
{
	for (int i = 0; i < row_count(); i++)
		for (const struct method *const *m = row_at(i)->o->methods; m && *m; m++)
			for (const struct param *p = (*m)->param; p->type != PARAM_END; p++)
				if (!strcmp(p->name, name))
					return err_set(e, E_USAGE, "--%s: unknown option; as a parameter it is "
						       "--%s %s:%s=...", name, row_at(i)->o->name, (*m)->name, name);
	return 0;
}

/* getopt_long gave '?': a short letter, a long name, or a value too many. */
static void unknown(const struct parser *p, char **argv, struct err *e)
{
	const char *word = argv[optind - 1], *near;
	char name[80];
	size_t len;

	if (optopt >= LONG) {
		err_set(e, E_USAGE, "--%s: takes no value", row_at(optopt - LONG)->o->name);
		return;
	}
	if (optopt) {
		err_set(e, E_USAGE, "-%c: unknown option", optopt);
		return;
	}
	word += strspn(word, "-");
	len = strcspn(word, "=");
	if (ambiguous(word, len, e))
		return;
	snprintf(name, sizeof name, "%.*s", (int)(len < 79 ? len : 79), word);
	if (parameter(name, e))
		return;
	near = near_best(name, p->names);
	if (near)
		err_set(e, E_USAGE, "--%s: unknown option, did you mean --%s?", name, near);
	else
		err_set(e, E_USAGE, "--%s: unknown option", name);
}

static void serve(const struct tool *t, const char *name, const char *as)
{
	if (!strcmp(name, "version"))
		printf("%s (beampipe) %s\n", t->name, BEAMPIPE_VERSION);
	else if (!strcmp(name, "list"))
		t->list();
	else if (!strcmp(name, "help"))
		help_print(t, as);
	else
		return;
	exit(help_flush(t));
}

static void take(const struct parser *p, int i, const char *value, struct err *e)
{
	struct row *r = row_at(i);
	struct err why = { 0, "" };

	if (r->common && !strcmp(r->o->name, "help") && help_check(value, e))
		return;
	if (r->common)
		serve(p->t, r->o->name, value);
	r->given = true;
	if (row_store(r->o, value, &why))
		err_set(e, E_USAGE, "--%s: %s", r->o->name, why.msg);
}

static void check_operands(const struct tool *t, int argc, char **argv, struct err *e)
{
	int n = argc - optind;

	if (n > t->max_operands)
		err_set(e, E_USAGE, "%.200s: one operand too many (a pattern of files is given in quotes)", argv[optind + t->max_operands]);
	else if (n < t->min_operands)
		err_set(e, E_USAGE, "operands missing: needs %s", t->operands);
}

int opt_parse(const struct tool *t, int argc, char **argv)
{
	struct parser p = { 0 };
	struct err e = { 0, "" };
	int c;

	prepare(&p, t);
	opterr = 0;
	optind = 0;
	while (!e.code && (c = getopt_long(argc, argv, p.shorts, p.longs, NULL)) != -1) {
		int i = c == '?' || c == ':' ? -1 : row_of(c);

		if (c == ':')
			no_value(row_at(row_of(optopt))->o, &e);
		else if (i < 0)
			unknown(&p, argv, &e);
		else
			take(&p, i, optarg, &e);
	}
	if (!e.code)
		check_operands(t, argc, argv, &e);
	if (e.code)
		usage(t, &e);
	return optind;
}

bool opt_given(const char *name)
{
	const struct row *r = row_find(name);

	return r && r->given;
}

/* A text option must outlive the head its value came from. */
static int store_meta(struct row *r, const char *text, struct err *e)
{
	struct err why = { 0, "" };
	char *copy = r->o->type == OPT_STR ? strdup(text) : NULL;

	if (r->o->type == OPT_STR && !copy)
		return err_nomem(e, r->o->key);
	if (row_store(r->o, copy ? copy : text, &why))
		return err_set(e, E_DATA, "metadata %s: %s", r->o->key, why.msg);
	r->from_meta = true;
	return 0;
}

int opt_from_meta(const struct tool *t, const struct head *h, struct err *e)
{
	(void)t;
	for (int i = 0; i < row_count(); i++) {
		struct row *r = row_at(i);
		const char *text = r->o->key ? meta_get(&h->meta, r->o->key) : NULL;

		if (text && !r->given && store_meta(r, text, e))
			return e->code;
	}
	return 0;
}

int opt_require(const struct tool *t, const char *name, struct err *e)
{
	const struct row *r = row_find(name);

	(void)t;
	if (!r)
		return err_set(e, E_INTERNAL, "no option --%s", name);
	if (r->o->type != OPT_NUM || !isnan(*(double *)r->o->to))
		return 0;
	if (!r->o->key)
		return err_set(e, E_USAGE, "needs --%s", name);
	return err_set(e, E_USAGE, "the input has no %s: give --%s", r->o->key, name);
}
