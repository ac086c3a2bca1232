#include "cli/progress.h"

#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/tool.h"

static struct {
	const char *who;
	double start, last;	/* seconds */
	bool shown;
} line;

bool progress_wanted(void)
{
	struct stat st;

	if (common.quiet || !isatty(STDERR_FILENO))
		return false;
	return fstat(STDOUT_FILENO, &st) || !S_ISFIFO(st.st_mode);
}

void *progress_new(const char *who)
{
	line.who = who;
	line.start = tool_seconds();
	return &line;
}

void progress_text(char *buf, size_t len, const char *who, size_t done, size_t total, double seconds)
{
	double rate = seconds > 0 ? (double)done / seconds : 0;
	int n, left;

	if (!total) {
		snprintf(buf, len, "%s: %zu items, %.3g /s", who, done, rate);
		return;
	}
	n = snprintf(buf, len, "%s: %zu of %zu items, %.3g /s", who, done, total, rate);
	if (rate <= 0 || (size_t)n >= len)
		return;
	left = (int)((double)(total - done) / rate + 0.5);
	if (left >= 3600)
		snprintf(buf + n, len - (size_t)n, ", %d:%02d:%02d left", left / 3600, left / 60 % 60, left % 60);
	else
		snprintf(buf + n, len - (size_t)n, ", %d:%02d left", left / 60, left % 60);
}

void progress_show(void *ctx, size_t done, size_t total)
{
	double t = tool_seconds();
	char text[160];

	(void)ctx;
	if (t - line.last < 0.1)
		return;
	line.last = t;
	line.shown = true;
	progress_text(text, sizeof text, line.who, done, total, t - line.start);
	fprintf(stderr, "\r%s\033[K", text);
	fflush(stderr);
}

void progress_line(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	line.shown = true;
	fputc('\r', stderr);
	vfprintf(stderr, fmt, ap);
	fputs("\033[K", stderr);
	fflush(stderr);
	va_end(ap);
}

void progress_end(void)
{
	if (line.shown)
		fputs("\r\033[K", stderr);
	line.shown = false;
}
