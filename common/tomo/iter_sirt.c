/*
 * sirt: simultaneous iterative reconstruction technique,
 *
 *	x <- x + relax C A' R (b - A x),	R = 1 / (A 1),  C = 1 / (A' 1)
 *
 * which converges to the minimum of |Ax - b|^2 weighed by R for 0 < relax < 2, and whose weighed residual never grows
 * (J. Gregor & T. Benson, IEEE Trans. Med. Imaging 27 (2008) 918, eqs. 3 and 8; P. Gilbert, J. Theor. Biol. 36 (1972) 105).
 */
#include <math.h>

#include "num/vec.h"
#include "tomo/iter.h"

enum { RELAX = ITER_OWN };

static const struct param params[] = {
	ITER_PARAMS(100, 0),
	{ .name = "relax", .type = PARAM_NUM, .unit = "", .def = 1, .lo = 1e-3, .hi = 1.999, .help = "step" },
	{ .type = PARAM_END },
};

/* The sum of r^2 weighed by w. */
static double weighed(const float *r, float *wr, const float *w, size_t n)
{
	for (size_t i = 0; i < n; i++)
		wr[i] = w[i] * r[i];
	return vec_dot(r, wr, n);
}

static int run(struct iter *it, struct err *e)
{
	float *r = it->sino[0], *w = it->sino[1], *wr = it->sino[2], *c = it->image[0], *dx = it->image[1];

	(void)e;
	vec_fill(dx, it->nx, 1);
	iter_forward(it, dx, w);
	iter_invert(w, it->nb);
	vec_fill(wr, it->nb, 1);
	iter_back(it, wr, c);
	iter_invert(c, it->nx);
	while (iter_next(it)) {
		iter_forward(it, it->x, r);
		vec_sub(it->b, r, r, it->nb);
		double objective = weighed(r, wr, w, it->nb);
		if (iter_tell(it, vec_norm2(r, it->nb), objective))
			break;
		iter_back(it, wr, dx);
		vec_mul(dx, c, it->nx);
		vec_axpy(it->val[RELAX], dx, it->x, it->nx);
		iter_limit(it, it->x);
	}
	return 0;
}

static const struct iter_kind kind = { .run = run, .images = 2, .sinos = 3 };

ITER_METHOD(sirt, &kind, params, "simultaneous iterative reconstruction",
	    "Gregor & Benson, IEEE Trans. Med. Imaging 27 (2008) 918")
