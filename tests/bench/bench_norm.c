/*
 * The kernel of xnorm, -ln included, against memcpy: 1024 frames of 64 x 1024
 * floats, 256 MiB, in memory, in the same run, at the same number of threads;
 * the least of several repetitions, which alternate.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "num/par.h"
#include "tomo/norm.h"

enum { ROWS = 64, COLS = 1024, PIX = ROWS * COLS, FRAMES = 1024, TIMES = 40 };

struct job {
	float *in, *out;
	struct map m;
	void *plan;
};

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int copy(void *ctx, size_t i, void *work, struct err *e)
{
	const struct job *j = ctx;

	(void)work, (void)e;
	memcpy(j->out + i * PIX, j->in + i * PIX, PIX * sizeof *j->in);
	return 0;
}

static int normalise(void *ctx, size_t i, void *work, struct err *e)
{
	const struct job *j = ctx;

	return j->m.apply(j->plan, i, 1, 0, 0, j->in + i * PIX, j->out + i * PIX, work, e);
}

static double least(struct job *j, int (*body)(void *, size_t, void *, struct err *), double best, struct err *e)
{
	double t = now();

	par_for(FRAMES, 0, body, j, e);
	t = now() - t;
	return t < best ? t : best;
}

static struct norm *flats(size_t blocks, float *image, struct err *e)
{
	struct norm_par p = { .flat = NORM_INTERP, .dark = NORM_MEAN, .log = true, .least = 0.01 };
	struct norm *n;

	if (norm_new(&n, &p, ROWS, COLS, e))
		return n;
	for (size_t i = 0; i < PIX; i++)
		image[i] = 100;
	norm_add(n, KEY_DARK, 0, image, e);
	for (size_t b = 0; b < blocks; b++) {
		for (size_t i = 0; i < PIX; i++)
			image[i] = (float)(20000 + (i + b) % 9000);
		norm_add(n, KEY_FLAT, 1 + 1000 * (double)b, image, e);
	}
	norm_finish(n, e);
	return n;
}

static void plan(struct job *j, struct norm *n, struct err *e)
{
	const char *const labels[] = { "angle", "row", "col" };
	const size_t shape[] = { FRAMES, ROWS, COLS };
	struct head in, out;
	double frame[FRAMES];

	head_init(&in, DT_F32, 3, shape, labels);
	for (int i = 0; i < FRAMES; i++)
		frame[i] = 2 + i;
	head_set_table(&in, "angle", "frame", frame, FRAMES, e);
	head_copy(&out, &in, e);
	j->m = norm_map(n, ORDER_PROJ);
	j->m.plan(j->m.par, &in, &out, &j->plan, e);
	head_free(&in);
	head_free(&out);
}

static void measure(struct job *j, size_t blocks, struct err *e)
{
	struct norm *n = flats(blocks, j->out, e);

	plan(j, n, e);
	for (int threads = 1; threads <= 2 && !e->code; threads++) {
		double a = 1e9, b = 1e9;

		par_set_threads(threads);
		for (int k = 0; k < TIMES; k++) {
			a = least(j, copy, a, e);
			b = least(j, normalise, b, e);
		}
		printf("-j %d  %s  memcpy %6.2f ms  xnorm %6.2f ms  ratio %.2f\n", threads,
		       blocks > 1 ? "flats interpolated" : "one block of flats", 1e3 * a, 1e3 * b, b / a);
	}
	j->m.free(j->plan);
	norm_free(n);
}

int main(void)
{
	struct err e = { 0, "" };
	struct job j = {
		.in = mem_alloc((size_t)FRAMES * PIX, sizeof(float), "the frames", &e),
		.out = mem_alloc((size_t)FRAMES * PIX, sizeof(float), "the frames", &e),
	};

	for (size_t i = 0; !e.code && i < (size_t)FRAMES * PIX; i++)
		j.in[i] = (float)(300 + i * 7919 % 20000);
	if (!e.code)
		measure(&j, 1, &e);
	if (!e.code)
		measure(&j, 2, &e);
	if (e.code)
		fprintf(stderr, "bench_norm: %s\n", e.msg);
	mem_free(j.in);
	mem_free(j.out);
	return e.code;
}
