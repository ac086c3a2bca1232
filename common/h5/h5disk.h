/*
 * h5disk.h - the file under an HDF5 output, as a driver of HDF5's virtual file
 * layer.
 *
 * HDF5 does not survive a write that fails (full disk): its caches are left
 * in a state in which later calls crash.  This file takes every write as
 * done, keeps the first errno, and who writes asks h5disk_check().  Once it
 * has failed nothing more goes to the disk.
 */
#ifndef H5_H5DISK_H
#define H5_H5DISK_H

#include "h5/h5util.h"

struct h5disk {
	int failed;		/* errno of the first write that failed, or 0 */
};

/*
 * Files created with this list are written so.  disk outlives the file.  -1: HDF5 refused.
 * disk NULL: for reading what has no name any more (an unlinked temporary under
 * /proc/self/fd), which HDF5's own driver cannot; errors are HDF5's.
 */
int h5disk_use(hid_t fapl, struct h5disk *disk);
/* E_IO "cannot write HDF5: No space left on device". */
int h5disk_check(const struct h5disk *disk, struct err *e);

#endif
