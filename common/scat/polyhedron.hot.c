#include "scat/polyhedron.hot.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "num/vmath.h"

#if defined(__AVX512F__)
enum { LANES = 8 };
#elif defined(__AVX__)
enum { LANES = 4 };
#else
enum { LANES = 2 };
#endif
typedef double vec __attribute__((vector_size(8 * LANES)));

enum { TERMS = 40 };
static const double SERIES = 4;		/* |q| edge: up to here the series serves all triangles of a block */

struct cx { double re, im; };

struct room {				/* a vertex: X = q.v and exp(i X); an edge: exp[a, b] */
	double xr[POLY_CORNER], xi[POLY_CORNER], er[POLY_CORNER], ei[POLY_CORNER];
	double dr[POLY_CORNER], di[POLY_CORNER];
	double sr[POLY_TRI], si[POLY_TRI];
};

static inline vec load(const double *x)
{
	vec v;

	memcpy(&v, x, sizeof v);
	return v;
}

static inline void store(double *x, vec v)
{
	memcpy(x, &v, sizeof v);
}

static inline struct cx mul(struct cx a, struct cx b)
{
	return (struct cx){ a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re };
}

static inline struct cx sub(struct cx a, struct cx b)
{
	return (struct cx){ a.re - b.re, a.im - b.im };
}

static inline double norm(struct cx a)
{
	return a.re * a.re + a.im * a.im;
}

/* a / (i b) */
static inline struct cx div_i(struct cx a, struct cx b)
{
	double s = 1 / norm(b);

	return (struct cx){ (a.im * b.re - a.re * b.im) * s, -(a.re * b.re + a.im * b.im) * s };
}

/* c[k] = 1/(k + 2)! with the sign of i^k or i^(k - 1); as many terms as arguments up to t need. */
static int coefficients(double t, double *c)
{
	double f = 0.5, p = 0.5;
	int k;

	for (k = 0; k < TERMS - 1 && (k < 4 || p > 1e-17); k++) {
		c[k] = k & 2 ? -f : f;
		f /= k + 3;
		p *= t / (k + 1);
	}
	return k;
}

static void vertices(const struct poly_block *b, const double *qr, const double *qi, struct room *w)
{
	#pragma omp simd
	for (size_t i = 0; i < b->nv; i++)
		w->xr[i] = qr[0] * b->x[i] + qr[1] * b->y[i] + qr[2] * b->z[i];
	vmath_sincos(b->nv, w->xr, w->ei, w->er);
	if (!qi) {
		memset(w->xi, 0, b->nv * sizeof *w->xi);
		return;
	}
	#pragma omp simd
	for (size_t i = 0; i < b->nv; i++) {
		w->xi[i] = qi[0] * b->x[i] + qi[1] * b->y[i] + qi[2] * b->z[i];
		w->dr[i] = -w->xi[i];
	}
	vmath_exp(b->nv, w->dr, w->dr);
	#pragma omp simd
	for (size_t i = 0; i < b->nv; i++) {
		w->er[i] *= w->dr[i];
		w->ei[i] *= w->dr[i];
	}
}

/* X1 - X0 and X2 - X0 of each triangle, filled up to whole vectors. */
static size_t differences(const struct poly_block *b, const double *x, double *d1, double *d2)
{
	size_t n = (b->nt + LANES - 1) / LANES * LANES;

	for (size_t t = 0; t < b->nt; t++) {
		double x0 = x[b->v0[t]];

		d1[t] = x[b->v1[t]] - x0;
		d2[t] = x[b->v2[t]] - x0;
	}
	memset(d1 + b->nt, 0, (n - b->nt) * sizeof *d1);
	memset(d2 + b->nt, 0, (n - b->nt) * sizeof *d2);
	return n;
}

/* sr, si: the series over exp(i X0) */
static void series_real(const struct poly_block *b, int n, const double *c, struct room *w)
{
	size_t m = differences(b, w->xr, w->sr, w->si);

	for (size_t t = 0; t < m; t += LANES) {
		vec x = load(w->sr + t), y = load(w->si + t);
		vec s = x + y, m2 = x * y, h1 = s, h0 = s * s - m2, p = c[0] + c[2] * h0, q = c[1] * s;

		for (int k = 3; k + 1 < n; k += 2) {
			h1 = s * h0 - m2 * h1;
			h0 = s * h1 - m2 * h0;
			q += c[k] * h1;
			p += c[k + 1] * h0;
		}
		store(w->sr + t, p);
		store(w->si + t, q);
	}
}

static void series_complex(const struct poly_block *b, int n, const double *c, struct room *w)
{
	size_t m = differences(b, w->xr, w->sr, w->si);

	differences(b, w->xi, w->dr, w->di);
	for (size_t t = 0; t < m; t += LANES) {
		vec xr = load(w->sr + t), yr = load(w->si + t), xi = load(w->dr + t), yi = load(w->di + t), r;
		vec sr = xr + yr, si = xi + yi, mr = xr * yr - xi * yi, mi = xr * yi + xi * yr;
		vec br = sr, bi = si, ar = sr * sr - si * si - mr, ai = 2 * sr * si - mi;
		vec pr = c[0] + c[2] * ar, pi = c[2] * ai, qr = c[1] * sr, qi = c[1] * si;

		for (int k = 3; k + 1 < n; k += 2) {
			r = sr * ar - si * ai - mr * br + mi * bi;
			bi = sr * ai + si * ar - mr * bi - mi * br;
			br = r;
			r = sr * br - si * bi - mr * ar + mi * ai;
			ai = sr * bi + si * br - mr * ai - mi * ar;
			ar = r;
			qr += c[k] * br;
			qi += c[k] * bi;
			pr += c[k + 1] * ar;
			pi += c[k + 1] * ai;
		}
		store(w->sr + t, pr - qi);
		store(w->si + t, pi + qr);
	}
}

