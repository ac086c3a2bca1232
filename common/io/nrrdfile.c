/* The NRRD driver: regular files, read at random, written in one pass. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/box.h"
#include "io/driver.h"
#include "io/nrrd.h"
#include "io/pipe.h"
#include "io/rawio.h"

struct source {
	int fd;
	char *name;
	struct nrrd_info info;
	enum dtype type;
	size_t width;			/* bytes of an element */
	struct box box;
	off_t data;			/* where the data begin */
};

struct sink {
	int fd;
	struct pipe_out *out;
	struct head head;
	char *name;
};

static bool starts(const char *path, const unsigned char *bytes, size_t n)
{
	(void)path;
	return n >= 8 && (!memcmp(bytes, "NRRD0004", 8) || !memcmp(bytes, "NRRD0005", 8));
}

/* The header's text, up to and with the blank line; *len = 0: there is none. */
static int header_text(const struct source *s, char **text, size_t *len, struct err *e)
{
	size_t cap = 0, have = 0, got = 1;

	*len = 0;
	while (!*len && got && have <= NRRD_HEADER_MAX) {
		char *more = realloc(*text, cap = cap ? 2 * cap : 64 << 10), *end;
		if (!more)
			return err_nomem(e, "the header");
		*text = more;
		if (raw_pread(s->fd, more + have, cap - have, (off_t)have, &got, s->name, e))
			return e->code;
		have += got;
		end = memmem(more, have, "\n\n", 2);
		if (end)
			*len = (size_t)(end - more) + 2;
	}
	if (!*len && got)
		return err_set(e, E_DATA, "%s: a header of over %d bytes", s->name, NRRD_HEADER_MAX);
	if (!*len)
		return err_set(e, E_UPSTREAM, "%s: ends within its header", s->name);
	return 0;
}

/* Elements [at, at + n) of the file into buf, in the machine's order. */
static int read_run(struct source *s, size_t at, size_t n, void *buf, struct err *e)
{
	size_t got;

	if (raw_pread(s->fd, buf, n * s->width, s->data + (off_t)(at * s->width), &got, s->name, e))
		return e->code;
	if (got < n * s->width)
		return err_set(e, E_UPSTREAM, "%s: ends early: it was cut while being read", s->name);
	if (s->info.swap)
		array_swap_bytes(buf, s->type, n);
	if (s->info.wide && nrrd_narrow(buf, s->info.wide, n, at, e))
		return err_at(e, s->name);
	return 0;
}

static int check_size(const struct source *s, size_t bytes, struct err *e)
{
	struct stat st;

	if (fstat(s->fd, &st))
		return err_sys(e, "%s", s->name);
	if ((size_t)st.st_size < (size_t)s->data + bytes)
		return err_set(e, E_UPSTREAM, "%s: ends early: %zu bytes of data, %zu expected", s->name,
			       (size_t)(st.st_size - s->data), bytes);
	if ((size_t)st.st_size > (size_t)s->data + bytes)
		return err_set(e, E_DATA, "%s: bytes after the end", s->name);
	return 0;
}

static int read_header(struct source *s, struct head *head, struct err *e)
{
	char *text = NULL;
	size_t len, bytes;

	if (!header_text(s, &text, &len, e) && nrrd_parse(text, len, head, &s->info, e))
		err_at(e, s->name);
	free(text);
	if (e->code)
		return e->code;
	s->data = (off_t)len;
	s->type = head->type;
	s->width = dtype_size(head->type);
	s->box.run = read_run;
	box_set(&s->box, head->ndim, head->n, s->width);
	if (s->info.part != NRRD_WHOLE) {
		head_free(head);
		return err_set(e, E_INTERNAL, "%s: a series of parts is no file", s->name);
	}
	if (array_total(head->ndim, head->n, head->type, &bytes, e) || check_size(s, bytes, e))
		head_free(head);
	return e->code;
}

static int file_open(struct source **out, const char *path, const struct select *sel,
		     struct head *head, struct err *e)
{
	struct source *s = calloc(1, sizeof *s);

	(void)sel;
	*out = s;
	if (!s)
		return err_nomem(e, "a stream");
	s->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (s->fd < 0)
		return err_sys(e, "%s", path);
	s->name = strdup(path);
	return s->name ? read_header(s, head, e) : err_nomem(e, "a stream");
}

static int read_box(struct source *s, size_t i, size_t ni, size_t r, size_t nr, size_t c, size_t nc,
		    void *buf, struct err *e)
{
	return box_read(&s->box, s, i, ni, r, nr, c, nc, buf, e);
}

static bool favours_axis1(const struct source *s)
{
	return s->box.n[2] * s->box.n[3] * s->width >= 2048;	/* a row is worth a system call */
}

static void file_close(struct source *s)
{
	if (!s)
		return;
	if (s->fd >= 0)
		close(s->fd);
	free(s->name);
	free(s);
}

static int fits(const struct head *h, struct err *e)
{
	(void)h;
	(void)e;
	return 0;
}

static int create(struct sink **out, const char *path, const struct head *h,
		  const struct sink_par *par, struct err *e)
{
	struct sink *s = calloc(1, sizeof *s);

	(void)par;
	*out = s;
	if (!s)
		return err_nomem(e, "a stream");
	s->fd = open(path, O_WRONLY | O_CLOEXEC | O_TRUNC);
	if (s->fd < 0)
		return err_sys(e, "%s", path);
	s->name = strdup(path);
	if (!s->name)
		return err_nomem(e, "a stream");
	return head_copy(&s->head, h, e) || pipe_out_open(&s->out, s->fd, s->name, &s->head, false, e);
}

static int file_write(struct sink *s, size_t first, size_t n, const void *data, struct err *e)
{
	(void)first;
	return pipe_out_write(s->out, &s->head, n, data, e);
}

static int finish(struct sink *s, struct err *e)
{
	int fd = s->fd;

	s->fd = -1;
	if (pipe_out_finish(s->out, &s->head, e))
		return e->code;
	return close(fd) ? err_sys(e, "%s: write", s->name) : 0;
}

static void drop(struct sink *s)
{
	if (!s)
		return;
	if (s->fd >= 0)
		close(s->fd);
	pipe_out_close(s->out);
	head_free(&s->head);
	free(s->name);
	free(s);
}

const struct driver driver_nrrd = {
	.name = "NRRD", .suffix = (const char *const[]){ ".nrrd", NULL },
	.starts = starts, .open = file_open, .read_box = read_box, .favours_axis1 = favours_axis1,
	.close = file_close, .fits = fits, .create = create, .write = file_write,
	.finish = finish, .drop = drop,
};
