/*
 * iter.h - what the iterative methods share.  Each is one short function, run(),
 * over the pair A, A' of proj.h; the frame makes it a struct method: parameters, scratch,
 * start, support, residuals, the unit of the output.
 *
 *	static const struct param params[] = { ITER_PARAMS(100, 0), { .name = "relax", ... }, { .type = PARAM_END } };
 *	static int run(struct iter *it, struct err *e)
 *	{
 *		float *r = it->sino[0];
 *		while (iter_next(it)) {
 *			iter_forward(it, it->x, r);
 *			vec_sub(it->b, r, r, it->nb);
 *			if (iter_tell(it, vec_norm2(r, it->nb), NAN))
 *				break;
 *			... x += ...
 *			iter_limit(it);
 *		}
 *		return 0;
 *	}
 *	static const struct iter_kind kind = { .run = run, .images = 1, .sinos = 1 };
 *	ITER_METHOD(name, &kind, params, "brief", "reference")
 *
 * A kind that works block by block says which of its parameters has the number of blocks (ITER_EACH: each angle is one,
 * ITER_ONE: all are one); it may ask for more blocks than there are angles.  All that has an axis of angles is then in the order of
 * the blocks (iter_order.h): block k is the it->block[k].n angles from it->block[k].first on.
 *
 * Slices are per pixel while they are solved.  The working slice is larger than that of the output
 * by recon_par.pad pixels on each side (none when pad < 0): room for what of an object reaches
 * beyond the detector.  Outside of recon_par.circle and of recon_par.support x is held at 0.
 */
#ifndef TOMO_ITER_H
#define TOMO_ITER_H

#include "tomo/geo.h"
#include "tomo/proj.h"

enum { ITER_IMAGES = 8, ITER_SINOS = 6, ITER_EACH = PARAM_MAX, ITER_ONE };

struct iter_kind;
struct iter_plan;

struct iter_block { size_t first, n; };		/* angles */

/* One slice while it is solved. */
struct iter {
	const struct geo *geo;
	const struct proj *proj;
	const double *val;		/* the method's parameters, by its own enum from ITER_OWN on */
	size_t nangle, ncol, size;	/* size: of the working slice */
	size_t nx, nb;			/* size * size, nangle * ncol */
	double center;
	const float *b;			/* [nangle][ncol], mu_t, finite */
	const size_t *angle;		/* [nangle]: the number in the scan of each */
	size_t nblock;
	const struct iter_block *block;	/* [nblock]; one of all angles when the kind has no blocks */
	float *x;			/* [size][size]: the start when run() begins, the result when it ends */
	const float *support;		/* [size][size] of 0 and 1, or NULL */
	float *image[ITER_IMAGES];	/* scratch of nx, as many as the kind asks for, with anything in it */
	float *sino[ITER_SINOS];	/* scratch of nb */
	float *rows;			/* scratch of the largest block, when the kind has blocks */
	void *work;			/* of the projector */
	void *own;			/* what kind.plan made, or NULL */
	void *own_work;			/* kind.work + kind.own_work bytes */
	size_t k;			/* updates done */
	bool watched;			/* someone wants the residual of each iteration */
	const struct iter_plan *plan;	/* the frame's; NULL: nobody is told */
	size_t item;
	double b2, stop2;		/* squared norm of b; residual2 at which the noise is reached */
};

struct iter_kind {
	int (*run)(struct iter *it, struct err *e);
	size_t images, sinos;		/* scratch */
	size_t blocks;			/* the parameter that has their number, or ITER_EACH, ITER_ONE; 0: no blocks */
	size_t (*work)(size_t size);	/* bytes of own_work for a working slice of this side; or NULL */
	bool positive;			/* starts from a positive constant, of the right sum, instead of 0 */
	/* what all slices share, beyond it->proj; or NULL.  par->val is set.  *own is freed all the same after a failure. */
	int (*plan)(const struct geo *g, const struct recon_par *par, void **own, struct err *e);
	void (*free)(void *own);
	size_t (*own_fixed)(const void *own);	/* bytes */
	size_t (*own_work)(const void *own);
};

/* The parameters all have, ahead of their own. */
enum { ITER_ITERATIONS, ITER_NONNEG, ITER_OWN };
#define ITER_PARAMS(iterations_, nonneg_) \
	{ .name = "iterations", .type = PARAM_INT, .unit = "", .def = iterations_, .lo = 0, .hi = 100000, \
	  .help = "updates" }, \
	{ .name = "nonneg", .type = PARAM_FLAG, .unit = "", .def = nonneg_, .hi = 1, \
	  .help = "hold the slice at or above 0" }

#define ITER_METHOD(name_, kind_, params_, brief_, reference_) \
	ITER_METHOD_NAMED(name_, #name_, kind_, params_, brief_, reference_)
#define ITER_METHOD_NAMED(name_, text_, kind_, params_, brief_, reference_) \
static int iter_plan_##name_(void *par, const struct head *in, struct head *out, void **plan, struct err *e) \
{ \
	return iter_make(kind_, params_, par, in, out, plan, e); \
} \
const struct method recon_##name_ = { \
	.name = text_, .brief = brief_, .reference = reference_, .wants = "mu_t", .param = params_, \
	.map = { .name = text_, .order = ORDER_SINO, .batch = 1, .plan = iter_plan_##name_, \
		 .work = iter_work, .fixed = iter_fixed, .apply = iter_apply, .free = iter_free }, \
};

/* Is there one more iteration to begin?  (One beyond the last when its residual is watched.) */
bool iter_next(const struct iter *it);
/*
 * In each iteration, once, when x holds k updates: their |Ax - b|^2 (NAN where it is not known; it
 * must be when it->watched), and the method's own objective (NAN: none).  True: stop, all was
 * done, or the noise is reached.  Else counts: k is one more.
 */
bool iter_tell(struct iter *it, double residual2, double objective);

void iter_forward(const struct iter *it, const float *x, float *b);	/* b = A x */
void iter_back(const struct iter *it, const float *b, float *x);	/* x = A' b */
/* The same of n angles from the first on, places in the order of b; iter_back_some() adds to x. */
void iter_forward_some(const struct iter *it, size_t first, size_t n, const float *x, float *b);
void iter_back_some(const struct iter *it, size_t first, size_t n, const float *b, float *x);
/* it->rows = b - A x of block k, [n][ncol]. */
void iter_block_residual(const struct iter *it, size_t k, const float *x);
/* |A x - b|^2 by way of it->rows; NAN unless it->watched. */
double iter_watch(const struct iter *it, const float *x);
void iter_limit(const struct iter *it, float *x);	/* nonneg, support */
#define ITER_LEAST 1e-5f
/* 1/a where a exceeds this part of its largest value, ITER_LEAST for sums of rows and columns, else 0. */
void iter_invert(float *a, size_t n, float least);

/* The frame, for ITER_METHOD. */
int iter_make(const struct iter_kind *kind, const struct param *params, const struct recon_par *par,
	      const struct head *in, struct head *out, void **plan, struct err *e);
size_t iter_work(const void *plan);
size_t iter_fixed(const void *plan);
int iter_apply(const void *plan, size_t first, size_t n, size_t before, size_t after, const float *in,
	       float *out, void *work, struct err *e);
void iter_free(void *plan);

#endif
