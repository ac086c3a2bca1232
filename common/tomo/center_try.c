/* center_try.c - one row, many centres */
#include "tomo/center_try.h"

#include <string.h>

#include "base/mem.h"
#include "num/par.h"
#include "tomo/recon.h"

struct attempt {
	const struct map *map;
	void *plan;
	const float *sinos;	/* the same, map->batch times */
	size_t n, item;
	float *out;
};

static int one_batch(void *ctx, size_t i, void *work, struct err *e)
{
	struct attempt *t = ctx;
	size_t first = i * t->map->batch, n = t->n - first;

	n = n < t->map->batch ? n : t->map->batch;
	return t->map->apply(t->plan, first, n, 0, 0, t->sinos, t->out + first * t->item, work, e);
}

static float *copies(const float *sino, size_t count, size_t n, struct err *e)
{
	float *x = mem_alloc(n, count * sizeof *x, "sinograms", e);

	for (size_t i = 0; x && i < n; i++)
		memcpy(x + i * count, sino, count * sizeof *x);
	return x;
}

int center_try(const float *sino, size_t nangle, size_t ncol, const double *theta_deg,
	       const double *center, size_t n, float *out, struct err *e)
{
	const struct map *map = &recon_gridrec.map;
	struct recon_par par = {
		.theta_deg = theta_deg, .ntheta = nangle, .center = center, .ncenter = n,
		.filter = WINDOW_RAMP, .unit = RECON_PIXEL, .size = ncol, .pad = -1,
	};
	struct attempt t = { .map = map, .n = n, .item = ncol * ncol, .out = out };
	float *sinos = copies(sino, nangle * ncol, map->batch, e);
	struct head in, made = { 0 };

	head_init(&in, DT_F32, 3, (size_t[]){ n, nangle, ncol }, (const char *const[]){ "row", "angle", "col" });
	t.sinos = sinos;
	if (sinos && !head_copy(&made, &in, e) && !map->plan(&par, &in, &made, &t.plan, e))
		par_for((n + map->batch - 1) / map->batch, map->work ? map->work(t.plan) : 0, one_batch, &t, e);
	map->free(t.plan);
	head_free(&made);
	mem_free(sinos);
	return e->code;
}
