/*
 * flow.h, running: all threads on one sequence of batches, which goes on from
 * slab to slab without a pause.  A slab is passed to the writer, and its
 * input to the reader, by whoever finishes its last batch.
 */
#include "base/mem.h"
#include "io/flow_priv.h"
#include "num/par.h"

static size_t aligned(size_t bytes)
{
	return (bytes + MEM_ALIGN - 1) / MEM_ALIGN * MEM_ALIGN;
}

static size_t stage_work(const struct segment *s)
{
	size_t most = 0;

	for (size_t i = 0; i < s->nstage; i++)
		most = s->stage[i].work > most ? s->stage[i].work : most;
	return aligned(most);
}

static size_t converted(const struct segment *s)
{
	return s->in.type == DT_F32 ? 0 : aligned(s->batch * head_item_count(&s->in) * sizeof(float));
}

static size_t between(const struct segment *s)
{
	size_t most = 0;

	for (size_t i = 0; i + 1 < s->nstage; i++)
		most = s->stage[i].out_item > most ? s->stage[i].out_item : most;
	return aligned(s->batch * most * sizeof(float));
}

static size_t made(const struct segment *s)
{
	return s->out.type == DT_F32 ? 0 : aligned(s->batch * head_item_count(&s->out) * sizeof(float));
}

size_t flow_team_work(const struct segment *s)
{
	return stage_work(s) + converted(s) + 2 * between(s) + made(s);
}

/* Slab k as it was read; NULL: there will be none. */
static struct slot *input(struct run *r, size_t k)
{
	struct slot *s = &r->in.slot[k % RING];
	bool found;

	pthread_mutex_lock(&r->in.lock);
	while (!(found = s->full && s->seq == k) && !r->in.stop)
		pthread_cond_wait(&r->in.change, &r->in.lock);
	pthread_mutex_unlock(&r->in.lock);
	return found ? s : NULL;
}

/* Where slab k is to be put; NULL: the writer has failed. */
static struct slot *output(struct run *r, size_t k, size_t batches)
{
	struct slot *s = &r->out.slot[k % RING];
	bool found;

	pthread_mutex_lock(&r->out.lock);
	while (!(found = !s->full && (!s->owner || s->owner == k + 1)) && !r->out.stop)
		pthread_cond_wait(&r->out.change, &r->out.lock);
	if (found && !s->owner) {
		s->owner = k + 1;
		s->left = batches;
	}
	pthread_mutex_unlock(&r->out.lock);
	return found ? s : NULL;
}

/* One batch of slab k is done; the last one passes the slab on. */
static void finish(struct run *r, struct slot *in, struct slot *out)
{
	bool last;

	pthread_mutex_lock(&r->out.lock);
	last = --out->left == 0;
	if (last) {
		out->n = in->n;
		out->owner = 0;
		out->full = true;
		r->done += out->n;
		flow_report(r);
		pthread_cond_broadcast(&r->out.change);
	}
	pthread_mutex_unlock(&r->out.lock);
	if (last)
		ring_mark(&r->in, in, false);
}

static int apply(const struct stage *st, const char *label, size_t a, size_t n, const float *x, float *y,
		 void *work, struct err *e)
{
	const struct map *m = st->map;

	for (size_t i = 0, k; i < n; i += k) {
		k = n - i < m->batch ? n - i : m->batch;
		if (m->apply(st->plan, a + i, k, 0, 0, x + i * st->in_item, y + i * st->out_item, work, e))
			return flow_at(m, label, a + i, k, e);
	}
	return 0;
}

/* All stages on items [a, a + n), which lie at raw in the input's type, to out in the output's. */
static int chain(const struct segment *s, size_t a, size_t n, const void *raw, void *out, char *work,
		 struct err *e)
{
	char *at = work + stage_work(s);
	float *mid[2] = { (float *)(void *)(at + converted(s)),
			  (float *)(void *)(at + converted(s) + between(s)) };
	float *last = s->out.type == DT_F32 ? out : (float *)(void *)(at + converted(s) + 2 * between(s));
	const float *x = raw;

	if (s->in.type != DT_F32) {
		convert(raw, s->in.type, at, DT_F32, n * head_item_count(&s->in));
		x = (const float *)(const void *)at;
	}
	for (size_t k = 0; k < s->nstage; k++) {
		float *y = k + 1 == s->nstage ? last : mid[k % 2];
		if (apply(&s->stage[k], s->in.label[0], a, n, x, y, work, e))
			return e->code;
		x = y;
	}
	if (s->out.type != DT_F32)
		convert(last, DT_F32, out, s->out.type, n * head_item_count(&s->out));
	return 0;
}

static int batch(void *ctx, size_t i, void *work, struct err *e)
{
	struct run *r = ctx;
	const struct segment *s = r->s;
	size_t per = s->slab / s->batch, k = i / per, in_slab = (i % per) * s->batch, a = i * s->batch;
	size_t left = s->in.n[0] - k * s->slab, items = left < s->slab ? left : s->slab;
	size_t n = items - in_slab < s->batch ? items - in_slab : s->batch;
	struct slot *in = input(r, k), *out = in ? output(r, k, (items + s->batch - 1) / s->batch) : NULL;

	if (in && in->e.code) {
		ring_stop(&r->in);		/* there is no later slab to wait for */
		return err_set(e, in->e.code, "%s", in->e.msg);
	}
	if (!in || !out)
		return flow_writer_error(r, e) ? e->code : err_set(e, E_INTERNAL, "stopped");
	uint64_t start = flow_now();
	int bad = chain(s, a, n, (const char *)in->data + in_slab * head_item_bytes(&s->in),
			(char *)out->data + in_slab * head_item_bytes(&s->out), work, e);
	r->f->computing += flow_now() - start;
	if (bad) {
		ring_stop(&r->in);		/* what waits for later slabs need wait no more */
		ring_stop(&r->out);
		return e->code;
	}
	finish(r, in, out);
	return 0;
}

int flow_team(struct run *r, struct err *e)
{
	const struct segment *s = r->s;
	size_t n = (s->in.n[0] + s->batch - 1) / s->batch, slabs = (s->in.n[0] + s->slab - 1) / s->slab;
	struct slot *end;

	if (par_for(n, flow_team_work(s), batch, r, e))
		return e->code;
	r->out.fill = slabs;
	end = input(r, slabs);			/* the proper end of the input, which was checked */
	if (end && end->e.code)
		err_set(e, end->e.code, "%s", end->e.msg);
	return e->code;
}
