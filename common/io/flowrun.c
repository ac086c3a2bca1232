/* flow.h, running: a reader, a writer and the computing thread, joined by slabs. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "io/flow_priv.h"
#include "num/par.h"

uint64_t flow_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

struct flow_times flow_times(const struct flow *f)
{
	return (struct flow_times){
		.wall = 1e-9 * (double)f->wall, .reading = 1e-9 * (double)f->reading,
		.computing = 1e-9 * (double)f->computing, .writing = 1e-9 * (double)f->writing,
	};
}

/* ---- ends ---- */

static int feed_take(struct feed *f, size_t max, void *buf, size_t *got, struct err *e)
{
	if (f->stream) {
		if (stream_read_into(f->stream, max, buf, got, e))
			return e->code;
	} else {
		*got = f->total - f->done < max ? f->total - f->done : max;
		if (*got && order_read(f->order, f->done, *got, buf, e))
			return e->code;
	}
	f->done += *got;
	return 0;
}

static int feed_read(struct run *r, size_t max, void *buf, size_t *got, struct err *e)
{
	uint64_t start = flow_now();

	feed_take(&r->feed, max, buf, got, e);
	r->f->reading += flow_now() - start;
	return e->code;
}

static int drain_put(struct run *r, size_t n, void *data, struct err *e)
{
	struct array a = { .type = r->s->out.type, .ndim = r->s->out.ndim, .data = data, .view = true };

	memcpy(a.n, r->s->out.n, sizeof a.n);
	a.n[0] = n;
	if (r->drain.order)
		return order_put(r->drain.order, n, data, e);
	if (!r->s->in.n[0] && stream_write_tables(r->drain.stream, stream_head(r->f->in), e))
		return e->code;
	return stream_write(r->drain.stream, &a, e);
}

static int drain_write(struct run *r, size_t n, void *data, struct err *e)
{
	uint64_t start = flow_now();

	drain_put(r, n, data, e);
	r->f->writing += flow_now() - start;
	return e->code;
}

/* The k-th read: the first brings the halo that follows the first slab. */
static size_t read_size(const struct run *r, size_t k)
{
	return r->s->slab + (k ? 0 : r->s->halo);
}

static void *reader(void *arg)
{
	struct run *r = arg;
	struct slot *s;
	int old;

	/* only a read from a pipe may wait for ever, and holds no lock: that may be cancelled */
	if (!r->feed.stream || stream_random(r->feed.stream))
		pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &old);
	while ((s = ring_wait(&r->in, r->in.fill, false))) {
		s->e = (struct err){ 0, "" };
		feed_read(r, read_size(r, r->in.fill), s->data, &s->n, &s->e);
		s->seq = r->in.fill++;
		ring_mark(&r->in, s, true);
		if (s->e.code || !s->n)
			break;
	}
	return NULL;
}

static void *writer(void *arg)
{
	struct run *r = arg;
	struct slot *s;

	while ((s = ring_wait(&r->out, r->out.empty, true))) {
		if (!s->n)
			break;
		drain_write(r, s->n, s->data, &s->e);
		r->out.empty++;
		ring_mark(&r->out, s, false);
		if (s->e.code)
			ring_stop(&r->out);
		if (s->e.code)
			break;
	}
	return NULL;
}

/* ---- the computing thread ---- */

static struct slot *next_in(struct run *r, struct err *e)
{
	struct slot *s;

	if (r->threaded) {
		s = ring_wait(&r->in, r->in.empty, true);
	} else {
		s = &r->in.slot[0];
		s->e = (struct err){ 0, "" };
		feed_read(r, read_size(r, r->in.empty), s->data, &s->n, &s->e);
	}
	if (s->e.code) {
		err_set(e, s->e.code, "%s", s->e.msg);
		return NULL;
	}
	return s;
}

static void release_in(struct run *r, struct slot *s)
{
	r->in.empty++;
	if (r->threaded)
		ring_mark(&r->in, s, false);
}

int flow_writer_error(struct run *r, struct err *e)
{
	for (int i = 0; i < RING; i++)
		if (r->out.slot[i].e.code)
			err_set(e, r->out.slot[i].e.code, "%s", r->out.slot[i].e.msg);
	return e->code;
}

static struct slot *next_out(struct run *r, struct err *e)
{
	struct slot *s = r->threaded ? ring_wait(&r->out, r->out.fill, false) : &r->out.slot[0];

	if (!s)
		flow_writer_error(r, e);
	return s;
}

static int pass_out(struct run *r, struct slot *s, size_t n, struct err *e)
{
	s->n = n;
	r->done += n;
	if (!r->threaded)
		return drain_write(r, n, s->data, e);
	r->out.fill++;
	ring_mark(&r->out, s, true);
	return 0;
}

struct job {
	const struct stage *st;
	const char *label;
	const float *in;
	float *out;
	size_t in0, in1, out0, out1, first_batch;
};

