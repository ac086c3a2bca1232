#include "io/pipe.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/nrrd.h"
#include "io/rawio.h"

enum {
	AHEAD = 64 << 10,	/* bytes read ahead while looking for the end of a header */
	TAIL = 64 << 10,	/* at most so many bytes of the last item are held back */
};

struct pipe_in {
	int fd;
	const char *name;
	char *ahead;		/* [AHEAD]: at .. end are bytes not yet used */
	size_t at, end;
	struct nrrd_info info;
	size_t left, done;	/* items left in this part; items read so far */
};

struct pipe_out {
	int fd;
	const char *name;
	bool hold, parts;
	size_t item, total;	/* bytes of an item; items, 0 unknown */
	size_t done;		/* items given to us */
	char *held;		/* the tail of the last item, or the whole item of a part */
	size_t nheld;
};

/* ---- reading ---- */

static int take(struct pipe_in *p, void *buf, size_t n, size_t *got, struct err *e)
{
	size_t k = p->end - p->at < n ? p->end - p->at : n, more = 0;

	*got = 0;
	memcpy(buf, p->ahead + p->at, k);
	p->at += k;
	if (k < n && raw_read(p->fd, (char *)buf + k, n - k, &more, p->name, e))
		return e->code;
	*got = k + more;
	return 0;
}

static int refill(struct pipe_in *p, struct err *e)
{
	size_t got = 0;

	if (raw_read_some(p->fd, p->ahead, AHEAD, &got, p->name, e))
		return e->code;
	p->at = 0;
	p->end = got;
	return 0;
}

static int short_input(const struct pipe_in *p, struct err *e)
{
	if (!p->done && !p->left)
		return err_set(e, E_UPSTREAM, "%s: empty or cut in its header: the program before it failed",
			       p->name);
	return err_set(e, E_UPSTREAM, "%s: ends early, after %zu items", p->name, p->done);
}

/* The header into *text up to and with its blank line. */
static int header_text(struct pipe_in *p, char **text, size_t *len, struct err *e)
{
	size_t cap = 0;

	*text = NULL;
	*len = 0;
	for (;;) {
		if (p->at == p->end && refill(p, e))
			return e->code;
		if (p->at == p->end)
			return short_input(p, e);
		if (*len == cap) {
			char *more = realloc(*text, cap = 2 * cap + 4096);
			if (!more)
				return err_nomem(e, "the header");
			*text = more;
		}
		(*text)[(*len)++] = p->ahead[p->at++];
		if (*len == 4 && memcmp(*text, "NRRD", 4))
			return err_set(e, E_DATA, "%s: not a NRRD stream", p->name);
		if (*len == 9 && (*text)[8] == '\r')
			return err_set(e, E_DATA, "%s: header lines end in CR LF: LF is needed", p->name);
		if (*len >= 2 && !memcmp(*text + *len - 2, "\n\n", 2))
			return 0;
		if (*len > NRRD_HEADER_MAX)
			return err_set(e, E_DATA, "%s: a header of over %d bytes", p->name, NRRD_HEADER_MAX);
	}
}

static int header(struct pipe_in *p, struct head *h, struct err *e)
{
	char *text;
	size_t len;

	*h = (struct head){ .ndim = 0 };
	if (!header_text(p, &text, &len, e) && nrrd_parse(text, len, h, &p->info, e))
		err_at(e, p->name);
	free(text);
	if (!e->code && p->info.part == NRRD_FAILED) {
		head_free(h);
		return err_set(e, E_UPSTREAM, "%s: the producer failed: %s", p->name, p->info.error);
	}
	if (!e->code)
		p->left = h->n[0];
	return e->code;
}

int pipe_in_open(struct pipe_in **out, int fd, const char *name, const void *peek, size_t n,
		 struct head *head, struct err *e)
{
	struct pipe_in *p = calloc(1, sizeof *p);

