/* flow.h, planning: segments, shapes, slabs that fit the memory. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/flow_priv.h"
#include "num/par.h"

enum {
	SLAB_BYTES = 2 << 20,	/* aim for slabs of this size, input and output together */
	HALO_BYTES = 16 << 20,	/* with a halo: threads wait for each other at the end of each */
	LARGE = 1 << 20,	/* items of which one a thread is enough */
};

static const char *const order_name[] = {
	[ORDER_ANY] = "any", [ORDER_PROJ] = "projections [angle][row][col]",
	[ORDER_SINO] = "sinograms [row][angle][col]", [ORDER_SLICE] = "slices [z][y][x]",
};

static bool is_order(const struct head *h, enum map_order o)
{
	return o == ORDER_ANY || (o == ORDER_PROJ && head_is(h, "angle", "row", "col")) ||
	       (o == ORDER_SINO && head_is(h, "row", "angle", "col")) ||
	       (o == ORDER_SLICE && head_is(h, "z", "y", "x"));
}

static bool can_turn(const struct head *h, enum map_order to)
{
	return (to == ORDER_PROJ && is_order(h, ORDER_SINO)) ||
	       (to == ORDER_SINO && is_order(h, ORDER_PROJ));
}

static size_t lcm(size_t a, size_t b)
{
	size_t x = a, y = b;

	while (y) {
		size_t t = x % y;
		x = y;
		y = t;
	}
	return a / x * b;
}

static int add_stage(struct segment *s, const struct map *m, struct err *e)
{
	struct stage *st = &s->stage[s->nstage];
	struct head in;

	if (s->nstage == MAP_MAX)
		return err_set(e, E_USAGE, "more than %d steps in a row", MAP_MAX);
	if (head_copy(&in, &s->out, e)) {
		head_free(&in);
		return e->code;
	}
	in.type = DT_F32;
	s->nstage++;
	st->map = m;
	st->in_item = head_item_count(&in);
	s->out.type = DT_F32;
	if (m->plan && m->plan(m->par, &in, &s->out, &st->plan, e))
		err_at(e, m->name);
	head_free(&in);
	if (e->code)
		return e->code;
	st->out_item = head_item_count(&s->out);
	st->work = m->work ? m->work(st->plan) : 0;
	st->halo = map_halo(m, st->plan);
	s->halo += st->halo;
	s->batch = lcm(s->batch, m->batch ? m->batch : 1);
	return 0;
}

static int begin_segment(struct flow *f, const struct head *h, bool swap, struct err *e)
{
	struct segment *s = &f->seg[f->nseg];

	if (f->nseg == SEGMENT_MAX)
		return err_set(e, E_USAGE, "the corner would be turned more than %d times", SEGMENT_MAX);
	f->nseg++;
	s->batch = 1;
	if (head_copy(&s->in, h, e))
		return e->code;
	if (swap)
		head_swap(&s->in, 0, 1);
	return head_copy(&s->out, &s->in, e);
}

static int wrong_order(const struct head *h, const struct map *m, const char *name, struct err *e)
{
	char shape[160];

	return err_set(e, E_DATA, "%s: %s needs %s, this is %s (xconvert --axes names axes, xsino turns them)",
		       name, m->name, order_name[m->order], head_print(h, shape, sizeof shape));
}

static int add_maps(struct flow *f, const struct map *maps, size_t nmap, struct err *e)
{
	for (size_t i = 0; i < nmap; i++) {
		const struct map *m = &maps[i];
		struct segment *s = &f->seg[f->nseg - 1];
		if (!is_order(&s->out, m->order)) {
			if (!can_turn(&s->out, m->order))
				return wrong_order(&s->out, m, stream_name(f->in), e);
			s->turn = true;
			if (begin_segment(f, &s->out, true, e))
				return e->code;
			s = &f->seg[f->nseg - 1];
		}
		if (m->apply && add_stage(s, m, e))
			return e->code;
	}
	return 0;
}

static size_t segment_fixed(const struct segment *s, int threads)
{
	size_t fixed = 0, work = 0;

	for (size_t i = 0; i < s->nstage; i++) {
		const struct stage *st = &s->stage[i];
		fixed += st->map->fixed ? st->map->fixed(st->plan) : 0;
		work = st->work > work ? st->work : work;
	}
	return fixed + (s->halo ? work : flow_team_work(s)) * (size_t)threads;
}

/*
 * Bytes that a slab of n items takes: two of input, two of output; with a halo
 * the window as well, and what lies between stages.
 */
