#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <tiffio.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/tiffpart.h"

/* No compression makes more of a byte; a file that claims more is broken. */
enum { MOST_EXPANSION = 100000, PAGES_MAX = 1 << 24 };

struct tiffin {
	int fd;
	uint64_t at, size;		/* position and size of the file */
	int sys;			/* errno of a failed read, or 0 */
	bool shorter;			/* bytes were wanted that are not there */
	TIFF *tif;
	char *path, *text;
	struct page page;
	size_t n, cap;
	uint64_t *ifd;			/* offset of each page */
	bool stack;			/* one directory, n images one behind the other */
	char said[300];			/* libtiff's first complaint */
	/* of the page that is set */
	size_t current;
	bool plain;			/* not compressed, in strips: bytes are read as they lie */
	bool tiled;
	size_t band, tile_cols;		/* rows of a strip or tile */
	/* the band that is decoded */
	size_t held_page, held_band;
	unsigned char *held, *tile;
	size_t held_cap, tile_cap;
};

size_t page_pixel(const struct page *p)
{
	return dtype_size(p->type) * (p->is_complex ? 2 : 1);
}

size_t page_bytes(const struct page *p)
{
	return page_pixel(p) * p->nrow * p->ncol;
}

bool page_same(const struct page *a, const struct page *b)
{
	return a->type == b->type && a->is_complex == b->is_complex &&
	       a->nrow == b->nrow && a->ncol == b->ncol;
}

const char *page_print(const struct page *p, char *buf, size_t len)
{
	snprintf(buf, len, "%s%s %zu x %zu", p->is_complex ? "complex " : "",
		 dtype_name(p->type), p->nrow, p->ncol);
	return buf;
}

/* ---- the file as libtiff sees it ------------------------------------------------------------- */

static tmsize_t on_read(thandle_t h, void *buf, tmsize_t len)
{
	struct tiffin *t = h;
	tmsize_t got = 0;

	while (got < len) {
		ssize_t k = pread(t->fd, (char *)buf + got, (size_t)(len - got), (off_t)t->at);
		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			t->sys = errno;
		if (k == 0)
			t->shorter = true;
		if (k <= 0)
			break;
		got += k;
		t->at += (uint64_t)k;
	}
	return got;
}

static tmsize_t on_write(thandle_t h, void *buf, tmsize_t len)
{
	(void)h, (void)buf, (void)len;
	return -1;
}

static toff_t on_seek(thandle_t h, toff_t off, int whence)
{
	struct tiffin *t = h;
	uint64_t at = whence == SEEK_SET ? off : whence == SEEK_CUR ? t->at + off : t->size + off;

	if (at > INT64_MAX)
		return (toff_t)-1;
	return t->at = at;
}

static toff_t on_size(thandle_t h)
{
	return ((struct tiffin *)h)->size;
}

static int on_close(thandle_t h)
{
	(void)h;
	return 0;
}

/* Kept for our message; nothing of libtiff's reaches stderr. */
static int on_error(TIFF *tif, void *user, const char *module, const char *fmt, va_list ap)
{
	struct tiffin *t = user;

	(void)tif, (void)module;
	if (!t->said[0])
		vsnprintf(t->said, sizeof t->said, fmt, ap);
	return 1;
}

static int on_warning(TIFF *tif, void *user, const char *module, const char *fmt, va_list ap)
{
	(void)tif, (void)user, (void)module, (void)fmt, (void)ap;
	return 1;
}

static int fail(struct tiffin *t, const char *what, size_t i, struct err *e)
{
	if (t->sys) {
		errno = t->sys;
		return err_sys(e, "%s: read", t->path);
	}
	if (t->shorter)
		return err_set(e, E_UPSTREAM, "%s: the file ends early, in %s %zu", t->path, what, i);
	return err_set(e, E_DATA, "%s: %s %zu cannot be read: %s", t->path, what, i,
		       t->said[0] ? t->said : "malformed TIFF");
}

