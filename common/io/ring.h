/*
 * ring.h - slabs between two threads: one fills them, the other empties them,
 * in sequence.
 */
#ifndef IO_RING_H
#define IO_RING_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

enum { RING = 2 };		/* slabs on each side: one in use, one ahead or behind */

struct slot {
	void *data;
	size_t n;		/* items; 0: the end */
	bool full;
	size_t seq;		/* full: which slab it is */
	size_t owner;		/* not full: the slab it is being made for, + 1; 0: nobody's */
	size_t left;		/* batches of it still to be done */
	struct err e;		/* what went wrong with it */
};

struct ring {
	struct slot slot[RING];
	size_t fill, empty;	/* counts of slots filled and emptied */
	bool stop;
	pthread_mutex_t lock;
	pthread_cond_t change;
	bool ready;
};

int ring_new(struct ring *r, size_t bytes, struct err *e);
void ring_free(struct ring *r);		/* safe on a zeroed struct */
/*
 * Wait for the slot of slab `count` to be full, or not; NULL when the ring was
 * stopped.  May be cancelled.
 */
struct slot *ring_wait(struct ring *r, size_t count, bool full);
void ring_mark(struct ring *r, struct slot *s, bool full);
void ring_stop(struct ring *r);		/* wakes all that wait */

#endif
