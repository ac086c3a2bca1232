/*
 * art: algebraic reconstruction technique, ray by ray: for each ray i with weights a_i,
 *
 *	x <- x + relax a_i (b_i - <a_i, x>) / |a_i|^2
 *
 * (R. Gordon, R. Bender & G. T. Herman, J. Theor. Biol. 29 (1970) 471; S. Kaczmarz, Bull. Acad. Pol. Sci. A 35 (1937)
 * 355).  On consistent data no step takes x away from a solution for 0 < relax < 2.
 *
 * The steps of all rays of an angle are taken at once.  What ray c finds of b - A x is changed by the rays before it, which
 * have pixels in common with it if they are at most two columns away: with G = A A' of the angle (proj_gram.h),
 *
 *	y_c = relax (r_c - G(c, c - 1) y_(c-1) - G(c, c - 2) y_(c-2)) / G(c, c),	x <- x + A' y
 *
 * is the same as a step for each ray in turn.  The angles are in the order of iter_order.h.
 */
#include <math.h>

#include "tomo/iter.h"
#include "tomo/proj_gram.h"

enum { RELAX = ITER_OWN };

static const struct param params[] = {
	ITER_PARAMS(5, 0),
	{ .name = "relax", .type = PARAM_NUM, .unit = "", .def = 0.3, .lo = 1e-3, .hi = 1.999, .help = "step" },
	{ .type = PARAM_END },
};

static void grams(struct iter *it)
{
	for (size_t k = 0; k < it->nangle; k++) {
		size_t at = k * it->ncol, angle = it->angle[k];
		float *g[PROJ_GRAM] = { it->sino[0] + at, it->sino[1] + at, it->sino[2] + at };
		proj_gram(it->size, it->ncol, it->center, it->geo->cs[angle], it->geo->sn[angle], g, it->own_work);
	}
	iter_invert(it->sino[0], it->nb, 1e-2f);	/* rays that hardly touch the slice tell nothing of it but noise */
}

static void steps(const struct iter *it, size_t k, float *r)
{
	size_t at = k * it->ncol;
	const float *g0 = it->sino[0] + at, *g1 = it->sino[1] + at, *g2 = it->sino[2] + at;
	float relax = (float)it->val[RELAX], y1 = 0, y2 = 0;

	for (size_t c = 0; c < it->ncol; c++) {
		r[c] = relax * g0[c] * (r[c] - g1[c] * y1 - g2[c] * y2);
		y2 = y1;
		y1 = r[c];
	}
}

static int run(struct iter *it, struct err *e)
{
	(void)e;
	grams(it);
	while (iter_next(it)) {
		if (iter_tell(it, iter_watch(it, it->x), NAN))
			break;
		for (size_t k = 0; k < it->nblock; k++) {
			iter_block_residual(it, k, it->x);
			steps(it, k, it->rows);
			iter_back_some(it, k, 1, it->rows, it->x);
			iter_limit(it, it->x);
		}
	}
	return 0;
}

static const struct iter_kind kind = { .run = run, .sinos = PROJ_GRAM, .blocks = ITER_EACH, .work = proj_gram_work };

ITER_METHOD(art, &kind, params, "algebraic reconstruction, ray by ray (Kaczmarz)",
	    "Gordon, Bender & Herman, J. Theor. Biol. 29 (1970) 471")
