/*
 * h5own.h - what beampipe adds to the data sets it writes, so that its own
 * reader gets the whole head back: attributes of the data set.
 *
 *	bp.labels           axes, slowest first, "angle row col" (an unknown one is "?")
 *	bp.complex          1 when the last axis is (re, im)
 *	bp.quantity, ...    metadata, in order, each a text
 *	meta.KEY            metadata with a key that is not bp.*
 *	bp.table.LABEL.NAME tables, doubles
 *
 * Called between h5_enter() and h5_leave().
 */
#ifndef H5_H5OWN_H
#define H5_H5OWN_H

#include "base/head.h"
#include "h5/h5util.h"

bool h5own_is(hid_t set);
bool h5own_labels(hid_t set, char *buf, size_t len);
/*
 * Labels, metadata and tables into a head whose type and shape are set; the
 * metadata it has are replaced.  A table longer than its axis (flats and darks lie in
 * data sets of their own) gives its last values.  E_DATA when an attribute is broken.
 */
int h5own_restore(hid_t set, struct head *h, struct err *e);
/* The set must keep the order of its attributes (h5own_plist). */
int h5own_write(hid_t set, const struct head *h, struct err *e);
/* Creation list of such a data set: attributes of any size in order, no times.  To be closed. */
hid_t h5own_plist(void);

#endif
