/* The header of stream(5): what is accepted, refused, and comes back. */
#include "base/mem.h"
#include "check.h"
#include "io/nrrd.h"

#include <stdint.h>

static int parse(const char *text, struct head *h, struct nrrd_info *i, struct err *e)
{
	*e = (struct err){ 0, "" };
	return nrrd_parse(text, strlen(text), h, i, e);
}

static void plain(void)
{
	struct head h;
	struct nrrd_info i;
	struct err e;

	CHECK(!parse("NRRD0004\n# a comment\ntype: unsigned short\ndimension: 3\nsizes: 5 4 3\nencoding: raw\n"
		     "endian: big\nlabels: \"col\" \"row\" \"angle\"\ncontent: something\nspace: left\n"
		     "key:=a \\n b \\\\n\nbp.table.angle.theta_deg:=0 60 120\n\n", &h, &i, &e));
	CHECK(h.type == DT_U16 && h.ndim == 3 && h.n[0] == 3 && h.n[1] == 4 && h.n[2] == 5);
	CHECK(head_is(&h, "angle", "row", "col") && i.swap && i.part == NRRD_WHOLE);
	CHECK(!strcmp(meta_get(&h.meta, "key"), "a \n b \\n"));
	CHECK(head_table(&h, "angle", "theta_deg")->v[2] == 120);
	CHECK(!meta_get(&h.meta, "bp.table.angle.theta_deg"));
	head_free(&h);
}

#define TOP "NRRD0005\ntype: float\ndimension: 2\nsizes: 4 3\nencoding: raw\nendian: little\n"

static void refused(void)
{
	static const char *const bad[] = {
		"", "NRRD", "NRRD0003\ntype: float\n", "P5 3 3\n",
		"NRRD0005\ntype: float\ndimension: 2\nsizes: 4 3\nencoding: gzip\nendian: little\n",
		"NRRD0005\ntype: float\ndimension: 2\nsizes: 4 3\nendian: little\n",
		"NRRD0005\ntype: float\ndimension: 2\nsizes: 4 3\nencoding: raw\n",
		"NRRD0005\ntype: float\nsizes: 4 3\ndimension: 2\nencoding: raw\nendian: little\n",
		"NRRD0005\ntype: float\ndimension: 5\nsizes: 1 1 1 1 1\nencoding: raw\nendian: little\n",
		"NRRD0005\ntype: float\ndimension: 2\nsizes: 4\nencoding: raw\nendian: little\n",
		"NRRD0005\ntype: float\ndimension: 2\nsizes: 4 3 2\nencoding: raw\nendian: little\n",
		"NRRD0005\ntype: float\ndimension: 2\nsizes: 4 0\nencoding: raw\nendian: little\n",
		"NRRD0005\ntype: float\ndimension: 2\nsizes: 4 -3\nencoding: raw\nendian: little\n",
		"NRRD0005\ntype: float\ndimension: 2\nsizes: 9223372036854775807 3\nencoding: raw\nendian: little\n",
		"NRRD0005\ntype: block\ndimension: 2\nsizes: 4 3\nencoding: raw\nendian: little\n",
		TOP "dimension: 1\n", TOP "data file: x.raw\n", TOP "byte skip: 5\n", TOP "no field\n",
		TOP "endian: middle\n", TOP "labels: \"a\n", TOP "a:=1\na:=2\n", TOP "bp.part:=none\n",
		TOP "labels: \"a\" \"b\"\nbp.table.b.x:=1 2\n", TOP "bp.table.x:=1\n", TOP "bp.table.b.:=1\n",
		TOP "bp.table.b.v:=1 nan\n", TOP "kinds: complex domain\n",
		TOP "labels: \"x\" \"x\"\n", NULL
	};
	struct head h;
	struct nrrd_info i;
	struct err e;

	for (int k = 0; bad[k]; k++) {
		CHECK(parse(bad[k], &h, &i, &e) == E_DATA);
		if (e.code != E_DATA)
			printf("# accepted: %s\n", bad[k]);
		CHECK(!strchr(e.msg, '\n'));
	}
	e = (struct err){ 0, "" };
	CHECK(nrrd_parse("NRRD0005\ntype: \0float\n", 23, &h, &i, &e) == E_DATA);
}

static void round_trip(void)
{
	struct head h, g;
	struct nrrd_info i;
	struct err e = { 0, "" };
	double t[4] = { 0, 1 / 3.0, -1e-300, 4e12 };
	char *text;
	size_t len;

	head_init(&h, DT_F32, 4, (size_t[]){ 4, 3, 5, 2 }, (const char *const[]){ "frame", "y", "x", "complex" });
	h.is_complex = true;
	meta_set(&h.meta, "odd key", "tab\t, back\\slash, new\nline, : and :=, \xc3\xa9", &e);
	meta_set_num(&h.meta, META_PIXEL, 6.5e-7, &e);
	head_set_table(&h, "frame", "time_s", t, 4, &e);
	head_set_table(&h, "row", "index", t, 2, &e);	/* of an axis that is not there: carried on */
	CHECK(!nrrd_print(&h, 4, NRRD_WHOLE, &text, &len, &e) && strlen(text) == len);
	CHECK(strstr(text, "\nspacings: nan 0.65 0.65 nan\n"));
	CHECK(!strcmp(text + len - 2, "\n\n"));
	CHECK(!nrrd_parse(text, len, &g, &i, &e));
	CHECK(g.type == h.type && g.ndim == 4 && !memcmp(g.n, h.n, sizeof h.n) && g.is_complex);
	CHECK(!memcmp(g.label, h.label, sizeof h.label));
	CHECK(!strcmp(meta_get(&g.meta, "odd key"), meta_get(&h.meta, "odd key")));
	CHECK(!memcmp(head_table(&g, "frame", "time_s")->v, t, sizeof t));
	CHECK(head_table(&g, "row", "index")->n == 2);
	free(text);
	head_free(&g);
	meta_set(&h.meta, "a: b", "x", &e);
	CHECK(nrrd_print(&h, 4, NRRD_WHOLE, &text, &len, &e) == E_DATA && !text);
	head_free(&h);
}

static void wide(void)
{
	int64_t s[3] = { -5, INT64_C(1) << 53, INT64_MIN }, s_bad = -(INT64_C(1) << 53) - 1;	/* rounds to -2^53 */
	uint64_t u[2] = { UINT64_C(1) << 63, UINT64_MAX };
	struct err e = { 0, "" };
	double d;
	struct head h;
	struct nrrd_info i;

	CHECK(!nrrd_narrow(s, 's', 3, 0, &e));
	memcpy(&d, s, 8);
	CHECK(d == -5);
	memcpy(&d, s + 2, 8);
	CHECK(d == -9223372036854775808.0);
	CHECK(nrrd_narrow(&s_bad, 's', 1, 7, &e) == E_DATA && strstr(e.msg, "element 7"));
	e = (struct err){ 0, "" };
	CHECK(nrrd_narrow(u, 'u', 2, 0, &e) == E_DATA && strstr(e.msg, "element 1"));
	memcpy(&d, u, 8);
	CHECK(d == 9223372036854775808.0);
	CHECK(!parse("NRRD0005\ntype: int64\ndimension: 1\nsizes: 4\nencoding: raw\nendian: little\n", &h, &i, &e));
	CHECK(h.type == DT_F64 && i.wide == 's');
	head_free(&h);
}

int main(void)
{
	CASE(plain);
	CASE(refused);
	CASE(round_trip);
	CASE(wide);
	return done();
}
