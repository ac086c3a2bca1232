#include "num/polarmap.h"

#include <math.h>
#include <string.h>

#include "num/polarmap.hot.h"

enum { MARGIN = 2 };

void polarmap_init(struct polarmap *m, size_t nrow, size_t ncol, double cx, double cy, double dr)
{
	double right = (double)ncol - 1 - cx, below = (double)nrow - 1 - cy;
	double radius = fmin(fmin(cx, cy), fmin(right, below));

	*m = (struct polarmap){ .nrow = nrow, .ncol = ncol, .cx = cx, .cy = cy, .dr = dr };
	m->nr = (size_t)floor(radius / dr + 1e-9) + 1;
	m->ntheta = ((size_t)ceil(2 * M_PI * radius) + STRIP) / STRIP * STRIP;
}

size_t polarmap_framed(const struct polarmap *m)
{
	return (m->nrow + 2 * MARGIN) * (m->ncol + 2 * MARGIN);
}

void polarmap_frame(const struct polarmap *m, const float *x, float *framed)
{
	size_t stride = m->ncol + 2 * MARGIN;

	for (size_t r = 0; r < m->nrow + 2 * MARGIN; r++) {
		size_t from = r < MARGIN ? 0 : r - MARGIN < m->nrow ? r - MARGIN : m->nrow - 1;
		const float *row = x + from * m->ncol;
		float *to = framed + r * stride;

		memcpy(to + MARGIN, row, m->ncol * sizeof *to);
		for (size_t k = 0; k < MARGIN; k++) {
			to[k] = row[0];
			to[MARGIN + m->ncol + k] = row[m->ncol - 1];
		}
	}
}

void polarmap_strip(const struct polarmap *m, const float *framed, size_t first, float *tile)
{
	float dx[STRIP], dy[STRIP];

	for (size_t l = 0; l < STRIP; l++) {
		double t = 2 * M_PI * (double)(first + l) / (double)m->ntheta;
		dx[l] = (float)(m->dr * cos(t));
		dy[l] = (float)(-m->dr * sin(t));
	}
	HOT_PICK(polarmap_cubic)(framed, m->ncol + 2 * MARGIN, m->nr, (float)m->cx + MARGIN,
				 (float)m->cy + MARGIN, dx, dy, tile);
}

/* Linear between four; the angle goes round. */
static float between(const struct polarmap *m, const float *p, double r, double turn)
{
	double t = turn * (double)m->ntheta;
	size_t i = (size_t)r, k = (size_t)t;

	i = i + 2 <= m->nr ? i : m->nr - 2;
	k = k < m->ntheta ? k : m->ntheta - 1;
	float a = (float)(r - (double)i), b = (float)(t - (double)k);
	const float *u = p + k * m->nr + i, *v = p + (k + 1 < m->ntheta ? k + 1 : 0) * m->nr + i;
	return (1 - b) * ((1 - a) * u[0] + a * u[1]) + b * ((1 - a) * v[0] + a * v[1]);
}

void polarmap_subtract(const struct polarmap *m, const float *x, const float *p, float *y)
{
	double most = (double)(m->nr - 1);

	memcpy(y, x, m->nrow * m->ncol * sizeof *y);
	for (size_t row = 0; row < m->nrow && m->nr > 1; row++) {
		double v = (m->cy - (double)row) / m->dr;
		for (size_t col = 0; col < m->ncol; col++) {
			double u = ((double)col - m->cx) / m->dr, r2 = u * u + v * v;
			if (r2 > most * most)
				continue;
			double turn = (double)atan2f((float)v, (float)u) / (2 * M_PI);
			y[row * m->ncol + col] -= between(m, p, sqrt(r2), turn < 0 ? turn + 1 : turn);
		}
	}
}
