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
	void (*look)(void *ctx, size_t i, const float *slice);
	void *ctx;
};

static int one_batch(void *ctx, size_t i, void *work, struct err *e)
{
	const struct attempt *t = ctx;
	size_t first = i * t->map->batch, n = t->n - first;
	float *out = work;

	n = n < t->map->batch ? n : t->map->batch;
	if (t->map->apply(t->plan, first, n, 0, 0, t->sinos, out, out + t->map->batch * t->item, e))
		return e->code;
	for (size_t k = 0; k < n; k++)
		t->look(t->ctx, first + k, out + k * t->item);
	return 0;
}

static float *copies(const float *sino, size_t count, size_t n, struct err *e)
{
	float *x = mem_alloc(n, count * sizeof *x, "sinograms", e);

	for (size_t i = 0; x && i < n; i++)
		memcpy(x + i * count, sino, count * sizeof *x);
	return x;
}

int center_look(const float *sino, size_t nangle, size_t ncol, const double *theta_deg,
		const double *center, size_t n, enum window filter,
		void (*look)(void *ctx, size_t i, const float *slice), void *ctx, struct err *e)
{
	const struct map *map = &recon_gridrec.map;
	struct recon_par par = {
		.theta_deg = theta_deg, .ntheta = nangle, .center = center, .ncenter = n,
		.filter = filter, .unit = RECON_PIXEL, .size = ncol, .pad = -1,
	};
	struct attempt t = { .map = map, .n = n, .item = mem_lines(ncol * ncol), .look = look, .ctx = ctx };
	float *many = map->batch > 1 ? copies(sino, nangle * ncol, map->batch, e) : NULL;
	struct head in, made = { 0 };

	head_init(&in, DT_F32, 3, (size_t[]){ n, nangle, ncol }, (const char *const[]){ "row", "angle", "col" });
	t.sinos = many ? many : sino;
	if (!e->code && !head_copy(&made, &in, e) && !map->plan(&par, &in, &made, &t.plan, e)) {
		size_t work = map->batch * t.item * sizeof(float) + (map->work ? map->work(t.plan) : 0);
		par_for((n + map->batch - 1) / map->batch, work, one_batch, &t, e);
	}
	map->free(t.plan);
	head_free(&made);
	mem_free(many);
	return e->code;
}

struct stack { float *out; size_t item; };

static void keep(void *ctx, size_t i, const float *slice)
{
	const struct stack *s = ctx;

	memcpy(s->out + i * s->item, slice, s->item * sizeof *slice);
}

int center_try(const float *sino, size_t nangle, size_t ncol, const double *theta_deg,
	       const double *center, size_t n, float *out, struct err *e)
{
	struct stack s = { out, ncol * ncol };

	return center_look(sino, nangle, ncol, theta_deg, center, n, WINDOW_RAMP, keep, &s, e);
}
