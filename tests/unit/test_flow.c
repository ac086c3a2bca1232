/* The turn of the corner and the loop: the same result for any slab, memory and number of threads. */
#include "base/mem.h"
#include "check.h"
#include "io/flow.h"
#include "num/par.h"

#include <stdint.h>
#include <unistd.h>

enum { N0 = 23, N1 = 17, N2 = 11 };
static char dir[] = "/tmp/beampipe-flow.XXXXXX";

static void make(const char *path, enum dtype type, size_t known)
{
	struct head h;
	struct err e = { 0, "" };
	struct stream *s = NULL;
	double theta[N0], one[N1 * N2];
	char raw[sizeof one];

	for (int i = 0; i < N0; i++)
		theta[i] = i;
	head_init(&h, type, 3, (size_t[]){ known, N1, N2 }, (const char *const[]){ "angle", "row", "col" });
	head_set_table(&h, "angle", "theta_deg", theta, N0, &e);
	CHECK(!stream_create(&s, path, &h, NULL, &e));
	for (size_t i = 0; i < N0 && !e.code; i++) {
		for (size_t k = 0; k < N1 * N2; k++)
			one[k] = (double)((i * N1 * N2 + k) * 7919 % 1009);
		convert(one, DT_F64, raw, type, N1 * N2);
		struct array a = { .type = type, .ndim = 3, .n = { 1, N1, N2 }, .data = raw, .view = true };
		stream_write(s, &a, &e);
	}
	CHECK(!stream_commit(s, &e));
	stream_close(s);
	head_free(&h);
}

static double value(size_t i, size_t r, size_t c)
{
	return (double)(((i * N1 + r) * N2 + c) * 7919 % 1009);
}

/* In memory, in a temporary of blocks, and read from the file: each item is where it belongs. */
static void corner(void)
{
	static const size_t memory[] = { 1 << 20, 3 * N0 * N2 * 2 * 2, 1 };
	uint16_t buf[4 * N0 * N2];

	make("u16.nrrd", DT_U16, N0);
	for (size_t m = 0; m < 3; m++)
		for (size_t n = 1; n <= 4; n += 3) {
			struct order_par par = { .memory = memory[m], .tmp = ".", .swap = true };
			struct err e = { 0, "" };
			struct stream *s = NULL;
			struct order *o = NULL;
			CHECK(!stream_open(&s, "u16.nrrd", NULL, &e) && !order_open(&o, s, &par, &e));
			CHECK(head_is(order_head(o), "row", "angle", "col") && order_head(o)->n[0] == N1);
			CHECK(head_table(order_head(o), "angle", "theta_deg")->n == N0);
			for (size_t r = 0; r + n <= N1; r++) {
				CHECK(!order_read(o, r, n, buf, &e));
				for (size_t k = 0; k < n * N0 * N2; k++)
					NEAR(buf[k], value(k / N2 % N0, r + k / (N0 * N2), k % N2), 0);
			}
			order_close(o);
			stream_close(s);
		}
}

static void no_room(void)
{
	struct order_par par = { .memory = 1, .tmp = "/nonexistent", .swap = true };
	struct err e = { 0, "" };
	struct stream *s = NULL;
	struct order *o = NULL;
	struct head h;

	CHECK(!stream_open(&s, "u16.nrrd", NULL, &e) && !head_copy(&h, stream_head(s), &e));
	CHECK(order_new(&o, &h, &par, &e) == E_IO && strstr(e.msg, "/nonexistent"));
	order_close(o);
	e = (struct err){ 0, "" };
	head_del_table(&h, "angle", "theta_deg");
	h.n[0] = SIZE_MAX / (N1 * N2 * 4);		/* larger than any disk */
	par.tmp = ".";
	CHECK(order_new(&o, &h, &par, &e) == E_IO && strstr(e.msg, "free"));
	order_close(o);
	head_free(&h);
	stream_close(s);
}

/* ---- maps: the mean over neighbours, a doubling, a pairing of batches ---- */

