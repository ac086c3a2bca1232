/*
 * read_all.h - all samples of an image driver's source, and a corner of the last item alone.
 */
#ifndef FUZZ_READ_ALL_H
#define FUZZ_READ_ALL_H

#include "base/mem.h"
#include "io/driver.h"

static inline void read_all(const struct driver *d, struct source *s, const struct head *h, struct err *e)
{
	size_t bytes, n1 = h->ndim > 1 ? h->n[1] : 1, n2 = h->ndim > 2 ? h->n[2] : 1;

	if (array_total(h->ndim, h->n, h->type, &bytes, e) || bytes > 1 << 20)
		return;
	void *buf = mem_alloc(bytes, 1, "it", e);
	if (!d->read_box(s, 0, h->n[0], 0, n1, 0, n2, buf, e) && n1 > 1 && n2 > 1)
		d->read_box(s, h->n[0] - 1, 1, 1, n1 - 1, n2 - 1, 1, buf, e);
	mem_free(buf);
}

#endif
