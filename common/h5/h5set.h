/*
 * h5set.h - one HDF5 data set to read from, a hyperslab at a time.
 *
 * Opening finds out all that can go wrong before the first sample: no numbers,
 * no samples, a filter that is not installed, sources of a virtual data set
 * that are missing (HDF5 would give fill values), never written.  Chunks that
 * were never written, as an acquisition that broke off leaves them, show when
 * they are read.
 *
 * Chunks: the cache holds a row of chunks (what one item of axis 0 touches) as
 * far as CACHE_MAX allows; unfiltered chunks are read past it, so that a part
 * of a frame costs only itself.
 *
 * Called between h5_enter() and h5_leave().
 */
#ifndef H5_H5SET_H
#define H5_H5SET_H

#include "h5/h5util.h"
#include "io/stream.h"

struct h5set {
	hid_t id;			/* -1: closed */
	enum dtype type;		/* narrowest stream type that holds it */
	bool wide, is_signed;		/* 64-bit integers, checked to be exact as double */
	bool is_enum;			/* truth values */
	int rank;
	size_t n[ARRAY_MAXDIM];
	bool lifted;			/* axis 0 (of 1) is not in the file */
	bool filtered;
	size_t chunk[ARRAY_MAXDIM];	/* samples; 0: not chunked */
	size_t cache;			/* bytes */
	bool is_virtual;
	bool holes;			/* some chunks may never have been written */
	size_t max[ARRAY_MAXDIM];	/* samples it can grow to; SIZE_MAX: any number */
};

/* *s is safe to close whatever comes.  what: its path, for messages. */
int h5set_open(struct h5set *s, hid_t file, const char *path, struct err *e);
/* Prepend an axis of 1: one image as a stack of one.  E_INTERNAL beyond 4 axes. */
void h5set_lift(struct h5set *s);
/*
 * The box [start, start + count) as this type, which must hold the set's own.
 * E_DATA naming the place of a 64-bit value that is not exact, or of a chunk that
 * was never written (HDF5 would give fill values).
 */
int h5set_read(const struct h5set *s, const char *path, enum dtype as,
	       const size_t *start, const size_t *count, void *buf, struct err *e);
/* Are a few rows of axis 1 of all items read without reading much else? */
bool h5set_favours_axis1(const struct h5set *s);
void h5set_close(struct h5set *s);

/*
 * Every source of a virtual data set is there and as large as is taken from it, and
 * each of its n items has one: else E_DATA naming set and source.  (h5virtual.c)
 */
int h5virtual_check(hid_t set, hid_t plist, size_t n, const char *path, struct err *e);

/* A list for a new data set of this space and type whose samples are those of par->links, under the same path. */
int h5virtual_make(hid_t plist, hid_t space, const char *path, hid_t type, const struct sink_par *par, struct err *e);

#endif
