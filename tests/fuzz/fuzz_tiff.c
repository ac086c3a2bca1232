/*
 * fuzz_tiff.c - no TIFF file, however broken, crashes the driver or makes it
 * take memory out of proportion; and any text in ImageDescription gives a head whose tables fit.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/tiffpart.h"

enum { READ_MAX = 1 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_all(struct source *s, const struct head *h, struct err *e)
{
	size_t bytes, n1 = h->ndim > 1 ? h->n[1] : 1, n2 = h->ndim > 2 ? h->n[2] : 1;

	if (array_total(h->ndim, h->n, h->type, &bytes, e) || bytes > READ_MAX)
		return;
	void *buf = mem_alloc(bytes, 1, "it", e);
	if (!driver_tiff.read_box(s, 0, h->n[0], 0, n1, 0, n2, buf, e) && n1 > 1 && !h->is_complex)
		driver_tiff.read_box(s, h->n[0] - 1, 1, 1, n1 - 1, 0, n2, buf, e);
	mem_free(buf);
}

static void file(const uint8_t *data, size_t size)
{
	struct head h = { 0 };
	struct source *s = NULL;
	struct err e = { 0 };
	char path[40];
	int fd = memfd_create("tiff", 0);

	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	if (write(fd, data, size) == (ssize_t)size && !driver_tiff.open(&s, path, NULL, &h, &e)) {
		if (head_check(&h, &e))
			abort();
		read_all(s, &h, &e);
	}
	if (e.code && !*e.msg)
		abort();
	driver_tiff.close(s);
	head_free(&h);
	close(fd);
}

/* The text alone; what it says must print to a text that says the same. */
static void text(const uint8_t *data, size_t size)
{
	static const char first[] = "beampipe array\n";
	struct page p = { .type = DT_U16, .nrow = 3, .ncol = 4 };
	struct head h = { 0 }, h2 = { 0 };
	struct err e = { 0 };
	char *in = malloc(size + sizeof first), *out = NULL;

	memcpy(in, first, sizeof first - 1);
	memcpy(in + sizeof first - 1, data, size);
	in[size + sizeof first - 1] = '\0';
	if (!tiffhead_parse(in, &h, &p, 2, false, &e)) {
		if (head_check(&h, &e))
			abort();
		if (tiffhead_print(&h, -1, &out, &e) || tiffhead_parse(out, &h2, &p, 2, false, &e) ||
		    h.meta.n != h2.meta.n || h.ntable != h2.ntable || strcmp(h.label[0], h2.label[0]))
			abort();
	}
	free(in);
	free(out);
	head_free(&h);
	head_free(&h2);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	file(data, size);
	text(data, size);
	return 0;
}
