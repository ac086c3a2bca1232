#include "cli/notes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static FILE *notes;
static char *text;
static size_t len;

int notes_begin(struct err *e)
{
	return (notes = open_memstream(&text, &len)) ? 0 : err_nomem(e, "the notes");
}

void notes_add(void *ctx, const char *line)
{
	(void)ctx;
	if (notes)
		fprintf(notes, "%s\n", line);
}

void notes_add_at(void *ctx, const struct node *where, const char *line)
{
	struct err e = { 0, "" };

	node_err(where, &e, "%s", line);
	notes_add(ctx, e.msg);
}

int notes_end(const struct tool *t, struct err *e)
{
	struct err lost = { 0, "" };
	char *rest;

	if (!notes)
		return e->code;
	if (mem_text_end(notes, &text, "the notes", e->code ? &lost : e) == 0 && !e->code) {
		rest = text;
		for (char *line; (line = strsep(&rest, "\n")); )
			if (*line)
				tool_note(t, "%s", line);
	}
	free(text);
	notes = NULL;
	text = NULL;
	return e->code;
}
