#include "cli/prov.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/opt.h"
#include "cli/report.h"

static struct {
	const char *path;
	int argc;
	char **argv;		/* a copy of the pointers */
	struct timespec start;
} run;

void prov_start(int argc, char **argv)
{
	run.path = getenv("BEAMPIPE_PROV");
	if (!run.path || !*run.path)
		return;
	clock_gettime(CLOCK_REALTIME, &run.start);
	run.argv = malloc((size_t)argc * sizeof *argv);
	if (run.argv) {
		memcpy(run.argv, argv, (size_t)argc * sizeof *argv);
		run.argc = argc;
	}
}

static void stamp(struct json *j, const char *name, const struct timespec *t)
{
	char day[32], all[48];
	struct tm tm;

	strftime(day, sizeof day, "%Y-%m-%dT%H:%M:%S", gmtime_r(&t->tv_sec, &tm));
	snprintf(all, sizeof all, "%s.%03ldZ", day, t->tv_nsec / 1000000);
	json_str(j, name, all);
}

static void describe(FILE *f, int status)
{
	struct timespec end;
	struct json j;

	clock_gettime(CLOCK_REALTIME, &end);
	json_begin(&j, f);
	json_open(&j, NULL, '{');
	json_open(&j, "argv", '[');
	for (int i = 0; i < run.argc; i++)
		json_str(&j, NULL, run.argv[i]);
	json_close(&j, ']');
	json_str(&j, "version", BEAMPIPE_VERSION);
	json_int(&j, "exit", status);
	stamp(&j, "start", &run.start);
	stamp(&j, "end", &end);
	json_close(&j, '}');
}

/* The layout's line ends are the only raw ones: texts have theirs escaped. */
static size_t one_line(char *s)
{
	size_t n = 0;

	for (size_t i = 0; s[i]; i++)
		if (s[i] == '\n')
			while (s[i + 1] == ' ')
				i++;
		else
			s[n++] = s[i];
	s[n++] = '\n';
	return n;
}

static int append(const char *path, const char *line, size_t n)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666), bad;

	if (fd < 0)
		return -1;
	bad = write(fd, line, n) != (ssize_t)n;
	return close(fd) || bad ? -1 : 0;
}

void prov_end(const char *who, int status)
{
	char *text = NULL;
	size_t n = 0;
	FILE *f;

	if (!run.path || !*run.path)
		return;
	f = open_memstream(&text, &n);
	if (f) {
		describe(f, status);
		if (!fclose(f) && text && append(run.path, text, one_line(text)) && !status && !common.quiet)
			fprintf(stderr, "%s: note: BEAMPIPE_PROV: cannot write to the log\n", who);
	}
	free(text);
	free(run.argv);
}
