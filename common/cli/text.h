/*
 * text.h - words for people and for programs: wrapped paragraphs, shell
 * quoting, roff, control characters made harmless.
 */
#ifndef CLI_TEXT_H
#define CLI_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum { TEXT_WIDTH = 79 };		/* last column used, of 80 */

/* Fills lines: words go from indent to width; roff escapes what roff would take for its own. */
struct wrap { FILE *f; int indent, col; bool roff; };
void wrap_words(struct wrap *w, const char *text);	/* blanks part words; a word is never cut */
void wrap_end(struct wrap *w);				/* ends the line, if one is begun */

/*
 * A text of paragraphs (parted by an empty line); a line that starts with a
 * blank is kept as it stands.
 */
void text_paragraphs(FILE *f, const char *text, bool roff);

/* One text through roff: '-' is a minus, '\' and leading '.' and ''' are no requests. */
void text_roff(FILE *f, const char *text);

/* The text as one word of sh, quoted only if it must be. */
void text_quote(FILE *f, const char *text);

/* Control characters as \n, \t, \xHH: a message stays one line, and harmless to a terminal. */
void text_plain(FILE *f, const char *text);

#endif
