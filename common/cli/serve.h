/*
 * serve.h - a program that stays: each line of standard input is a list of NAME=VALUE, and is answered before the next is read.
 */
#ifndef CLI_SERVE_H
#define CLI_SERVE_H

#include <stddef.h>

#include "base/err.h"

enum { SERVE_MOST = 256 };		/* assignments of a line */

/*
 * Until the end of standard input: one(ctx, set, n) for each line that is not blank and does not begin with '#'; its words stay valid during the
 * call.  Ends with the first error that one() returns.  E_DATA: a word without '=', too many, a line of more than a megabyte, a NUL.
 */
int serve_lines(int (*one)(void *ctx, const char *const *set, size_t n, struct err *e), void *ctx, struct err *e);

#endif
