#include "scat/interfer.hot.h"

#include <math.h>

#include "num/vmath.h"

enum { B = INTERFER_BLOCK };

void HOT(interfer_window_)(size_t n, const double *q, double period, double decay_nm, int m, double *restrict out)
{
	double x[B];

	for (size_t p = 0; p < n; p++) {
		x[p] = (q[p] - trunc(q[p] / period) * period) * decay_nm;
		out[p] = 0;
	}
	for (int i = -m; i <= m; i++)
		for (size_t p = 0; p < n; p++) {
			double d = x[p] - i * period * decay_nm;

			out[p] += 1 / (1 + d * d);
		}
}

void HOT(interfer_poisson_)(size_t n, const double *q, double a, double x, double *restrict out)
{
	double e = exp(-x), less = -expm1(-x), half[B], s[B], c[B];

	for (size_t p = 0; p < n; p++)
		half[p] = q[p] * a / 2;
	vmath_sincos(n, half, s, c);
	for (size_t p = 0; p < n; p++)
		out[p] = less * (1 + e) / (less * less + 4 * e * s[p] * s[p]);
}

void HOT(interfer_gauss1_)(size_t n, const double *q, double period, double decay_nm, int m, double *restrict out)
{
	double x[B], y[B];

	for (size_t p = 0; p < n; p++) {
		x[p] = (q[p] - rint(q[p] / period) * period) * decay_nm;
		out[p] = 0;
	}
	for (int i = -m; i <= m; i++) {
		for (size_t p = 0; p < n; p++) {
			double d = x[p] - i * period * decay_nm;

			y[p] = -0.5 * d * d;
		}
		vmath_exp(n, y, y);
		for (size_t p = 0; p < n; p++)
			out[p] += y[p];
	}
}

void HOT(interfer_fold_)(size_t n, const double *qx, const double *qy, const struct interfer_map *cell,
			 const struct interfer_map *back, double *restrict x, double *restrict y)
{
	for (size_t p = 0; p < n; p++) {
		double u = cell->m[0][0] * qx[p] + cell->m[0][1] * qy[p];
		double v = cell->m[1][0] * qx[p] + cell->m[1][1] * qy[p];

		u -= rint(u);
		v -= rint(v);
		x[p] = back->m[0][0] * u + back->m[0][1] * v;
		y[p] = back->m[1][0] * u + back->m[1][1] * v;
	}
}

static inline double cube(double x, double y)
{
	double t = 1 + x * x + y * y;

	return t * sqrt(t);
}

/* Four terms share a division: it takes as long as all the rest. */
void HOT(interfer_cauchy2_)(size_t n, const double *x, const double *y, const struct interfer_terms *t, double *restrict out)
{
	size_t i = 0;

	for (size_t p = 0; p < n; p++)
		out[p] = 0;
	for (; i + 4 <= t->n; i += 4) {
		const double *tx = t->x + i, *ty = t->y + i;

		for (size_t p = 0; p < n; p++) {
			double a = cube(x[p] + tx[0], y[p] + ty[0]), b = cube(x[p] + tx[1], y[p] + ty[1]);
			double c = cube(x[p] + tx[2], y[p] + ty[2]), d = cube(x[p] + tx[3], y[p] + ty[3]);

			out[p] += ((a + b) * (c * d) + (c + d) * (a * b)) / ((a * b) * (c * d));
		}
	}
	for (; i < t->n; i++)
		for (size_t p = 0; p < n; p++)
			out[p] += 1 / cube(x[p] + t->x[i], y[p] + t->y[i]);
}

void HOT(interfer_gauss2_)(size_t n, const double *x, const double *y, const struct interfer_terms *t, double *restrict out)
{
	double f[B];

	for (size_t p = 0; p < n; p++)
		out[p] = 0;
	for (size_t i = 0; i < t->n; i++) {
		for (size_t p = 0; p < n; p++) {
			double dx = x[p] + t->x[i], dy = y[p] + t->y[i];

			f[p] = -0.5 * (dx * dx + dy * dy);
		}
		vmath_exp(n, f, f);
		for (size_t p = 0; p < n; p++)
			out[p] += f[p];
	}
}

/* 1 - exp(-u) for 0 <= u <= 1/2 by its series: the term left out is below 1e-17 of it. */
static inline double less_small(double u)
{
	double s = 1;

	for (int k = 14; k >= 2; k--)
		s = 1 - s * u * (1.0 / k);
	return s * u;
}

void HOT(interfer_fall_)(size_t n, const double *u, double *restrict r, double *restrict less)
{
	for (size_t p = 0; p < n; p++)
		less[p] = -u[p];
	vmath_exp(n, less, r);
	for (size_t p = 0; p < n; p++) {
		double small = less_small(u[p] < 0.5 ? u[p] : 0.5), large = 1 - r[p];

		less[p] = u[p] < 0.5 ? small : large;
	}
}

/* 1 - t^(-3/2) = (t - 1)(t^2 + t + 1)/((t^(3/2) + 1) t^(3/2)), t = 1 + s */
void HOT(interfer_fall_cauchy_)(size_t n, const double *s, double d, double d_less, double *restrict r,
				double *restrict less)
{
	for (size_t p = 0; p < n; p++) {
		double t = 1 + s[p], c = t * sqrt(t);

		r[p] = d / c;
		less[p] = s[p] / c * ((t * t + t + 1) / (c + 1)) + d_less / c;
	}
}

