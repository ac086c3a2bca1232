/*
 * order.h - turn the corner: a stream whose axes 0 and 1 are exchanged, in
 * bounded memory.
 *
 * From a file that allows it the items are read as they are needed; else the
 * input is read once and kept in memory when it fits, or spilled to an
 * unlinked temporary in tmp, whose size is checked against the free space
 * before the first read.
 */
#ifndef IO_ORDER_H
#define IO_ORDER_H

#include "io/stream.h"

struct order;

struct order_par {
	size_t memory;		/* bytes it may use */
	const char *tmp;	/* directory, or NULL: $TMPDIR or /var/tmp */
	bool swap;		/* false: only spool, so that it can be read twice at random */
	void (*note)(void *ctx, size_t temporary_bytes);	/* told before spilling; or NULL */
	void *ctx;
};

/* Reads all of in unless it can be read at random. */
int order_open(struct order **o, struct stream *in, const struct order_par *par, struct err *e);
const struct head *order_head(const struct order *o);	/* axes 0 and 1 exchanged if swap */
/* Items [first, first + n) of the new order into buf; any order, any number of times. */
int order_read(struct order *o, size_t first, size_t n, void *buf, struct err *e);
/* How many items it likes to give at once (a block of the temporary). */
size_t order_block(const struct order *o);
void order_close(struct order *o);

#endif
