/*
 * h5util.h - what every user of HDF5 here needs: the lock, opening without
 * file locks, errors as one sentence, types.  (Values: h5value.h.)
 *
 * HDF5 is entered by one thread at a time, between h5_enter() and h5_leave(),
 * which also keep its error stack from being printed.  The functions below
 * expect to be called so, but for those marked "enters by itself".
 *
 * Paths of objects are absolute ("/exchange/data").
 */
#ifndef H5_H5UTIL_H
#define H5_H5UTIL_H

#include <hdf5.h>

#include "base/array.h"

void h5_enter(void);
void h5_leave(void);

/*
 * Split "file.h5::/path" into a copy of the file name (mem_free) and the path,
 * "" when there is none.  A file that exists under the whole text is a name.
 */
int h5_split(const char *text, char **file, const char **path, struct err *e);

/*
 * Open for reading, without file locks.  What another program is writing is opened by SWMR
 * (*growing is set) or is E_BUSY; cut short: E_UPSTREAM; not HDF5 or broken: E_DATA.
 */
int h5_open(hid_t *file, const char *name, bool *growing, struct err *e);
/* An access list without locks, to be closed. */
hid_t h5_fapl(void);

/* E_DATA or E_IO "FMT...: what HDF5 says is the root of it", from its error stack. */
int h5_fail(struct err *e, int code, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* Is there an object behind this path (links followed)? */
bool h5_has(hid_t file, const char *path);
bool h5_is_group(hid_t file, const char *path);
/*
 * Open a data set.  What fails is named: the first part of the path that is
 * missing, or the link (soft or external) that dangles, and its target.
 */
int h5_dataset(hid_t *set, hid_t file, const char *path, struct err *e);

/* Stream type of a file type: integers to 32 bits, floats; 64-bit integers are DT_F64 with *wide. */
int h5_dtype(hid_t type, enum dtype *t, bool *wide, const char *what, struct err *e);
hid_t h5_native(enum dtype t);		/* not to be closed */

struct h5disk;		/* h5disk.h */

/*
 * A new file over what is there: format 1.8 or later (long attributes), no locks,
 * no times; closing it closes all in it.  disk outlives it.
 */
int h5_make(hid_t *file, const char *name, struct h5disk *disk, struct err *e);
/* Flush and close; E_IO when anything could not be written, at any time. */
int h5_finish(hid_t file, const struct h5disk *disk, struct err *e);

#endif
