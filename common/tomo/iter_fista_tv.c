/*
 * fista-tv: the minimum of 1/2 |Ax - b|^2 + lambda TV(x) by the monotone FISTA of A. Beck & M. Teboulle, IEEE Trans. Image Process.
 * 18 (2009) 2419, sec. V:
 *
 *	z = prox(y - A'(Ay - b) / L),	xnew = z when F(z) <= F(x), else x
 *	tnew = (1 + sqrt(1 + 4 t^2)) / 2
 *	y <- xnew + t/tnew (z - xnew) + (t - 1)/tnew (xnew - x)
 *
 * with L >= |A'A|, and prox(v) the least of 1/2 |u - v|^2 + lambda/L TV(u) in the limits, by their fast gradient projection
 * of the dual (sec. IV), which goes on from the last one's.
 */
#include <math.h>
#include <string.h>

#include "num/grad2.h"
#include "num/vec.h"
#include "tomo/iter_reg.h"

enum { LAMBDA = ITER_OWN, RELATIVE, INNER, TOLERANCE };

static const struct param params[] = {
	ITER_PARAMS(100, 0),
	{ .name = "lambda", .type = PARAM_NUM, .unit = "", .def = 1, .lo = 0, .hi = 1e30,
	  .help = "strength of the total variation, relative to what relative says" },
	REG_PARAM(REG_NOISE),
	{ .name = "inner", .type = PARAM_INT, .unit = "", .def = 10, .lo = 1, .hi = 10000,
	  .help = "steps of the inner solution, in each update" },
	REG_TOLERANCE,
	{ .type = PARAM_END },
};

struct fista {
	double lambda, norm2, t;
	double step2;			/* squared norm of the last step in x */
	size_t inner;
	float *y, *z, *v, *p[2], *ahead[2];	/* images; p: the dual, ahead: where it is taken on from */
	float *ax, *ay, *az;		/* less b */
};

/* u = limited(v + div p lambda / L); p is in units of lambda / L, |p| <= 1. */
static void primal(const struct iter *it, const struct fista *f, float *const *p, float *u)
{
	memcpy(u, f->v, it->nx * sizeof *u);
	HOT_PICK(grad2_add_div)(p[0], p[1], it->size, it->size, (float)(f->lambda / f->norm2), u);
	iter_limit(it, u);
}

/* z = prox(v).  p <- projected(ahead + grad u / (8 lambda / L)); ahead <- p + (t - 1)/tnew (p - old). */
static void prox(const struct iter *it, const struct fista *f)
{
	double t = 1, weight = f->lambda / f->norm2;

	for (size_t i = 0; i < 2; i++)
		memcpy(f->ahead[i], f->p[i], it->nx * sizeof *f->p[i]);
	for (size_t k = 0; weight > 0 && k < f->inner; k++) {
		double tnew = (1 + sqrt(1 + 4 * t * t)) / 2;
		primal(it, f, f->ahead, f->z);
		HOT_PICK(grad2_tv_ahead)(f->z, it->size, it->size, (float)(1 / (GRAD2_NORM2 * weight)),
					 (float)((t - 1) / tnew), f->p[0], f->p[1], f->ahead[0], f->ahead[1]);
		t = tnew;
	}
	primal(it, f, f->p, f->z);
}

static double objective(const struct iter *it, const struct fista *f, const float *x, const float *ax)
{
	return vec_norm2(ax, it->nb) / 2 + f->lambda * HOT_PICK(grad2_tv)(x, it->size, it->size);
}

/* y = a x + b z, and as much of their projections. */
static void mix(const struct iter *it, const struct fista *f, double a, double b)
{
	for (size_t i = 0; i < it->nx; i++)
		f->y[i] = (float)(a * (double)it->x[i] + b * (double)f->z[i]);
	for (size_t i = 0; i < it->nb; i++)
		f->ay[i] = (float)(a * (double)f->ax[i] + b * (double)f->az[i]);
}

/* z, its projections; then y and x.  Returns F of the new x; was: of the old. */
static double update(struct iter *it, struct fista *f, double was)
{
	double tnew = (1 + sqrt(1 + 4 * f->t * f->t)) / 2;

	iter_back(it, f->ay, f->v);
	vec_scale(f->v, it->nx, -1 / f->norm2);
	vec_axpy(1, f->y, f->v, it->nx);
	prox(it, f);
	iter_forward(it, f->z, f->az);
	vec_sub(f->az, it->b, f->az, it->nb);
	double now = objective(it, f, f->z, f->az);
	bool better = now <= was;
	double b = better ? 1 + (f->t - 1) / tnew : f->t / tnew;
	mix(it, f, 1 - b, b);
	f->t = tnew;
	f->step2 = better ? vec_dist2(f->z, it->x, it->nx) : INFINITY;
	if (!better)
		return was;
	memcpy(it->x, f->z, it->nx * sizeof *f->z);
	memcpy(f->ax, f->az, it->nb * sizeof *f->az);
	return now;
}

static int run(struct iter *it, struct err *e)
{
	struct fista f = {
		.t = 1, .inner = (size_t)it->val[INNER], .y = it->image[0], .z = it->image[1], .v = it->image[2],
		.p = { it->image[3], it->image[4] }, .ahead = { it->image[5], it->image[6] },
		.ax = it->sino[0], .ay = it->sino[1], .az = it->sino[2],
	};
	bool settled = false;

	(void)e;
	f.norm2 = fmax(reg_norm2(it, f.y, f.z, f.ax), 1e-30);
	f.lambda = it->val[LAMBDA] * reg_unit(it, (int)it->val[RELATIVE], f.y, f.ax);
	memset(f.p[0], 0, it->nx * sizeof *f.y);
	memset(f.p[1], 0, it->nx * sizeof *f.y);
	iter_forward(it, it->x, f.ax);
	vec_sub(f.ax, it->b, f.ax, it->nb);
	memcpy(f.y, it->x, it->nx * sizeof *f.y);
	memcpy(f.ay, f.ax, it->nb * sizeof *f.ay);
	double now = objective(it, &f, it->x, f.ax);
	while (iter_next(it)) {
		if (iter_tell(it, vec_norm2(f.ax, it->nb), now) || settled)
			break;
		now = update(it, &f, now);
		settled = reg_settled(it, f.step2, it->val[TOLERANCE]);
	}
	return 0;
}

static const struct iter_kind kind = { .run = run, .images = 7, .sinos = 3 };

ITER_METHOD_NAMED(fista_tv, "fista-tv", &kind, params, "least squares and total variation, by monotone FISTA",
	    "Beck & Teboulle, IEEE Trans. Image Process. 18 (2009) 2419")
