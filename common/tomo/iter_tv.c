/*
 * tv: the minimum of 1/2 |Ax - b|^2 + lambda TV(x) by the first algorithm of A. Chambolle & T. Pock, J. Math. Imaging Vision
 * 40 (2011) 120, with K = (A, grad) as E. Y. Sidky, J. H. Jorgensen & X. Pan, Phys. Med. Biol. 57 (2012) 3065, algorithm 4:
 *
 *	p <- (1 + S)^-1 (p + S (A xbar - b))
 *	q <- the nearest to q + w grad xbar with |q| <= lambda
 *	xnew <- x - t (A'p - div q), limited
 *	xbar <- 2 xnew - x
 *
 * which converges while |t A'SA + t w grad'grad| < 1 for any positive definite S (T. Pock & A. Chambolle, Proc. ICCV (2011) 1762,
 * lemma 1).  Here S = s h(f), diagonal in the Fourier space of the detector, with h the ramp cut where the lines through the
 * origin of Fourier space part, so that A'SA is near a multiple of 1: about a fifth of the iterations of S = s.  With u = A xbar - b
 * the first line is p <- u + (1 + S)^-1 (p - u).
 */
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "num/fft.h"
#include "num/grad2.h"
#include "num/rng.h"
#include "num/vec.h"
#include "tomo/iter_reg.h"
#include "tomo/iter_tv_hot.h"

enum { LAMBDA = ITER_OWN, RELATIVE, TOLERANCE };

static const struct param params[] = {
	ITER_PARAMS(100, 0),
	{ .name = "lambda", .type = PARAM_NUM, .unit = "", .def = 1, .lo = 0, .hi = 1e30,
	  .help = "strength of the total variation, relative to what relative says" },
	REG_PARAM(REG_NOISE),
	REG_TOLERANCE,
	{ .type = PARAM_END },
};

/* ---- what all slices share ---------------------------------------------------------------- */

struct own {
	size_t ncol, row;		/* row: floats of a transform */
	const struct fft *forward, *back;
	float *h;			/* [ncol/2 + 1] */
	double norm2;			/* |A'HA|; 0: each slice has its own, with its centre */
};

static void fill_ramp(struct own *o, size_t nangle, size_t size)
{
	double n = (double)o->ncol, part = (double)nangle / (M_PI * (double)size);

	for (size_t k = 0; k <= o->ncol / 2; k++)
		o->h[k] = (float)fmax(fmin((double)k / n, part), 0.3 / n);
}

/* Rows times f(h), in place. */
static void filter(const struct own *o, float *row, const float *f)
{
	fft_run(o->forward, row, row);
	for (size_t k = 0; k <= o->ncol / 2; k++) {
		row[2 * k] *= f[k];
		row[2 * k + 1] *= f[k];
	}
	fft_run(o->back, row, row);
}

/* |A'HA| by the power method, from random numbers so that no direction is missing.  x, b, row: scratch. */
static double norm_at(const struct own *o, const struct proj *p, size_t nangle, double center, size_t nx, float *x,
		      float *b, float *row, void *work)
{
	enum { STEPS = 12 };
	struct rng r = rng_at(0, 0, 0);
	double norm2 = 0;

	for (size_t i = 0; i < nx; i++)
		x[i] = (float)(rng_normal(&r) + 1);
	for (int k = 0; k < STEPS; k++) {
		double old = sqrt(vec_norm2(x, nx));
		proj_forward(p, center, NULL, nangle, x, b, work);
		for (size_t a = 0; a < nangle; a++) {
			memcpy(row, b + a * o->ncol, o->ncol * sizeof *row);
			filter(o, row, o->h);
			memcpy(b + a * o->ncol, row, o->ncol * sizeof *row);
		}
		memset(x, 0, nx * sizeof *x);
		proj_back(p, center, NULL, nangle, b, x, work);
		double now = sqrt(vec_norm2(x, nx));
		norm2 = old > 0 ? now / old / (double)o->ncol : 0;
		vec_scale(x, nx, now > 0 ? 1 / now : 0);
	}
	return norm2;
}

/* That of all slices, when they have one centre. */
static int find_norm(struct own *o, const struct geo *g, size_t size, struct err *e)
{
	size_t nx = size * size, nb = g->nangle * g->ncol;
	float *x = mem_alloc(nx, sizeof *x, "norm", e), *b = mem_alloc(nb, sizeof *b, "norm", e);
	float *row = mem_alloc(o->row, sizeof *row, "norm", e);
	struct proj *p = NULL;

	if (!e->code && !proj_new(&p, size, g->ncol, g->cs, g->sn, g->nangle, e)) {
		void *work = mem_alloc(1, proj_work(p), "norm", e);
		if (work)
			o->norm2 = norm_at(o, p, g->nangle, geo_center(g, 0), nx, x, b, row, work);
		mem_free(work);
	}
	proj_free(p);
	mem_free(x);
	mem_free(b);
	mem_free(row);
	return e->code;
}

static int plan(const struct geo *g, const struct recon_par *par, void **own, struct err *e)
{
	struct own *o = mem_zero(1, sizeof *o, "plan", e);
	size_t size = g->size + 2 * (par->pad > 0 ? (size_t)par->pad : 0);

	*own = o;
	if (!o)
		return e->code;
	o->ncol = g->ncol;
	o->row = mem_lines(g->ncol + 2);
	o->h = mem_alloc(g->ncol / 2 + 1, sizeof *o->h, "plan", e);
	if (e->code || fft_plan(&o->forward, FFT_R2C, 1, &o->ncol, 1, 1, e) ||
	    fft_plan(&o->back, FFT_C2R, 1, &o->ncol, 1, 1, e))
		return e->code;
	fill_ramp(o, g->nangle, size);
	return g->ncenter == 1 ? find_norm(o, g, size, e) : 0;
}

