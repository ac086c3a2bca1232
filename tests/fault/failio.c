/*
 * failio.c - LD_PRELOAD: the FAIL_AT-th step of writing fails.
 *
 * Steps are write, pwrite, writev, fsync, fdatasync, ftruncate, close of a
 * descriptor that was open for writing, rename and renameat2; standard error
 * is left alone.  FAIL_ERRNO is the number of the error (28, ENOSPC).
 * With FAIL_STICKY=1 every later one of the writing kind fails too, as on a full disk.
 * With FAIL_SIGNAL=N nothing fails, but that signal comes before the FAIL_AT-th step.
 * With FAIL_COUNT=FILE the number of steps is written there at the end.
 * With FAIL_SHORT=1 nothing fails, but read and write transfer at most 1000
 * bytes, and every third call is interrupted (EINTR) once.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_long count, calls;

static long number(const char *name, long otherwise)
{
	const char *text = getenv(name);

	return text ? strtol(text, NULL, 10) : otherwise;
}

static int writable(int fd)
{
	int how = fcntl(fd, F_GETFL);

	return fd != STDERR_FILENO && how >= 0 && (how & O_ACCMODE) != O_RDONLY;
}

/* Is this step the one to fail?  sticky: one of those that fail for ever after. */
static int fails(int sticky)
{
	long at = number("FAIL_AT", 0), n = atomic_fetch_add(&count, 1) + 1;

	if (!at || (n != at && !(sticky && n > at && number("FAIL_STICKY", 0))))
		return 0;
	if (number("FAIL_SIGNAL", 0)) {
		raise((int)number("FAIL_SIGNAL", 0));
		return 0;
	}
	errno = (int)number("FAIL_ERRNO", ENOSPC);
	return 1;
}

/* FAIL_SHORT: how much of n to transfer; -1: be interrupted. */
static ssize_t part(size_t n)
{
	if (!number("FAIL_SHORT", 0))
		return (ssize_t)n;
	if (atomic_fetch_add(&calls, 1) % 3 == 1) {
		errno = EINTR;
		return -1;
	}
	return n > 1000 ? 1000 : (ssize_t)n;
}

ssize_t read(int fd, void *p, size_t n)
{
	ssize_t m = part(n);

	return m < 0 ? -1 : syscall(SYS_read, fd, p, (size_t)m);
}

ssize_t write(int fd, const void *p, size_t n)
{
	ssize_t m = fd == STDERR_FILENO ? (ssize_t)n : part(n);

	if (writable(fd) && fails(1))
		return -1;
	return m < 0 ? -1 : syscall(SYS_write, fd, p, (size_t)m);
}

ssize_t pwrite(int fd, const void *p, size_t n, off_t at)
{
	ssize_t m = part(n);

	if (writable(fd) && fails(1))
		return -1;
	return m < 0 ? -1 : syscall(SYS_pwrite64, fd, p, (size_t)m, at);
}
ssize_t pwrite64(int fd, const void *p, size_t n, off_t at) __attribute__((alias("pwrite")));

ssize_t writev(int fd, const struct iovec *v, int n)
{
	if (writable(fd) && fails(1))
		return -1;
	return syscall(SYS_writev, fd, v, n);
}

int fsync(int fd)     { return fails(0) ? -1 : (int)syscall(SYS_fsync, fd); }
int fdatasync(int fd) { return fails(0) ? -1 : (int)syscall(SYS_fdatasync, fd); }
int ftruncate(int fd, off_t n) { return fails(1) ? -1 : (int)syscall(SYS_ftruncate, fd, n); }
int ftruncate64(int fd, off_t n) __attribute__((alias("ftruncate")));

int close(int fd)	/* closes in any case, as the kernel does */
{
	int bad = writable(fd) && fails(0), err = errno;
	int got = (int)syscall(SYS_close, fd);

	if (bad)
		errno = err;
	return bad ? -1 : got;
}

int rename(const char *from, const char *to)
{
	return fails(0) ? -1 : (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int renameat2(int fd, const char *from, int fd2, const char *to, unsigned how)
{
	return fails(0) ? -1 : (int)syscall(SYS_renameat2, fd, from, fd2, to, how);
}

__attribute__((destructor)) static void report(void)
{
	const char *name = getenv("FAIL_COUNT");
	char text[32];
	int fd = name ? (int)syscall(SYS_openat, AT_FDCWD, name, O_WRONLY | O_CREAT | O_TRUNC, 0666) : -1;

	if (fd < 0)
		return;
	int n = snprintf(text, sizeof text, "%ld\n", atomic_load(&count));
	syscall(SYS_write, fd, text, n);
	syscall(SYS_close, fd);
}
