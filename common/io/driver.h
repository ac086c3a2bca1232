/*
 * driver.h - what a file format is to the rest: a row of functions.  Adding a
 * format is one file and one line in the table of source.c, where it is chosen
 * by content; sink.c chooses by suffix.
 *
 * All positions are items of axis 0 of the head that open() gave.  A driver
 * never sees names given by the user when writing: it writes to the temporary
 * path it is told, and outfile.c renames.
 */
#ifndef IO_DRIVER_H
#define IO_DRIVER_H

#include "io/stream.h"

struct source;			/* a driver's own, reading */
struct sink;			/* a driver's own, writing */

struct driver {
	const char *name;			/* "HDF5" */
	const char *const *suffix;		/* ".h5", ...; NULL-terminated; the driver may be read-only */

	/* Do these first bytes (up to 1024; path for what is not a regular file) start like mine? */
	bool (*starts)(const char *path, const unsigned char *bytes, size_t n);

	/*
	 * Open path.  sel may be used to serve the scan layouts (flat, dark, theta);
	 * crops are applied by source.c through read_box(), not by the driver.
	 */
	int (*open)(struct source **s, const char *path, const struct select *sel,
		    struct head *head, struct err *e);
	/*
	 * The box [i, i + ni) x [r, r + nr) x [c, c + nc) of axes 0, 1, 2 (and all of
	 * axis 3), contiguous into buf in the head's type.  An axis that is not there
	 * has length 1: r = 0, nr = 1, likewise c.
	 */
	int (*read_box)(struct source *s, size_t i, size_t ni, size_t r, size_t nr,
			size_t c, size_t nc, void *buf, struct err *e);
	bool (*favours_axis1)(const struct source *s);		/* NULL: false */
	void (*close)(struct source *s);			/* NULL is fine */

	/* Can it hold this head?  E_USAGE says why not.  NULL: read-only. */
	int (*fits)(const struct head *h, struct err *e);
	/*
	 * Begin a new file at path (exists, empty, ours).  A sequence: path is
	 * TMPDIR/rec_%05d.tif, to be filled by absolute index (table row.index, z.index or item).
	 */
	int (*create)(struct sink **s, const char *path, const struct head *h,
		      const struct sink_par *par, struct err *e);
	int (*write)(struct sink *s, size_t first, size_t n, const void *data, struct err *e);
	int (*finish)(struct sink *s, struct err *e);		/* all written: flush, close, check */
	void (*drop)(struct sink *s);				/* after finish, or instead of it; frees */
};

extern const struct driver driver_nrrd, driver_h5, driver_tiff, driver_npy, driver_png, driver_edf;

/* TIFF sequences: is path a directory, glob or printf pattern?  (tiff.c) */
bool tiff_is_sequence(const char *path);

#endif