static size_t segment_slabs(const struct segment *s, size_t n)
{
	size_t in = head_item_bytes(&s->in), out = head_item_bytes(&s->out), between = 0;
	size_t slabs = n * RING * (in + out);

	if (!s->nstage || (!s->halo && s->in.n[0]))
		return slabs;
	for (size_t i = 0; i + 1 < s->nstage; i++)
		between = s->stage[i].out_item > between ? s->stage[i].out_item : between;
	if (s->out.type != DT_F32)
		slabs += n * head_item_count(&s->out) * sizeof(float);
	return slabs + (n + 2 * s->halo) * sizeof(float) *
		       (head_item_count(&s->in) + (s->nstage > 2 ? 2 : 1) * between);
}

/* The largest slab, a multiple of the batch, that is useful and fits; threads are lowered if need be. */
static int fit(struct segment *s, size_t memory, size_t shares, struct err *e)
{
	size_t item = head_item_bytes(&s->in) + head_item_bytes(&s->out);
	size_t want, least = 0;

	for (int t = par_threads(); t >= 1; t--) {
		size_t all = (item > LARGE ? 1 : 4) * (size_t)t * s->batch;
		size_t big = (s->halo && t > 1 ? HALO_BYTES : SLAB_BYTES) / (item ? item : 1);
		want = s->nstage ? (big > all ? big : all) : big;
		want = (want + s->batch - 1) / s->batch * s->batch;
		if (s->in.n[0] && want > s->in.n[0])
			want = (s->in.n[0] + s->batch - 1) / s->batch * s->batch;
		want = want ? want : 1;
		for (; want >= s->batch; want -= s->batch) {
			least = segment_fixed(s, t) + segment_slabs(s, want);
			if (least > memory && want > s->batch)
				continue;
			if (least > memory)
				break;
			s->slab = want;
			s->threads = t;
			return 0;
		}
	}
	return err_set(e, E_NOMEM, "--memory of %zu M is too little: %zu M is the minimum here",
		       memory * shares >> 20, ((least >> 20) + 1) * shares);
}

/* An input of unknown length whose corner is to be turned is read first. */
static int spool(struct flow *f, struct err *e)
{
	struct order_par par = { .memory = f->par.memory / 2, .tmp = f->par.tmp,
				 .note = f->par.note, .ctx = f->par.ctx };

	return order_open(&f->spooled, f->in, &par, e);
}

static int plan_input(struct flow *f, const struct map *maps, size_t nmap, struct err *e)
{
	struct head left = { .ndim = 0 };
	const struct head *h = f->spooled ? order_head(f->spooled) : stream_head(f->in);
	bool turn = false;

	if (f->spooled)
		return begin_segment(f, h, false, e);
	for (size_t i = 0; i < nmap; i++)
		turn |= maps[i].order != ORDER_ANY && !is_order(h, maps[i].order);
	if (!h->n[0] && turn) {
		if (spool(f, e))
			return e->code;
		return begin_segment(f, order_head(f->spooled), false, e);
	}
	if (head_copy(&left, h, e) ||
	    (h->n[0] && stream_pos(f->in) && head_crop(&left, 0, stream_pos(f->in), h->n[0], 1, e))) {
		head_free(&left);
		return e->code;
	}
	begin_segment(f, &left, false, e);
	head_free(&left);
	return e->code;
}

int flow_new(struct flow **out, struct stream *in, const struct map *maps, size_t nmap,
	     const struct flow_par *par, struct err *e)
{
	return flow_new_order(out, in, NULL, maps, nmap, par, e);
}

int flow_new_order(struct flow **out, struct stream *in, struct order *o, const struct map *maps,
		   size_t nmap, const struct flow_par *par, struct err *e)
{
	struct flow *f = calloc(1, sizeof *f);
	size_t memory;

	*out = f;
	if (!f || !(f->seg = calloc(SEGMENT_MAX, sizeof *f->seg))) {
		order_close(o);
		return err_nomem(e, "a plan");
	}
	f->par = *par;
	f->in = in;
	f->spooled = o;
	if (plan_input(f, maps, nmap, e) || add_maps(f, maps, nmap, e))
		return e->code;
	f->order_memory = f->nseg > 1 || f->spooled ? par->memory / 2 : 0;
	memory = par->memory - f->order_memory;
	if (f->nseg > 2)
		f->order_memory /= 2;		/* one is read while the next is filled */
	for (size_t i = 0; i < f->nseg; i++)
		if (fit(&f->seg[i], memory, f->order_memory ? 2 : 1, e))
			return e->code;
	return head_copy(&f->head, &f->seg[f->nseg - 1].out, e);
}

struct head *flow_head(struct flow *f)
{
	return &f->head;
}

void flow_free(struct flow *f)
{
	if (!f)
		return;
	for (size_t i = 0; f->seg && i < f->nseg; i++) {
		struct segment *s = &f->seg[i];
		for (size_t k = 0; k < s->nstage; k++)
			if (s->stage[k].map->free)
				s->stage[k].map->free(s->stage[k].plan);
		head_free(&s->in);
		head_free(&s->out);
	}
	order_close(f->spooled);
	head_free(&f->head);
	free(f->seg);
	free(f);
}
