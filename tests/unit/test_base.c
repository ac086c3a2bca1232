/* Errors, memory, conversion, metadata, tables, geometry, parameters. */
#include "base/head.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/near.h"
#include "check.h"

#include <stdint.h>

static void errors(void)
{
	struct err e = { 0, "" };

	CHECK(err_set(&e, E_DATA, "row %d", 3) == E_DATA);
	CHECK(err_set(&e, E_IO, "later") == E_DATA);		/* the first wins */
	CHECK(!strcmp(e.msg, "row 3"));
	CHECK(err_at(&e, "f.h5") == E_DATA && !strcmp(e.msg, "f.h5: row 3"));
}

static void sizes(void)
{
	struct err e = { 0, "" };
	size_t n = 0;
	char buf[32];

	CHECK(!mem_parse("64M", &n, &e) && n == 64u << 20);
	CHECK(!mem_parse("1.5G", &n, &e) && n == 3u << 29);
	CHECK(!mem_parse("4096", &n, &e) && n == 4096);
	CHECK(!mem_parse("64MB", &n, &e) && n == 64u << 20 && !mem_parse("1.5 GB", &n, &e) && n == 3u << 29 && !mem_parse("12 B", &n, &e) && n == 12);
	CHECK(mem_parse("B", &n, &e) == E_USAGE && mem_parse(" M", &n, &e) == E_USAGE && mem_parse("4  M", &n, &e) == E_USAGE);
	e = (struct err){ 0, "" };
	CHECK(!mem_parse("2k", &n, &e) && n == 2048);
	CHECK(mem_parse("-1", &n, &e) == E_USAGE);
	for (const char *const *bad = (const char *const[]){ "", "M", "1Q", "nan", "1e400", "5MM", NULL }; *bad; bad++) {
		e = (struct err){ 0, "" };
		CHECK(mem_parse(*bad, &n, &e) == E_USAGE);
	}
	CHECK(!strcmp(mem_print(1.5e9, buf, sizeof buf), "1.5 GB"));
	CHECK(mem_mul(SIZE_MAX / 2, 3, &n, "it", &(struct err){ 0, "" }) == E_DATA);
	CHECK(!mem_alloc(SIZE_MAX / 4, 8, "it", &(struct err){ 0, "" }));
	void *p = mem_zero(3, 5, "it", &e);
	CHECK(p && (uintptr_t)p % MEM_ALIGN == 0);
	mem_free(p);
	CHECK(mem_machine() > 1 << 20);
}

/* Every pair of types: what the target holds comes back, what it cannot is clamped and counted. */
static void conversion(void)
{
	static const double x[] = { 0, 1, 100, -1, -128, 127, 255, 32767, 65535, 2147483647.0 };
	enum { N = sizeof x / sizeof *x };

	for (int t = 0; t < DT_COUNT; t++) {
		double lo, hi, back[N];
		char raw[8 * N];
		size_t bad = 0;
		dtype_range((enum dtype)t, &lo, &hi);
		for (int i = 0; i < N; i++)
			bad += x[i] < lo || x[i] > hi;
		if (t == DT_F32)
			continue;			/* 2^31 - 1 rounds: below */
		CHECK(convert(x, DT_F64, raw, (enum dtype)t, N) == bad);
		CHECK(convert(raw, (enum dtype)t, back, DT_F64, N) == 0);
		for (int i = 0; i < N; i++)
			NEAR(back[i], fmin(fmax(x[i], lo), hi), 0);
	}
	double odd[] = { NAN, INFINITY, -INFINITY, 0.5, 1.5, 2.5, -0.5, 1e300 };
	int16_t s[8];
	float f[8];
	CHECK(convert(odd, DT_F64, s, DT_I16, 8) == 4);		/* nan, both inf, 1e300 */
	CHECK(s[0] == 0 && s[1] == INT16_MAX && s[2] == INT16_MIN && s[3] == 0 && s[4] == 2 && s[5] == 2 && s[6] == 0);
	CHECK(convert(odd, DT_F64, f, DT_F32, 8) == 1 && isinf(f[7]) && isnan(f[0]));
}

