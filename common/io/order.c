#include "io/order.h"

#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/outfile.h"
#include "io/rawio.h"

enum {
	GATHER = 8 << 20,	/* bytes read at once, about */
	IOV = 512,		/* rows scattered by one system call */
};

/*
 * What is put has items of n1 rows of `row` bytes, n0 items.  Kept in memory
 * it lies as it is given back: [n1][n0][row] when swapping.  In the temporary
 * it lies in blocks of `block` rows, [block of n1][n0][row of the block][row],
 * so that a block is one stretch to read; with an unknown n0 there is one block.
 */
struct order {
	struct head head;		/* as it is given back */
	struct order_par par;
	size_t n0, n1, row, block;
	size_t put;			/* items so far */
	struct stream *direct;		/* read from here, from item `first` on; or */
	size_t first;
	char *kept;			/* in memory; or */
	int fd;				/* in the temporary */
	char *scratch;			/* of GATHER bytes, for direct */
};

static void set_shape(struct order *o, const struct head *h)
{
	o->n0 = h->n[0];
	o->n1 = h->ndim > 1 ? h->n[1] : 1;
	o->row = head_item_bytes(h) / o->n1;
	o->block = o->n1;
}

static int set_head(struct order *o, const struct head *h, struct err *e)
{
	if (o->par.swap && h->ndim < 2)
		return err_set(e, E_DATA, "an array of one axis has no corner to turn");
	if (head_copy(&o->head, h, e))
		return e->code;
	if (o->par.swap)
		head_swap(&o->head, 0, 1);
	set_shape(o, h);
	return 0;
}

/* In memory when all of it fits, else a temporary. */
static int make_room(struct order *o, struct err *e)
{
	size_t bytes = o->n0 * o->n1 * o->row, line = o->n0 * o->row;

	if (o->n0 && bytes <= o->par.memory) {
		o->kept = mem_alloc(bytes, 1, "the turned stack", e);
		return e->code;
	}
	if (o->n0 && o->par.swap) {
		o->block = o->par.memory / 2 / line;
		o->block = o->block < 1 ? 1 : o->block > o->n1 ? o->n1 : o->block;
	}
	o->fd = outfile_spill(o->par.tmp, bytes, e);
	if (!e->code && o->par.note)
		o->par.note(o->par.ctx, bytes);
	return e->code;
}

int order_new(struct order **out, const struct head *head, const struct order_par *par, struct err *e)
{
	struct order *o = calloc(1, sizeof *o);

	*out = o;
	if (!o)
		return err_nomem(e, "the turned stack");
	o->fd = -1;
	o->par = *par;
	return set_head(o, head, e) ? e->code : make_room(o, e);
}

static void keep(struct order *o, size_t n, const char *items)
{
	size_t item = o->n1 * o->row;

	if (!o->par.swap) {
		memcpy(o->kept + o->put * item, items, n * item);
		return;
	}
	for (size_t r = 0; r < o->n1; r++)
		for (size_t i = 0; i < n; i++)
			memcpy(o->kept + (r * o->n0 + o->put + i) * o->row,
			       items + (i * o->n1 + r) * o->row, o->row);
}

/* Where row r of item i lies in the temporary. */
static off_t place(const struct order *o, size_t i, size_t r)
{
	size_t b = r / o->block, start = b * o->block;
	size_t rows = o->n1 - start < o->block ? o->n1 - start : o->block;

	if (o->block == o->n1)
		return (off_t)((i * o->n1 + r) * o->row);
	return (off_t)((start * o->n0 + i * rows + (r - start)) * o->row);
}

int order_put(struct order *o, size_t n, const void *items, struct err *e)
{
	const char *from = items;

	if (o->n0 && o->put + n > o->n0)
		return err_set(e, E_INTERNAL, "more than the %zu items announced", o->n0);
	if (o->kept)
		keep(o, n, from);
	else if (o->block == o->n1)
		raw_pwrite(o->fd, from, n * o->n1 * o->row, place(o, o->put, 0), "temporary", e);
	else
		for (size_t i = 0; i < n; i++)
			for (size_t r = 0; r < o->n1 && !e->code; r += o->block) {
				size_t rows = o->n1 - r < o->block ? o->n1 - r : o->block;
				raw_pwrite(o->fd, from + (i * o->n1 + r) * o->row, rows * o->row,
					   place(o, o->put + i, r), "temporary", e);
			}
	o->put += n;
	return e->code;
}

int order_end(struct order *o, struct err *e)
{
	int axis = o->par.swap ? 1 : 0;

	if (o->n0 && o->put != o->n0)
		return err_set(e, E_INTERNAL, "%zu items of %zu came", o->put, o->n0);
	if (!o->put)
		return err_set(e, E_UPSTREAM, "there is no item");
	o->n0 = o->head.n[axis] = o->put;
	return head_check(&o->head, e);
}

/* The tables along the items are only complete at the end of an input of unknown length. */
static int take_tables(struct order *o, const struct head *h, struct err *e)
{
	for (size_t i = 0; i < h->ntable; i++) {
		const struct table *t = &h->table[i];
		if (!strcmp(t->label, h->label[0]) &&
		    head_set_table(&o->head, t->label, t->name, t->v, t->n, e))
			return e->code;
	}
	return 0;
}

static int gather(struct order *o, struct stream *in, struct err *e)
{
	size_t item = o->n1 * o->row, max = item < GATHER ? GATHER / item : 1, got = 1;
	char *buf = mem_alloc(max, item, "a slab", e);

	while (!e->code && got && !stream_read_into(in, max, buf, &got, e))
		order_put(o, got, buf, e);
	mem_free(buf);
	if (e->code || (!stream_head(in)->n[0] && take_tables(o, stream_head(in), e)))
		return e->code;
	return order_end(o, e);
}

