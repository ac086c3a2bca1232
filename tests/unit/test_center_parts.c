/* The axis by entropy, of full turns, the line through rows; the parts of vo. */
#include "../unit/check.h"
#include "../unit/center_scan.h"

#include "num/fft.h"
#include "tomo/center_entropy.h"
#include "tomo/center_part.h"
#include "tomo/center_vo.h"

static const struct sim_par clean = { .counts = 40000, .seed = 1 };
static const struct sim_par dirty = { .counts = 2000, .profile = 0.3, .rings = 9, .ring_gain = 0.05,
				      .zingers = 5e-4, .seed = 2 };

static struct scan made(enum phantom_kind kind, size_t ncol, size_t nangle, double range, double center,
			struct sim_par par)
{
	par.center_px = center;
	return scan(kind, ncol, nangle, range, par);
}

/* 0.25 is the accuracy that is promised; half of it with little noise. */
static void entropy(void)
{
	static const enum phantom_kind kind[] = { PHANTOM_SHEPP2D, PHANTOM_DISCS, PHANTOM_WIRES };

	for (size_t i = 0; i < sizeof kind / sizeof *kind; i++) {
		struct scan s = made(kind[i], 160, 150, 180, 74.6, clean), d = made(kind[i], 160, 150, 180, 86.4, dirty);
		NEAR(ask(&s, CENTER_ENTROPY, &e).entropy, 74.6, 0.12);
		NEAR(ask(&d, CENTER_ENTROPY, &e).entropy, 86.4, 0.25);
		scan_free(&s);
		scan_free(&d);
	}
	CHECK(e.code == 0);
}

/* One row by itself, and the same seen through a row whose axis is 3 columns farther on. */
static void one_row(void)
{
	struct scan s = made(PHANTOM_DISCS, 160, 150, 180, 74.6, clean);
	struct entropy_row row = { s.nangle, s.mu, s.theta, 0 };
	double c, shifted, score;

	CHECK(entropy_find(&row, 1, s.ncol, 40, 120, &c, &score, &e) == 0);
	NEAR(c, 74.6, 0.12);
	CHECK(score > 0.3 && score <= 1);
	row.shear = 3;
	CHECK(entropy_find(&row, 1, s.ncol, 40, 120, &shifted, &score, &e) == 0);
	NEAR(shifted, c - 3, 0.1);	/* places of the search fall elsewhere */
	struct err few = { 0, "" };
	CHECK(entropy_find(&row, 1, 12, 2, 9, &c, &score, &few) == E_DATA && strstr(few.msg, "too few"));
	scan_free(&s);
}

/* Of many columns some are taken together to the end: their middle is that of what they hold. */
static void many_columns(void)
{
	struct scan s = made(PHANTOM_DISCS, 900, 240, 180, 463.2, clean);
	struct entropy_row row = { s.nangle, s.mu, s.theta, 0 };
	double c, score;

	CHECK(entropy_find(&row, 1, s.ncol, 440, 486, &c, &score, &e) == 0);
	NEAR(c, 463.2, 0.12);
	scan_free(&s);
}

/* Less than half a turn: the slices of a missing wedge are plainest elsewhere (by 2 columns here), so it is refused. */
static void missing_angles(void)
{
	static const int method[] = { CENTER_ENTROPY, CENTER_VO, CENTER_ALL };
	struct scan s = made(PHANTOM_DISCS, 160, 140, 140, 74.6, clean);

	for (int i = 0; i < 3; i++) {
		struct err refused = { 0, "" };
		ask(&s, method[i], &refused);
		CHECK(refused.code == E_DATA && strstr(refused.msg, "139 of 180"));
	}
	scan_free(&s);
}

/* All rows alike: nothing to see. */
static void flat_rows(void)
{
	static float mu[60 * 64];
	double t[60], c = 0, score = 1;
	struct entropy_row row = { 60, mu, t, 0 };

	for (int i = 0; i < 60; i++)
		t[i] = 3 * i;
	CHECK(entropy_find(&row, 1, 64, 16, 47, &c, &score, &e) == 0);
	CHECK(isnan(c) && score == 0);
}

