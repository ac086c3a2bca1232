/*
 * textfile.h - a small file of text as a whole: settings, samples, tables.
 *
 * Bytes end with a NUL that is not counted.  Thread-safe.
 */
#ifndef IO_TEXTFILE_H
#define IO_TEXTFILE_H

#include <stddef.h>

#include "base/err.h"

/* All of a file ("-": standard input), mem_free.  E_IO; E_DATA "PATH: larger than N MiB" beyond most bytes. */
int textfile_read(const char *path, size_t most, char **bytes, size_t *n, struct err *e);

/*
 * Is it UTF-8 without control characters (tab and line ends aside)?  E_DATA "NAME:LINE:COL: ..." tells the first place that is not,
 * columns counted in characters.  Lines end with LF, CR or CR LF.
 */
int textfile_check(const char *name, const char *bytes, size_t n, struct err *e);

/* Such bytes with a NUL behind them, for a parser; mem_free.  NULL: E_DATA (also: more than most), E_NOMEM. */
char *textfile_copy(const char *name, const char *bytes, size_t n, size_t most, struct err *e);

#endif
