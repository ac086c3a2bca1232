/*
 * bench_filters - CPU seconds of the filters on 1024 angles x 64 rows x 1024
 * columns of float, against memcpy of as much.
 *
 *	bench_filters [REPEATS [FILTER[:key=value,...] ...]]
 *
 * The least of REPEATS (3) runs on par_threads() threads (OMP_NUM_THREADS).
 * With python3 and scipy, bench_filters.py measures scipy.ndimage on the same.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "num/par.h"
#include "tomo/filters.h"

enum { ANGLES = 1024, ROWS = 64, COLS = 1024 };

static const char *const standard[] = {
	"outlier:dif=0.1", "outlier:dif=0.1,size=5", "outlier:dif=0.1,size=15", "median",
	"median:size=5", "outlier:dif=0.1,dim=3", "median:dim=3", "gaussian:sigma=3", "sobel",
	"paganin:alpha=0.001,energy=20,distance=0.5,pixel=1e-6", "stripe-fw:level=10", "stripe-fw",
	"stripe-fw:level=10,where=all", "stripe-sf", "stripe-ti", "stripe-ti:where=all,lambda=0,combine=product", "360to180:center=800.3",
	"outlier1d:dif=0.1", "outlier1d:dif=0.1,size=9", "ring", "stripe-interp", "stripe-interp:where=all",
	"stripe-sort", "stripe-sort:where=all", "stripe-large:where=all", "stripe-dead:where=all", "stripe-all",
	"stripe-all:where=all",
	"bin", "rotate:angle=0.3", "distortion:k1=1e-6", "log", "exp", NULL
};

struct job {
	const struct map *map;
	const void *plan;
	const float *in;
	float *out;
	size_t nin, nout, items;
};

static double seconds(clockid_t c)
{
	struct timespec t;

	clock_gettime(c, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int copy(void *ctx, size_t i, void *work, struct err *e)
{
	const struct job *j = ctx;

	(void)work, (void)e;
	memcpy(j->out + i * j->nin, j->in + i * j->nin, j->nin * sizeof *j->in);
	return 0;
}

static int item(void *ctx, size_t i, void *work, struct err *e)
{
	const struct job *j = ctx;
	size_t halo = map_halo(j->map, j->plan), before = i < halo ? i : halo;
	size_t left = j->items - 1 - i, after = left < halo ? left : halo;

	return j->map->apply(j->plan, i, 1, before, after, j->in + (i - before) * j->nin, j->out + i * j->nout,
			     work, e);
}

/* The least CPU and wall time of several runs. */
static int measure(struct job *j, int (*body)(void *, size_t, void *, struct err *), size_t n,
		   size_t work, int repeats, double *cpu, double *wall, struct err *e)
{
	*cpu = *wall = INFINITY;
	for (int i = 0; i < repeats; i++) {
		double c = seconds(CLOCK_PROCESS_CPUTIME_ID), w = seconds(CLOCK_MONOTONIC);
		if (par_for(n, work, body, j, e))
			return e->code;
		*cpu = fmin(*cpu, seconds(CLOCK_PROCESS_CPUTIME_ID) - c);
		*wall = fmin(*wall, seconds(CLOCK_MONOTONIC) - w);
	}
	return 0;
}

static int plan(struct job *j, const char *text, const struct method **m, void **p, size_t *n,
		struct err *e)
{
	static const char *const proj[] = { "angle", "row", "col" }, *const sino[] = { "row", "angle", "col" },
		*const slice[] = { "z", "y", "x" };
	char name[40];
	double val[PARAM_MAX];
	double theta[ANGLES];
	struct head in, out = { 0 };
	size_t len = strcspn(text, ":");
	bool turned;

	snprintf(name, sizeof name, "%.*s", (int)len, text);
	*m = method_find(filter_methods, "filter", name, e);
	if (!*m)
		return e->code;
	turned = (*m)->map.order == ORDER_SINO || (*m)->map.order == ORDER_SLICE;
	*n = turned ? ROWS : ANGLES;
	head_init(&in, DT_F32, 3, (size_t[]){ *n, turned ? ANGLES : ROWS, COLS },
		  (*m)->map.order == ORDER_SLICE ? slice : turned ? sino : proj);
	for (size_t i = 0; i < ANGLES; i++)
		theta[i] = 360. * (double)i / ANGLES;
	if (((*m)->map.order != ORDER_SLICE && head_set_table(&in, "angle", "theta_deg", theta, ANGLES, e)) ||
	    head_copy(&out, &in, e) || param_parse((*m)->param, name, text[len] ? text + len + 1 : NULL, val, e) ||
	    param_resolve((*m)->param, name, &in.meta, val, e))
		return e->code;
	(*m)->map.plan(val, &in, &out, p, e);
	j->map = &(*m)->map;
	j->plan = *p;
	j->items = *n;
	j->nin = head_item_count(&in);
	j->nout = head_item_count(&out);
	if (!e->code && j->nout > j->nin)
		err_set(e, E_USAGE, "%s: images that grow have no room here", text);
	head_free(&in);
	head_free(&out);
	return e->code;
}

static int one(struct job *j, const char *text, int repeats, double base, struct err *e)
{
	const struct method *m = NULL;
	void *p = NULL;
	size_t n = 0, work = 0;
	double cpu, wall;

	if (!plan(j, text, &m, &p, &n, e)) {
		work = m->map.work ? m->map.work(p) : 0;
		if (!measure(j, item, n, work, repeats, &cpu, &wall, e))
			printf("%-56s %7.3f %7.3f %7.2f\n", text, cpu, wall, cpu / base);
		fflush(stdout);
	}
	if (m && m->map.free)
		m->map.free(p);
	return e->code;
}

int main(int argc, char **argv)
{
	size_t count = (size_t)ANGLES * ROWS * COLS;
	int repeats = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 3;
	const char *const *list = argc > 2 ? (const char *const *)argv + 2 : standard;
	struct err e = { 0, "" };
	float *in = mem_alloc(count, sizeof *in, "the input", &e);
	float *out = mem_zero(count, sizeof *out, "the output", &e);
	struct job j = { .in = in, .out = out, .nin = (size_t)ROWS * COLS };
	double base = 0, wall = 0;

	for (size_t i = 0; in && i < count; i++)
		in[i] = 0.2f + 0.6f * (float)((i * 2654435761u >> 8) % 65536) / 65536;
	if (!e.code && !measure(&j, copy, ANGLES, 0, repeats + 2, &base, &wall, &e)) {
		printf("%-56s %7s %7s %7s\n", "filter", "CPU s", "wall s", "/memcpy");
		printf("%-56s %7.3f %7.3f %7.2f\n", "memcpy", base, wall, 1.0);
	}
	for (; !e.code && *list; list++)
		one(&j, *list, repeats, base, &e);
	if (e.code)
		fprintf(stderr, "bench_filters: %s\n", e.msg);
	mem_free(in);
	mem_free(out);
	return e.code;
}
