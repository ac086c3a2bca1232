/*
 * tool.h - the frame of a tool's main: start, fail, history, progress, memory.
 */
#ifndef CLI_TOOL_H
#define CLI_TOOL_H

#include "cli/opt.h"
#include "io/flow.h"

/*
 * opt_parse(), threads set, locale C.  Returns the first operand's index.
 * A tool's shape:  int first = tool_start(&tool, argc, argv);  ...  return tool_end(&tool, &e);
 */
int tool_start(const struct tool *t, int argc, char **argv);
/* Print "tool: message" (one line, control characters escaped) if e is set; flush stdout and check it; the exit status. */
int tool_end(const struct tool *t, struct err *e);
/* A map knows no file: put the input's name in front of an error of its data that does not say it.  Returns e->code. */
int tool_name_input(const struct stream *in, struct err *e);
/* The one input operand, "-" when absent. */
const char *tool_input(int first, int argc, char **argv);

/*
 * Append this command to the history the head carries (unless --no-history)
 * and set bp.version.  extra: "key=value ..." of values really used that are
 * not in the option table (filter parameters), or NULL.
 */
int tool_history(const struct tool *t, struct head *h, int argc, char **argv,
		 const char *extra, struct err *e);

/* A warning on stderr, "tool: ...", unless -q. */
void tool_note(const struct tool *t, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* What was asked for on stderr: the same, with -q too. */
void tool_tell(const struct tool *t, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

double tool_seconds(void);	/* of a clock that only goes on */
void tool_tell_memory(const struct tool *t);	/* "memory: ..." that it took, as tool_tell() */

/* With --profile: reading, computing, writing and the memory of a flow that has run, as notes. */
void tool_profile(const struct tool *t, const struct flow *f);

/* Flow parameters from the common options, with the progress display. */
struct flow_par tool_flow_par(const struct tool *t);
size_t tool_memory(void);	/* --memory, or its default */

/*
 * The whole of a filter-like tool: open the input with sel, opt_from_meta, plan
 * the maps, prepare(ctx, in, out head) if not NULL, history, create, run, commit.
 */
int tool_run_maps(const struct tool *t, int argc, char **argv, int first,
		  const struct select *sel, const struct map *maps, size_t nmap,
		  int (*prepare)(void *ctx, const struct head *in, struct head *out, struct err *e),
		  void *ctx, const char *extra, struct err *e);

#endif
