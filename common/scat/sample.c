#include "scat/sample.h"

#include "scat/own.h"

void *sample_alloc(struct sample *s, size_t n, size_t size, struct err *e)
{
	return own_alloc(&s->owned, n, size, e);
}

int sample_own(struct sample *s, void *p, void (*drop)(void *p), struct err *e)
{
	return own_add(&s->owned, p, drop, e);
}

void sample_free(struct sample *s)
{
	own_free(&s->owned);
	*s = (struct sample){ 0 };
}
