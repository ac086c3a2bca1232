/* Slabs of rows: what --slab says, how it travels, how far steps may reach. */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/slab.h"
#include "check.h"

static struct head make(const char *l0, const char *l1, const char *l2, size_t n0, size_t n1)
{
	struct head h;

	head_init(&h, DT_F32, 3, (size_t[]){ n0, n1, 5 }, (const char *const[]){ l0, l1, l2 });
	return h;
}

static void parse(const char *text, size_t n, size_t a, size_t b, size_t from, size_t to, enum slab_mode mode)
{
	struct err e = { 0, "" };
	struct slab s;

	CHECK(!slab_parse(text, n, &s, &e) && s.n == n && s.a == a && s.b == b && s.from == from && s.to == to && s.mode == mode && s.reach == 0 && s.fade == 0);
}

static void test_parse(void)
{
	static const char *const bad[] = { "", "a:b", "1:", "3:3", "4:3", "0:11", "1:2:", "1:2:x", "1:2:3:tight", "probe:0",
					   "probe:x", "probex", "-1:2", "1:2:3:loose ", "99999999999999999:2" };
	struct slab s;

	parse("0:4", 10, 0, 4, 0, 4, SLAB_EXACT);
	parse("4:8:3", 10, 4, 8, 1, 10, SLAB_EXACT);
	parse("4:8:1:loose", 10, 4, 8, 3, 9, SLAB_LOOSE);
	parse("9:10:100", 10, 9, 10, 0, 10, SLAB_EXACT);
	parse("probe", 10, 4, 5, 4, 5, SLAB_PROBE);
	parse("probe:4", 10, 3, 7, 3, 7, SLAB_PROBE);
	parse("probe:16", 10, 0, 10, 0, 10, SLAB_PROBE);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct err e = { 0, "" };
		CHECK(slab_parse(bad[i], 10, &s, &e) == E_USAGE);
	}
}

static void test_travel(void)
{
	struct slab s = { 4, 8, 20, 2, 10, 1, 2.5, SLAB_LOOSE }, t;
	struct head h = make("angle", "row", "col", 3, 8);
	struct err e = { 0, "" };
	double row[20];

	CHECK(!slab_get(&h, &t, &e) && !e.code);	/* a head without it is no slab */
	CHECK(slab_keep(&h, &(size_t){ 0 }, &t, &e) == E_USAGE);	/* and cannot be kept of */
	e = (struct err){ 0, "" };
	CHECK(!slab_put(&h, &s, &e) && slab_get(&h, &t, &e) && t.a == 4 && t.b == 8 && t.n == 20 && t.from == 2 &&
	      t.to == 10 && t.reach == 1 && t.fade == 2.5 && t.mode == SLAB_LOOSE);	/* put and get */
	s.reach = SIZE_MAX;
	s.fade = INFINITY;
	CHECK(!slab_put(&h, &s, &e) && slab_get(&h, &t, &e) && t.reach == SIZE_MAX && isinf(t.fade));	/* without bounds */
	for (int i = 0; i < 20; i++)
		row[i] = i;
	size_t n = 20, skip = 0;
	CHECK(!slab_take(&h, row, &n, &e) && n == 8 && row[0] == 2 && row[7] == 9);	/* its own of 20 values */
	n = 1;
	CHECK(!slab_take(&h, row, &n, &e) && n == 1);	/* one value is for all rows */
	CHECK(slab_refuse(&h, "x", &e) == E_USAGE);	/* what needs all rows */
	e = (struct err){ 0, "" };
	CHECK(head_crop(&h, 1, 1, 3, 1, &e) == E_USAGE);	/* its rows are not cut */
	e = (struct err){ 0, "" };
	CHECK(head_bin2(&h, 1, 2, 2, &e) == E_USAGE);	/* nor averaged */
	e = (struct err){ 0, "" };
	CHECK(head_pad(&h, 1, 1, 1, &e) == E_USAGE && head_reverse(&h, 1, &(struct err){ 0, "" }) == E_USAGE);	/* nor padded, nor turned */
	e = (struct err){ 0, "" };
	CHECK(!head_crop(&h, 2, 1, 3, 1, &e) && !head_crop(&h, 0, 1, 2, 1, &e) && !head_bin(&h, 2, 2, &e));	/* other axes are */
	CHECK(!slab_keep(&h, &skip, &s, &e) && skip == 2 && h.n[1] == 4 && s.from == 4 && s.to == 8);	/* the halo is cut off */
	meta_set(&h.meta, META_SLAB, "4:8/20 3:8 0 0 exact", &e);
	CHECK(!slab_get(&h, &t, &e) && e.code == E_DATA);	/* one that the data do not fit */
	head_free(&h);
}

