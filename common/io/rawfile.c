#include "io/rawfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/outfile.h"
#include "io/rawio.h"

enum { CHUNK = 1 << 20 };	/* bytes copied at once into the temporary */

struct source {
	char *name;
	int fd;
	struct rawspec spec;
	size_t row, item;		/* bytes of what axis 2 counts, axis 1 counts, ... */
	bool swap;
};

static int parse_part(const char *part, struct rawspec *r, struct err *e)
{
	double v;

	if (!strcmp(part, "big") || !strcmp(part, "little")) {
		r->big = part[0] == 'b';
		return 0;
	}
	if (!strncmp(part, "skip=", 5)) {
		if (num_parse(part + 5, &v) || v < 0 || v > 1e15 || v != (double)(size_t)v)
			return err_set(e, E_USAGE, "'%s': not a number of bytes", part);
		r->skip = (size_t)v;
		return 0;
	}
	if (num_parse(part, &v) || v < 1 || v > 1e15 || v != (double)(size_t)v)
		return err_set(e, E_USAGE, "'%s': neither a size, big nor skip=BYTES", part);
	if (r->ndim == ARRAY_MAXDIM)
		return err_set(e, E_USAGE, "more than %d sizes", ARRAY_MAXDIM);
	r->n[r->ndim++] = (size_t)v;
	return 0;
}

int rawspec_parse(const char *text, struct rawspec *r, struct err *e)
{
	char part[64];
	int type = -1;

	*r = (struct rawspec){ 0 };
	for (int i = 0; *text; i++) {
		size_t n = strcspn(text, ",");

		snprintf(part, sizeof part, "%.*s", (int)(n < 63 ? n : 63), text);
		if (i == 0)
			type = dtype_parse(part);
		if (type < 0)
			return err_set(e, E_USAGE, "'%s' is no type, as uint16 or float", part);
		if (i > 0 && parse_part(part, r, e))
			return e->code;
		text += n + (text[n] == ',');
	}
	if (type < 0 || !r->ndim)
		return err_set(e, E_USAGE, "needs TYPE,N,N,...: a type and sizes, slowest first");
	r->type = (enum dtype)type;
	return 0;
}

/* A pipe into an unlinked temporary, no further than the data should go and one byte. */
static int spill(struct source *s, size_t bytes, struct err *e)
{
	size_t left = bytes + 1, got = 1;
	char *buf = mem_alloc(CHUNK, 1, "a buffer", e);
	int from = s->fd;

	if (!buf)
		return e->code;
	s->fd = outfile_spill(NULL, bytes, e);
	while (!e->code && left && got) {
		if (raw_read(from, buf, left < CHUNK ? left : CHUNK, &got, s->name, e) ||
		    raw_write(s->fd, buf, got, s->name, e))
			break;
		left -= got;
	}
	mem_free(buf);
	if (from != STDIN_FILENO)
		close(from);
	return e->code;
}

static int check_size(struct source *s, size_t bytes, struct err *e)
{
	struct stat st;

	if (fstat(s->fd, &st))
		return err_sys(e, "%s", s->name);
	if (!S_ISREG(st.st_mode)) {
		if (spill(s, bytes, e))
			return e->code;
		if (fstat(s->fd, &st))
			return err_sys(e, "%s", s->name);
		if ((size_t)st.st_size > bytes)
			return err_set(e, E_DATA, "%s: more than the %zu bytes that type and sizes ask for",
				       s->name, bytes);
	}
	if ((size_t)st.st_size != bytes)
		return err_set(e, E_DATA, "%s: %lld bytes, but type, sizes and skip ask for %zu", s->name,
			       (long long)st.st_size, bytes);
	return 0;
}

static int describe(struct source *s, struct head *head, struct err *e)
{
	static const char *const labels[] = { "frame", "row", "col" };
	static const char *const four[] = { "frame", "z", "row", "col" };
	const struct rawspec *r = &s->spec;
	size_t bytes;

	if (array_total(r->ndim, r->n, r->type, &bytes, e))
		return e->code;
	head_init(head, r->type, r->ndim, r->n, r->ndim == 4 ? four : labels + 3 - r->ndim);
	s->item = bytes / r->n[0];
	s->row = r->ndim > 1 ? s->item / r->n[1] : s->item;
	return check_size(s, bytes + r->skip, e);
}

static void raw_close(struct source *s)
{
	if (!s)
		return;
	if (s->fd > STDIN_FILENO)
		close(s->fd);
	free(s->name);
	free(s);
}

static int raw_open(struct source **out, const char *path, const struct select *sel,
		    struct head *head, struct err *e)
{
	struct source *s = calloc(1, sizeof *s);
	bool is_stdin = !strcmp(path, "-");

	*out = s;
	if (!s)
		return err_nomem(e, "a source");
	s->fd = -1;
	s->name = strdup(is_stdin ? "<stdin>" : path);
	if (!s->name)
		return err_nomem(e, "a source");
	if (rawspec_parse(sel->raw, &s->spec, e))
		return err_at(e, "--raw");
	s->swap = s->spec.big != (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__);
	s->fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	return s->fd < 0 ? err_sys(e, "%s", path) : describe(s, head, e);
}

static int read_at(struct source *s, void *buf, size_t bytes, size_t at, struct err *e)
{
	size_t got;

	if (raw_pread(s->fd, buf, bytes, (off_t)(s->spec.skip + at), &got, s->name, e))
		return e->code;
	return got == bytes ? 0 : err_set(e, E_UPSTREAM, "%s: ends early", s->name);
}

static int raw_read_box(struct source *s, size_t i, size_t ni, size_t r, size_t nr, size_t c,
			size_t nc, void *buf, struct err *e)
{
	size_t cols = s->spec.ndim > 2 ? s->spec.n[2] : 1, cell = s->row / cols;
	char *to = buf;

	for (size_t k = i; k < i + ni; k++)
		for (size_t y = r; y < r + nr; y++) {
			bool whole = nc == cols;
			size_t bytes = whole ? nr * s->row : nc * cell;

			if (read_at(s, to, bytes, k * s->item + y * s->row + c * cell, e))
				return e->code;
			to += bytes;
			if (whole)
				break;
		}
	if (s->swap)
		array_swap_bytes(buf, s->spec.type, (size_t)(to - (char *)buf) / dtype_size(s->spec.type));
	return 0;
}

static const char *const no_suffix[] = { NULL };

const struct driver driver_raw = {
	.name = "raw", .suffix = no_suffix, .open = raw_open, .read_box = raw_read_box, .close = raw_close,
};
