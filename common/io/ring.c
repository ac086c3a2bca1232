#include "io/ring.h"

#include "base/mem.h"

int ring_new(struct ring *r, size_t bytes, struct err *e)
{
	pthread_mutex_init(&r->lock, NULL);
	pthread_cond_init(&r->change, NULL);
	r->ready = true;
	for (int i = 0; i < RING; i++)
		if (!(r->slot[i].data = mem_alloc(bytes, 1, "a slab", e)))
			return e->code;
	return 0;
}

void ring_free(struct ring *r)
{
	for (int i = 0; i < RING; i++)
		mem_free(r->slot[i].data);
	if (r->ready) {
		pthread_mutex_destroy(&r->lock);
		pthread_cond_destroy(&r->change);
	}
}

static void unlock(void *lock)
{
	pthread_mutex_unlock(lock);
}

struct slot *ring_wait(struct ring *r, size_t count, bool full)
{
	struct slot *s = &r->slot[count % RING];
	struct slot *found;

	pthread_mutex_lock(&r->lock);
	pthread_cleanup_push(unlock, &r->lock);
	while (s->full != full && !r->stop)
		pthread_cond_wait(&r->change, &r->lock);
	found = s->full == full && !(r->stop && !full) ? s : NULL;
	pthread_cleanup_pop(1);
	return found;
}

void ring_mark(struct ring *r, struct slot *s, bool full)
{
	pthread_mutex_lock(&r->lock);
	s->full = full;
	pthread_cond_broadcast(&r->change);
	pthread_mutex_unlock(&r->lock);
}

void ring_stop(struct ring *r)
{
	pthread_mutex_lock(&r->lock);
	r->stop = true;
	pthread_cond_broadcast(&r->change);
	pthread_mutex_unlock(&r->lock);
}
