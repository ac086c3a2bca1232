/* Flat-field correction against closed forms, and its logarithm against libm. */
#include "check.h"

#include <stdint.h>

#include "base/mem.h"
#include "num/par.h"
#include "num/rng.h"
#include "tomo/norm.h"
#include "tomo/norm_hot.h"

enum { ROWS = 7, COLS = 150, PIX = ROWS * COLS, ANGLES = 5 };

static struct norm_par defaults(void)
{
	return (struct norm_par){ .flat = NORM_INTERP, .dark = NORM_MEAN, .log = true, .least = 0.01 };
}

/* ---- kernels, each level of the machine ---- */

typedef void log_fn(float *, float, int, size_t);
typedef size_t span_fn(const struct norm_span *, float *, size_t);

/* All exponents, a few thousand mantissas each, and every float around 1. */
static void log_level(log_fn *f, double tol)
{
	double worst = 0;
	float x[256];

	for (uint32_t u = 0x00800000; u < 0x7f800000; ) {
		uint32_t step = u >= 0x3f7ff000 && u < 0x3f801000 ? 1 : 40009, at[256];

		for (int i = 0; i < 256; i++, u += step) {
			at[i] = u < 0x7f800000 ? u : 0x3f000000;
			memcpy(&x[i], &at[i], 4);
		}
		f(x, 0x1p-126f, 1, 256);
		for (int i = 0; i < 256; i++) {
			float v;
			memcpy(&v, &at[i], 4);
			double want = -log((double)v), d = fabs((double)x[i] - want);
			worst = fmax(worst, want != 0 ? d / fabs(want) : d > 0);
		}
	}
	NEAR(worst, 0, tol);
}

static void logarithm(void)
{
	log_level(norm_log_v1, 1.2e-7);		/* one unit in the last place is 1.19e-7 */
#ifdef __x86_64__
	if (hot_level() >= 3)
		log_level(norm_log_v3, 1.2e-7);
	if (hot_level() >= 4)
		log_level(norm_log_v4, 1.2e-7);
#endif
}

static void log_edges(void)
{
	float x[] = { 1, -1, 0, NAN, INFINITY, 1e-3f, 0.5f };

	HOT_PICK(norm_log)(x, 0.01f, 1, 7);
	CHECK(x[0] == 0 && !signbit(x[0]));
	for (int i = 1; i < 3; i++)
		NEAR(x[i], -log(0.01), 1e-6);
	CHECK(isnan(x[3]) && isnan(x[4]));
	NEAR(x[5], -log(0.01), 1e-6);
	NEAR(x[6], log(2), 1e-7);
	float y[] = { 1.5f, -1, 0.25f };
	HOT_PICK(norm_log)(y, 0.01f, 0, 3);
	CHECK(y[0] == 1.5f && y[1] == 0.01f && y[2] == 0.25f);
}

/* A pixel is the same in every span it is computed in: any length, any start. */
static void span_anywhere(void)
{
	enum { N = 300 };
	static float p[N], dark[N], a[N], b[N], all[N], part[N];
	struct rng r = rng_at(1, 0, 0);

	for (int i = 0; i < N; i++) {
		p[i] = (float)(1000 * rng_uniform(&r));
		dark[i] = (float)(10 * rng_uniform(&r));
		a[i] = (float)(500 + 500 * rng_uniform(&r));
		b[i] = (float)(500 + 500 * rng_uniform(&r));
	}
	p[7] = NAN, p[77] = INFINITY, b[170] = NAN;
	for (int mode = 0; mode < 4; mode++) {
		struct norm_span s = { .p = p, .dark = dark, .scale = a, .from = a, .to = mode & 1 ? b : NULL,
				       .at = 0.3f, .least = 0.01f, .log = mode >> 1 };
		size_t bad = HOT_PICK(norm_span)(&s, all, N), sum = 0;

		CHECK(bad == (mode & 1 ? 3 : 2));
		CHECK(isnan(all[7]) && isnan(all[77]) && (isnan(all[170]) != 0) == (mode & 1));
		for (size_t from = 0, n = 1; from < N; from += n, n = n * 2 + 1) {
			struct norm_span t = s;
			size_t len = n < N - from ? n : N - from;

			t.p += from, t.dark += from, t.scale += from, t.from += from;
			if (t.to)
				t.to += from;
			sum += HOT_PICK(norm_span)(&t, part + from, len);
		}
		CHECK(sum == bad && !memcmp(all, part, sizeof all));
	}
}

