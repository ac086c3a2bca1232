#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/tiffpart.h"

struct source {
	bool sequence;
	struct tiffseq seq;
	struct tiffin *file;		/* the one that is open */
	size_t index;			/* of it in the sequence */
	struct page page;
	size_t per_item;		/* images an item; 0: rows of one image */
};

static bool starts(const char *path, const unsigned char *b, size_t n)
{
	if (n == 0)
		return path && tiff_is_sequence(path);
	return n >= 4 && (!memcmp(b, "II\52\0", 4) || !memcmp(b, "MM\0\52", 4) ||
			  !memcmp(b, "II\53\0", 4) || !memcmp(b, "MM\0\53", 4));
}

/* File i of the sequence, checked to be one image like the first. */
static int open_item(struct source *s, size_t i, struct err *e)
{
	char one[64], other[64];

	if (s->file && s->index == i)
		return 0;
	tiffin_close(s->file);
	s->file = NULL;
	if (tiffin_open(&s->file, s->seq.path[i], e))
		return e->code;
	s->index = i;
	if (tiffin_count(s->file) != 1)
		return err_set(e, E_DATA, "%s: %zu pages: a sequence has one image a file", s->seq.path[i],
			       tiffin_count(s->file));
	if (i && !page_same(tiffin_page(s->file), &s->page))
		return err_set(e, E_DATA, "%s is %s, %s is %s", s->seq.path[i],
			       page_print(tiffin_page(s->file), one, sizeof one), s->seq.path[0],
			       page_print(&s->page, other, sizeof other));
	return 0;
}

/* The rows of a detector, when the files are numbered by them and do not say so themselves. */
static int number_rows(struct source *s, struct head *h, struct err *e)
{
	if (!s->sequence || !s->seq.number || strcmp(h->label[0], "row") || head_table(h, "row", "index"))
		return 0;
	double *v = mem_alloc(s->seq.n, sizeof *v, "file numbers", e);
	for (size_t i = 0; v && i < s->seq.n; i++)
		v[i] = (double)s->seq.number[i];
	if (v)
		head_set_table(h, "row", "index", v, s->seq.n, e);
	mem_free(v);
	return e->code;
}

static int open_tiff(struct source **out, const char *path, const struct select *sel,
		     struct head *h, struct err *e)
{
	struct source *s = *out = calloc(1, sizeof *s);

	(void)sel;
	if (!s)
		return err_nomem(e, "a TIFF file");
	s->sequence = tiff_is_sequence(path);
	if (s->sequence ? tiffseq_find(&s->seq, path, e) || open_item(s, 0, e) : tiffin_open(&s->file, path, e))
		return e->code;
	s->page = *tiffin_page(s->file);
	if (tiffhead_parse(tiffin_text(s->file), h, &s->page,
			   s->sequence ? s->seq.n : tiffin_count(s->file), s->sequence, e))
		return err_at(e, path);
	tiffhead_page(h, &s->per_item);
	return number_rows(s, h, e);
}

/* Image k of the whole, whichever file it is in. */
static int read_image(struct source *s, size_t k, size_t r, size_t nr, size_t c, size_t nc,
		      void *buf, struct err *e)
{
	if (s->sequence && open_item(s, k, e))
		return e->code;
	return tiffin_read(s->file, s->sequence ? 0 : k, r, nr, c, nc, buf, e);
}

static int read_box(struct source *s, size_t i, size_t ni, size_t r, size_t nr,
		    size_t c, size_t nc, void *buf, struct err *e)
{
	const struct page *p = &s->page;
	size_t px = page_pixel(p);
	char *to = buf;

	if (s->per_item == 0) {			/* rows of one image; its columns are axis 1 */
		bool flat = p->ncol == 1;
		return read_image(s, 0, i, ni, flat ? 0 : r, flat ? 1 : nr, buf, e);
	}
	for (size_t k = i; k < i + ni; k++) {
		if (s->per_item == 1) {
			if (read_image(s, k, r, nr, c, nc, to, e))
				return e->code;
			to += nr * nc * px;
			continue;
		}
		for (size_t j = r; j < r + nr; j++) {	/* [i][j][row][col]: c is a range of rows */
			if (read_image(s, k * s->per_item + j, c, nc, 0, p->ncol, to, e))
				return e->code;
			to += nc * p->ncol * px;
		}
	}
	return 0;
}

static void close_tiff(struct source *s)
{
	if (!s)
		return;
	tiffin_close(s->file);
	tiffseq_free(&s->seq);
	free(s);
}

const struct driver driver_tiff = {
	.name = "TIFF",
	.suffix = (const char *const[]){ ".tif", ".tiff", NULL },
	.starts = starts,
	.open = open_tiff,
	.read_box = read_box,
	.close = close_tiff,
	.fits = tiffout_fits,
	.create = tiffout_create,
	.write = tiffout_write,
	.finish = tiffout_finish,
	.drop = tiffout_drop,
};
