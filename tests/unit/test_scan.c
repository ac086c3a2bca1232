/*
 * Scan files: each layout written, read back and compared image by image with
 * what was put in; scans of separate files; lists of angles; measured scans
 * when they are there (BEAMPIPE_DATA).
 */
#include "check.h"
#include "scratch.h"

#include <hdf5.h>
#include <stdint.h>

#include "base/mem.h"
#include "io/angles.h"
#include "h5/dxfile.h"
#include "io/scan.h"
#include "h5/scanlayout.h"
#include "io/scanwrite.h"

enum { ROWS = 5, COLS = 7, FRAME = ROWS * COLS };

/* Sample p of image `index` of this kind: every one different. */
static uint16_t value(int key, size_t index, size_t p)
{
	return (uint16_t)(10000 * (key + 1) + 100 * index + p);
}

static struct scan_par plain(enum scan_layout layout, const double *theta, size_t n)
{
	return (struct scan_par){
		.layout = layout, .type = DT_U16, .nangle = n, .nrow = ROWS, .ncol = COLS,
		.theta_deg = theta, .flat_before = 3, .flat_after = 2, .dark_before = 2,
		.energy_kev = 24, .distance_m = 0.05, .pixel_m = 1.29e-6, .exposure_s = 0.1,
		.sample = "20150130_bakdrk",
	};
}

static void write_scan(const char *path, const struct scan_par *par)
{
	struct err e = { 0, "" };
	struct scanwrite *w;
	uint16_t image[FRAME];

	CHECK(!scanwrite_new(&w, path, par, &e));
	for (size_t i = 0; !e.code && i < scanwrite_frames(w); i++) {
		struct scan_frame f = scanwrite_frame(w, i);
		for (size_t p = 0; p < FRAME; p++)
			image[p] = value(f.key, f.index, p);
		scanwrite_put(w, image, &e);
	}
	CHECK(!e.code && !scanwrite_commit(w, &e));
	if (e.code)
		printf("# %s\n", e.msg);
	scanwrite_close(w);
}

static struct stream *open_scan(const char *path, const struct select *sel)
{
	struct err e = { 0, "" };
	struct stream *s;

	CHECK(!stream_open(&s, path, sel, &e));
	if (e.code)
		printf("# %s\n", e.msg);
	return e.code ? stream_close(s), NULL : s;
}

static int refuses(const char *path, const struct select *sel, int code, const char *a, const char *b)
{
	struct err e = { 0, "" };
	struct stream *s;

	stream_open(&s, path, sel, &e);
	stream_close(s);
	bool right = e.code == code && strstr(e.msg, a) && strstr(e.msg, b);
	if (!right)
		printf("# exit %d: %s\n", e.code, e.msg);
	return right;
}

static const double *table(const struct stream *s, const char *name)
{
	struct table *t = head_table(stream_head(s), "angle", name);

	return t ? t->v : NULL;
}

/* All items are the images of their kind, in order, with their numbers. */
static void check_items(struct stream *s)
{
	const struct head *h = stream_head(s);
	const double *key = table(s, "key");
	size_t at[3] = { 0, 0, 0 }, bad = 0;
	struct err e = { 0, "" };
	uint16_t image[FRAME];

	CHECK(h->type == DT_U16 && head_is(h, "angle", "row", "col"));
	CHECK(h->n[1] == ROWS && h->n[2] == COLS && key);
	for (size_t i = 0; key && i < h->n[0]; i++) {
		int k = (int)key[i];
		CHECK(!stream_read_box(s, i, 1, 0, ROWS, image, &e));
		for (size_t p = 0; p < FRAME; p++)
			bad += image[p] != value(k, at[k], p);
		CHECK(i == 0 || key[i] <= key[i - 1]);	/* darks 2, flats 1, projections 0 */
		at[k]++;
	}
	CHECK(bad == 0);
}

static double meta_num(const struct stream *s, const char *key)
{
	double v = NAN;
	struct err e = { 0, "" };

	meta_get_num(&stream_head(s)->meta, key, &v, &e);
	return v;
}

static void check_meta(struct stream *s, const char *layout)
{
	const struct meta *m = &stream_head(s)->meta;

	CHECK(meta_num(s, META_ENERGY) == 24);		/* to the last digit, through eV and mm */
	CHECK(meta_num(s, META_DISTANCE) == 0.05);
	CHECK(meta_num(s, META_PIXEL) == 1.29e-6);
	CHECK(meta_num(s, META_EXPOSURE) == 0.1);
	CHECK(!strcmp(meta_get(m, META_SAMPLE), "20150130_bakdrk"));
	CHECK(!strcmp(meta_get(m, META_QUANTITY), "counts"));
	CHECK(!strcmp(meta_get(m, META_SCAN), layout));
}

