/* The reading half of stream.h. */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/angles.h"
#include "io/rawfile.h"
#include "io/rawio.h"
#include "io/scan.h"
#include "io/stream_priv.h"

enum { PEEK = 1024 };		/* bytes by which a format is recognised */

const struct driver *const drivers[] = {
	&driver_nrrd, &driver_h5, &driver_tiff, &driver_npy, &driver_png, &driver_edf, NULL
};

const struct head *stream_head(const struct stream *s)
{
	return &s->head;
}

const char *stream_name(const struct stream *s)
{
	return s->name;
}

size_t stream_pos(const struct stream *s)
{
	return s->pos;
}

bool stream_random(const struct stream *s)
{
	return s->src != NULL;
}

bool stream_favours_axis1(const struct stream *s)
{
	return s->src && !s->image.ndim && s->drv->favours_axis1 && s->drv->favours_axis1(s->src);
}

/* ---- opening ---- */

/* --theta for a stream that has its projections, but no file to be put together. */
static int apply_theta(struct stream *s, const char *text, struct err *e)
{
	struct head *h = &s->head;
	int axis = head_axis(h, "angle");
	size_t lead, n;
	double *v;

	if (axis < 0 || !h->n[axis])
		return err_set(e, E_USAGE, "%s: --theta: it has no axis 'angle' of known length", s->name);
	lead = select_leading(h, axis);
	n = h->n[axis];
	v = mem_zero(n, sizeof *v, "angles", e);
	if (v && !angles_parse(text, n - lead, v + lead, e))
		head_set_table(h, "angle", "theta_deg", v, n, e);
	mem_free(v);
	return e->code;
}

static const struct driver *recognise(const char *path, const unsigned char *bytes, size_t n)
{
	for (int i = 0; drivers[i]; i++)
		if (drivers[i]->starts && drivers[i]->starts(path, bytes, n))
			return drivers[i];
	return NULL;
}

static int unknown_format(const char *name, const unsigned char *bytes, size_t n, struct err *e)
{
	char known[100] = "";
	size_t at = 0;

	if (n > 0 && n < 4 && !memcmp(bytes, "NRRD", n))
		return err_set(e, E_UPSTREAM, "%s: ends after %zu bytes: the program before it failed", name, n);
	if (!n)
		return err_set(e, E_UPSTREAM, "%s: is empty: the program before it failed", name);
	for (int i = 0; drivers[i]; i++)
		if (drivers[i]->open && at < sizeof known)
			at += (size_t)snprintf(known + at, sizeof known - at, "%s%s", at ? ", " : "", drivers[i]->name);
	return err_set(e, E_DATA, "%s: not a format that is read (%s)", name, known);
}

static int open_source(struct stream *s, const struct driver *d, const char *path,
		       const struct select *sel, struct err *e)
{
	s->drv = d;
	return d->open(&s->src, path, sel, &s->head, e);
}

/* All of a pipe into an unlinked temporary, for the formats that must seek. */
static int spill(struct stream *s, const unsigned char *peek, size_t n, struct err *e)
{
	size_t got = n, cap = 1 << 20;
	char *buf = mem_alloc(cap, 1, "a buffer", e);
	int fd = s->fd;

	if (!buf)
		return e->code;
	s->fd = outfile_spill(NULL, cap, e);
	memcpy(buf, peek, n);
	while (!e->code && got && !raw_write(s->fd, buf, got, s->name, e))
		raw_read_some(fd, buf, cap, &got, s->name, e);
	mem_free(buf);
	if (fd > STDIN_FILENO)
		close(fd);
	return e->code;
}

/* A descriptor that cannot seek. */
static int open_pipe(struct stream *s, const struct select *sel, struct err *e)
{
	unsigned char peek[PEEK];
	const struct driver *d;
	size_t n = 0, got = 1;
	char path[40];

	/* a stream is not made to wait for more than its first bytes; the others are read to their end anyway */
	while (got && n < (n >= 16 && driver_nrrd.starts(s->name, peek, n) ? 16 : sizeof peek) &&
	       !raw_read_some(s->fd, peek + n, sizeof peek - n, &got, s->name, e))
		n += got;
	if (e->code)
		return e->code;
	d = recognise(s->name, peek, n);
	if (!d)
		return unknown_format(s->name, peek, n, e);
	if (d == &driver_nrrd)
		return pipe_in_open(&s->pipe, s->fd, s->name, peek, n, &s->head, e);
	if (spill(s, peek, n, e))
		return e->code;
	snprintf(path, sizeof path, "/proc/self/fd/%d", s->fd);
	return open_source(s, d, path, sel, e);
}

