/* The parallel loop: every index once, the lowest error, the same at any number of threads. */
#include "check.h"

#include <stdatomic.h>
#include <stdint.h>
#include <unistd.h>

#include "base/mem.h"
#include "num/par.h"

enum { N = 1000 };

static const int counts[] = { 1, 2, 3, 7, 0 };

static int mark(void *ctx, size_t i, void *work, struct err *e)
{
	(void)work, (void)e;
	atomic_fetch_add((atomic_int *)ctx + i, 1);
	return 0;
}

static void each_once(void)
{
	for (size_t t = 0; t < sizeof counts / sizeof *counts; t++) {
		static atomic_int seen[N + 1];
		struct err e = { 0, "" };

		for (int i = 0; i <= N; i++)
			atomic_store(&seen[i], 0);
		par_set_threads(counts[t]);
		CHECK(!par_for(N, 0, mark, seen, &e));
		for (int i = 0; i < N; i++)
			CHECK(atomic_load(&seen[i]) == 1);
		CHECK(atomic_load(&seen[N]) == 0);
		CHECK(!par_for(0, 100, mark, seen, &e));
	}
}

struct failing { size_t first; atomic_int lower; };

/* Fails from 'first' on, that one last of all: a later index must not take its place. */
static int bad(void *ctx, size_t i, void *work, struct err *e)
{
	struct failing *f = ctx;

	(void)work;
	if (i < f->first) {
		atomic_fetch_add(&f->lower, 1);
		return 0;
	}
	if (i == f->first)
		usleep(2000);
	return err_set(e, i % 2 ? E_DATA : E_IO, "index %zu", i);
}

static void lowest_error(void)
{
	for (size_t t = 0; t < sizeof counts / sizeof *counts; t++) {
		par_set_threads(counts[t]);
		for (size_t first = 0; first < 40; first += 13) {
			struct failing f = { .first = first };
			struct err e = { 0, "" };
			char want[40];

			snprintf(want, sizeof want, "index %zu", first);
			CHECK(par_for(N, 0, bad, &f, &e) == (first % 2 ? E_DATA : E_IO));
			CHECK(!strcmp(e.msg, want));
			CHECK(atomic_load(&f.lower) == (int)first);
		}
	}
}

static void first_error_stays(void)
{
	struct failing f = { .first = 3 };
	struct err e = { 0, "" };

	err_set(&e, E_USAGE, "earlier");
	CHECK(par_for(N, 0, bad, &f, &e) == E_USAGE);
	CHECK(!strcmp(e.msg, "earlier"));
}

/* Two threads must never share scratch: fill it, wait, and look again. */
static int scratch(void *ctx, size_t i, void *work, struct err *e)
{
	unsigned char *w = work;

	(void)ctx;
	if ((uintptr_t)work % MEM_ALIGN)
		return err_set(e, E_INTERNAL, "not aligned");
	memset(w, (int)(i & 255), 1001);
	usleep(20);
	for (int j = 0; j < 1001; j++)
		if (w[j] != (i & 255))
			return err_set(e, E_INTERNAL, "shared");
	return 0;
}

static void work_is_private(void)
{
	struct err e = { 0, "" };

	for (int threads = 1; threads <= 4; threads++) {
		par_set_threads(threads);
		CHECK(!par_for(300, 1001, scratch, NULL, &e));
	}
	CHECK(par_for(2, SIZE_MAX, scratch, NULL, &e) != 0);
	CHECK(e.code == E_NOMEM || e.code == E_DATA);
}

struct outer { double sum[8]; int threads[8]; };

static int inner_body(void *ctx, size_t i, void *work, struct err *e)
{
	(void)work, (void)e;
	*(double *)ctx += (double)i;	/* one thread: no race, or the sanitizer says so */
	return 0;
}

static int outer_body(void *ctx, size_t i, void *work, struct err *e)
{
	struct outer *o = ctx;

	(void)work;
	o->threads[i] = par_threads();
	return par_for(1000, 64, inner_body, &o->sum[i], e);
}

static void nested(void)
{
	for (size_t n = 1; n <= 8; n += 7) {
		struct outer o = { 0 };
		struct err e = { 0, "" };

		par_set_threads(4);
		CHECK(par_threads() == 4);
		CHECK(!par_for(n, 0, outer_body, &o, &e));
		for (size_t i = 0; i < n; i++) {
			CHECK(o.sum[i] == 999 * 1000 / 2);
			CHECK(o.threads[i] == 1);
		}
	}
}

int main(void)
{
	CASE(each_once);
	CASE(lowest_error);
	CASE(first_error_stays);
	CASE(work_is_private);
	CASE(nested);
	return done();
}