static const double theta4[] = { 0, 60, 120, 180 };

/* 2 darks, 3 flats, 4 projections, 2 flats: their place in time. */
static const double frame_before_after[] = { 0, 1, 2, 3, 4, 9, 10, 5, 6, 7, 8 };

static void check_frames(const struct stream *s, const double *want, size_t n)
{
	const double *frame = table(s, "frame"), *theta = table(s, "theta_deg");

	CHECK(frame && theta && stream_head(s)->n[0] == n);
	for (size_t i = 0; frame && i < n; i++)
		NEAR(frame[i], want[i], 0);
	for (size_t i = 0; theta && i < 4; i++)
		NEAR(theta[n - 4 + i], theta4[i], 1e-12);
}

static void layout_als(void)
{
	struct scan_par par = plain(SCAN_ALS832, theta4, 4);
	struct stream *s;

	write_scan(scratch("als.h5"), &par);
	s = open_scan(scratch("als.h5"), NULL);
	if (s) {
		check_items(s);
		check_meta(s, "ALS 8.3.2");
		check_frames(s, frame_before_after, 11);
	}
	stream_close(s);
}

static herr_t drop_angle(hid_t group, const char *name, const H5L_info_t *info, void *ctx)
{
	(void)info;
	if (H5Aexists_by_name(group, name, "rot_angle", H5P_DEFAULT) > 0) {
		H5Adelete_by_name(group, name, "rot_angle", H5P_DEFAULT);
		++*(size_t *)ctx;
	}
	return 0;
}

/* Images that do not say their angle: i arange / (nangles - 1), the end point included. */
static void layout_als_range(void)
{
	struct scan_par par = plain(SCAN_ALS832, theta4, 4);
	struct stream *s;
	size_t dropped = 0;

	write_scan(scratch("range.h5"), &par);
	hid_t f = H5Fopen(scratch("range.h5"), H5F_ACC_RDWR, H5P_DEFAULT);
	H5Lvisit(f, H5_INDEX_NAME, H5_ITER_NATIVE, drop_angle, &dropped);
	H5Fclose(f);
	CHECK(dropped >= 4);
	s = open_scan(scratch("range.h5"), NULL);
	if (s)
		check_frames(s, frame_before_after, 11);
	stream_close(s);
}

/* Flats every 2 of 4 projections, and after: 3 + 3 + 2. */
static void layout_als_every(void)
{
	static const double want[] = { 0, 1, 2, 3, 4, 7, 8, 9, 12, 13, 5, 6, 10, 11 };
	struct scan_par par = plain(SCAN_ALS832, theta4, 4);
	struct stream *s;

	par.flat_every = 2;
	write_scan(scratch("every.h5"), &par);
	s = open_scan(scratch("every.h5"), NULL);
	if (s) {
		check_items(s);
		check_frames(s, want, 14);
	}
	stream_close(s);
}

/* Data Exchange: flats at both ends. */
static void layout_dx(void)
{
	static const double want[] = { 0, 1, 2, 3, 4, 9, 10, 11, 5, 6, 7, 8 };
	struct scan_par par = plain(SCAN_DX, theta4, 4);
	struct stream *s;

	par.flat_after = 3;
	for (int k = 0; k < 3; k++) {
		par.one_frame_a_chunk = k > 0;
		par.compress = k > 1 ? 4 : 0;
		write_scan(scratch("dx.h5"), &par);
		s = open_scan(scratch("dx.h5"), NULL);
		if (!s)
			continue;
		check_items(s);
		check_meta(s, "Data Exchange");
		check_frames(s, want, 12);
		CHECK(meta_get(&stream_head(s)->meta, META_ASSUMED) == NULL);
		CHECK(stream_favours_axis1(s));	/* these frames are small: the cache holds all */
		stream_close(s);
	}
}

/* 3 flats before and 2 after: the file says 3, and what is more of them came after. */
static void layout_dx_unequal(void)
{
	struct scan_par par = plain(SCAN_DX, theta4, 4);
	struct stream *s;

	write_scan(scratch("dx.h5"), &par);
	s = open_scan(scratch("dx.h5"), NULL);
	if (s) {
		check_items(s);
		check_frames(s, frame_before_after, 11);
		CHECK(meta_get(&stream_head(s)->meta, META_ASSUMED) == NULL);
	}
	stream_close(s);
}

