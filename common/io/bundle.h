/*
 * bundle.h - one HDF5 file with several named arrays, each with a head of its own.
 *
 *	struct bundle *b;
 *	if (!bundle_new(&b, "run.h5", input, e) &&
 *	    !bundle_put(b, "/rmc/models", &head, models, e) && !bundle_put(b, "/rmc/fit", &fit_head, fit, e))
 *		bundle_commit(b, e);
 *	bundle_close(b);
 *
 * Each array is read back as any of our own (stream_open, so all tools): "run.h5::/rmc/fit", with its labels, metadata
 * and tables (attributes of the data set: h5/h5own.h).  The first one put is what plain "run.h5" opens.
 *
 * NeXus: a group made to hold an array is an NXdata, and the first array in it its "signal"; one made to hold groups is
 * an NXentry at the root and an NXcollection elsewhere.  "default" of the root and of the groups on the way leads to
 * the first array of all.  A quantity of the metadata is "long_name" too, and a known unit "units".
 *
 * The file appears under its name at commit, complete (outfile.h); what is not committed leaves nothing, also
 * after SIGTERM.  There are no times in it: the same puts give the same bytes.
 *
 * Thread safety: one thread at a time per bundle.
 */
#ifndef IO_BUNDLE_H
#define IO_BUNDLE_H

#include "base/head.h"

struct bundle;

/*
 * Begin a file.  input: path that must not be overwritten, or NULL.  E_USAGE: "-" (HDF5 does not go through a pipe),
 * a suffix that is not HDF5's, a device or FIFO, the input itself.  E_IO.  Close it also after an error.
 */
int bundle_new(struct bundle **b, const char *path, const char *input, struct err *e);

/* Arrays put from here on: gzip level 0 (none, as at first) to 9, in tiles of 256 x 256 of the last two axes. */
void bundle_compress(struct bundle *b, int level);

/*
 * Write a whole array: data is [n[0]][n[1]]... of head->type, all lengths known, borrowed until the return.
 * path is /GROUP/NAME or deeper (up to 7 groups); groups are made as needed.  E_DATA: a table does not fit its axis.
 * E_USAGE: a metadata key that HDF5 cannot hold.  E_IO, as when the disk is full.
 * E_INTERNAL: no such path, one that is there already, an array of unknown length, or a place that readers would
 * prefer to the first array (/exchange/data, /exchange/sinogram, /reconstruction/data, /entry/data/data), put later.
 */
int bundle_put(struct bundle *b, const char *path, const struct head *head, const void *data, struct err *e);

/* E_INTERNAL: nothing was put, or a put has failed.  E_IO. */
int bundle_commit(struct bundle *b, struct err *e);
void bundle_close(struct bundle *b);		/* drops what was not committed; NULL is fine */

#endif
