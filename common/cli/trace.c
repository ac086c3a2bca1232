#include "cli/trace.h"

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cli/tool.h"
#include "io/outfile.h"

struct told { size_t item, iteration; double residual, objective, seconds; };

struct trace {
	struct told *v;
	size_t n, room;
	double start;
	struct err lost;
	pthread_mutex_t lock;
};

int trace_new(struct trace **t_, struct err *e)
{
	struct trace *t = *t_ = mem_zero(1, sizeof *t, "residuals", e);

	if (!t)
		return e->code;
	t->start = tool_seconds();
	pthread_mutex_init(&t->lock, NULL);
	return 0;
}

void trace_free(struct trace *t)
{
	if (!t)
		return;
	pthread_mutex_destroy(&t->lock);
	mem_free(t->v);
	mem_free(t);
}

static int make_room(struct trace *t)
{
	size_t room = t->room ? 2 * t->room : 256;
	struct told *v = mem_alloc(room, sizeof *v, "residuals", &t->lost);

	if (!v)
		return t->lost.code;
	if (t->n)
		memcpy(v, t->v, t->n * sizeof *v);
	mem_free(t->v);
	t->v = v;
	t->room = room;
	return 0;
}

void trace_tell(void *trace, size_t item, size_t iteration, double residual, double objective)
{
	struct trace *t = trace;

	pthread_mutex_lock(&t->lock);
	if (t->n < t->room || !make_room(t))
		t->v[t->n++] = (struct told){ item, iteration, residual, objective, tool_seconds() - t->start };
	pthread_mutex_unlock(&t->lock);
}

static int by_item(const void *a, const void *b)
{
	const struct told *p = a, *q = b;

	if (p->item != q->item)
		return p->item < q->item ? -1 : 1;
	return (p->iteration > q->iteration) - (p->iteration < q->iteration);
}

static void print(const struct trace *t, size_t offset, FILE *f)
{
	fputs("item\titeration\tresidual\tobjective\tseconds\n", f);
	for (size_t i = 0; i < t->n; i++) {
		const struct told *v = &t->v[i];
		fprintf(f, "%zu\t%zu\t%.6g\t", v->item + offset, v->iteration, v->residual);
		if (isnan(v->objective))
			fputs("-", f);
		else
			fprintf(f, "%.9g", v->objective);
		fprintf(f, "\t%.3f\n", v->seconds);
	}
}

int trace_write(struct trace *t, const char *path, size_t offset, struct err *e)
{
	char *text = NULL;
	size_t len = 0;
	FILE *f = open_memstream(&text, &len);

	if (t->lost.code)
		*e = t->lost;
	if (t->n)
		qsort(t->v, t->n, sizeof *t->v, by_item);
	if (f)
		print(t, offset, f);
	if (!mem_text_end(f, &text, "residuals", e))
		outfile_put(path, text, len, e);
	free(text);
	return e->code;
}
