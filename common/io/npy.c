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
#include "io/box.h"
#include "io/driver.h"
#include "io/npyhead.h"

enum { HEADER_MAX = 1 << 20, DISK_BLOCK = 1 << 16 };

struct source {
	int fd;
	char *path;
	struct npy_layout lay;
	uint64_t data;			/* where the samples start */
	size_t total;			/* samples in all */
	struct box box;
	void *raw;			/* DISK_BLOCK bytes of samples to be converted */
};

struct sink {
	int fd;
	char *path;
	uint64_t at;
	size_t item;			/* bytes */
};

/* ---- reading --------------------------------------------------------------------------------- */

static int read_at(struct source *s, uint64_t at, void *buf, size_t len, struct err *e)
{
	char *to = buf;

	while (len) {
		ssize_t k = pread(s->fd, to, len, (off_t)at);
		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			return err_sys(e, "%s: read", s->path);
		if (k == 0)
			return err_set(e, E_UPSTREAM, "%s: the file ends early, after %llu bytes", s->path,
				       (unsigned long long)at);
		to += k;
		at += (uint64_t)k;
		len -= (size_t)k;
	}
	return 0;
}

static int read_header(struct source *s, struct err *e)
{
	unsigned char pre[12];
	char *text;
	size_t len, from;

	if (read_at(s, 0, pre, 10, e))
		return e->code;
	if (pre[6] < 1 || pre[6] > 3)
		return err_set(e, E_DATA, "%s: NPY version %u.%u is not known", s->path, pre[6], pre[7]);
	from = pre[6] == 1 ? 10 : 12;
	if (from == 12 && read_at(s, 0, pre, 12, e))
		return e->code;
	len = pre[8] | (size_t)pre[9] << 8 | (from == 12 ? (size_t)pre[10] << 16 | (size_t)pre[11] << 24 : 0);
	if (len > HEADER_MAX)
		return err_set(e, E_DATA, "%s: malformed NPY header: %zu bytes long", s->path, len);
	if (!(text = mem_zero(len + 1, 1, "an NPY header", e)))
		return e->code;
	if (!read_at(s, from, text, len, e) && npyhead_parse(text, &s->lay, e))
		err_at(e, s->path);
	mem_free(text);
	s->data = from + len;
	return e->code;
}

/* Neither more nor fewer bytes than the shape says. */
static int check_size(struct source *s, struct err *e)
{
	const struct npy_layout *l = &s->lay;
	struct stat st;
	size_t bytes;

	s->total = l->complex ? 2 : 1;
	for (int i = 0; i < l->ndim; i++)
		if (mem_mul(s->total, l->n[i], &s->total, "the array", e))
			return err_at(e, s->path);
	if (mem_mul(s->total, l->width, &bytes, "the array", e))
		return err_at(e, s->path);
	if (fstat(s->fd, &st))
		return err_sys(e, "%s", s->path);
	uint64_t have = (uint64_t)st.st_size;
	if (have < s->data || have - s->data < bytes)
		return err_set(e, E_UPSTREAM, "%s: the file ends early: %llu bytes of data, the shape needs %zu",
			       s->path, (unsigned long long)(have < s->data ? 0 : have - s->data), bytes);
	if (have - s->data > bytes)
		return err_set(e, E_DATA, "%s: bytes follow the end of the data", s->path);
	return 0;
}

/* Fortran order of one axis is C order; of more it would have to be turned over as a whole. */
static int check_order(const struct source *s, struct err *e)
{
	int axes = 0;

	for (int i = 0; i < s->lay.ndim; i++)
		axes += s->lay.n[i] > 1;
	if (s->lay.fortran && (axes > 1 || (axes && s->lay.complex && s->lay.ndim > 1)))
		return err_set(e, E_DATA, "%s: the array is in Fortran order: save numpy.ascontiguousarray() of it",
			       s->path);
	if (s->lay.complex && s->lay.ndim == ARRAY_MAXDIM)
		return err_set(e, E_DATA, "%s: a complex array of %d axes is too many", s->path, ARRAY_MAXDIM);
	return 0;
}

