#include "scat/interfer_terms.h"

#include <math.h>

/* exp(-EXPONENT) is below 1e-17 of the largest */
#define EXPONENT 39.5

static int capped(double x)
{
	return x < TERMS_MOST + 1 ? (int)x : TERMS_MOST + 1;
}

int interfer_terms_1d(const struct interfer *s)
{
	double per = s->a / (2 * M_PI * s->decay_x);

	if (s->decay == DECAY_GAUSS)
		return capped(floor(0.5 + sqrt(2 * EXPONENT) * per));
	if (!s->window)
		return 0;
	return capped(fmax(4, floor(20 * per + 1)));
}

/* The least of |m (u, v)|^2 on the side where the coordinate "fixed" is at, the other one within [lo, lo + 1]. */
static double side_least(const struct interfer_map *m, int fixed, double at, double lo)
{
	const double fx = m->m[0][fixed] * at, fy = m->m[1][fixed] * at, dx = m->m[0][!fixed], dy = m->m[1][!fixed];
	double t = -(fx * dx + fy * dy) / (dx * dx + dy * dy);

	t = fmin(fmax(t, lo), lo + 1);
	return (fx + t * dx) * (fx + t * dx) + (fy + t * dy) * (fy + t * dy);
}

/* The same of the whole cell of fractions about (h, k). */
static double cell_least(const struct interfer_map *m, int h, int k)
{
	double least = 0;

	if (h == 0 && k == 0)
		return 0;
	least = fmin(side_least(m, 0, h - 0.5, k - 0.5), side_least(m, 0, h + 0.5, k - 0.5));
	least = fmin(least, side_least(m, 1, k - 0.5, h - 0.5));
	return fmin(least, side_least(m, 1, k + 0.5, h - 0.5));
}

size_t interfer_terms_2d(const struct interfer *s, struct interfer_map *cell, struct interfer_map *back, double *x, double *y)
{
	const double bx = s->b * cos(s->gamma_rad), by = s->b * sin(s->gamma_rad), area = s->a * by;
	const double Lx = s->decay_x, Ly = s->decay_y, f = 2 * M_PI;
	int gauss = s->decay == DECAY_GAUSS, nh, nk;
	size_t n = 0;

	*cell = (struct interfer_map){ { { s->a / f, 0 }, { bx / f, by / f } } };
	*back = (struct interfer_map){ { { f / area * by * Lx, 0 }, { -f / area * bx * Ly, f / area * s->a * Ly } } };
	if (gauss) {
		nh = capped(0.5 + sqrt(2 * EXPONENT) * s->a / f / Lx);
		nk = capped(0.5 + sqrt(2 * EXPONENT) * hypot(bx / Lx, by / Ly) / f);
	} else {
		nh = capped(fmax(4, floor(20 * s->a / f / Lx + 1))) + 1;
		nk = capped(fmax(4, floor(20 * (fabs(bx) / Lx + by / Ly) / f + 1))) + 1;
	}
	if ((2.0 * nh + 1) * (2.0 * nk + 1) > 16.0 * TERMS_MOST)
		return TERMS_MOST + 1;
	for (int h = -nh; h <= nh; h++)
		for (int k = -nk; k <= nk; k++) {
			if (gauss && cell_least(back, h, k) > 2 * EXPONENT)
				continue;
			if (n < TERMS_MOST) {
				x[n] = back->m[0][0] * h + back->m[0][1] * k;
				y[n] = back->m[1][0] * h + back->m[1][1] * k;
			}
			n++;
		}
	return n;
}
