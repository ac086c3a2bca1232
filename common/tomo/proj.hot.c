#include "tomo/proj_hot.h"

#include <string.h>

#if defined(__AVX512F__)
enum { LANES = 16 };
#elif defined(__AVX__)
enum { LANES = 8 };
#else
enum { LANES = 4 };
#endif
enum { VECS = 4, STEP = VECS * LANES, BLOCK = 16 };

typedef float vec __attribute__((vector_size(4 * LANES)));
typedef float v4 __attribute__((vector_size(16)));

static inline vec load(const float *x)
{
	vec v;

	memcpy(&v, x, sizeof v);
	return v;
}

static inline void store(float *x, vec v)
{
	memcpy(x, &v, sizeof v);
}

/* ---- pairs and pixels --------------------------------------------------------------------- */

void HOT(proj_collect)(const float *f, const struct proj_line *line, size_t n, float *a, float *b)
{
	for (int k = 0; k < PROJ_BLOCK; k += STEP) {
		vec a0 = load(a + k), a1 = load(a + k + LANES), a2 = load(a + k + 2 * LANES), a3 = load(a + k + 3 * LANES);
		vec b0 = load(b + k), b1 = load(b + k + LANES), b2 = load(b + k + 2 * LANES), b3 = load(b + k + 3 * LANES);
		for (const struct proj_line *l = line; l < line + n; l++) {
			const float *x = f + l->at + k;
			vec x0 = load(x), x1 = load(x + LANES), x2 = load(x + 2 * LANES), x3 = load(x + 3 * LANES);
			a0 += x0 * l->wa;
			a1 += x1 * l->wa;
			a2 += x2 * l->wa;
			a3 += x3 * l->wa;
			b0 += x0 * l->wb;
			b1 += x1 * l->wb;
			b2 += x2 * l->wb;
			b3 += x3 * l->wb;
		}
		store(a + k, a0), store(a + k + LANES, a1), store(a + k + 2 * LANES, a2), store(a + k + 3 * LANES, a3);
		store(b + k, b0), store(b + k + LANES, b1), store(b + k + 2 * LANES, b2), store(b + k + 3 * LANES, b3);
	}
}

static inline void lay(float *x, const float *s, const struct proj_share *share, size_t m)
{
	vec v0 = load(x), v1 = load(x + LANES), v2 = load(x + 2 * LANES), v3 = load(x + 3 * LANES);

	for (const struct proj_share *p = share; p < share + m; p++) {
		const float *a = s + p->a, *b = s + p->b;
		v0 += load(a) * p->wa;
		v1 += load(a + LANES) * p->wa;
		v2 += load(a + 2 * LANES) * p->wa;
		v3 += load(a + 3 * LANES) * p->wa;
		v0 += load(b) * p->wb;
		v1 += load(b + LANES) * p->wb;
		v2 += load(b + 2 * LANES) * p->wb;
		v3 += load(b + 3 * LANES) * p->wb;
	}
	store(x, v0);
	store(x + LANES, v1);
	store(x + 2 * LANES, v2);
	store(x + 3 * LANES, v3);
}

void HOT(proj_lay)(float *x, size_t n, const float *s, const struct proj_share *share, size_t m)
{
	float end[STEP] = { 0 };
	size_t k = 0;

	for (; k + STEP <= n; k += STEP)
		lay(x + k, s + k, share, m);
	if (k == n)
		return;
	memcpy(end, x + k, (n - k) * sizeof *x);
	lay(end, s + k, share, m);
	memcpy(x + k, end, (n - k) * sizeof *x);
}

/* ---- transposition ------------------------------------------------------------------------ */

static inline v4 load4(const float *x)
{
	v4 v;

	memcpy(&v, x, sizeof v);
	return v;
}

/* Columns of the 4 x 4 values at x. */
static inline void turn4(const float *x, size_t stride, v4 out[4])
{
	v4 a = load4(x), b = load4(x + stride), c = load4(x + 2 * stride), d = load4(x + 3 * stride);
	v4 ab0 = __builtin_shufflevector(a, b, 0, 4, 1, 5), ab1 = __builtin_shufflevector(a, b, 2, 6, 3, 7);
	v4 cd0 = __builtin_shufflevector(c, d, 0, 4, 1, 5), cd1 = __builtin_shufflevector(c, d, 2, 6, 3, 7);

	out[0] = __builtin_shufflevector(ab0, cd0, 0, 1, 4, 5);
	out[1] = __builtin_shufflevector(ab0, cd0, 2, 3, 6, 7);
	out[2] = __builtin_shufflevector(ab1, cd1, 0, 1, 4, 5);
	out[3] = __builtin_shufflevector(ab1, cd1, 2, 3, 6, 7);
}