/* A NRRD file is read at random, unless it is a series of parts. */
static int open_nrrd(struct stream *s, const char *path, struct err *e)
{
	if (pipe_in_open(&s->pipe, s->fd, s->name, NULL, 0, &s->head, e))
		return e->code;
	if (!s->head.n[0])
		return 0;
	pipe_in_close(s->pipe);
	s->pipe = NULL;
	head_free(&s->head);
	return open_source(s, &driver_nrrd, path, NULL, e);
}

static int open_regular(struct stream *s, const char *path, const struct select *sel, struct err *e)
{
	unsigned char peek[PEEK];
	const struct driver *d;
	size_t n;

	if (raw_pread(s->fd, peek, sizeof peek, 0, &n, s->name, e))
		return e->code;
	d = recognise(path, peek, n);
	if (!d)
		return unknown_format(s->name, peek, n, e);
	return d == &driver_nrrd ? open_nrrd(s, path, e) : open_source(s, d, path, sel, e);
}

static bool is_regular(int fd)
{
	struct stat st;

	return !fstat(fd, &st) && S_ISREG(st.st_mode);
}

static int open_stdin(struct stream *s, const struct select *sel, struct err *e)
{
	if (isatty(STDIN_FILENO))
		return err_set(e, E_USAGE, "standard input is a terminal: name a file (see --help)");
	s->fd = STDIN_FILENO;
	/* at the start of a file it may be read at random; further on it is a pipe to us */
	if (is_regular(STDIN_FILENO) && lseek(STDIN_FILENO, 0, SEEK_CUR) == 0)
		return open_regular(s, "/proc/self/fd/0", sel, e);
	return open_pipe(s, sel, e);
}

static int open_named(struct stream *s, const char *path, const struct select *sel, struct err *e)
{
	const char *colons = strstr(path, "::");
	struct stat st;
	char *file;

	if (tiff_is_sequence(path) && stat(path, &st))
		return open_source(s, &driver_tiff, path, sel, e);
	if (!stat(path, &st) && S_ISDIR(st.st_mode))
		return open_source(s, &driver_tiff, path, sel, e);
	if (colons && access(path, F_OK)) {
		file = strndup(path, (size_t)(colons - path));
		if (!file)
			return err_nomem(e, "a file name");
		if (access(file, R_OK))
			err_sys(e, "%s", file);
		free(file);
		return e->code ? e->code : open_source(s, &driver_h5, path, sel, e);
	}
	s->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (s->fd < 0)
		return err_sys(e, "%s", path);
	return is_regular(s->fd) ? open_regular(s, path, sel, e) : open_pipe(s, sel, e);
}

/* A scan to be put together from several files, or angles alone for what is a stream already. */
static int open_any(struct stream *s, const char *path, const struct select *sel, struct err *e)
{
	bool scan = sel && scan_wanted(sel), is_stdin = !strcmp(path, "-");

	if (sel && sel->raw)
		return open_source(s, &driver_raw, path, sel, e);
	if (scan && (sel->flat || sel->dark))
		return is_stdin ? err_set(e, E_USAGE, "--flat FILE and --dark FILE need a named input, not a pipe") :
				  open_source(s, &driver_scan, path, sel, e);
	if (is_stdin ? open_stdin(s, sel, e) : open_named(s, path, sel, e))
		return e->code;
	if (scan && head_axis(&s->head, "angle") < 0 && s->src && !is_stdin) {
		s->drv->close(s->src);
		s->src = NULL;
		head_free(&s->head);
		return open_source(s, &driver_scan, path, sel, e);
	}
	return scan ? apply_theta(s, sel->theta, e) : 0;
}

/* An array of two axes becomes a series of one image; the name of its axis follows from the others'. */
static int lift(struct stream *s, struct err *e)
{
	static const char *const front[][2] = { { "angle", "row" }, { "row", "angle" }, { "y", "z" } };
	struct head *h = &s->head;

	if (h->ndim != 2 || !h->n[0] || h->is_complex)
		return 0;
	if (head_copy(&s->image, h, e))
		return e->code;
	h->ndim = 3;
	memmove(h->n + 1, h->n, 2 * sizeof *h->n);
	memmove(h->label + 1, h->label, 2 * sizeof *h->label);
	h->n[0] = 1;
	snprintf(h->label[0], LABEL_MAX, "item");
	for (size_t i = 0; i < sizeof front / sizeof *front; i++)
		if (!strcmp(h->label[1], front[i][0]))
			snprintf(h->label[0], LABEL_MAX, "%s", front[i][1]);
	return 0;
}

