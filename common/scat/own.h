/*
 * own.h - many small allocations that end together, and other things that end with them.
 *
 * The whole is one pointer, NULL at first.  Not thread-safe.
 */
#ifndef SCAT_OWN_H
#define SCAT_OWN_H

#include <stddef.h>

#include "base/err.h"

/* n elements of size bytes, zeroed, aligned to 16 bytes; E_NOMEM. */
void *own_alloc(void **owned, size_t n, size_t size, struct err *e);
/* drop(p) when all ends; also at once when there is no memory to remember it (E_NOMEM). */
int own_add(void **owned, void *p, void (*drop)(void *p), struct err *e);
/* Ends all, in the reverse order of own_add(); *owned is NULL then. */
void own_free(void **owned);

#endif