/* ---- whole scans ---- */

struct scan {
	struct norm *n;
	struct head head;		/* of ANGLES projections */
	float *proj, *out;
	struct err e;
};

static void scan_new(struct scan *s, const struct norm_par *par)
{
	const char *const labels[] = { "angle", "row", "col" };
	const size_t shape[] = { ANGLES, ROWS, COLS };

	*s = (struct scan){ .e = { 0, "" } };
	head_init(&s->head, DT_F32, 3, shape, labels);
	s->proj = mem_zero(ANGLES * PIX, sizeof(float), "counts", &s->e);
	s->out = mem_zero(ANGLES * PIX, sizeof(float), "results", &s->e);
	CHECK(!norm_new(&s->n, par, ROWS, COLS, &s->e));
}

static void scan_free(struct scan *s)
{
	norm_free(s->n);
	head_free(&s->head);
	mem_free(s->proj);
	mem_free(s->out);
}

static void frames(struct scan *s, double first)
{
	double v[ANGLES];

	for (int i = 0; i < ANGLES; i++)
		v[i] = first + i;
	CHECK(!head_set_table(&s->head, "angle", "frame", v, ANGLES, &s->e));
}

static void add(struct scan *s, int key, double frame, float value)
{
	float image[PIX];

	for (int i = 0; i < PIX; i++)
		image[i] = value;
	CHECK(!norm_add(s->n, key, frame, image, &s->e));
}

static void turn(struct scan *s)		/* projections into sinograms */
{
	float *to = mem_zero(ANGLES * PIX, sizeof(float), "counts", &s->e);

	for (int a = 0; a < ANGLES; a++)
		for (int r = 0; r < ROWS; r++)
			memcpy(to + (r * ANGLES + a) * COLS, s->proj + (a * ROWS + r) * COLS, COLS * sizeof(float));
	mem_free(s->proj);
	s->proj = to;
}

/* As the loop does: plan, items, free.  In sinogram order slab by slab with its halo. */
static int apply(struct scan *s, enum map_order order, size_t slab)
{
	struct map m = norm_map(s->n, order);
	struct head in, out;
	void *plan = NULL;
	size_t items = order == ORDER_SINO ? ROWS : ANGLES, item = ANGLES * PIX / items;

	head_copy(&in, &s->head, &s->e);
	if (order == ORDER_SINO)
		head_swap(&in, 0, 1);
	head_copy(&out, &in, &s->e);
	if (!m.plan(m.par, &in, &out, &plan, &s->e)) {
		CHECK(!strcmp(head_quantity(&out), "mu_t") || !strcmp(head_quantity(&out), "transmission"));
		CHECK(!head_table(&out, "angle", "frame"));
	}
	for (size_t i = 0; i < items && !s->e.code; i += slab) {
		size_t n = items - i < slab ? items - i : slab;
		size_t before = i < m.halo ? i : m.halo;
		size_t after = items - i - n < m.halo ? items - i - n : m.halo;
		m.apply(plan, i, n, before, after, s->proj + (i - before) * item, s->out + i * item, NULL, &s->e);
	}
	m.free(plan);
	head_free(&in);
	head_free(&out);
	return s->e.code;
}

static void constant(void)
{
	struct norm_par p = defaults();
	struct scan s;

	scan_new(&s, &p);
	for (int i = 0; i < 3; i++)
		add(&s, KEY_DARK, i, 90 + 10 * (float)i);	/* mean 100 */
	for (int i = 0; i < 3; i++)
		add(&s, KEY_FLAT, 3 + i, 900 + 200 * (float)i);	/* mean 1100 */
	add(&s, KEY_INVALID, 6, 5);
	CHECK(!norm_finish(s.n, &s.e));
	CHECK(norm_blocks(s.n) == 1 && norm_dead(s.n) == 0 && norm_block_frame(s.n, 0) == 4);
	for (int i = 0; i < ANGLES * PIX; i++)
		s.proj[i] = 100 + 1000 * expf(-(float)(i % 5));	/* -ln 0..4 */
	CHECK(!apply(&s, ORDER_PROJ, 2));
	for (int i = 0; i < ANGLES * PIX; i++)
		NEAR(s.out[i], i % 5, 4e-6);	/* 100 + 18.3 in float: 4e-6 of 18.3 */
	size_t repaired, total;
	norm_count(s.n, &repaired, &total);
	CHECK(repaired == 0 && total == ANGLES * PIX && !norm_check(s.n, &s.e));
	scan_free(&s);
}

