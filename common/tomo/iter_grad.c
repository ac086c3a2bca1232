/*
 * grad: least squares, 1/2 |Ax - b|^2, by gradient descent with the steps of Barzilai and Borwein (iter_spg.h).
 */
#include "num/vec.h"
#include "tomo/iter_reg.h"
#include "tomo/iter_spg.h"

enum { TOLERANCE = ITER_OWN };

static const struct param params[] = {
	ITER_PARAMS(30, 0),
	REG_TOLERANCE,
	{ .type = PARAM_END },
};

struct squares {
	float *r, *ad;			/* Ax - b, Ad */
};

static double value(void *ctx, const struct iter *it, double *residual2)
{
	const struct squares *q = ctx;

	*residual2 = vec_norm2(q->r, it->nb);
	return *residual2 / 2;
}

static void gradient(void *ctx, const struct iter *it, float *g)
{
	const struct squares *q = ctx;

	iter_back(it, q->r, g);
}

static double curvature(void *ctx, const struct iter *it, const float *d)
{
	const struct squares *q = ctx;

	iter_forward(it, d, q->ad);
	return vec_norm2(q->ad, it->nb);
}

static void moved(void *ctx, const struct iter *it, double l)
{
	const struct squares *q = ctx;

	vec_axpy(l, q->ad, q->r, it->nb);
}

static int run(struct iter *it, struct err *e)
{
	struct squares q = { .r = it->sino[0], .ad = it->sino[1] };
	struct spg s = {
		.ctx = &q, .memory = SPG_MEMORY, .tolerance = it->val[TOLERANCE], .g = it->image[0], .d = it->image[1],
		.value = value, .gradient = gradient, .curvature = curvature, .moved = moved,
	};

	(void)e;
	iter_forward(it, it->x, q.r);
	vec_sub(q.r, it->b, q.r, it->nb);
	spg_run(it, &s);
	return 0;
}

static const struct iter_kind kind = { .run = run, .images = 2, .sinos = 2 };

ITER_METHOD(grad, &kind, params, "least squares by gradient descent",
	    "Barzilai & Borwein, IMA J. Numer. Anal. 8 (1988) 141; Birgin, Martinez & Raydan, SIAM J. Optim. 10 (2000) 1196")
