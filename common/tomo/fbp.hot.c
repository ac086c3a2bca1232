#include "tomo/fbp_hot.h"

#include <math.h>
#include <string.h>

#include "num/vlane.h"
#include "tomo/kb.h"

enum { BLOCK = 16, VECS = 4, TILE = 16 };

typedef float v4 __attribute__((vector_size(16)));

void HOT(fbp_resample)(const float *x, double u0, double du, size_t n, const float *table,
		       float *out)
{
	for (size_t first = 0; first < n; first += BLOCK) {
		double u = u0 + (double)first * du, iu = floor(u) - 2 * BLOCK;
		const float *at = x + ((ptrdiff_t)iu - 1);
		float fu = (float)(u - iu), step = (float)du, o[BLOCK];
		int cell[BLOCK], w[BLOCK];

		for (int k = 0; k < BLOCK; k++) {
			float a = fu + (float)k * step;
			cell[k] = (int)a;
			w[k] = (int)((a - (float)cell[k]) * KB_STEPS + 0.5f) * KB_WIDTH;
		}
		size_t m = n - first < BLOCK ? n - first : BLOCK;
		for (size_t k = 0; k < m; k++) {
			v4 s, c;
			memcpy(&s, at + cell[k], sizeof s);
			memcpy(&c, table + w[k], sizeof c);
			s *= c;
			o[k] = (s[0] + s[1]) + (s[2] + s[3]);
		}
		memcpy(out + first, o, m * sizeof *o);
	}
}

void HOT(fbp_add)(float *acc, size_t n, const struct fbp_share *share, size_t m)
{
	size_t k = 0;

	for (; k + VECS * LANES <= n; k += VECS * LANES) {
		float *z = acc + k;
		vec v0 = load(z), v1 = load(z + LANES), v2 = load(z + 2 * LANES),
		    v3 = load(z + 3 * LANES);
		for (const struct fbp_share *s = share; s < share + m; s++) {
			const float *a = s->a + k, *b = s->b + k;
			v0 += load(a) * s->wa;
			v1 += load(a + LANES) * s->wa;
			v2 += load(a + 2 * LANES) * s->wa;
			v3 += load(a + 3 * LANES) * s->wa;
			v0 += load(b) * s->wb;
			v1 += load(b + LANES) * s->wb;
			v2 += load(b + 2 * LANES) * s->wb;
			v3 += load(b + 3 * LANES) * s->wb;
		}
		store(z, v0);
		store(z + LANES, v1);
		store(z + 2 * LANES, v2);
		store(z + 3 * LANES, v3);
	}
	for (; k < n; k++)
		for (const struct fbp_share *s = share; s < share + m; s++)
			acc[k] += s->a[k] * s->wa + s->b[k] * s->wb;
}

void HOT(fbp_add_transposed)(float *out, const float *x, size_t n)
{
	for (size_t i0 = 0; i0 < n; i0 += TILE)
		for (size_t j0 = 0; j0 < n; j0 += TILE)
			for (size_t i = i0; i < n && i < i0 + TILE; i++)
				for (size_t j = j0; j < n && j < j0 + TILE; j++)
					out[i * n + j] += x[j * n + i];
}
