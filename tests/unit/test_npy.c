/* NPY: what numpy writes is read, what goes out is what numpy writes, what is broken is refused. */
#include "check.h"

#include <fcntl.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/driver.h"
#include "io/npyhead.h"

static char path[40];
static int fd;

/* A file in memory that the driver can open by name. */
static void put_bytes(const void *p, size_t n)
{
	CHECK(!ftruncate(fd, 0) && pwrite(fd, p, n, 0) == (ssize_t)n);
}

/* Version 1 with this dict and these data. */
static size_t make(unsigned char *buf, const char *dict, const void *data, size_t bytes)
{
	size_t len = strlen(dict);

	memcpy(buf, "\x93NUMPY\1\0", 8);
	buf[8] = (unsigned char)len;
	buf[9] = (unsigned char)(len >> 8);
	memcpy(buf + 10, dict, len);
	memcpy(buf + 10 + len, data, bytes);
	return 10 + len + bytes;
}

static int open_it(struct source **s, struct head *h, struct err *e)
{
	*s = NULL;
	*h = (struct head){ 0 };
	*e = (struct err){ 0 };
	return driver_npy.open(s, path, NULL, h, e);
}

static int open_dict(const char *dict, const void *data, size_t bytes, double *out, size_t n, struct head *h,
		     struct err *e)
{
	unsigned char buf[2000];
	struct source *s;
	struct array a = { 0 };

	put_bytes(buf, make(buf, dict, data, bytes));
	if (!open_it(&s, h, e) && !array_new(&a, h->type, h->ndim, h->n, e) &&
	    !driver_npy.read_box(s, 0, h->n[0], 0, h->ndim > 1 ? h->n[1] : 1, 0, h->ndim > 2 ? h->n[2] : 1, a.data, e))
		for (size_t i = 0; i < n && i < array_count(&a); i++)
			out[i] = array_get(&a, i);
	driver_npy.close(s);
	array_free(&a);
	return e->code;
}

/* Types of the file as numpy 1.24 describes them, and the type and values they become. */
static void types_of_numpy(void)
{
	static const struct {
		const char *descr;
		const char *bytes;
		size_t len;
		enum dtype type;
		double v[2];
	} t[] = {
		{ "|i1", "\xff\x07", 2, DT_I8, { -1, 7 } },
		{ "|u1", "\xff\x07", 2, DT_U8, { 255, 7 } },
		{ "|b1", "\x00\x05", 2, DT_U8, { 0, 1 } },
		{ "<i2", "\xfe\xff\x02\x01", 4, DT_I16, { -2, 258 } },
		{ ">i2", "\xff\xfe\x01\x02", 4, DT_I16, { -2, 258 } },
		{ "<u2", "\xfe\xff\x02\x01", 4, DT_U16, { 65534, 258 } },
		{ ">u4", "\xff\xff\xff\xff\0\0\1\0", 8, DT_U32, { 4294967295.0, 256 } },
		{ "<i4", "\xff\xff\xff\xff\0\0\1\0", 8, DT_I32, { -1, 65536 } },
		{ "<f4", "\0\0\x80\x3f\0\0\x20\xc0", 8, DT_F32, { 1, -2.5 } },
		{ ">f4", "\x3f\x80\0\0\xc0\x20\0\0", 8, DT_F32, { 1, -2.5 } },
		{ ">f8", "\x3f\xf0\0\0\0\0\0\0\xc0\x04\0\0\0\0\0\0", 16, DT_F64, { 1, -2.5 } },
		{ "<f2", "\x01\x00\xff\x7b", 4, DT_F32, { 5.9604644775390625e-8, 65504 } },	/* 2^-24 */
		{ ">f2", "\xc1\x00\x3c\x01", 4, DT_F32, { -2.5, 1.0009765625 } },
		{ "<i8", "\xfe\xff\xff\xff\xff\xff\xff\xff\0\0\1\0\0\0\0\0", 16, DT_I32, { -2, 65536 } },
		{ ">i8", "\0\0\0\0\xff\xff\xff\xff\0\0\0\0\0\0\0\1", 16, DT_U32, { 4294967295.0, 1 } },
		{ "<u8", "\0\0\0\0\1\0\0\0\1\0\0\0\0\0\0\0", 16, DT_F64, { 4294967296.0, 1 } },
		{ "<i8", "\0\0\0\0\0\0\x20\0\xff\xff\xff\xff\xff\xff\xff\xff", 16, DT_F64, { 9007199254740992.0, -1 } },
		{ "<u8", "\0\0\0\0\0\0\0\x80\0\0\0\0\0\0\0\0", 16, DT_F64, { 9223372036854775808.0, 0 } },
	};
	char dict[200];
	double v[2] = { 0 };
	struct head h;
	struct err e;

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		snprintf(dict, sizeof dict, "{'descr': '%s', 'fortran_order': False, 'shape': (2,), }\n", t[i].descr);
		CHECK(!open_dict(dict, t[i].bytes, t[i].len, v, 2, &h, &e));
		CHECK(h.type == t[i].type && h.ndim == 1 && h.n[0] == 2 && !h.label[0][0]);
		if (v[0] != t[i].v[0] || v[1] != t[i].v[1] || e.code) {
			CHECK(!"values");
			printf("# %s: %.17g %.17g %s\n", t[i].descr, v[0], v[1], e.msg);
		}
		head_free(&h);
	}
}

