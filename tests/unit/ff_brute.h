/*
 * ff_brute.h - form factors from their definition, for tests: integrals over z, x and y of shapes given by planes or by
 * elliptical sections, without anything from common/.
 *
 * Pieces end where the integrand has kinks, and each has 16 Gauss-Legendre nodes: within 1e-12 of the volume for phases up to
 * 10 rad in a piece.
 */
#ifndef FF_BRUTE_H
#define FF_BRUTE_H

#include <complex.h>
#include <math.h>
#include <stdlib.h>

enum { BRUTE_NODES = 16, BRUTE_PLANES = 40, BRUTE_KINKS = 2000 };

struct brute_rule { double x[BRUTE_NODES], w[BRUTE_NODES]; };	/* on [0, 1] */

static inline struct brute_rule brute_rule_make(void)
{
	struct brute_rule r;

	for (int i = 0; i < BRUTE_NODES; i++) {
		double z = cos(M_PI * (i + 0.75) / (BRUTE_NODES + 0.5)), d = 1;

		for (int it = 0; it < 20; it++) {
			double p0 = 1, p1 = z;

			for (int k = 2; k <= BRUTE_NODES; k++) {
				double p = ((2 * k - 1) * z * p1 - (k - 1) * p0) / k;

				p0 = p1;
				p1 = p;
			}
			d = BRUTE_NODES * (z * p1 - p0) / (z * z - 1);
			z -= p1 / d;
		}
		r.x[i] = (1 + z) / 2;
		r.w[i] = 1 / ((1 - z * z) * d * d);
	}
	return r;
}

struct brute_plane { double n[3], d; };		/* inside: n.r <= d */

struct brute_solid {
	int n;
	struct brute_plane p[BRUTE_PLANES];
};

static inline void brute_put(struct brute_solid *s, double nx, double ny, double nz, double d)
{
	s->p[s->n++] = (struct brute_plane){ { nx, ny, nz }, d };
}

/* the integral of exp(i q y) from a to b */
static inline double complex brute_chord(const struct brute_rule *r, double complex q, double a, double b)
{
	double complex sum = 0;

	if (b <= a)
		return 0;
	if (cabs(q) * (b - a) > 1)
		return (cexp(I * q * b) - cexp(I * q * a)) / (I * q);
	for (int i = 0; i < BRUTE_NODES; i++)
		sum += r->w[i] * cexp(I * q * (a + (b - a) * r->x[i]));
	return (b - a) * sum;
}

static int brute_order(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static inline int brute_inside(const struct brute_solid *s, const double v[3])
{
	for (int i = 0; i < s->n; i++)
		if (s->p[i].n[0] * v[0] + s->p[i].n[1] * v[1] + s->p[i].n[2] * v[2] > s->p[i].d + 1e-9)
			return 0;
	return 1;
}

/* Heights of all corners, where three planes meet; box: their bounds, lo x y z, hi x y z. */
static inline int brute_corners(const struct brute_solid *s, double *z, double box[6])
{
	int n = 0;

	for (int k = 0; k < 3; k++)
		box[k] = INFINITY, box[3 + k] = -INFINITY;
	for (int a = 0; a < s->n; a++)
		for (int b = a + 1; b < s->n; b++)
			for (int c = b + 1; c < s->n; c++) {
				const double *u = s->p[a].n, *v = s->p[b].n, *w = s->p[c].n;
				double vw[3] = { v[1] * w[2] - v[2] * w[1], v[2] * w[0] - v[0] * w[2], v[0] * w[1] - v[1] * w[0] };
				double wu[3] = { w[1] * u[2] - w[2] * u[1], w[2] * u[0] - w[0] * u[2], w[0] * u[1] - w[1] * u[0] };
				double uv[3] = { u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0] };
				double det = u[0] * vw[0] + u[1] * vw[1] + u[2] * vw[2], at[3];

				if (fabs(det) < 1e-9)
					continue;
				for (int k = 0; k < 3; k++)
					at[k] = (s->p[a].d * vw[k] + s->p[b].d * wu[k] + s->p[c].d * uv[k]) / det;
				if (!brute_inside(s, at) || n == BRUTE_KINKS)
					continue;
				for (int k = 0; k < 3; k++) {
					box[k] = fmin(box[k], at[k]);
					box[3 + k] = fmax(box[3 + k], at[k]);
				}
				z[n++] = at[2];
			}
	qsort(z, (size_t)n, sizeof *z, brute_order);
	return n;
}