static int mean_apply(const void *plan, size_t first, size_t n, size_t before, size_t after,
		      const float *in, float *out, void *work, struct err *e)
{
	const size_t item = *(const size_t *)plan;

	(void)first;
	(void)work;
	(void)e;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < item; k++) {
			size_t a = before + i >= 2 ? before + i - 2 : 0, b = before + i + 2, end = before + n + after;
			double sum = 0;
			b = b < end ? b : end - 1;
			for (size_t j = a; j <= b; j++)
				sum += in[j * item + k];
			out[i * item + k] = (float)(sum / (double)(b - a + 1));
		}
	return 0;
}

static int keep_size(void *par, const struct head *in, struct head *out, void **plan, struct err *e)
{
	size_t *item = mem_alloc(1, sizeof *item, "a plan", e);

	(void)par;
	(void)out;
	*plan = item;
	if (item)
		*item = head_item_count(in);
	return e->code;
}

static int twice_apply(const void *plan, size_t first, size_t n, size_t before, size_t after,
		       const float *in, float *out, void *work, struct err *e)
{
	size_t item = *(const size_t *)plan;

	(void)before;
	(void)after;
	CHECK(first % 4 == 0 && (n == 4 || first + n == N0 || first + n == N1));
	memset(work, 7, 64);
	for (size_t k = 0; k < n * item; k++) {
		if (in[k] == -1)
			return err_set(e, E_DATA, "value -1");
		out[k] = 2 * in[k];
	}
	return 0;
}

static size_t work64(const void *plan)
{
	(void)plan;
	return 64;
}

static const struct map maps[] = {
	{ .name = "mean", .order = ORDER_PROJ, .batch = 1, .halo = 2, .plan = keep_size, .apply = mean_apply, .free = mem_free },
	{ .name = "mean", .order = ORDER_PROJ, .batch = 1, .halo = 2, .plan = keep_size, .apply = mean_apply, .free = mem_free },
	{ .name = "twice", .order = ORDER_SINO, .batch = 4, .plan = keep_size, .work = work64, .apply = twice_apply, .free = mem_free },
	{ .name = "back", .order = ORDER_PROJ },
};

static double mean5(size_t i, size_t r, size_t c, int depth)
{
	size_t a = i >= 2 ? i - 2 : 0, b = i + 2 < N0 ? i + 2 : N0 - 1;
	double sum = 0;

	for (size_t j = a; j <= b; j++)
		sum += depth > 1 ? (float)mean5(j, r, c, depth - 1) : value(j, r, c);
	return (float)(sum / (double)(b - a + 1));
}

/* Run nmap maps over the file into memory through a file; *ok if all went well. */
static float *run(const char *path, size_t nmap, size_t memory, int threads, struct err *e)
{
	struct flow_par par = { .memory = memory, .tmp = "." };
	struct stream *in = NULL, *out = NULL;
	struct flow *f = NULL;
	struct array a = { .data = NULL };
	float *x = NULL;

	par_set_threads(threads);
	if (!stream_open(&in, path, NULL, e) && !flow_new(&f, in, maps, nmap, &par, e) &&
	    !stream_create(&out, "out.nrrd", flow_head(f), NULL, e) && !flow_run(f, out, e))
		stream_commit(out, e);
	flow_free(f);
	stream_close(in);
	stream_close(out);
	if (!e->code && !stream_open(&in, "out.nrrd", NULL, e)) {
		x = mem_alloc(N0 * N1 * N2, sizeof *x, "it", e);
		CHECK(!stream_read(in, N0 * N1, &a, e) && array_count(&a) == N0 * N1 * N2);
		convert(a.data, a.type, x, DT_F32, N0 * N1 * N2);
		CHECK(head_table(stream_head(in), "angle", "theta_deg")->v[N0 - 1] == N0 - 1);
		stream_close(in);
		array_free(&a);
	}
	return x;
}