static void shapes_and_forms(void)
{
	static const struct { const char *dict; int ndim; size_t n[4]; bool complex; } t[] = {
		{ "{'descr': '|u1', 'fortran_order': False, 'shape': (), }", 1, { 1 }, false },
		{ "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3, 4), }", 3, { 2, 3, 4 }, false },
		{ "{'descr':'|u1','fortran_order':False,'shape':(2,3,2,2)}", 4, { 2, 3, 2, 2 }, false },
		{ "  {\"shape\": (6L, 4L), \"descr\": \"|u1\", \"fortran_order\": False}  \n", 2, { 6, 4 }, false },
		{ "{'descr': '|u1', 'fortran_order': True, 'shape': (24,), }", 1, { 24 }, false },
		{ "{'descr': '|u1', 'fortran_order': True, 'shape': (1, 24, 1), }", 3, { 1, 24, 1 }, false },
		{ "{'descr': '<c8', 'fortran_order': False, 'shape': (3,), }", 2, { 3, 2 }, true },
		{ "{'descr': '>c8', 'fortran_order': False, 'shape': (1, 3), }", 3, { 1, 3, 2 }, true },
	};
	unsigned char data[24] = { 1, 2, 3 };
	double v[24];
	struct head h;
	struct err e;

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		size_t bytes = strstr(t[i].dict, "()") ? 1 : 24;
		CHECK(!open_dict(t[i].dict, data, bytes, v, 24, &h, &e));
		CHECK(h.ndim == t[i].ndim && h.is_complex == t[i].complex &&
		      !memcmp(h.n, t[i].n, (size_t)h.ndim * sizeof *h.n));
		if (e.code)
			printf("# %s: %s\n", t[i].dict, e.msg);
		head_free(&h);
	}
}

/* Versions 2 and 3 have a length of four bytes. */
static void versions(void)
{
	const char *dict = "{'descr': '|u1', 'fortran_order': False, 'shape': (3,), }\n";
	unsigned char buf[200] = "\x93NUMPY\2\0";
	struct source *s;
	struct head h;
	struct err e;

	buf[8] = (unsigned char)strlen(dict);
	memcpy(buf + 12, dict, strlen(dict));
	for (unsigned char v = 2; v < 5; v++) {
		buf[6] = v;
		put_bytes(buf, 12 + strlen(dict) + 3);
		CHECK(open_it(&s, &h, &e) == (v < 4 ? 0 : E_DATA));
		driver_npy.close(s);
		head_free(&h);
	}
}

static void refuses(const char *dict, size_t bytes, int code, const char *what)
{
	unsigned char data[64] = { 0 };
	double v[4];
	struct head h;
	struct err e;

	CHECK(open_dict(dict, data, bytes, v, 4, &h, &e) == code);
	if (e.code != code || !strstr(e.msg, what)) {
		CHECK(!"refused with these words");
		printf("# %s: %d %s\n", dict, e.code, e.msg);
	}
	head_free(&h);
}

