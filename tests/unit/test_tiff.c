/* TIFF: what goes out comes back; what others write is read; what is broken is refused. */
#include "check.h"

#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdint.h>
#include <sys/resource.h>
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


/* ---- metadata -------------------------------------------------------------------------------- */

static struct head projections(size_t n)
{
	const size_t size[] = { n, 4, 5 };
	static const char *const labels[] = { "angle", "row", "col" };
	struct head h;
	struct err e = { 0 };
	double theta[100], rows[] = { 7, 8, 9, 10 };

	for (size_t i = 0; i < n; i++)
		theta[i] = 0.1 * (double)i;
	head_init(&h, DT_U16, 3, size, labels);
	CHECK(!meta_set(&h.meta, META_ENERGY, "24.5", &e));
	CHECK(!meta_set(&h.meta, "strange key", "two\nlines, a back\\slash, \\n and := signs", &e));
	CHECK(!meta_set(&h.meta, META_SAMPLE, "Zahn \xc3\xa4", &e));
	CHECK(!head_set_table(&h, "angle", "theta_deg", theta, n, &e));
	CHECK(!head_set_table(&h, "row", "index", rows, 4, &e));
	return h;
}

static void same_head(const struct head *a, const struct head *b)
{
	CHECK(a->ndim == b->ndim && a->type == b->type && a->meta.n == b->meta.n && a->ntable == b->ntable);
	for (int i = 0; i < a->ndim; i++)
		CHECK(!strcmp(a->label[i], b->label[i]) && a->n[i] == b->n[i]);
	for (size_t i = 0; i < a->meta.n; i++) {
		const char *v = meta_get(&b->meta, a->meta.entry[i].key);
		CHECK(v && !strcmp(v, a->meta.entry[i].val));
	}
	for (size_t i = 0; i < a->ntable; i++) {
		const struct table *t = &a->table[i], *u = head_table(b, t->label, t->name);
		CHECK(u && u->n == t->n && !memcmp(u->v, t->v, t->n * sizeof *t->v));
	}
}

static void metadata_comes_back(void)
{
	struct head h = projections(6), back;
	struct array a, b;
	struct err e = { 0 };

	CHECK(!array_new(&a, h.type, 3, h.n, &e));
	fill(&a);
	touch(at("meta.tif"));
	CHECK(!write_file(name, &h, a.data, 6, 0, &e) && !read_file(name, &back, &b, &e));
	same_head(&h, &back);
	head_free(&h);
	head_free(&back);
	array_free(&a);
	array_free(&b);
}

static void same_bytes_again(void)
{
	struct head h = projections(6);
	struct array a;
	struct err e = { 0 };
	char one[20000], two[20000];
	size_t n1, n2;

	CHECK(!array_new(&a, h.type, 3, h.n, &e));
	fill(&a);
	touch(at("one.tif"));
	CHECK(!write_file(name, &h, a.data, 6, 1, &e));
	FILE *f = fopen(name, "rb");
	n1 = fread(one, 1, sizeof one, f);
	fclose(f);
	sleep(1);			/* a time stamp would differ */
	touch(at("two.tif"));
	CHECK(!write_file(name, &h, a.data, 1, 1, &e));	/* slabs of another size as well */
	f = fopen(name, "rb");
	n2 = fread(two, 1, sizeof two, f);
	fclose(f);
	CHECK(n1 == n2 && n1 > 200 && !memcmp(one, two, n1));
	head_free(&h);
	array_free(&a);
}

/* ---- files as others write them, by libtiff itself ------------------------------------------- */

struct foreign {
	const char *mode;		/* "wb": big-endian, "w8l": BigTIFF */
	unsigned compress, tile, rows, pages, order;
};

static unsigned short pixel(size_t page, size_t r, size_t c)
{
	return (unsigned short)(page * 10007 + r * 131 + c * 7);
}

