/*
 * h5out.h - the HDF5 driver, writing (driver.h): where an array goes is said
 * by its labels.
 *
 *	angle row col   /exchange/data, with /exchange/theta; when its items are darks, then
 *	                flats, then projections (angle.key), each kind has a data set of its
 *	                own (data_dark, data_white): a Data Exchange file
 *	row angle col   /exchange/sinogram, with /exchange/theta
 *	z y x           /reconstruction/data, with x, y, z in um when bp.pixel_m is known
 *	others          /entry/data/data
 *
 * The group is a NeXus NXdata that the root's "default" leads to, so that
 * viewers plot it at once.  Metadata and tables: h5own.h.
 *
 * Volumes, and all that is compressed or of unknown length, are in tiles of
 * 1 x 256 x 256, written tile by tile; the rest is contiguous.  The same input
 * gives the same bytes.
 */
#ifndef H5_H5OUT_H
#define H5_H5OUT_H

#include "h5/h5util.h"
#include "io/driver.h"

int h5out_fits(const struct head *h, struct err *e);
/* h->n[0] == 0: grows as it is written. */
int h5out_create(struct sink **s, const char *path, const struct head *h,
		 const struct sink_par *par, struct err *e);
int h5out_write(struct sink *s, size_t first, size_t n, const void *data, struct err *e);
int h5out_finish(struct sink *s, struct err *e);
void h5out_drop(struct sink *s);

/* NeXus' attributes of its data set: long_name, units, interpretation.  Between h5_enter() and h5_leave(). */
int h5out_describe(hid_t set, const struct head *h, struct err *e);

#endif
