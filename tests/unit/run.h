/*
 * run.h - a piece of program that may exit, run in a child: what it wrote on
 * stdout and stderr, and its exit status.
 */
#ifndef RUN_H
#define RUN_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char run_out[1 << 18], run_err[1 << 14];

static inline size_t run_take(FILE *f, char *buf, size_t len)
{
	size_t n;

	rewind(f);
	n = fread(buf, 1, len - 1, f);
	buf[n] = 0;
	fclose(f);
	return n;
}

/* body's return is the exit status, unless it exits itself; -1 for a signal. */
static inline int run(int (*body)(void *ctx), void *ctx)
{
	FILE *out = tmpfile(), *err = tmpfile();
	int status = 0;
	pid_t child;

	fflush(NULL);
	child = fork();
	if (child == 0) {
		dup2(fileno(out), 1);
		dup2(fileno(err), 2);
		exit(body(ctx));
	}
	waitpid(child, &status, 0);
	run_take(out, run_out, sizeof run_out);
	run_take(err, run_err, sizeof run_err);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* The words of one line, parted by single blanks, as argv; returns argc. */
static inline int run_words(char *line, char **argv, int max)
{
	int argc = 0;

	for (char *p = line, *end; p && *p && argc < max - 1; p = end) {
		end = strchr(p, ' ');
		if (end)
			*end++ = 0;
		argv[argc++] = p;
	}
	argv[argc] = NULL;
	return argc;
}

#endif
