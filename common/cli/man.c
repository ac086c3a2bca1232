/* The manual page of a tool.  A file man/TOOL.in of more sections takes the place of the line .\" EXTRA. */
#include <stdio.h>
#include <string.h>

#include "cli/help.h"
#include "cli/row.h"
#include "cli/text.h"

#define DATE "2026-11-22"	/* of the release, not of the build: the page repeats byte for byte */

static void upper(const char *s)
{
	for (; *s; s++)
		putchar(*s >= 'a' && *s <= 'z' ? *s - 'a' + 'A' : *s);
}

static void head(const struct tool *t)
{
	printf(".TH ");
	upper(t->name);
	printf(" 1 \"%s\" \"beampipe %s\" \"beampipe\"\n", DATE, BEAMPIPE_VERSION);
	printf(".SH NAME\n%s \\- ", t->name);
	text_roff(stdout, t->brief);
	printf("\n.SH SYNOPSIS\n.B %s\n[\\fIOPTION\\fR]...\n", t->name);
	if (*t->operands) {
		text_roff(stdout, t->operands);
		putchar('\n');
	}
}

static void option(const struct row *r)
{
	struct wrap w = { .f = stdout, .roff = true };
	const char *arg = row_arg(r->o);
	char remark[512], around[520];

	printf(".TP\n");
	if (r->o->c)
		printf("\\fB\\-%c\\fR, ", r->o->c);
	printf("\\fB\\-\\-");
	text_roff(stdout, r->o->name);
	printf("\\fR");
	if (arg) {
		printf("=\\fI");
		text_roff(stdout, arg);
		printf("\\fR");
	}
	putchar('\n');
	wrap_words(&w, r->o->help);
	if (*help_remark(r, remark, sizeof remark)) {
		snprintf(around, sizeof around, "(%s)", remark);
		wrap_words(&w, around);
	}
	wrap_end(&w);
}

static const char *const status[][2] = {
	{ "0", "All went well." },
	{ "1", "Only the answer \"no\": arrays differ, nothing found." },
	{ "2", "The command was wrong: an option, a value, an operand." },
	{ "3", "The input is malformed, or of a wrong shape, order or quantity." },
	{ "4", "The system refused a read or a write." },
	{ "5", "The input ended early: a program ahead in the pipe has failed." },
	{ "6", "No memory, or \\-\\-memory is below the least that the work needs." },
	{ "70", "A defect of beampipe." },
	{ "75", "Busy: try again later." },
	{ NULL, NULL }
};

static const char *const environment[][2] = {
	{ "TMPDIR", "Directory of temporary files, unless \\-\\-tmp is given." },
	{ "OMP_NUM_THREADS", "Number of threads, unless \\-\\-threads is given." },
	{ "HDF5_PLUGIN_PATH", "Where HDF5 finds the plugins of its compression filters." },
	{ "BEAMPIPE_PROV",
	  "A file to which each run appends one line of JSON: arguments, version, exit status, "
	  "start and end." },
	{ NULL, NULL }
};

static void pairs(const char *section, const char *const (*p)[2])
{
	printf(".SH \"%s\"\n", section);
	for (; (*p)[0]; p++) {
		struct wrap w = { .f = stdout };

		printf(".TP\n.B %s\n", (*p)[0]);
		wrap_words(&w, (*p)[1]);
		wrap_end(&w);
	}
}

void help_man(const struct tool *t)
{
	head(t);
	printf(".SH DESCRIPTION\n");
	text_paragraphs(stdout, t->about, true);
	printf(".SH OPTIONS\n");
	for (int i = 0; i < row_count(); i++)
		option(row_at(i));
	printf(".\\\" EXTRA\n");
	pairs("EXIT STATUS", status);
	pairs("ENVIRONMENT", environment);
	printf(".SH EXAMPLES\n.nf\n");
	for (const char *const *x = t->examples; *x; x++)
		help_example(*x, "", true);
	printf(".fi\n.SH \"SEE ALSO\"\n.BR beampipe (7),\n.BR stream (5),\n.BR metadata (7)\n");
}