static void byte_order(void)
{
	uint16_t a = 0x1234;
	uint32_t b = 0x12345678;
	double c = 1;
	uint64_t bits;

	array_swap_bytes(&a, DT_U16, 1);
	array_swap_bytes(&b, DT_U32, 1);
	array_swap_bytes(&c, DT_F64, 1);
	memcpy(&bits, &c, 8);
	CHECK(a == 0x3412 && b == 0x78563412 && bits == 0xf03f);
}

static void arrays(void)
{
	struct array a;
	struct err e = { 0, "" };

	CHECK(!array_new(&a, DT_F32, 3, (size_t[]){ 2, 3, 4 }, &e));
	CHECK(array_count(&a) == 24 && array_bytes(&a) == 96 && array_item_count(&a) == 12);
	array_f32(&a)[17] = 5;
	CHECK(array_get(&a, 17) == 5);
	struct array i = array_item(&a, 1), p = array_part(&a, 1, 1);
	CHECK(i.ndim == 2 && i.n[0] == 3 && array_get(&i, 5) == 5);
	CHECK(p.ndim == 3 && p.n[0] == 1 && array_get(&p, 5) == 5);
	array_free(&i);			/* a view: nothing happens */
	array_free(&a);
	CHECK(array_new(&a, DT_F32, 2, (size_t[]){ 0, 3 }, &e) == E_DATA);
	e = (struct err){ 0, "" };
	CHECK(array_new(&a, DT_F32, 2, (size_t[]){ SIZE_MAX / 2, 3 }, &e) == E_DATA);
	e = (struct err){ 0, "" };
	CHECK(array_new(&a, DT_F32, 5, (size_t[]){ 1, 1, 1, 1, 1 }, &e) == E_DATA);
}

static void metadata(void)
{
	struct meta m = { 0 }, c;
	struct err e = { 0, "" };
	double v = 7;

	for (int i = 0; i < 100; i++) {
		char key[16];
		snprintf(key, sizeof key, "k%d", i);
		CHECK(!meta_set_num(&m, key, i / 3.0, &e));
	}
	CHECK(!meta_get_num(&m, "k50", &v, &e) && v == 50 / 3.0);	/* the digits bring it back */
	CHECK(!meta_get_num(&m, "none", &v, &e) && v == 50 / 3.0);
	CHECK(!meta_set(&m, "k0", "text", &e) && m.n == 100 && !strcmp(m.entry[0].val, "text"));
	CHECK(meta_get_num(&m, "k0", &v, &e) == E_DATA);
	e = (struct err){ 0, "" };
	meta_del(&m, "k1");
	CHECK(m.n == 99 && !meta_get(&m, "k1") && !strcmp(m.entry[1].key, "k2"));
	CHECK(!meta_copy(&c, &m, &e) && c.n == 99);
	meta_free(&m);
	CHECK(!strcmp(meta_get(&c, "k0"), "text"));
	meta_free(&c);
}

static void numbers(void)
{
	static const char *const bad[] = { "", " 1", "1 ", "nan", "inf", "0x10", "1e999", "1,5", "--1", "e", NULL };
	double v;
	char buf[40];

	for (int i = 0; bad[i]; i++)
		CHECK(num_parse(bad[i], &v));
	CHECK(!num_parse("-1.5e-3", &v) && v == -1.5e-3);
	CHECK(!strcmp(num_print(0.1, buf, sizeof buf), "0.1"));
	CHECK(!strcmp(num_print(-0.0, buf, sizeof buf), "-0"));
	CHECK(strtod(num_print(M_PI, buf, sizeof buf), NULL) == M_PI);
}

static void tables(void)
{
	struct err e = { 0, "" };
	double *v;
	size_t n;
	char *text;

	CHECK(!table_parse("3*2 1 0.5 2*7", &v, &n, &e) && n == 7);
	CHECK(v[0] == 2 && v[2] == 2 && v[3] == 1 && v[4] == 0.5 && v[6] == 7);
	CHECK(!table_print(v, n, &text, &e) && !strcmp(text, "3*2 1 0.5 7 7"));
	mem_free(text);
	mem_free(v);
	for (const char *const *bad = (const char *const[]){ "", "0*1", "-1*2", "1.5*2", "1e9*1", "x", "1*", "*1", "nan", NULL }; *bad; bad++) {
		e = (struct err){ 0, "" };
		CHECK(table_parse(*bad, &v, &n, &e) == E_DATA && !v);
	}
}

