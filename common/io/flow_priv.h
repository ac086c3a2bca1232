/* flow_priv.h - what flow.c (planning) and flowrun.c (running) share; nobody else includes it. */
#ifndef IO_FLOW_PRIV_H
#define IO_FLOW_PRIV_H

#include <stdatomic.h>
#include <stdint.h>

#include "io/flow.h"
#include "io/ring.h"

enum { SEGMENT_MAX = 8, MAP_MAX = 64 };

/* A map with its plan and the shapes around it. */
struct stage {
	const struct map *map;
	void *plan;
	size_t in_item, out_item;	/* elements */
	size_t work, halo;
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
	_Atomic uint64_t wall, reading, computing, writing;	/* ns */
};

/* Where items come from and go to. */
struct feed { struct stream *stream; struct order *order; size_t done, total; };
struct drain { struct stream *stream; struct order *order; struct head *head; };

/* A segment while it runs. */
struct run {
	struct flow *f;
	struct segment *s;
	struct feed feed;
	struct drain drain;
	struct ring in, out;
	float *window;			/* items [w0, w1) as float, when not the ring's own buffer */
	float *between[2];
	float *made;			/* output of the last stage, when it is not written as float */
	size_t w0, w1;			/* of the input, now in the window */
	size_t done;			/* items of output made */
	bool threaded;
};

uint64_t flow_now(void);			/* ns */

/* Thread scratch of a team: stage work, converted input, what lies between stages. */
size_t flow_team_work(const struct segment *s);
/* All items by all threads without a pause between slabs (known length, no halo); reader and writer run. */
int flow_team(struct run *r, struct err *e);
/* Put "map: angle 5: " in front of a set error of items [first, first + n). */
int flow_at(const struct map *m, const char *label, size_t first, size_t n, struct err *e);
void flow_report(struct run *r);		/* tells the progress */
int flow_writer_error(struct run *r, struct err *e);	/* the first error of the writer, if any */

#endif