static void no_unit(hid_t file, const char *path)
{
	CHECK(H5Adelete_by_name(file, path, "units", H5P_DEFAULT) >= 0);
}

/* Data Exchange without units: lengths are mm; an energy is eV above 1000, else keV, and that is said. */
static void layout_dx_no_units(void)
{
	const char *energy = "/measurement/instrument/monochromator/energy";
	struct scan_par par = plain(SCAN_DX, theta4, 4);

	for (int ev = 0; ev < 2; ev++) {
		double value = ev ? 1000 * par.energy_kev : par.energy_kev;
		write_scan(scratch("dx.h5"), &par);
		hid_t f = H5Fopen(scratch("dx.h5"), H5F_ACC_RDWR, H5P_DEFAULT);
		no_unit(f, "/measurement/instrument/detector/pixel_size");
		no_unit(f, "/measurement/instrument/camera_motor_stack/setup/camera_distance");
		no_unit(f, energy);
		hid_t set = H5Dopen2(f, energy, H5P_DEFAULT);
		CHECK(H5Dwrite(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, &value) >= 0);
		H5Dclose(set);
		H5Fclose(f);
		struct stream *s = open_scan(scratch("dx.h5"), NULL);
		if (s) {
			const char *assumed = meta_get(&stream_head(s)->meta, META_ASSUMED);
			check_meta(s, "Data Exchange");
			CHECK(assumed && strstr(assumed, ev ? "in eV" : "in keV"));
		}
		stream_close(s);
	}
}

static void layout_dx_every(void)
{
	static const double want[] = { 0, 1, 2, 3, 6, 7, 10, 11, 4, 5, 8, 9 };
	struct scan_par par = plain(SCAN_DX, theta4, 4);
	struct stream *s;

	par.flat_every = par.flat_before = par.flat_after = 2;
	write_scan(scratch("dx.h5"), &par);
	s = open_scan(scratch("dx.h5"), NULL);
	if (s) {
		check_items(s);
		check_frames(s, want, 12);
	}
	stream_close(s);
}

static void layout_nxtomo(void)
{
	struct scan_par par = plain(SCAN_NXTOMO, theta4, 4);
	struct stream *s;

	par.one_frame_a_chunk = true;
	write_scan(scratch("nx.nxs"), &par);
	s = open_scan(scratch("nx.nxs"), NULL);
	if (s) {
		check_items(s);
		check_meta(s, "NXtomo");
		check_frames(s, frame_before_after, 11);
	}
	stream_close(s);
}

/* Frame 5 (projection 0) is declared invalid: it goes, the others keep their index. */
static void invalid_frames(void)
{
	struct scan_par par = plain(SCAN_NXTOMO, theta4, 4);
	double key[11];
	struct stream *s;

	write_scan(scratch("nx.nxs"), &par);
	hid_t f = H5Fopen(scratch("nx.nxs"), H5F_ACC_RDWR, H5P_DEFAULT);
	hid_t d = H5Dopen2(f, "/entry/instrument/detector/image_key", H5P_DEFAULT);
	H5Dread(d, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, key);
	key[5] = 3;
	H5Dwrite(d, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, key);
	H5Dclose(d);
	H5Fclose(f);
	s = open_scan(scratch("nx.nxs"), NULL);
	if (s) {
		CHECK(stream_head(s)->n[0] == 10);
		NEAR(table(s, "frame")[7], 6, 0);
		NEAR(table(s, "theta_deg")[7], 60, 1e-12);
		stream_close(s);
	}
}

/* A box of some items, rows and columns is what all of it has there. */
static void boxes(void)
{
	static const char *const name[] = { "als.h5", "dx.h5", "nx.nxs" };
	struct select sel = { .col = { true, 2, 6, 1 } };
	uint16_t all[FRAME * 14], box[FRAME * 14];
	struct err e = { 0, "" };

	layout_als();
	layout_dx();
	layout_nxtomo();
	for (int k = 0; k < 3; k++) {
		struct stream *s = open_scan(scratch(name[k]), NULL), *c = open_scan(scratch(name[k]), &sel);
		size_t n = s ? stream_head(s)->n[0] : 0, bad = 0;
		CHECK(s && c && !stream_read_box(s, 0, n, 0, ROWS, all, &e));
		CHECK(c && !stream_read_box(c, 1, n - 2, 1, 3, box, &e));
		for (size_t i = 0; i < n - 2; i++)
			for (size_t r = 0; r < 3; r++)
				for (size_t q = 0; q < 4; q++)
					bad += box[(i * 3 + r) * 4 + q] != all[(i + 1) * FRAME + (r + 1) * COLS + q + 2];
		CHECK(bad == 0);
		stream_close(s);
		stream_close(c);
	}
}