static void free_own(void *own)
{
	struct own *o = own;

	mem_free(o->h);
	mem_free(o);
}

static size_t own_fixed(const void *own)
{
	const struct own *o = own;

	return sizeof *o + (o->ncol / 2 + 1) * sizeof *o->h;
}

/* A row, and 1 / (1 + s h). */
static size_t own_work(const void *own)
{
	const struct own *o = own;

	return 2 * o->row * sizeof(float);
}

/* ---- one slice ---------------------------------------------------------------------------- */

struct tv {
	const struct own *own;
	double lambda, s, w, t;
	float *row, *damp;
	float *ax, *old, *p, *xbar, *g, *qx, *qy;
};

/*
 * Any split of the bound between A and grad converges; fast is one where q reaches lambda in a few steps
 * over the contrast c of the slice.
 */
static void steps(const struct iter *it, struct tv *v)
{
	double norm2 = v->own->norm2;
	double c = sqrt(it->b2 / (double)it->nb) / (double)it->size;

	if (!(norm2 > 0))
		norm2 = norm_at(v->own, it->proj, it->nangle, it->center, it->nx, v->xbar, v->ax, v->row, it->work);
	norm2 = 1.1 * norm2 + 1e-30;
	v->w = c > 0 ? v->lambda / c : 0;
	v->s = fmax(GRAD2_NORM2 * v->w / norm2, 0.5 / (double)v->own->h[it->ncol / 2]);
	v->t = 1 / (v->s * norm2 + GRAD2_NORM2 * v->w);
	for (size_t k = 0; k <= it->ncol / 2; k++)
		v->damp[k] = (float)(1 / (1 + v->s * (double)v->own->h[k]) / (double)it->ncol);
}

static void dual(const struct iter *it, struct tv *v)
{
	for (size_t a = 0; a < it->nangle; a++) {
		size_t at = a * it->ncol;
		HOT_PICK(tv_ahead)(v->p + at, v->ax + at, v->old + at, it->b + at, v->row, it->ncol);
		filter(v->own, v->row, v->damp);
		HOT_PICK(tv_dual)(v->row, v->ax + at, v->old + at, it->b + at, v->p + at, it->ncol);
	}
	if (v->lambda > 0)
		HOT_PICK(grad2_tv_dual)(v->xbar, it->size, it->size, (float)v->w, (float)v->lambda, v->qx, v->qy);
}

static void primal(const struct iter *it, struct tv *v)
{
	size_t n = it->size;

	iter_back(it, v->p, v->g);
	for (size_t i = 0; i < n; i++) {
		size_t at = i * n;
		HOT_PICK(tv_step)(it->x + at, v->xbar + at, v->g + at, v->qx + at, i + 1 < n ? v->qy + at : NULL,
				  i ? v->qy + at - n : NULL, it->support ? it->support + at : NULL, n, (float)v->t,
				  it->val[ITER_NONNEG] > 0);
	}
}

static void start(struct iter *it, struct tv *v)
{
	v->lambda = it->val[LAMBDA] * reg_unit(it, (int)it->val[RELATIVE], v->g, v->p);
	steps(it, v);
	memset(v->p, 0, it->nb * sizeof *v->p);
	memset(v->qx, 0, it->nx * sizeof *v->qx);
	memset(v->qy, 0, it->nx * sizeof *v->qy);
	memcpy(v->xbar, it->x, it->nx * sizeof *v->xbar);
	iter_forward(it, it->x, v->ax);
	memcpy(v->old, v->ax, it->nb * sizeof *v->old);
}

static int run(struct iter *it, struct err *e)
{
	float *row = it->own_work;
	struct tv v = {
		.own = it->own, .row = row, .damp = row + ((struct own *)it->own)->row, .ax = it->sino[0],
		.old = it->sino[1], .p = it->sino[2], .xbar = it->image[0], .g = it->image[1], .qx = it->image[2],
		.qy = it->image[3],
	};

	bool settled = false;

	(void)e;
	start(it, &v);
	while (iter_next(it)) {
		double r2 = vec_dist2(v.ax, it->b, it->nb);
		double tv = it->watched ? HOT_PICK(grad2_tv)(it->x, it->size, it->size) : 0;
		if (iter_tell(it, r2, r2 / 2 + v.lambda * tv) || settled)
			break;
		dual(it, &v);
		primal(it, &v);
		settled = it->val[TOLERANCE] > 0 &&
			  reg_settled(it, vec_dist2(v.xbar, it->x, it->nx), it->val[TOLERANCE]);
		float *swap = v.old;
		v.old = v.ax;
		v.ax = swap;
		iter_forward(it, it->x, v.ax);
	}
	return 0;
}

static const struct iter_kind kind = {
	.run = run, .images = 4, .sinos = 3, .plan = plan, .free = free_own, .own_fixed = own_fixed, .own_work = own_work,
};

ITER_METHOD(tv, &kind, params, "least squares and total variation, by Chambolle and Pock's algorithm",
	    "Chambolle & Pock, J. Math. Imaging Vision 40 (2011) 120; "
	    "Sidky, Jorgensen & Pan, Phys. Med. Biol. 57 (2012) 3065")
