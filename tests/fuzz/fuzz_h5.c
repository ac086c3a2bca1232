/*
 * fuzz_h5.c - no HDF5 file, however broken, crashes the driver or makes it take
 * memory out of proportion; what opens has a head that adds up.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/driver.h"

enum { READ_MAX = 1 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* HDF5 does not free what it had of a damaged file. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libhdf5";
}

static void read_some(struct source *s, const struct head *h, struct err *e)
{
	size_t n1 = h->ndim > 1 ? h->n[1] : 1, n2 = h->ndim > 2 ? h->n[2] : 1;
	size_t items = h->n[0] < 8 ? h->n[0] : 8, bytes = head_item_bytes(h);

	if (bytes > READ_MAX / 8)
		return;
	void *buf = mem_alloc(8 * bytes, 1, "it", e);
	if (!driver_h5.read_box(s, 0, items, 0, n1, 0, n2, buf, e) && n1 > 1)
		driver_h5.read_box(s, h->n[0] - 1, 1, 1, n1 - 1, n2 / 2, n2 - n2 / 2, buf, e);
	mem_free(buf);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct head h = { 0 };
	struct source *s = NULL;
	struct err e = { 0, "" };
	char path[40];
	size_t bytes;
	int fd = memfd_create("h5", 0);

	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	if (write(fd, data, size) == (ssize_t)size && !driver_h5.open(&s, path, NULL, &h, &e)) {
		if (head_check(&h, &e) || array_total(h.ndim, h.n, h.type, &bytes, &e))
			abort();
		driver_h5.favours_axis1(s);
		read_some(s, &h, &e);
	}
	if (e.code && !*e.msg)
		abort();
	driver_h5.close(s);
	head_free(&h);
	close(fd);
	return 0;
}
