/*
 * bench_proj - CPU seconds of the projector and its adjoint for one slice on one thread, against their inner loops on
 * data that stay in the first cache.
 *
 *	bench_proj [REPEATS]
 *
 * GUPS: pixels times angles, in 1e9 a second.  "a call": angles of one call, as ordered subsets (24, 8) and methods that go
 * angle by angle (1) have it.  The least of REPEATS (5) runs.
 */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/mem.h"
#include "tomo/proj.h"
#include "tomo/proj_hot.h"

struct job {
	struct proj *p;
	size_t size, nangle, group;	/* angles a call; 0: all */
	float *x, *b;
	void *work;
};

static double cpu(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int make(struct job *j, size_t size, size_t nangle, struct err *e)
{
	double *cs = mem_alloc(nangle, 2 * sizeof *cs, "angles", e), *sn = cs ? cs + nangle : NULL;

	*j = (struct job){ .size = size, .nangle = nangle };
	for (size_t a = 0; cs && a < nangle; a++) {
		cs[a] = cos((double)a * M_PI / (double)nangle);
		sn[a] = sin((double)a * M_PI / (double)nangle);
	}
	if (cs && !proj_new(&j->p, size, size, cs, sn, nangle, e)) {
		j->x = mem_alloc(size * size, sizeof *j->x, "slice", e);
		j->b = mem_alloc(size * nangle, sizeof *j->b, "sinogram", e);
		j->work = mem_alloc(proj_work(j->p), 1, "work", e);
	}
	for (size_t i = 0; j->x && i < size * size; i++)
		j->x[i] = (float)(i * 2654435761u >> 8 & 65535) / 65536;
	mem_free(cs);
	return e->code;
}

static void forward(struct job *j, const size_t *angle, size_t n, size_t first)
{
	proj_forward(j->p, 0.5 * (double)j->size, angle, n, j->x, j->b + first * j->size, j->work);
}

static void back(struct job *j, const size_t *angle, size_t n, size_t first)
{
	proj_back(j->p, 0.5 * (double)j->size, angle, n, j->b + first * j->size, j->x, j->work);
}

/* Ordered subsets take every so many-th angle. */
static double once(struct job *j, void (*body)(struct job *, const size_t *, size_t, size_t), size_t *angle)
{
	size_t sets = j->group ? j->nangle / j->group : 1, n = j->nangle / sets;
	double t = cpu();

	for (size_t s = 0; s < sets; s++) {
		for (size_t i = 0; i < n; i++)
			angle[i] = s + i * sets;
		body(j, angle, n, s * n);
	}
	return cpu() - t;
}

static double least(struct job *j, void (*body)(struct job *, const size_t *, size_t, size_t), int repeats, struct err *e)
{
	size_t *angle = mem_alloc(j->nangle, sizeof *angle, "angles", e);
	double t = INFINITY;

	for (int i = 0; angle && i < repeats; i++) {
		for (size_t k = 0; k < j->size * j->size; k++)
			j->x[k] *= 1e-3f;
		t = fmin(t, once(j, body, angle));
	}
	mem_free(angle);
	return t;
}

/*
 * The same arithmetic where nothing is in the way: one block of pairs gathers from 32 lines, or 16 angles give to 64
 * pixels, all in the first cache, over and over.  Vectors straddle cache lines unless aligned.
 */
static double kernel(bool back, bool aligned, double ups, float *x, int repeats)
{
	struct proj_line line[32];
	struct proj_share share[16];
	double best = INFINITY, calls = back ? ups / 64 / 16 : ups / 64 / 32;

	for (int i = 0; i < 32; i++)
		line[i] = (struct proj_line){ 96 * i + (aligned ? 0 : 1 + i % 7), 1e-3f, 1e-4f };
	for (int i = 0; i < 16; i++)
		share[i] = (struct proj_share){ line[i].at, line[i + 16].at, 1e-3f, 1e-4f };
	for (int r = 0; r < repeats; r++) {
		double t = cpu();
		for (double k = 0; k < calls; k++)
			if (back)
				HOT_PICK(proj_lay)(x + 4096, 64, x, share, 16);
			else
				HOT_PICK(proj_collect)(x, line, 32, x + 4096, x + 4096 + 64);
		best = fmin(best, cpu() - t);
	}
	return best;
}

static void report(const char *what, const struct job *j, double t, double limit)
{
	double ups = (double)j->size * (double)j->size * (double)j->nangle;

	printf("%-22s %5zu %6zu %6zu %9.4f %7.2f %7.2f\n", what, j->size, j->nangle, j->group ? j->group : j->nangle, t,
	       1e-9 * ups / t, t / limit);
	fflush(stdout);
}

static int measure(size_t size, size_t nangle, const size_t *group, size_t ngroup, int repeats, struct err *e)
{
	struct job j;
	double ups = (double)size * (double)size * (double)nangle;

	if (!make(&j, size, nangle, e)) {
		double fwd = kernel(false, false, ups, j.x, repeats), bck = kernel(true, false, ups, j.x, repeats);
		report("kernel forward", &j, fwd, fwd);
		report("same, aligned", &j, kernel(false, true, ups, j.x, repeats), fwd);
		report("kernel back", &j, bck, bck);
		report("same, aligned", &j, kernel(true, true, ups, j.x, repeats), bck);
		for (size_t i = 0; i < ngroup && !e->code; i++) {
			j.group = group[i];
			report("forward", &j, least(&j, forward, repeats, e), fwd);
			report("back", &j, least(&j, back, repeats, e), bck);
		}
	}
	proj_free(j.p);
	mem_free(j.x);
	mem_free(j.b);
	mem_free(j.work);
	return e->code;
}

int main(int argc, char **argv)
{
	int repeats = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 5;
	struct err e = { 0, "" };

	printf("%-22s %5s %6s %6s %9s %7s %7s\n", "", "size", "angles", "a call", "CPU s", "GUPS", "/kernel");
	if (measure(512, 360, (size_t[]){ 0, 24, 8, 1 }, 4, repeats, &e) || measure(2048, 1500, (size_t[]){ 0 }, 1, repeats < 2 ? repeats : 2, &e))
		fprintf(stderr, "bench_proj: %s\n", e.msg);
	return e.code;
}