void HOT(interfer_row_)(size_t n, const double *r, const double *less, const double *half, double whole,
			double *restrict out)
{
	double s[B], c[B];

	vmath_sincos(n, half, s, c);
	for (size_t p = 0; p < n; p++) {
		double den = less[p] * less[p] + 4 * r[p] * s[p] * s[p];
		double v = less[p] * (1 + r[p]) / (den > 1e-290 ? den : 1);

		out[p] *= den > 1e-290 ? v : whole;
	}
}

struct sums { double p_re[B], p_im[B], w_re[B], w_im[B], t_re[B], t_im[B], u_re[B], u_im[B]; };

/* From m terms to 2 m: T + W T, U + W (m T + U), W = P^m. */
static inline void sums_double(struct sums *s, size_t n, double m)
{
	for (size_t p = 0; p < n; p++) {
		double wr = s->w_re[p], wi = s->w_im[p], tr = s->t_re[p], ti = s->t_im[p];
		double vr = m * tr + s->u_re[p], vi = m * ti + s->u_im[p];

		s->u_re[p] += wr * vr - wi * vi;
		s->u_im[p] += wr * vi + wi * vr;
		s->t_re[p] = tr + wr * tr - wi * ti;
		s->t_im[p] = ti + wr * ti + wi * tr;
		s->w_re[p] = wr * wr - wi * wi;
		s->w_im[p] = 2 * wr * wi;
	}
}

static inline void sums_one(struct sums *s, size_t n, double m)
{
	for (size_t p = 0; p < n; p++) {
		double wr = s->w_re[p], wi = s->w_im[p];

		s->t_re[p] += wr;
		s->t_im[p] += wi;
		s->u_re[p] += m * wr;
		s->u_im[p] += m * wi;
		s->w_re[p] = wr * s->p_re[p] - wi * s->p_im[p];
		s->w_im[p] = wr * s->p_im[p] + wi * s->p_re[p];
	}
}

/* T = sum_{k<N} P^k and U = sum k P^k by doubling: no differences, so as good at P = 1 as elsewhere. */
void HOT(interfer_row_finite_)(size_t n, const double *r, const double *half, unsigned N, double *restrict out)
{
	struct sums s;
	double m = 1;
	int bit = 31;

	vmath_sincos(n, half, s.u_re, s.u_im);
	for (size_t p = 0; p < n; p++) {
		s.w_re[p] = s.p_re[p] = r[p] * (1 - 2 * s.u_re[p] * s.u_re[p]);
		s.w_im[p] = s.p_im[p] = r[p] * 2 * s.u_re[p] * s.u_im[p];
		s.t_re[p] = 1;
		s.t_im[p] = s.u_re[p] = s.u_im[p] = 0;
	}
	while (!(N >> bit & 1))
		bit--;
	while (--bit >= 0) {
		sums_double(&s, n, m);
		m *= 2;
		if (N >> bit & 1) {
			sums_one(&s, n, m);
			m += 1;
		}
	}
	for (size_t p = 0; p < n; p++)
		out[p] *= 2 * (s.t_re[p] - s.u_re[p] / m) - 1;
}

void HOT(interfer_laue_)(size_t n, const double *x, double N, double *restrict out)
{
	const double pi_hi = 3.141592653589793116, pi_lo = 1.2246467991473532e-16;
	double y[B], z[B], s[B], sn[B], c[B];

	for (size_t p = 0; p < n; p++) {
		double k = rint(x[p] / pi_hi);

		y[p] = x[p] - k * pi_hi - k * pi_lo;
		z[p] = N * y[p];
	}
	vmath_sincos(n, y, s, c);
	vmath_sincos(n, z, sn, c);
	for (size_t p = 0; p < n; p++) {
		double v = sn[p] / (s[p] != 0 ? s[p] : 1);

		v = s[p] != 0 ? v : N;
		out[p] *= v * v / N;
	}
}

/* The integral of x^(2 + m) sin(A x)/(A x), m = 0, 1, 3, by its series in A^2, |A| <= 3. */
static inline double sphere_small(double A2, const double *a)
{
	double s = 0, f = 1;

	for (int k = 0; k <= 14; k++) {
		s += f * (a[0] / (2 * k + 3) + a[1] / (2 * k + 4) + a[2] / (2 * k + 6));
		f *= -A2 / ((2 * k + 2) * (2 * k + 3));
	}
	return s;
}

static inline double sphere_large(double A, double s, double c, const double *a)
{
	double i = 1 / A, i2 = i * i, A2 = A * A;
	double g0 = (s - A * c) * i * i2;
	double g1 = (2 * A * s + (2 - A2) * c - 2) * i2 * i2;
	double g3 = ((4 * A2 * A - 24 * A) * s - (A2 * A2 - 12 * A2 + 24) * c + 24) * i2 * i2 * i2;

	return a[0] * g0 + a[1] * g1 + a[2] * g3;
}

void HOT(interfer_sphere_)(size_t n, const double *A, const double a[3], double f, double *restrict out)
{
	double s[B], c[B];

	vmath_sincos(n, A, s, c);
	for (size_t p = 0; p < n; p++) {
		double A2 = A[p] * A[p];
		double small = sphere_small(A2 < 9 ? A2 : 9, a), large = sphere_large(A[p] > 3 ? A[p] : 3, s[p], c[p], a);

		out[p] = 1 / (1 + f * (A[p] < 3 ? small : large));
	}
}
