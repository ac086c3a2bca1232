#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tiffio.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/tiffpart.h"

/* Strips of about 1/4 MiB; a classic TIFF as long as all offsets stay below 4 GiB. */
enum { STRIP_BYTES = 1 << 18, PAGE_OVERHEAD = 4096 };
static const uint64_t CLASSIC_MAX = UINT64_C(4000000000);

struct sink {
	struct head head;
	struct page page;
	size_t per_item;		/* images an item; 0: rows of the one image */
	size_t per_file;		/* images a file; 0: all */
	struct tiffname name;		/* of a sequence */
	const double *index;		/* numbers of the files, or NULL */
	char *path, *file;		/* as given; the one being written */
	bool compress;
	size_t strip;			/* rows */
	unsigned char *held;		/* rows of a strip not yet complete */
	size_t rows, done;		/* rows in held; written of this image */
	size_t images;			/* complete ones */
	/* the file as libtiff sees it */
	TIFF *tif;
	int fd, sys;
	uint64_t at, size;
	char said[300];
};

/* ---- the file as libtiff sees it ------------------------------------------------------------- */

static tmsize_t on_read(thandle_t h, void *buf, tmsize_t len)
{
	struct sink *s = h;
	ssize_t k = pread(s->fd, buf, (size_t)len, (off_t)s->at);

	if (k > 0)
		s->at += (uint64_t)k;
	return k;
}

static tmsize_t on_write(thandle_t h, void *buf, tmsize_t len)
{
	struct sink *s = h;
	tmsize_t put = 0;

	while (put < len) {
		ssize_t k = pwrite(s->fd, (char *)buf + put, (size_t)(len - put), (off_t)s->at);
		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0) {
			s->sys = s->sys ? s->sys : k < 0 ? errno : ENOSPC;
			return -1;
		}
		put += k;
		s->at += (uint64_t)k;
	}
	s->size = s->at > s->size ? s->at : s->size;
	return put;
}

static toff_t on_seek(thandle_t h, toff_t off, int whence)
{
	struct sink *s = h;

	return s->at = whence == SEEK_SET ? off : whence == SEEK_CUR ? s->at + off : s->size + off;
}

static toff_t on_size(thandle_t h)
{
	return ((struct sink *)h)->size;
}

static int on_close(thandle_t h)
{
	(void)h;
	return 0;
}

static int on_error(TIFF *tif, void *user, const char *module, const char *fmt, va_list ap)
{
	struct sink *s = user;

	(void)tif, (void)module;
	if (!s->said[0])
		vsnprintf(s->said, sizeof s->said, fmt, ap);
	return 1;
}

static int on_warning(TIFF *tif, void *user, const char *module, const char *fmt, va_list ap)
{
	(void)tif, (void)user, (void)module, (void)fmt, (void)ap;
	return 1;
}

static int fail(struct sink *s, struct err *e)
{
	if (s->sys) {
		errno = s->sys;
		return err_sys(e, "%s: write", s->file);
	}
	return err_set(e, E_IO, "%s: write: %s", s->file, s->said[0] ? s->said : "libtiff failed");
}

/* ---- files and images ------------------------------------------------------------------------ */

static bool needs_big(const struct sink *s)
{
	uint64_t images = s->per_file ? s->per_file : s->per_item ? s->head.n[0] * s->per_item : 1;

	return page_bytes(&s->page) + PAGE_OVERHEAD > CLASSIC_MAX / images;
}

static int open_file(struct sink *s, const char *path, struct err *e)
{
	TIFFOpenOptions *o = TIFFOpenOptionsAlloc();

	free(s->file);
	s->at = s->size = 0;
	s->file = strdup(path);
	if (!o || !s->file) {
		TIFFOpenOptionsFree(o);
		return err_nomem(e, "a TIFF file");
	}
	TIFFOpenOptionsSetErrorHandlerExtR(o, on_error, s);
	TIFFOpenOptionsSetWarningHandlerExtR(o, on_warning, s);
	s->fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (s->fd < 0)
		err_sys(e, "%s", path);
	else
		s->tif = TIFFClientOpenExt(path, needs_big(s) ? "w8m" : "wm", s, on_read, on_write, on_seek,
					   on_close, on_size, NULL, NULL, o);
	TIFFOpenOptionsFree(o);
	return e->code ? e->code : s->tif ? 0 : fail(s, e);
}

