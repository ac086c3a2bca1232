/* The EDF driver (ESRF data format): regular files, read at random; it writes none. */
#include <fcntl.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/units.h"
#include "io/box.h"
#include "io/driver.h"
#include "io/edfhead.h"
#include "io/nrrd.h"
#include "io/rawio.h"

enum { FILLING_MAX = 512, FIRST_READ = 4096 };	/* bytes: blanks or zeros between blocks; of a header at first */

struct source {
	int fd;
	char *name;
	struct edf_block image;		/* what all images share; num: NAN where they differ */
	size_t count, room;
	off_t *at;			/* where the samples of each begin */
	size_t samples;			/* of each */
	struct box box;
};

static bool starts(const char *path, const unsigned char *bytes, size_t n)
{
	(void)path;
	return edfhead_starts((const char *)bytes, n);
}

/* ---- the blocks ---- */

static size_t filling(const char *text, size_t have)
{
	size_t n = 0;

	while (n < have && (text[n] == '\0' || strchr(" \t\r\n\f\v", text[n])))
		n++;
	return n;
}

/* The header at a place of the file, grown into *text; *len = 0: only filling comes. */
static int header_text(const struct source *s, off_t at, char **text, size_t *len, struct err *e)
{
	const size_t most = EDF_HEADER_MAX + FILLING_MAX;
	size_t have = 0, got = 1, blank;

	*len = 0;
	while (!*len && have < most) {
		size_t want = !have ? FIRST_READ : have < most - have ? have : most - have;
		char *more = realloc(*text, have + want);
		if (!more)
			return err_nomem(e, "a header");
		*text = more;
		if (raw_pread(s->fd, more + have, want, at + (off_t)have, &got, s->name, e))
			return e->code;
		have += got;
		blank = filling(more, have);
		if (blank == have && got < want && blank <= FILLING_MAX)
			return 0;
		if (blank > FILLING_MAX || (blank < have && more[blank] != '{'))
			return err_set(e, E_DATA, "%s: what follows byte %lld is no EDF header", s->name, (long long)at);
		*len = edfhead_length(more, have, got < want);
		if (!*len && got < want)
			return err_set(e, E_UPSTREAM, "%s: ends within the header at byte %lld", s->name, (long long)at);
	}
	return *len ? 0 : err_set(e, E_DATA, "%s: the header at byte %lld is of over %d bytes", s->name, (long long)at, EDF_HEADER_MAX);
}

static const char *describe(const struct edf_block *b, char buf[120])
{
	snprintf(buf, 120, "%zu x %zu x %zu %s%s", b->n[0], b->n[1], b->n[2], b->wide == 's' ? "int64" :
		 b->wide ? "uint64" : dtype_name(b->type), b->order == EDF_HIGH_FIRST ? ", high byte first" : "");
	return buf;
}

/* Images that stand in one file are of one kind. */
static int same_kind(struct source *s, const struct edf_block *b, struct err *e)
{
	struct edf_block *first = &s->image;
	char one[120], other[120];

	if (memcmp(b->n, first->n, sizeof b->n) || b->type != first->type || b->wide != first->wide ||
	    (b->order != first->order && dtype_size(b->type) > 1))
		return err_set(e, E_DATA, "%s: image %zu, counted from 0, differs from those before: %s, not %s", s->name, s->count,
			       describe(b, one), describe(first, other));
	for (int i = 0; i < EDF_NUMS; i++)
		if (b->num[i] != first->num[i])
			first->num[i] = NAN;
	return 0;
}

static int add_image(struct source *s, const struct edf_block *b, off_t at, struct err *e)
{
	if (!s->count)
		s->image = *b;
	else if (same_kind(s, b, e))
		return e->code;
	if (s->count == s->room) {
		off_t *more = realloc(s->at, (s->room = s->room ? 2 * s->room : 16) * sizeof *more);
		if (!more)
			return err_nomem(e, "the places of the images");
		s->at = more;
	}
	s->at[s->count++] = at;
	return 0;
}

static int scan_blocks(struct source *s, off_t end, char **text, struct err *e)
{
	struct edf_block general, b;
	bool has_general = false;
	char where[60];
	size_t len = 1;

	for (off_t at = 0; at < end; at += (off_t)b.size) {
		if (header_text(s, at, text, &len, e) || !len)
			return e->code;
		if (edfhead_parse(*text, len, has_general ? &general : NULL, &b, e)) {
			snprintf(where, sizeof where, "the header at byte %lld", (long long)at);
			err_at(e, where);
			return err_at(e, s->name);
		}
		at += (off_t)len;
		if (b.size > (size_t)(end - at))
			return err_set(e, E_UPSTREAM, "%s: ends early: %lld bytes behind a header that says %zu", s->name,
				       (long long)(end - at), b.size);
		if (b.general)
			general = b, has_general = true;
		else if (!b.variance && add_image(s, &b, at, e))
			return e->code;
	}
	return 0;
}