static void what_cannot_be_read(void)
{
	static const char ok[] = "{'descr': '<u2', 'fortran_order': False, 'shape': (3, 4), }";
	static const char exact[] = "{'descr': '<u8', 'fortran_order': False, 'shape': (1,), }";
	unsigned char odd[8] = { 1, 0, 0, 0, 0, 0, 0x20, 0 };	/* 2^53 + 1 */
	double v;
	struct head h;
	struct err e;

	refuses(ok, 23, E_UPSTREAM, "ends early");
	refuses(ok, 0, E_UPSTREAM, "ends early");
	refuses(ok, 25, E_DATA, "follow the end");
	refuses("{'descr': '<f4', 'fortran_order': True, 'shape': (3, 4), }", 48, E_DATA, "ascontiguousarray");
	refuses("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 0), }", 0, E_DATA, "axis 1 has no samples");
	refuses("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1, 1, 1, 1), }", 4, E_DATA, "more than 4 axes");
	refuses("{'descr': '<c8', 'fortran_order': False, 'shape': (1, 1, 1, 2), }", 16, E_DATA, "too many");
	refuses("{'descr': '<c16', 'fortran_order': False, 'shape': (1,), }", 16, E_DATA, "'<c16'");
	refuses("{'descr': '<U5', 'fortran_order': False, 'shape': (1,), }", 20, E_DATA, "'<U5'");
	refuses("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", 20, E_DATA, "'|O'");
	refuses("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (3,), }", 12, E_DATA, "structured");
	refuses("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999, 99999999999), }", 4, E_DATA, "too large");
	refuses("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }", 4, E_DATA, "no size");
	refuses("{'descr': '<f4', 'fortran_order': False, 'shape': (-3,), }", 4, E_DATA, "no size");
	refuses("{'descr': '<f4', 'fortran_order': False, 'shape': (100000000000,), }", 4, E_UPSTREAM, "ends early");
	refuses("{'descr': '<f4', 'fortran_order': Maybe, 'shape': (3,), }", 12, E_DATA, "neither True nor False");
	refuses("{'descr': '<f4', 'shape': (3,), }", 12, E_DATA, "missing");
	refuses("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", 12, E_DATA, "unexpected key");
	refuses("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), 'x': 1}", 12, E_DATA, "unexpected key");
	refuses("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), } more", 12, E_DATA, "after the dict");
	refuses("", 0, E_DATA, "no dict");
	CHECK(open_dict(exact, odd, 8, &v, 1, &h, &e) == E_DATA && strstr(e.msg, "exactly"));
	head_free(&h);
}

/* Cut anywhere in the header: no crash, and never taken for whole. */
static void truncated(void)
{
	static const char dict[] = "{'descr': '<u2', 'fortran_order': False, 'shape': (3, 4), }\n";
	unsigned char buf[200], data[24] = { 0 };
	size_t n = make(buf, dict, data, sizeof data);
	struct source *s;
	struct head h;
	struct err e;

	for (size_t cut = 0; cut < n; cut++) {
		put_bytes(buf, cut);
		CHECK(open_it(&s, &h, &e) == E_UPSTREAM && *e.msg);
		driver_npy.close(s);
		head_free(&h);
	}
}

static int write_it(const struct head *h, const void *data, size_t step, struct err *e)
{
	struct sink *s = NULL;
	size_t item = head_item_bytes(h);

	*e = (struct err){ 0 };
	CHECK(!ftruncate(fd, 0));
	if (!driver_npy.fits(h, e))
		driver_npy.create(&s, path, h, NULL, e);
	for (size_t i = 0; i < h->n[0] && !e->code; i += step)
		driver_npy.write(s, i, h->n[0] - i < step ? h->n[0] - i : step, (const char *)data + i * item, e);
	if (!e->code)
		driver_npy.finish(s, e);
	driver_npy.drop(s);
	return e->code;
}

static void round_trip(enum dtype t, int ndim, const size_t *n, bool complex)
{
	static const char *const labels[] = { "frame", "row", "col", "c" };
	struct head h, back;
	struct array a, b = { 0 };
	struct source *s = NULL;
	struct err e = { 0 };

	head_init(&h, t, ndim, n, labels);
	h.is_complex = complex;
	CHECK(!array_new(&a, t, ndim, n, &e));
	for (size_t i = 0; i < array_bytes(&a); i++)
		((unsigned char *)a.data)[i] = (unsigned char)(i * 7 % 120);
	CHECK(!write_it(&h, a.data, 2, &e) && !open_it(&s, &back, &e) && !array_new(&b, t, ndim, n, &e));
	CHECK(back.type == t && back.ndim == ndim && back.is_complex == complex && !memcmp(back.n, n, sizeof *n * (size_t)ndim));
	CHECK(!driver_npy.read_box(s, 0, n[0], 0, ndim > 1 ? n[1] : 1, 0, ndim > 2 ? n[2] : 1, b.data, &e));
	CHECK(b.data && !memcmp(a.data, b.data, array_bytes(&a)));
	driver_npy.close(s);
	array_free(&a);
	array_free(&b);
	head_free(&back);
}

