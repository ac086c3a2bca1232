#include "h5/h5disk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

/* An open file; HDF5 keeps its own part first. */
struct file {
	H5FD_t pub;
	int fd;
	haddr_t end, size;		/* as HDF5 has allocated; as the file is */
	struct h5disk *disk;		/* NULL: reading */
};

struct info { struct h5disk *disk; };	/* what the access list carries */

static struct file *file_of(const H5FD_t *pub)
{
	return (struct file *)pub;	/* its first member */
}

/* Reading, HDF5 is told; writing, it is not. */
static herr_t fail(struct file *f)
{
	if (!f->disk)
		return -1;
	if (!f->disk->failed)
		f->disk->failed = errno ? errno : EIO;
	return 0;
}

static H5FD_t *disk_open(const char *name, unsigned flags, hid_t fapl, haddr_t max)
{
	const struct info *info = H5Pget_driver_info(fapl);
	struct file *f = info ? calloc(1, sizeof *f) : NULL;
	int how = flags & H5F_ACC_RDWR ? O_RDWR : O_RDONLY;
	struct stat st;

	(void)max;
	if (!f)
		return NULL;
	how |= (flags & H5F_ACC_TRUNC ? O_TRUNC : 0) | (flags & H5F_ACC_CREAT ? O_CREAT : 0);
	f->disk = info->disk;
	f->fd = open(name, how | O_CLOEXEC, 0666);
	if (f->fd < 0 || fstat(f->fd, &st)) {
		fail(f);
		if (f->fd >= 0)
			close(f->fd);
		free(f);
		return NULL;
	}
	f->size = (haddr_t)st.st_size;
	return &f->pub;
}

static herr_t disk_close(H5FD_t *pub)
{
	struct file *f = file_of(pub);

	if (close(f->fd))
		fail(f);
	free(f);
	return 0;
}

static herr_t disk_query(const H5FD_t *pub, unsigned long *flags)
{
	(void)pub;
	*flags = H5FD_FEAT_AGGREGATE_METADATA | H5FD_FEAT_ACCUMULATE_METADATA |
		 H5FD_FEAT_DATA_SIEVE | H5FD_FEAT_AGGREGATE_SMALLDATA |
		 H5FD_FEAT_DEFAULT_VFD_COMPATIBLE;
	return 0;
}

static haddr_t disk_get_eoa(const H5FD_t *pub, H5FD_mem_t type)
{
	(void)type;
	return file_of(pub)->end;
}

static herr_t disk_set_eoa(H5FD_t *pub, H5FD_mem_t type, haddr_t at)
{
	(void)type;
	file_of(pub)->end = at;
	return 0;
}

static haddr_t disk_get_eof(const H5FD_t *pub, H5FD_mem_t type)
{
	(void)type;
	return file_of(pub)->size;
}

/* What was never written, and what could not be, reads as 0. */
static herr_t disk_read(H5FD_t *pub, H5FD_mem_t type, hid_t dxpl, haddr_t at, size_t n, void *buf)
{
	struct file *f = file_of(pub);
	char *to = buf;

	(void)type;
	(void)dxpl;
	while (n > 0) {
		ssize_t got = pread(f->fd, to, n, (off_t)at);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0 && fail(f))
			return -1;
		if (got <= 0)
			break;
		to += got;
		at += (haddr_t)got;
		n -= (size_t)got;
	}
	memset(to, 0, n);
	return 0;
}

static herr_t disk_write(H5FD_t *pub, H5FD_mem_t type, hid_t dxpl, haddr_t at, size_t n, const void *buf)
{
	struct file *f = file_of(pub);
	const char *from = buf;

	(void)type;
	(void)dxpl;
	if (at + n > f->size)
		f->size = at + n;
	while (n > 0 && !f->disk->failed) {
		ssize_t put = pwrite(f->fd, from, n, (off_t)at);
		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0) {
			fail(f);
			break;
		}
		from += put;
		at += (haddr_t)put;
		n -= (size_t)put;
	}
	return 0;
}

static herr_t disk_truncate(H5FD_t *pub, hid_t dxpl, hbool_t closing)
{
	struct file *f = file_of(pub);

	(void)dxpl;
	(void)closing;
	if (f->size == f->end || f->disk->failed)
		return 0;
	if (ftruncate(f->fd, (off_t)f->end))
		fail(f);
	f->size = f->end;
	return 0;
}

static const H5FD_class_t class = {
#ifdef H5FD_CLASS_VERSION	/* HDF5 1.14 and later */
	.version = H5FD_CLASS_VERSION,
	.value = (H5FD_class_value_t)400,
#endif
	.name = "beampipe",
	.maxaddr = (haddr_t)1 << 62,
	.fc_degree = H5F_CLOSE_WEAK,
	.fapl_size = sizeof(struct info),
	.open = disk_open,
	.close = disk_close,
	.query = disk_query,
	.get_eoa = disk_get_eoa,
	.set_eoa = disk_set_eoa,
	.get_eof = disk_get_eof,
	.read = disk_read,
	.write = disk_write,
	.truncate = disk_truncate,
	.fl_map = H5FD_FLMAP_DICHOTOMY,
};

int h5disk_use(hid_t fapl, struct h5disk *disk)
{
	static hid_t id = -1;		/* under the lock of h5_enter() */
	struct info info = { disk };

	if (id < 0)
		id = H5FDregister(&class);
	return id < 0 || H5Pset_driver(fapl, id, &info) < 0 ? -1 : 0;
}

int h5disk_check(const struct h5disk *disk, struct err *e)
{
	if (!disk->failed)
		return 0;
	errno = disk->failed;
	return err_sys(e, "cannot write HDF5");
}
