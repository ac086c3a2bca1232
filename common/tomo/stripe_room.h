/*
 * stripe_room.h - parts of one scratch buffer, each aligned to a cache line.
 */
#ifndef TOMO_STRIPE_ROOM_H
#define TOMO_STRIPE_ROOM_H

#include <stddef.h>

/* The next part, of so many bytes, from *at on; NULL in a work that is NULL, where only the size counts. */
static inline void *room_take(char *work, size_t *at, size_t bytes)
{
	void *p = work ? work + *at : NULL;

	*at += (bytes + 63) & ~(size_t)63;
	return p;
}

#endif
