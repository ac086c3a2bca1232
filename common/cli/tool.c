#include "cli/tool.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "cli/progress.h"
#include "cli/prov.h"
#include "cli/text.h"
#include "io/inputs.h"
#include "num/par.h"

/* A descriptor closed by the caller must not become that of a file: take its place, unusable. */
static void hold_standard_descriptors(void)
{
	for (int fd = 0; fd < 3; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF &&
		    open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) < 0)
			return;
}

static bool said_no;		/* exit 1 was meant */

/* A library that gives up exits with 1, which here is an answer. */
static void exit_of_library(int status, void *unused)
{
	(void)unused;
	if (status == E_NO && !said_no)
		_exit(E_INTERNAL);
}

int tool_start(const struct tool *t, int argc, char **argv)
{
	int first;

	hold_standard_descriptors();
	inputs_watch();
	setvbuf(stderr, NULL, _IOLBF, BUFSIZ);	/* a line is one write, also beside other tools of a pipe */
	signal(SIGXFSZ, SIG_IGN);		/* a file too large is an error like any other */
	on_exit(exit_of_library, NULL);
	prov_start(argc, argv);
	first = opt_parse(t, argc, argv);
	par_set_threads(common.threads);
	return first;
}

/* Everything written to stdout has arrived; the first failure becomes the error. */
static void check_stdout(struct err *e)
{
	int pending = __fpending(stdout) != 0, failed = ferror(stdout);

	errno = 0;
	if (fclose(stdout) && (pending || errno != EBADF))
		err_sys(e, "standard output");
	else if (failed)
		err_set(e, E_IO, "standard output: write failed");
}

int tool_end(const struct tool *t, struct err *e)
{
	static const char see[] = "(see --help)";

	progress_end();
	check_stdout(e);
	if (e->code && e->msg[0] && !(e->code == E_NO && common.quiet)) {
		fprintf(stderr, "%s: ", t->name);
		text_plain(stderr, e->msg);
		if (e->code == E_USAGE && !strstr(e->msg, see))
			fprintf(stderr, " %s", see);
		fputc('\n', stderr);
	}
	prov_end(t->name, e->code);
	said_no = e->code == E_NO;
	return e->code;
}

int tool_name_input(const struct stream *in, struct err *e)
{
	if (in && e->code == E_DATA && !strstr(e->msg, stream_name(in)))
		err_at(e, stream_name(in));
	return e->code;
}

const char *tool_input(int first, int argc, char **argv)
{
	return first < argc ? argv[first] : "-";
}

static void say(const struct tool *t, const char *fmt, va_list ap)
{
	char msg[600];

	vsnprintf(msg, sizeof msg, fmt, ap);
	progress_end();
	fprintf(stderr, "%s: ", t->name);
	text_plain(stderr, msg);
	fputc('\n', stderr);
}

void tool_note(const struct tool *t, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	if (!common.quiet)
		say(t, fmt, ap);
	va_end(ap);
}

void tool_tell(const struct tool *t, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(t, fmt, ap);
	va_end(ap);
}

void tool_profile(const struct tool *t, const struct flow *f)
{
	struct flow_times s = flow_times(f);
	struct rusage use;
	char size[24];

	if (!common.profile)
		return;
	getrusage(RUSAGE_SELF, &use);
	tool_tell(t, "profile: wall %.3f s, CPU %.3f s, memory %s", s.wall,
		  (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) +
		  1e-6 * (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec),
		  mem_print((double)use.ru_maxrss * 1024, size, sizeof size));
	tool_tell(t, "profile: reading %.3f s, computing %.3f s in %d threads, writing %.3f s", s.reading, s.computing,
		  par_threads(), s.writing);
}

double tool_seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

void tool_tell_memory(const struct tool *t)
{
	struct rusage use;
	char size[24];

	getrusage(RUSAGE_SELF, &use);
	tool_tell(t, "memory: %s", mem_print((double)use.ru_maxrss * 1024, size, sizeof size));
}

size_t tool_memory(void)
{
	return common.memory ? common.memory : mem_machine() / 4;
}

/* Both of the flow's callbacks are told of the tool through this. */
struct watch {
	const struct tool *t;
	void *progress;
};

static void note_temporary(void *ctx, size_t bytes)
{
	const struct watch *w = ctx;
	char size[24];

	if (bytes)
		tool_note(w->t, "turning the corner takes a temporary of %s (more --memory, or an HDF5 file chunked by rows, needs none)",
			  mem_print((double)bytes, size, sizeof size));
	else
		tool_note(w->t, "an input of unknown length is gathered in a temporary first");
}

static void show_progress(void *ctx, size_t done, size_t total)
{
	progress_show(((const struct watch *)ctx)->progress, done, total);
}

struct flow_par tool_flow_par(const struct tool *t)
{
	static struct watch w;		/* one tool a program */

	w = (struct watch){ .t = t, .progress = progress_new(t->name) };
	return (struct flow_par){
		.memory = tool_memory(), .tmp = common.tmp, .note = note_temporary,
		.progress = progress_wanted() ? show_progress : NULL, .ctx = &w,
	};
}
