/* Products of rays against those of the matrix of proj.h, a pixel at a time. */
#include "check.h"

#include "base/mem.h"
#include "tomo/proj.h"
#include "tomo/proj_gram.h"

enum { MOST = 60, ANGLES = 33 };

static double want[4][ANGLES][MOST];
static double cs[ANGLES], sn[ANGLES];
static struct err e;

static void matrix(size_t size, size_t ncol, double center)
{
	static float x[MOST * MOST], b[ANGLES * MOST];
	struct proj *p = NULL;

	proj_new(&p, size, ncol, cs, sn, ANGLES, &e);
	void *work = mem_alloc(1, proj_work(p), "work", &e);
	memset(want, 0, sizeof want);
	for (size_t i = 0; i < size * size; i++) {
		memset(x, 0, sizeof x);
		x[i] = 1;
		proj_forward(p, center, NULL, ANGLES, x, b, work);
		for (size_t a = 0; a < ANGLES; a++)
			for (size_t m = 0; m < 4; m++)
				for (size_t c = m; c < ncol; c++)
					want[m][a][c] += (double)b[a * ncol + c] * b[a * ncol + c - m];
	}
	mem_free(work);
	proj_free(p);
}

/* Sums of weights and of their products, each good to 1e-6 of it: 1e-5 of the largest is ample. */
static void compare(size_t size, size_t ncol, double center)
{
	float g0[MOST], g1[MOST], g2[MOST], *const g[PROJ_GRAM] = { g0, g1, g2 };
	void *work = mem_alloc(1, proj_gram_work(size), "work", &e);
	double worst = 0, far = 0;

	matrix(size, ncol, center);
	for (size_t a = 0; a < ANGLES; a++) {
		memset(work, 0xff, proj_gram_work(size));
		proj_gram(size, ncol, center, cs[a], sn[a], g, work);
		for (size_t m = 0; m < PROJ_GRAM; m++)
			for (size_t c = 0; c < ncol; c++)
				worst = fmax(worst, fabs(g[m][c] - want[m][a][c]));
		for (size_t c = 0; c < ncol; c++)
			far = fmax(far, want[3][a][c]);
	}
	CHECK(!e.code && worst <= 1e-5 * (double)size && far == 0);
	mem_free(work);
}

static void matrices(void)
{
	for (int a = 0; a < ANGLES; a++) {	/* in steps of 11.25 degrees, all octants, and one more */
		double t = a < 32 ? a * 2 * M_PI / 32 : 0.3;
		cs[a] = cos(t);
		sn[a] = sin(t);
	}
	compare(23, 40, 17.3);
	compare(20, 12, 5.5);
	compare(16, 60, -4);
	compare(1, 5, 2);
	compare(2, 1, 0);
}

int main(void)
{
	CASE(matrices);
	return done();
}
