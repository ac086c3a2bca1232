/* TIFF: what goes out comes back; what others write is read; what is broken is refused. */
#include "check.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/stat.h>
#include <tiffio.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/driver.h"

static char dir[] = "/tmp/test_tiff.XXXXXX";
static char name[4096];

static const char *at(const char *leaf)
{
	snprintf(name, sizeof name, "%s/%s", dir, leaf);
	return name;
}

static void touch(const char *path)
{
	close(open(path, O_CREAT | O_WRONLY | O_TRUNC, 0666));
}

/* Bytes that differ everywhere, and are finite as floats. */
static void fill(struct array *a)
{
	size_t n = array_count(a);

	for (size_t i = 0; i < n; i++) {
		double v = (double)((i * 2654435761u) % 251) - (a->type == DT_I8 || a->type == DT_I16 ? 125 : 0);
		if (dtype_is_float(a->type))
			v = v * 1.5 - 100;
		convert(&v, DT_F64, (char *)a->data + i * dtype_size(a->type), a->type, 1);
	}
}

static int write_file(const char *path, const struct head *h, const void *data, size_t step, int compress,
		      struct err *e)
{
	struct sink *s = NULL;
	struct sink_par par = { .compress = compress };
	size_t item = head_item_bytes(h);

	if (!driver_tiff.fits(h, e))
		driver_tiff.create(&s, path, h, &par, e);
	for (size_t i = 0; i < h->n[0] && !e->code; i += step) {
		size_t n = h->n[0] - i < step ? h->n[0] - i : step;
		driver_tiff.write(s, i, n, (const char *)data + i * item, e);
	}
	if (!e->code)
		driver_tiff.finish(s, e);
	driver_tiff.drop(s);
	return e->code;
}

/* Whole array of a file, or NULL and e set. */
static int read_file(const char *path, struct head *h, struct array *a, struct err *e)
{
	struct source *s = NULL;

	*h = (struct head){ 0 };
	*a = (struct array){ 0 };
	if (!driver_tiff.open(&s, path, NULL, h, e) && !array_new(a, h->type, h->ndim, h->n, e))
		driver_tiff.read_box(s, 0, h->n[0], 0, h->ndim > 1 ? h->n[1] : 1, 0, h->ndim > 2 ? h->n[2] : 1,
				     a->data, e);
	driver_tiff.close(s);
	return e->code;
}

static void round_trip(enum dtype t, int ndim, const size_t *n, bool complex, size_t step, int compress)
{
	static const char *const labels[] = { "angle", "row", "col", "complex" };
	struct head h, back;
	struct array a = { 0 }, b = { 0 };
	struct err e = { 0 };
	const char *path = at("round.tif");

	touch(path);
	head_init(&h, t, ndim, n, labels);
	h.is_complex = complex;
	CHECK(!array_new(&a, t, ndim, n, &e));
	fill(&a);
	CHECK(!write_file(path, &h, a.data, step, compress, &e));
	CHECK(!read_file(path, &back, &b, &e));
	CHECK(back.type == t && back.ndim == ndim && back.is_complex == complex);
	CHECK(b.data && !memcmp(back.n, n, (size_t)ndim * sizeof *n) && !memcmp(a.data, b.data, array_bytes(&a)));
	CHECK(!strcmp(back.label[0], "angle"));
	if (e.code)
		printf("# %s\n", e.msg);
	head_free(&back);
	array_free(&a);
	array_free(&b);
}

static void every_type(void)
{
	const size_t n[] = { 3, 37, 29 };

	for (int t = 0; t < DT_COUNT; t++)
		for (int compress = 0; compress < 2; compress++)
			round_trip((enum dtype)t, 3, n, false, 2, compress);
}

static void every_shape(void)
{
	const size_t one[] = { 1000 }, two[] = { 700, 701 }, three[] = { 1, 5, 6 }, four[] = { 2, 3, 5, 7 };
	const size_t c2[] = { 9, 2 }, c3[] = { 11, 13, 2 }, c4[] = { 3, 5, 7, 2 };

	for (int compress = 0; compress < 2; compress++) {
		round_trip(DT_F32, 1, one, false, 13, compress);
		round_trip(DT_U16, 2, two, false, 3, compress);	/* several strips, put together of rows */
		round_trip(DT_U16, 2, two, false, 700, compress);
		round_trip(DT_F64, 3, three, false, 1, compress);
		round_trip(DT_I16, 4, four, false, 1, compress);
		round_trip(DT_F32, 2, c2, true, 4, compress);
		round_trip(DT_F32, 3, c3, true, 4, compress);
		round_trip(DT_F32, 4, c4, true, 2, compress);
	}
}

int main(void)
{
	if (!mkdtemp(dir))
		return 1;
	CASE(every_type);
	CASE(every_shape);
	return done();
}