/* Smallest and largest of 64-bit samples, and whether a double holds each. */
static void scan_block(const struct source *s, size_t n, int64_t *lo, uint64_t *hi, bool *exact)
{
	for (size_t i = 0; i < n; i++) {
		uint64_t v = ((const uint64_t *)s->raw)[i];
		bool neg = s->lay.kind == NPY_INT64 && (int64_t)v < 0;
		uint64_t mag = neg ? 0 - v : v;
		if (mag > UINT64_C(1) << 53)	/* beyond 2^53 only with trailing zeros enough */
			*exact &= (mag >> __builtin_ctzll(mag)) < UINT64_C(1) << 53;
		if (neg && (int64_t)v < *lo)
			*lo = (int64_t)v;
		if (!neg && v > *hi)
			*hi = v;
	}
}

/* 64-bit integers become the type that holds all of them exactly. */
static int choose_type(struct source *s, struct err *e)
{
	int64_t lo = 0;
	uint64_t hi = 0;
	bool exact = true;

	if (s->lay.kind != NPY_INT64 && s->lay.kind != NPY_UINT64)
		return 0;
	for (size_t i = 0, n; i < s->total; i += n) {
		n = s->total - i < DISK_BLOCK / 8 ? s->total - i : DISK_BLOCK / 8;
		if (read_at(s, s->data + i * 8, s->raw, n * 8, e))
			return e->code;
		if (s->lay.swap)
			array_swap_bytes(s->raw, DT_F64, n);
		scan_block(s, n, &lo, &hi, &exact);
	}
	if (!exact)
		return err_set(e, E_DATA, "%s: 64-bit integers that no type here holds exactly (up to %llu)",
			       s->path, (unsigned long long)hi);
	s->lay.type = lo >= INT32_MIN && hi <= INT32_MAX ? DT_I32 : lo == 0 && hi <= UINT32_MAX ? DT_U32 : DT_F64;
	return 0;
}

/* IEEE 754 binary16; every value is exact in binary32. */
static float half(uint16_t v)
{
	int exponent = v >> 10 & 31, fraction = v & 1023;
	double x = exponent == 31 ? (fraction ? NAN : INFINITY) :
		   exponent ? ldexp(1024 + fraction, exponent - 25) : ldexp(fraction, -24);

	return (float)(v >> 15 ? -x : x);
}

/* n samples of s->raw into to, in the type that open() chose. */
static void convert_block(const struct source *s, size_t n, char *to)
{
	const uint64_t *q = s->raw;

	for (size_t i = 0; i < n; i++)
		switch (s->lay.kind) {
		case NPY_HALF:
			((float *)to)[i] = half(((const uint16_t *)s->raw)[i]);
			break;
		case NPY_INT64:
		case NPY_UINT64:
			if (s->lay.type == DT_F64)
				((double *)to)[i] = s->lay.kind == NPY_INT64 ? (double)(int64_t)q[i] : (double)q[i];
			else
				((uint32_t *)to)[i] = (uint32_t)q[i];
			break;
		default:			/* NPY_BOOL: anything but 0 is 1 */
			to[i] = ((const char *)s->raw)[i] != 0;
		}
}

/* n samples from the k-th on. */
static int read_run(struct source *s, size_t k, size_t n, void *buf, struct err *e)
{
	char *to = buf;
	const struct npy_layout *l = &s->lay;
	size_t size = dtype_size(l->type);
	enum dtype word = l->kind == NPY_HALF ? DT_U16 : l->kind == NPY_INT64 || l->kind == NPY_UINT64 ? DT_F64 : l->type;

	if (l->kind == NPY_PLAIN) {
		if (!read_at(s, s->data + k * l->width, to, n * l->width, e) && l->swap)
			array_swap_bytes(to, word, n);
		return e->code;
	}
	while (n && !e->code) {
		size_t part = n < DISK_BLOCK / l->width ? n : DISK_BLOCK / l->width;
		if (read_at(s, s->data + k * l->width, s->raw, part * l->width, e))
			break;
		if (l->swap)
			array_swap_bytes(s->raw, word, part);
		convert_block(s, part, to);
		k += part;
		n -= part;
		to += part * size;
	}
	return e->code;
}

