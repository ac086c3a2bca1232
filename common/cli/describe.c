/* The description of a tool for programs: --help=json. */
#include <float.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>

#include "cli/help.h"
#include "cli/report.h"
#include "cli/row.h"

static const char *const types[] = {
	[OPT_FLAG] = "flag", [OPT_INT] = "integer", [OPT_NUM] = "number", [OPT_STR] = "text",
	[OPT_CHOICE] = "choice", [OPT_SIZE] = "size", [OPT_RANGE] = "range", [OPT_LIST] = "list",
};

static void bound(struct json *j, const char *name, const struct opt *o, double v)
{
	if (isfinite(v) && fabs(v) < (o->type == OPT_INT ? INT_MAX : FLT_MAX))
		json_num(j, name, v);
}

static void option(struct json *j, const struct row *r)
{
	const struct opt *o = r->o;
	char letter[2] = { o->c, 0 };

	json_open(j, NULL, '{');
	json_str(j, "name", o->name);
	if (o->c)
		json_str(j, "letter", letter);
	json_str(j, "type", types[o->type]);
	if (row_arg(o))
		json_str(j, "value", row_arg(o));
	if (o->type == OPT_INT || o->type == OPT_NUM) {
		bound(j, "min", o, o->lo);
		bound(j, "max", o, o->hi);
	}
	if (o->type == OPT_CHOICE) {
		json_open(j, "choices", '[');
		for (int i = 0; o->choices[i]; i++)
			json_str(j, NULL, o->choices[i]);
		json_close(j, ']');
	}
	if (r->def && o->type != OPT_FLAG)
		json_str(j, "default", r->def);
	if (o->key)
		json_str(j, "metadata", o->key);
	json_str(j, "help", o->help);
	json_bool(j, "changes_result", !o->neutral);
	json_close(j, '}');
}

void help_json(const struct tool *t)
{
	struct json j;

	json_begin(&j, stdout);
	json_open(&j, NULL, '{');
	json_str(&j, "name", t->name);
	json_str(&j, "version", BEAMPIPE_VERSION);
	json_str(&j, "brief", t->brief);
	json_str(&j, "operands", t->operands);
	json_str(&j, "about", t->about);
	json_open(&j, "options", '[');
	for (int i = 0; i < row_count(); i++)
		option(&j, row_at(i));
	json_close(&j, ']');
	json_open(&j, "examples", '[');
	for (const char *const *x = t->examples; *x; x++)
		json_str(&j, NULL, *x);
	json_close(&j, ']');
	json_close(&j, '}');
}
