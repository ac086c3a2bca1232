#include "io/rawio.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CALL_MAX = 1 << 30 };	/* Linux takes less than 2 GiB a call */

enum { STREAMING = -1 };	/* in place of an offset: go on where the last call ended */

static size_t one_call(size_t left)
{
	return left < CALL_MAX ? left : CALL_MAX;
}

static int read_all(int fd, char *buf, size_t n, off_t at, size_t *got, const char *name, struct err *e)
{
	for (*got = 0; *got < n; ) {
		size_t want = one_call(n - *got);
		ssize_t k = at == STREAMING ? read(fd, buf + *got, want) :
					      pread(fd, buf + *got, want, at + (off_t)*got);
		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			return err_sys(e, "%s: read", name);
		if (k == 0)
			break;
		*got += (size_t)k;
	}
	return 0;
}

static int write_all(int fd, const char *buf, size_t n, off_t at, const char *name, struct err *e)
{
	for (size_t done = 0; done < n; ) {
		size_t want = one_call(n - done);
		ssize_t k = at == STREAMING ? write(fd, buf + done, want) :
					      pwrite(fd, buf + done, want, at + (off_t)done);
		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			return err_sys(e, "%s: write", name);
		done += (size_t)k;
	}
	return 0;
}

int raw_read(int fd, void *buf, size_t n, size_t *got, const char *name, struct err *e)
{
	return read_all(fd, buf, n, STREAMING, got, name, e);
}

int raw_read_some(int fd, void *buf, size_t n, size_t *got, const char *name, struct err *e)
{
	ssize_t k;

	do
		k = read(fd, buf, n);
	while (k < 0 && errno == EINTR);
	*got = k > 0 ? (size_t)k : 0;
	return k < 0 ? err_sys(e, "%s: read", name) : 0;
}

int raw_pread(int fd, void *buf, size_t n, off_t at, size_t *got, const char *name, struct err *e)
{
	return read_all(fd, buf, n, at, got, name, e);
}

int raw_write(int fd, const void *buf, size_t n, const char *name, struct err *e)
{
	return write_all(fd, buf, n, STREAMING, name, e);
}

int raw_pwrite(int fd, const void *buf, size_t n, off_t at, const char *name, struct err *e)
{
	return write_all(fd, buf, n, at, name, e);
}

void raw_enlarge_pipe(int fd)
{
	struct stat st;

	if (!fstat(fd, &st) && S_ISFIFO(st.st_mode) && fcntl(fd, F_GETPIPE_SZ) < 1 << 20)
		fcntl(fd, F_SETPIPE_SZ, 1 << 20);
}