static struct head sinogram(void)
{
	struct head h;
	struct err e = { 0, "" };
	double t[6] = { 0, 30, 60, 90, 120, 150 }, r[4] = { 10, 11, 12, 13 }, c[4] = { 4, 4.1, 4.2, 4.3 };

	head_init(&h, DT_F32, 3, (size_t[]){ 4, 6, 9 }, (const char *const[]){ "row", "angle", "col" });
	CHECK(!head_set_table(&h, "angle", "theta_deg", t, 6, &e));
	CHECK(!head_set_table(&h, "row", "index", r, 4, &e));
	CHECK(!head_set_table(&h, "row", "center_px", c, 4, &e));
	CHECK(!meta_set_num(&h.meta, META_CENTER, 4.25, &e) && !meta_set_num(&h.meta, META_PIXEL, 1e-6, &e));
	CHECK(head_set_table(&h, "angle", "key", t, 5, &e) == E_DATA);
	return h;
}

static double center(const struct head *h)
{
	double c = NAN;

	meta_get_num(&h->meta, META_CENTER, &c, &(struct err){ 0, "" });
	return c;
}

static void geometry(void)
{
	struct head h = sinogram();
	struct err e = { 0, "" };
	double pixel = 0;

	CHECK(!head_crop(&h, 2, 1, 9, 1, &e) && h.n[2] == 8 && center(&h) == 3.25);
	CHECK(head_table(&h, "row", "center_px")->v[0] == 3);
	CHECK(!head_crop(&h, 1, 1, 6, 2, &e) && h.n[1] == 3 && head_table(&h, "angle", "theta_deg")->v[2] == 150);
	CHECK(!head_crop(&h, 0, 2, 4, 1, &e) && head_table(&h, "row", "index")->v[0] == 12);
	/* the pixel of centre 3.25 of 8 is at (3.25 + 0.5) / 8 of the width, before and after */
	CHECK(!head_bin2(&h, 0, 2, 2, &e) && h.n[0] == 1 && h.n[2] == 4);
	NEAR((center(&h) + 0.5) / 4, (3.25 + 0.5) / 8, 1e-15);
	CHECK(!meta_get_num(&h.meta, META_PIXEL, &pixel, &e) && pixel == 2e-6);
	CHECK(!head_pad(&h, 2, 3, 1, &e) && h.n[2] == 8);
	NEAR(center(&h), 3.75 / 2 - 0.5 + 3, 1e-15);
	CHECK(!head_reverse(&h, 2, &e));
	NEAR(center(&h), 7 - (3.75 / 2 - 0.5 + 3), 1e-15);
	head_swap(&h, 0, 1);
	CHECK(head_is(&h, "angle", "row", "col") && h.n[0] == 3);
	CHECK(!head_check(&h, &e));
	CHECK(!head_bin(&h, 2, 2, &e) && !meta_get(&h.meta, META_PIXEL));	/* no longer square */
	CHECK(!head_crop(&h, 2, 0, 4, 2, &e) && isnan(center(&h)));	/* thinned: not a pixel grid any more */
	CHECK(head_crop(&h, 0, 2, 2, 1, &e) == E_USAGE);
	e = (struct err){ 0, "" };
	CHECK(head_crop(&h, 0, 0, 9, 1, &e) == E_USAGE);
	e = (struct err){ 0, "" };
	CHECK(head_bin(&h, 0, 0, &e) == E_USAGE);
	head_free(&h);
}

static const struct param pars[] = {
	{ "sigma", PARAM_NUM, "px", 1, 0, 100, NULL, NULL, "width" },
	{ "size", PARAM_INT, "px", 3, 1, 99, NULL, NULL, "window" },
	{ "fast", PARAM_FLAG, "", 0, 0, 1, NULL, NULL, "hurry" },
	{ "wavelet", PARAM_CHOICE, "", 1, 0, 2, NULL, (const char *const[]){ "haar", "db5", "db10", NULL }, "which" },
	{ "energy", PARAM_NUM, "keV", NAN, 0.1, 1e3, META_ENERGY, NULL, "photons" },
	{ .type = PARAM_END },
};

