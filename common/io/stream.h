/*
 * stream.h - arrays through files and pipes, a slab of items at a time.
 *
 * A stream is a head (shape, axes, metadata, tables) and then items along
 * axis 0.  Formats are drivers (driver.h), chosen by content when reading and
 * by file name when writing.  The NRRD form is described in stream(5).
 *
 * Completeness: a writer holds back its last item until stream_commit().  An
 * output that was not committed is therefore short (pipe) or never appears
 * (file), and the reader of a short input always fails with E_UPSTREAM.
 *
 * Thread safety: one thread at a time per stream; two streams may be used by
 * two threads.
 */
#ifndef IO_STREAM_H
#define IO_STREAM_H

#include "base/head.h"

struct stream;

/* Half-open range with step; set is false when not asked for. */
struct range { bool set; size_t a, b, step; };
/* "a:b", "a:b:step", "a:", ":b", "a" (one); E_USAGE.  b = SIZE_MAX when open. */
int range_parse(const char *text, struct range *r, struct err *e);

/* What to take of an input; zeroed: all of it, as it stands. */
struct select {
	struct range row, col, angle, item;	/* by label; item: axis 0 whatever its label */
	const char *slab;		/* rows as a part of a whole (base/slab.h), after the others; or NULL */
	bool images;			/* an array of two axes is a series of one image: [1][.][.] */
	/* scan layouts only (xnorm): */
	const char *flat, *dark;	/* files that stand in for or supply flats and darks, or NULL */
	const char *theta;		/* START:END[:excl] or FILE[:a:b], or NULL */
	const char *raw;		/* a file without a header: what is in it (rawfile.h), or NULL */
};

/*
 * Open for reading.  path "-" is standard input.  "file.h5::/path" names a
 * data set.  A directory, glob or printf pattern is a TIFF sequence.  sel may
 * be NULL.  The head is that of what will be read, selection applied.
 */
int stream_open(struct stream **s, const char *path, const struct select *sel, struct err *e);
const struct head *stream_head(const struct stream *s);
const char *stream_name(const struct stream *s);	/* for messages */

/*
 * Read up to max items into *slab, whose data buffer is reused when it is
 * large enough (and grown otherwise); slab->n[0] items came.  At the proper
 * end slab->n[0] is 0.  E_UPSTREAM if the input ends early, E_DATA if bytes
 * follow the end.  While the length is unknown (head->n[0] == 0) the tables
 * of the item axis in the head grow as parts are read.
 */
int stream_read(struct stream *s, size_t max, struct array *slab, struct err *e);

/* The same into a buffer of max items; *got of them came. */
int stream_read_into(struct stream *s, size_t max, void *buf, size_t *got, struct err *e);

/*
 * Unknown length: if all of a part was read, look at the head of the next one,
 * so that the tables tell what the next item is.  No sample is read.
 */
int stream_peek(struct stream *s, struct err *e);
/* Unknown length: what was read so far no longer counts, neither in the tables nor in stream_pos(). */
void stream_forget(struct stream *s);

/* Items read so far by stream_read(): the next one's index. */
size_t stream_pos(const struct stream *s);

/* Can stream_read_box() be used?  (A file whose driver seeks.) */
bool stream_random(const struct stream *s);
/* Is it cheap to read rows [r, r + n) of axis 1 of all items?  (Chunks allow it.) */
bool stream_favours_axis1(const struct stream *s);
/*
 * Items [i, i + ni) and, of their slowest axis (axis 1), [r, r + nr), into buf
 * as [ni][nr][...].  Independent of stream_read().  E_INTERNAL if not random.
 */
int stream_read_box(struct stream *s, size_t i, size_t ni, size_t r, size_t nr,
		    void *buf, struct err *e);

/*
 * A file of which items [skip, skip + n) along an axis are those from first on
 * of a virtual data set.  It was written by this library, as HDF5, with the same axes.
 */
struct sink_link { const char *file; size_t skip, n, has, first; const char *here; /* file, from where we are */ };

/* How an output is to be written; zeroed: the defaults. */
struct sink_par {
	int compress;			/* HDF5: gzip level 0..9; TIFF: deflate when > 0 */
	const char *input;		/* path that must not be overwritten, or NULL */
	const char *tmp;		/* directory of temporaries, or NULL */
	/* HDF5: no samples are written, they are those of other files; relative names begin at the output's folder */
	const struct sink_link *links;
	size_t nlinks;
	int link_axis;
};

/*
 * Open for writing.  "-" is standard output (NRRD), refused on a terminal.
 * The driver is chosen by the suffix (.nrrd .h5 .nxs .tif .npy .png; none:
 * NRRD); E_USAGE when it does not fit the head.  A named file appears under
 * its name only at stream_commit(), complete.  h->n[0] == 0: unknown length
 * (pipes: parts; files: gathered in a temporary of --tmp first).
 */
int stream_create(struct stream **s, const char *path, const struct head *h,
		  const struct sink_par *par, struct err *e);
/* Would stream_create() work now?  Touches nothing, for those that have long to compute before they write.  The same errors. */
int stream_check(const char *path, const struct head *h, const char *input, struct err *e);
/* Append slab->n[0] items of the stream's type and item shape. */
int stream_write(struct stream *s, const struct array *slab, struct err *e);
/* Unknown length only: those tables of the item axis that the stream has, as far as they are known. */
int stream_write_tables(struct stream *s, const struct head *h, struct err *e);
/* Completes the output: the held back item, checks, rename.  E_INTERNAL when items are missing. */
int stream_commit(struct stream *s, struct err *e);

/* Reader or writer; an uncommitted output is dropped.  NULL is fine. */
void stream_close(struct stream *s);

#endif
