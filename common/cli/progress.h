/*
 * progress.h - one line on a terminal: items, rate, time left.  Only when
 * stderr is a terminal and not -q; in a pipe only by its last tool, so that
 * the lines of several do not overwrite each other.
 */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

bool progress_wanted(void);
void *progress_new(const char *who);		/* the context of progress_show(); one a program */
/* total 0: not known.  Shown at most ten times a second. */
void progress_show(void *ctx, size_t done, size_t total);
/* A line of its own words, whenever it is called. */
void progress_line(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void progress_end(void);			/* takes the line away */

/* "xnorm: 120 of 1500 items, 45 /s, 0:31 left"; seconds since the start. */
void progress_text(char *buf, size_t len, const char *who, size_t done, size_t total, double seconds);

#endif
