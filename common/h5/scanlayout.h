/*
 * scanlayout.h - the part of scanwrite.h that knows the layouts.
 *
 * Called between h5_enter() and h5_leave().
 */
#ifndef H5_SCANLAYOUT_H
#define H5_SCANLAYOUT_H

#include "h5/h5disk.h"
#include "io/outfile.h"
#include "io/scanwrite.h"

struct scanwrite {
	struct scan_par par;
	char *path;			/* the final name, for messages */
	struct outfile *out;
	hid_t file;
	struct h5disk disk;
	hid_t set[3];			/* by key: projections (NXtomo: all), flats, darks; -1 */
	double *theta;			/* [nangle] */
	size_t nflat, ndark, nframe, done;
};

/* Groups, metadata, angles and empty data sets. */
int scanlayout_begin(struct scanwrite *w, struct err *e);
/* Image i of the scan. */
int scanlayout_put(struct scanwrite *w, const struct scan_frame *f, size_t i, const void *image,
		   struct err *e);

#endif