	*out = p;
	if (!p || !(p->ahead = malloc(AHEAD + n)))
		return err_nomem(e, "a stream");
	p->fd = fd;
	p->name = name;
	if (n)
		memcpy(p->ahead, peek, n);
	p->end = n;
	raw_enlarge_pipe(fd);
	if (header(p, head, e))
		return e->code;
	if (p->info.part != NRRD_WHOLE)
		head->n[0] = 0;
	return 0;
}

/* Tables of the item axis of this part go behind those of the parts before. */
static int append_tables(struct head *head, const struct head *part, struct err *e)
{
	for (size_t i = 0; i < head->ntable; i++) {
		struct table *t = &head->table[i], *u;
		double *v;
		if (strcmp(t->label, head->label[0]))
			continue;
		u = head_table(part, t->label, t->name);
		if (!u)
			return err_set(e, E_DATA, "a part lacks the table %s.%s", t->label, t->name);
		v = mem_alloc(t->n + u->n, sizeof *v, "a table", e);
		if (!v)
			return e->code;
		memcpy(v, t->v, t->n * sizeof *v);
		memcpy(v + t->n, u->v, u->n * sizeof *v);
		mem_free(t->v);
		t->v = v;
		t->n += u->n;
	}
	return 0;
}

/* What the samples mean must not change on the way: the first head is that of all. */
static int same_meaning(const struct head *head, const struct head *part, struct err *e)
{
	static const char *const key[] = { META_QUANTITY, META_CENTER, META_TILT, META_PIXEL, META_ENERGY,
					   META_DISTANCE };

	for (int i = 0; i < head->ndim; i++)
		if (strcmp(head->label[i], part->label[i]) != 0)
			return err_set(e, E_DATA, "axis %d is '%s', in the parts before '%s'", i,
				       part->label[i], head->label[i]);
	for (size_t k = 0; k < sizeof key / sizeof *key; k++) {
		const char *was = meta_get(&head->meta, key[k]), *is = meta_get(&part->meta, key[k]);
		if (is && (!was || strcmp(is, was) != 0))
			return err_set(e, E_DATA, "%s is '%.80s', in the parts before '%.80s'", key[k], is,
				       was ? was : "");
	}
	return 0;
}

static int next_part(struct pipe_in *p, struct head *head, struct err *e)
{
	struct nrrd_info was = p->info;
	struct head h;

	if (header(p, &h, e))
		return e->code;
	if (h.type != head->type || h.ndim != head->ndim || p->info.wide != was.wide ||
	    p->info.swap != was.swap || memcmp(h.n + 1, head->n + 1, sizeof h.n - sizeof *h.n))
		err_set(e, E_DATA, "%s: the part after item %zu has another shape or type", p->name, p->done);
	else if (p->info.part == NRRD_WHOLE)
		err_set(e, E_DATA, "%s: the document after item %zu is no part of it", p->name, p->done);
	else if (same_meaning(head, &h, e) || append_tables(head, &h, e))
		err_at(e, p->name);
	head_free(&h);
	return e->code;
}

static int check_end(struct pipe_in *p, struct err *e)
{
	char c;
	size_t got;

	if (take(p, &c, 1, &got, e))
		return e->code;
	return got ? err_set(e, E_DATA, "%s: bytes after the end", p->name) : 0;
}

int pipe_in_read(struct pipe_in *p, struct head *head, size_t max, void *buf, size_t *got,
		 struct err *e)
{
	size_t item = head_item_bytes(head), bytes;
	enum dtype swap = head->type;

	for (*got = 0; *got < max; ) {
		size_t n = p->left < max - *got ? p->left : max - *got;
		char *at = (char *)buf + *got * item;
		if (!n && p->info.part != NRRD_MORE)
			break;
		if (!n) {
			if (next_part(p, head, e))
				return e->code;
			continue;
		}
		if (take(p, at, n * item, &bytes, e))
			return e->code;
		if (bytes < n * item) {
			p->done += bytes / item;
			return short_input(p, e);
		}
		if (p->info.swap)
			array_swap_bytes(at, swap, n * head_item_count(head));
		if (p->info.wide && nrrd_narrow(at, p->info.wide, n * head_item_count(head),
						p->done * head_item_count(head), e))
			return err_at(e, p->name);
		*got += n;
		p->left -= n;
		p->done += n;
	}
	return *got ? 0 : check_end(p, e);
}

