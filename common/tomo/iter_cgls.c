/*
 * cgls: conjugate gradients on the normal equations A'A x = A'b, which minimise |Ax - b|^2 over the space that
 * k gradients span,
 *
 *	q = A p,  alpha = |s|^2 / |q|^2,  x <- x + alpha p,  r <- r - alpha q,
 *	s' = A' r,  p <- s' + |s'|^2 / |s|^2 p
 *
 * (M. R. Hestenes & E. Stiefel, J. Res. Natl. Bur. Stand. 49 (1952) 409, sec. 10).  |r| never grows.  Within a
 * support the gradient is 0 outside.  Conjugate directions know no bounds: nonneg is for the result.
 */
#include "num/vec.h"
#include "tomo/iter.h"

static const struct param params[] = { ITER_PARAMS(12, 0), { .type = PARAM_END } };

/* s = A' r within the support; its squared norm. */
static double gradient(const struct iter *it, const float *r, float *s)
{
	iter_back(it, r, s);
	if (it->support)
		vec_mul(s, it->support, it->nx);
	return vec_norm2(s, it->nx);
}

static int run(struct iter *it, struct err *e)
{
	float *r = it->sino[0], *q = it->sino[1], *p = it->image[0], *s = it->image[1];

	(void)e;
	iter_forward(it, it->x, r);
	vec_sub(it->b, r, r, it->nb);
	double s2 = gradient(it, r, p);
	while (iter_next(it)) {
		double r2 = vec_norm2(r, it->nb);
		if (iter_tell(it, r2, r2))
			break;
		iter_forward(it, p, q);
		double q2 = vec_norm2(q, it->nb), alpha = q2 > 0 ? s2 / q2 : 0, before = s2;
		vec_axpy(alpha, p, it->x, it->nx);
		vec_axpy(-alpha, q, r, it->nb);
		s2 = gradient(it, r, s);
		vec_xpay(s, before > 0 ? s2 / before : 0, p, it->nx);
	}
	iter_limit(it, it->x);
	return 0;
}

static const struct iter_kind kind = { .run = run, .images = 2, .sinos = 2 };

ITER_METHOD(cgls, &kind, params, "conjugate gradients on the normal equations",
	    "Hestenes & Stiefel, J. Res. Natl. Bur. Stand. 49 (1952) 409")
