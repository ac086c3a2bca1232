#include "scat/interfer.h"

#include <math.h>

#include "num/vmath.h"
#include "scat/interfer.hot.h"
#include "scat/interfer_disk.h"
#include "scat/interfer_terms.h"

enum { B = INTERFER_BLOCK };

struct plan {
	const struct interfer *s;
	double scale;			/* of the sum */
	int m;				/* 1d_lattice: terms each side */
	struct interfer_map cell, back;
	struct interfer_terms terms;
	double x[TERMS_MOST], y[TERMS_MOST];
	struct interfer_disk disk;
};

static void s0_none(struct plan *p, size_t n, const double *x, const double *y, const double *z, double *out)
{
	(void)p, (void)x, (void)y, (void)z;
	for (size_t i = 0; i < n; i++)
		out[i] = 1;
}

static void scaled(double f, size_t n, double *out)
{
	for (size_t i = 0; i < n; i++)
		out[i] *= f;
}

static void s0_1d(struct plan *p, size_t n, const double *x, const double *y, const double *z, double *out)
{
	const struct interfer *s = p->s;
	double G = 2 * M_PI / s->a;

	(void)y, (void)z;
	if (s->decay == DECAY_GAUSS)
		HOT_PICK(interfer_gauss1_)(n, x, G, s->decay_x, p->m, out);
	else if (s->window)
		HOT_PICK(interfer_window_)(n, x, G, s->decay_x, p->m, out);
	else
		HOT_PICK(interfer_poisson_)(n, x, s->a, s->a / s->decay_x, out);
	if (s->decay == DECAY_GAUSS || s->window)
		scaled(p->scale, n, out);
}

static void s0_2d(struct plan *p, size_t n, const double *x, const double *y, const double *z, double *out)
{
	double u[B], v[B];

	(void)z;
	HOT_PICK(interfer_fold_)(n, x, y, &p->cell, &p->back, u, v);
	if (p->s->decay == DECAY_GAUSS)
		HOT_PICK(interfer_gauss2_)(n, u, v, &p->terms, out);
	else
		HOT_PICK(interfer_cauchy2_)(n, u, v, &p->terms, out);
	scaled(p->scale, n, out);
}

static unsigned places(double domain, double length)
{
	return domain > 0 ? (unsigned)(domain / length * (1 + 1e-12)) : 0;
}

static void row(size_t n, const double *r, const double *less, const double *half, double whole, unsigned N, double *out)
{
	if (N)
		HOT_PICK(interfer_row_finite_)(n, r, half, N, out);
	else
		HOT_PICK(interfer_row_)(n, r, less, half, whole, out);
}

static void s0_radial(struct plan *p, size_t n, const double *x, const double *y, const double *z, double *out)
{
	const struct interfer *s = p->s;
	double D = s->peak_distance, damp = s->damping_length > 0 ? D / s->damping_length : 0;
	double u[B], half[B], r[B], less[B];

	for (size_t i = 0; i < n; i++) {
		double q2 = x[i] * x[i] + y[i] * y[i];

		u[i] = q2 * s->sigma * s->sigma / 2 + damp;
		half[i] = sqrt(q2) * D / 2;
	}
	HOT_PICK(interfer_fall_)(n, u, r, less);
	s0_none(p, n, x, y, z, out);
	row(n, r, less, half, s->sigma * s->sigma / (D * D), places(s->domain_size, D), out);
}

/* One of the two directions; out is multiplied. */
static void para(const struct interfer *s, int axis, size_t n, const double *x, const double *y, double *out)
{
	double length = axis ? s->b : s->a, damp = s->damping_length > 0 ? length / s->damping_length : 0;
	double c = axis ? cos(s->gamma_rad) : 1, sn = axis ? sin(s->gamma_rad) : 0;
	double s1 = s->para_sigma[axis][0], s2 = s->para_sigma[axis][1];
	double u[B], half[B], r[B], less[B];

	for (size_t i = 0; i < n; i++) {
		double along = c * x[i] + sn * y[i], across = c * y[i] - sn * x[i];

		u[i] = along * along * s1 * s1 + across * across * s2 * s2;
		half[i] = along * length / 2;
		if (!s->para_cauchy)
			u[i] = u[i] / 2 + damp;
	}
	if (s->para_cauchy)
		HOT_PICK(interfer_fall_cauchy_)(n, u, exp(-damp), -expm1(-damp), r, less);
	else
		HOT_PICK(interfer_fall_)(n, u, r, less);
	row(n, r, less, half, (s->para_cauchy ? 3 : 1) * s1 * s1 / (length * length), places(s->domain[axis], length), out);
}