int stream_open(struct stream **out, const char *path, const struct select *sel, struct err *e)
{
	struct stream *s = calloc(1, sizeof *s);

	*out = s;
	if (!s)
		return err_nomem(e, "a stream");
	s->fd = s->spool = -1;
	inputs_add(path);
	if (!(s->name = strdup(strcmp(path, "-") ? path : "<stdin>")))
		return err_nomem(e, "a stream");
	if (open_any(s, path, sel, e) || head_check(&s->head, e) ||
	    (sel && sel->images && lift(s, e)) ||
	    head_copy(&s->whole, &s->head, e) || select_apply(s, sel, e))
		return err_by_name(e, s->name);
	return 0;
}

/* ---- reading ---- */

static bool all(const struct stream *s, int axis)
{
	return axis >= s->whole.ndim || (s->pick[axis].n == s->whole.n[axis] && s->pick[axis].step == 1);
}

static size_t place(const struct pick *p, size_t k)
{
	return k < p->lead ? k : p->a + (k - p->lead) * p->step;
}

/* How many from k on are neighbours in the source, at most n. */
static size_t run(const struct pick *p, size_t k, size_t n)
{
	if (k < p->lead && p->lead - k < n)
		n = p->a == p->lead && p->step == 1 ? n : p->lead - k;
	else if (k >= p->lead && p->step > 1)
		n = 1;
	return n;
}

/* Rows of one source item [.][whole.n[2]][...] whose columns are thinned: compact in place. */
static void thin_cols(const struct stream *s, char *data, size_t rows)
{
	const struct pick *p = &s->pick[2];
	size_t el = dtype_size(s->whole.type) * (s->whole.ndim > 3 ? s->whole.n[3] : 1);
	size_t span = (p->n - 1) * p->step + 1;
	char *to = data;

	for (size_t r = 0; r < rows; r++)
		for (size_t c = 0; c < p->n; c++, to += el)
			memmove(to, data + (r * span + c * p->step) * el, el);
}

static size_t row_bytes(const struct stream *s)
{
	size_t el = dtype_size(s->whole.type);

	for (int i = 2; i < s->head.ndim; i++)
		el *= s->head.n[i];
	return el;
}

static int read_box(struct stream *s, size_t i, size_t ni, size_t r, size_t nr, size_t c, size_t nc,
		    void *buf, struct err *e)
{
	if (s->image.ndim)
		s->drv->read_box(s->src, r, nr, c, nc, 0, 1, buf, e);
	else
		s->drv->read_box(s->src, i, ni, r, nr, c, nc, buf, e);
	return err_by_name(e, s->name);
}

/* Items [i, i+ni), rows [r, r+nr), all neighbours in the source, columns picked. */
static int read_block(struct stream *s, size_t i, size_t ni, size_t r, size_t nr, char *buf, struct err *e)
{
	const struct pick *c = &s->pick[2];
	size_t span = c->n ? (c->n - 1) * c->step + 1 : 1;
	size_t i0 = place(&s->pick[0], i), r0 = place(&s->pick[1], r), bytes;
	char *wide;

	if (c->step == 1)
		return read_box(s, i0, ni, r0, nr, c->a, c->n, buf, e);
	bytes = span * dtype_size(s->whole.type) * (s->whole.ndim > 3 ? s->whole.n[3] : 1);
	wide = mem_alloc(ni * nr, bytes, "a buffer", e);
	if (!wide)
		return e->code;
	if (!read_box(s, i0, ni, r0, nr, c->a, span, wide, e)) {
		thin_cols(s, wide, ni * nr);
		memcpy(buf, wide, ni * nr * row_bytes(s));
	}
	mem_free(wide);
	return e->code;
}

int stream_read_box(struct stream *s, size_t i, size_t ni, size_t r, size_t nr, void *buf, struct err *e)
{
	size_t rowb = row_bytes(s), k, m;
	char *to = buf;

	if (!s->src)
		return err_set(e, E_INTERNAL, "%s: cannot be read at random", s->name);
	for (size_t a = 0; a < ni; a += k) {
		k = run(&s->pick[0], i + a, ni - a);
		if (run(&s->pick[1], r, nr) < nr)
			k = 1;
		for (size_t b = 0; b < nr; b += m, to += k * m * rowb) {
			m = run(&s->pick[1], r + b, nr - b);
			if (read_block(s, i + a, k, r + b, m, to, e))
				return e->code;
		}
	}
	return 0;
}

/* Up to max items of a pipe; an array of two axes is one of them. */
static int pull(struct stream *s, struct head *h, size_t max, void *buf, size_t *got, struct err *e)
{
	char end[8];

	if (!s->image.ndim)
		return pipe_in_read(s->pipe, h, max, buf, got, e);
	if (s->image_read || !max)
		return pipe_in_read(s->pipe, &s->image, 0, end, got, e);
	s->image_read = true;
	if (pipe_in_read(s->pipe, &s->image, s->image.n[0], buf, got, e))
		return e->code;
	*got = 1;
	return 0;
}

