#include "tomo/proj_hot.h"

#include <string.h>

#include "num/vlane.h"

enum { VECS = 4, STEP = VECS * LANES, BLOCK = 16 };

typedef float v8 __attribute__((vector_size(32)));

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

enum { SIDE = 8 };

/* Columns of the 8 x 8 values at x: pairs of rows, then fours, then halves change places. */
static inline void turn8(const float *x, size_t stride, v8 out[SIDE])
{
	v8 a[SIDE], b[SIDE];

	for (int i = 0; i < SIDE; i++)
		memcpy(&a[i], x + (size_t)i * stride, sizeof a[i]);
	for (int i = 0; i < SIDE; i += 2) {
		b[i] = __builtin_shufflevector(a[i], a[i + 1], 0, 8, 1, 9, 4, 12, 5, 13);
		b[i + 1] = __builtin_shufflevector(a[i], a[i + 1], 2, 10, 3, 11, 6, 14, 7, 15);
	}
	for (int i = 0; i < SIDE; i += 4)
		for (int k = 0; k < 2; k++) {
			a[i + 2 * k] = __builtin_shufflevector(b[i + k], b[i + k + 2], 0, 1, 8, 9, 4, 5, 12, 13);
			a[i + 2 * k + 1] = __builtin_shufflevector(b[i + k], b[i + k + 2], 2, 3, 10, 11, 6, 7, 14, 15);
		}
	for (int i = 0; i < 4; i++) {
		out[i] = __builtin_shufflevector(a[i], a[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);
		out[i + 4] = __builtin_shufflevector(a[i], a[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
	}
}

void HOT(proj_turn)(const float *x, size_t stride, size_t rows, size_t cols, float *out, size_t apart)
{
	size_t i = 0;

	for (; i + SIDE <= rows; i += SIDE) {
		size_t j = 0;
		for (; j + SIDE <= cols; j += SIDE) {
			v8 t[SIDE];
			turn8(x + i * stride + j, stride, t);
			for (size_t k = 0; k < SIDE; k++)
				memcpy(out + (j + k) * apart + i, &t[k], sizeof t[k]);
		}
		for (; j < cols; j++)
			for (size_t k = i; k < i + SIDE; k++)
				out[j * apart + k] = x[k * stride + j];
	}
	for (; i < rows; i++)
		for (size_t j = 0; j < cols; j++)
			out[j * apart + i] = x[i * stride + j];
}

void HOT(proj_turn_add)(const float *x, size_t stride, size_t rows, size_t cols, float *out, size_t apart)
{
	size_t j = 0;

	for (; j + SIDE <= cols; j += SIDE) {
		size_t i = 0;
		for (; i + SIDE <= rows; i += SIDE) {
			v8 t[SIDE], o;
			turn8(x + i * stride + j, stride, t);
			for (size_t k = 0; k < SIDE; k++) {
				float *at = out + (j + k) * apart + i;
				memcpy(&o, at, sizeof o);
				o += t[k];
				memcpy(at, &o, sizeof o);
			}
		}
		for (; i < rows; i++)
			for (size_t k = j; k < j + SIDE; k++)
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