void HOT(proj_turn)(const float *x, size_t stride, size_t rows, size_t cols, float *out, size_t apart)
{
	size_t i = 0;

	for (; i + 4 <= rows; i += 4) {
		size_t j = 0;
		for (; j + 4 <= cols; j += 4) {
			v4 t[4];
			turn4(x + i * stride + j, stride, t);
			for (size_t k = 0; k < 4; k++)
				memcpy(out + (j + k) * apart + i, &t[k], sizeof t[k]);
		}
		for (; j < cols; j++)
			for (size_t k = i; k < i + 4; k++)
				out[j * apart + k] = x[k * stride + j];
	}
	for (; i < rows; i++)
		for (size_t j = 0; j < cols; j++)
			out[j * apart + i] = x[i * stride + j];
}

void HOT(proj_turn_add)(const float *x, size_t stride, size_t rows, size_t cols, float *out, size_t apart)
{
	size_t j = 0;

	for (; j + 4 <= cols; j += 4) {
		size_t i = 0;
		for (; i + 4 <= rows; i += 4) {
			v4 t[4];
			turn4(x + i * stride + j, stride, t);
			for (size_t k = 0; k < 4; k++) {
				float *o = out + (j + k) * apart + i;
				t[k] += load4(o);
				memcpy(o, &t[k], sizeof t[k]);
			}
		}
		for (; i < rows; i++)
			for (size_t k = j; k < j + 4; k++)
				out[k * apart + i] += x[i * stride + k];
	}
	for (; j < cols; j++)
		for (size_t i = 0; i < rows; i++)
			out[j * apart + i] += x[i * stride + j];
}

/* ---- cells and columns -------------------------------------------------------------------- */

void HOT(proj_split)(const float *even, const float *odd, size_t n, float *u)
{
	u[0] = even[0];
	u[1] = odd[0] + even[0];
	for (size_t k = 1; k < n; k++) {
		u[2 * k] = even[k] + odd[k - 1];
		u[2 * k + 1] = odd[k] + even[k];
	}
}

void HOT(proj_columns)(const float *u, size_t ncell, double lo, double w, size_t n, float *b)
{
	double last = (double)ncell - 4;

	for (size_t first = 0; first < n; first += BLOCK) {
		int cell[BLOCK];
		float t[4][BLOCK], sum[BLOCK];
		for (int i = 0; i < BLOCK; i++) {
			double at = lo + (double)(first + (size_t)i) * w;
			at = at > 0 ? at : 0;
			at = at < last ? at : last;
			cell[i] = (int)at;
			float begin = (float)(at - cell[i]), end = begin + (float)w;
			t[0][i] = 1 - begin;
			t[1][i] = end < 1 ? end : 1;
			t[2][i] = end < 3 ? end - 2 : 1;
			t[3][i] = end < 3 ? 0 : end - 3;
		}
		for (int i = 0; i < BLOCK; i++) {
			const float *x = u + cell[i];
			sum[i] = 0.5f * (t[0][i] * x[0] + t[1][i] * x[1] + (t[2][i] * x[2] + t[3][i] * x[3]));
		}
		memcpy(b + first, sum, (n - first < BLOCK ? n - first : BLOCK) * sizeof *b);
	}
}

void HOT(proj_pairs)(const float *b, size_t ncol, double lo, double w, size_t n, float *s)
{
	double to_col = 1 / w, last = (double)ncol + 3;

	for (size_t first = 0; first < n; first += BLOCK) {
		int col[BLOCK];
		float left[BLOCK], sum[BLOCK];
		for (int i = 0; i < BLOCK; i++) {
			double at = (lo + 2 * (double)(first + (size_t)i)) * to_col + 2;
			at = at > 0 ? at : 0;
			at = at < last ? at : last;
			col[i] = (int)at;
			float rest = (float)((col[i] + 1 - at) * w);
			left[i] = rest < 2 ? rest : 2;
		}
		for (int i = 0; i < BLOCK; i++)
			sum[i] = 0.5f * (b[col[i]] * left[i] + b[col[i] + 1] * (2 - left[i]));
		memcpy(s + first, sum, (n - first < BLOCK ? n - first : BLOCK) * sizeof *s);
	}
}
