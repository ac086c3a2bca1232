/* median and outlier of 3 x 3 x 3, scale to integers: against brute force and scipy; through the loop. */
#include "filter_run.h"

#include "io/flow.h"
#include "num/par.h"
#include "num/rng.h"
#include "tomo/filter_image.h"
#include "tomo/filter_median.h"

#include <stdint.h>
#include <unistd.h>

enum { ITEMS = 9, NROW = 13, NCOL = 70, ITEM = NROW * NCOL, N = ITEMS * ITEM };

static float x[N], y[N];

static void noise(uint64_t seed)
{
	struct rng g = rng_at(seed, 0, 0);

	for (int i = 0; i < N; i++)
		x[i] = (float)rng_normal(&g);
}

static int by_value(const void *a, const void *b)
{
	float p = *(const float *)a, q = *(const float *)b;

	return isnan(p) || isnan(q) ? isnan(p) - isnan(q) : (p > q) - (p < q);
}

static float brute(const float *v, size_t n, size_t nrow, size_t ncol, long a, long r, long c)
{
	float w[27];
	size_t k = 0;

	for (long i = a - 1; i <= a + 1; i++)
		for (long j = r - 1; j <= r + 1; j++)
			for (long l = c - 1; l <= c + 1; l++)
				w[k++] = v[(image_reflect(i, n) * nrow + image_reflect(j, nrow)) * ncol + image_reflect(l, ncol)];
	qsort(w, 27, sizeof *w, by_value);
	return w[13];
}

/* All items as the loop gives them, each with its neighbours. */
static int series(const char *text, size_t n, size_t nrow, size_t ncol, const float *in, float *out, const char *says)
{
	struct run r = run_begin(text, PROJ, n, nrow, ncol);
	size_t count = nrow * ncol, halo = r.e.code ? 0 : map_halo(&r.m->map, r.plan);
	int code;

	for (size_t i = 0; i < n && !r.e.code; i++) {
		size_t before = i < halo ? i : halo, after = n - 1 - i < halo ? n - 1 - i : halo;
		memset(r.work, 0xff, r.nwork);
		r.m->map.apply(r.plan, i, 1, before, after, in + (i - before) * count, out + i * count, r.work, &r.e);
	}
	code = r.e.code;
	CHECK(!says || strstr(r.e.msg, says));
	run_end(&r);
	return code;
}

static void cube_size(size_t n, size_t nrow, size_t ncol)
{
	CHECK(!series("median:dim=3", n, nrow, ncol, x, y, NULL));
	for (size_t i = 0; i < n * nrow * ncol; i++)
		CHECK(y[i] == brute(x, n, nrow, ncol, (long)(i / (nrow * ncol)), (long)(i / ncol % nrow), (long)(i % ncol)));
}

/* Exact, at all edges, for all widths around those of the vectors, of one and two items, rows and columns. */
static void cube_brute(void)
{
	noise(1);
	cube_size(ITEMS, NROW, NCOL);
	for (size_t n = 1; n < 68; n++)
		cube_size(2, 2, n);
	cube_size(1, 1, 1);
	cube_size(1, 5, 7);
	cube_size(4, 1, 9);
	cube_size(5, 9, 1);
	for (int i = 0; i < N; i++)		/* many that are equal, of both signs */
		x[i] = (float)(i * 7919 % 5 - 2) / 2;
	cube_size(ITEMS, NROW, NCOL);
}

