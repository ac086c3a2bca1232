/* The projector and its adjoint. */
#include <math.h>
#include <string.h>

#include "check.h"

#include "base/mem.h"
#include "num/rng.h"
#include "tomo/proj.h"

enum { SIZE = 37, COLS = 64, ANGLES = 24 };

static struct proj *make(double *cs, double *sn, struct err *e)
{
	struct proj *p = NULL;

	for (int a = 0; a < ANGLES; a++) {
		double t = a * 2 * M_PI / ANGLES + (a % 2) * 0.01;
		cs[a] = cos(t);
		sn[a] = sin(t);
	}
	proj_new(&p, SIZE, COLS, cs, sn, ANGLES, e);
	return p;
}

static void fill(float *x, size_t n, uint64_t stream)
{
	struct rng r = rng_at(1, stream, 0);

	for (size_t i = 0; i < n; i++)
		x[i] = (float)rng_normal(&r);
}

static double dot(const float *a, const float *b, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += (double)a[i] * b[i];
	return sum;
}

/* <Ax, y> = <x, A'y>: both sums are of floats; 1e-6 of the larger norm product is asked of the pair. */
static void adjoint(void)
{
	static float x[SIZE * SIZE], xt[SIZE * SIZE], b[ANGLES * COLS], y[ANGLES * COLS];
	double cs[ANGLES], sn[ANGLES];
	struct err e = { 0, "" };
	struct proj *p = make(cs, sn, &e);
	void *work = mem_alloc(1, proj_work(p), "work", &e);

	fill(x, SIZE * SIZE, 1);
	fill(y, ANGLES * COLS, 2);
	for (double center = -7; center < COLS; center += 13.3) {
		memset(xt, 0, sizeof xt);
		proj_forward(p, center, NULL, ANGLES, x, b, work);
		proj_back(p, center, NULL, ANGLES, y, xt, work);
		double left = dot(b, y, ANGLES * COLS), right = dot(x, xt, SIZE * SIZE);
		double norm = sqrt(dot(b, b, ANGLES * COLS) * dot(y, y, ANGLES * COLS));
		CHECK(fabs(left - right) <= 1e-6 * norm);
		CHECK(norm > 1);
	}
	mem_free(work);
	proj_free(p);
}

/* All that is on the detector is conserved. */
static void sum_is_kept(void)
{
	static float x[SIZE * SIZE], b[ANGLES * COLS], one[COLS];
	double cs[ANGLES], sn[ANGLES];
	struct err e = { 0, "" };
	struct proj *p = make(cs, sn, &e);
	void *work = mem_alloc(1, proj_work(p), "work", &e);

	fill(x, SIZE * SIZE, 3);
	for (int c = 0; c < COLS; c++)
		one[c] = 1;
	double sum = 0;
	for (int i = 0; i < SIZE * SIZE; i++)
		sum += x[i];
	proj_forward(p, 31.2, NULL, ANGLES, x, b, work);
	for (int a = 0; a < ANGLES; a++)
		CHECK(fabs(dot(b + a * COLS, one, COLS) - sum) < 1e-3);
	mem_free(work);
	proj_free(p);
}

/* Norms against those of the matrix, a column at a time. */
static void norms(void)
{
	static float x[SIZE * SIZE], b[ANGLES * COLS], norm[ANGLES * COLS], sum[ANGLES * COLS];
	double cs[ANGLES], sn[ANGLES];
	struct err e = { 0, "" };
	struct proj *p = make(cs, sn, &e);
	void *work = mem_alloc(1, proj_work(p), "work", &e);

	for (int i = 0; i < SIZE * SIZE; i++) {
		memset(x, 0, sizeof x);
		x[i] = 1;
		proj_forward(p, 30, NULL, ANGLES, x, b, work);
		for (int k = 0; k < ANGLES * COLS; k++)
			sum[k] += b[k] * b[k];
	}
	proj_norms(p, 30, NULL, ANGLES, norm, work);
	float worst = 0;
	for (int k = 0; k < ANGLES * COLS; k++)
		worst = fmaxf(worst, fabsf(norm[k] - sum[k]));
	CHECK(worst < 1e-4f);
	mem_free(work);
	proj_free(p);
}

int main(void)
{
	CASE(adjoint);
	CASE(sum_is_kept);
	CASE(norms);
	return done();
}
