/*
 * The HDF5 driver: what is written comes back whole; data sets of all types,
 * chunked, compressed, linked, virtual; and files that are broken or hostile,
 * each an error of one sentence, with nothing from HDF5 on stderr.
 */
#include "check.h"
#include "scratch.h"

#include <fcntl.h>
#include <hdf5.h>
#include <signal.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "base/mem.h"
#include "io/driver.h"
#include "h5/h5disk.h"
#include "h5/h5find.h"
#include "h5/h5out.h"
#include "h5/h5own.h"
#include "h5/h5probe.h"
#include "h5/h5set.h"
#include "h5/h5source.h"
#include "h5/h5value.h"

/* HDF5 does not free what it had of a damaged file. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libhdf5";
}

static struct stream *must_open(const char *path)
{
	struct err e = { 0, "" };
	struct stream *s;

	if (!stream_open(&s, path, NULL, &e))
		return s;
	check_here++;
	printf("# %s\n", e.msg);
	stream_close(s);
	return NULL;
}

/* Opens, or reads, with this error; a and b are in its sentence. */
static bool refuses(const char *path, int code, const char *a, const char *b)
{
	struct err e = { 0, "" };
	struct stream *s;
	struct array slab = { .data = NULL };

	if (!stream_open(&s, path, NULL, &e))
		while (!stream_read(s, 16, &slab, &e) && slab.n[0] > 0)
			;
	stream_close(s);
	array_free(&slab);
	bool right = e.code == code && strstr(e.msg, a) && strstr(e.msg, b) && !strchr(e.msg, '\n');
	if (!right)
		printf("# exit %d: %s\n", e.code, e.msg);
	return right;
}

/* ---- there and back ---- */

static void fill(struct array *a)
{
	for (size_t i = 0; i < array_bytes(a); i++)
		((unsigned char *)a->data)[i] = (unsigned char)(i * 37 % (dtype_is_float(a->type) ? 61 : 251));
}

static void write_slabs(const char *path, const struct head *h, const struct array *a, int compress)
{
	struct sink_par par = { .compress = compress };
	struct err e = { 0, "" };
	struct stream *s;

	CHECK(!stream_create(&s, path, h, &par, &e));
	for (size_t i = 0; !e.code && i < a->n[0]; i += 3) {
		struct array part = array_part(a, i, a->n[0] - i < 3 ? a->n[0] - i : 3);
		stream_write(s, &part, &e);
	}
	CHECK(!e.code && !stream_commit(s, &e));
	if (e.code)
		printf("# %s\n", e.msg);
	stream_close(s);
}

static void same_head(const struct head *a, const struct head *b)
{
	CHECK(a->type == b->type && a->ndim == b->ndim && a->is_complex == b->is_complex);
	for (int i = 0; i < a->ndim; i++)
		CHECK(a->n[i] == b->n[i] && !strcmp(a->label[i], b->label[i]));
	CHECK(a->meta.n == b->meta.n);
	for (size_t i = 0; i < a->meta.n && i < b->meta.n; i++)
		CHECK(!strcmp(a->meta.entry[i].key, b->meta.entry[i].key) &&
		      !strcmp(a->meta.entry[i].val, b->meta.entry[i].val));
	CHECK(a->ntable == b->ntable);
	for (size_t i = 0; i < a->ntable; i++) {
		const struct table *t = head_table(b, a->table[i].label, a->table[i].name);
		CHECK(t && t->n == a->table[i].n && !memcmp(t->v, a->table[i].v, t->n * sizeof *t->v));
	}
}

static void round_trip(const struct head *h, int compress)
{
	struct array a, b = { .data = NULL };
	struct err e = { 0, "" };
	struct stream *s;

	CHECK(!array_new(&a, h->type, h->ndim, h->n, &e));
	fill(&a);
	write_slabs(scratch("t.h5"), h, &a, compress);
	s = must_open(scratch("t.h5"));
	if (s) {
		same_head(h, stream_head(s));
		CHECK(!stream_read(s, h->n[0], &b, &e));
		CHECK(b.n[0] == a.n[0] && b.data && !memcmp(a.data, b.data, array_bytes(&a)));
	}
	stream_close(s);
	array_free(&a);
	array_free(&b);
}

static const char *const orders[][4] = {
	{ "angle", "row", "col" }, { "row", "angle", "col" }, { "z", "y", "x" }, { "frame", "qz", "qy" },
	{ "", "", "" }, { "q" }, { "row", "col" }, { "z", "y", "x", "energy" },
};

static void there_and_back(void)
{
	static const size_t n[] = { 7, 300, 5, 3 };
	struct head h;

	for (int t = 0; t < DT_COUNT; t++)
		for (size_t o = 0; o < sizeof orders / sizeof *orders; o++) {
			int nd = o < 5 ? 3 : o == 5 ? 1 : o == 6 ? 2 : 4;
			head_init(&h, (enum dtype)t, nd, n, orders[o]);
			round_trip(&h, (t + (int)o) % 3);
		}
}

static void complex_values(void)
{
	static const char *const labels[] = { "row", "col", "" };
	struct head h;

	head_init(&h, DT_F32, 3, (size_t[]){ 4, 5, 2 }, labels);
	h.is_complex = true;
	round_trip(&h, 0);
}

