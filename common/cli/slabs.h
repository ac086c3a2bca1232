/*
 * slabs.h - all items of an input, a slab at a time, as they are and as
 * doubles; once, or again and again (from a pipe through a temporary).
 * A slab is as long for any --threads, and results must not depend on it.
 */
#ifndef CLI_SLABS_H
#define CLI_SLABS_H

#include "cli/tool.h"
#include "io/order.h"

struct slabs {
	const struct tool *t;
	struct stream *s;		/* not owned */
	struct order *o;		/* to read again, or NULL */
	const struct head *head;	/* n[0] 0: not known yet */
	size_t max;			/* items a slab at most */
	size_t first, n;		/* the slab: items [first, first + n); n 0 at the end */
	void *raw;			/* [n][...] in the stream's type */
	double *x;			/* the same as doubles, unless raw_only */
	bool raw_only;			/* may be set between open and next */
};

/* again: it will be rewound. max: items a slab, or 0 to choose.  E_NOMEM when --memory holds no item. */
int slabs_open(struct slabs *b, const struct tool *t, struct stream *s, bool again, size_t max,
	       struct err *e);
int slabs_next(struct slabs *b, struct err *e);
void slabs_rewind(struct slabs *b);
void slabs_close(struct slabs *b);		/* safe on a zeroed struct; leaves the stream open */

/* Where item i of a head that was cropped by sel stands in the whole input. */
size_t slabs_absolute(const struct head *h, const struct select *sel, size_t i);

#endif