static void write_foreign(const char *path, const struct foreign *f, size_t nrow, size_t ncol)
{
	TIFF *t = TIFFOpen(path, f->mode);
	unsigned short buf[64 * 64];

	for (unsigned p = 0; p < f->pages; p++) {
		TIFFSetField(t, TIFFTAG_IMAGEWIDTH, (unsigned)ncol);
		TIFFSetField(t, TIFFTAG_IMAGELENGTH, (unsigned)nrow);
		TIFFSetField(t, TIFFTAG_BITSPERSAMPLE, 16);
		TIFFSetField(t, TIFFTAG_SAMPLESPERPIXEL, 1);
		TIFFSetField(t, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISBLACK);
		TIFFSetField(t, TIFFTAG_COMPRESSION, f->compress);
		if (f->order)
			TIFFSetField(t, TIFFTAG_FILLORDER, f->order);
		if (f->tile) {
			TIFFSetField(t, TIFFTAG_TILEWIDTH, f->tile);
			TIFFSetField(t, TIFFTAG_TILELENGTH, f->tile);
			for (unsigned r = 0; r < nrow; r += f->tile)
				for (unsigned c = 0; c < ncol; c += f->tile) {
					for (unsigned i = 0; i < f->tile * f->tile; i++)
						buf[i] = pixel(p, r + i / f->tile, c + i % f->tile);
					TIFFWriteTile(t, buf, c, r, 0, 0);
				}
		} else {
			TIFFSetField(t, TIFFTAG_ROWSPERSTRIP, f->rows);
			for (unsigned r = 0; r < nrow; r++) {
				for (unsigned c = 0; c < ncol; c++)
					buf[c] = pixel(p, r, c);
				TIFFWriteScanline(t, buf, r, 0);
			}
		}
		TIFFWriteDirectory(t);
	}
	TIFFClose(t);
}

static void check_foreign(const struct foreign *f)
{
	enum { NROW = 37, NCOL = 53 };
	struct source *s = NULL;
	struct head h = { 0 };
	struct err e = { 0 };
	unsigned short all[3][NROW][NCOL], box[3][5][11];
	bool stack = f->pages > 1, same = true;

	write_foreign(at("foreign.tif"), f, NROW, NCOL);
	CHECK(!driver_tiff.open(&s, name, NULL, &h, &e));
	CHECK(h.ndim == (stack ? 3 : 2) && h.type == DT_U16 && head_axis(&h, "frame") == (stack ? 0 : -1));
	CHECK(head_axis(&h, "row") == (int)stack && head_axis(&h, "col") == 1 + (int)stack);
	if (stack) {
		CHECK(!driver_tiff.read_box(s, 0, f->pages, 0, NROW, 0, NCOL, all, &e));
		CHECK(!driver_tiff.read_box(s, 1, f->pages - 1, 13, 5, 29, 11, box[1], &e));
	} else {
		CHECK(!driver_tiff.read_box(s, 0, NROW, 0, NCOL, 0, 1, all, &e));
		CHECK(!driver_tiff.read_box(s, 13, 5, 29, 11, 0, 1, box[0], &e));
	}
	for (size_t p = 0; p < f->pages && !e.code; p++)
		for (size_t r = 0; r < NROW; r++)
			for (size_t c = 0; c < NCOL; c++)
				same &= all[p][r][c] == pixel(p, r, c) &&
					((stack && p == 0) || r < 13 || r >= 18 || c < 29 || c >= 40 ||
					 box[p][r - 13][c - 29] == pixel(p, r, c));
	CHECK(same);
	if (e.code || !same)
		printf("# mode %s compress %u tile %u rows %u: %s\n", f->mode, f->compress, f->tile, f->rows, e.msg);
	driver_tiff.close(s);
	head_free(&h);
}

static void foreign_files(void)
{
	static const char *const modes[] = { "wl", "wb", "w8l", "w8b" };
	static const unsigned rows[] = { 1, 7, 37, 1000 };
	static const unsigned compress[] = { COMPRESSION_NONE, COMPRESSION_LZW, COMPRESSION_ADOBE_DEFLATE,
					     COMPRESSION_PACKBITS };

	for (int m = 0; m < 4; m++)
		for (int k = 0; k < 4; k++)
			for (unsigned pages = 1; pages < 4; pages += 2) {
				for (int r = 0; r < 4; r++)
					check_foreign(&(struct foreign){ modes[m], compress[k], 0, rows[r], pages, 0 });
				check_foreign(&(struct foreign){ modes[m], compress[k], 16, 0, pages, 0 });
				check_foreign(&(struct foreign){ modes[m], compress[k], 64, 0, pages, 0 });
			}
	check_foreign(&(struct foreign){ "wl", COMPRESSION_NONE, 0, 7, 3, FILLORDER_LSB2MSB });
}

