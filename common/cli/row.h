/*
 * row.h - the rows of the running tool's option table, its own and the common
 * ones, as the parser, the help, the completion and the history see them.
 */
#ifndef CLI_ROW_H
#define CLI_ROW_H

#include "cli/opt.h"

enum { ROW_MAX = 96 };

struct row {
	const struct opt *o;
	bool common;		/* of every tool, not of its own table */
	bool given;		/* on the command line */
	bool from_meta;		/* or by the input's metadata */
	char *def;		/* its value before parsing, as text; NULL when it has none */
};

/* Fills the table: once, before the command line is parsed. */
void row_collect(const struct tool *t);
int row_count(void);
struct row *row_at(int i);
struct row *row_find(const char *name);		/* by long name, or NULL */

/*
 * Store the text, checked against type and bounds.  E_USAGE: "'1.5' is not a
 * whole number".  Text options keep the pointer.
 */
int row_store(const struct opt *o, const char *text, struct err *e);
/*
 * The value in use as text, malloc'd; NULL when there is none: a number
 * outside its bounds (NaN, -1) stands for "not given".  i: of a list.
 */
char *row_value(const struct opt *o, size_t i);

/* "0..65536", ">= 0", "" for none; buf of at least 80. */
const char *row_bounds(const struct opt *o, char *buf, size_t len);
const char *row_arg(const struct opt *o);	/* "FILE"; NULL for a flag */
bool row_is_path(const struct opt *o);		/* its value names a file or a directory */

#endif
