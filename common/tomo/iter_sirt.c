/*
 * sirt: simultaneous iterative reconstruction technique,
 *
 *	x' = y + relax C A' R (b - A y),	R = 1 / (A 1),  C = 1 / (A' 1)
 *
 * With momentum=no y is x: the method of P. Gilbert, J. Theor. Biol. 36 (1972) 105, in the form of J. Gregor & T. Benson, IEEE
 * Trans. Med. Imaging 27 (2008) 918, eqs. 3 and 8.  It converges to the minimum of |Ax - b|^2 weighed by R for 0 < relax < 2.
 * With momentum, after Y. Nesterov, Sov. Math. Dokl. 27 (1983) 372 (with bounds: A. Beck & M. Teboulle, SIAM J. Imaging Sci. 2
 * (2009) 183),
 *
 *	y = x + (t - 1)/t' (x - x_before),	t' = (1 + sqrt(1 + 4 t^2)) / 2,  t = 1 at first
 *
 * k iterations do what without it takes some k^2 / 4.  A step that would raise the weighed residual is not done, and t is 1 again
 * (B. O'Donoghue & E. Candes, Found. Comput. Math. 15 (2015) 715), so that it never grows.
 */
#include <math.h>
#include <string.h>

#include "num/vec.h"
#include "tomo/iter.h"

enum { RELAX = ITER_OWN, MOMENTUM };

static const struct param params[] = {
	ITER_PARAMS(30, 0),
	{ .name = "relax", .type = PARAM_NUM, .unit = "", .def = 1, .lo = 1e-3, .hi = 1.999, .help = "step" },
	{ .name = "momentum", .type = PARAM_FLAG, .unit = "", .def = 1, .hi = 1,
	  .help = "Nesterov's; no: the plain method, which takes many more iterations" },
	{ .type = PARAM_END },
};

/* A slice, b - A x, and the sum of its squares weighed by R. */
struct state { float *x, *r; double f; };

static void evaluate(const struct iter *it, const float *w, struct state *s)
{
	double sum = 0;

	iter_forward(it, s->x, s->r);
	vec_sub(it->b, s->r, s->r, it->nb);
	for (size_t i = 0; i < it->nb; i++)
		sum += (double)w[i] * s->r[i] * s->r[i];
	s->f = sum;
}

/* old becomes the step from now + beta (now - old). */
static void step(const struct iter *it, const struct state *now, struct state *old, double beta, const float *w,
		 const float *c)
{
	float m = (float)beta, relax = (float)it->val[RELAX], *dx = it->image[1];

	for (size_t i = 0; i < it->nb; i++)
		old->r[i] = w[i] * (now->r[i] + m * (now->r[i] - old->r[i]));
	iter_back(it, old->r, dx);
	for (size_t i = 0; i < it->nx; i++)
		old->x[i] = now->x[i] + m * (now->x[i] - old->x[i]) + relax * c[i] * dx[i];
	iter_limit(it, old->x);
	evaluate(it, w, old);
}

static void sums(const struct iter *it, float *ones, float *w, float *c)
{
	vec_fill(ones, it->nx, 1);
	iter_forward(it, ones, w);
	iter_invert(w, it->nb, ITER_LEAST);
	vec_fill(it->sino[1], it->nb, 1);
	iter_back(it, it->sino[1], c);
	iter_invert(c, it->nx, ITER_LEAST);
}

static int run(struct iter *it, struct err *e)
{
	float *w = it->sino[0], *c = it->image[0];
	struct state now = { it->x, it->sino[1], 0 }, old = { it->image[2], it->sino[2], 0 };
	double t = 1;

	(void)e;
	sums(it, old.x, w, c);
	evaluate(it, w, &now);
	memcpy(old.x, now.x, it->nx * sizeof *now.x);
	memcpy(old.r, now.r, it->nb * sizeof *now.r);
	while (iter_next(it) && !iter_tell(it, vec_norm2(now.r, it->nb), now.f)) {
		double next = it->val[MOMENTUM] > 0 ? (1 + sqrt(1 + 4 * t * t)) / 2 : 1, beta = (t - 1) / next;
		step(it, &now, &old, beta, w, c);
		t = next;
		if (beta > 0 && old.f > now.f) {
			t = 1;
			continue;
		}
		struct state swap = now;
		now = old;
		old = swap;
	}
	it->x = now.x;
	return 0;
}

/* Steps above 1 and momentum together do not converge. */
static int check(const struct geo *g, const struct recon_par *par, void **own, struct err *e)
{
	(void)g, (void)own;
	if (par->val[MOMENTUM] > 0 && par->val[RELAX] > 1)
		return err_set(e, E_USAGE, "relax=%g is above 1, which needs momentum=no", par->val[RELAX]);
	return 0;
}

static const struct iter_kind kind = { .run = run, .images = 3, .sinos = 3, .plan = check };

ITER_METHOD(sirt, &kind, params, "simultaneous iterative reconstruction",
	    "Gregor & Benson, IEEE Trans. Med. Imaging 27 (2008) 918")
