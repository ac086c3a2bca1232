#include "cli/sidevol.h"

#include <math.h>
#include <pthread.h>
#include <string.h>

#include "base/mem.h"
#include "base/slab.h"
#include "io/order.h"

struct sidevol {
	struct stream *in;
	struct order *o;
	void *raw;			/* a slice, as it stands */
	size_t nrow, *slice;		/* of each row; NULL: the same number, or 0 of a single slice */
	pthread_mutex_t lock;
};

/* A volume without numbers begins at row 0. */
static int by_index(struct sidevol *v, const struct table *row, const struct table *z, struct err *e)
{
	size_t n = order_head(v->o)->n[0];

	v->slice = mem_alloc(row->n, sizeof *v->slice, "rows", e);
	for (size_t i = 0, k; v->slice && i < row->n; i++) {
		for (k = 0; k < n && fabs((z ? z->v[k] : (double)k) - row->v[i]) > 0.5; k++)
			;
		if (k == n)
			return err_set(e, E_DATA, "%s: has no slice of row %.0f", stream_name(v->in), row->v[i]);
		v->slice[i] = k;
	}
	return e->code;
}

/* A volume of the whole, whose rows from .. on are those of the slab. */
static int by_slab(struct sidevol *v, size_t from, size_t n, struct err *e)
{
	v->slice = mem_alloc(n, sizeof *v->slice, "rows", e);
	for (size_t i = 0; v->slice && i < n; i++)
		v->slice[i] = from + i;
	return e->code;
}

static int match(struct sidevol *v, const struct head *rows, size_t nrow, struct err *e)
{
	const struct head *h = order_head(v->o);
	const struct table *row = head_table(rows, "row", "index"), *z = head_table(h, "z", "index");
	struct slab slab;

	if (h->ndim != 3 || h->is_complex || h->n[1] != h->n[2])
		return err_set(e, E_DATA, "%s: need square slices [z][y][x], or one [y][x]", stream_name(v->in));
	v->nrow = nrow;
	if (h->n[0] == 1 || !nrow)
		return 0;
	if (row && row->n == nrow && (z || h->n[0] > nrow))
		return by_index(v, row, z, e);
	if (slab_get(rows, &slab, e) && h->n[0] == slab.n)
		return by_slab(v, slab.from, slab.to - slab.from, e);
	if (e->code)
		return e->code;
	if (h->n[0] != nrow)
		return err_set(e, E_DATA, "%s: %zu slices for %zu rows", stream_name(v->in), h->n[0], nrow);
	return 0;
}

int sidevol_open(struct sidevol **v_, const char *path, const struct head *rows, size_t nrow,
		 const struct flow_par *par, struct err *e)
{
	struct sidevol *v = *v_ = mem_zero(1, sizeof *v, "a volume", e);
	struct select sel = { .images = true };
	struct order_par op = { .memory = par->memory / 2, .tmp = par->tmp, .note = par->note, .ctx = par->ctx };

	if (!v)
		return e->code;
	pthread_mutex_init(&v->lock, NULL);
	if (stream_open(&v->in, path, &sel, e) || order_open(&v->o, v->in, &op, e) || match(v, rows, nrow, e))
		return e->code;
	v->raw = mem_alloc(1, head_item_bytes(order_head(v->o)), "a slice", e);
	return e->code;
}

void sidevol_close(struct sidevol *v)
{
	if (!v)
		return;
	order_close(v->o);
	stream_close(v->in);
	mem_free(v->raw);
	mem_free(v->slice);
	pthread_mutex_destroy(&v->lock);
	mem_free(v);
}

const struct head *sidevol_head(const struct sidevol *v)
{
	return order_head(v->o);
}

int sidevol_read(void *v_, size_t row, float *slice, struct err *e)
{
	struct sidevol *v = v_;
	const struct head *h = order_head(v->o);
	size_t k = v->slice ? v->slice[row] : h->n[0] == 1 ? 0 : row;

	if (k >= h->n[0])
		return err_set(e, E_DATA, "%s: %zu slices, and a row %zu", stream_name(v->in), h->n[0], row);
	pthread_mutex_lock(&v->lock);
	if (!order_read(v->o, k, 1, v->raw, e))
		convert(v->raw, h->type, slice, DT_F32, head_item_count(h));
	pthread_mutex_unlock(&v->lock);
	return e->code;
}