static void held_and_plain(void)
{
	struct norm_par p = defaults();
	struct scan s;

	p.log = false;
	p.least = 0.25;
	scan_new(&s, &p);
	add(&s, KEY_DARK, 0, 0);
	add(&s, KEY_FLAT, 1, 8);
	CHECK(!norm_finish(s.n, &s.e));
	for (int i = 0; i < ANGLES * PIX; i++)
		s.proj[i] = (float)(i % 9) - 1;
	CHECK(!apply(&s, ORDER_PROJ, 1));
	for (int i = 0; i < ANGLES * PIX; i++)
		NEAR(s.out[i], fmax((i % 9 - 1) / 8.0, 0.25), 0);
	scan_free(&s);
}

/* Medians leave the one bad image out. */
static void medians(void)
{
	struct norm_par p = defaults();
	struct scan s;
	const float dark[] = { 10, 1e6f, 12 }, flat[] = { 112, 110, -1e6f, 114, 111 };

	p.flat = p.dark = NORM_MEDIAN;
	scan_new(&s, &p);
	for (int i = 0; i < 3; i++)
		add(&s, KEY_DARK, i, dark[i]);		/* 12 */
	for (int i = 0; i < 5; i++)
		add(&s, KEY_FLAT, 3 + 50 * i, flat[i]);	/* 111; all blocks at once */
	CHECK(!norm_finish(s.n, &s.e) && norm_blocks(s.n) == 1);
	for (int i = 0; i < ANGLES * PIX; i++)
		s.proj[i] = 12 + 49.5f;
	CHECK(!apply(&s, ORDER_PROJ, 1));
	for (int i = 0; i < ANGLES * PIX; i++)
		NEAR(s.out[i], log(2), 1e-6);
	scan_free(&s);
}

/* Blocks at 5, 105 and 305: the flat at frame f is exact at the blocks and linear between. */
static void in_time(void)
{
	const double f[] = { 0, 5, 30, 105, 205 };
	const double flat[] = { 1000, 1000, 1250, 2000, 1500 };
	struct norm_par p = defaults();
	struct scan s;

	scan_new(&s, &p);
	add(&s, KEY_DARK, 5, 0);		/* between flats, but no projection */
	for (int i = 0; i < 10; i++)
		add(&s, KEY_FLAT, i < 5 ? i : i + 1, 1000);
	add(&s, KEY_FLAT, 104.5, 1900);
	add(&s, KEY_FLAT, 105.5, 2100);
	add(&s, KEY_FLAT, 305, 1000);
	CHECK(!norm_finish(s.n, &s.e) && norm_blocks(s.n) == 3);
	NEAR(norm_block_frame(s.n, 0), 5, 1e-12);
	CHECK(!head_set_table(&s.head, "angle", "frame", f, ANGLES, &s.e));
	for (int i = 0; i < ANGLES * PIX; i++)
		s.proj[i] = 500;
	CHECK(!apply(&s, ORDER_PROJ, 1));
	for (int i = 0; i < ANGLES * PIX; i++)
		NEAR(s.out[i], log(flat[i / PIX] / 500), 2e-7);
	scan_free(&s);
}

static void time_unknown(void)
{
	struct norm_par p = defaults();
	struct scan s;

	scan_new(&s, &p);
	add(&s, KEY_DARK, 0, 0);
	add(&s, KEY_FLAT, 1, 10);
	add(&s, KEY_FLAT, 50, 20);
	CHECK(!norm_finish(s.n, &s.e) && norm_blocks(s.n) == 2);
	CHECK(apply(&s, ORDER_PROJ, 1) == E_DATA && strstr(s.e.msg, "frame"));
	scan_free(&s);
}

