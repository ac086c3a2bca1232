/*
 * flow.h - the loop of a tool: read, compute and write at once, a slab at a
 * time, in bounded memory.
 *
 * A chain of maps (base/map.h) is applied to each item of what is left of the
 * input.  A map says which order of axes it needs; where the order changes the
 * corner is turned (order.h), through memory or a temporary.  The result
 * depends on nothing but the input and the maps: not on threads, slabs or
 * memory.  The output is float, or of the type that the last map asks for, to
 * which its values are converted as they are written (array.h, convert).
 * Without a map the samples keep their type and are only passed on;
 * a map whose apply is NULL only asks for an order.
 */
#ifndef IO_FLOW_H
#define IO_FLOW_H

#include "base/map.h"
#include "io/order.h"
#include "io/stream.h"

struct flow_par {
	size_t memory;			/* bytes for everything */
	const char *tmp;		/* directory of temporaries, or NULL */
	/* Told once before a temporary is used; or NULL. */
	void (*note)(void *ctx, size_t temporary_bytes);
	/* Told after each slab; total 0: unknown; or NULL. */
	void (*progress)(void *ctx, size_t done, size_t total);
	void *ctx;
};

struct flow;

/*
 * Plan the maps for what is left of this input (stream_pos()).  maps is
 * borrowed until flow_free().  E_DATA when the input has not the axes that a
 * map needs, E_NOMEM when memory is below the minimum (named).
 */
int flow_new(struct flow **f, struct stream *in, const struct map *maps, size_t nmap,
	     const struct flow_par *par, struct err *e);
/*
 * The same from what an order has gathered (in: for its name); o is the flow's
 * from now on, also after failure.
 */
int flow_new_order(struct flow **f, struct stream *in, struct order *o, const struct map *maps,
		   size_t nmap, const struct flow_par *par, struct err *e);
/* The head of the output, to be completed (history, quantity) and given to stream_create(). */
struct head *flow_head(struct flow *f);
/*
 * How long the threads were at it, seconds, once flow_run() has ended: reading and writing by a thread each, waiting for
 * other programs of a pipe included; computing summed over its threads.  What exceeds wall in their sum went on at the same time.
 */
struct flow_times { double wall, reading, computing, writing; };
struct flow_times flow_times(const struct flow *f);
/* Read all, write all.  The caller commits. */
int flow_run(struct flow *f, struct stream *out, struct err *e);
void flow_free(struct flow *f);		/* NULL is fine */

#endif
