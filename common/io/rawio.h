/*
 * rawio.h - whole reads and writes on descriptors, and larger pipes.
 */
#ifndef IO_RAWIO_H
#define IO_RAWIO_H

#include <stddef.h>
#include <sys/types.h>

#include "base/err.h"

/* Read until n bytes or the end of file; *got of them came.  E_IO. */
int raw_read(int fd, void *buf, size_t n, size_t *got, const char *name, struct err *e);
/* One read(2): whatever is there, up to n; *got = 0 at the end of file. */
int raw_read_some(int fd, void *buf, size_t n, size_t *got, const char *name, struct err *e);
/* raw_read() at an offset. */
int raw_pread(int fd, void *buf, size_t n, off_t at, size_t *got, const char *name, struct err *e);
int raw_write(int fd, const void *buf, size_t n, const char *name, struct err *e);
int raw_pwrite(int fd, const void *buf, size_t n, off_t at, const char *name, struct err *e);
/* Make a pipe as large as an unprivileged user may (1 MiB); anything else is left alone. */
void raw_enlarge_pipe(int fd);

#endif