static void s0_2d_para(struct plan *p, size_t n, const double *x, const double *y, const double *z, double *out)
{
	s0_none(p, n, x, y, z, out);
	para(p->s, 0, n, x, y, out);
	para(p->s, 1, n, x, y, out);
}

static void laue(const double *v, int N, size_t n, const double *x, const double *y, const double *z, double *out)
{
	double half[B];

	for (size_t i = 0; i < n; i++)
		half[i] = (x[i] * v[0] + y[i] * v[1] + (z ? z[i] * v[2] : 0)) / 2;
	HOT_PICK(interfer_laue_)(n, half, N, out);
}

static void s0_3d(struct plan *p, size_t n, const double *x, const double *y, const double *z, double *out)
{
	s0_none(p, n, x, y, z, out);
	for (int v = 0; v < 3; v++)
		laue(p->s->basis[v], p->s->N[v], n, x, y, z, out);
}

static void s0_finite_2d(struct plan *p, size_t n, const double *x, const double *y, const double *z, double *out)
{
	const struct interfer *s = p->s;

	s0_none(p, n, x, y, z, out);
	laue((const double[]){ s->a, 0 }, s->N[0], n, x, y, NULL, out);
	laue((const double[]){ s->b * cos(s->gamma_rad), s->b * sin(s->gamma_rad) }, s->N[1], n, x, y, NULL, out);
}

static void s0_disk(struct plan *p, size_t n, const double *x, const double *y, const double *z, double *out)
{
	(void)z;
	for (size_t i = 0; i < n; i++) {
		double A = 2 * p->s->radius * sqrt(x[i] * x[i] + y[i] * y[i]);

		out[i] = 1 / (1 - 8 * p->disk.eta * interfer_disk_c(&p->disk, A));
	}
}

static void s0_sphere(struct plan *p, size_t n, const double *x, const double *y, const double *z, double *out)
{
	double R = p->s->radius, eta = 4 * M_PI / 3 * R * R * R * p->s->density, A[B];
	double f = 1 / ((1 - eta) * (1 - eta) * (1 - eta) * (1 - eta)), a = (1 + 2 * eta) * (1 + 2 * eta) * f;
	double b = -6 * eta * (1 + eta / 2) * (1 + eta / 2) * f;

	for (size_t i = 0; i < n; i++)
		A[i] = 2 * R * sqrt(x[i] * x[i] + y[i] * y[i] + z[i] * z[i]);
	HOT_PICK(interfer_sphere_)(n, A, (const double[]){ a, b, eta * a / 2 }, 24 * eta, out);
}

typedef void s0_function(struct plan *p, size_t n, const double *x, const double *y, const double *z, double *out);

static s0_function *const s0_of[] = {
	[INTERFER_NONE] = s0_none, [INTERFER_1D] = s0_1d, [INTERFER_2D] = s0_2d, [INTERFER_RADIAL] = s0_radial,
	[INTERFER_2D_PARA] = s0_2d_para, [INTERFER_3D] = s0_3d, [INTERFER_HARD_DISK] = s0_disk,
	[INTERFER_PERCUS_YEVICK] = s0_sphere, [INTERFER_FINITE_2D] = s0_finite_2d,
};