/* scipy 1.10.1, median_filter(x, 3) of x = ((7 r + 13 c + 3 r c + 5 a^2 + 11 a r) mod 17) / 4, 3 x 5 x 7. */
static void cube_scipy(void)
{
	static const double first[] = { 1.25, 1.5, 1.5, 1.25, 1, 0.75, 2.5 }, middle[] = { 2, 2.25, 2.25, 1.5, 1.5, 1.25, 0.75 }, last[] = { 1.25, 2, 2, 2, 2, 2.75, 1.5 };

	for (int a = 0; a < 3; a++)
		for (int r = 0; r < 5; r++)
			for (int c = 0; c < 7; c++)
				x[(a * 5 + r) * 7 + c] =
					(float)((7 * r + 13 * c + 3 * r * c + 5 * a * a + 11 * a * r) % 17) / 4;
	CHECK(!series("median:dim=3", 3, 5, 7, x, y, NULL));
	for (int c = 0; c < 7; c++) {
		NEAR(y[c], first[c], 0);
		NEAR(y[(5 + 2) * 7 + c], middle[c], 0);
		NEAR(y[(10 + 4) * 7 + c], last[c], 0);
	}
}

/* dim=2 is what it is without; the parameters that do not go together. */
static void dimensions(void)
{
	float z[ITEM];

	noise(2);
	CHECK(!series("median:dim=2", 1, NROW, NCOL, x, y, NULL) && !series("median", 1, NROW, NCOL, x, z, NULL));
	CHECK(!memcmp(y, z, sizeof z));
	CHECK(series("median:dim=3,size=5", 1, NROW, NCOL, x, y, "size=5 goes with dim=2") == E_USAGE);
	CHECK(series("outlier:dim=3,size=5,dif=1", 1, NROW, NCOL, x, y, "size=5 goes with dim=2") == E_USAGE);
	CHECK(series("median:dim=4", 1, NROW, NCOL, x, y, "outside") == E_USAGE);
}

/*
 * A track of a cosmic ray, all of a 3 x 3 window of one image: too large for the window of that image,
 * a third of the window across images.  What stays is bit for bit the same; a NaN goes as well.
 */
static void outlier_track(void)
{
	for (int i = 0; i < N; i++)
		x[i] = (float)(1 + 0.05 * sin(0.01 * (i % ITEM)));
	for (int k = 0; k < 9; k++)
		x[4 * ITEM + (5 + k / 3) * NCOL + 30 + k % 3] += 3;
	x[2 * ITEM + 77] = NAN;
	x[6 * ITEM + 99] -= 2;
	CHECK(!series("outlier:dif=0.5", ITEMS, NROW, NCOL, x, y, NULL));
	CHECK(y[4 * ITEM + 6 * NCOL + 31] > 3);
	CHECK(!series("outlier:dif=0.5,dim=3", ITEMS, NROW, NCOL, x, y, NULL));
	for (int i = 0; i < N; i++)
		if (!(x[i] < 2))
			NEAR(y[i], 1, 0.06);
		else
			CHECK(y[i] == x[i]);
	CHECK(!series("outlier:dif=0.5,dim=3,kind=dark", ITEMS, NROW, NCOL, x, y, NULL));
	NEAR(y[6 * ITEM + 99], 1, 0.06);
	CHECK(y[4 * ITEM + 6 * NCOL + 31] > 3);
}

/* The functions that median and outlier share, with and without neighbours. */
static void direct(void)
{
	struct median m;
	struct head h;
	struct err e = { 0, "" };
	float work[18 * 16], out[4];
	static const float in[12] = { 1, 2, 3, 4, 9, 9, 9, 9, 5, 6, 7, 8 };

	head_init(&h, DT_F32, 3, (size_t[]){ 3, 2, 2 }, PROJ);
	CHECK(!median_plan(&m, 3, 3, &h, &e) && m.cube && median_scratch(&m) <= sizeof work);
	median_apply(&m, 1, 1, in, work, out);
	for (int i = 0; i < 4; i++)
		CHECK(out[i] == brute(in, 3, 2, 2, 1, i / 2, i % 2));
	median_apply(&m, 0, 0, in, work, out);
	for (int i = 0; i < 4; i++)
		CHECK(out[i] == brute(in, 1, 2, 2, 0, i / 2, i % 2));
}

