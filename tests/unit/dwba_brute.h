/*
 * dwba_brute.h - what a sample scatters, written plainly, for tests: waves by a system of linear equations, form factors by
 * integrals over z, four terms one by one, each place by itself.  Of scat/ only the structs, and S(q) (tested on its own).
 *
 * Shapes: sphere, cylinder, box, upright (turned about z at most), sharp interfaces, any layers.
 */
#ifndef DWBA_BRUTE_H
#define DWBA_BRUTE_H

#include <complex.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "scat/sample.h"

#define cd double complex
enum { B_LAYERS = 6, B_EQ = 2 * B_LAYERS };

struct b_wave { cd kz[B_LAYERS], t[B_LAYERS], r[B_LAYERS]; };

struct brute {
	const struct sample *s;
	const struct beam *b;
	bool born;
	int term;		/* -1: all */
	const cd *n2;		/* of what is displaced; NULL: the layers' own */
};

/* Gauss's elimination with pivots; the solution in the last column. */
static inline void b_solve(int n, cd m[B_EQ][B_EQ + 1])
{
	for (int i = 0; i < n; i++) {
		int best = i;
		for (int j = i + 1; j < n; j++)
			best = cabs(m[j][i]) > cabs(m[best][i]) ? j : best;
		for (int c = 0; c <= n; c++) {
			cd x = m[i][c];
			m[i][c] = m[best][c];
			m[best][c] = x;
		}
		for (int j = 0; j < n; j++) {
			cd f = j == i ? 0 : m[j][i] / m[i][i];
			for (int c = i; c <= n && f != 0; c++)
				m[j][c] -= f * m[i][c];
		}
	}
	for (int i = 0; i < n; i++)
		m[i][n] /= m[i][i];
}

/*
 * Field and slope are continuous at each interface.  Unknown: up-going waves of layers 0 .. N - 2 at their bottom, u_l, and
 * down-going of layers 1 .. N - 1 at their top, d_l; with p = exp(i kz t), d_l p + u_l = d_m + u_m p_m, kz_l (d_l p - u_l) =
 * kz_m (d_m - u_m p_m).
 */
static inline struct b_wave b_waves(const struct sample *s, double k, double sin_a)
{
	int n = (int)s->nlayer, eq = 2 * (n - 1);
	cd m[B_EQ][B_EQ + 1] = { { 0 } }, p[B_LAYERS];
	struct b_wave w;

	for (int l = 0; l < n; l++) {
		w.kz[l] = csqrt(k * k * sin_a * sin_a + k * k * (s->layer[l].n2 - s->layer[0].n2));
		p[l] = l && l < n - 1 ? cexp(I * w.kz[l] * s->layer[l].thickness_nm) : 1;
	}
	for (int l = 0; l + 1 < n; l++) {		/* column l: u_l; column n - 1 + l: d_{l+1} */
		cd *a = m[2 * l], *b = m[2 * l + 1];
		a[l] = 1;
		b[l] = -w.kz[l];
		a[l ? n - 2 + l : eq] += l ? p[l] : -1;
		b[l ? n - 2 + l : eq] += l ? w.kz[l] * p[l] : -w.kz[0];
		a[n - 1 + l] = -1;
		b[n - 1 + l] = -w.kz[l + 1];
		if (l + 2 < n) {
			a[l + 1] = -p[l + 1];
			b[l + 1] = w.kz[l + 1] * p[l + 1];
		}
	}
	b_solve(eq, m);
	for (int l = 0; l < n; l++) {
		w.t[l] = l ? m[n - 2 + l][eq] : 1;
		w.r[l] = l < n - 1 ? m[l][eq] * p[l] : 0;
	}
	return w;
}

static inline double b_sinc(double x)
{
	return fabs(x) < 1e-4 ? 1 - x * x / 6 : sin(x) / x;
}

/* The transform of the section of a part at z above its reference point, in its own frame. */
static inline double b_section(const struct part *p, double qx, double qy, double z)
{
	const char *name = p->shape.kind->name;
	const double *a = p->shape.par;
	double q = hypot(qx, qy), r2 = name[0] == 's' ? a[0] * a[0] - (z - a[0]) * (z - a[0]) : a[0] * a[0];
	double r = sqrt(fmax(r2, 0));

	if (name[0] == 'b')
		return a[0] * b_sinc(qx * a[0] / 2) * a[1] * b_sinc(qy * a[1] / 2);
	return q * r < 1e-4 ? M_PI * r * r * (1 - q * r * q * r / 8) : 2 * M_PI * r * j1(q * r) / q;
}

static inline double b_height(const struct part *p)
{
	const char *name = p->shape.kind->name;

	return name[0] == 's' ? 2 * p->shape.par[0] : p->shape.par[name[0] == 'b' ? 2 : 1];
}

/* Integral over z0 .. z1 (from the reference point) of section times exp(i qz (z + lift)): Gauss-Legendre, 5 points a radian. */
static inline cd b_slab(const struct part *p, double qx, double qy, cd qz, double z0, double z1, double lift)
{
	static const double x[] = { 0, 0.5384693101056831, -0.5384693101056831, 0.9061798459386640, -0.9061798459386640 };
	static const double w[] = { 0.5688888888888889, 0.4786286704993665, 0.4786286704993665, 0.2369268850561891, 0.2369268850561891 };
	int panels = 3 + (int)((cabs(qz) + hypot(qx, qy)) * (z1 - z0));
	double h = (z1 - z0) / panels, cx = p->rot.m[0][0], sx = p->rot.m[1][0];
	double ux = cx * qx + sx * qy, uy = -sx * qx + cx * qy;
	cd sum = 0;

	for (int i = 0; i < panels; i++)
		for (int j = 0; j < 5; j++) {
			double z = z0 + h * (i + 0.5 + x[j] / 2);
			sum += h / 2 * w[j] * b_section(p, ux, uy, z) * cexp(I * qz * (z + lift));
		}
	return sum * cexp(I * (qx * p->at.x + qy * p->at.y));
}

