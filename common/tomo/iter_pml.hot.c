#include "tomo/iter_pml.hot.h"

#include <math.h>
#include <stdbool.h>

struct sums { float f, g; };	/* of w gamma, and of w gamma (xj + xq), over the neighbours */

static inline struct sums near(struct sums s, float xj, float xq, float w, float idelta)
{
	float gamma = w / (1 + fabsf(xj - xq) * idelta);

	return (struct sums){ s.f + gamma, s.g + gamma * (xj + xq) };
}

/* The root >= 0 of F x^2 + G x - e = 0, F = 2 beta f, G = s - beta g, e = x (s + y). */
static inline float root(struct sums n, float x, float y, struct pml_par p)
{
	float e = x * (p.s + y), f = 2 * p.beta * n.f, g = p.s - p.beta * n.g;
	e = e > 0 ? e : 0;
	float d = sqrtf(g * g + 4 * f * e);
	float top = g > 0 ? 2 * e : d - g, bottom = g > 0 ? g + d : 2 * f;

	return top / bottom;
}

#define DIAGONAL 0.70710678f

/* Any pixel: what there is of neighbours. */
static float at_border(const float *up, const float *mid, const float *down, size_t n, size_t j, struct pml_par p, float y)
{
	struct sums s = { 0, 0 };
	const float *row[] = { up, mid, down };

	for (int i = 0; i < 3; i++)
		for (size_t k = j > 0 ? j - 1 : 0; row[i] && k < n && k <= j + 1; k++)
			if (i != 1 || k != j)
				s = near(s, mid[j], row[i][k], i != 1 && k != j ? DIAGONAL : 1, p.idelta);
	return root(s, mid[j], y, p);
}

static void inside(const float *restrict up, const float *restrict mid, const float *restrict down, size_t n,
		   struct pml_par p, float *restrict y)
{
	for (size_t j = 1; j + 1 < n; j++) {
		float x = mid[j];
		struct sums s = { 0, 0 };
		s = near(s, x, mid[j - 1], 1, p.idelta);
		s = near(s, x, mid[j + 1], 1, p.idelta);
		s = near(s, x, up[j], 1, p.idelta);
		s = near(s, x, down[j], 1, p.idelta);
		s = near(s, x, up[j - 1], DIAGONAL, p.idelta);
		s = near(s, x, up[j + 1], DIAGONAL, p.idelta);
		s = near(s, x, down[j - 1], DIAGONAL, p.idelta);
		s = near(s, x, down[j + 1], DIAGONAL, p.idelta);
		y[j] = root(s, x, y[j], p);
	}
}

void HOT(pml_row)(const float *up, const float *mid, const float *down, size_t n, struct pml_par p, float *y)
{
	bool border = !up || !down;

	if (!border)
		inside(up, mid, down, n, p, y);
	for (size_t j = 0; j < n; j += border || j == n - 1 || n == 1 ? 1 : n - 1)
		y[j] = at_border(up, mid, down, n, j, p, y[j]);
}