/* Metadata of any kind and length, tables of any length, whatever place the axis has. */
static void metadata(void)
{
	enum { N = 12000 };		/* 96 KB: more than a plain attribute holds */
	struct err e = { 0, "" };
	struct head h;
	double *v = calloc(N, sizeof *v);
	char *text = calloc(1, 200001);

	for (int i = 0; i < N; i++)
		v[i] = 180.0 * i / 7 + 1e-9;
	memset(text, 'x', 200000);
	for (int o = 0; o < 2; o++) {
		size_t n[] = { o ? 2 : N, o ? N : 2, 3 };
		head_init(&h, DT_U8, 3, n, orders[o]);
		head_set_table(&h, "angle", "theta_deg", v, N, &e);
		head_set_table(&h, "row", "index", (double[]){ 1020, 1021 }, 2, &e);
		meta_set(&h.meta, "bp.quantity", "mu_t", &e);
		meta_set_num(&h.meta, META_PIXEL, 1.29e-6, &e);
		meta_set(&h.meta, "units", "furlong", &e);	/* a name that HDF5 attributes have too */
		meta_set(&h.meta, "empty", "", &e);
		meta_set(&h.meta, "a key / with=signs \xc3\xa9", " two\nlines\\ \xce\xbc ", &e);
		meta_set(&h.meta, "bp.history.0", text, &e);
		round_trip(&h, 0);
		head_free(&h);
	}
	CHECK(!e.code);
	free(text);
	free(v);
}

/* Darks, flats, projections are three data sets; in another order they are one. */
static void kinds(void)
{
	static const double sorted[] = { 2, 1, 1, 0, 0, 0 }, mixed[] = { 1, 0, 2, 0, 1, 0 };
	static const double theta[] = { 0, 0, 0, 10, 20, 30 };
	struct err e = { 0, "" };
	struct head h;
	struct stream *s;

	for (int k = 0; k < 2; k++) {
		head_init(&h, DT_U16, 3, (size_t[]){ 6, 4, 5 }, orders[0]);
		head_set_table(&h, "angle", "key", k ? mixed : sorted, 6, &e);
		head_set_table(&h, "angle", "theta_deg", theta, 6, &e);
		meta_set(&h.meta, "bp.quantity", "counts", &e);
		round_trip(&h, k);
		hid_t f = H5Fopen(scratch("t.h5"), H5F_ACC_RDONLY, H5P_DEFAULT);
		CHECK((H5Lexists(f, "/exchange/data_white", H5P_DEFAULT) > 0) == !k);
		H5Fclose(f);
		if (!k && (s = must_open(scratch("t.h5::/exchange/data")))) {	/* its part of the tables */
			CHECK(stream_head(s)->n[0] == 3);
			const double *th;
			size_t n;
			CHECK(!head_theta(stream_head(s), &th, &n, &e) && n == 3 && th[0] == 10 && th[2] == 30);
			stream_close(s);
		}
		head_free(&h);
	}
}

/* Length not known ahead: the driver lets the data set grow. */
static void growing_output(void)
{
	struct err e = { 0, "" };
	struct head h;
	struct sink *k;
	struct stream *s;
	float x[2 * 300 * 3];

	for (int i = 0; i < 2 * 300 * 3; i++)
		x[i] = (float)i;
	head_init(&h, DT_F32, 3, (size_t[]){ 0, 300, 3 }, orders[3]);
	close(open(scratch("g.h5"), O_CREAT | O_WRONLY, 0600));
	CHECK(!driver_h5.create(&k, scratch("g.h5"), &h, NULL, &e));
	CHECK(!driver_h5.write(k, 0, 2, x, &e) && !driver_h5.write(k, 2, 1, x, &e));
	CHECK(!driver_h5.finish(k, &e));
	driver_h5.drop(k);
	s = must_open(scratch("g.h5"));
	if (s) {
		CHECK(stream_head(s)->n[0] == 3 && head_is(stream_head(s), "frame", "qz", "qy"));
		CHECK(!stream_read_box(s, 1, 2, 0, 300, x, &e) && x[0] == 900 && x[900] == 0 && x[901] == 1);
	}
	stream_close(s);
}

/* What a viewer looks for. */
static void nexus(void)
{
	struct err e = { 0, "" };
	struct head h;
	char text[40];

	head_init(&h, DT_F32, 3, (size_t[]){ 3, 4, 5 }, orders[2]);
	meta_set(&h.meta, "bp.quantity", "mu_per_cm", &e);
	meta_set(&h.meta, "bp.pixel_m", "2e-06", &e);
	round_trip(&h, 0);
	head_free(&h);
	h5_enter();
	hid_t f = H5Fopen(scratch("t.h5"), H5F_ACC_RDONLY, H5P_DEFAULT);
	double *x = NULL;
	size_t n;
	CHECK(h5_attr_text_at(f, "/", "default", text, sizeof text) && !strcmp(text, "reconstruction"));
	CHECK(h5_attr_text_at(f, "/reconstruction", "NX_class", text, sizeof text) && !strcmp(text, "NXdata"));
	CHECK(h5_attr_text_at(f, "/reconstruction", "signal", text, sizeof text) && !strcmp(text, "data"));
	CHECK(h5_attr_text_at(f, "/reconstruction", "axes", text, sizeof text) && !strcmp(text, "z"));
	CHECK(h5_attr_text_at(f, "/reconstruction/data", "units", text, sizeof text) && !strcmp(text, "1/cm"));
	CHECK(!h5_numbers(f, "/reconstruction/x", &x, &n, &e) && n == 5);
	NEAR(x[0], -4, 1e-12);
	mem_free(x);
	H5Fclose(f);
	h5_leave();
}

