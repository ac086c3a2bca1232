/*
 * term.h - a picture on a terminal.
 *
 *	half    half blocks in 24-bit colours: any modern terminal, two pixels a letter
 *	sixel   DEC sixels, 256 colours
 *	kitty   the graphics protocol of kitty
 */
#ifndef CLI_TERM_H
#define CLI_TERM_H

#include <stdio.h>

#include "base/array.h"

enum term_kind { TERM_NONE, TERM_HALF, TERM_SIXEL, TERM_KITTY };
extern const char *const term_names[];		/* in that order; NULL ends */

size_t term_columns(int fd);			/* letters a line; 80 when unknown */
/* rgb: uint8 [row][col][3].  Errors of writing are left in f. */
void term_show(FILE *f, enum term_kind kind, const struct array *rgb);

#endif