/* Air of 0.8 on the left falling to 0.6 on the right, by row another: the ramp comes out flat. */
static void air_ramp(void)
{
	struct norm_par p = defaults();
	struct scan s;

	p.air = 10;
	scan_new(&s, &p);
	add(&s, KEY_DARK, 0, 0);
	add(&s, KEY_FLAT, 1, 1000);
	CHECK(!norm_finish(s.n, &s.e));
	for (int i = 0; i < ANGLES * PIX; i++) {
		int c = i % COLS, r = i / COLS % ROWS;
		double object = c >= 20 && c < 100 ? 0.5 : 1;
		s.proj[i] = (float)(1000 * object * (0.8 - 0.2 * c / COLS + 0.01 * r));
	}
	s.proj[3] = NAN;	/* not valid: the mean is of the other nine, off by little */
	CHECK(!apply(&s, ORDER_PROJ, 1));
	for (int i = COLS; i < ANGLES * PIX; i++)
		NEAR(s.out[i], i % COLS >= 20 && i % COLS < 100 ? log(2) : 0, 1e-6);
	NEAR(s.out[3], 0, 2e-4);
	s.proj[PIX + 2 * COLS] = -1e6f;
	CHECK(apply(&s, ORDER_PROJ, 1) == E_DATA && strstr(s.e.msg, "row 2") && strstr(s.e.msg, "left"));
	scan_free(&s);
}

static void region(void)
{
	struct norm_par p = defaults();
	struct scan s;

	p.roi = true;
	p.roi_row[1] = ROWS;
	p.roi_col[0] = 5, p.roi_col[1] = 75;
	scan_new(&s, &p);
	add(&s, KEY_DARK, 0, 0);
	add(&s, KEY_FLAT, 1, 1000);
	CHECK(!norm_finish(s.n, &s.e));
	for (int i = 0; i < ANGLES * PIX; i++)	/* the beam decays */
		s.proj[i] = 1000 * (1 - 0.1f * (float)(i / PIX)) * (i % COLS < 100 ? 1 : 0.5f);
	CHECK(!apply(&s, ORDER_PROJ, 1));
	for (int i = 0; i < ANGLES * PIX; i++)
		NEAR(s.out[i], i % COLS < 100 ? 0 : log(2), 1e-6);
	CHECK(apply(&s, ORDER_SINO, 1) == E_USAGE);
	scan_free(&s);
}

static void polynomial(void)
{
	struct norm_par p = defaults();
	struct scan s;

	p.npoly = 3;
	p.poly[0] = 1, p.poly[1] = 0.5, p.poly[2] = -0.25;
	scan_new(&s, &p);
	add(&s, KEY_DARK, 0, 0);
	add(&s, KEY_FLAT, 1, 1);
	CHECK(!norm_finish(s.n, &s.e));
	for (int i = 0; i < ANGLES * PIX; i++)
		s.proj[i] = expf(-(float)(i % 40) / 10);
	CHECK(!apply(&s, ORDER_PROJ, 1));
	for (int i = 0; i < ANGLES * PIX; i++) {
		double m = i % 40 / 10.0;
		NEAR(s.out[i], m + 0.5 * m * m - 0.25 * m * m * m, 1e-5);
	}
	scan_free(&s);
}

/* ---- what cannot be used ---- */

/* Results are column + 10 row, so that a mean of neighbours is known; three pixels in a row are lost, and one in a corner. */
static void lost_pixels(struct scan *s)
{
	float flat[PIX];

	add(s, KEY_DARK, 0, 1);
	for (int i = 0; i < PIX; i++)
		flat[i] = 2;
	flat[3 * COLS + 50] = 1;	/* flat = dark */
	flat[3 * COLS + 51] = 0;	/* below it */
	flat[3 * COLS + 52] = NAN;
	CHECK(!norm_add(s->n, KEY_FLAT, 1, flat, &s->e));
	CHECK(!norm_finish(s->n, &s->e) && norm_dead(s->n) == 3);
	for (int i = 0; i < ANGLES * PIX; i++)
		s->proj[i] = 1 + (float)(i % COLS + 10 * (i / COLS % ROWS));
	s->proj[0] = NAN;
	s->proj[2 * PIX + COLS + 9] = INFINITY;
	s->proj[2 * PIX + COLS + 11] = -INFINITY;
}