/* Terms and scale of the sums over reciprocal points. */
static void plan_make(struct plan *p, const struct interfer *s)
{
	p->s = s;
	if (s->type == INTERFER_1D) {
		p->m = interfer_terms_1d(s);
		p->scale = s->decay_x / s->a * (s->decay == DECAY_GAUSS ? sqrt(2 * M_PI) : 2);
	} else if (s->type == INTERFER_2D) {
		double area = s->a * s->b * sin(s->gamma_rad);

		p->scale = 2 * M_PI * s->decay_x * s->decay_y / area;
		p->terms = (struct interfer_terms){ interfer_terms_2d(s, &p->cell, &p->back, p->x, p->y), p->x, p->y };
	} else if (s->type == INTERFER_HARD_DISK) {
		interfer_disk_init(&p->disk, M_PI * s->radius * s->radius * s->density);
	}
}

static int turned(enum interfer_type t)
{
	return t == INTERFER_1D || t == INTERFER_2D || t == INTERFER_2D_PARA || t == INTERFER_FINITE_2D;
}

static void s0_turned(struct plan *p, size_t n, const double *qx, const double *qy, double xi_rad, double *out)
{
	double c = cos(xi_rad), s = sin(xi_rad), x[B], y[B];

	for (size_t i = 0; i < n; i++) {
		x[i] = c * qx[i] + s * qy[i];
		y[i] = c * qy[i] - s * qx[i];
	}
	s0_of[p->s->type](p, n, x, y, NULL, out);
}

static void s0_powder(struct plan *p, size_t n, const double *qx, const double *qy, double *out)
{
	int nodes = p->s->xi_nodes;
	double one[B];

	for (size_t i = 0; i < n; i++)
		out[i] = 0;
	for (int k = 0; k < nodes; k++) {
		s0_turned(p, n, qx, qy, p->s->xi_rad + M_PI * (k + 0.5) / nodes, one);
		for (size_t i = 0; i < n; i++)
			out[i] += one[i];
	}
	scaled(1.0 / nodes, n, out);
}

static void debye(const struct interfer *s, size_t n, const double *x, const double *y, const double *z, double *out)
{
	int full = s->type == INTERFER_3D || s->type == INTERFER_PERCUS_YEVICK;
	double f[B];

	for (size_t i = 0; i < n; i++)
		f[i] = -s->variance * (x[i] * x[i] + y[i] * y[i] + (full ? z[i] * z[i] : 0));
	vmath_exp(n, f, f);
	for (size_t i = 0; i < n; i++)
		out[i] = 1 + f[i] * (out[i] - 1);
}

static void block(struct plan *p, size_t n, const double *x, const double *y, const double *z, double *out)
{
	if (!turned(p->s->type))
		s0_of[p->s->type](p, n, x, y, z, out);
	else if (p->s->xi_nodes > 0)
		s0_powder(p, n, x, y, out);
	else
		s0_turned(p, n, x, y, p->s->xi_rad, out);
	if (p->s->variance > 0 && p->s->type != INTERFER_NONE)
		debye(p->s, n, x, y, z, out);
}

void interfer_s(const struct interfer *s, size_t n, const double *qx, const double *qy, const double *qz, double *out)
{
	struct plan p;

	plan_make(&p, s);
	for (size_t i = 0; i < n; i += B)
		block(&p, n - i < B ? n - i : B, qx + i, qy + i, qz ? qz + i : NULL, out + i);
}

void interfer_p(const struct interfer *s, size_t n, const double *q_par, double *p_re, double *p_im)
{
	double D = s->peak_distance, damp = s->damping_length > 0 ? D / s->damping_length : 0;
	double a[B], r[B];

	for (size_t i = 0; i < n; i += B) {
		size_t m = n - i < B ? n - i : B;

		for (size_t j = 0; j < m; j++) {
			double t = q_par[i + j] * s->sigma;

			a[j] = q_par[i + j] * D;
			r[j] = -t * t / 2 - damp;
		}
		vmath_exp(m, r, r);
		vmath_sincos(m, a, p_im + i, p_re + i);
		for (size_t j = 0; j < m; j++) {
			p_re[i + j] *= r[j];
			p_im[i + j] *= r[j];
		}
	}
}
