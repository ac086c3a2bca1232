/*
 * mlem and osem: maximum likelihood by expectation maximisation, all angles at once or (H. M. Hudson & R. S.
 * Larkin, IEEE Trans. Med. Imaging 13 (1994) 601) one subset B of n after another,
 *
 *	x_j <- x_j (1 + (A_B'(b_B / A_B x - 1))_j / n)
 *
 * which is e_j / s_j of iter_em.h.  With one subset L never grows.
 */
#include "tomo/iter_em.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "num/vec.h"

enum { BLOCKS = ITER_OWN };

const char *const em_yes[] = { "yes", NULL };

static const struct param all[] = { EM_PARAMS(60), { .type = PARAM_END } };
static const struct param subsets[] = { EM_PARAMS(6), EM_BLOCKS, { .type = PARAM_END } };

float em_least(const struct iter *it)
{
	float most = 0;

	for (size_t i = 0; i < it->nb; i++)
		most = it->b[i] > most ? it->b[i] : most;
	return fmaxf(1e-12f * most, FLT_MIN);
}

void em_back(const struct iter *it, size_t k, float least, float *y)
{
	const struct iter_block *block = it->block + k;
	const float *b = it->b + block->first * it->ncol;
	float *r = it->rows;

	iter_forward_some(it, block->first, block->n, it->x, r);
	for (size_t i = 0; i < block->n * it->ncol; i++)
		r[i] = (b[i] > 0 ? b[i] : 0) / (r[i] > least ? r[i] : least) - 1;
	memset(y, 0, it->nx * sizeof *y);
	iter_back_some(it, block->first, block->n, r, y);
}

double em_distance(const struct iter *it, float least, double *residual2)
{
	double sum = 0;

	*residual2 = 0;
	for (size_t k = 0; k < it->nblock; k++) {
		const struct iter_block *block = it->block + k;
		size_t n = block->n * it->ncol;
		const float *b = it->b + block->first * it->ncol;
		iter_forward_some(it, block->first, block->n, it->x, it->rows);
		*residual2 += vec_dist2(b, it->rows, n);
		for (size_t i = 0; i < n; i++) {
			double want = b[i] > 0 ? b[i] : 0, have = it->rows[i] > least ? it->rows[i] : least;
			sum += have - want + (want > 0 ? want * log(want / have) : 0);
		}
	}
	return sum;
}

static void update(const struct iter *it, size_t k, float least, float *y)
{
	float *x = it->x, part = 1 / (float)it->block[k].n;

	em_back(it, k, least, y);
	for (size_t i = 0; i < it->nx; i++) {
		float f = 1 + part * y[i];
		x[i] *= f > 0 ? f : 0;
	}
}

static int run(struct iter *it, struct err *e)
{
	float least = em_least(it);
	double residual2 = NAN, distance = NAN;

	(void)e;
	while (iter_next(it)) {
		if (it->watched)
			distance = em_distance(it, least, &residual2);
		if (iter_tell(it, residual2, distance))
			break;
		for (size_t k = 0; k < it->nblock; k++)
			update(it, k, least, it->image[0]);
	}
	return 0;
}

static const struct iter_kind kind = { .run = run, .images = 1, .blocks = ITER_ONE, .positive = true };
static const struct iter_kind ordered = { .run = run, .images = 1, .blocks = BLOCKS, .positive = true };

ITER_METHOD(mlem, &kind, all, "maximum likelihood, expectation maximisation",
	    "Shepp & Vardi, IEEE Trans. Med. Imaging 1 (1982) 113")
ITER_METHOD(osem, &ordered, subsets, "mlem by ordered subsets",
	    "Hudson & Larkin, IEEE Trans. Med. Imaging 13 (1994) 601")