static void repair(void)
{
	struct norm_par p = defaults();
	struct scan s;
	size_t repaired, total;
	float *first;

	p.log = false;
	p.least = 0;
	scan_new(&s, &p);
	lost_pixels(&s);
	CHECK(!apply(&s, ORDER_PROJ, 1));
	for (int a = 0; a < ANGLES; a++)
		for (int r = 0; r < ROWS; r++)
			for (int c = 0; c < COLS; c++) {
				double want = c + 10 * r;
				if (r == 0 && c == 0 && a == 0)
					want = (1 + 10 + 11) / 3.0;
				if (r == 3 && c >= 50 && c <= 52)
					continue;
				NEAR(s.out[(a * ROWS + r) * COLS + c], want, 1e-4);
			}
	for (int a = 0; a < ANGLES; a++) {
		const float *row = s.out + (a * ROWS + 3) * COLS;
		NEAR(row[50], 30 + (3 * 50 + 3 * 50 + 49) / 7.0, 1e-4);
		NEAR(row[51], 30 + 51, 1e-4);
		NEAR(row[52], 30 + (3 * 52 + 3 * 52 + 53) / 7.0, 1e-4);
	}
	norm_count(s.n, &repaired, &total);
	CHECK(repaired == 3 * ANGLES + 3 && total == ANGLES * PIX && !norm_check(s.n, &s.e));
	/* by sinograms, in slabs of any size: the same bytes */
	turn(&s);
	first = s.out;
	s.out = mem_zero(ANGLES * PIX, sizeof(float), "results", &s.e);
	for (size_t slab = 1; slab <= ROWS; slab++) {
		CHECK(!apply(&s, ORDER_SINO, slab));
		for (int a = 0; a < ANGLES; a++)
			for (int r = 0; r < ROWS; r++)
				CHECK(!memcmp(s.out + (r * ANGLES + a) * COLS, first + (a * ROWS + r) * COLS,
					      COLS * sizeof(float)));
	}
	mem_free(first);
	scan_free(&s);
}

static void strict(void)
{
	struct norm_par p = defaults();
	struct scan s;
	float flat[PIX];

	p.strict = true;
	scan_new(&s, &p);
	add(&s, KEY_DARK, 0, 1);
	for (int i = 0; i < PIX; i++)
		flat[i] = i == 2 * COLS + 50 ? 1 : 2;
	CHECK(!norm_add(s.n, KEY_FLAT, 1, flat, &s.e));
	CHECK(norm_finish(s.n, &s.e) == E_DATA);
	CHECK(strstr(s.e.msg, "row 2, col 50: the flat, 1, is not above the dark, 1"));
	scan_free(&s);
	scan_new(&s, &p);
	add(&s, KEY_DARK, 0, 1);
	add(&s, KEY_FLAT, 1, 2);
	CHECK(!norm_finish(s.n, &s.e));
	s.proj[9] = INFINITY;
	CHECK(apply(&s, ORDER_PROJ, 1) == E_DATA && strstr(s.e.msg, "row 0, col 9") && strstr(s.e.msg, "inf"));
	s.e.code = 0;
	turn(&s);
	CHECK(apply(&s, ORDER_SINO, 1) == E_DATA && strstr(s.e.msg, "angle 0: row 0, col 9"));
	scan_free(&s);
}

/* A hole of 3 x 3 is filled from around it, one of 11 x 7 cannot be. */
static void holes(void)
{
	struct norm_par p = defaults();
	struct scan s;

	scan_new(&s, &p);
	add(&s, KEY_DARK, 0, 0);
	add(&s, KEY_FLAT, 1, 2);
	CHECK(!norm_finish(s.n, &s.e));
	for (int i = 0; i < ANGLES * PIX; i++)
		s.proj[i] = 1;
	for (int r = 2; r < 5; r++)
		for (int c = 60; c < 63; c++)
			s.proj[r * COLS + c] = NAN;
	CHECK(!apply(&s, ORDER_PROJ, 1));
	for (int i = 0; i < ANGLES * PIX; i++)
		NEAR(s.out[i], log(2), 1e-7);
	for (int r = 0; r < ROWS; r++)
		for (int c = 60; c < 71; c++)
			s.proj[r * COLS + c] = NAN;
	CHECK(apply(&s, ORDER_PROJ, 1) == E_DATA && strstr(s.e.msg, "row 0, col 64"));
	scan_free(&s);
}

static void too_many(void)
{
	struct norm_par p = defaults();
	struct scan s;

	scan_new(&s, &p);
	add(&s, KEY_DARK, 0, 0);
	add(&s, KEY_FLAT, 1, 2);
	CHECK(!norm_finish(s.n, &s.e));
	for (int i = 0; i < ANGLES * PIX; i++)
		s.proj[i] = i % 99 ? 1 : NAN;		/* 1.03 % */
	CHECK(!apply(&s, ORDER_PROJ, 1) && norm_check(s.n, &s.e) == E_DATA && strstr(s.e.msg, "54 of 5250"));
	scan_free(&s);
}