static void times_first(const struct poly_block *b, struct room *w)
{
	for (size_t t = 0; t < b->nt; t++) {
		double cr = w->er[b->v0[t]], ci = w->ei[b->v0[t]], p = w->sr[t], q = w->si[t];

		w->sr[t] = cr * p - ci * q;
		w->si[t] = cr * q + ci * p;
	}
}

/* exp[i A, i B] of edges: by difference, or exp(i A) sum_k (i (B - A))^k / (k + 1)! */
static void edges(const struct poly_block *b, const double *c, struct room *w)
{
	for (size_t e = 0; e < b->ne; e++) {
		size_t i = b->ea[e], j = b->eb[e];
		struct cx d = { w->xr[j] - w->xr[i], w->xi[j] - w->xi[i] }, a = { w->er[i], w->ei[i] }, s = { 0, 0 };

		if (norm(d) >= 1) {
			s = div_i((struct cx){ w->er[j] - a.re, w->ei[j] - a.im }, d);
		} else {
			for (int k = 17; k >= 0; k--) {
				s = mul(s, (struct cx){ -d.im, d.re });
				s.re += fabs(c[k]) * (k + 2);
			}
			s = mul(s, a);
		}
		w->dr[e] = s.re;
		w->di[e] = s.im;
	}
}

static struct cx near(struct cx a, struct cx x, struct cx y, const double *c)
{
	struct cx s = { x.re + y.re, x.im + y.im }, m = mul(x, y), h0 = { 1, 0 }, h1 = s;
	struct cx p = { c[0] - c[1] * s.im, c[1] * s.re };

	for (int k = 2; k < 20; k += 2) {
		h0 = sub(mul(s, h1), mul(m, h0));
		h1 = sub(mul(s, h0), mul(m, h1));
		p.re += c[k] * h0.re - c[k + 1] * h1.im;
		p.im += c[k] * h0.im + c[k + 1] * h1.re;
	}
	return mul(a, p);
}

static void any(const struct poly_block *b, const double *c, struct room *w)
{
	edges(b, c, w);
	for (size_t t = 0; t < b->nt; t++) {
		size_t o = b->v0[t], i = b->v1[t], j = b->v2[t];
		struct cx x = { w->xr[i] - w->xr[o], w->xi[i] - w->xi[o] };
		struct cx y = { w->xr[j] - w->xr[o], w->xi[j] - w->xi[o] }, z = sub(y, x), s;
		struct cx d01 = { w->dr[b->e01[t]], w->di[b->e01[t]] }, d12 = { w->dr[b->e12[t]], w->di[b->e12[t]] };
		struct cx d20 = { w->dr[b->e20[t]], w->di[b->e20[t]] };
		double nx = norm(x), ny = norm(y), nz = norm(z);

		if (nx < 1 && ny < 1 && nz < 1)
			s = near((struct cx){ w->er[o], w->ei[o] }, x, y, c);
		else if (ny >= nx && ny >= nz)
			s = div_i(sub(d12, d01), y);
		else if (nz >= nx)
			s = div_i(sub(d20, d01), z);
		else
			s = div_i(sub(d12, d20), x);
		w->sr[t] = s.re;
		w->si[t] = s.im;
	}
}

void HOT(poly_block_)(const struct poly_block *b, const double q_re[3], const double q_im[3], double sum[2])
{
	struct room w;
	double c[TERMS + 1] = { 0 }, re = 0, im = 0, t = 0, zero[3] = { 0, 0, 0 };
	const double *qi = q_im ? q_im : zero;

	for (int i = 0; i < 3; i++)
		t += q_re[i] * q_re[i] + qi[i] * qi[i];
	t = sqrt(t) * b->len;
	vertices(b, q_re, q_im, &w);
	if (t > SERIES) {
		coefficients(SERIES, c);
		any(b, c, &w);
	} else {
		int n = coefficients(t, c) + 1;

		if (q_im)
			series_complex(b, n, c, &w);
		else
			series_real(b, n, c, &w);
		times_first(b, &w);
	}
	#pragma omp simd reduction(+:re, im)
	for (size_t i = 0; i < b->nt; i++) {
		double gr = q_re[0] * b->gx[i] + q_re[1] * b->gy[i] + q_re[2] * b->gz[i];
		double gi = -(qi[0] * b->gx[i] + qi[1] * b->gy[i] + qi[2] * b->gz[i]);

		re += gr * w.sr[i] - gi * w.si[i];
		im += gr * w.si[i] + gi * w.sr[i];
	}
	sum[0] += re;
	sum[1] += im;
}
