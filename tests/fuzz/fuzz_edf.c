/*
 * fuzz_edf.c - no EDF file, however broken, crashes the driver; what it opens
 * it reads to the end or refuses with a sentence of one line.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "io/edfhead.h"
#include "read_all.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The length of a header does not depend on how much of what follows was read with it. */
static void header_alone(const char *text, size_t size)
{
	size_t len = edfhead_length(text, size, true);

	if (len > size || (len && edfhead_length(text, len, true) != len))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct head h = { 0 };
	struct source *s = NULL;
	struct err e = { 0 };
	char path[40];
	int fd = memfd_create("edf", 0);

	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	driver_edf.starts(path, data, size < 1024 ? size : 1024);
	header_alone((const char *)data, size);
	if (write(fd, data, size) == (ssize_t)size && !driver_edf.open(&s, path, NULL, &h, &e))
		read_all(&driver_edf, s, &h, &e);
	if (e.code && (!*e.msg || strchr(e.msg, '\n')))
		abort();
	driver_edf.close(s);
	head_free(&h);
	close(fd);
	return 0;
}