static void every_type_and_shape(void)
{
	const size_t n[] = { 5, 3, 4, 2 };

	for (int t = 0; t < DT_COUNT; t++)
		for (int ndim = 1; ndim <= 4; ndim++)
			round_trip((enum dtype)t, ndim, n, false);
	round_trip(DT_F32, 4, n, true);
}

/* Byte for byte numpy.save(np.arange(6, dtype='<u2').reshape(2, 3)), numpy 1.24.2. */
static void as_numpy_writes(void)
{
	const size_t n[] = { 2, 3 };
	static const char *const labels[] = { "row", "col" };
	const unsigned short v[] = { 0, 1, 2, 3, 4, 5 };
	unsigned char want[140], got[200];
	struct head h;
	struct err e;

	memset(want, ' ', sizeof want);
	memcpy(want, "\x93NUMPY\1\0\x76\0", 10);
	memcpy(want + 10, "{'descr': '<u2', 'fortran_order': False, 'shape': (2, 3), }", 59);
	want[127] = '\n';
	for (int i = 0; i < 6; i++) {
		want[128 + 2 * i] = (unsigned char)i;
		want[129 + 2 * i] = 0;
	}
	head_init(&h, DT_U16, 2, n, labels);
	CHECK(!write_it(&h, v, 2, &e));
	CHECK(pread(fd, got, sizeof got, 0) == sizeof want && !memcmp(got, want, sizeof want));
}

/* Any part of axes 0, 1, 2 is what indices say, with 64-bit integers (converted) and halves too. */
static void boxes(void)
{
	enum { A = 5, B = 7, C = 6 };
	static const char *const descr[] = { "<u2", ">u2", "<i8", "<f2" };
	unsigned char buf[3000], data[8 * A * B * C] = { 0 };
	char dict[200];
	struct source *s;
	struct head h;
	struct err e;

	for (int t = 0; t < 4; t++) {
		size_t w = t == 2 ? 8 : 2;
		bool same = true;
		memset(data, 0, sizeof data);
		for (size_t i = 0; i < A * B * C; i++) {
			unsigned v = t == 3 ? 0x3c00 + (unsigned)i : (unsigned)i;	/* 1 + i/1024 */
			data[i * w + (t == 1)] = (unsigned char)v;
			data[i * w + (t != 1)] = (unsigned char)(v >> 8);
		}
		snprintf(dict, sizeof dict, "{'descr': '%s', 'fortran_order': False, 'shape': (5, 7, 6), }", descr[t]);
		put_bytes(buf, make(buf, dict, data, w * A * B * C));
		CHECK(!open_it(&s, &h, &e));
		for (size_t r = 0; r < B; r += 3)
			for (size_t c = 0; c < C; c += 2) {
				size_t nr = B - r, nc = C - c - (c > 0), k = 0;
				double out[A * B * C];		/* room for any type */
				struct array box = { .type = h.type, .ndim = 1, .n = { 3 * nr * nc }, .data = out };
				CHECK(!driver_npy.read_box(s, 1, 3, r, nr, c, nc, out, &e));
				for (size_t i = 1; i < 4; i++)
					for (size_t y = r; y < r + nr; y++)
						for (size_t x = c; x < c + nc; x++, k++) {
							double v = (double)((i * B + y) * C + x);
							same &= array_get(&box, k) == (t == 3 ? 1 + v / 1024 : v);
						}
			}
		CHECK(same);
		driver_npy.close(s);
		head_free(&h);
	}
}

static void header_is_aligned(void)
{
	const size_t n[] = { SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX };
	static const char *const labels[] = { "", "", "", "" };
	char text[NPY_HEADER];
	struct npy_layout l = { 0 };
	struct head h;
	struct err e = { 0 };

	head_init(&h, DT_F64, 4, n, labels);	/* the longest there can be */
	size_t len = npyhead_print(&h, text);
	CHECK(len % 64 == 0 && len <= NPY_HEADER && text[len - 1] == '\n');
	text[len - 1] = '\0';
	CHECK(!npyhead_parse(text + 10, &l, &e) && l.ndim == 4 && l.n[3] == SIZE_MAX);
}

int main(void)
{
	fd = memfd_create("npy", 0);
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	CASE(types_of_numpy);
	CASE(shapes_and_forms);
	CASE(versions);
	CASE(what_cannot_be_read);
	CASE(truncated);
	CASE(every_type_and_shape);
	CASE(as_numpy_writes);
	CASE(boxes);
	CASE(header_is_aligned);
	return done();
}