/* The head of what is left of a stream. */
static int head_left(const struct stream *in, struct head *h, struct err *e)
{
	size_t pos = stream_pos(in);

	if (head_copy(h, stream_head(in), e))
		return e->code;
	return pos && h->n[0] ? head_crop(h, 0, pos, h->n[0], 1, e) : 0;
}

static int open_direct(struct order *o, struct stream *in, const struct head *h, struct err *e)
{
	o->direct = in;
	o->first = stream_pos(in);
	if (set_head(o, h, e) || !o->par.swap)
		return e->code;
	o->scratch = mem_alloc(GATHER > o->row ? GATHER : o->row, 1, "a slab", e);
	return e->code;
}

int order_open(struct order **out, struct stream *in, const struct order_par *par, struct err *e)
{
	struct head h = { .ndim = 0 };
	bool direct = par->swap ? stream_favours_axis1(in) : stream_random(in);

	*out = NULL;
	if (head_left(in, &h, e))
		goto out;
	if (direct) {
		*out = calloc(1, sizeof **out);
		if (!*out) {
			err_nomem(e, "the turned stack");
			goto out;
		}
		(*out)->par = *par;
		(*out)->fd = -1;
		open_direct(*out, in, &h, e);
	} else if (!order_new(out, &h, par, e)) {
		gather(*out, in, e);
	}
out:
	head_free(&h);
	return e->code;
}

const struct head *order_head(const struct order *o)
{
	return &o->head;
}

/* Rows [r, r + n) of all items, as [n][n0][row], through scratch. */
static int read_direct(struct order *o, size_t r, size_t n, char *buf, struct err *e)
{
	size_t rows = n * o->row <= GATHER ? n : GATHER / o->row ? GATHER / o->row : 1;

	for (size_t a = 0, nr; a < n; a += nr) {
		nr = n - a < rows ? n - a : rows;
		size_t step = GATHER / (nr * o->row) ? GATHER / (nr * o->row) : 1;
		for (size_t i = 0, ni; i < o->n0; i += ni) {
			ni = o->n0 - i < step ? o->n0 - i : step;
			if (stream_read_box(o->direct, o->first + i, ni, r + a, nr, o->scratch, e))
				return e->code;
			for (size_t k = 0; k < nr; k++)
				for (size_t j = 0; j < ni; j++)
					memcpy(buf + ((a + k) * o->n0 + i + j) * o->row,
					       o->scratch + (j * nr + k) * o->row, o->row);
		}
	}
	return 0;
}

/* One stretch of the temporary into scattered rows; short reads are finished row by row. */
static int scatter(struct order *o, struct iovec *v, int n, off_t at, struct err *e)
{
	ssize_t want = 0, got;
	size_t k;

	for (int i = 0; i < n; i++)
		want += (ssize_t)v[i].iov_len;
	got = preadv(o->fd, v, n, at);
	if (got == want)
		return 0;
	for (int i = 0; i < n && !e->code; at += (off_t)v[i++].iov_len)
		if (!raw_pread(o->fd, v[i].iov_base, v[i].iov_len, at, &k, "temporary", e) &&
		    k < v[i].iov_len)
			err_set(e, E_IO, "the temporary ends early");
	return e->code;
}

/* Rows [r, r + n) within one block. */
static int read_block(struct order *o, size_t r, size_t n, char *buf, struct err *e)
{
	struct iovec v[IOV];
	int have = 0;
	off_t at = 0, next = -1;

	for (size_t i = 0; i < o->n0; i++)
		for (size_t k = 0; k < n; k++) {
			off_t here = place(o, i, r + k);
			if (have && (here != next || have == IOV)) {
				if (scatter(o, v, have, at, e))
					return e->code;
				have = 0;
			}
			if (!have)
				at = here;
			v[have++] = (struct iovec){ buf + (k * o->n0 + i) * o->row, o->row };
			next = here + (off_t)o->row;
		}
	return scatter(o, v, have, at, e);
}

static int read_swapped(struct order *o, size_t first, size_t n, char *buf, struct err *e)
{
	size_t line = o->n0 * o->row;

	if (o->kept) {
		memcpy(buf, o->kept + first * line, n * line);
		return 0;
	}
	if (o->direct)
		return read_direct(o, first, n, buf, e);
	for (size_t a = 0, k; a < n && !e->code; a += k) {
		size_t in_block = o->block - (first + a) % o->block;
		k = n - a < in_block ? n - a : in_block;
		read_block(o, first + a, k, buf + a * line, e);
	}
	return e->code;
}

int order_read(struct order *o, size_t first, size_t n, void *buf, struct err *e)
{
	size_t item = o->n1 * o->row, got;

	if (o->par.swap)
		return read_swapped(o, first, n, buf, e);
	if (o->direct)
		return stream_read_box(o->direct, o->first + first, n, 0, o->n1, buf, e);
	if (o->kept) {
		memcpy(buf, o->kept + first * item, n * item);
		return 0;
	}
	if (!raw_pread(o->fd, buf, n * item, (off_t)(first * item), &got, "temporary", e) && got < n * item)
		err_set(e, E_IO, "the temporary ends early");
	return e->code;
}

void order_close(struct order *o)
{
	if (!o)
		return;
	if (o->fd >= 0)
		close(o->fd);
	mem_free(o->kept);
	mem_free(o->scratch);
	head_free(&o->head);
	free(o);
}
