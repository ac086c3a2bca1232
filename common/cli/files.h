/*
 * files.h - the files that a sample names: arrays of any format, texts, meshes (base/files.h).
 */
#ifndef CLI_FILES_H
#define CLI_FILES_H

#include <stdbool.h>

#include "base/files.h"
#include "io/stream.h"

/* Names are relative to the folder of this path ("-": the current one); ctx borrows it; warn is NULL. */
struct job_files files_beside(const char *path);

/* Where the first row of an image is.  FILES_AUTO: the lowest when rows are labelled alpha, qz or v, as in patterns; else the highest. */
enum files_row0 { FILES_AUTO, FILES_TOP, FILES_BOTTOM };

/* One image [row][col] of any format as double, its lowest row first, of nrow x ncol: E_DATA.  *v: mem_free. */
int files_image(const char *path, size_t nrow, size_t ncol, enum files_row0 row0, double **v, struct err *e);
/*
 * The mask of path, and that which a sample file names at where (either may be NULL): 0 where one of them is.  *v NULL: neither.  mem_free,
 * on error too.
 */
int files_masks(const struct job_files *f, const struct node *where, const char *path, size_t nrow, size_t ncol, enum files_row0 row0,
		double **v, struct err *e);

/* All that is left of an input of known length, into v. */
int files_doubles(struct stream *s, double *v, struct err *e);

/* Standard input is one thing at most: first (NULL: nothing yet), or one of n inputs that is "-".  E_USAGE names two. */
int files_stdin(const char *first, const char *const *names, const char *const *paths, size_t n, struct err *e);

/* Writes all items of the head, or one of a stream of unknown length, from doubles; the head's type is double or float. */
int files_put(struct stream *out, const struct head *h, const double *v, struct err *e);

#endif
