/*
 * late.h - HDF5 is loaded when the first file needs it: the library with all
 * it depends on takes five times as long to load as the rest of a program to
 * start.  Everything that includes hdf5.h stands in common/h5/ and becomes
 * one shared object, PREFIX/lib/beampipe/h5.so, found beside the program's own
 * directory; late.c has the driver's, the scan writer's and the bundle's functions in
 * its place.  Tests are linked with common/h5/ itself, ahead of late.c.
 *
 * Errors: E_IO "HDF5 cannot be loaded: why".
 */
#ifndef IO_LATE_H
#define IO_LATE_H

#include <string.h>
#include <strings.h>

#include "io/bundle.h"
#include "io/driver.h"
#include "io/scanwrite.h"

/* What the shared object gives, under the name beampipe_h5. */
struct h5_api {
	const struct driver *driver;
	int (*scan_new)(struct scanwrite **w, const char *path, const struct scan_par *par, struct err *e);
	size_t (*scan_frames)(const struct scanwrite *w);
	struct scan_frame (*scan_frame)(const struct scanwrite *w, size_t i);
	int (*scan_put)(struct scanwrite *w, const void *image, struct err *e);
	int (*scan_commit)(struct scanwrite *w, struct err *e);
	void (*scan_close)(struct scanwrite *w);
	int (*bundle_new)(struct bundle **b, const char *path, const char *input, struct err *e);
	void (*bundle_compress)(struct bundle *b, int level);
	int (*bundle_put)(struct bundle *b, const char *path, const struct head *head, const void *data, struct err *e);
	int (*bundle_commit)(struct bundle *b, struct err *e);
	void (*bundle_close)(struct bundle *b);
};

/* What both the driver and its place-holder say of themselves. */
#define H5_SUFFIXES (const char *const[]){ ".h5", ".nxs", ".hdf5", ".hdf", NULL }

/* Does the suffix of a path say HDF5? */
static inline bool h5_named(const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path, *dot = strrchr(name, '.');

	for (int i = 0; dot && dot > name && H5_SUFFIXES[i]; i++)
		if (!strcasecmp(dot, H5_SUFFIXES[i]))
			return true;
	return false;
}

/* A user's block of 512 or more bytes may stand ahead of the signature. */
static inline bool h5_starts(const char *path, const unsigned char *bytes, size_t n)
{
	static const unsigned char mark[8] = { 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n' };

	(void)path;
	for (size_t at = 0; at + sizeof mark <= n; at += 512)
		if (!memcmp(bytes + at, mark, sizeof mark))
			return true;
	return false;
}

#endif