static void chain(void)
{
	for (int t = 1; t <= 3; t++)
		for (size_t memory = 64 << 10; memory <= 16 << 20; memory *= 16) {
			struct err e = { 0, "" };
			float *x = run("u16.nrrd", 4, memory, t, &e);
			CHECK(!e.code);
			for (size_t k = 0; x && k < N0 * N1 * N2; k++)
				NEAR(x[k], 2 * mean5(k / (N1 * N2), k / N2 % N1, k % N2, 2), 0);
			mem_free(x);
		}
}

static void pass_on(void)
{
	struct err e = { 0, "" };
	float *x;

	make("parts.nrrd", DT_U16, 0);
	for (int k = 0; k < 2; k++) {
		x = run(k ? "u16.nrrd" : "parts.nrrd", 0, 1 << 20, 2, &e);
		CHECK(!e.code);
		for (size_t i = 0; x && i < N0 * N1 * N2; i++)
			NEAR(x[i], value(i / (N1 * N2), i / N2 % N1, i % N2), 0);
		mem_free(x);
	}
	struct stream *s = NULL;
	CHECK(!stream_open(&s, "out.nrrd", NULL, &e) && stream_head(s)->type == DT_U16);	/* the type is kept */
	stream_close(s);
}

static void too_little(void)
{
	struct err e = { 0, "" };

	CHECK(!run("u16.nrrd", 2, 1000, 2, &e) && e.code == E_NOMEM && strstr(e.msg, "minimum"));
}

static void order_refused(void)
{
	static const struct map slice = { .name = "circle", .order = ORDER_SLICE, .batch = 1 };
	struct flow_par par = { .memory = 1 << 20 };
	struct err e = { 0, "" };
	struct stream *in = NULL;
	struct flow *f = NULL;

	CHECK(!stream_open(&in, "u16.nrrd", NULL, &e));
	CHECK(flow_new(&f, in, &slice, 1, &par, &e) == E_DATA);
	CHECK(strstr(e.msg, "circle needs slices") && strstr(e.msg, "[angle][row][col]"));
	flow_free(f);
	stream_close(in);
}

static int fail_apply(const void *plan, size_t first, size_t n, size_t before, size_t after,
		      const float *in, float *out, void *work, struct err *e)
{
	(void)plan, (void)n, (void)before, (void)after, (void)in, (void)work;
	memset(out, 0, N1 * N2 * sizeof *out);
	return first == 9 || first == 5 || first == 20 ? err_set(e, E_DATA, "row 3: bad") : 0;
}

/* With several threads the error is that of the lowest item. */
static void lowest_error(void)
{
	static const struct map m = { .name = "fail", .batch = 1, .apply = fail_apply };

	for (int t = 1; t <= 4; t++) {
		struct flow_par par = { .memory = 1 << 20 };
		struct err e = { 0, "" };
		struct stream *in = NULL, *out = NULL;
		struct flow *f = NULL;
		par_set_threads(t);
		CHECK(!stream_open(&in, "u16.nrrd", NULL, &e) && !flow_new(&f, in, &m, 1, &par, &e));
		CHECK(!stream_create(&out, "fail.nrrd", flow_head(f), NULL, &e));
		CHECK(flow_run(f, out, &e) == E_DATA);
		CHECK(strstr(e.msg, "fail: angle 5: row 3: bad"));
		flow_free(f);
		stream_close(in);
		stream_close(out);
		CHECK(access("fail.nrrd", F_OK));
	}
}

int main(void)
{
	int bad;

	if (!mkdtemp(dir) || chdir(dir))
		return 1;
	CASE(corner);
	CASE(no_room);
	CASE(chain);
	CASE(pass_on);
	CASE(too_little);
	CASE(order_refused);
	CASE(lowest_error);
	bad = done();
	fflush(stdout);
	if (chdir("/") || execlp("sh", "sh", "-c", bad ? "rm -rf \"$0\"; exit 1" : "rm -rf \"$0\"", dir, NULL))
		return 1;
	return bad;
}