static void refused_sides(void)
{
	struct norm_par p = defaults();
	struct scan s;
	float flat[PIX];

	scan_new(&s, &p);
	add(&s, KEY_DARK, 0, 0);
	CHECK(norm_finish(s.n, &s.e) == E_DATA && strstr(s.e.msg, "no flats"));
	scan_free(&s);
	scan_new(&s, &p);
	add(&s, KEY_FLAT, 0, 1);
	CHECK(norm_finish(s.n, &s.e) == E_DATA && strstr(s.e.msg, "no darks"));
	scan_free(&s);
	scan_new(&s, &p);
	add(&s, KEY_DARK, 0, 0);
	add(&s, KEY_FLAT, 1, 0);
	CHECK(norm_finish(s.n, &s.e) == E_DATA && strstr(s.e.msg, "all 0"));
	scan_free(&s);
	scan_new(&s, &p);
	add(&s, KEY_DARK, 0, 5);
	for (int i = 0; i < PIX; i++)
		flat[i] = i < 11 ? NAN : 9;		/* 11 of 1050 */
	CHECK(!norm_add(s.n, KEY_FLAT, 1, flat, &s.e));
	CHECK(norm_finish(s.n, &s.e) == E_DATA && strstr(s.e.msg, "11 of 1050"));
	scan_free(&s);
	p.no_dark = true;
	scan_new(&s, &p);
	add(&s, KEY_DARK, 0, 99);			/* not used */
	add(&s, KEY_FLAT, 1, 4);
	CHECK(!norm_finish(s.n, &s.e));
	s.proj[0] = 1;
	CHECK(!apply(&s, ORDER_PROJ, 1));
	NEAR(s.out[0], log(4), 1e-6);
	scan_free(&s);
}

static void refused_options(void)
{
	struct norm_par p = defaults();
	struct norm *n;
	struct err e = { 0, "" };

	p.least = 0;
	CHECK(norm_new(&n, &p, 4, 10, &e) == E_USAGE && !n);
	p = defaults(), p.air = 6, e.code = 0;
	CHECK(norm_new(&n, &p, 4, 10, &e) == E_USAGE && !n && strstr(e.msg, "air"));
	p = defaults(), p.roi = true, p.roi_row[1] = 5, p.roi_col[1] = 3, e.code = 0;
	CHECK(norm_new(&n, &p, 4, 10, &e) == E_USAGE && !n && strstr(e.msg, "region"));
	p = defaults(), p.log = false, p.npoly = 1, e.code = 0;
	CHECK(norm_new(&n, &p, 4, 10, &e) == E_USAGE && !n);
	norm_free(NULL);
}

static void refused_input(void)
{
	struct norm_par p = defaults();
	struct scan s;

	scan_new(&s, &p);
	add(&s, KEY_DARK, 0, 0);
	add(&s, KEY_FLAT, 1, 4);
	CHECK(!norm_finish(s.n, &s.e));
	frames(&s, 2);
	meta_set(&s.head.meta, META_QUANTITY, "mu_t", &s.e);
	CHECK(apply(&s, ORDER_PROJ, 1) == E_DATA && strstr(s.e.msg, "mu_t"));
	s.e.code = 0;
	meta_set(&s.head.meta, META_QUANTITY, "counts", &s.e);
	CHECK(!apply(&s, ORDER_PROJ, 1));
	s.head.n[2] = COLS - 1;
	CHECK(apply(&s, ORDER_PROJ, 1) == E_DATA && strstr(s.e.msg, "149"));
	scan_free(&s);
}

int main(void)
{
	CASE(logarithm);
	CASE(log_edges);
	CASE(span_anywhere);
	CASE(constant);
	CASE(held_and_plain);
	CASE(medians);
	CASE(in_time);
	CASE(time_unknown);
	CASE(air_ramp);
	CASE(region);
	CASE(polynomial);
	CASE(repair);
	CASE(strict);
	CASE(holes);
	CASE(too_many);
	CASE(refused_sides);
	CASE(refused_options);
	CASE(refused_input);
	return done();
}
