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

#include "base/mem.h"
#include "io/driver.h"
#include "io/edfhead.h"

enum { READ_MAX = 1 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_all(struct source *s, const struct head *h, struct err *e)
{
	size_t bytes, n1 = h->n[1], n2 = h->ndim > 2 ? h->n[2] : 1;

	if (array_total(h->ndim, h->n, h->type, &bytes, e) || bytes > READ_MAX)
		return;
	void *buf = mem_alloc(bytes, 1, "it", e);
	if (!driver_edf.read_box(s, 0, h->n[0], 0, n1, 0, n2, buf, e) && n1 > 1 && n2 > 1)
		driver_edf.read_box(s, h->n[0] - 1, 1, 1, n1 - 1, n2 - 1, 1, buf, e);
	mem_free(buf);
}

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
		read_all(s, &h, &e);
	if (e.code && (!*e.msg || strchr(e.msg, '\n')))
		abort();
	driver_edf.close(s);
	head_free(&h);
	close(fd);
	return 0;
}
