#include "tomo/gridrec_hot.h"

#include <math.h>
#include <string.h>

#include "tomo/kb.h"

/*
 * Neighbouring samples of a ray share cells: what one has stored the next would
 * have to wait for.  So a ray is cut in CHAINS pieces that take turns.
 *
 * Places count from the first of a block, in single precision: ABOVE cells are
 * added so that none is negative, as the step is below 4 / sqrt 2 cells
 * (polar_length(), and a grid of at most 4 cells a pixel).
 */
enum { BLOCK = 16, CHAINS = 4, ABOVE = 3 * BLOCK };

typedef float v4 __attribute__((vector_size(16)));
typedef float v8 __attribute__((vector_size(32)));
typedef double d2 __attribute__((vector_size(16)));
typedef double d4 __attribute__((vector_size(32)));

struct piece {
	float *cell[BLOCK];		/* corner of the patch */
	const float *wu[BLOCK], *wv[BLOCK];
};

/* Where samples first .. first + BLOCK lie. */
static inline void place(struct piece *p, float *grid, size_t stride, size_t first,
			 double du, double v0, double dv, const float *table)
{
	double u = (double)first * du, v = v0 + (double)first * dv;
	double iu = floor(u), iv = floor(v) - ABOVE;
	float fu = (float)(u - iu), fv = (float)(v - iv), su = (float)du, sv = (float)dv;
	float *corner = grid + 2 * (((ptrdiff_t)iu - 1) * (ptrdiff_t)stride + (ptrdiff_t)iv - 1);
	int row[BLOCK], col[BLOCK], wu[BLOCK], wv[BLOCK];

	for (int k = 0; k < BLOCK; k++) {
		float a = fu + (float)k * su, b = fv + (float)k * sv;
		row[k] = (int)a;
		col[k] = (int)b;
		wu[k] = (int)((a - (float)row[k]) * KB_STEPS + 0.5f);
		wv[k] = (int)((b - (float)col[k]) * KB_STEPS + 0.5f);
	}
	for (int k = 0; k < BLOCK; k++) {
		p->cell[k] = corner + 2 * ((ptrdiff_t)row[k] * (ptrdiff_t)stride + col[k]);
		p->wu[k] = table + wu[k] * KB_WIDTH;
		p->wv[k] = table + wv[k] * KB_WIDTH;
	}
}

#if defined(__AVX__)
enum { PARTS = 1 };
typedef v8 vec;

/* val times the weight of each line of a patch. */
static inline void weigh(double val, v4 w, vec *z)
{
	*z = (v8)(d4){ val, val, val, val } *
	     __builtin_shufflevector(w, w, 0, 0, 1, 1, 2, 2, 3, 3);
}
#else
enum { PARTS = 2 };
typedef v4 vec;

static inline void weigh(double val, v4 w, vec *z)
{
	v4 both = (v4)(d2){ val, val };

	z[0] = both * __builtin_shufflevector(w, w, 0, 0, 1, 1);
	z[1] = both * __builtin_shufflevector(w, w, 2, 2, 3, 3);
}
#endif

static inline void add(float *cell, size_t stride, const float *val, const float *wu,
		       const float *wv)
{
	double pair;		/* one complex number, moved as a whole */
	v4 w;
	vec z[PARTS], g;

	memcpy(&pair, val, sizeof pair);
	memcpy(&w, wv, sizeof w);
	weigh(pair, w, z);
	for (int t = 0; t < KB_WIDTH; t++)
		for (int i = 0; i < PARTS; i++) {
			float *at = cell + 2 * (size_t)t * stride + (size_t)i * sizeof g / sizeof *at;
			memcpy(&g, at, sizeof g);
			g += z[i] * wu[t];
			memcpy(at, &g, sizeof g);
		}
}

void HOT(gridrec_spread)(float *grid, size_t stride, const float *val, size_t n,
			 double du, double v0, double dv, const float *table)
{
	struct piece p[CHAINS];
	size_t part = n / (CHAINS * BLOCK) * BLOCK, k = 0;

	for (; k < part; k += BLOCK) {
		for (size_t c = 0; c < CHAINS; c++)
			place(p + c, grid, stride, c * part + k, du, v0, dv, table);
		for (size_t i = 0; i < BLOCK; i++)
			for (size_t c = 0; c < CHAINS; c++)
				add(p[c].cell[i], stride, val + 2 * (c * part + k + i),
				    p[c].wu[i], p[c].wv[i]);
	}
	for (k = CHAINS * part; k < n; k += BLOCK) {
		place(p, grid, stride, k, du, v0, dv, table);
		for (size_t i = 0; i < BLOCK && k + i < n; i++)
			add(p->cell[i], stride, val + 2 * (k + i), p->wu[i], p->wv[i]);
	}
}

/* The sum of a patch times its weights. */
static inline void pick(const float *cell, size_t stride, float *val, const float *wu, const float *wv)
{
	float sum[2 * KB_WIDTH] = { 0 };

	for (int t = 0; t < KB_WIDTH; t++)
		for (int i = 0; i < 2 * KB_WIDTH; i++)
			sum[i] += wu[t] * cell[2 * (size_t)t * stride + (size_t)i];
	val[0] = (sum[0] * wv[0] + sum[2] * wv[1]) + (sum[4] * wv[2] + sum[6] * wv[3]);
	val[1] = (sum[1] * wv[0] + sum[3] * wv[1]) + (sum[5] * wv[2] + sum[7] * wv[3]);
}

void HOT(gridrec_pick)(const float *grid, size_t stride, float *val, size_t n,
		       double du, double v0, double dv, const float *table)
{
	struct piece p;

	for (size_t k = 0; k < n; k += BLOCK) {
		place(&p, (float *)grid, stride, k, du, v0, dv, table);
		for (size_t i = 0; i < BLOCK && k + i < n; i++)
			pick(p.cell[i], stride, val + 2 * (k + i), p.wu[i], p.wv[i]);
	}
}

void HOT(gridrec_gather)(const float *grid, size_t stride, size_t ncol, size_t nline,
			 float *out, size_t outstride)
{
	for (size_t u = 0; u < ncol; u++)
		for (size_t l = 0; l < nline; l++)
			memcpy(out + l * outstride + 2 * u, grid + 2 * (u * stride + l),
			       2 * sizeof *out);
}

void HOT(gridrec_scatter)(const float *in, size_t instride, size_t ncol, size_t nline,
			  float *grid, size_t stride)
{
	for (size_t u = 0; u < ncol; u++)
		for (size_t l = 0; l < nline; l++)
			memcpy(grid + 2 * (u * stride + l), in + l * instride + 2 * u, 2 * sizeof *in);
}

void HOT(gridrec_scale)(const float *x, const float *a, float b, float *out, size_t n)
{
	for (size_t i = 0; i < n; i++)
		out[i] = x[i] * a[i] * b;
}
