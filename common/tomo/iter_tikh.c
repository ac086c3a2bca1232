/*
 * tikh: the minimum of 1/2 |Ax - b|^2 + lambda^2/2 |L (x - x0)|^2 with L = 1 or the gradient and x0 the start, by conjugate
 * gradients on the stacked system (A, lambda L) (M. R. Hestenes & E. Stiefel, J. Res. Natl. Bur. Stand. 49 (1952) 409, sec. 10;
 * A. N. Tikhonov, Soviet Math. Dokl. 4 (1963) 1035): its objective falls with each step.  Held at or above 0: by the
 * projected gradient of iter_spg.h.
 */
#include <math.h>
#include <string.h>

#include "num/grad2.h"
#include "num/vec.h"
#include "tomo/iter_reg.h"
#include "tomo/iter_spg.h"

enum { LAMBDA = ITER_OWN, RELATIVE, OF, TOLERANCE };
enum { SLICE, GRADIENT };

static const char *const of_names[] = { "slice", "gradient", NULL };

static const struct param params[] = {
	ITER_PARAMS(50, 0),
	{ .name = "lambda", .type = PARAM_NUM, .unit = "", .def = 1, .lo = 0, .hi = 1e30,
	  .help = "strength, relative to what relative says" },
	{ .name = "relative", .type = PARAM_CHOICE, .unit = "", .def = 0, .hi = 1, .choices = (const char *const[]){ "noise", "none", NULL },
	  .help = "lambda times: noise: deviation of the noise of mu_t over that of a slice's values (of noise-free mu_t "
		  "over the slice's width); none: 1" },
	{ .name = "of", .type = PARAM_CHOICE, .unit = "", .def = 0, .hi = 1, .choices = of_names,
	  .help = "what is held small: the slice, or its gradient; less the start's" },
	REG_TOLERANCE,
	{ .type = PARAM_END },
};

struct tikh {
	double lambda2;
	bool gradient;
	float *r, *ad;			/* Ax - b, Ad */
	float *u;			/* x - x0 */
	const float *d;			/* the last direction */
};

static double penalty(const struct tikh *t, const struct iter *it, const float *u)
{
	return t->lambda2 * (t->gradient ? HOT_PICK(grad2_sum2)(u, it->size, it->size) : vec_norm2(u, it->nx));
}

static double value(void *ctx, const struct iter *it, double *residual2)
{
	const struct tikh *t = ctx;

	*residual2 = vec_norm2(t->r, it->nb);
	return (*residual2 + penalty(t, it, t->u)) / 2;
}

static void gradient(void *ctx, const struct iter *it, float *g)
{
	const struct tikh *t = ctx;

	iter_back(it, t->r, g);
	if (t->gradient)
		HOT_PICK(grad2_add_laplace)(t->u, it->size, it->size, (float)-t->lambda2, g);
	else
		vec_axpy(t->lambda2, t->u, g, it->nx);
	if (it->support)
		vec_mul(g, it->support, it->nx);
}

static double curvature(void *ctx, const struct iter *it, const float *d)
{
	struct tikh *t = ctx;

	t->d = d;
	iter_forward(it, d, t->ad);
	return vec_norm2(t->ad, it->nb) + penalty(t, it, d);
}

static void moved(void *ctx, const struct iter *it, double l)
{
	const struct tikh *t = ctx;

	vec_axpy(l, t->ad, t->r, it->nb);
	vec_axpy(l, t->d, t->u, it->nx);
}

static void conjugate(struct iter *it, struct tikh *t, float *g, float *d)
{
	double residual2 = NAN, g2 = 0;
	bool settled = false;

	memset(d, 0, it->nx * sizeof *d);
	while (iter_next(it)) {
		double now = value(t, it, &residual2);
		if (iter_tell(it, residual2, now) || settled)
			break;
		gradient(t, it, g);
		double old = g2;
		g2 = vec_norm2(g, it->nx);
		vec_scale(d, it->nx, old > 0 ? g2 / old : 0);
		vec_axpy(-1, g, d, it->nx);
		double curve = curvature(t, it, d), l = curve > 0 ? -vec_dot(g, d, it->nx) / curve : 0;
		vec_axpy(l, d, it->x, it->nx);
		moved(t, it, l);
		settled = reg_settled(it, l * l * vec_norm2(d, it->nx), it->val[TOLERANCE]);
	}
}

/* What is usual in a slice: the root mean square of mu_t over its width. */
static double strength(const struct iter *it, float *scratch)
{
	double usual = sqrt(it->b2 / (double)it->nb) / (double)it->size;

	if (it->val[RELATIVE] > 0)
		return it->val[LAMBDA];
	return usual > 0 ? it->val[LAMBDA] * reg_noise(it, scratch) / usual : 0;
}

static int run(struct iter *it, struct err *e)
{
	struct tikh t = { .gradient = it->val[OF] > 0, .r = it->sino[0], .ad = it->sino[1], .u = it->image[2] };
	struct spg s = {
		.ctx = &t, .memory = SPG_MEMORY, .tolerance = it->val[TOLERANCE], .g = it->image[0], .d = it->image[1],
		.value = value, .gradient = gradient, .curvature = curvature, .moved = moved,
	};

	(void)e;
	t.lambda2 = pow(strength(it, t.ad), 2);
	memset(t.u, 0, it->nx * sizeof *t.u);
	iter_forward(it, it->x, t.r);
	vec_sub(t.r, it->b, t.r, it->nb);
	if (it->val[ITER_NONNEG] > 0)
		spg_run(it, &s);
	else
		conjugate(it, &t, s.g, s.d);
	return 0;
}

static const struct iter_kind kind = { .run = run, .images = 3, .sinos = 2 };

ITER_METHOD(tikh, &kind, params, "least squares with Tikhonov's penalty, by conjugate gradients",
	    "Tikhonov, Soviet Math. Dokl. 4 (1963) 1035; Hestenes & Stiefel, J. Res. Natl. Bur. Stand. 49 (1952) 409")