/* The axis near one side: where it is, which side, and that overlap is 2 c + 1 columns on the left. */
static void half_acquisition(void)
{
	static const struct { double center; size_t nangle; } at[] = { { 16.4, 300 }, { 141.7, 301 }, { 25.2, 180 } };

	for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
		struct scan s = made(PHANTOM_DISCS, 160, at[i].nangle, 360, at[i].center, dirty);
		struct center_result a = ask(&s, CENTER_TURN, &e), b = ask(&s, CENTER_ALL, &e);
		bool left = at[i].center < 80;
		NEAR(a.turn, at[i].center, 0.25);
		NEAR(a.overlap, left ? 2 * a.turn + 1 : 2 * (159 - a.turn) + 1, 1e-9);
		CHECK(a.side == (left ? -1 : 1) && a.center == a.turn);
		CHECK(b.center == a.center && b.overlap == a.overlap);	/* auto sees that it is one */
		CHECK(isnan(b.vo) && isnan(b.entropy));
		scan_free(&s);
	}
	CHECK(e.code == 0);
}

/* Of half a turn: the middle one of vo, pc and entropy, whichever that is. */
static void middle_one(void)
{
	size_t not_vo = 0;

	for (int k = 0; k < 3; k++) {
		struct scan s = made(PHANTOM_DISCS, 160, 150, 180, 74.6 + 4.3 * k, dirty);
		struct center_result r = ask(&s, CENTER_ALL, &e);
		double three[] = { r.vo, r.pc, r.entropy };
		CHECK(r.pc_score > 0.3 && r.center == center_median(three, 3));
		not_vo += r.center != r.vo;
		scan_free(&s);
	}
	CHECK(e.code == 0 && not_vo > 0);
}

/* In the middle of a full turn all methods answer; of half a turn this one refuses. */
static void full_turn(void)
{
	struct scan s = made(PHANTOM_SPHERES, 160, 300, 360, 75.3, dirty), h = made(PHANTOM_DISCS, 96, 90, 180, 40, clean);
	struct center_result a = ask(&s, CENTER_ALL, &e);
	struct err half = { 0, "" };
	char said[300];

	NEAR(a.center, 75.3, 0.25);
	NEAR(a.turn, 75.3, 0.25);
	NEAR(a.vo, 75.3, 0.25);
	NEAR(a.entropy, 75.3, 0.25);
	CHECK(strstr(center_print(&a, said, sizeof said), "; entropy 75.") && strstr(said, "; 360 75."));
	CHECK(strstr(said, "axis on the left"));
	CHECK(strlen(center_print(&a, said, 10)) == 9);		/* cut, not overrun */
	ask(&h, CENTER_TURN, &half);
	CHECK(half.code == E_DATA && strstr(half.msg, "once around"));
	scan_free(&s);
	scan_free(&h);
}

/* Rows on a line, one of them wrong, one not sure of itself: the line is found; a cloud of rows has none. */
static void slope(void)
{
	struct center_source src = { .nrow = 101 };
	struct center_result r = { .nrow = 10 };
	struct rows w = { .src = &src, .r = &r };

	for (size_t k = 0; k < r.nrow; k++) {
		r.row[k] = 5 + 10 * k;
		r.row_center[k] = 60 + 0.02 * ((double)r.row[k] - 50);
		r.row_score[k] = 0.8;
	}
	r.row_center[3] += 9;
	r.row_center[7] = 0;
	r.row_score[7] = 0.1;
	rows_slope(&w);
	NEAR(r.slope, 0.02, 1e-9);
	NEAR(rows_shear(&w, 0), 0.02 * (5 - 50), 1e-9);
	for (size_t k = 0; k < r.nrow; k++)
		r.row_center[k] = (k * 7) % 10 * 3.0;
	rows_slope(&w);
	CHECK(r.slope == 0);
	r.nrow = 3;
	for (size_t k = 0; k < 3; k++)
		r.row_center[k] = (double)k;
	rows_slope(&w);
	CHECK(r.slope == 0);
}

static void lowest(void)
{
	double q[40], middle, score;
	size_t best;

	for (int i = 0; i < 40; i++)
		q[i] = 10;
	q[12] = 2;
	q[30] = 6;
	CHECK(vo_lowest(q, 40, &best, &middle, &score, &e) == 0 && best == 12);
	NEAR(middle, 10, 1e-12);
	NEAR(score, 1 - 4.0 / 8, 1e-12);	/* 1 - depth of the next over that of the lowest */
}

int main(void)
{
	CASE(entropy);
	CASE(one_row);
	CASE(many_columns);
	CASE(missing_angles);
	CASE(flat_rows);
	CASE(half_acquisition);
	CASE(middle_one);
	CASE(full_turn);
	CASE(slope);
	CASE(lowest);
	fft_forget();
	return done();
}