/* The tops of layers, z = 0 at the sample's surface. */
static inline double b_top(const struct sample *s, int l)
{
	double z = l ? 0 : INFINITY;

	for (int i = 1; i < l; i++)
		z -= s->layer[i].thickness_nm;
	return z;
}

static inline cd b_around(const struct brute *b, const struct species *sp, const struct part *p, int l)
{
	return p->within >= 0 ? sp->part[p->within].n2 : b->n2 ? b->n2[l] : b->s->layer[l].n2;
}

/* A of one particle for waves in and out; q is that of the vacuum in the sample's frame. */
static inline cd b_amplitude(const struct brute *b, const struct layout *lay, const struct species *sp, const struct b_wave *in,
			     const struct b_wave *out, struct vec3 q)
{
	double frame = lay->layer ? b_top(b->s, lay->layer) : 0, k = 2 * M_PI / b->b->wavelength_nm;
	int n = (int)b->s->nlayer;
	cd sum = 0;

	for (size_t i = 0; i < sp->npart; i++) {
		const struct part *p = &sp->part[i];
		double foot = frame + p->at.z, h = b_height(p);
		if (b->born) {
			sum += (p->n2 - b_around(b, sp, p, lay->layer)) * b_slab(p, q.x, q.y, q.z, 0, h, p->at.z);
			continue;
		}
		for (int l = 0; l < n; l++) {
			double top = b_top(b->s, l), bottom = l + 1 < n ? b_top(b->s, l + 1) : -INFINITY, zero = l ? top : 0;
			double z0 = fmax(0, bottom - foot), z1 = fmin(h, top - foot), lift = foot - zero;
			cd c = p->n2 - b_around(b, sp, p, l);
			cd amp[4] = { in->t[l] * out->t[l], in->r[l] * out->t[l], in->t[l] * out->r[l], in->r[l] * out->r[l] };
			cd qz[4] = { -in->kz[l] - out->kz[l], in->kz[l] - out->kz[l], -in->kz[l] + out->kz[l], in->kz[l] + out->kz[l] };
			for (int t = 0; t < 4 && z1 > z0; t++)
				if (b->term < 0 || b->term == t)
					sum += c * amp[t] * b_slab(p, q.x, q.y, qz[t], z0, z1, lift);
		}
	}
	return k * k / (4 * M_PI) * sum;
}

/* dSigma/dOmega per area times the footprint, at a direction (unit vector of the beam's frame) */
static inline double b_intensity(const struct brute *b, double x, double y, double z)
{
	double k = 2 * M_PI / b->b->wavelength_nm, ai = b->b->alpha_i_rad, pi = b->b->phi_i_rad, az = b->s->azimuth_rad, sum = 0;
	double gx = k * (cos(ai) * cos(pi) - x), gy = k * (-cos(ai) * sin(pi) - y);
	struct vec3 q = { cos(az) * gx + sin(az) * gy, -sin(az) * gx + cos(az) * gy, k * (-sin(ai) - z) };
	struct b_wave in, out;

	if (!(z > 0))
		return NAN;
	if (!b->born) {
		in = b_waves(b->s, k, sin(ai));
		out = b_waves(b->s, k, z);
	}
	for (size_t i = 0; i < b->s->nlayout; i++) {
		const struct layout *l = &b->s->layout[i];
		double abs2 = 0, S = 1, qp = hypot(q.x, q.y), mean = 0, pre, pim;
		cd a = 0, ga = 0, gb = 0, gg = 0;
		interfer_s(&l->inter, 1, &q.x, &q.y, &q.z, &S);
		for (size_t j = 0; j < l->nspecies; j++)
			mean += l->species[j].weight * l->species[j].radius_nm;
		for (size_t j = 0; j < l->nspecies; j++) {
			const struct species *sp = &l->species[j];
			cd one = b_amplitude(b, l, sp, &in, &out, q), u = cexp(I * l->inter.kappa * qp * (sp->radius_nm - mean));
			struct interfer local = l->inter;
			double s = S, ratio = sp->radius_nm / mean;
			if (l->approx == APPROX_LMA && (l->inter.type == INTERFER_HARD_DISK || l->inter.type == INTERFER_PERCUS_YEVICK)) {
				local.radius *= ratio;
				local.density /= pow(ratio, l->inter.type == INTERFER_HARD_DISK ? 2 : 3);
				interfer_s(&local, 1, &q.x, &q.y, &q.z, &s);
			}
			abs2 += sp->weight * cabs(one) * cabs(one) * (l->approx == APPROX_LMA ? s : 1);
			a += sp->weight * one;
			ga += sp->weight * u * one;
			gb += sp->weight * u * conj(one);
			gg += sp->weight * u * u;
		}
		if (l->approx == APPROX_DA)
			abs2 += cabs(a) * cabs(a) * (S - 1);
		if (l->approx == APPROX_SSCA) {
			interfer_p(&l->inter, 1, &qp, &pre, &pim);
			abs2 += 2 * creal(ga * gb * (pre + I * pim) / (1 - (pre + I * pim) * gg));
		}
		sum += l->density * abs2;
	}
	return sum / sin(ai);
}

#endif
