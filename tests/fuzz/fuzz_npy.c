/*
 * fuzz_npy.c - no NPY file, however broken, crashes the driver; what it opens
 * it reads to the end or refuses with a sentence, and its head prints to a header that parses to the same.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/driver.h"
#include "io/npyhead.h"

enum { READ_MAX = 1 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void again(const struct head *h)
{
	char text[NPY_HEADER];
	struct npy_layout l = { 0 };
	struct err e = { 0 };
	size_t n = npyhead_print(h, text);

	text[n - 1] = '\0';
	if (n % 64 || npyhead_parse(text + 10, &l, &e) || l.type != h->type || l.complex != h->is_complex ||
	    l.ndim != h->ndim - h->is_complex || memcmp(l.n, h->n, (size_t)l.ndim * sizeof *l.n))
		abort();
}

static void read_all(struct source *s, const struct head *h, struct err *e)
{
	size_t bytes, n1 = h->ndim > 1 ? h->n[1] : 1, n2 = h->ndim > 2 ? h->n[2] : 1;

	if (array_total(h->ndim, h->n, h->type, &bytes, e) || bytes > READ_MAX)
		return;
	void *buf = mem_alloc(bytes, 1, "it", e);
	if (!driver_npy.read_box(s, 0, h->n[0], 0, n1, 0, n2, buf, e) && n1 > 1 && n2 > 1)
		driver_npy.read_box(s, h->n[0] - 1, 1, 1, n1 - 1, n2 - 1, 1, buf, e);
	mem_free(buf);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct head h = { 0 };
	struct source *s = NULL;
	struct err e = { 0 };
	char path[40];
	int fd = memfd_create("npy", 0);

	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	if (write(fd, data, size) == (ssize_t)size && !driver_npy.open(&s, path, NULL, &h, &e)) {
		again(&h);
		read_all(s, &h, &e);
	}
	if (e.code && !*e.msg)
		abort();
	driver_npy.close(s);
	head_free(&h);
	close(fd);
	return 0;
}
