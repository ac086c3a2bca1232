/*
 * pml_quad, pml_hybrid, and by ordered subsets ospml_quad, ospml_hybrid: penalised maximum likelihood.  The minimum of
 *
 *	L(x) + beta / m  sum over pairs of neighbours j, q of  w_jq psi(x_j - x_q)
 *
 * L of iter_em.h; neighbours are the 8 around a pixel, w = 1 beside and 1/sqrt2 across, over 4 + 4/sqrt2; m is
 * the mean of the slice that the projections tell, so that one beta does for thin and for dense objects.  The penalty is
 * quadratic, psi(t) = t^2/2, or hybrid, which lets edges be,
 *
 *	psi(t) = d^2 (|t|/d - log(1 + |t|/d)),	psi'(t) = gamma t,  gamma = 1 / (1 + |t|/d),  d = delta m
 *
 * (quadratic up to d, linear beyond: J.-H. Chang, J. M. M. Anderson & J. R. Votaw, IEEE Trans. Med. Imaging 23 (2004) 1165).
 * An iteration minimises a sum of functions of one pixel each that lies above it: that of iter_em.h, and for a pair
 *
 *	w gamma / 4 ((2 x'_j - x_j - x_q)^2 + (2 x'_q - x_j - x_q)^2)
 *
 * (A. R. De Pierro, IEEE Trans. Med. Imaging 14 (1995) 132), which has its minimum where
 *
 *	F x'^2 + G x' - e = 0,	F = 2 beta/m sum_q w gamma,	G = s - beta/m sum_q w gamma (x_j + x_q)
 *
 * so the objective never grows, but with subsets, each of which has its part of the penalty.
 */
#include <math.h>

#include "num/vec.h"
#include "tomo/iter_em.h"
#include "tomo/iter_pml.hot.h"

enum { BETA = ITER_OWN, DELTA };
enum { OS_BETA = ITER_OWN, OS_BLOCKS, OS_DELTA };

#define BETA_PARAM(def_) \
	{ .name = "beta", .type = PARAM_NUM, .unit = "", .def = def_, .lo = 0, .hi = 1e9, .help = "weight of the penalty" }
#define DELTA_PARAM \
	{ .name = "delta", .type = PARAM_NUM, .unit = "", .def = 0.1, .lo = 1e-9, .hi = 1e9, \
	  .help = "step, over the mean of the slice, that counts as an edge" }

static const struct param quad[] = { EM_PARAMS(100), BETA_PARAM(0.3), { .type = PARAM_END } };
static const struct param hybrid[] = { EM_PARAMS(100), BETA_PARAM(10), DELTA_PARAM, { .type = PARAM_END } };
static const struct param os_quad[] = { EM_PARAMS(10), BETA_PARAM(0.3), EM_BLOCKS, { .type = PARAM_END } };
static const struct param os_hybrid[] = { EM_PARAMS(10), BETA_PARAM(10), EM_BLOCKS, DELTA_PARAM, { .type = PARAM_END } };

/* Of all angles; idelta is 0 for the quadratic penalty. */
struct penalty { double beta, idelta; };

static struct penalty penalty(const struct iter *it, double delta)
{
	double sum = 0, side = (double)it->geo->size;

	for (size_t i = 0; i < it->nb; i++)
		sum += it->b[i] > 0 ? it->b[i] : 0;
	double mean = sum > 0 ? fmax(1e-25, sum / (double)it->nangle / side / side) : 1;	/* beta / mean is float */
	return (struct penalty){ it->val[BETA] / mean / (4 + 4 * M_SQRT1_2), delta > 0 ? 1 / (delta * mean) : 0 };
}

static double psi(double t, double idelta)
{
	double u = fabs(t) * idelta;

	return idelta > 0 ? (u - log1p(u)) / (idelta * idelta) : t * t / 2;
}

static double roughness(const float *x, size_t n, struct penalty p)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < n; j++) {
			const float *a = x + i * n + j;
			bool below = i + 1 < n;
			sum += j + 1 < n ? psi(a[1] - a[0], p.idelta) : 0;
			sum += below ? psi(a[n] - a[0], p.idelta) : 0;
			sum += below && j + 1 < n ? M_SQRT1_2 * psi(a[n + 1] - a[0], p.idelta) : 0;
			sum += below && j > 0 ? M_SQRT1_2 * psi(a[n - 1] - a[0], p.idelta) : 0;
		}
	return p.beta * sum;
}

/* The new slice is made in the scratch, and the two change places. */
static void update(struct iter *it, size_t k, float least, struct penalty p)
{
	float *x = it->x, *y = it->image[0];
	size_t n = it->size, angles = it->block[k].n;
	double share = (double)angles / (double)it->nangle;
	struct pml_par par = { (float)angles, (float)(p.beta * share), (float)p.idelta };

	em_back(it, k, least, y);
	for (size_t i = 0; i < n; i++)
		HOT_PICK(pml_row)(i ? x + (i - 1) * n : NULL, x + i * n, i + 1 < n ? x + (i + 1) * n : NULL, n, par,
				  y + i * n);
	it->x = y;
	it->image[0] = x;
	iter_limit(it, it->x);
}

static int minimise(struct iter *it, double delta)
{
	float least = em_least(it);
	struct penalty p = penalty(it, delta);
	double residual2 = NAN, objective = NAN;

	while (iter_next(it)) {
		if (it->watched)
			objective = em_distance(it, least, &residual2) + roughness(it->x, it->size, p);
		if (iter_tell(it, residual2, objective))
			break;
		for (size_t k = 0; k < it->nblock; k++)
			update(it, k, least, p);
	}
	return 0;
}

static int run_quad(struct iter *it, struct err *e)
{
	(void)e;
	return minimise(it, 0);
}

static int run_hybrid(struct iter *it, struct err *e)
{
	(void)e;
	return minimise(it, it->val[DELTA]);
}

static int run_os_hybrid(struct iter *it, struct err *e)
{
	(void)e;
	return minimise(it, it->val[OS_DELTA]);
}

#define KIND(run_, blocks_) { .run = run_, .images = 1, .blocks = blocks_, .positive = true }
static const struct iter_kind kind_quad = KIND(run_quad, ITER_ONE), kind_hybrid = KIND(run_hybrid, ITER_ONE),
			      kind_os_quad = KIND(run_quad, OS_BLOCKS), kind_os_hybrid = KIND(run_os_hybrid, OS_BLOCKS);

#define CHANG "Chang, Anderson & Votaw, IEEE Trans. Med. Imaging 23 (2004) 1165"
ITER_METHOD(pml_quad, &kind_quad, quad, "penalised maximum likelihood, quadratic penalty",
	    "De Pierro, IEEE Trans. Med. Imaging 14 (1995) 132")
ITER_METHOD(pml_hybrid, &kind_hybrid, hybrid, "penalised maximum likelihood, edges kept", CHANG)
ITER_METHOD(ospml_quad, &kind_os_quad, os_quad, "pml_quad by ordered subsets", CHANG)
ITER_METHOD(ospml_hybrid, &kind_os_hybrid, os_hybrid, "pml_hybrid by ordered subsets", CHANG)