/* Whole numbers by the formula in double precision; ends, halves to even, infinities; the type that is asked for. */
static void whole(void)
{
	static const float in[] = { -1, 0, 0.5f, 1.5f, 2.5f, 254.5f, 255, 255.5f, 1e30f, INFINITY, -INFINITY, -0.f };
	static const float out[] = { 0, 0, 0, 2, 2, 254, 255, 255, 255, 255, 0, 0 };
	struct run r = run_begin("scale:bits=8,lo=0,hi=255", PROJ, 1, 1, 12);

	CHECK(!run_item(&r, 0, in, y) && r.out.type == DT_U8);
	for (int i = 0; i < 12; i++)
		CHECK(y[i] == out[i]);
	run_end(&r);
	r = run_begin("scale:a=2,b=1,bits=16,lo=-3,hi=5", PROJ, 1, NROW, NCOL);
	noise(4);
	CHECK(!run_item(&r, 0, x, y) && r.out.type == DT_U16);
	for (int i = 0; i < ITEM; i++) {	/* 65536 levels in floats of 24 bits: half a level and 1/100 */
		double v = fmin(fmax((2 * (double)x[i] + 1 + 3) / 8 * 65535, 0), 65535);
		NEAR(y[i], v, 0.51);
		CHECK(y[i] == rintf(y[i]));
	}
	run_end(&r);
	x[3] = NAN;
	CHECK(run_once("scale:bits=8,lo=0,hi=1", PROJ, 2, 2, x, y, "sample nan at row 1, col 1 has no whole number") == E_DATA);
	CHECK(!run_once("scale", PROJ, 2, 2, x, y, NULL) && isnan(y[3]));
	CHECK(run_once("scale:bits=8,lo=1,hi=1", PROJ, 2, 2, x, y, "needs lo below hi") == E_USAGE);
	CHECK(run_once("scale:hi=1", PROJ, 2, 2, x, y, "go with bits") == E_USAGE);
}

/* ---- through the loop: the halo that the plan asks for, any slab; integers at the end ---- */

static int wrapped_plan(void *par, const struct head *in, struct head *out, void **plan, struct err *e)
{
	struct median *m = *plan = mem_zero(1, sizeof *m, "a plan", e);

	if (!m || median_plan(m, 3, 3, in, e))
		return e->code;
	out->type = *(enum dtype *)par;
	return 0;
}

static size_t wrapped_work(const void *plan)
{
	return median_scratch(plan);
}

static int wrapped_apply(const void *plan, size_t first, size_t n, size_t before, size_t after, const float *in,
			 float *out, void *work, struct err *e)
{
	(void)first, (void)n, (void)e;
	median_apply(plan, before, after, in, work, out);
	return 0;
}

static size_t wrapped_halo(const void *plan)
{
	const struct median *m = plan;

	return m->cube;
}

static int times_apply(const void *plan, size_t first, size_t n, size_t before, size_t after, const float *in,
		       float *out, void *work, struct err *e)
{
	(void)first, (void)before, (void)after, (void)work, (void)e;
	for (size_t i = 0; i < n * ITEM; i++)
		out[i] = in[i] * 100;
	return *(const enum dtype *)plan == DT_COUNT;
}

static int times_plan(void *par, const struct head *in, struct head *out, void **plan, struct err *e)
{
	(void)in;
	*plan = mem_alloc(1, sizeof(enum dtype), "a plan", e);
	if (*plan)
		*(enum dtype *)*plan = out->type = *(enum dtype *)par;
	return e->code;
}

static void write_input(const char *path)
{
	struct head h;
	struct err e = { 0, "" };
	struct stream *s = NULL;
	struct array a = { .type = DT_F32, .ndim = 3, .n = { ITEMS, NROW, NCOL }, .data = x, .view = true };

	head_init(&h, DT_F32, 3, (size_t[]){ ITEMS, NROW, NCOL }, PROJ);
	CHECK(!stream_create(&s, path, &h, NULL, &e) && !stream_write(s, &a, &e) && !stream_commit(s, &e));
	stream_close(s);
}

