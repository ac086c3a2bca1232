/*
 * picture.h - what becomes of a finished picture: a file, standard output, or the terminal.
 */
#ifndef CLI_PICTURE_H
#define CLI_PICTURE_H

#include "cli/term.h"
#include "cli/tool.h"

/*
 * rgb, uint8 [row][col][3]: shown on the terminal, or as PNG on standard output, or in the file of -o by its
 * suffix, with the history.  path: the input, which must not be the output.
 */
int picture_put(const struct tool *t, struct array *rgb, enum term_kind terminal, const char *path,
		int argc, char **argv, struct err *e);

#endif
