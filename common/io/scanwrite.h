/*
 * scanwrite.h - write a whole scan file, image by image, as a beamline does:
 * for simulated scans and for tests.  Any size; memory for one image.
 *
 * Images are put in the order of acquisition:
 *
 *	darks before, flats before, projections (a block of flats ahead of
 *	projection k*flat_every, k >= 1, when flat_every > 0), flats after, darks after
 *
 * and land where the layout wants them:
 *
 *	SCAN_ALS832  one data set an image, text attributes (layout 1; uint16 only)
 *	SCAN_DX      /exchange/{data,data_white,data_dark,theta} (layout 2)
 *	SCAN_NXTOMO  one stack with image_key and rotation_angle (layout 3)
 *
 *	struct scanwrite *w;
 *	if (!scanwrite_new(&w, "scan.h5", &par, e))
 *		for (size_t i = 0; !e->code && i < scanwrite_frames(w); i++) {
 *			struct scan_frame f = scanwrite_frame(w, i);
 *			... make the image of f.key, f.projection, f.time ...
 *			scanwrite_put(w, image, e);
 *		}
 *	if (!e->code)
 *		scanwrite_commit(w, e);
 *	scanwrite_close(w);
 *
 * The file appears under its name at commit, complete (outfile.h).  The same
 * images give the same bytes.
 */
#ifndef IO_SCANWRITE_H
#define IO_SCANWRITE_H

#include "base/array.h"

enum scan_layout { SCAN_ALS832 = 1, SCAN_DX = 2, SCAN_NXTOMO = 3 };

struct scan_par {
	enum scan_layout layout;
	enum dtype type;		/* of every image; SCAN_ALS832: DT_U16 */
	size_t nangle, nrow, ncol;
	const double *theta_deg;	/* [nangle], borrowed until scanwrite_new() returns */
	size_t flat_before, flat_after, dark_before, dark_after;	/* images; not both 0 for a real scan */
	size_t flat_every;		/* 0: no flats between projections; else projections between
					   blocks of flat_before flats (which must then be > 0) */
	double energy_kev, distance_m, pixel_m, exposure_s;	/* NAN or 0: not written */
	const char *sample;		/* or NULL: "phantom" */
	bool one_frame_a_chunk;		/* else contiguous (layouts 2 and 3) */
	int compress;			/* gzip level of chunked data, 0: none */
	const char *input;		/* as sink_par.input, or NULL */
};

struct scan_frame {
	int key;		/* KEY_PROJECTION, KEY_FLAT, KEY_DARK (head.h) */
	size_t index;		/* which projection, flat or dark of the scan, from 0 */
	size_t projection;	/* itself, or the one that comes next (nangle: none) */
	double time;		/* i / (frames - 1): 0 first image, 1 last */
};

struct scanwrite;

/* E_USAGE when the layout cannot hold it; E_IO. */
int scanwrite_new(struct scanwrite **w, const char *path, const struct scan_par *par, struct err *e);
size_t scanwrite_frames(const struct scanwrite *w);
struct scan_frame scanwrite_frame(const struct scanwrite *w, size_t i);
/* The next image, [nrow][ncol] of par.type. */
int scanwrite_put(struct scanwrite *w, const void *image, struct err *e);
/* E_INTERNAL when images are missing; E_IO. */
int scanwrite_commit(struct scanwrite *w, struct err *e);
void scanwrite_close(struct scanwrite *w);	/* drops what was not committed; NULL is fine */

#endif
