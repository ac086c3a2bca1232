#include "scat/own.h"

#include <stdint.h>

#include "base/mem.h"

struct chunk { struct chunk *next; size_t used, size; };	/* its bytes follow, from OWN_HEAD on */
struct drop { struct drop *next; void *p; void (*f)(void *p); };
struct own { struct chunk *chunk; struct drop *drop; };

enum { OWN_HEAD = 64, OWN_FIRST = 8192, OWN_MOST = 1 << 20 };

static struct chunk *chunk_new(size_t size, struct err *e)
{
	struct chunk *c = mem_zero(1, OWN_HEAD + size, "a sample", e);

	if (c)
		c->size = size;
	return c;
}

static struct own *own_begin(void **owned, struct err *e)
{
	struct chunk *c;

	if (*owned)
		return *owned;
	c = chunk_new(OWN_FIRST, e);
	if (!c)
		return NULL;
	*owned = (char *)c + OWN_HEAD;
	c->used = (sizeof(struct own) + 15) / 16 * 16;
	((struct own *)*owned)->chunk = c;
	return *owned;
}

static struct chunk *own_room(struct own *o, size_t bytes, struct err *e)
{
	struct chunk *c = o->chunk;
	size_t size;

	if (c->size - c->used >= bytes)
		return c;
	size = c->size < OWN_MOST ? 2 * c->size : OWN_MOST;
	c = chunk_new(bytes > size ? bytes : size, e);
	if (!c)
		return NULL;
	c->next = o->chunk;
	o->chunk = c;
	return c;
}

void *own_alloc(void **owned, size_t n, size_t size, struct err *e)
{
	struct own *o = own_begin(owned, e);
	struct chunk *c;
	size_t bytes;

	if (!o)
		return NULL;
	if ((size && n > (SIZE_MAX / 2 - OWN_HEAD) / size)) {
		err_nomem(e, "a sample");
		return NULL;
	}
	bytes = (n * size + 15) / 16 * 16;
	c = own_room(o, bytes, e);
	if (!c)
		return NULL;
	c->used += bytes;
	return (char *)c + OWN_HEAD + c->used - bytes;
}

int own_add(void **owned, void *p, void (*drop)(void *p), struct err *e)
{
	struct drop *d = own_alloc(owned, 1, sizeof *d, e);
	struct own *o = *owned;

	if (!d) {
		drop(p);
		return e->code;
	}
	*d = (struct drop){ .next = o->drop, .p = p, .f = drop };
	o->drop = d;
	return 0;
}

void own_free(void **owned)
{
	struct own *o = *owned;
	struct chunk *c, *next;

	if (!o)
		return;
	for (struct drop *d = o->drop; d; d = d->next)
		d->f(d->p);
	for (c = o->chunk; c; c = next) {
		next = c->next;
		mem_free(c);
	}
	*owned = NULL;
}
