/*
 * help.h - the four forms of --help: text, manual page (roff), completion
 * (bash), description (JSON).  All on stdout; help_flush() ends them.
 */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include "cli/opt.h"

/* E_USAGE when there is no such form; NULL is the text. */
int help_check(const char *as, struct err *e);
void help_print(const struct tool *t, const char *as);
int help_flush(const struct tool *t);	/* stdout flushed and checked: the exit status */

void help_text(const struct tool *t);
void help_man(const struct tool *t);
void help_bash(const struct tool *t);
void help_json(const struct tool *t);

/* "[FILE]" for the usage line; the example as lines of at most the width, broken after '|'. */
void help_example(const char *text, const char *indent, bool roff);
/* "0.1..1e4; default 25, else the input's bp.energy_keV", "" when nothing is to be said; mem of caller. */
struct row;
const char *help_remark(const struct row *r, char *buf, size_t len);

#endif
