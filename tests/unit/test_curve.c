/* Curves: the right samples stand over the right coordinates. */
#include "check.h"

#include "view/curve.h"

/* 3 rows qz = 0.2 0.4 0.6, 5 columns qy = -0.2 .. 0.2, samples 10 row + col. */
struct image { struct head h; float v[15]; };

static void make(struct image *m)
{
	const size_t n[] = { 3, 5 };
	static const char *const labels[] = { "qz", "qy" };
	const double qz[] = { 0.2, 0.4, 0.6 }, qy[] = { -0.2, -0.1, 0, 0.1, 0.2 };
	struct err e = { 0 };

	head_init(&m->h, DT_F64, 2, n, labels);
	CHECK(!head_set_table(&m->h, "qz", "per_nm", qz, 3, &e) && !head_set_table(&m->h, "qy", "per_nm", qy, 5, &e));
	for (int i = 0; i < 15; i++)
		m->v[i] = (float)(10 * (i / 5) + i % 5);
}

static void lines(void)
{
	struct image m;
	struct curve c;
	struct err e = { 0 };

	make(&m);
	CHECK(!curve_cut(&c, &m.h, 0, 1, m.v, 3, 5, "qz=0.45", &e));	/* 0.4 is the nearest */
	CHECK(c.n == 5 && !strcmp(c.label, "q_y (nm⁻¹)") && !strcmp(c.place, "q_z = 0.4 nm⁻¹ (1)"));
	for (int i = 0; i < 5; i++) {
		NEAR(c.y[i], 10 + i, 0);
		NEAR(c.x[i], -0.2 + 0.1 * i, 1e-15);
	}
	curve_free(&c);
	CHECK(!curve_cut(&c, &m.h, 0, 1, m.v, 3, 5, "qy=0.16", &e));
	CHECK(c.n == 3 && !strcmp(c.label, "q_z (nm⁻¹)") && !strcmp(c.place, "q_y = 0.2 nm⁻¹ (4)"));
	for (int i = 0; i < 3; i++) {
		NEAR(c.y[i], 10 * i + 4, 0);
		NEAR(c.x[i], 0.2 + 0.2 * i, 1e-15);
	}
	curve_free(&c);
	head_del_table(&m.h, "qy", "per_nm");				/* the index then */
	CHECK(!curve_cut(&c, &m.h, 0, 1, m.v, 3, 5, "qy=3", &e) && c.y[2] == 23);
	curve_free(&c);
	head_free(&m.h);
}

static void refusals(void)
{
	static const struct { const char *where, *says; } bad[] = {
		{ "qz", "no AXIS=VALUE" }, { "=1", "no AXIS=VALUE" }, { "qz=", "no AXIS=VALUE" }, { "qz=nan", "no AXIS=VALUE" },
		{ "qz=1x", "no AXIS=VALUE" }, { "q=0.4", "no axis 'q' in the image, but 'qz' and 'qy'" },
		{ "qzz=0.4", "no axis 'qzz'" }, { "qz=0.71", "is outside 0.2 to 0.6" }, { "qz=0.09", "is outside" },
	};
	struct image m;
	struct curve c;

	make(&m);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct err e = { 0 };
		CHECK(curve_cut(&c, &m.h, 0, 1, m.v, 3, 5, bad[i].where, &e) == E_USAGE && strstr(e.msg, bad[i].says));
		curve_free(&c);
	}
	struct err e = { 0 };
	CHECK(!curve_cut(&c, &m.h, 0, 1, m.v, 3, 5, "qz=0.7", &e));	/* half a step off is in */
	curve_free(&c);
	head_free(&m.h);
}

static void ranges(void)
{
	const size_t n = 4;
	static const char *const label = "point";
	const float y[] = { 1000, 0, NAN, 1 }, deep[] = { 1, 1e-30f, 1, 1 }, none[] = { 0, -1, NAN, 0 };
	struct curve c;
	struct window w;
	struct head h;
	struct err e = { 0 };

	head_init(&h, DT_F64, 1, &n, &label);
	CHECK(!curve_axis(&c, &h, 0, y, 4, &e) && c.n == 4 && !strcmp(c.label, "point") && !*c.place && c.x[3] == 3);
	CHECK(!curve_window(&c, false, &w, &e) && !w.log);
	NEAR(w.lo, -30, 1e-9);
	NEAR(w.hi, 1030, 1e-9);
	CHECK(!curve_window(&c, true, &w, &e) && w.log);
	NEAR(w.lo, pow(1000, -0.03), 1e-9);
	NEAR(w.hi, pow(1000, 1.03), 1e-9);
	curve_free(&c);
	CHECK(!curve_axis(&c, &h, 0, deep, 4, &e) && !curve_window(&c, true, &w, &e));
	NEAR(log10(w.lo), -12 * 1.03, 1e-9);			/* 12 decades and the room */
	curve_free(&c);
	CHECK(!curve_axis(&c, &h, 0, none, 4, &e) && curve_window(&c, true, &w, &e) == E_DATA);
	curve_free(&c);
	head_free(&h);
}

int main(void)
{
	CASE(lines);
	CASE(refusals);
	CASE(ranges);
	return done();
}