/* ---- the driver's functions ---- */

static void put_num(struct head *h, const char *key, double v, struct err *e)
{
	if (v > 0 && isfinite(v))
		meta_set_num(&h->meta, key, v, e);
}

static int make_head(const struct source *s, struct head *h, struct err *e)
{
	static const char *const labels[] = { "frame", "row", "col" }, *const four[] = { "frame", "z", "row", "col" };
	const struct edf_block *b = &s->image;
	size_t n[ARRAY_MAXDIM] = { s->count, b->n[0], b->n[1], b->n[2] }, bytes;

	if (b->n[0] > 1 && s->count > 1) {
		head_init(h, b->type, 4, n, four);
	} else {
		size_t frames = b->n[0] * s->count;	/* one of them is 1 */
		n[1] = frames;
		head_init(h, b->type, frames > 1 ? 3 : 2, n + (frames > 1 ? 1 : 2), labels + (frames == 1));
	}
	if (b->num[EDF_PIXEL1_M] == b->num[EDF_PIXEL2_M])
		put_num(h, META_PIXEL, b->num[EDF_PIXEL1_M], e);
	put_num(h, META_DISTANCE, b->num[EDF_DISTANCE_M], e);
	put_num(h, META_ENERGY, UNIT_HC_KEV_M / b->num[EDF_WAVELENGTH_M], e);
	put_num(h, META_EXPOSURE, b->num[EDF_EXPOSURE_S], e);
	return e->code ? e->code : array_total(h->ndim, h->n, h->type, &bytes, e);
}

/* Samples [at, at + n) of all images, one after the other. */
static int read_run(struct source *s, size_t at, size_t n, void *buf, struct err *e)
{
	const struct edf_block *b = &s->image;
	bool swap = b->order == (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? EDF_HIGH_FIRST : EDF_LOW_FIRST);
	size_t width = s->box.width, got;
	char *to = buf;

	for (size_t left = n, k = at; left; ) {
		size_t in = k % s->samples, m = s->samples - in < left ? s->samples - in : left;
		off_t from = s->at[k / s->samples] + (off_t)(in * width);

		if (raw_pread(s->fd, to, m * width, from, &got, s->name, e))
			return e->code;
		if (got < m * width)
			return err_set(e, E_UPSTREAM, "%s: ends early: it was cut while being read", s->name);
		to += m * width;
		left -= m;
		k += m;
	}
	if (swap)
		array_swap_bytes(buf, b->type, n);
	if (b->wide && nrrd_narrow(buf, b->wide, n, at, e))
		return err_at(e, s->name);
	return 0;
}

static int edf_open(struct source **out, const char *path, const struct select *sel, struct head *head, struct err *e)
{
	struct source *s = *out = calloc(1, sizeof *s);
	char *text = NULL;
	struct stat st;

	(void)sel;
	if (!s)
		return err_nomem(e, "a stream");
	s->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (s->fd < 0 || fstat(s->fd, &st))
		return err_sys(e, "%s", path);
	if (!(s->name = strdup(path)))
		return err_nomem(e, "a stream");
	scan_blocks(s, st.st_size, &text, e);
	free(text);
	if (!e->code && !s->count)
		err_set(e, E_DATA, "%s: no image in this EDF file", s->name);
	if (e->code)
		return e->code;
	if (make_head(s, head, e))
		return err_at(e, s->name);
	s->samples = s->image.n[0] * s->image.n[1] * s->image.n[2];
	s->box.run = read_run;
	box_set(&s->box, head->ndim, head->n, dtype_size(head->type));
	return 0;
}

static int read_box(struct source *s, size_t i, size_t ni, size_t r, size_t nr, size_t c, size_t nc, void *buf, struct err *e)
{
	return box_read(&s->box, s, i, ni, r, nr, c, nc, buf, e);
}

static bool favours_axis1(const struct source *s)
{
	return s->box.n[2] * s->box.n[3] * s->box.width >= 2048;	/* a row is worth a system call */
}

static void edf_close(struct source *s)
{
	if (!s)
		return;
	if (s->fd >= 0)
		close(s->fd);
	free(s->name);
	free(s->at);
	free(s);
}

const struct driver driver_edf = {
	.name = "EDF", .suffix = (const char *const[]){ ".edf", NULL },
	.starts = starts, .open = edf_open, .read_box = read_box, .favours_axis1 = favours_axis1, .close = edf_close,
};
