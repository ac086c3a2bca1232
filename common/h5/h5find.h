/*
 * h5find.h - which data set of an HDF5 file is meant when none is named.
 *
 * Ours (/exchange/data, /exchange/sinogram, /reconstruction/data,
 * /entry/data/data), else what NeXus' attributes lead to (default of root and
 * groups, signal of an NXdata), else the only data set of 1 to 4 axes of numbers.
 *
 * Called between h5_enter() and h5_leave().
 */
#ifndef H5_H5FIND_H
#define H5_H5FIND_H

#include "h5/h5util.h"

enum { H5FIND_PATH = 600 };

/* E_DATA names some of what there is to choose from, with shapes. */
int h5find_default(hid_t file, char path[H5FIND_PATH], struct err *e);
/* Of the path of a group ("/" is one): E_DATA, which names the data sets of numbers in it and below with their shapes, as many as fit. */
int h5find_group(hid_t file, const char *path, struct err *e);
/* Labels that go without saying in this place: "angle row col", or "". */
const char *h5find_labels(const char *path, int rank);
/* Is this one of ours, which come before what attributes say? */
bool h5find_is_usual(const char *path);

#endif
