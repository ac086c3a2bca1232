/* PNG: what is written, libpng itself reads back to the same samples. */
#include "check.h"

#include <fcntl.h>
#include <png.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/driver.h"
#include "io/png.h"

static char path[40];
static int fd;

static int write_it(const struct head *h, const void *data, size_t step, struct err *e)
{
	struct sink *s = NULL;
	size_t item = head_item_bytes(h);

	*e = (struct err){ 0 };
	CHECK(!ftruncate(fd, 0));
	if (!driver_png.fits(h, e))
		driver_png.create(&s, path, h, NULL, e);
	for (size_t i = 0; i < h->n[0] && !e->code; i += step)
		driver_png.write(s, i, h->n[0] - i < step ? h->n[0] - i : step, (const char *)data + i * item, e);
	if (!e->code)
		driver_png.finish(s, e);
	driver_png.drop(s);
	return e->code;
}

/* Rows as they stand in the file, big-endian when of 16 bits. */
static size_t read_back(unsigned char *out, unsigned *width, unsigned *height, int *depth, int *colour)
{
	png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
	png_infop info = png_create_info_struct(png);
	FILE *f = fopen(path, "rb");
	png_bytep rows[64];

	png_init_io(png, f);
	png_read_info(png, info);
	png_get_IHDR(png, info, width, height, depth, colour, NULL, NULL, NULL);
	size_t row = png_get_rowbytes(png, info);
	for (unsigned i = 0; i < *height; i++)
		rows[i] = out + i * row;
	png_read_image(png, rows);
	png_read_end(png, info);
	CHECK(!png_get_valid(png, info, PNG_INFO_tIME));
	png_destroy_read_struct(&png, &info, NULL);
	fclose(f);
	return row * *height;
}

static void round_trip(enum dtype t, int ndim, const size_t *n, const char *last, int want_colour, size_t step)
{
	const char *labels[] = { "row", "col", "x", "y" };
	unsigned char data[64 * 64], back[64 * 64];
	unsigned w, h;
	int depth, colour;
	struct head head;
	struct err e = { 0 };
	bool same = true;
	size_t first = ndim == 4 || (ndim == 3 && !last);

	if (last)
		labels[ndim - 1] = last;
	head_init(&head, t, ndim, n, labels);
	for (size_t i = 0; i < sizeof data; i++)
		data[i] = (unsigned char)(i * 37);
	CHECK(!write_it(&head, data, step, &e));
	size_t bytes = read_back(back, &w, &h, &depth, &colour);
	CHECK(h == n[first] && w == n[first + 1] && colour == want_colour);
	CHECK(depth == 8 * (int)dtype_size(t) && bytes == head_item_bytes(&head) * n[0]);
	for (size_t i = 0; i < bytes; i++)
		same &= back[i] == data[t == DT_U16 ? i ^ 1 : i];
	CHECK(same);
}

static void every_form(void)
{
	const size_t gray[] = { 13, 9 }, item[] = { 1, 13, 9 }, rgb[] = { 7, 9, 3 }, rgba[] = { 7, 9, 4 };
	const size_t one[] = { 1, 7, 9, 3 }, dot[] = { 1, 1 };

	for (size_t step = 1; step < 14; step += 4) {
		round_trip(DT_U8, 2, gray, NULL, PNG_COLOR_TYPE_GRAY, step);
		round_trip(DT_U16, 2, gray, NULL, PNG_COLOR_TYPE_GRAY, step);
		round_trip(DT_U8, 3, rgb, "rgb", PNG_COLOR_TYPE_RGB, step);
		round_trip(DT_U8, 3, rgba, "rgba", PNG_COLOR_TYPE_RGB_ALPHA, step);
	}
	round_trip(DT_U16, 3, item, NULL, PNG_COLOR_TYPE_GRAY, 1);
	round_trip(DT_U8, 4, one, "rgb", PNG_COLOR_TYPE_RGB, 1);
	round_trip(DT_U8, 2, dot, NULL, PNG_COLOR_TYPE_GRAY, 1);
}

static void refuses(enum dtype t, int ndim, const size_t *n, const char *const *labels, const char *what)
{
	struct head h;
	struct err e = { 0 };

	head_init(&h, t, ndim, n, labels);
	CHECK(driver_png.fits(&h, &e) == E_USAGE && strstr(e.msg, what));
}

static void what_does_not_fit(void)
{
	static const char *const image[] = { "row", "col" }, *const stack[] = { "z", "y", "x" };
	static const char *const rgb[] = { "row", "col", "rgb" };
	const size_t n[] = { 4, 5, 3 };

	refuses(DT_F32, 2, n, image, "xview");
	refuses(DT_I16, 2, n, image, "xconvert --type");
	refuses(DT_U32, 2, n, image, "uint32");
	refuses(DT_U8, 3, n, stack, "one image");
	refuses(DT_U16, 3, n, rgb, "colours of uint8");
	refuses(DT_U8, 1, n, image, "one image");
}

static void same_bytes_by_descriptor(void)
{
	static const char *const labels[] = { "row", "col" };
	const size_t n[] = { 20, 30 };
	unsigned char data[600], one[2000], two[2000];
	struct head h;
	struct err e = { 0 };
	int other = memfd_create("other", 0);

	for (size_t i = 0; i < sizeof data; i++)
		data[i] = (unsigned char)(i * i);
	head_init(&h, DT_U8, 2, n, labels);
	CHECK(!write_it(&h, data, 3, &e) && !png_put_image(other, "it", &h, data, &e));
	ssize_t len = pread(fd, one, sizeof one, 0);
	CHECK(len > 100 && pread(other, two, sizeof two, 0) == len && !memcmp(one, two, (size_t)len));
	close(other);
}

static void failures(void)
{
	static const char *const labels[] = { "row", "col" };
	const size_t n[] = { 60, 60 };
	unsigned char data[3600];
	struct rlimit old, small = { 500, 0 };
	struct head h;
	struct err e = { 0 };

	for (size_t i = 0; i < sizeof data; i++)
		data[i] = (unsigned char)(i * i * 2654435761u >> 13);
	head_init(&h, DT_U8, 2, n, labels);
	int full = open("/dev/full", O_WRONLY);
	CHECK(png_put_image(full, "the disk", &h, data, &e) == E_IO && strstr(e.msg, "the disk: write: No space"));
	close(full);
	getrlimit(RLIMIT_FSIZE, &old);
	small.rlim_max = old.rlim_max;
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &small);
	CHECK(write_it(&h, data, 60, &e) == E_IO && strstr(e.msg, "File too large"));
	setrlimit(RLIMIT_FSIZE, &old);
	h.n[0] = 61;				/* a row is missing */
	struct sink *s = NULL;
	e = (struct err){ 0 };
	CHECK(!driver_png.create(&s, path, &h, NULL, &e) && !driver_png.write(s, 0, 60, data, &e));
	CHECK(driver_png.finish(s, &e) == E_INTERNAL);
	driver_png.drop(s);
}

int main(void)
{
	fd = memfd_create("png", 0);
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	CASE(every_form);
	CASE(what_does_not_fit);
	CASE(same_bytes_by_descriptor);
	CASE(failures);
	return done();
}