int pipe_in_peek(struct pipe_in *p, struct head *head, struct err *e)
{
	while (!p->left && p->info.part == NRRD_MORE)
		if (next_part(p, head, e))
			return e->code;
	return 0;
}

void pipe_in_close(struct pipe_in *p)
{
	if (!p)
		return;
	free(p->ahead);
	free(p);
}

/* ---- writing ---- */

static int put_header(struct pipe_out *p, const struct head *h, size_t first, size_t n,
		      enum nrrd_part part, struct err *e)
{
	struct head one = { .ndim = 0 };
	char *text = NULL;
	size_t len;

	if (part != NRRD_WHOLE) {		/* its share of the item tables */
		if (head_copy(&one, h, e))
			goto out;
		one.n[0] = 0;
		for (size_t i = 0; i < one.ntable; i++)
			if (!strcmp(one.table[i].label, one.label[0]) && one.table[i].n < first + n) {
				err_set(e, E_INTERNAL, "table %s.%s ends at %zu of %zu items",
					one.table[i].label, one.table[i].name, one.table[i].n, first + n);
				goto out;
			}
		one.n[0] = first + n;
		for (size_t i = 0; i < one.ntable; i++)
			if (!strcmp(one.table[i].label, one.label[0]))
				one.table[i].n = first + n;
		if (head_crop(&one, 0, first, first + n, 1, e))
			goto out;
		h = &one;
	}
	if (!nrrd_print(h, n, part, &text, &len, e))
		raw_write(p->fd, text, len, p->name, e);
out:
	free(text);
	head_free(&one);
	return e->code;
}

int pipe_out_open(struct pipe_out **out, int fd, const char *name, const struct head *head,
		  bool hold, struct err *e)
{
	struct pipe_out *p = calloc(1, sizeof *p);

	*out = p;
	if (!p)
		return err_nomem(e, "a stream");
	p->fd = fd;
	p->name = name;
	p->hold = hold;
	p->parts = head->n[0] == 0;
	p->total = head->n[0];
	p->item = head_item_bytes(head);
	raw_enlarge_pipe(fd);
	p->held = malloc(p->parts ? p->item : TAIL);
	if (!p->held)
		return err_nomem(e, "a stream");
	return p->parts ? 0 : put_header(p, head, 0, p->total, NRRD_WHOLE, e);
}

/* Unknown length: the held item and all but the last of these are one part. */
static int write_part(struct pipe_out *p, const struct head *head, size_t n, const char *data,
		      struct err *e)
{
	size_t held = p->nheld ? 1 : 0, now = held + n - 1;

	if (now && (put_header(p, head, p->done - held, now, NRRD_MORE, e) ||
		    raw_write(p->fd, p->held, p->nheld, p->name, e) ||
		    raw_write(p->fd, data, (n - 1) * p->item, p->name, e)))
		return e->code;
	memcpy(p->held, data + (n - 1) * p->item, p->item);
	p->nheld = p->item;
	p->done += n;
	return 0;
}

int pipe_out_write(struct pipe_out *p, const struct head *head, size_t n, const void *data,
		   struct err *e)
{
	size_t bytes = n * p->item;

	if (!n)
		return 0;
	if (p->parts)
		return write_part(p, head, n, data, e);
	p->done += n;
	if (p->hold && p->done == p->total) {
		p->nheld = p->item < TAIL ? p->item : TAIL;
		bytes -= p->nheld;
		memcpy(p->held, (const char *)data + bytes, p->nheld);
	}
	return raw_write(p->fd, data, bytes, p->name, e);
}

int pipe_out_finish(struct pipe_out *p, const struct head *head, struct err *e)
{
	if (p->parts && p->nheld && put_header(p, head, p->done - 1, 1, NRRD_LAST, e))
		return e->code;
	return raw_write(p->fd, p->held, p->nheld, p->name, e);
}

void pipe_out_close(struct pipe_out *p)
{
	if (!p)
		return;
	free(p->held);
	free(p);
}