static void parameters(void)
{
	struct err e = { 0, "" };
	struct meta m = { 0 };
	double v[PARAM_MAX];
	char buf[200];

	CHECK(!param_parse(pars, "filter f", "sigma=2.5,fast,wavelet=db10", v, &e));
	CHECK(v[0] == 2.5 && v[1] == 3 && v[2] == 1 && v[3] == 2 && isnan(v[4]));
	CHECK(param_resolve(pars, "filter f", &m, v, &e) == E_USAGE);
	CHECK(strstr(e.msg, "bp.energy_keV") && strstr(e.msg, "energy="));
	e = (struct err){ 0, "" };
	meta_set(&m, META_ENERGY, "25", &e);
	CHECK(!param_resolve(pars, "filter f", &m, v, &e) && v[4] == 25);
	param_print(pars, v, buf, sizeof buf);
	CHECK(!strcmp(buf, "sigma=2.5,size=3,fast=yes,wavelet=db10,energy=25"));
	CHECK(!param_parse(pars, "filter f", "energy=12", v, &e) && !param_resolve(pars, "f", &m, v, &e) && v[4] == 12);
	CHECK(param_parse(pars, "filter f", "sigmma=1", v, &e) == E_USAGE && strstr(e.msg, "did you mean 'sigma'"));
	e = (struct err){ 0, "" };
	CHECK(param_parse(pars, "filter f", "2.5", v, &e) == E_USAGE && strstr(e.msg, "as sigma=2.5"));
	for (const char *const *bad = (const char *const[]){ "sigma", "sigma=", "sigma=x", "sigma=-1", "size=2.5",
		     "wavelet=db6", "fast=maybe", "sigma=nan", "=3", NULL }; *bad; bad++) {
		e = (struct err){ 0, "" };
		CHECK(param_parse(pars, "filter f", *bad, v, &e) == E_USAGE);
	}
	meta_free(&m);
}

static void names(void)
{
	static const char *const list[] = { "gaussian", "median", "paganin", "stripe-fw", NULL };

	char text[20];

	CHECK(near_distance("median", "median") == 0 && near_distance("medain", "median") == 2);
	CHECK(near_distance("", "abc") == 3 && near_distance("kitten", "sitting") == 3);
	CHECK(!strcmp(near_best("gausian", list), "gaussian"));
	CHECK(!strcmp(near_best("stripe", list), "stripe-fw"));
	CHECK(!near_best("wavelet", list));
	CHECK(!strcmp(near_list((const char *const[]){ "one", "two", "six", NULL }, text, 14), "one, two, six"));
	CHECK(!strcmp(near_list((const char *const[]){ "one", "two", "six", NULL }, text, 13), "one, ..."));
	CHECK(!strcmp(near_list((const char *const[]){ "one", "two", NULL }, text, 5), "..."));
	CHECK(!strcmp(near_list((const char *const[]){ NULL }, text, 5), ""));
	CHECK(!strcmp(near_best("fw", list), "stripe-fw") && !strcmp(near_best("remove_stripe_fw", list), "stripe-fw"));
	CHECK(!strcmp(near_best("fw-stripe", list), "stripe-fw") && !near_best("meiotic", list));

	static const char *const more[] = { "sart", "sirt", "ring", "scale", "360to180", "iterations", "blocks", NULL };
	CHECK(!strcmp(near_best("SIRT", more), "sirt") && !near_best("zinger", more) && !near_best("phase", more));
	CHECK(!strcmp(near_best("sino_360_to_180", more), "360to180") && !strcmp(near_best("num_iter", more), "iterations"));
	CHECK(!strcmp(near_best("num_block", more), "blocks") && !near_best("", more) && !near_best("_", more) && !near_best("vo", more));
	CHECK(near_told("retrieve_phase", "phase retrieval") && near_told("zinger", "replace zingers by"));
	CHECK(!near_told("by", "replace zingers by") && !near_told("", "x") && !near_told("place", "replace") && !near_told("remove_x", "remove rings"));
}

int main(void)
{
	CASE(errors);
	CASE(sizes);
	CASE(conversion);
	CASE(byte_order);
	CASE(arrays);
	CASE(metadata);
	CASE(numbers);
	CASE(tables);
	CASE(geometry);
	CASE(parameters);
	CASE(names);
	return done();
}
