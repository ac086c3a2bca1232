/*
 * stripe_room.h - parts of one scratch buffer, each aligned to a cache line.
 */
#ifndef TOMO_STRIPE_ROOM_H
#define TOMO_STRIPE_ROOM_H

#include <stddef.h>
#include <stdint.h>

enum { ROOM_LINE = 64 };	/* bytes */

/* The next part, of so many bytes, from *at on; NULL in a work that is NULL, where only the size counts. */
static inline void *room_take(char *work, size_t *at, size_t bytes)
{
	void *p = work ? work + *at : NULL;

	*at += (bytes + ROOM_LINE - 1) / ROOM_LINE * ROOM_LINE;
	return p;
}

/* The first cache line that begins in work, of which ROOM_LINE bytes more are needed then. */
static inline void *room_align(void *work)
{
	return (char *)work + (ROOM_LINE - (uintptr_t)work % ROOM_LINE) % ROOM_LINE;
}

#endif
