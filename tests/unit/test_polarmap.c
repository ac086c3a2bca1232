/* Polar images: of functions known everywhere, and back. */
#include "check.h"

#include "base/mem.h"
#include "num/polarmap.h"

enum { NROW = 90, NCOL = 101, N = NROW * NCOL };

static float x[N], y[N];
static struct err e;

/* All of the polar image, [ntheta][nr]. */
static float *polar(const struct polarmap *m)
{
	float *framed = mem_alloc(polarmap_framed(m), sizeof *framed, "frame", &e);
	float *tile = mem_alloc(m->nr * STRIP, sizeof *tile, "tile", &e);
	float *p = mem_alloc(m->nr * m->ntheta, sizeof *p, "polar", &e);

	polarmap_frame(m, x, framed);
	for (size_t k = 0; k < m->ntheta; k += STRIP) {
		polarmap_strip(m, framed, k, tile);
		for (size_t i = 0; i < m->nr * STRIP; i++)
			p[(k + i % STRIP) * m->nr + i / STRIP] = tile[i];
	}
	mem_free(framed);
	mem_free(tile);
	return p;
}

static void sizes(void)
{
	struct polarmap m;

	polarmap_init(&m, 90, 101, 50, 40, 0.5);
	CHECK(m.nr == 81 && m.ntheta >= 252 && m.ntheta % STRIP == 0 && m.ntheta < 252 + 2 * STRIP);
	polarmap_init(&m, 1, 101, 50, 0, 1);
	CHECK(m.nr == 1 && m.ntheta == STRIP);
	polarmap_init(&m, 512, 512, 255.5, 255.5, 0.5);
	CHECK(m.nr == 512);
}

/* Cubic convolution is exact for polynomials of second order (Keys 1981), but in the last pixel ahead of an edge. */
static void polynomial(void)
{
	struct polarmap m;
	float *p;
	double worst = 0;

	for (int i = 0; i < N; i++) {
		double u = i % NCOL - 50, v = 41 - i / NCOL;
		x[i] = (float)(1 + 0.1 * u - 0.2 * v + 0.01 * u * v + 0.003 * u * u - 0.002 * v * v);
	}
	polarmap_init(&m, NROW, NCOL, 50, 41, 0.5);
	p = polar(&m);
	for (size_t k = 0; k < m.ntheta; k++)
		for (size_t i = 0; i + 4 < m.nr; i++) {
			double t = 2 * M_PI * (double)k / (double)m.ntheta, r = 0.5 * (double)i;
			double u = r * cos(t), v = r * sin(t);
			double want = 1 + 0.1 * u - 0.2 * v + 0.01 * u * v + 0.003 * u * u - 0.002 * v * v;
			worst = fmax(worst, fabs(p[k * m.nr + i] - want));
		}
	NEAR(worst, 0, 1e-4);		/* of 30, in single precision */
	mem_free(p);
}

/* There and back: what is subtracted is the image, but for the error of linear interpolation, h^2 f''/8 = f''/8 in angle. */
static void and_back(void)
{
	struct polarmap m;
	double worst = 0, rest = 0;
	float *p;

	for (int i = 0; i < N; i++) {
		double u = i % NCOL - 50, v = 45 - i / NCOL;
		x[i] = (float)(sin(u / 8) * cos(v / 6 + 1));
	}
	polarmap_init(&m, NROW, NCOL, 50, 45, 0.5);
	p = polar(&m);
	polarmap_subtract(&m, x, p, y);
	for (int i = 0; i < N; i++) {
		double u = i % NCOL - 50, v = 45 - i / NCOL, r = hypot(u, v);
		if (r <= 43)
			worst = fmax(worst, fabs(y[i]));
		if (r > 44.01)
			rest = fmax(rest, fabs(y[i] - x[i]));
	}
	NEAR(worst, 0, 0.006);
	CHECK(rest == 0);
	mem_free(p);
}

/* A map of 1 up to the radius r is a disc of 1 of that radius, also about a point off the middle, all round. */
static void disc(void)
{
	struct polarmap m;
	float *p;

	polarmap_init(&m, NROW, NCOL, 30.25, 60.5, 0.5);
	p = mem_zero(m.nr * m.ntheta, sizeof *p, "polar", &e);
	for (size_t k = 0; k < m.ntheta; k++)
		for (size_t i = 0; i <= 20; i++)
			p[k * m.nr + i] = 1;
	memset(x, 0, sizeof x);
	polarmap_subtract(&m, x, p, y);
	for (int i = 0; i < N; i++) {
		double r = hypot(i % NCOL - 30.25, i / NCOL - 60.5);
		if (r < 10 || r > 10.51)
			NEAR(y[i], r < 10 ? -1 : 0, 1e-6);
	}
	mem_free(p);
}

/* By the sign convention y is up: an angle of 90 degrees is a smaller row. */
static void orientation(void)
{
	struct polarmap m;
	float *p;

	for (int i = 0; i < N; i++)
		x[i] = (float)(i / NCOL);
	polarmap_init(&m, NROW, NCOL, 50, 45, 1);
	p = polar(&m);
	NEAR(p[m.ntheta / 4 * m.nr + 20], 25, 1e-4);
	NEAR(p[20], 45, 1e-4);
	mem_free(p);
}

int main(void)
{
	CASE(sizes);
	CASE(polynomial);
	CASE(and_back);
	CASE(disc);
	CASE(orientation);
	return done();
}
