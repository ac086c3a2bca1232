#include "cli/slabs.h"

#include <string.h>

#include "base/mem.h"

enum { SLAB_BYTES = 4 << 20 };

static void note_temporary(void *ctx, size_t bytes)
{
	const struct slabs *b = ctx;
	char size[24];

	tool_note(b->t, "%s is read twice: through a temporary%s%s; a named file needs none", stream_name(b->s),
		  bytes ? " of " : "", bytes ? mem_print((double)bytes, size, sizeof size) : "");
}

static int open_again(struct slabs *b, struct err *e)
{
	struct order_par par = {
		.memory = tool_memory() / 2, .tmp = common.tmp, .note = note_temporary, .ctx = b,
	};

	if (order_open(&b->o, b->s, &par, e))
		return e->code;
	b->head = order_head(b->o);
	return 0;
}

/* Of one item, as it is and as doubles. */
static size_t item_memory(const struct head *h)
{
	return head_item_bytes(h) + head_item_count(h) * sizeof(double);
}

static int check_memory(const struct slabs *b, struct err *e)
{
	size_t need = 2 * item_memory(b->head);		/* as much again for what is made of it */
	char has[24], least[24];

	if (need <= tool_memory())
		return 0;
	return err_set(e, E_NOMEM, "%s: --memory %s is too little: one item takes %s", stream_name(b->s),
		       mem_print((double)tool_memory(), has, sizeof has),
		       mem_print((double)need, least, sizeof least));
}

/* Items of which the slab and its doubles stay within the budget. */
static size_t choose(const struct head *h)
{
	size_t item = item_memory(h);
	size_t budget = tool_memory() / 8 < SLAB_BYTES ? tool_memory() / 8 : SLAB_BYTES;

	return item && budget / item ? budget / item : 1;
}

int slabs_open(struct slabs *b, const struct tool *t, struct stream *s, bool again, size_t max,
	       struct err *e)
{
	*b = (struct slabs){ .t = t, .s = s, .head = stream_head(s) };
	if (check_memory(b, e) || (again && open_again(b, e)))
		return e->code;
	b->max = max ? max : choose(b->head);
	b->raw = mem_alloc(b->max, head_item_bytes(b->head), "a slab", e);
	if (b->raw)
		b->x = mem_alloc(b->max, head_item_count(b->head) * sizeof(double), "a slab", e);
	return e->code;
}

int slabs_next(struct slabs *b, struct err *e)
{
	b->first += b->n;
	b->n = 0;
	if (!b->o && stream_read_into(b->s, b->max, b->raw, &b->n, e))
		return e->code;
	if (b->o) {
		size_t left = b->head->n[0] - b->first;

		b->n = left < b->max ? left : b->max;
		if (b->n && order_read(b->o, b->first, b->n, b->raw, e))
			return e->code;
	}
	if (!b->raw_only)
		convert(b->raw, b->head->type, b->x, DT_F64, b->n * head_item_count(b->head));
	return 0;
}

void slabs_rewind(struct slabs *b)
{
	b->first = b->n = 0;
}

void slabs_close(struct slabs *b)
{
	order_close(b->o);
	mem_free(b->raw);
	mem_free(b->x);
	*b = (struct slabs){ 0 };
}

size_t slabs_absolute(const struct head *h, const struct select *sel, size_t i)
{
	const struct range *r = &sel->item;

	if (!r->set)
		r = !strcmp(h->label[0], "angle") ? &sel->angle : !strcmp(h->label[0], "row") ? &sel->row : r;
	return r->set ? r->a + i * r->step : i;
}
