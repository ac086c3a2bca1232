/*
 * numbers.h - a text file of numbers, one a line: what stands after --center
 * and the like.
 */
#ifndef CLI_NUMBERS_H
#define CLI_NUMBERS_H

#include <stddef.h>

#include "base/err.h"

/*
 * The first word of each line; empty lines and lines that start with # are left
 * out.  *v is the caller's (mem_free), also after failure.  E_IO; E_DATA naming the
 * line that is no finite number, or the file when there is none in it.
 */
int numbers_read(const char *path, double **v, size_t *n, struct err *e);

#endif
