/*
 * report.h - the tables that tools print: aligned on a terminal, TSV when
 * piped, JSON when asked.  Text values are escaped for each form.
 */
#ifndef CLI_REPORT_H
#define CLI_REPORT_H

#include <stdio.h>

#include "base/err.h"

/* JSON writer: nesting by begin/end; name is NULL inside an array. */
struct json { FILE *f; int depth; char first[32]; };
void json_begin(struct json *j, FILE *f);			/* nothing printed yet */
void json_open(struct json *j, const char *name, char bracket);	/* '{' or '[' */
void json_close(struct json *j, char bracket);
void json_str(struct json *j, const char *name, const char *v);
void json_num(struct json *j, const char *name, double v);	/* nan, inf: null */
void json_int(struct json *j, const char *name, long long v);
void json_bool(struct json *j, const char *name, int v);

/*
 * The words of a tool, gathered and then written at once: to stdout, or to
 * the FILE of -o, complete or not at all.
 */
struct printout { FILE *f; char *text; size_t len; };	/* print to f */
int printout_new(struct printout *p, struct err *e);
int printout_end(struct printout *p, struct err *e);	/* writes, unless e is set; frees; E_IO */

/* Rows of name and value. */
struct report;
int report_new(struct report **r, int json, struct err *e);
void report_str(struct report *r, const char *name, const char *v);
void report_num(struct report *r, const char *name, double v, const char *unit);
void report_int(struct report *r, const char *name, long long v, const char *unit);
/*
 * Instead of all rows report_end() prints the bare value of this one.  If there is none it fails with this code, and the
 * near name: E_NO where what there is depends on the data, E_USAGE where it does not.
 */
void report_only(struct report *r, const char *name, int none);
int report_end(struct report *r, struct err *e);		/* prints all, unless e is set; frees; E_IO */

#endif
