/* flow_priv.h - what flow.c (planning) and flowrun.c (running) share; nobody else includes it. */
#ifndef IO_FLOW_PRIV_H
#define IO_FLOW_PRIV_H

#include "io/flow.h"

enum { SEGMENT_MAX = 8, MAP_MAX = 64 };

/* A map with its plan and the shapes around it. */
struct stage {
	const struct map *map;
	void *plan;
	size_t in_item, out_item;	/* elements */
	size_t work;
};

/* Maps between two turns of the corner; may be none. */
struct segment {
	struct head in, out;		/* out: before the turn that follows */
	struct stage stage[MAP_MAX];
	size_t nstage;
	size_t halo, batch;		/* sums; least common multiple */
	size_t slab;			/* items */
	int threads;
	bool turn;			/* its output is turned for the next segment */
};

struct flow {
	struct flow_par par;
	struct stream *in;
	struct order *spooled;		/* in place of in, when that had to be read first */
	struct segment *seg;		/* [SEGMENT_MAX] */
	size_t nseg;
	struct head head;		/* of the output */
	size_t order_memory;		/* for turning */
};

#endif
