/*
 * expr.h - arithmetic in a value of a file: numbers, $names, + - * / and parentheses.
 *
 *	sum     = product { (+ | -) product }		product = factor { (* | /) factor }
 *	factor  = number | $name | ( sum ) | + factor | - factor
 *
 * Names are letters, digits and _, and begin with no digit.  Blanks may stand between all of these.  Pure and thread-safe.
 */
#ifndef BASE_EXPR_H
#define BASE_EXPR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

enum { EXPR_DEPTH = 50, EXPR_MOST = 1000 };	/* parentheses and signs within each other; bytes of a text */

/* The value of $name (len bytes); not 0: there is none, and *e is set. */
struct expr_names {
	int (*value)(void *ctx, const char *name, size_t len, double *v, struct err *e);
	void *ctx;
};

/* E_DATA: what is wrong and at which character; also division by zero, and a result that is not finite.  names may be NULL. */
int expr_eval(const char *text, const struct expr_names *names, double *out, struct err *e);

/* Is the text an expression?  It begins with a $, a sign, a digit, ( or a point, and has a $name in it; or it begins with =. */
bool expr_is(const char *text);
/* The next $name at or after text: its first letter, and its length in *len; NULL: none. */
const char *expr_name(const char *text, size_t *len);

#endif
