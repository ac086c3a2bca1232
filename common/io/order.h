/*
 * order.h - turn the corner: what flows along axis 0 is given back along
 * axis 1, in bounded memory; or only kept, so that it can be read twice.
 *
 * From a file that allows it the items are read as they are needed.  Else all
 * is kept in memory when it fits, or spilled to an unlinked temporary, whose
 * size is checked against the free space first.  Samples keep their type.
 *
 * Thread safety: one thread at a time.
 */
#ifndef IO_ORDER_H
#define IO_ORDER_H

#include "io/stream.h"

struct order;

struct order_par {
	size_t memory;		/* bytes it may use */
	const char *tmp;	/* directory, or NULL: $TMPDIR or /var/tmp */
	bool swap;		/* exchange axes 0 and 1; false: only keep */
	void (*note)(void *ctx, size_t temporary_bytes);	/* told before spilling; or NULL */
	void *ctx;
};

/*
 * From what is left of in (stream_pos()).  Reads all of it, unless it can be
 * read at random (stream_favours_axis1() when swapping); in must then outlive it.
 */
int order_open(struct order **o, struct stream *in, const struct order_par *par, struct err *e);

/*
 * The same in pieces: head of what will be put (n[0] 0: unknown), items in
 * sequence, then the end.
 */
int order_new(struct order **o, const struct head *head, const struct order_par *par, struct err *e);
int order_put(struct order *o, size_t n, const void *items, struct err *e);
int order_end(struct order *o, struct err *e);

const struct head *order_head(const struct order *o);	/* as it is given back */
/* Items [first, first + n) of what order_head() says into buf; in any sequence, any number of times. */
int order_read(struct order *o, size_t first, size_t n, void *buf, struct err *e);
void order_close(struct order *o);		/* NULL is fine */

#endif