/* ---- foreign files ---- */

struct raw {		/* a data set made by hand */
	const char *path;
	hid_t type, mem;
	int rank;
	hsize_t n[6], chunk[6];
	const void *data;
	bool gzip;
};

static hid_t new_file(const char *name)
{
	return H5Fcreate(scratch(name), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
}

static void put_raw(hid_t f, const struct raw *r)
{
	hid_t p = H5Pcreate(H5P_DATASET_CREATE), lc = H5Pcreate(H5P_LINK_CREATE);
	hid_t s = r->rank ? H5Screate_simple(r->rank, r->n, NULL) : H5Screate(H5S_SCALAR);

	H5Pset_create_intermediate_group(lc, 1);
	if (r->chunk[0])
		H5Pset_chunk(p, r->rank, r->chunk);
	if (r->gzip)
		H5Pset_deflate(p, 1);
	hid_t d = H5Dcreate2(f, r->path, r->type, s, lc, p, H5P_DEFAULT);
	if (r->data)
		CHECK(H5Dwrite(d, r->mem, H5S_ALL, H5S_ALL, H5P_DEFAULT, r->data) >= 0);
	H5Dclose(d);
	H5Sclose(s);
	H5Pclose(p);
	H5Pclose(lc);
}

static void make_raw(const char *name, struct raw r)
{
	hid_t f = new_file(name);

	put_raw(f, &r);
	H5Fclose(f);
}

/* The three values of a 1-D data set, as doubles. */
static void check_values(const char *name, enum dtype t, double a, double b, double c)
{
	struct stream *s = must_open(scratch(name));
	struct err e = { 0, "" };
	char raw[24];
	double v[3];

	if (!s)
		return;
	CHECK(stream_head(s)->type == t && stream_head(s)->n[0] == 3);
	CHECK(!stream_read_box(s, 0, 3, 0, 1, raw, &e));
	convert(raw, t, v, DT_F64, 3);
	CHECK(v[0] == a && v[1] == b && v[2] == c);
	stream_close(s);
}

static void types(void)
{
	static const float x[] = { -1.5f, 0, 3e9f };
	static const int64_t w[] = { -9007199254740992, 7, 1LL << 60 }, over[] = { 1, 2, 9007199254740993 };
	static const uint64_t u[] = { 1, 2, UINT64_MAX };
	static const uint16_t h[] = { 1, 2, 65535 };	/* the last is past the range of half precision */
	static const unsigned char yes[] = { 0, 1, 1 };
	hid_t half = H5Tcopy(H5T_IEEE_F32LE), truth = H5Tenum_create(H5T_NATIVE_INT8);

	H5Tset_fields(half, 15, 10, 5, 0, 10);
	H5Tset_size(half, 2);
	H5Tset_ebias(half, 15);
	H5Tenum_insert(truth, "FALSE", &(signed char){ 0 });
	H5Tenum_insert(truth, "TRUE", &(signed char){ 1 });
	make_raw("t.h5", (struct raw){ "/a/b", H5T_IEEE_F32BE, H5T_NATIVE_FLOAT, 1, { 3 }, { 0 }, x, false });
	check_values("t.h5", DT_F32, -1.5, 0, 3e9);
	make_raw("t.h5", (struct raw){ "/a/b", H5T_STD_U16BE, H5T_NATIVE_UINT16, 1, { 3 }, { 2 }, h, true });
	check_values("t.h5", DT_U16, 1, 2, 65535);
	make_raw("t.h5", (struct raw){ "/a", H5T_STD_I64BE, H5T_NATIVE_INT64, 1, { 3 }, { 0 }, w, false });
	check_values("t.h5", DT_F64, -9007199254740992, 7, 0x1p60);
	make_raw("t.h5", (struct raw){ "/a", half, H5T_NATIVE_UINT16, 1, { 3 }, { 0 }, h, false });
	check_values("t.h5", DT_F32, 1, 2, INFINITY);
	make_raw("t.h5", (struct raw){ "/a", truth, truth, 1, { 3 }, { 0 }, yes, false });
	check_values("t.h5", DT_I8, 0, 1, 1);
	make_raw("t.h5", (struct raw){ "/a", H5T_STD_I64LE, H5T_NATIVE_INT64, 1, { 3 }, { 0 }, over, false });
	CHECK(refuses(scratch("t.h5"), E_DATA, "/a: item 2", "9007199254740993"));
	make_raw("t.h5", (struct raw){ "/a", H5T_STD_U64LE, H5T_NATIVE_UINT64, 1, { 3 }, { 0 }, u, false });
	CHECK(refuses(scratch("t.h5"), E_DATA, "item 2", "exactly"));
	H5Tclose(half);
	H5Tclose(truth);
}

static void not_numbers(void)
{
	hid_t text = H5Tcopy(H5T_C_S1), z = H5Tcreate(H5T_COMPOUND, 8), pair = H5Tcreate(H5T_COMPOUND, 8);

	H5Tset_size(text, 8);
	H5Tinsert(z, "r", 0, H5T_NATIVE_FLOAT);
	H5Tinsert(z, "i", 4, H5T_NATIVE_FLOAT);
	H5Tinsert(pair, "n", 0, H5T_NATIVE_INT);
	H5Tinsert(pair, "x", 4, H5T_NATIVE_FLOAT);
	make_raw("t.h5", (struct raw){ "/exchange/data", text, text, 3, { 1, 1, 2 }, { 0 }, "abcdefghijklmno", false });
	CHECK(refuses(scratch("t.h5"), E_DATA, "/exchange/data holds text", "t.h5"));
	make_raw("t.h5", (struct raw){ "/x", z, z, 1, { 1 }, { 0 }, "12345678", false });
	CHECK(refuses(scratch("t.h5::/x"), E_DATA, "complex", "/x"));
	CHECK(refuses(scratch("t.h5"), E_DATA, "no array of numbers", "t.h5"));
	make_raw("t.h5", (struct raw){ "/x", pair, pair, 1, { 1 }, { 0 }, "12345678", false });
	CHECK(refuses(scratch("t.h5::/x"), E_DATA, "compound", "/x"));
	make_raw("t.h5", (struct raw){ "/x", H5T_NATIVE_LDOUBLE, H5T_NATIVE_LDOUBLE, 1, { 1 }, { 0 }, &(long double){ 1 }, false });
	CHECK(refuses(scratch("t.h5::/x"), E_DATA, "16 bytes", "/x"));
	H5Tclose(text);
	H5Tclose(z);
	H5Tclose(pair);
}

static void shapes(void)
{
	static const float x[4] = { 1, 2, 3, 4 };
	hid_t t = H5T_NATIVE_FLOAT;

	make_raw("t.h5", (struct raw){ "/x", t, t, 0, { 0 }, { 0 }, x, false });
	CHECK(refuses(scratch("t.h5::/x"), E_DATA, "single value", "/x"));
	make_raw("t.h5", (struct raw){ "/x", t, t, 2, { 0, 4 }, { 0 }, NULL, false });
	CHECK(refuses(scratch("t.h5::/x"), E_DATA, "no samples", "axis 0"));
	make_raw("t.h5", (struct raw){ "/x", t, t, 5, { 1, 1, 1, 2, 2 }, { 0 }, x, false });
	CHECK(refuses(scratch("t.h5::/x"), E_DATA, "5 axes", "/x"));
	make_raw("t.h5", (struct raw){ "/x", t, t, 2, { 1, 4 }, { 0 }, NULL, false });
	CHECK(refuses(scratch("t.h5::/x"), E_DATA, "never written", "/x"));
	make_raw("t.h5", (struct raw){ "/x", t, t, 3, { 1ull << 40, 1ull << 20, 1ull << 20 }, { 1, 2, 2 }, NULL, false });
	CHECK(refuses(scratch("t.h5::/x"), E_DATA, "/x", "t.h5"));	/* 2^82 bytes */
	make_raw("t.h5", (struct raw){ "/exchange/data", t, t, 2, { 1, 4 }, { 0 }, x, false });
	CHECK(refuses(scratch("t.h5"), E_DATA, "2 axes", "/exchange/data"));
}

/* What is listed of many says at its end that there are more, also where a short one fits behind a long one. */
static void long_list(void)
{
	static const float x[4] = { 1, 2, 3, 4 };
	struct raw r = { "/many/z", H5T_NATIVE_FLOAT, H5T_NATIVE_FLOAT, 1, { 4 }, { 0 }, x, false };
	char path[400] = "/many/b";
	hid_t f = new_file("t.h5");

	put_raw(f, &r);
	r.path = "/many/a";
	put_raw(f, &r);
	memset(path + 7, 'b', 360);
	r.path = path;
	put_raw(f, &r);
	H5Fclose(f);
	CHECK(refuses(scratch("t.h5::/many"), E_DATA, "a group of 3; name one as FILE::PATH: /many/a (4), /many/z (4) ...", "t.h5"));
	CHECK(refuses(scratch("t.h5"), E_DATA, "holds 3 data sets", "FILE::PATH: /many/a (4), /many/z (4) ..."));
}

static void links(void)
{
	static const float x[4] = { 1, 2, 3, 4 };
	struct raw r = { "/real/x", H5T_NATIVE_FLOAT, H5T_NATIVE_FLOAT, 1, { 4 }, { 0 }, x, false };
	struct stream *s;

	make_raw("other.h5", r);
	hid_t f = new_file("t.h5");
	put_raw(f, &r);
	H5Lcreate_soft("/nowhere/at/all", f, "soft", H5P_DEFAULT, H5P_DEFAULT);
	H5Lcreate_soft("/b", f, "a", H5P_DEFAULT, H5P_DEFAULT);
	H5Lcreate_soft("/a", f, "b", H5P_DEFAULT, H5P_DEFAULT);
	H5Lcreate_external("gone.h5", "/x", f, "gone", H5P_DEFAULT, H5P_DEFAULT);
	H5Lcreate_external("other.h5", "/y", f, "wrong", H5P_DEFAULT, H5P_DEFAULT);
	H5Lcreate_external("other.h5", "/real", f, "right", H5P_DEFAULT, H5P_DEFAULT);
	H5Lcreate_hard(f, "/real", f, "/real/loop", H5P_DEFAULT, H5P_DEFAULT);
	H5Gclose(H5Gcreate2(f, "links", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
	H5Lcreate_soft("/real/x", f, "links/x", H5P_DEFAULT, H5P_DEFAULT);
	H5Gclose(H5Gcreate2(f, "dangling", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
	H5Lcreate_external("gone.h5", "/x", f, "dangling/x", H5P_DEFAULT, H5P_DEFAULT);
	H5Fclose(f);
	CHECK(refuses(scratch("t.h5::/soft"), E_DATA, "link /soft", "/nowhere/at/all"));
	CHECK(refuses(scratch("t.h5::/a"), E_DATA, "link /a", "/b"));
	CHECK(refuses(scratch("t.h5::/gone"), E_DATA, "external link /gone", "gone.h5::/x"));
	CHECK(refuses(scratch("t.h5::/gone/deeper"), E_DATA, "external link /gone", "gone.h5::/x"));
	CHECK(refuses(scratch("t.h5::/wrong"), E_DATA, "external link /wrong", "other.h5::/y"));
	CHECK(refuses(scratch("t.h5::/real"), E_DATA, "not a data set but a group of 1; name one as FILE::PATH: /real/x (", "/real"));
	CHECK(refuses(scratch("t.h5::/real/"), E_DATA, "PATH: /real/x (", "/real"));
	CHECK(refuses(scratch("t.h5::/links"), E_DATA, "no array of numbers was found (links are not followed)", "/links"));
	CHECK(refuses(scratch("t.h5::/dangling"), E_DATA, "external link /dangling/x", "gone.h5::/x"));
	CHECK(refuses(scratch("t.h5::/real/y"), E_DATA, "no data set /real/y", "t.h5"));
	CHECK(refuses(scratch("t.h5::/no/y"), E_DATA, "there is no /no", "t.h5"));
	CHECK(refuses(scratch("t.h5::real"), E_USAGE, "starts with /", "real"));
	stream_close(s = must_open(scratch("t.h5::/right/x")));
	stream_close(s = must_open(scratch("t.h5::/real/loop/loop/x")));
	stream_close(s = must_open(scratch("t.h5")));		/* the only one in it */
	f = new_file("t.h5");					/* a scan all of which is elsewhere */
	H5Lcreate_external("gone.h5", "/exchange", f, "exchange", H5P_DEFAULT, H5P_DEFAULT);
	H5Fclose(f);
	CHECK(refuses(scratch("t.h5"), E_DATA, "external link /exchange", "gone.h5::/exchange"));
}

/* A data set of others; one of them missing would be fill values to HDF5. */
static void virtual_sets(void)
{
	static const float x[4] = { 1, 2, 3, 4 };
	struct raw r = { "/x", H5T_NATIVE_FLOAT, H5T_NATIVE_FLOAT, 1, { 4 }, { 0 }, x, false };
	hsize_t n = 8, half = 4, at;
	hid_t p = H5Pcreate(H5P_DATASET_CREATE), whole = H5Screate_simple(1, &n, NULL);
	hid_t part = H5Screate_simple(1, &half, NULL);
	struct stream *s;
	struct err e = { 0, "" };
	float y[8] = { 0 };

	make_raw("one.h5", r);
	make_raw("two.h5", r);
	for (int k = 0; k < 2; k++) {
		at = k ? 4 : 0;
		H5Sselect_hyperslab(whole, H5S_SELECT_SET, &at, NULL, &half, NULL);
		at = 0;
		H5Sselect_hyperslab(part, H5S_SELECT_SET, &at, NULL, &half, NULL);
		H5Pset_virtual(p, whole, k ? "two.h5" : "one.h5", "/x", part);
	}
	hid_t f = H5Fcreate(scratch("v.h5"), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
	H5Sselect_all(whole);
	hid_t d = H5Dcreate2(f, "/v", H5T_NATIVE_FLOAT, whole, H5P_DEFAULT, p, H5P_DEFAULT);
	H5Dclose(d);
	H5Fclose(f);
	if ((s = must_open(scratch("v.h5"))))
		CHECK(!stream_read_box(s, 0, 8, 0, 1, y, &e) && y[0] == 1 && y[3] == 4 && y[4] == 1 && y[7] == 4);
	stream_close(s);
	r.n[0] = 3;
	make_raw("two.h5", r);			/* cut short: the last item would be 0 */
	CHECK(refuses(scratch("v.h5"), E_DATA, "two.h5::/x", "only 3 samples"));
	r.path = "/other";
	make_raw("two.h5", r);
	CHECK(refuses(scratch("v.h5"), E_DATA, "/v", "two.h5::/x"));
	unlink(scratch("two.h5"));
	CHECK(refuses(scratch("v.h5"), E_DATA, "/v", "two.h5"));
	H5Pclose(p);
	H5Sclose(whole);
	H5Sclose(part);
}

static void virtual_gap(void)
{
	static const float x[4] = { 1, 2, 3, 4 };
	hsize_t n = 8, half = 4, at = 0;
	hid_t p = H5Pcreate(H5P_DATASET_CREATE), whole = H5Screate_simple(1, &n, NULL);
	hid_t part = H5Screate_simple(1, &half, NULL);

	make_raw("one.h5", (struct raw){ "/x", H5T_NATIVE_FLOAT, H5T_NATIVE_FLOAT, 1, { 4 }, { 0 }, x, false });
	H5Sselect_hyperslab(whole, H5S_SELECT_SET, &at, NULL, &half, NULL);
	H5Pset_virtual(p, whole, "one.h5", "/x", part);
	hid_t f = H5Fcreate(scratch("v.h5"), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
	H5Sselect_all(whole);
	H5Dclose(H5Dcreate2(f, "/v", H5T_NATIVE_FLOAT, whole, H5P_DEFAULT, p, H5P_DEFAULT));
	H5Fclose(f);
	CHECK(refuses(scratch("v.h5"), E_DATA, "/v", "without a source for item 4"));
	H5Pclose(p);
	H5Sclose(whole);
	H5Sclose(part);
}

/* An acquisition that broke off after 3 of 6 frames, with and without compression. */
static void broken_off(bool compressed)
{
	static const float x[36] = { 1, 2, 3 };
	hsize_t n[3] = { 6, 3, 4 }, some[3] = { 3, 3, 4 }, chunk[3] = { 1, 2, 3 }, at[3] = { 0 };
	hid_t p = H5Pcreate(H5P_DATASET_CREATE), whole = H5Screate_simple(3, n, NULL);
	hid_t part = H5Screate_simple(3, some, NULL);
	hid_t f = H5Fcreate(scratch("t.h5"), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
	struct err e = { 0, "" };
	struct stream *s;
	float y[72];

	H5Pset_chunk(p, 3, chunk);
	if (compressed)
		H5Pset_deflate(p, 1);
	hid_t d = H5Dcreate2(f, "/x", H5T_NATIVE_FLOAT, whole, H5P_DEFAULT, p, H5P_DEFAULT);
	H5Sselect_hyperslab(whole, H5S_SELECT_SET, at, NULL, some, NULL);
	H5Dwrite(d, H5T_NATIVE_FLOAT, part, whole, H5P_DEFAULT, x);
	H5Dclose(d);
	H5Fclose(f);
	H5Pclose(p);
	H5Sclose(whole);
	H5Sclose(part);
	if (!(s = must_open(scratch("t.h5"))))
		return;
	CHECK(!stream_read_box(s, 0, 3, 0, 3, y, &e) && y[2] == 3);
	CHECK(stream_read_box(s, 1, 5, 1, 2, y, &e) == E_DATA && strstr(e.msg, "item 3 was never written"));
	stream_close(s);
}

static void holes(void)
{
	broken_off(false);
	broken_off(true);
}

static size_t pass(unsigned flags, size_t ncd, const unsigned *cd, size_t n, size_t *size, void **buf)
{
	(void)flags;
	(void)ncd;
	(void)cd;
	(void)size;
	(void)buf;
	return n;
}

/* A filter that is not there when the file is read. */
static void missing_filter(void)
{
	static const float x[4] = { 1, 2, 3, 4 };
	const H5Z_class2_t odd = { H5Z_CLASS_T_VERS, 31999, 1, 1, "oddpack", NULL, NULL, (H5Z_func_t)pass };
	hsize_t n = 4;
	hid_t p = H5Pcreate(H5P_DATASET_CREATE), s = H5Screate_simple(1, &n, NULL), f = new_file("t.h5");

	H5Zregister(&odd);
	H5Pset_chunk(p, 1, &n);
	H5Pset_filter(p, 31999, H5Z_FLAG_MANDATORY, 0, NULL);
	hid_t d = H5Dcreate2(f, "/x", H5T_NATIVE_FLOAT, s, H5P_DEFAULT, p, H5P_DEFAULT);
	CHECK(H5Dwrite(d, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, x) >= 0);
	H5Dclose(d);
	H5Fclose(f);
	H5Pclose(p);
	H5Sclose(s);
	H5Zunregister(31999);
	CHECK(refuses(scratch("t.h5"), E_DATA, "filter 31999 (oddpack)", "HDF5_PLUGIN_PATH"));
}

/* Which way is a file read well?  16 frames of 1024 x 2048 x 4 bytes: none of the caches holds them. */
static void favours(void)
{
	static const struct { hsize_t chunk[6]; bool gzip, rows; } c[] = {
		{ { 0 }, false, true }, { { 1, 1024, 2048 }, false, true }, { { 1, 1024, 2048 }, true, false },
		{ { 16, 4, 2048 }, true, true }, { { 1, 16, 2048 }, true, true },
	};
	static const float one[1] = { 1 };
	hsize_t at[3] = { 0 }, n[3] = { 1, 1, 1 };

	for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
		struct raw r = { "/exchange/data", H5T_NATIVE_FLOAT, H5T_NATIVE_FLOAT, 3, { 16, 1024, 2048 },
				 { c[i].chunk[0], c[i].chunk[1], c[i].chunk[2] }, NULL, c[i].gzip };
		hid_t f = new_file("t.h5");
		put_raw(f, &r);
		hid_t d = H5Dopen2(f, r.path, H5P_DEFAULT), s = H5Dget_space(d), m = H5Screate_simple(3, n, NULL);
		H5Sselect_hyperslab(s, H5S_SELECT_SET, at, NULL, n, NULL);
		H5Dwrite(d, H5T_NATIVE_FLOAT, m, s, H5P_DEFAULT, one);	/* so that it was written */
		H5Sclose(s);
		H5Sclose(m);
		H5Dclose(d);
		H5Fclose(f);
		struct stream *t = must_open(scratch("t.h5"));
		CHECK(t && stream_favours_axis1(t) == c[i].rows);
		stream_close(t);
	}
}

/* ---- broken files ---- */

static size_t load(const char *path, char *buf, size_t room)
{
	FILE *f = fopen(path, "rb");
	size_t n = fread(buf, 1, room, f);

	fclose(f);
	return n;
}

static void store(const char *path, const char *buf, size_t n)
{
	FILE *f = fopen(path, "wb");

	fwrite(buf, 1, n, f);
	fclose(f);
}

static void cut_short(void)
{
	static char bytes[1 << 16];
	struct head h;

	head_init(&h, DT_U16, 3, (size_t[]){ 6, 4, 5 }, orders[0]);
	round_trip(&h, 0);
	size_t n = load(scratch("t.h5"), bytes, sizeof bytes);
	for (int k = 1; k < 10; k++) {
		store(scratch("cut.h5"), bytes, n * (size_t)k / 10);
		CHECK(refuses(scratch("cut.h5"), E_UPSTREAM, "cut.h5", "cut short"));
	}
	store(scratch("cut.h5"), "\211HDF\r\n\032\n", 8);
	CHECK(refuses(scratch("cut.h5"), E_DATA, "cut.h5", "HDF5") ||
	      refuses(scratch("cut.h5"), E_UPSTREAM, "cut.h5", "cut short"));
}

/* Every byte of a small file turned over: an error or numbers, never a fall. */
static void turned_bytes(void)
{
	static char bytes[1 << 16];
	float x[64];
	struct stream *s;
	int opened = 0;

	make_raw("t.h5", (struct raw){ "/exchange/data", H5T_IEEE_F32LE, H5T_NATIVE_FLOAT, 3, { 2, 2, 2 }, { 1, 2, 2 },
		 (float[8]){ 1, 2, 3, 4, 5, 6, 7, 8 }, true });
	size_t n = load(scratch("t.h5"), bytes, sizeof bytes);
	for (size_t i = 8; i < n; i += 11) {
		struct err e = { 0, "" };
		bytes[i] ^= (char)(1 << i % 8);
		store(scratch("turned.h5"), bytes, n);
		bytes[i] ^= (char)(1 << i % 8);
		if (!stream_open(&s, scratch("turned.h5"), NULL, &e) && head_item_count(stream_head(s)) <= 64) {
			stream_read_box(s, 0, 1, 0, stream_head(s)->ndim > 1 ? stream_head(s)->n[1] : 1, x, &e);
			opened++;
		}
		stream_close(s);
	}
	CHECK(opened > 0);
}

/* Another process writes: by SWMR it is read as far as it is, otherwise "try again". */
static void being_written(bool swmr)
{
	int up[2], down[2];
	char c;

	CHECK(!pipe(up) && !pipe(down));
	pid_t child = fork();
	if (child == 0) {
		hid_t a = H5Pcreate(H5P_FILE_ACCESS);
		H5Pset_libver_bounds(a, H5F_LIBVER_LATEST, H5F_LIBVER_LATEST);
		hid_t f = H5Fcreate(scratch("w.h5"), H5F_ACC_TRUNC, H5P_DEFAULT, a);
		hsize_t n[3] = { 2, 2, 2 }, max[3] = { H5S_UNLIMITED, 2, 2 };
		hid_t p = H5Pcreate(H5P_DATASET_CREATE), s = H5Screate_simple(3, n, max), d;
		H5Pset_chunk(p, 3, (hsize_t[]){ 1, 2, 2 });
		d = H5Dcreate2(f, "/d", H5T_NATIVE_FLOAT, s, H5P_DEFAULT, p, H5P_DEFAULT);
		if (swmr)
			H5Fstart_swmr_write(f);
		H5Dwrite(d, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, (float[8]){ 1, 2, 3, 4, 5, 6, 7, 8 });
		H5Fflush(f, H5F_SCOPE_GLOBAL);
		if (write(up[1], "x", 1) != 1 || read(down[0], &c, 1) != 1)
			_exit(1);
		_exit(0);
	}
	CHECK(read(up[0], &c, 1) == 1);
	if (swmr) {
		struct stream *s = must_open(scratch("w.h5"));
		struct err e = { 0, "" };
		float x[8] = { 0 };
		CHECK(s && stream_head(s)->n[0] == 2 && !stream_read_box(s, 0, 2, 0, 2, x, &e) && x[7] == 8);
		stream_close(s);
	} else {
		CHECK(refuses(scratch("w.h5"), E_BUSY, "w.h5", "being written"));
	}
	CHECK(write(down[1], "x", 1) == 1);
	waitpid(child, NULL, 0);
	for (int k = 0; k < 2; k++) {
		close(up[k]);
		close(down[k]);
	}
}

static void being_written_swmr(void)
{
	being_written(true);
}

static void being_written_locked(void)
{
	being_written(false);
}

static void dies(void *ctx)
{
	raise(*(int *)ctx);
}

static void lives(void *ctx)
{
	*(int *)ctx = 1;		/* in the child: not seen here */
}

/* What kills the child does not kill us. */
static void probe(void)
{
	int sig = SIGSEGV;

	CHECK(!h5probe(dies, &sig));
	sig = SIGXCPU;
	CHECK(!h5probe(dies, &sig));
	sig = 0;
	CHECK(h5probe(lives, &sig) && sig == 0);
}

/* Bits of a number outside of it crash HDF5's conversion: a type as a damaged file has it. */
static void damaged_type(void)
{
	static char bytes[1 << 16];
	static const uint16_t x[3] = { 1, 2, 3 };
	/* class 0 (integer) version 1, unsigned little endian, 2 bytes, offset 0, precision 16 */
	static const char as_stored[] = { 0x10, 0, 0, 0, 2, 0, 0, 0, 0, 0, 16, 0 };
	size_t n, at = 0;

	make_raw("t.h5", (struct raw){ "/x", H5T_STD_U16LE, H5T_NATIVE_UINT16, 1, { 3 }, { 0 }, x, false });
	n = load(scratch("t.h5"), bytes, sizeof bytes);
	while (at + sizeof as_stored <= n && memcmp(bytes + at, as_stored, sizeof as_stored))
		at++;
	CHECK(at + sizeof as_stored <= n);
	bytes[at + 11] = 1;		/* precision 272 */
	store(scratch("t.h5"), bytes, n);
	CHECK(refuses(scratch("t.h5::/x"), E_DATA, "/x", "damaged"));
}

/* No room (a limit on the size of files stands in for a full disk): an error, no file. */
static void no_room(void)
{
	struct rlimit old, small;
	struct err e;
	struct head h;
	struct stream *s;
	struct array a;

	getrlimit(RLIMIT_FSIZE, &old);
	signal(SIGXFSZ, SIG_IGN);
	for (int o = 0; o < 4; o++)
		for (rlim_t limit = 1000; limit < 90000; limit *= 3) {
			e = (struct err){ 0, "" };
			head_init(&h, DT_F32, 3, (size_t[]){ 3, 100, 100 }, orders[o]);	/* 120 kB */
			array_new(&a, h.type, 3, h.n, &e);
			small = (struct rlimit){ limit, old.rlim_max };
			setrlimit(RLIMIT_FSIZE, &small);
			if (!stream_create(&s, scratch("full.h5"), &h, NULL, &e) && !stream_write(s, &a, &e))
				stream_commit(s, &e);
			stream_close(s);
			setrlimit(RLIMIT_FSIZE, &old);
			CHECK(e.code == E_IO && strstr(e.msg, "too large") && access(scratch("full.h5"), F_OK) != 0);
			array_free(&a);
		}
}

/* Ours read and written by two threads at once is the life of every tool: see the flow's tests. */
static void quiet_on_stderr(void)
{
	int keep = dup(2), file = open(scratch("stderr"), O_RDWR | O_CREAT | O_TRUNC, 0600);

	dup2(file, 2);
	not_numbers();
	shapes();
	links();
	cut_short();
	missing_filter();
	dup2(keep, 2);
	CHECK(lseek(file, 0, SEEK_END) == 0);
	close(file);
	close(keep);
}

int main(void)
{
	scratch_make();
	h5_enter();
	h5_leave();			/* the tests' own calls are quiet too */
	CASE(there_and_back);
	CASE(complex_values);
	CASE(metadata);
	CASE(kinds);
	CASE(growing_output);
	CASE(nexus);
	CASE(types);
	CASE(not_numbers);
	CASE(shapes);
	CASE(links);
	CASE(long_list);
	CASE(virtual_sets);
	CASE(virtual_gap);
	CASE(holes);
	CASE(missing_filter);
	CASE(favours);
	CASE(cut_short);
	CASE(turned_bytes);
	CASE(being_written_swmr);
	CASE(being_written_locked);
	CASE(probe);
	CASE(damaged_type);
	CASE(no_room);
	CASE(quiet_on_stderr);
	scratch_remove();
	return done();
}
