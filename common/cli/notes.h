/*
 * notes.h - warnings that wait until it is known how it ends: what is refused says that alone.
 *
 * One reading at a time: there is one list of notes.
 */
#ifndef CLI_NOTES_H
#define CLI_NOTES_H

#include "base/node.h"
#include "cli/tool.h"

int notes_begin(struct err *e);		/* E_NOMEM */
/* Callbacks: node_warn.tell and job_files.warn.  Outside of notes_begin() ... notes_end() they drop what they are told. */
void notes_add(void *ctx, const char *text);
void notes_add_at(void *ctx, const struct node *where, const char *text);
/* As notes of the tool, unless e is set; frees.  E_NOMEM.  Returns e->code. */
int notes_end(const struct tool *t, struct err *e);

#endif