int flow_at(const struct map *m, const char *label, size_t first, size_t n, struct err *e)
{
	char where[100];

	snprintf(where, sizeof where, n > 1 ? "%s: %s %zu-%zu" : "%s: %s %zu", m->name,
		 *label ? label : "item", first, first + n - 1);
	return err_at(e, where);
}

static int one_batch(void *ctx, size_t i, void *work, struct err *e)
{
	const struct job *j = ctx;
	const struct map *m = j->st->map;
	size_t a = (j->first_batch + i) * m->batch, b = a + m->batch, before, after;

	a = a < j->out0 ? j->out0 : a;
	b = b > j->out1 ? j->out1 : b;
	before = a - j->in0 < j->st->halo ? a - j->in0 : j->st->halo;
	after = j->in1 - b < j->st->halo ? j->in1 - b : j->st->halo;
	if (!m->apply(j->st->plan, a, b - a, before, after,
		      j->in + (a - before - j->in0) * j->st->in_item,
		      j->out + (a - j->out0) * j->st->out_item, work, e))
		return 0;
	return flow_at(m, j->label, a, b - a, e);
}

static int run_stage(const struct job *j, struct err *e)
{
	const struct map *m = j->st->map;
	size_t last = (j->out1 + m->batch - 1) / m->batch;

	return par_for(last - j->first_batch, j->st->work, one_batch, (void *)(size_t)j, e);
}

/*
 * All stages over the window; output items [a, b), floats, into out.  Each stage makes
 * what those after it need on both sides, less at the ends of the input.
 */
static int compute(struct run *r, const float *in, size_t a, size_t b, float *out, struct err *e)
{
	struct segment *s = r->s;
	uint64_t start = flow_now();
	struct job j = { .in = in, .in0 = r->w0, .in1 = r->w1, .label = s->in.label[0] };
	size_t halo = s->halo;

	for (size_t k = 0; k < s->nstage; k++) {
		j.st = &s->stage[k];
		halo -= j.st->halo;
		j.out0 = a > halo ? a - halo : 0;
		j.out1 = b + halo < r->w1 ? b + halo : r->w1;
		j.out = k + 1 == s->nstage ? out : r->between[k % 2];
		j.first_batch = j.out0 / j.st->map->batch;
		if (run_stage(&j, e))
			return e->code;
		j.in = j.out;
		j.in0 = j.out0;
		j.in1 = j.out1;
	}
	r->f->computing += (flow_now() - start) * (uint64_t)par_threads();
	return 0;
}

/* Bring the slab into the window as float, keeping the halo of what was there. */
static const float *slide(struct run *r, struct slot *s)
{
	struct segment *g = r->s;
	size_t item = head_item_count(&g->in);
	size_t keep = r->done > g->halo ? r->done - g->halo : 0;

	if (!r->window) {			/* float already, no halo: as it lies */
		r->w0 = r->w1;
		r->w1 += s->n;
		return s->data;
	}
	keep = keep > r->w0 ? keep : r->w0;
	if (r->w1 > keep)
		memmove(r->window, r->window + (keep - r->w0) * item, (r->w1 - keep) * item * sizeof(float));
	r->w0 = keep;
	convert(s->data, g->in.type, r->window + (r->w1 - keep) * item, DT_F32, s->n * item);
	r->w1 += s->n;
	return r->window;
}

void flow_report(struct run *r)
{
	if (r->f->par.progress)
		r->f->par.progress(r->f->par.ctx, r->done, r->s->in.n[0]);
}

/* One slab of input: as many items of output as it allows. */
static int step(struct run *r, struct slot *s, bool end, struct err *e)
{
	size_t b;
	const float *in = slide(r, s);
	struct slot *o;

	b = end ? r->w1 : r->w1 > r->s->halo ? r->w1 - r->s->halo : 0;
	for (size_t a = r->done, n; a < b; a += n) {
		n = b - a < r->s->slab ? b - a : r->s->slab;
		if (!(o = next_out(r, e)) || compute(r, in, a, a + n, r->made ? r->made : o->data, e))
			return e->code;
		if (r->made)
			convert(r->made, DT_F32, o->data, r->s->out.type, n * head_item_count(&r->s->out));
		if (pass_out(r, o, n, e))
			return e->code;
		flow_report(r);
	}
	return 0;
}

/* Without a stage the bytes go from one ring to the other. */
static int copy(struct run *r, struct slot *s, struct err *e)
{
	struct slot *o = next_out(r, e);
	void *data;

	if (!o)
		return e->code;
	data = o->data;
	o->data = s->data;
	s->data = data;
	if (pass_out(r, o, s->n, e))
		return e->code;
	flow_report(r);
	return 0;
}

static int compute_all(struct run *r, struct err *e)
{
	for (size_t n = 1; n && !e->code; ) {
		struct slot *s = next_in(r, e);
		if (!s)
			return e->code;
		n = s->n;
		if (r->s->nstage)
			step(r, s, !n, e);
		else if (n)
			copy(r, s, e);
		release_in(r, s);
	}
	return e->code;
}