static bool same_bytes(const char *a, const char *b)
{
	FILE *f = fopen(a, "rb"), *g = fopen(b, "rb");
	int c, d;

	do {
		c = getc(f);
		d = getc(g);
	} while (c == d && c != EOF);
	fclose(f);
	fclose(g);
	return c == d;
}

/* The same images give the same bytes. */
static void repeats(void)
{
	struct scan_par par = plain(SCAN_ALS832, theta4, 4);

	for (int l = SCAN_ALS832; l <= SCAN_NXTOMO; l++) {
		par.layout = (enum scan_layout)l;
		write_scan(scratch("a.h5"), &par);
		sleep(l == SCAN_ALS832);	/* times of objects would differ */
		write_scan(scratch("b.h5"), &par);
		CHECK(same_bytes(scratch("a.h5"), scratch("b.h5")));
	}
}

static void edit(const char *path, const char *remove)
{
	hid_t f = H5Fopen(path, H5F_ACC_RDWR, H5P_DEFAULT);

	CHECK(H5Ldelete(f, remove, H5P_DEFAULT) >= 0);
	H5Fclose(f);
}

static void put_theta(const char *path, size_t n)
{
	hid_t f = H5Fopen(path, H5F_ACC_RDWR, H5P_DEFAULT);
	hid_t s = H5Screate_simple(1, (hsize_t[]){ n }, NULL);
	hid_t d = H5Dcreate2(f, "/exchange/theta", H5T_NATIVE_FLOAT, s, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
	float v[20] = { 0 };

	H5Dwrite(d, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, v);
	H5Dclose(d);
	H5Sclose(s);
	H5Fclose(f);
}

/* What does not add up is an error that names both counts. */
static void bad_counts(void)
{
	struct select sel = { .theta = "0:180" };
	struct stream *s;

	layout_dx();
	edit(scratch("dx.h5"), "/exchange/theta");
	s = open_scan(scratch("dx.h5"), NULL);	/* no angles: a matter of who needs them */
	CHECK(s && !table(s, "theta_deg"));
	stream_close(s);
	put_theta(scratch("dx.h5"), 6);
	CHECK(refuses(scratch("dx.h5"), NULL, E_DATA, "6 angles for 4 projections", "--theta"));
	s = open_scan(scratch("dx.h5"), &sel);
	CHECK(s && table(s, "theta_deg"));
	if (s)
		NEAR(table(s, "theta_deg")[9], 60, 1e-12);
	stream_close(s);

	layout_als();
	edit(scratch("als.h5"), "/20150130_bakdrk/20150130_bakdrk_0000_0003.tif");
	CHECK(refuses(scratch("als.h5"), NULL, E_DATA, "nangles 4", "3 projections"));
	edit(scratch("als.h5"), "/20150130_bakdrk/20150130_bakdrk_0000_0001.tif");
	CHECK(refuses(scratch("als.h5"), NULL, E_DATA, "als.h5", "no projection 1"));
	layout_nxtomo();
	edit(scratch("nx.nxs"), "/entry/instrument/detector/data");
	CHECK(refuses(scratch("nx.nxs"), NULL, E_DATA, "link /entry/data/data", "/entry/instrument/detector/data"));
}

static void refuses_to_write(void)
{
	struct scan_par par = plain(SCAN_ALS832, theta4, 4);
	struct scanwrite *w;
	struct err e = { 0, "" };

	par.type = DT_F32;
	CHECK(scanwrite_new(&w, scratch("no.h5"), &par, &e) == E_USAGE);
	scanwrite_close(w);
	CHECK(access(scratch("no.h5"), F_OK) != 0);
	e.code = 0;
	par = plain(SCAN_DX, theta4, 4);
	CHECK(!scanwrite_new(&w, scratch("no.h5"), &par, &e));
	CHECK(scanwrite_commit(w, &e) == E_INTERNAL);	/* images are missing */
	scanwrite_close(w);
	CHECK(access(scratch("no.h5"), F_OK) != 0);
}

static void write_text(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	fputs(text, f);
	fclose(f);
}

static int angles_code(const char *text, size_t n, double *v)
{
	struct err e = { 0, "" };

	return angles_parse(text, n, v, &e);
}

static void angle_lists(void)
{
	double v[4];
	char text[300];

	CHECK(!angles_code("0:180", 4, v) && v[0] == 0 && v[3] == 180);
	NEAR(v[1], 60, 1e-12);
	CHECK(!angles_code("-10:350:excl", 4, v) && v[0] == -10);
	NEAR(v[1], 80, 1e-12);
	NEAR(v[3], 260, 1e-12);
	CHECK(!angles_code("7:7", 1, v) && v[0] == 7);
	CHECK(angles_code("7:7", 2, v) == E_USAGE);
	CHECK(angles_code("1e308:0", 4, v) == E_USAGE);	/* not infinity */
	write_text(scratch("angles.txt"), "# degrees\n1\n2.5\n\n-3\r\n 4 \n");
	CHECK(!angles_code(scratch("angles.txt"), 4, v) && v[1] == 2.5 && v[2] == -3 && v[3] == 4);
	CHECK(angles_code(scratch("angles.txt"), 3, v) == E_DATA);
	snprintf(text, sizeof text, "%s:1:3", scratch("angles.txt"));
	CHECK(!angles_code(text, 2, v) && v[0] == 1 && v[1] == 2.5);
	snprintf(text, sizeof text, "%s:4:", scratch("angles.txt"));
	CHECK(!angles_code(text, 2, v) && v[0] == -3);
	snprintf(text, sizeof text, "%s:4:9", scratch("angles.txt"));
	CHECK(angles_code(text, 2, v) == E_DATA);	/* six lines only */
	snprintf(text, sizeof text, "%s:3:2", scratch("angles.txt"));
	CHECK(angles_code(text, 2, v) == E_USAGE);
	write_text(scratch("bad.txt"), "1\n2 3\n");
	CHECK(angles_code(scratch("bad.txt"), 2, v) == E_DATA);
	CHECK(angles_code("/no/such/file", 2, v) == E_IO);
}

/* Projections, flats and darks of separate files, types joined. */
static void separate_files(void)
{
	static const char *const labels[] = { "frame", "row", "col" };
	struct select sel = { .flat = strdup(scratch("dx.h5")), .dark = strdup(scratch("dark.nrrd")),
			      .theta = "0:180" };
	struct head h;
	struct array a;
	struct stream *s;
	struct err e = { 0, "" };
	size_t n[3] = { 4, ROWS, COLS };
	float image[FRAME];

	layout_dx();
	for (int k = 0; k < 2; k++) {		/* 4 projections of uint8, 1 dark of float */
		n[0] = k ? 1 : 4;
		array_new(&a, k ? DT_F32 : DT_U8, 3, n, &e);
		for (size_t p = 0; p < array_count(&a); p++)
			k ? (void)(((float *)a.data)[p] = 0.5f + (float)p) : (void)(((uint8_t *)a.data)[p] = (uint8_t)p);
		head_init(&h, a.type, 3, n, labels);
		CHECK(!stream_create(&s, k ? sel.dark : scratch("proj.nrrd"), &h, NULL, &e));
		CHECK(!stream_write(s, &a, &e) && !stream_commit(s, &e));
		stream_close(s);
		array_free(&a);
	}
	s = open_scan(scratch("proj.nrrd"), &sel);
	if (s) {
		const double want[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 };
		CHECK(stream_head(s)->type == DT_F32);
		CHECK(table(s, "key")[0] == KEY_DARK && table(s, "key")[1] == KEY_FLAT && table(s, "key")[6] == KEY_FLAT);
		check_frames(s, want, 11);
		CHECK(!stream_read_box(s, 0, 1, 0, ROWS, image, &e) && image[3] == 3.5f);
		CHECK(!stream_read_box(s, 2, 1, 0, ROWS, image, &e) && image[3] == value(KEY_FLAT, 1, 3));
		CHECK(!stream_read_box(s, 8, 1, 0, ROWS, image, &e) && image[3] == FRAME + 3);
		stream_close(s);
	}
	sel.theta = NULL;
	CHECK(refuses(scratch("proj.nrrd"), &sel, E_DATA, "proj.nrrd", "--theta"));
	sel.theta = scratch("angles.txt");
	write_text(sel.theta, "1\n2\n3\n");
	CHECK(refuses(scratch("proj.nrrd"), &sel, E_DATA, "3 angles", "4 projections"));
	free((void *)sel.flat);
	free((void *)sel.dark);
}

/* ---- measured scans ---- */

static const char *measured(const char *name)
{
	static char path[4][300];
	static int k;
	const char *data = getenv("BEAMPIPE_DATA");

	k = (k + 1) % 4;
	snprintf(path[k], sizeof path[k], "%s/tomo/%s", data ? data : "../shared/data", name);
	return access(path[k], R_OK) ? NULL : path[k];
}

/* Largest difference of two streams of the same shape, as doubles. */
static double difference(struct stream *a, struct stream *b, size_t *items)
{
	const struct head *ha = stream_head(a), *hb = stream_head(b);
	size_t n = head_item_count(ha);
	double *x = malloc(n * 8), *y = malloc(n * 8), worst = 0;
	void *raw = malloc(n * 8);
	struct err e = { 0, "" };

	CHECK(ha->n[0] == hb->n[0] && ha->n[1] == hb->n[1] && ha->n[2] == hb->n[2]);
	*items = ha->n[0];
	for (size_t i = 0; i < ha->n[0] && ha->n[0] == hb->n[0]; i++) {
		CHECK(!stream_read_box(a, i, 1, 0, ha->n[1], raw, &e));
		convert(raw, ha->type, x, DT_F64, n);
		CHECK(!stream_read_box(b, i, 1, 0, hb->n[1], raw, &e));
		convert(raw, hb->type, y, DT_F64, n);
		for (size_t p = 0; p < n; p++)
			worst = fmax(worst, fabs(x[p] - y[p]));
	}
	free(x);
	free(y);
	free(raw);
	return worst;
}

static void compare(struct stream *a, struct stream *b, size_t want, double tol, double tol_deg)
{
	size_t n;

	if (!a || !b)
		return;
	NEAR(difference(a, b, &n), 0, tol);
	CHECK(n == want);
	for (size_t i = 0; i < n; i++) {
		CHECK(table(a, "key")[i] == table(b, "key")[i]);
		if (table(a, "key")[i] == KEY_PROJECTION)
			NEAR(table(a, "theta_deg")[i], table(b, "theta_deg")[i], tol_deg);
	}
}

/* The pin: Data Exchange, NXtomo and TIFF are one scan. */
static void pin(void)
{
	const char *dir = measured("tiff_scan/tiffs");
	char flat[300], dark[300], theta[320];
	struct select sel = { .flat = flat, .dark = dark, .theta = theta };

	snprintf(flat, sizeof flat, "%s", measured("tiff_scan/flat_00001.tiff"));
	snprintf(dark, sizeof dark, "%s", measured("tiff_scan/dark_00001.tiff"));
	snprintf(theta, sizeof theta, "%s:10:101", measured("tiff_scan/angles.txt"));
	struct stream *t = open_scan(dir, &sel), *x = open_scan(measured("savu24737_dx.h5"), NULL);
	struct stream *n = open_scan(measured("savu24737_nxtomo.nxs"), NULL);
	compare(t, x, 93, 0, 1e-9);
	compare(n, x, 93, 0, 1e-9);
	stream_close(t);
	stream_close(x);
	stream_close(n);
}

/* The tooth: the ALS file holds the same pixels, cut to integers, and angles of 6 decimals. */
static void tooth(void)
{
	struct stream *a = open_scan(measured("tooth_als832.h5"), NULL), *b = open_scan(measured("tooth.h5"), NULL);

	compare(a, b, 201, 0.75, 1e-6);	/* the samples are multiples of 1/4 */
	if (a) {
		NEAR(meta_num(a, META_PIXEL), 1.29e-6, 0);
		NEAR(table(a, "frame")[10], 0, 0);	/* flats: five ahead, five behind */
		NEAR(table(a, "frame")[15], 196, 0);
		NEAR(table(a, "frame")[0], 186, 0);	/* darks at the end, ahead of those flats */
	}
	stream_close(a);
	stream_close(b);
}

int main(void)
{
	scratch_make();
	H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
	CASE(layout_als);
	CASE(layout_als_range);
	CASE(layout_als_every);
	CASE(layout_dx);
	CASE(layout_dx_unequal);
	CASE(layout_dx_no_units);
	CASE(layout_dx_every);
	CASE(layout_nxtomo);
	CASE(invalid_frames);
	CASE(boxes);
	CASE(repeats);
	CASE(bad_counts);
	CASE(refuses_to_write);
	CASE(angle_lists);
	CASE(separate_files);
	if (measured("tooth.h5")) {
		CASE(pin);
		CASE(tooth);
	}
	scratch_remove();
	return done();
}
