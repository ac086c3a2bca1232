/*
 * opt.h - one table per tool.  The table is the only place an option is
 * declared: parsing, --help, the man page, the shell completion, the history
 * and the metadata fallback all come from it, so none of them can disagree.
 */
#ifndef CLI_OPT_H
#define CLI_OPT_H

#include "base/map.h"
#include "io/stream.h"

enum opt_type {
	OPT_END_, OPT_FLAG, OPT_INT, OPT_NUM, OPT_STR, OPT_CHOICE, OPT_SIZE, OPT_RANGE, OPT_LIST
};

/* A repeatable option: the values in order. */
struct opt_list { size_t n; const char *v[64]; };

struct opt {
	char c;			/* short letter, or 0 */
	const char *name;	/* long name */
	enum opt_type type;
	void *to;		/* bool *, int *, double *, const char **, int * (choice), size_t *, struct range *, struct opt_list * */
	const char *arg;	/* name of the value, with its unit: "KEV" */
	double lo, hi;		/* numbers outside [lo, hi] are refused */
	const char *key;	/* metadata that stands in when not given, or NULL */
	const char *const *choices;	/* OPT_CHOICE: NULL-terminated */
	const char *help;	/* one phrase, no full stop; the default is appended by the help */
	const struct method *const *methods;	/* its value begins with the name of one: for the completion; or NULL */
	bool neutral;		/* cannot change the result: left out of the history */
};

/*
 * Each checks at compile time that 'to' points to the right type.  After the
 * help more fields may follow: FLAG(0, "profile", &profile, "show times", .neutral = true)
 */
#define OPT_CHECK_(T, p) (1 ? (p) : (T *)0)
#define FLAG(ch, n, p, ...) \
	{ .c = ch, .name = n, .type = OPT_FLAG, .to = OPT_CHECK_(bool, p), .help = __VA_ARGS__ }
#define INT(ch, n, p, a, l, u, ...) \
	{ .c = ch, .name = n, .type = OPT_INT, .to = OPT_CHECK_(int, p), .arg = a, .lo = l, .hi = u, .help = __VA_ARGS__ }
#define NUM(ch, n, p, a, l, u, k, ...) \
	{ .c = ch, .name = n, .type = OPT_NUM, .to = OPT_CHECK_(double, p), .arg = a, .lo = l, .hi = u, .key = k, .help = __VA_ARGS__ }
#define STR(ch, n, p, a, ...) \
	{ .c = ch, .name = n, .type = OPT_STR, .to = OPT_CHECK_(const char *, p), .arg = a, .help = __VA_ARGS__ }
#define CHOICE(ch, n, p, a, list, ...) \
	{ .c = ch, .name = n, .type = OPT_CHOICE, .to = OPT_CHECK_(int, p), .arg = a, .choices = list, .help = __VA_ARGS__ }
#define SIZE(ch, n, p, ...) \
	{ .c = ch, .name = n, .type = OPT_SIZE, .to = OPT_CHECK_(size_t, p), .arg = "SIZE", .help = __VA_ARGS__ }
#define RANGE(ch, n, p, ...) \
	{ .c = ch, .name = n, .type = OPT_RANGE, .to = OPT_CHECK_(struct range, p), .arg = "A:B", .help = __VA_ARGS__ }
#define LIST(ch, n, p, a, ...) \
	{ .c = ch, .name = n, .type = OPT_LIST, .to = OPT_CHECK_(struct opt_list, p), .arg = a, .help = __VA_ARGS__ }
#define OPT_END { .type = OPT_END_ }

/* The crop options, the same in every tool that reads a stream: put into the table. */
#define CROP_OPTS(sel) \
	RANGE(0, "rows", &(sel).row, "only these rows (of a volume: y), 0-based, half-open"), \
	RANGE(0, "cols", &(sel).col, "only these columns (of a volume: x)"), \
	RANGE(0, "angles", &(sel).angle, "only these projections; A:B:STEP thins them"), \
	RANGE(0, "items", &(sel).item, "only these items of the slowest axis; A:B:STEP thins them"), \
	STR(0, "slab", &(sel).slab, "A:B[:HALO]", "of a job array: these rows as a part of the whole that " \
	    "xjoin makes again, with HALO rows around; keep: without these (see xslurm)", .neutral = true)

/* For tools that end with tool_profile(). */
#define PROFILE_OPT \
	FLAG(0, "profile", &common.profile, "say on stderr where the time went, and how much memory it took", .neutral = true)

struct tool {
	const char *name;
	const char *brief;		/* NAME section: one line, no full stop */
	const char *operands;		/* "[FILE]" */
	int min_operands, max_operands;	/* checked; usage error otherwise */
	const char *about;		/* DESCRIPTION: input, output, formula; wrapped by the printer */
	const struct opt *opts;
	const char *const *examples;	/* run by the tests; NULL ends; two or more */
	void (*list)(void);		/* prints --list; NULL: no such option */
};

/* What every tool has; set by opt_parse(). */
struct common_opts {
	const char *output;	/* -o, "-" by default */
	int threads;		/* -j, 0: as OpenMP decides */
	bool quiet;		/* -q */
	size_t memory;		/* --memory, 0: a quarter of the machine */
	const char *tmp;	/* --tmp, NULL: $TMPDIR or /var/tmp */
	bool no_history;
	bool profile;		/* --profile, of tools that have PROFILE_OPT */
};
extern struct common_opts common;

/*
 * Parse argv.  Serves --help[=man|bash|json], --version and --list itself and
 * exits; bad usage is one line "TOOL: what (see --help)" and exit 2.
 * Returns the index of the first operand in argv (permuted).
 */
int opt_parse(const struct tool *t, int argc, char **argv);
bool opt_given(const char *name);		/* on the command line? */

/*
 * Give each option that has a key, and was not on the command line, its value
 * from the metadata.  A NaN left over stays NaN: the tool decides, with
 * opt_require().  E_DATA when the text does not fit.
 */
int opt_from_meta(const struct tool *t, const struct head *h, struct err *e);
/* E_USAGE "the input has no bp.x: give --name" when the number is still NaN. */
int opt_require(const struct tool *t, const char *name, struct err *e);

#endif