/* ---- one segment ---- */

static bool is_team(const struct segment *s)
{
	return s->in.n[0] && s->nstage && !s->halo;
}

static int buffers(struct run *r, struct err *e)
{
	struct segment *s = r->s;
	size_t in = head_item_bytes(&s->in), item = head_item_count(&s->in), between = 0;
	size_t out = head_item_bytes(&s->out), wide = s->slab + 2 * s->halo;

	if (!s->nstage)
		out = in;
	if (ring_new(&r->in, (s->slab + s->halo) * in, e) || ring_new(&r->out, s->slab * out, e))
		return e->code;
	if (is_team(s))
		return 0;		/* each thread has its own */
	if (s->nstage && (s->halo || s->in.type != DT_F32) &&
	    !(r->window = mem_alloc(wide * item, sizeof(float), "a slab", e)))
		return e->code;
	if (s->nstage && s->out.type != DT_F32 &&
	    !(r->made = mem_alloc(s->slab * head_item_count(&s->out), sizeof(float), "a slab", e)))
		return e->code;
	for (size_t i = 0; i + 1 < s->nstage; i++)
		between = s->stage[i].out_item > between ? s->stage[i].out_item : between;
	for (size_t i = 0; i < 2 && i + 1 < s->nstage; i++)
		if (!(r->between[i] = mem_alloc(wide * between, sizeof(float), "a slab", e)))
			return e->code;
	return 0;
}

static int with_threads(struct run *r, struct err *e)
{
	pthread_t t[2];
	struct slot *s;

	r->threaded = true;
	if (pthread_create(&t[0], NULL, reader, r))
		return err_set(e, E_NOMEM, "no thread for reading");
	if (pthread_create(&t[1], NULL, writer, r)) {
		ring_stop(&r->in);
		pthread_cancel(t[0]);
		pthread_join(t[0], NULL);
		return err_set(e, E_NOMEM, "no thread for writing");
	}
	if (is_team(r->s))
		flow_team(r, e);
	else
		compute_all(r, e);
	ring_stop(&r->in);
	pthread_cancel(t[0]);
	pthread_join(t[0], NULL);
	if (!e->code && (s = ring_wait(&r->out, r->out.fill, false))) {
		s->n = 0;			/* the end, for the writer */
		ring_mark(&r->out, s, true);
	} else {
		ring_stop(&r->out);
	}
	pthread_join(t[1], NULL);
	return flow_writer_error(r, e);
}

static int run_segment(struct run *r, struct err *e)
{
	int threads = par_threads();

	if (!buffers(r, e)) {
		par_set_threads(r->s->threads);
		if (r->s->in.n[0])
			with_threads(r, e);
		else
			compute_all(r, e);	/* a live stream is passed on as it comes */
		par_set_threads(threads);
	}
	ring_free(&r->in);
	ring_free(&r->out);
	mem_free(r->window);
	mem_free(r->made);
	mem_free(r->between[0]);
	mem_free(r->between[1]);
	return e->code;
}

/* Where segment i reads and writes. */
static int begin(struct flow *f, size_t i, struct order **now, struct order **next, struct run *r,
		 struct err *e)
{
	struct order_par par = { .memory = f->order_memory, .tmp = f->par.tmp, .swap = true,
				 .note = f->par.note, .ctx = f->par.ctx };
	struct segment *s = &f->seg[i];

	r->f = f;
	r->s = s;
	r->feed.order = i ? *now : f->spooled;
	r->feed.stream = r->feed.order ? NULL : f->in;
	r->feed.total = s->in.n[0];
	if (!s->turn)
		return 0;
	if (order_new(next, &s->out, &par, e))
		return e->code;
	r->drain.order = *next;
	return 0;
}

/* A turn with nothing before it is read from the input itself, if that allows. */
static int turn_first(struct flow *f, struct order **next, struct err *e)
{
	struct order_par par = { .memory = f->order_memory, .tmp = f->par.tmp, .swap = true,
				 .note = f->par.note, .ctx = f->par.ctx };

	return order_open(next, f->in, &par, e);
}

int flow_run(struct flow *f, struct stream *out, struct err *e)
{
	struct order *now = NULL, *next = NULL;
	uint64_t start = flow_now();

	for (size_t i = 0; i < f->nseg && !e->code; i++) {
		struct run r = { .drain = { .stream = out } };
		if (!i && f->seg[0].turn && !f->seg[0].nstage && !f->spooled) {
			turn_first(f, &now, e);
			continue;
		}
		if (!begin(f, i, &now, &next, &r, e) && !run_segment(&r, e) && next)
			order_end(next, e);
		order_close(now);
		now = next;
		next = NULL;
	}
	order_close(now);
	order_close(next);
	f->wall += flow_now() - start;
	return e->code;
}
