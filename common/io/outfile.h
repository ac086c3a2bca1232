/*
 * outfile.h - a file that appears under its name complete or not at all.
 *
 * The data go to .NAME.XXXXXX beside the target (symlinks resolved first);
 * commit is fsync, mode (0666 less the umask, or the old file's), rename, fsync of the
 * directory.  Drop, SIGINT, SIGTERM and SIGHUP remove the temporary.  A target
 * that is no regular file (/dev/null, a FIFO) is opened and written directly.
 * A sequence "DIR/rec_%05d.tif" has a temporary directory .DIR.XXXXXX swapped in.
 */
#ifndef IO_OUTFILE_H
#define IO_OUTFILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct outfile;

/* E_IO when the directory is missing or not writable; E_USAGE when target and input are the same file. */
int outfile_new(struct outfile **o, const char *path, const char *input, struct err *e);
/* A directory in place of a file; path is DIR, pattern what DIR may hold already. */
int outfile_new_dir(struct outfile **o, const char *path, const char *pattern, struct err *e);
/* Would outfile_new() work now?  Touches nothing, for those that have long to compute before they write.  The same errors. */
int outfile_check(const char *path, const char *input, struct err *e);
/* Is there something that is neither a file nor a directory, and so written directly? */
bool outfile_is_direct(const char *path);
/* Do two names of outputs, there or not, lead to one file? */
bool outfile_same(const char *a, const char *b);
const char *outfile_path(const struct outfile *o);	/* of the temporary, or the direct target */
int outfile_fd(const struct outfile *o);		/* open for writing; -1 for a directory */
bool outfile_direct(const struct outfile *o);
int outfile_commit(struct outfile *o, struct err *e);
void outfile_close(struct outfile *o);			/* drops what was not committed; frees; NULL is fine */
/* The whole of a file at once; "-" is standard output. */
int outfile_put(const char *path, const void *bytes, size_t n, struct err *e);

/*
 * An unlinked temporary of this size in dir (or $TMPDIR or /var/tmp): its descriptor,
 * or -1 with E_IO when the free space is less.
 */
int outfile_spill(const char *dir, size_t bytes, struct err *e);

#endif