static bool starts(const char *path, const unsigned char *b, size_t n)
{
	(void)path;
	return n >= 6 && !memcmp(b, "\x93NUMPY", 6);
}

static int npy_open(struct source **out, const char *path, const struct select *sel,
		    struct head *h, struct err *e)
{
	static const char *const none[ARRAY_MAXDIM] = { "", "", "", "" };
	struct source *s = *out = calloc(1, sizeof *s);

	(void)sel;
	if (!s)
		return err_nomem(e, "an NPY file");
	s->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (s->fd < 0)
		return err_sys(e, "%s", path);
	if (!(s->path = strdup(path)) || !(s->raw = mem_alloc(DISK_BLOCK, 1, "an NPY file", e)))
		return err_nomem(e, "an NPY file");
	if (read_header(s, e) || check_order(s, e) || check_size(s, e) || choose_type(s, e))
		return e->code;
	s->box.run = read_run;
	box_set(&s->box, s->lay.ndim, s->lay.n, dtype_size(s->lay.type));
	if (s->lay.complex)
		s->box.n[s->lay.ndim] = 2;
	head_init(h, s->lay.type, s->lay.ndim + s->lay.complex, s->box.n, none);
	h->is_complex = s->lay.complex;
	return 0;
}

static int npy_read_box(struct source *s, size_t i, size_t ni, size_t r, size_t nr,
			size_t c, size_t nc, void *buf, struct err *e)
{
	return box_read(&s->box, s, i, ni, r, nr, c, nc, buf, e);
}

static void npy_close(struct source *s)
{
	if (!s)
		return;
	if (s->fd >= 0)
		close(s->fd);
	mem_free(s->raw);
	free(s->path);
	free(s);
}

/* ---- writing --------------------------------------------------------------------------------- */

static int npy_fits(const struct head *h, struct err *e)
{
	if (h->is_complex && h->type != DT_F32)
		return err_set(e, E_USAGE, "NPY holds complex numbers of two floats only");
	return 0;
}

static int put(struct sink *s, const void *data, size_t len, struct err *e)
{
	const char *p = data;

	while (len) {
		ssize_t k = pwrite(s->fd, p, len, (off_t)s->at);
		if (k < 0 && errno == ESPIPE)
			k = write(s->fd, p, len);
		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			return err_sys(e, "%s: write", s->path);
		p += k;
		s->at += (uint64_t)k;
		len -= (size_t)k;
	}
	return 0;
}

static int put_header(struct sink *s, const struct head *h, struct err *e)
{
	char text[NPY_HEADER];
	size_t n = npyhead_print(h, text);

	return put(s, text, n, e);
}

static int npy_create(struct sink **out, const char *path, const struct head *h,
		      const struct sink_par *par, struct err *e)
{
	struct sink *s = *out = calloc(1, sizeof *s);

	(void)par;
	if (!s || !(s->path = strdup(path)))
		return err_nomem(e, "an NPY file");
	s->item = head_item_bytes(h);
	s->fd = open(path, O_WRONLY | O_CLOEXEC);
	if (s->fd < 0)
		return err_sys(e, "%s", path);
	return put_header(s, h, e);
}

static int npy_write(struct sink *s, size_t first, size_t n, const void *data, struct err *e)
{
	(void)first;
	return put(s, data, n * s->item, e);
}

static int npy_finish(struct sink *s, struct err *e)
{
	int fd = s->fd;

	s->fd = -1;
	return close(fd) ? err_sys(e, "%s: write", s->path) : 0;
}

static void npy_drop(struct sink *s)
{
	if (!s)
		return;
	if (s->path && s->fd >= 0)
		close(s->fd);
	free(s->path);
	free(s);
}

const struct driver driver_npy = {
	.name = "NPY",
	.suffix = (const char *const[]){ ".npy", NULL },
	.starts = starts,
	.open = npy_open,
	.read_box = npy_read_box,
	.close = npy_close,
	.fits = npy_fits,
	.create = npy_create,
	.write = npy_write,
	.finish = npy_finish,
	.drop = npy_drop,
};
