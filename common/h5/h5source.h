/*
 * h5source.h - an opened HDF5 input: items that lie in one data set or in
 * many, read as one stack.
 *
 * Called between h5_enter() and h5_leave().
 */
#ifndef H5_H5SOURCE_H
#define H5_H5SOURCE_H

#include "base/head.h"
#include "h5/h5set.h"

enum { SCAN_IMAGES = 1 << 20 };		/* a scan has no more */

struct h5member {
	char *path;
	struct h5set set;
	bool open;
};

/* Items [first, first + n) are frames [frame, frame + n) of a member. */
struct h5part { size_t first, n, member, frame; };

/* One image of a scan, before they are put in order. */
struct h5image {
	int key;			/* KEY_PROJECTION, KEY_FLAT, KEY_DARK */
	size_t member, frame;
	double when;			/* place in the order of acquisition; what was taken first is least */
	double theta_deg;
	size_t index;			/* acquisition index, by h5source_number() */
};

struct h5source {
	hid_t file;
	char *name;
	bool growing;			/* still being written (SWMR) */
	enum dtype type;		/* of the items */
	int ndim;
	size_t n[ARRAY_MAXDIM];
	size_t nmember, npart;
	struct h5member *member;
	struct h5part *part;
	size_t last;			/* member opened last */
	struct h5image *image;		/* while a scan is put together */
	size_t nimage, room;
};

int h5source_open(struct h5source *s, const char *name, struct err *e);
void h5source_close(struct h5source *s);	/* safe on a zeroed struct after open failed */

/* Add a data set; *k is its number.  It is opened when it is read first. */
int h5source_add(struct h5source *s, const char *path, size_t *k, struct err *e);
/* Opened, for its shape and type. */
int h5source_set(struct h5source *s, size_t k, struct h5set **set, struct err *e);
/* All of one data set. */
int h5source_whole(struct h5source *s, const char *path, struct err *e);

/* Add an image of a scan. */
int h5source_image(struct h5source *s, const struct h5image *im, struct err *e);
/* Give the images their acquisition index: 0, 1, ... in the order of when (and of adding). */
void h5source_number(struct h5source *s);
/*
 * All images are there: order them darks, flats, projections, and each by index;
 * frames are [row][col].  Sets type, shape and parts.  The types and shapes that are
 * known by now (members opened) must agree: E_DATA.
 */
int h5source_arrange(struct h5source *s, struct err *e);

int h5source_read(struct h5source *s, const size_t *start, const size_t *count, void *buf,
		  struct err *e);
bool h5source_favours_axis1(const struct h5source *s);

#endif
