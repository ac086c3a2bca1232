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

#include "io/npyhead.h"
#include "read_all.h"

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
		read_all(&driver_npy, s, &h, &e);
	}
	if (e.code && !*e.msg)
		abort();
	driver_npy.close(s);
	head_free(&h);
	close(fd);
	return 0;
}
