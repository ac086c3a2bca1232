/*
 * sart and bart: simultaneous algebraic reconstruction, block by block: for each block B of n angles,
 *
 *	x <- x + relax / n A_B' R_B (b_B - A_B x),	R = 1 / (A 1)
 *
 * A block of sart is one angle (A. H. Andersen & A. C. Kak, Ultrason. Imaging 6 (1984) 81, without their window), of bart a
 * subset of them (P. P. B. Eggermont, G. T. Herman & A. Lent, Linear Algebra Appl. 40 (1981) 37; Y. Censor & T. Elfving,
 * SIAM J. Matrix Anal. Appl. 24 (2002) 40).  In place of A_B' 1 there is n, which it is wherever a pixel is
 * seen at all angles, and above it elsewhere: the step is the shorter there.
 */
#include <math.h>

#include "num/vec.h"
#include "tomo/iter.h"

enum { RELAX = ITER_OWN, BLOCKS };

#define RELAX_PARAM(def_) \
	{ .name = "relax", .type = PARAM_NUM, .unit = "", .def = def_, .lo = 1e-3, .hi = 1.999, .help = "step" }

static const struct param sart[] = { ITER_PARAMS(5, 0), RELAX_PARAM(0.5), { .type = PARAM_END } };

static const struct param bart[] = {
	ITER_PARAMS(20, 0),
	RELAX_PARAM(1),
	{ .name = "blocks", .type = PARAM_INT, .unit = "", .def = 10, .lo = 1, .hi = 65536, .help = "subsets of the angles" },
	{ .type = PARAM_END },
};

/* R, a block at a time: the slice of ones stands where x will. */
static void sums(const struct iter *it, float *ones, float *r)
{
	vec_fill(ones, it->nx, 1);
	iter_forward(it, ones, r);
	iter_invert(r, it->nb, ITER_LEAST);
}

static void step(struct iter *it, size_t k, const float *r)
{
	const struct iter_block *b = it->block + k;
	size_t n = b->n * it->ncol;

	iter_block_residual(it, k, it->x);
	vec_mul(it->rows, r + b->first * it->ncol, n);
	vec_scale(it->rows, n, it->val[RELAX] / (double)b->n);
	iter_back_some(it, b->first, b->n, it->rows, it->x);
	iter_limit(it, it->x);
}

static int run(struct iter *it, struct err *e)
{
	float *r = it->sino[0];

	(void)e;
	sums(it, it->image[0], r);
	while (iter_next(it)) {
		if (iter_tell(it, iter_watch(it, it->x), NAN))
			break;
		for (size_t k = 0; k < it->nblock; k++)
			step(it, k, r);
	}
	return 0;
}

static const struct iter_kind each = { .run = run, .images = 1, .sinos = 1, .blocks = ITER_EACH };
static const struct iter_kind some = { .run = run, .images = 1, .sinos = 1, .blocks = BLOCKS };

ITER_METHOD(sart, &each, sart, "simultaneous algebraic reconstruction, angle by angle",
	    "Andersen & Kak, Ultrason. Imaging 6 (1984) 81")
ITER_METHOD(bart, &some, bart, "simultaneous algebraic reconstruction, block by block",
	    "Eggermont, Herman & Lent, Linear Algebra Appl. 40 (1981) 37")
