#include "io/png.h"

#include <errno.h>
#include <fcntl.h>
#include <png.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "io/driver.h"

struct sink {
	int fd, sys;
	bool own;			/* fd is ours to close */
	char *path;
	png_structp png;
	png_infop info;
	struct err err;			/* what libpng said, while it cannot return */
	size_t row;			/* bytes */
	size_t left;			/* rows to come */
	size_t rows_per_item;
};

/* Rows, columns and samples a pixel of an image; false: it is none. */
static bool shape(const struct head *h, size_t *nrow, size_t *ncol, size_t *samples)
{
	int last = h->ndim - 1, first = 0;
	bool named = last >= 2 && (!strcmp(h->label[last], "rgb") || !strcmp(h->label[last], "rgba"));
	bool plain = h->ndim == 3 && h->n[0] > 1 && !h->label[last][0];
	bool colour = (named || plain) && (h->n[last] == 3 || h->n[last] == 4);

	*samples = colour ? h->n[last] : 1;
	if (h->ndim - colour == 3 && h->n[0] == 1)
		first = 1;
	if (h->ndim - colour - first != 2 || h->is_complex)
		return false;
	*nrow = h->n[first];
	*ncol = h->n[first + 1];
	return true;
}

static int fits(const struct head *h, struct err *e)
{
	size_t nrow, ncol, samples;
	char text[200];

	if (!shape(h, &nrow, &ncol, &samples))
		return err_set(e, E_USAGE, "PNG holds one image, not %s: use xview, or take one item with --items",
			       head_print(h, text, sizeof text));
	if (h->type != DT_U8 && (h->type != DT_U16 || samples > 1))
		return err_set(e, E_USAGE, "PNG holds %s, not %s: use xview, or xconvert --type uint8 with a range",
			       samples > 1 ? "colours of uint8" : "uint8 or uint16", dtype_name(h->type));
	if (nrow > INT32_MAX || ncol > INT32_MAX / 8)
		return err_set(e, E_USAGE, "%zu x %zu is too large for PNG", nrow, ncol);
	return 0;
}

/* ---- libpng's calls -------------------------------------------------------------------------- */

static void on_error(png_structp png, png_const_charp text)
{
	struct sink *s = png_get_error_ptr(png);

	err_set(&s->err, E_IO, "%s: write: %s", s->path, text);
	png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp text)
{
	(void)png, (void)text;
}

static void on_write(png_structp png, png_bytep p, size_t len)
{
	struct sink *s = png_get_io_ptr(png);

	while (len) {
		ssize_t k = write(s->fd, p, len);
		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0) {
			err_sys(&s->err, "%s: write", s->path);
			png_longjmp(png, 1);
		}
		p += k;
		len -= (size_t)k;
	}
}

static void on_flush(png_structp png)
{
	(void)png;
}

static void put_header(struct sink *s, const struct head *h, size_t nrow, size_t ncol, size_t samples)
{
	static const int colour[] = { 0, PNG_COLOR_TYPE_GRAY, 0, PNG_COLOR_TYPE_RGB, PNG_COLOR_TYPE_RGB_ALPHA };
	const uint16_t one = 1;

	png_set_user_limits(s->png, INT32_MAX, INT32_MAX);
	png_set_IHDR(s->png, s->info, (png_uint_32)ncol, (png_uint_32)nrow, h->type == DT_U16 ? 16 : 8,
		     colour[samples], PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
	png_write_info(s->png, s->info);
	if (h->type == DT_U16 && *(const uint8_t *)&one)
		png_set_swap(s->png);
}

/* Each of libpng's entries in a function of its own, for setjmp. */
static int begin(struct sink *s, const struct head *h, struct err *e)
{
	size_t nrow, ncol, samples;

	if (!shape(h, &nrow, &ncol, &samples))
		return err_set(e, E_INTERNAL, "not an image");
	s->left = nrow;
	s->row = ncol * samples * dtype_size(h->type);
	s->rows_per_item = h->n[0] == nrow && h->ndim == 2 + (samples > 1) ? 1 : nrow;
	s->png = png_create_write_struct(PNG_LIBPNG_VER_STRING, s, on_error, on_warning);
	s->info = s->png ? png_create_info_struct(s->png) : NULL;
	if (!s->info)
		return err_nomem(e, "a PNG image");
	if (setjmp(png_jmpbuf(s->png)))
		return *e = s->err, e->code;
	png_set_write_fn(s->png, s, on_write, on_flush);
	put_header(s, h, nrow, ncol, samples);
	return 0;
}

static int put_rows(struct sink *s, const unsigned char *data, size_t n, struct err *e)
{
	if (n > s->left)
		return err_set(e, E_INTERNAL, "%zu rows too many for a PNG image", n - s->left);
	if (setjmp(png_jmpbuf(s->png)))
		return *e = s->err, e->code;
	for (size_t i = 0; i < n; i++)
		png_write_row(s->png, data + i * s->row);
	s->left -= n;
	return 0;
}

static int end(struct sink *s, struct err *e)
{
	if (s->left)
		return err_set(e, E_INTERNAL, "%zu rows of a PNG image are missing", s->left);
	if (setjmp(png_jmpbuf(s->png)))
		return *e = s->err, e->code;
	png_write_end(s->png, s->info);
	return 0;
}

/* ---- driver ---------------------------------------------------------------------------------- */

static void drop(struct sink *s)
{
	if (!s)
		return;
	if (s->png)
		png_destroy_write_struct(&s->png, &s->info);
	if (s->own && s->fd >= 0)
		close(s->fd);
	free(s->path);
	free(s);
}

static int new_sink(struct sink **out, int fd, const char *name, struct err *e)
{
	struct sink *s = *out = calloc(1, sizeof *s);

	if (s)
		s->fd = fd;
	if (!s || !(s->path = strdup(name)))
		return err_nomem(e, "a PNG image");
	return 0;
}

static int create(struct sink **out, const char *path, const struct head *h,
		  const struct sink_par *par, struct err *e)
{
	(void)par;
	if (new_sink(out, -1, path, e))
		return e->code;
	(*out)->fd = open(path, O_WRONLY | O_CLOEXEC);
	if ((*out)->fd < 0)
		return err_sys(e, "%s", path);
	(*out)->own = true;
	return begin(*out, h, e);
}

static int put_items(struct sink *s, size_t first, size_t n, const void *data, struct err *e)
{
	(void)first;
	return put_rows(s, data, n * s->rows_per_item, e);
}

static int finish(struct sink *s, struct err *e)
{
	if (end(s, e))
		return e->code;
	s->own = false;
	return close(s->fd) ? err_sys(e, "%s: write", s->path) : 0;
}

int png_put_image(int fd, const char *name, const struct head *h, const void *data, struct err *e)
{
	struct sink *s = NULL;

	if (!fits(h, e) && !new_sink(&s, fd, name, e) && !begin(s, h, e) && !put_rows(s, data, s->left, e))
		end(s, e);
	drop(s);
	return e->code;
}

const struct driver driver_png = {
	.name = "PNG",
	.suffix = (const char *const[]){ ".png", NULL },
	.fits = fits,
	.create = create,
	.write = put_items,
	.finish = finish,
	.drop = drop,
};