static int close_file(struct sink *s, struct err *e)
{
	if (s->tif)
		TIFFClose(s->tif);
	s->tif = NULL;
	if (s->fd >= 0 && close(s->fd) && !s->sys)
		s->sys = errno;
	s->fd = -1;
	return s->sys ? fail(s, e) : 0;
}

static unsigned sample_format(const struct page *p)
{
	return p->is_complex ? SAMPLEFORMAT_COMPLEXIEEEFP : dtype_is_float(p->type) ? SAMPLEFORMAT_IEEEFP :
	       p->type == DT_I8 || p->type == DT_I16 || p->type == DT_I32 ? SAMPLEFORMAT_INT : SAMPLEFORMAT_UINT;
}

static void set_tags(struct sink *s)
{
	TIFF *t = s->tif;

	TIFFSetField(t, TIFFTAG_IMAGEWIDTH, (uint32_t)s->page.ncol);
	TIFFSetField(t, TIFFTAG_IMAGELENGTH, (uint32_t)s->page.nrow);
	TIFFSetField(t, TIFFTAG_BITSPERSAMPLE, (unsigned)(8 * page_pixel(&s->page)));
	TIFFSetField(t, TIFFTAG_SAMPLEFORMAT, sample_format(&s->page));
	TIFFSetField(t, TIFFTAG_SAMPLESPERPIXEL, 1);
	TIFFSetField(t, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISBLACK);
	TIFFSetField(t, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
	TIFFSetField(t, TIFFTAG_ROWSPERSTRIP, (uint32_t)s->strip);
	TIFFSetField(t, TIFFTAG_COMPRESSION, s->compress ? COMPRESSION_ADOBE_DEFLATE : COMPRESSION_NONE);
	if (s->compress && !s->page.is_complex)
		TIFFSetField(t, TIFFTAG_PREDICTOR,
			     dtype_is_float(s->page.type) ? PREDICTOR_FLOATINGPOINT : PREDICTOR_HORIZONTAL);
}

/* The file of item i in a sequence. */
static int open_item(struct sink *s, size_t i, struct err *e)
{
	char *path;
	size_t number = s->index ? (size_t)s->index[i] : i;
	const char *base = strrchr(s->path, '/') ? strrchr(s->path, '/') + 1 : s->path;

	if (asprintf(&path, "%.*s%0*zu%s", (int)(base - s->path + (ptrdiff_t)s->name.before), s->path,
		     s->name.width, number, base + s->name.after) < 0)
		return err_nomem(e, "a file name");
	open_file(s, path, e);
	free(path);
	return e->code;
}

/* Before the first row of an image. */
static int begin_image(struct sink *s, struct err *e)
{
	char *text = NULL;
	bool first = s->images == 0 || s->per_file;

	if (s->per_file && open_item(s, s->images, e))
		return e->code;
	set_tags(s);
	if (first && !tiffhead_print(&s->head, s->per_file ? (long long)s->images : -1, &text, e) &&
	    !TIFFSetField(s->tif, TIFFTAG_IMAGEDESCRIPTION, text))
		fail(s, e);
	free(text);
	return e->code;
}

static int end_image(struct sink *s, struct err *e)
{
	s->images++;
	s->done = 0;
	if (!TIFFWriteDirectory(s->tif))
		return fail(s, e);
	return s->per_file ? close_file(s, e) : 0;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static int put_strip(struct sink *s, const void *data, size_t rows, struct err *e)
{
	tmsize_t bytes = (tmsize_t)(rows * page_pixel(&s->page) * s->page.ncol);
	uint32_t i = (uint32_t)(s->done / s->strip);
	void *p = (void *)(uintptr_t)data;	/* libtiff does not change what it need not swap */

	if (s->compress ? TIFFWriteEncodedStrip(s->tif, i, p, bytes) != bytes :
			  TIFFWriteRawStrip(s->tif, i, p, bytes) != bytes)
		return fail(s, e);
	s->done += rows;
	return s->done == s->page.nrow ? end_image(s, e) : 0;
}

/* Some of the n rows at data: as many as complete a strip, or are kept for it. */
static size_t put_some(struct sink *s, const unsigned char *data, size_t n, struct err *e)
{
	size_t row = page_pixel(&s->page) * s->page.ncol, left = s->page.nrow - s->done;
	size_t want = (left < s->strip ? left : s->strip) - s->rows;

	if (s->done == 0 && s->rows == 0 && begin_image(s, e))
		return 0;
	if (s->rows == 0 && n >= want) {
		put_strip(s, data, want, e);
		return want;
	}
	want = n < want ? n : want;
	memcpy(s->held + s->rows * row, data, want * row);
	s->rows += want;
	if (s->rows == (left < s->strip ? left : s->strip)) {
		size_t rows = s->rows;
		s->rows = 0;
		put_strip(s, s->held, rows, e);
	}
	return want;
}

int tiffout_write(struct sink *s, size_t first, size_t n, const void *data, struct err *e)
{
	size_t row = page_pixel(&s->page) * s->page.ncol;
	size_t rows = s->per_item ? n * s->per_item * s->page.nrow : n;
	const unsigned char *p = data;

	(void)first;			/* in order */
	while (rows && !e->code) {
		size_t k = put_some(s, p, rows, e);
		p += k * row;
		rows -= k;
	}
	return e->code;
}

/* ---- driver ---------------------------------------------------------------------------------- */

int tiffout_fits(const struct head *h, struct err *e)
{
	size_t per;
	struct page p = tiffhead_page(h, &per);

	if (h->ndim > 1 && !strcmp(h->label[h->ndim - 1], "rgb"))
		return err_set(e, E_USAGE, "TIFF files hold gray images here: write colours to .png");
	if (h->is_complex && (h->ndim < 2 || h->type != DT_F32))
		return err_set(e, E_USAGE, "TIFF holds complex numbers of two floats only");
	if (p.nrow > INT32_MAX || p.ncol > INT32_MAX)
		return err_set(e, E_USAGE, "%zu x %zu is too large for a TIFF image", p.nrow, p.ncol);
	return 0;
}

/* A table that numbers the items: row.index of sinograms, z.index of slices. */
static const double *find_index(const struct head *h)
{
	const struct table *t = head_table(h, h->label[0], "index");

	for (size_t i = 0; t && i < t->n; i++)
		if (!(t->v[i] >= 0) || t->v[i] > 1e9 || t->v[i] != (double)(size_t)t->v[i] ||
		    (i && t->v[i] <= t->v[i - 1]))
			return NULL;		/* no numbers for files */
	return t && t->n == h->n[0] ? t->v : NULL;
}

static int plan(struct sink *s, struct err *e)
{
	size_t row;
	const char *base = strrchr(s->path, '/') ? strrchr(s->path, '/') + 1 : s->path;

	s->page = tiffhead_page(&s->head, &s->per_item);
	if (mem_mul(page_pixel(&s->page), s->page.ncol, &row, "a row", e))
		return e->code;
	s->strip = row >= STRIP_BYTES ? 1 : STRIP_BYTES / row;
	if (s->strip > s->page.nrow)
		s->strip = s->page.nrow;
	if (!(s->held = mem_alloc(s->strip, row, "a strip of a TIFF page", e)))
		return e->code;
	if (!tiffname_parse(base, &s->name))
		return open_file(s, s->path, e);
	if (s->per_item != 1)
		return err_set(e, E_USAGE, "%s: a sequence of files needs items that are images", base);
	s->per_file = 1;
	s->index = find_index(&s->head);
	return 0;
}

int tiffout_create(struct sink **out, const char *path, const struct head *h,
		   const struct sink_par *par, struct err *e)
{
	struct sink *s = *out = calloc(1, sizeof *s);

	if (!s)
		return err_nomem(e, "a TIFF file");
	s->fd = -1;
	s->compress = par && par->compress > 0;
	if (!(s->path = strdup(path)))
		return err_nomem(e, "a TIFF file");
	return head_copy(&s->head, h, e) ? e->code : plan(s, e);
}

int tiffout_finish(struct sink *s, struct err *e)
{
	size_t want = s->per_item ? s->head.n[0] * s->per_item : 1;

	if (s->images != want || s->rows)
		return err_set(e, E_INTERNAL, "%zu TIFF images of %zu were written", s->images, want);
	return close_file(s, e);
}

void tiffout_drop(struct sink *s)
{
	struct err none = { 0 };

	if (!s)
		return;
	close_file(s, &none);
	head_free(&s->head);
	mem_free(s->held);
	free(s->path);
	free(s->file);
	free(s);
}