/* ---- directories ----------------------------------------------------------------------------- */

/* Sample type of the current page; -1 when it is none of ours. */
static int sample_type(unsigned bits, unsigned format)
{
	static const struct { unsigned bits, format; enum dtype type; } known[] = {
		{ 8, SAMPLEFORMAT_UINT, DT_U8 }, { 16, SAMPLEFORMAT_UINT, DT_U16 }, { 32, SAMPLEFORMAT_UINT, DT_U32 },
		{ 8, SAMPLEFORMAT_VOID, DT_U8 }, { 16, SAMPLEFORMAT_VOID, DT_U16 }, { 32, SAMPLEFORMAT_VOID, DT_U32 },
		{ 8, SAMPLEFORMAT_INT, DT_I8 }, { 16, SAMPLEFORMAT_INT, DT_I16 }, { 32, SAMPLEFORMAT_INT, DT_I32 },
		{ 32, SAMPLEFORMAT_IEEEFP, DT_F32 }, { 64, SAMPLEFORMAT_IEEEFP, DT_F64 },
		{ 64, SAMPLEFORMAT_COMPLEXIEEEFP, DT_F32 },
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (known[i].bits == bits && known[i].format == format)
			return (int)known[i].type;
	return -1;
}

/* A page of colours, or samples that no array here can hold, is refused by name. */
static int page_type(struct tiffin *t, struct page *p, struct err *e)
{
	uint16_t bits = 1, format = SAMPLEFORMAT_UINT, samples = 1, photo = PHOTOMETRIC_MINISBLACK;

	TIFFGetFieldDefaulted(t->tif, TIFFTAG_BITSPERSAMPLE, &bits);
	TIFFGetFieldDefaulted(t->tif, TIFFTAG_SAMPLEFORMAT, &format);
	TIFFGetFieldDefaulted(t->tif, TIFFTAG_SAMPLESPERPIXEL, &samples);
	TIFFGetField(t->tif, TIFFTAG_PHOTOMETRIC, &photo);
	if (samples != 1)
		return err_set(e, E_DATA, "%s: page %zu has %u samples a pixel (a colour image?): "
			       "need one, gray", t->path, t->n, samples);
	if (photo == PHOTOMETRIC_PALETTE)
		return err_set(e, E_DATA, "%s: page %zu has a palette of colours: need gray", t->path, t->n);
	int type = sample_type(bits, format);
	if (type < 0)
		return err_set(e, E_DATA, "%s: page %zu has samples of %u bits, format %u: need integers of "
			       "8, 16, 32 bits or floats of 32, 64", t->path, t->n, bits, format);
	p->type = (enum dtype)type;
	p->is_complex = format == SAMPLEFORMAT_COMPLEXIEEEFP;
	return 0;
}

static int page_shape(struct tiffin *t, struct page *p, struct err *e)
{
	uint32_t w = 0, h = 0;
	size_t bytes;

	TIFFGetField(t->tif, TIFFTAG_IMAGEWIDTH, &w);
	TIFFGetField(t->tif, TIFFTAG_IMAGELENGTH, &h);
	if (!w || !h)
		return err_set(e, E_DATA, "%s: page %zu is empty (%u x %u)", t->path, t->n, h, w);
	if (page_type(t, p, e))
		return e->code;
	p->nrow = h;
	p->ncol = w;
	if (mem_mul(h, w, &bytes, "an image", e) || mem_mul(bytes, page_pixel(p), &bytes, "an image", e))
		return err_at(e, t->path);
	if (bytes / MOST_EXPANSION > t->size)
		return err_set(e, E_UPSTREAM, "%s: page %zu is %u x %u, the file only %llu bytes", t->path, t->n,
			       h, w, (unsigned long long)t->size);
	return 0;
}

static int add_page(struct tiffin *t, struct err *e)
{
	struct page p;
	char one[64], other[64];

	if (page_shape(t, &p, e))
		return e->code;
	if (t->n == 0)
		t->page = p;
	else if (!page_same(&p, &t->page))
		return err_set(e, E_DATA, "%s: page %zu is %s, page 0 is %s", t->path, t->n,
			       page_print(&p, one, sizeof one), page_print(&t->page, other, sizeof other));
	if (t->n == t->cap) {
		size_t cap = 2 * t->cap + 64;
		uint64_t *ifd = realloc(t->ifd, cap * sizeof *ifd);
		if (!ifd)
			return err_nomem(e, "TIFF pages");
		t->ifd = ifd;
		t->cap = cap;
	}
	t->ifd[t->n++] = TIFFCurrentDirOffset(t->tif);
	return t->n > PAGES_MAX ? err_set(e, E_DATA, "%s: more than %d pages", t->path, PAGES_MAX) : 0;
}

static int all_pages(struct tiffin *t, struct err *e)
{
	for (size_t i = 0;; i++) {
		uint32_t kind = 0;
		TIFFGetField(t->tif, TIFFTAG_SUBFILETYPE, &kind);
		if (!(kind & FILETYPE_REDUCEDIMAGE) && add_page(t, e))
			return e->code;
		if (TIFFLastDirectory(t->tif))
			break;
		if (!TIFFReadDirectory(t->tif))
			return fail(t, "directory", i + 1, e);
	}
	if (t->shorter)			/* libtiff takes what is missing for an end or a lesser fault */
		return fail(t, "directory", t->n, e);
	if (!t->n)
		return err_set(e, E_DATA, "%s: no image in it", t->path);
	return 0;
}

/* What of the layout decides how the page is read. */
static int set_page(struct tiffin *t, size_t page, struct err *e)
{
	uint16_t compress = COMPRESSION_NONE, order = FILLORDER_MSB2LSB;
	uint32_t rows = 0, cols = 0;

	t->said[0] = '\0';
	t->shorter = false;
	if (page == t->current)
		return 0;
	if (!TIFFSetSubDirectory(t->tif, t->ifd[page]))
		return fail(t, "page", page, e);
	TIFFGetFieldDefaulted(t->tif, TIFFTAG_COMPRESSION, &compress);
	TIFFGetFieldDefaulted(t->tif, TIFFTAG_FILLORDER, &order);
	t->tiled = TIFFIsTiled(t->tif);
	t->plain = compress == COMPRESSION_NONE && !t->tiled && order == FILLORDER_MSB2LSB;
	TIFFGetFieldDefaulted(t->tif, t->tiled ? TIFFTAG_TILELENGTH : TIFFTAG_ROWSPERSTRIP, &rows);
	TIFFGetField(t->tif, TIFFTAG_TILEWIDTH, &cols);
	t->band = rows > t->page.nrow && !t->tiled ? t->page.nrow : rows;
	t->tile_cols = cols;
	if (!t->band || (t->tiled && !cols))
		return err_set(e, E_DATA, "%s: page %zu has strips or tiles of no rows", t->path, page);
	t->current = page;
	return 0;
}

/* ImageJ keeps stacks over 4 GB as one page and raw images behind it. */
static void find_stack(struct tiffin *t)
{
	const char *images = t->text ? strstr(t->text, "\nimages=") : NULL;
	size_t bytes = page_bytes(&t->page);

	if (t->n != 1 || !images || strncmp(t->text, "ImageJ=", 7) || !t->plain)
		return;
	unsigned long long n = strtoull(images + 8, NULL, 10);
	uint64_t at = TIFFGetStrileOffset(t->tif, 0);
	if (n < 2 || n > PAGES_MAX || at > t->size || (t->size - at) / bytes < n)
		return;
	t->stack = true;
	t->n = (size_t)n;
}

static int open_tiff(struct tiffin *t, struct err *e)
{
	TIFFOpenOptions *o = TIFFOpenOptionsAlloc();

	if (!o)
		return err_nomem(e, "a TIFF file");
	TIFFOpenOptionsSetErrorHandlerExtR(o, on_error, t);
	TIFFOpenOptionsSetWarningHandlerExtR(o, on_warning, t);
	t->tif = TIFFClientOpenExt(t->path, "rmc", t, on_read, on_write, on_seek, on_close, on_size,
				   NULL, NULL, o);
	TIFFOpenOptionsFree(o);
	return t->tif ? 0 : fail(t, "directory", 0, e);
}

int tiffin_open(struct tiffin **out, const char *path, struct err *e)
{
	struct tiffin *t = *out = calloc(1, sizeof *t);
	struct stat st;
	char *text = NULL;

	if (!t || !(t->path = strdup(path)))
		return err_nomem(e, "a TIFF file");
	t->current = t->held_page = SIZE_MAX;
	t->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (t->fd < 0 || fstat(t->fd, &st))
		return err_sys(e, "%s", path);
	t->size = (uint64_t)st.st_size;
	if (open_tiff(t, e) || all_pages(t, e) || set_page(t, 0, e))
		return e->code;
	if (TIFFGetField(t->tif, TIFFTAG_IMAGEDESCRIPTION, &text) && text && !(t->text = strdup(text)))
		return err_nomem(e, "a TIFF description");
	find_stack(t);
	return 0;
}

const struct page *tiffin_page(const struct tiffin *t) { return &t->page; }
size_t tiffin_count(const struct tiffin *t) { return t->n; }
const char *tiffin_text(const struct tiffin *t) { return t->text; }

void tiffin_close(struct tiffin *t)
{
	if (!t)
		return;
	if (t->tif)
		TIFFClose(t->tif);
	if (t->fd >= 0 && t->path)
		close(t->fd);
	mem_free(t->held);
	mem_free(t->tile);
	free(t->ifd);
	free(t->path);
	free(t->text);
	free(t);
}

/* ---- pixels ---------------------------------------------------------------------------------- */

static int read_bytes(struct tiffin *t, size_t page, uint64_t at, size_t len, void *buf, struct err *e)
{
	if (at > t->size || len > t->size - at)
		t->shorter = true;
	else {
		t->at = at;
		if (on_read(t, buf, (tmsize_t)len) == (tmsize_t)len)
			return 0;
	}
	return fail(t, "page", page, e);
}

/* nr rows that lie one behind the other in the file, from the first one's offset. */
static int read_run(struct tiffin *t, size_t page, uint64_t at, size_t nr, size_t c, size_t nc,
		    char *buf, struct err *e)
{
	size_t px = page_pixel(&t->page), row = px * t->page.ncol;

	if (nc == t->page.ncol)
		return read_bytes(t, page, at, nr * row, buf, e);
	for (size_t i = 0; i < nr; i++)
		if (read_bytes(t, page, at + i * row + c * px, nc * px, buf + i * nc * px, e))
			break;
	return e->code;
}

static int read_plain(struct tiffin *t, size_t page, size_t r, size_t nr, size_t c, size_t nc,
		      char *buf, struct err *e)
{
	size_t row = page_pixel(&t->page) * t->page.ncol, out = page_pixel(&t->page) * nc;

	for (size_t done = 0, n; done < nr && !e->code; done += n) {
		size_t in = (r + done) % t->band, strip = (r + done) / t->band;
		uint64_t at = TIFFGetStrileOffset(t->tif, (uint32_t)strip) + in * row;
		for (n = t->band - in; n < nr - done; n += t->band)	/* strips that follow at once */
			if (TIFFGetStrileOffset(t->tif, (uint32_t)(strip + (in + n) / t->band)) != at + n * row)
				break;
		n = n < nr - done ? n : nr - done;
		read_run(t, page, at, n, c, nc, buf + done * out, e);
	}
	return e->code;
}

static int need(unsigned char **p, size_t *cap, size_t bytes, struct err *e)
{
	if (*cap >= bytes)
		return 0;
	mem_free(*p);
	*cap = 0;
	if (!(*p = mem_alloc(bytes, 1, "a strip of a TIFF page", e)))
		return e->code;
	*cap = bytes;
	return 0;
}

static int decode_tiles(struct tiffin *t, size_t page, size_t band, size_t rows, struct err *e)
{
	size_t px = page_pixel(&t->page), ncol = t->page.ncol;
	tmsize_t size = TIFFTileSize(t->tif);

	if (size <= 0 || (size_t)size != t->band * t->tile_cols * px || (size_t)size / MOST_EXPANSION > t->size)
		return err_set(e, E_DATA, "%s: page %zu has tiles of impossible size", t->path, page);
	if (need(&t->tile, &t->tile_cap, (size_t)size, e))
		return err_at(e, t->path);
	for (size_t c = 0; c < ncol; c += t->tile_cols) {
		uint32_t i = TIFFComputeTile(t->tif, (uint32_t)c, (uint32_t)(band * t->band), 0, 0);
		size_t n = ncol - c < t->tile_cols ? ncol - c : t->tile_cols;
		if (TIFFReadEncodedTile(t->tif, i, t->tile, size) != size)
			return fail(t, "page", page, e);
		for (size_t r = 0; r < rows; r++)
			memcpy(t->held + (r * ncol + c) * px, t->tile + r * t->tile_cols * px, n * px);
	}
	return 0;
}

/* Decode the strip or row of tiles, unless it is there already. */
static int hold_band(struct tiffin *t, size_t page, size_t band, struct err *e)
{
	size_t rows = t->page.nrow - band * t->band;

	if (t->held_page == page && t->held_band == band)
		return 0;
	t->held_page = SIZE_MAX;
	if (rows > t->band)
		rows = t->band;
	size_t bytes = rows * t->page.ncol * page_pixel(&t->page);
	if (need(&t->held, &t->held_cap, bytes, e))
		return err_at(e, t->path);
	if (t->tiled)
		decode_tiles(t, page, band, rows, e);
	else if (TIFFReadEncodedStrip(t->tif, (uint32_t)band, t->held, (tmsize_t)bytes) != (tmsize_t)bytes) {
		uint64_t at = TIFFGetStrileOffset(t->tif, (uint32_t)band);
		uint64_t len = TIFFGetStrileByteCount(t->tif, (uint32_t)band);
		t->shorter |= at > t->size || len > t->size - at;
		fail(t, "page", page, e);
	}
	if (e->code)
		return e->code;
	t->held_page = page;
	t->held_band = band;
	return 0;
}

static int read_coded(struct tiffin *t, size_t page, size_t r, size_t nr, size_t c, size_t nc,
		      char *buf, struct err *e)
{
	size_t px = page_pixel(&t->page), row = px * t->page.ncol;

	for (size_t i = r; i < r + nr; i++, buf += nc * px) {
		if (hold_band(t, page, i / t->band, e))
			return e->code;
		memcpy(buf, t->held + i % t->band * row + c * px, nc * px);
	}
	return 0;
}

int tiffin_read(struct tiffin *t, size_t page, size_t r, size_t nr, size_t c, size_t nc,
		void *buf, struct err *e)
{
	size_t px = page_pixel(&t->page);

	if (set_page(t, t->stack ? 0 : page, e))
		return e->code;
	if (t->stack)
		read_run(t, page, TIFFGetStrileOffset(t->tif, 0) + page * page_bytes(&t->page) + r * px * t->page.ncol,
			 nr, c, nc, buf, e);
	else if (t->plain)
		read_plain(t, page, r, nr, c, nc, buf, e);
	else
		return read_coded(t, page, r, nr, c, nc, buf, e);	/* libtiff swaps */
	if (!e->code && TIFFIsByteSwapped(t->tif))
		array_swap_bytes(buf, t->page.type, nr * nc * (t->page.is_complex ? 2 : 1));
	return e->code;
}
