/*
 * flow.h - the loop of a tool: read, compute and write at once, a slab at a
 * time, in bounded memory.
 *
 * A chain of maps is applied to each item of the input.  A map says which
 * order of axes it needs; where the order changes between two maps the corner
 * is turned (order.h), through memory or a temporary.  The result depends on
 * nothing but the input and the maps: not on threads, slabs or memory.
 */
#ifndef IO_FLOW_H
#define IO_FLOW_H

#include "base/map.h"
#include "io/stream.h"

struct flow_par {
	size_t memory;			/* bytes for everything; 0: default */
	const char *tmp;		/* directory of temporaries, or NULL */
	bool quiet;			/* no note on stderr about a temporary */
	const char *who;		/* tool's name, for that note */
	void (*progress)(void *ctx, size_t done, size_t total);	/* or NULL */
	void *ctx;
};

/* State between planning and running: so that a tool can complete the head in between. */
struct flow;

/*
 * Plan the maps for this input: the output's head is flow_head(), changeable
 * (history, quantity) until flow_run().
 */
int flow_new(struct flow **f, struct stream *in, const struct map *maps, size_t nmap,
	     const struct flow_par *par, struct err *e);
struct head *flow_head(struct flow *f);
/* Create nothing, commit nothing: reads all of in, writes all to out.  The caller commits. */
int flow_run(struct flow *f, struct stream *out, struct err *e);
void flow_free(struct flow *f);

#endif