static void malformed(const char *text)
{
	struct head h = make("row", "angle", "col", 5, 3);
	struct err e = { 0, "" };
	struct slab s;

	meta_set(&h.meta, META_SLAB, text, &e);
	CHECK(!slab_get(&h, &s, &e) && e.code == E_DATA);
	head_free(&h);
}

static int reach(const char *slab, size_t rows, double fade, size_t again)
{
	struct head h = make("angle", "row", "col", 3, 20);
	struct err e = { 0, "" };
	struct slab s;
	int code;

	slab_parse(slab, 20, &s, &e);
	h.n[1] = s.to - s.from;
	slab_put(&h, &s, &e);
	code = slab_reach(&h, rows, fade, &e) ? e.code : slab_reach(&h, again, 0, &e);
	head_free(&h);
	return code;
}

static void test_reach(void)
{
	struct head h = make("angle", "row", "col", 3, 1);
	struct err e = { 0, "" };
	struct slab s;

	CHECK(!slab_reach(&h, SIZE_MAX, 0, &e) && h.meta.n == 0);	/* no slab: any reach */
	CHECK(reach("4:8:3", 2, 0, 1) == 0);	/* 2 + 1 rows of a halo of 3 */
	CHECK(reach("4:8:3", 2, 0, 2) == E_USAGE);	/* 2 + 2 do not fit */
	CHECK(reach("0:8:3", 2, 0, 2) == E_USAGE);	/* nor at the upper end, below */
	CHECK(reach("17:20:3", 2, 0, 2) == E_USAGE);	/* nor at the lower end, above */
	CHECK(reach("3:17:3", 100, 0, SIZE_MAX) == 0);	/* but with all rows there anything does */
	CHECK(reach("4:8:3", SIZE_MAX, 5, 0) == E_USAGE);	/* all rows are not there */
	CHECK(reach("4:8:3:loose", SIZE_MAX, 5, 3) == 0);	/* and need not be when that is allowed */
	CHECK(reach("4:8:3:loose", SIZE_MAX, 5, 4) == E_USAGE);	/* which allows no other step more */
	CHECK(reach("probe", SIZE_MAX, 5, 1000) == 0);	/* a trial may all */
	slab_parse("probe", 20, &s, &e);
	slab_put(&h, &s, &e);
	slab_reach(&h, 3, 0, &e);
	slab_reach(&h, SIZE_MAX, 7.5, &e);
	slab_reach(&h, 4, 0, &e);
	CHECK(slab_get(&h, &s, &e) && s.reach == 7 && s.fade == 7.5);	/* and tells what there was */
	CHECK(rows_none(NULL, NULL) == 0);	/* a step without */
	head_free(&h);
}

static void test_malformed(void)
{
	static const char *const bad[] = { "", "0:5/5", "0:5/5 0:5 0 0 odd", "0:5/5 0:5 -1 0 exact", "0:5/5 1:5 0 0 exact",
					   "0:5/5 0:5 0 nan exact", "5:0/5 0:5 0 0 exact", "0:5/5 0:5 0 0 exact more" };

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		malformed(bad[i]);
}

int main(void)
{
	CASE(test_parse);
	CASE(test_travel);
	CASE(test_malformed);
	CASE(test_reach);
	return done();
}