/* The chord along y at (x, z). */
static inline void brute_span(const struct brute_solid *s, double x, double z, double *lo, double *hi)
{
	*lo = -INFINITY, *hi = INFINITY;
	for (int i = 0; i < s->n; i++) {
		const struct brute_plane *p = &s->p[i];
		double rest = p->d - p->n[0] * x - p->n[2] * z;

		if (fabs(p->n[1]) < 1e-12) {
			if (rest < -1e-12)
				*hi = -INFINITY;
		} else if (p->n[1] > 0) {
			*hi = fmin(*hi, rest / p->n[1]);
		} else {
			*lo = fmax(*lo, rest / p->n[1]);
		}
	}
}

static inline double complex brute_section(const struct brute_rule *r, const struct brute_solid *s, double z, double complex qx,
					   double complex qy)
{
	double kink[BRUTE_KINKS], lo, hi;
	double complex sum = 0;
	int n = 0;

	for (int a = 0; a < s->n; a++)
		for (int b = a + 1; b < s->n; b++) {
			const struct brute_plane *p = &s->p[a], *o = &s->p[b];
			double det = p->n[0] * o->n[1] - p->n[1] * o->n[0], da = p->d - p->n[2] * z, db = o->d - o->n[2] * z;
			double at[3] = { 0, 0, z };

			if (fabs(det) < 1e-9)
				continue;
			at[0] = (da * o->n[1] - db * p->n[1]) / det;
			at[1] = (p->n[0] * db - o->n[0] * da) / det;
			if (brute_inside(s, at) && n < BRUTE_KINKS)
				kink[n++] = at[0];
		}
	qsort(kink, (size_t)n, sizeof *kink, brute_order);
	for (int k = 0; k + 1 < n; k++) {
		double w = kink[k + 1] - kink[k];

		for (int i = 0; w > 1e-9 && i < BRUTE_NODES; i++) {
			double x = kink[k] + w * r->x[i];

			brute_span(s, x, z, &lo, &hi);
			sum += w * r->w[i] * cexp(I * qx * x) * brute_chord(r, qy, lo, hi);
		}
	}
	return sum;
}

static inline double complex brute_solid_f(const struct brute_rule *r, const struct brute_solid *s, const double complex q[3])
{
	double z[BRUTE_KINKS], box[6];
	double complex sum = 0;
	int n = brute_corners(s, z, box);

	for (int k = 0; k + 1 < n; k++) {
		double h = z[k + 1] - z[k];

		for (int i = 0; h > 1e-8 && i < BRUTE_NODES; i++) {
			double at = z[k] + h * r->x[i];

			sum += h * r->w[i] * cexp(I * q[2] * at) * brute_section(r, s, at, q[0], q[1]);
		}
	}
	return sum;
}

/*
 * Sections are ellipses of semi-axes a rho(z), b rho(z).  With x = a rho cos t the chord is b rho sin t on either side; the integral
 * over t from 0 to pi of a periodic function of t by the trapezoidal rule.  z in 6 pieces.
 */
struct brute_round { double a, b, z0, z1; double (*rho)(const void *ctx, double z); const void *ctx; };

static inline double complex brute_round_f(const struct brute_rule *r, const struct brute_round *s, const double complex q[3])
{
	enum { TURN = 48, PIECES = 6 };
	double complex sum = 0;
	double h = (s->z1 - s->z0) / PIECES;

	for (int j = 0; j < PIECES * BRUTE_NODES; j++) {
		double z = s->z0 + h * (j / BRUTE_NODES + r->x[j % BRUTE_NODES]), rho = s->rho(s->ctx, z);
		double complex ring = 0;

		for (int k = 1; k < TURN; k++) {
			double t = M_PI * k / TURN, y = s->b * rho * sin(t);

			ring += cexp(I * q[0] * s->a * rho * cos(t)) * brute_chord(r, q[1], -y, y) * s->a * rho * sin(t);
		}
		sum += h * r->w[j % BRUTE_NODES] * cexp(I * q[2] * z) * ring * M_PI / TURN;
	}
	return sum;
}

#endif