/* One page of another make: refused with this word in the message. */
static void refused(const char *what, int code, unsigned bits, unsigned samples, unsigned format, unsigned photo)
{
	TIFF *t = TIFFOpen(at("odd.tif"), "w");
	unsigned char buf[1000] = { 0 };
	unsigned short map[256] = { 0 };
	struct source *s = NULL;
	struct head h = { 0 };
	struct err e = { 0 };

	TIFFSetField(t, TIFFTAG_IMAGEWIDTH, 8);
	TIFFSetField(t, TIFFTAG_IMAGELENGTH, 4);
	TIFFSetField(t, TIFFTAG_BITSPERSAMPLE, bits);
	TIFFSetField(t, TIFFTAG_SAMPLESPERPIXEL, samples);
	TIFFSetField(t, TIFFTAG_SAMPLEFORMAT, format);
	TIFFSetField(t, TIFFTAG_PHOTOMETRIC, photo);
	TIFFSetField(t, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
	if (photo == PHOTOMETRIC_PALETTE)
		TIFFSetField(t, TIFFTAG_COLORMAP, map, map, map);
	for (unsigned r = 0; r < 4; r++)
		TIFFWriteScanline(t, buf, r, 0);
	TIFFClose(t);
	CHECK(driver_tiff.open(&s, name, NULL, &h, &e) == code);
	if (!strstr(e.msg, what)) {
		CHECK(!"the message says why");
		printf("# %s\n", e.msg);
	}
	driver_tiff.close(s);
	head_free(&h);
}

static void what_is_no_gray(void)
{
	refused("colour", E_DATA, 8, 3, SAMPLEFORMAT_UINT, PHOTOMETRIC_RGB);
	refused("colour", E_DATA, 16, 4, SAMPLEFORMAT_UINT, PHOTOMETRIC_RGB);
	refused("palette", E_DATA, 8, 1, SAMPLEFORMAT_UINT, PHOTOMETRIC_PALETTE);
	refused("1 bits", E_DATA, 1, 1, SAMPLEFORMAT_UINT, PHOTOMETRIC_MINISBLACK);
	refused("16 bits, format 3", E_DATA, 16, 1, SAMPLEFORMAT_IEEEFP, PHOTOMETRIC_MINISBLACK);
	refused("64 bits", E_DATA, 64, 1, SAMPLEFORMAT_UINT, PHOTOMETRIC_MINISBLACK);
}

/* ---- sequences ------------------------------------------------------------------------------- */

static void one_image(const char *leaf, size_t nrow)
{
	write_foreign(at(leaf), &(struct foreign){ "wl", COMPRESSION_NONE, 0, 100, 1, 0 }, nrow, 20);
}

static int open_only(const char *path, struct head *h, struct err *e)
{
	struct source *s = NULL;

	*h = (struct head){ 0 };
	*e = (struct err){ 0 };
	driver_tiff.open(&s, path, NULL, h, e);
	driver_tiff.close(s);
	return e->code;
}

static void refuses_sequence(const char *leaf, const char *what)
{
	struct head h;
	struct err e;

	CHECK(open_only(at(leaf), &h, &e) == E_DATA);
	if (!strstr(e.msg, what)) {
		CHECK(!"the message says what");
		printf("# %s\n", e.msg);
	}
	head_free(&h);
}

static void sequences(void)
{
	struct head h;
	struct err e;
	char leaf[64];

	mkdir(at("seq"), 0777);
	for (int i = 8; i < 12; i++) {		/* 9 before 10, whatever the width */
		snprintf(leaf, sizeof leaf, "seq/raw_%d.tif", i);
		one_image(leaf, 10);
	}
	touch(at("seq/notes.txt"));
	CHECK(tiff_is_sequence(at("seq")) && tiff_is_sequence(at("seq/raw_*.tif")) &&
	      tiff_is_sequence(at("seq/raw_%d.tif")) && !tiff_is_sequence(at("seq/raw_8.tif")));
	CHECK(!open_only(at("seq"), &h, &e) && h.ndim == 3 && h.n[0] == 4 && h.n[1] == 10 && h.n[2] == 20);
	head_free(&h);
	CHECK(!open_only(at("seq/raw_*.tif"), &h, &e) && h.n[0] == 4);
	head_free(&h);
	CHECK(!open_only(at("seq/raw_%d.tif"), &h, &e) && h.n[0] == 4);
	head_free(&h);
	CHECK(!open_only(at("seq/raw_[89].tif"), &h, &e) && h.n[0] == 2);
	head_free(&h);
	refuses_sequence("seq/other_%05d.tif", "no TIFF file");
	unlink(at("seq/raw_10.tif"));
	refuses_sequence("seq", "raw_10.tif is missing");
	refuses_sequence("seq/raw_%d.tif", "raw_10.tif is missing");
	one_image("seq/dark_10.tif", 10);
	refuses_sequence("seq", "not of one series");
}

static void sequences_by_tens(void)
{
	struct head h;
	struct err e;
	char leaf[64];

	mkdir(at("tens"), 0777);
	for (int i = 0; i < 4; i++) {
		snprintf(leaf, sizeof leaf, "tens/p%04d.tif", 10 * i);
		one_image(leaf, i == 3 ? 11 : 10);
	}
	CHECK(!open_only(at("tens"), &h, &e) && h.n[0] == 4);	/* an even step is no gap */
	head_free(&h);
	refuses_sequence("tens/p%04d.tif", "p0001.tif is missing");
	one_image("tens/p00010.tif", 10);
	refuses_sequence("tens", "same number");
	unlink(at("tens/p00010.tif"));
	struct source *s = NULL;
	unsigned short buf[4 * 11 * 20];
	h = (struct head){ 0 };
	CHECK(!driver_tiff.open(&s, at("tens"), NULL, &h, &e));
	CHECK(driver_tiff.read_box(s, 0, 4, 0, 10, 0, 20, buf, &e) == E_DATA && strstr(e.msg, "p0030.tif") &&
	      strstr(e.msg, "11 x 20"));
	driver_tiff.close(s);
	head_free(&h);
}

/* Files numbered by the rows of the detector; the head comes back from the first, also of a part. */
static void sequence_out(void)
{
	struct head h = projections(6), back;
	struct array a, b;
	struct err e = { 0 };
	const double rows[] = { 20, 21, 22, 23 };

	head_swap(&h, 0, 1);			/* sinograms */
	CHECK(!head_set_table(&h, "row", "index", rows, 4, &e));
	CHECK(!array_new(&a, h.type, 3, h.n, &e));
	fill(&a);
	mkdir(at("out"), 0777);
	CHECK(!write_file(at("out/sino_%04d.tif"), &h, a.data, 3, 0, &e));
	CHECK(!access(at("out/sino_0020.tif"), F_OK) && !access(at("out/sino_0023.tif"), F_OK) &&
	      access(at("out/sino_0000.tif"), F_OK));
	CHECK(!read_file(at("out"), &back, &b, &e));
	CHECK(b.data && !memcmp(a.data, b.data, array_bytes(&a)));
	same_head(&h, &back);
	head_free(&back);
	array_free(&b);
	unlink(at("out/sino_0020.tif"));
	CHECK(!read_file(at("out"), &back, &b, &e));
	const struct table *t = head_table(&back, "row", "index");
	CHECK(back.n[0] == 3 && t && t->n == 3 && t->v[0] == 21);	/* of the names */
	CHECK(head_table(&back, "angle", "theta_deg") && meta_get(&back.meta, META_ENERGY));
	head_free(&back);
	array_free(&b);
	array_free(&a);
	head_free(&h);
}

/* ---- what is broken -------------------------------------------------------------------------- */

static size_t slurp(const char *path, unsigned char *buf, size_t cap)
{
	FILE *f = fopen(path, "rb");
	size_t n = fread(buf, 1, cap, f);

	fclose(f);
	return n;
}

static int read_bytes(const unsigned char *p, size_t n, struct err *e)
{
	FILE *f = fopen(at("broken.tif"), "wb");
	struct head h;
	struct array a;

	fwrite(p, 1, n, f);
	fclose(f);
	*e = (struct err){ 0 };
	read_file(name, &h, &a, e);
	head_free(&h);
	array_free(&a);
	return e->code;
}

/* Cut anywhere, no file is taken for a whole one; most cuts are told from other damage. */
static void truncated(void)
{
	static unsigned char whole[40000];
	struct head h = projections(6);
	struct array a;
	struct err e = { 0 };
	size_t early = 0;

	CHECK(!array_new(&a, h.type, 3, h.n, &e));
	fill(&a);
	for (int compress = 0; compress < 2; compress++) {
		e = (struct err){ 0 };
		touch(at("whole.tif"));
		CHECK(!write_file(name, &h, a.data, 6, compress, &e));
		size_t n = slurp(name, whole, sizeof whole);
		CHECK(!read_bytes(whole, n, &e));
		for (size_t cut = 0; cut < n; cut++) {
			int code = read_bytes(whole, cut, &e);
			CHECK((code == E_UPSTREAM || code == E_DATA) && *e.msg);
			early += code == E_UPSTREAM;
		}
		CHECK(early > n / 2);
	}
	head_free(&h);
	array_free(&a);
}

static void put32(unsigned char *p, unsigned v)
{
	for (int i = 0; i < 4; i++)
		p[i] = (unsigned char)(v >> 8 * i);
}

/* A little-endian page of 16 bits by hand: directory at 8, data behind it. */
static size_t by_hand(unsigned char *p, unsigned width, unsigned height, unsigned compress, unsigned next)
{
	const unsigned tag[9][3] = {	/* tag, type, value */
		{ 256, 4, width }, { 257, 4, height }, { 258, 3, 16 }, { 259, 3, compress }, { 262, 3, 1 },
		{ 273, 4, 134 }, { 277, 3, 1 }, { 278, 4, height }, { 279, 4, 64 },
	};

	memset(p, 0, 134 + 64);
	memcpy(p, "II*\0\10\0\0\0\11\0", 10);
	for (int i = 0; i < 9; i++) {
		p[10 + 12 * i] = (unsigned char)tag[i][0];
		p[11 + 12 * i] = (unsigned char)(tag[i][0] >> 8);
		p[12 + 12 * i] = (unsigned char)tag[i][1];
		p[14 + 12 * i] = 1;
		put32(p + 18 + 12 * i, tag[i][2]);
	}
	put32(p + 10 + 12 * 9, next);
	return 134 + 64;
}

static void hostile(void)
{
	unsigned char p[300];
	struct err e;

	CHECK(!read_bytes(p, by_hand(p, 8, 4, 1, 0), &e));		/* the hand is right */
	CHECK(read_bytes(p, by_hand(p, 0, 4, 1, 0), &e) == E_DATA);
	CHECK(read_bytes(p, by_hand(p, 8, 0, 1, 0), &e) == E_DATA);
	CHECK(read_bytes(p, by_hand(p, 0xffffffff, 0xffffffff, 1, 0), &e));
	CHECK(read_bytes(p, by_hand(p, 60000, 60000, 1, 0), &e) == E_UPSTREAM);
	CHECK(read_bytes(p, by_hand(p, 60000, 60000, 8, 0), &e) == E_UPSTREAM);
	CHECK(read_bytes(p, by_hand(p, 8, 5, 1, 0), &e) == E_UPSTREAM);	/* 16 bytes short */
	CHECK(read_bytes(p, by_hand(p, 8, 4, 1, 8), &e) == E_DATA);		/* the directory follows itself */
	CHECK(read_bytes(p, by_hand(p, 8, 4, 1, 100000), &e));		/* the next is behind the end */
	CHECK(read_bytes(p, by_hand(p, 8, 4, 60000, 0), &e) == E_DATA);	/* no such compression */
	CHECK(read_bytes(p, by_hand(p, 8, 4, 5, 0), &e) == E_DATA);		/* not LZW at all */
}

/* Our description over images it does not describe is not believed. */
static void foreign_description(void)
{
	struct head h = projections(6), back;
	struct array a, b;
	struct err e = { 0 };

	CHECK(!array_new(&a, h.type, 3, h.n, &e));
	touch(at("edited.tif"));
	CHECK(!write_file(name, &h, a.data, 6, 0, &e));
	TIFF *t = TIFFOpen(name, "a");		/* someone appends a page */
	TIFFSetField(t, TIFFTAG_IMAGEWIDTH, 5);
	TIFFSetField(t, TIFFTAG_IMAGELENGTH, 4);
	TIFFSetField(t, TIFFTAG_BITSPERSAMPLE, 16);
	TIFFSetField(t, TIFFTAG_SAMPLESPERPIXEL, 1);
	TIFFSetField(t, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISBLACK);
	for (unsigned r = 0; r < 4; r++)
		TIFFWriteScanline(t, a.data, r, 0);
	TIFFClose(t);
	CHECK(!read_file(name, &back, &b, &e));
	CHECK(back.n[0] == 7 && head_axis(&back, "frame") == 0 && back.meta.n == 0 && back.ntable == 0);
	head_free(&h);
	head_free(&back);
	array_free(&a);
	array_free(&b);
}

/* A disk that is full is seen, at the latest by finish(). */
static void full_disk(void)
{
	struct rlimit old, small = { 20000, RLIM_INFINITY };
	const size_t n[] = { 50, 30, 30 };
	static const char *const labels[] = { "z", "y", "x" };
	struct head h;
	struct array a;
	struct err e = { 0 };

	getrlimit(RLIMIT_FSIZE, &old);
	small.rlim_max = old.rlim_max;
	signal(SIGXFSZ, SIG_IGN);
	head_init(&h, DT_F32, 3, n, labels);
	CHECK(!array_new(&a, DT_F32, 3, n, &e));
	touch(at("full.tif"));
	setrlimit(RLIMIT_FSIZE, &small);
	CHECK(write_file(name, &h, a.data, 7, 0, &e) == E_IO && strstr(e.msg, "File too large"));
	setrlimit(RLIMIT_FSIZE, &old);
	array_free(&a);
}

static void what_does_not_fit(void)
{
	const size_t n[] = { 4, 5, 3 };
	static const char *const labels[] = { "row", "col", "rgb" };
	struct head h;
	struct err e = { 0 };

	head_init(&h, DT_U8, 3, n, labels);
	CHECK(driver_tiff.fits(&h, &e) == E_USAGE && strstr(e.msg, ".png"));
}

static void silence(void)
{
	char text[100] = "";
	FILE *f = fopen(at("stderr"), "r");

	fflush(stderr);
	CHECK(fread(text, 1, sizeof text - 1, f) == 0);
	if (*text)
		printf("# libtiff said: %s\n", text);
	fclose(f);
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *w)
{
	(void)st, (void)kind, (void)w;
	return remove(path);
}

int main(void)
{
	if (!mkdtemp(dir) || !freopen(at("stderr"), "w", stderr))
		return 1;
	TIFFSetWarningHandler(NULL);		/* of the files this test writes itself */
	CASE(every_type);
	CASE(every_shape);
	CASE(metadata_comes_back);
	CASE(same_bytes_again);
	CASE(foreign_files);
	CASE(what_is_no_gray);
	CASE(sequences);
	CASE(sequences_by_tens);
	CASE(sequence_out);
	CASE(truncated);
	CASE(hostile);
	CASE(foreign_description);
	CASE(full_disk);
	CASE(what_does_not_fit);
	CASE(silence);
	return done() | (nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS) != 0);
}