/* One item from a pipe, cut to the selection. */
static void cut_item(const struct stream *s, const char *item, char *to)
{
	size_t el = dtype_size(s->whole.type) * (s->whole.ndim > 3 ? s->whole.n[3] : 1);
	size_t cols = s->whole.ndim > 2 ? s->whole.n[2] : 1;
	const struct pick *pr = &s->pick[1], *pc = &s->pick[2];

	for (size_t r = 0; r < pr->n; r++) {
		const char *row = item + place(pr, r) * cols * el;
		if (pc->step == 1) {
			memcpy(to, row + pc->a * el, pc->n * el);
			to += pc->n * el;
			continue;
		}
		for (size_t c = 0; c < pc->n; c++, to += el)
			memcpy(to, row + place(pc, c) * el, el);
	}
}

static int skip_to(struct stream *s, size_t want, struct err *e)
{
	size_t got = 1;

	while (s->raw_pos < want && got) {
		if (pull(s, &s->whole, 1, s->scratch, &got, e))
			return e->code;
		s->raw_pos += got;
	}
	return 0;
}

static int read_cut(struct stream *s, size_t max, char *buf, size_t *got, struct err *e)
{
	size_t item = head_item_bytes(&s->head), one;

	*got = 0;
	if (!s->scratch && !(s->scratch = mem_alloc(head_item_bytes(&s->whole), 1, "an item", e)))
		return e->code;
	for (; *got < max && s->pos + *got < s->pick[0].n; (*got)++, s->raw_pos++) {
		if (skip_to(s, place(&s->pick[0], s->pos + *got), e) ||
		    pull(s, &s->whole, 1, s->scratch, &one, e))
			return e->code;
		if (!one)
			return 0;
		cut_item(s, s->scratch, buf + *got * item);
	}
	return *got ? 0 : skip_to(s, SIZE_MAX, e);	/* to the proper end, which checks it */
}

static int read_pipe(struct stream *s, size_t max, void *buf, size_t *got, struct err *e)
{
	if (!s->head.n[0] && (!all(s, 1) || !all(s, 2)))
		return err_set(e, E_USAGE, "%s: --rows and --cols need an input of known length", s->name);
	if (!s->head.n[0] || (all(s, 0) && all(s, 1) && all(s, 2)))
		return pull(s, &s->head, max, buf, got, e);
	return read_cut(s, max, buf, got, e);
}

int stream_read_into(struct stream *s, size_t max, void *buf, size_t *got, struct err *e)
{
	size_t rows = s->head.ndim > 1 ? s->head.n[1] : 1;

	if (s->pipe) {
		if (read_pipe(s, max, buf, got, e))
			return e->code;
	} else {
		*got = s->head.n[0] - s->pos < max ? s->head.n[0] - s->pos : max;
		if (*got && stream_read_box(s, s->pos, *got, 0, rows, buf, e))
			return e->code;
	}
	s->pos += *got;
	return 0;
}

int stream_peek(struct stream *s, struct err *e)
{
	return s->pipe && !s->head.n[0] ? pipe_in_peek(s->pipe, &s->head, e) : 0;
}

void stream_forget(struct stream *s)
{
	if (s->head.n[0])
		return;
	for (size_t i = 0; i < s->head.ntable; i++) {
		struct table *t = &s->head.table[i];
		size_t gone = t->n < s->pos ? t->n : s->pos;

		if (strcmp(t->label, s->head.label[0]))
			continue;
		t->n -= gone;
		memmove(t->v, t->v + gone, t->n * sizeof *t->v);
	}
	s->pos = 0;
}

int stream_read(struct stream *s, size_t max, struct array *slab, struct err *e)
{
	size_t n[ARRAY_MAXDIM], left = s->head.n[0] ? s->head.n[0] - s->pos : max, got;

	memcpy(n, s->head.n, sizeof n);
	n[0] = left < max ? left : max;
	n[0] = n[0] ? n[0] : 1;
	if (!slab->data || slab->type != s->head.type || slab->ndim != s->head.ndim ||
	    memcmp(slab->n + 1, n + 1, sizeof n - sizeof *n) || slab->n[0] < n[0]) {
		array_free(slab);
		if (array_new(slab, s->head.type, s->head.ndim, n, e))
			return err_at(e, s->name);
	}
	if (stream_read_into(s, n[0], slab->data, &got, e))
		return e->code;
	slab->n[0] = got;
	return 0;
}