/* The output's samples as floats, and its type; 0 when all went well. */
static int through(const struct map *maps, size_t n, size_t memory, int threads, enum dtype *type)
{
	struct flow_par par = { .memory = memory, .tmp = "." };
	struct stream *in = NULL, *out = NULL;
	struct flow *f = NULL;
	struct array a = { .data = NULL };
	struct err e = { 0, "" };

	par_set_threads(threads);
	if (!stream_open(&in, "in.nrrd", NULL, &e) && !flow_new(&f, in, maps, n, &par, &e) &&
	    !stream_create(&out, "out.nrrd", flow_head(f), NULL, &e) && !flow_run(f, out, &e))
		stream_commit(out, &e);
	flow_free(f);
	stream_close(in);
	stream_close(out);
	if (!e.code && !stream_open(&in, "out.nrrd", NULL, &e) && !stream_read(in, ITEMS, &a, &e)) {
		*type = a.type;
		convert(a.data, a.type, y, DT_F32, N);
	}
	stream_close(in);
	array_free(&a);
	return e.code;
}

static float expected(int i, int depth)
{
	static float once[N];

	if (depth == 1)
		return brute(x, ITEMS, NROW, NCOL, i / ITEM, i / NCOL % NROW, i % NCOL);
	for (int k = 0; !i && k < N; k++)
		once[k] = expected(k, 1);
	return brute(once, ITEMS, NROW, NCOL, i / ITEM, i / NCOL % NROW, i % NCOL);
}

static void loop(void)
{
	static enum dtype f32 = DT_F32, u8 = DT_U8, i16 = DT_I16;
	struct map cube = { .name = "cube", .order = ORDER_PROJ, .batch = 1, .halo = 7, .par = &f32, .plan = wrapped_plan,
			    .work = wrapped_work, .apply = wrapped_apply, .free = mem_free, .halo_of = wrapped_halo };
	struct map times = { .name = "times", .order = ORDER_ANY, .batch = 1, .par = &i16, .plan = times_plan,
			     .apply = times_apply, .free = mem_free };
	struct map cube8 = cube;
	static float want[N];
	enum dtype type = DT_COUNT;

	cube8.par = &u8;
	noise(3);
	for (int i = 0; i < N; i++)
		x[i] *= 3;
	x[0] = NAN;
	write_input("in.nrrd");
	for (int i = 0; i < N; i++)
		want[i] = expected(i, 2);
	for (int t = 1; t <= 2; t++)
		for (size_t memory = 160 << 10; memory <= 16 << 20; memory *= 10) {
			CHECK(!through((struct map[]){ cube, cube }, 2, memory, t, &type) && type == DT_F32);
			CHECK(!memcmp(y, want, sizeof y));
			CHECK(!through((struct map[]){ cube8, cube }, 2, memory, t, &type) && type == DT_F32);
			CHECK(!memcmp(y, want, sizeof y));	/* the last one counts */
			CHECK(!through((struct map[]){ cube, cube8 }, 2, memory, t, &type) && type == DT_U8);
			for (int i = 0; i < N; i++)
				CHECK(y[i] == fmaxf(0, rintf(want[i])));
			CHECK(!through(&times, 1, memory, t, &type) && type == DT_I16);
			for (int i = 0; i < N; i++)
				CHECK(y[i] == (isnan(x[i]) ? 0 : rintf(x[i] * 100)));
		}
	par_set_threads(0);
}

int main(void)
{
	char dir[] = "/tmp/beampipe-cube.XXXXXX";

	if (!mkdtemp(dir) || chdir(dir))
		return 1;
	CASE(cube_brute);
	CASE(cube_scipy);
	CASE(dimensions);
	CASE(outlier_track);
	CASE(direct);
	CASE(whole);
	CASE(loop);
	if (unlink("in.nrrd") || unlink("out.nrrd") || chdir("/") || rmdir(dir))
		return 1;
	return done();
}
