/*
 * One entry of the history is a command that can be run again:
 *
 *	xrecon 0.1.0 --algorithm=gridrec --filter=ramp scan.nrrd # center=295.6
 *
 * Name, version, each option that can change the result with the value in use
 * (given, from the metadata, or the default), the operands, and after # what
 * the tool itself found out.  Equal work gives equal text, however it was typed.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <getopt.h>

#include "base/mem.h"
#include "cli/row.h"
#include "cli/text.h"
#include "cli/tool.h"

static int option(FILE *f, const struct row *r, struct err *e)
{
	char *v;

	errno = 0;
	for (size_t i = 0; (v = row_value(r->o, i)); i++) {
		fprintf(f, " --%s%s", r->o->name, r->o->type == OPT_FLAG ? "" : "=");
		if (r->o->type != OPT_FLAG)
			text_quote(f, v);
		free(v);
		if (r->o->type != OPT_LIST)
			break;
	}
	return !v && errno == ENOMEM ? err_nomem(e, "the history") : 0;
}

static void entry(FILE *f, const struct tool *t, int argc, char **argv, const char *extra,
		  struct err *e)
{
	fprintf(f, "%s %s", t->name, BEAMPIPE_VERSION);
	for (int i = 0; i < row_count(); i++)
		if (!row_at(i)->o->neutral && option(f, row_at(i), e))
			return;
	for (int i = optind; i < argc; i++) {
		fputs(argv[i][0] == '-' && argv[i][1] && i == optind ? " -- " : " ", f);
		text_quote(f, argv[i]);
	}
	if (extra && *extra)
		fprintf(f, " # %s", extra);
}

int tool_history(const struct tool *t, struct head *h, int argc, char **argv,
		 const char *extra, struct err *e)
{
	char key[40], *text = NULL;
	size_t len = 0;
	int n = 0;
	FILE *f;

	if (meta_set(&h->meta, META_VERSION, BEAMPIPE_VERSION, e) || common.no_history)
		return e->code;
	do
		snprintf(key, sizeof key, META_HISTORY "%d", n++);
	while (meta_get(&h->meta, key));
	f = open_memstream(&text, &len);
	if (f)
		entry(f, t, argc, argv, extra, e);
	if (!mem_text_end(f, &text, "the history", e) && !e->code)
		meta_set(&h->meta, key, text, e);
	free(text);
	return e->code;
}
