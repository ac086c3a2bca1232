#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "num/vmath.h"
#include "scat/layers.h"

enum { LEN = 64 };			/* angles at a time, padded: the result of an angle does not depend on its place */

struct cv { double re[LEN], im[LEN]; };
struct interface { struct cv p, m, a; };	/* r = (m + p r')/(p + m r'), T'/T = a/(p + m r') */

#define EACH for (int i = 0; i < LEN; i++)
#define ATLEAST(x, lo) ((x) > (lo) ? (x) : (lo))
#define ATMOST(x, hi) ((x) < (hi) ? (x) : (hi))
#define MUL_RE(a, b) ((a).re[i] * (b).re[i] - (a).im[i] * (b).im[i])
#define MUL_IM(a, b) ((a).re[i] * (b).im[i] + (a).im[i] * (b).re[i])

static const double never_zero = 1e-200;	/* least sin^2: two equal layers at angle 0 reflect nothing, not 0/0 */
static const double tiny = 1e-290;
static const double critical = 1e-18;		/* least |kz/k|^2 of another material: T and R of the layer stay finite */

static void mul(const struct cv *restrict a, struct cv *restrict b)	/* b *= a */
{
	EACH {
		double re = MUL_RE(*a, *b), im = MUL_IM(*a, *b);

		b->re[i] = re;
		b->im[i] = im;
	}
}

/* sin2: sin^2 a; re + i im: n_l^2 - n_0^2 */
static void wavenumber(struct cv *restrict kz, const double *restrict sin2, double k, double re, double im)
{
	double least = re * re + im * im > 0 ? critical : 0, sign = im < 0 ? -1 : 1;
	double x[LEN], t[LEN], u[LEN];

	if (least == 0) {			/* the ambient's material */
		EACH {
			kz->re[i] = k * sqrt(sin2[i]);
			kz->im[i] = 0;
		}
		return;
	}
	EACH {
		double plus = sin2[i] + re;

		x[i] = plus * plus + im * im < least * least ? least : plus;
	}
	EACH {
		double root = sqrt((sqrt(x[i] * x[i] + im * im) + fabs(x[i])) / 2);

		t[i] = k * root;
		u[i] = k * fabs(im) / (2 * root);
	}
	EACH {
		kz->re[i] = x[i] >= 0 ? t[i] : u[i];
		kz->im[i] = x[i] >= 0 ? u[i] : t[i];
	}
	EACH
		kz->re[i] *= sign;
}

static void cexp_block(struct cv *z)
{
	double c[LEN];

	vmath_exp(LEN, z->re, z->re);
	vmath_sincos(LEN, z->im, z->im, c);
	EACH {
		z->im[i] *= z->re[i];
		z->re[i] *= c[i];
	}
}

/* tanh(z)/z near 0, by Lambert's continued fraction: within 4e-16 for |z| < 0.3 */
static void tanhc_small(const struct cv *restrict z, struct cv *restrict f)
{
	EACH {
		double qr = z->re[i] * z->re[i] - z->im[i] * z->im[i], qi = 2 * z->re[i] * z->im[i];
		double q2r = qr * qr - qi * qi, q2i = 2 * qr * qi;
		double q3r = qr * q2r - qi * q2i, q3i = qr * q2i + qi * q2r;
		double nr = 10395 + 1260 * qr + 21 * q2r, ni = 1260 * qi + 21 * q2i;
		double dr = 10395 + 4725 * qr + 210 * q2r + q3r, di = 4725 * qi + 210 * q2i + q3i;
		double inv = 1 / (dr * dr + di * di);

		f->re[i] = (nr * dr + ni * di) * inv;
		f->im[i] = (ni * dr - nr * di) * inv;
	}
}

/* tanh(s kz)/(s kz), which is even */
static void tanhc(const struct cv *restrict kz, double s, struct cv *restrict f)
{
	double e[LEN], sn[LEN], cs[LEN], size[LEN];
	struct cv z, small;

	EACH {
		double sign = kz->re[i] < 0 ? -s : s;

		z.re[i] = sign * kz->re[i];
		z.im[i] = sign * kz->im[i];
		e[i] = ATLEAST(-2 * z.re[i], -700);
		size[i] = z.re[i] * z.re[i] + z.im[i] * z.im[i];
	}
	vmath_exp(LEN, e, e);
	vmath_sincos(LEN, z.im, sn, cs);
	EACH {
		double one = 1 - e[i], den = 1 / (one * one + 4 * e[i] * cs[i] * cs[i] + tiny), inv = 1 / (size[i] + tiny);
		double tr = one * (1 + e[i]) * den, ti = 4 * e[i] * sn[i] * cs[i] * den;

		f->re[i] = (tr * z.re[i] + ti * z.im[i]) * inv;
		f->im[i] = (ti * z.re[i] - tr * z.im[i]) * inv;
	}
	tanhc_small(&z, &small);
	EACH {
		f->re[i] = size[i] < 0.09 ? small.re[i] : f->re[i];
		f->im[i] = size[i] < 0.09 ? small.im[i] : f->im[i];
	}
}

/* sqrt(b/a), Re >= 0 */
static void sqrt_quotient(const struct cv *restrict b, const struct cv *restrict a, struct cv *restrict root)
{
	double x[LEN], t[LEN], u[LEN];

	EACH {
		double inv = 1 / (a->re[i] * a->re[i] + a->im[i] * a->im[i]);
		double y = (b->im[i] * a->re[i] - b->re[i] * a->im[i]) * inv;

		x[i] = (b->re[i] * a->re[i] + b->im[i] * a->im[i]) * inv;
		t[i] = sqrt((sqrt(x[i] * x[i] + y * y) + fabs(x[i])) / 2);
		u[i] = y / (2 * t[i] + tiny);
	}
	EACH {
		double sign = u[i] < 0 ? -t[i] : t[i];

		root->re[i] = x[i] >= 0 ? t[i] : fabs(u[i]);
		root->im[i] = x[i] >= 0 ? u[i] : sign;
	}
}

static void sharp(const struct cv *restrict kz, const struct cv *restrict kn, struct interface *restrict f)
{
	EACH {
		f->p.re[i] = kz->re[i] + kn->re[i];
		f->p.im[i] = kz->im[i] + kn->im[i];
		f->m.re[i] = kz->re[i] - kn->re[i];
		f->m.im[i] = kz->im[i] - kn->im[i];
		f->a.re[i] = 2 * kz->re[i];
		f->a.im[i] = 2 * kz->im[i];
	}
}

/* With f = tanhc(s kz): as if kz were kz f, and T'/T times rho = sqrt(f'/f). */
static void rough_tanh(const struct cv *kz, const struct cv *kn, double s, struct interface *f)
{
	struct cv fz, fn, rho;

	tanhc(kz, s, &fz);
	tanhc(kn, s, &fn);
	sqrt_quotient(&fn, &fz, &rho);
	mul(kz, &fz);
	mul(kn, &fn);
	sharp(&fz, &fn, f);
	mul(&rho, &f->a);
}

static void rough_nevot_croce(const struct cv *kz, const struct cv *kn, double s, struct interface *f)
{
	struct cv e, t;

	sharp(kz, kn, f);
	EACH {
		e.re[i] = ATMOST(ATLEAST(-2 * s * s * MUL_RE(*kz, *kn), -700), 300);
		e.im[i] = -2 * s * s * MUL_IM(*kz, *kn);
		t.re[i] = ATMOST(ATLEAST(s * s / 2 * MUL_RE(f->m, f->m), -300), 300);
		t.im[i] = s * s / 2 * MUL_IM(f->m, f->m);
	}
	cexp_block(&e);
	cexp_block(&t);
	mul(&e, &f->m);
	mul(&t, &f->a);
}

static void interface_of(const struct layer *below, const struct cv *kz, const struct cv *kn, struct interface *f)
{
	if (below->sigma_nm <= 0)
		sharp(kz, kn, f);
	else if (below->profile == ROUGH_TANH)
		rough_tanh(kz, kn, LAYERS_TANH_SCALE * below->sigma_nm, f);
	else
		rough_nevot_croce(kz, kn, below->sigma_nm, f);
}

/* r of the layer below becomes that of this one, at its bottom; t = T'/T */
static void recur(const struct interface *restrict f, struct cv *restrict r, struct cv *restrict t)
{
	EACH {
		double dr = f->p.re[i] + MUL_RE(f->m, *r), di = f->p.im[i] + MUL_IM(f->m, *r);
		double nr = f->m.re[i] + MUL_RE(f->p, *r), ni = f->m.im[i] + MUL_IM(f->p, *r);
		double inv = 1 / (dr * dr + di * di);

		t->re[i] = (f->a.re[i] * dr + f->a.im[i] * di) * inv;
		t->im[i] = (f->a.im[i] * dr - f->a.re[i] * di) * inv;
		r->re[i] = (nr * dr + ni * di) * inv;
		r->im[i] = (ni * dr - nr * di) * inv;
	}
}

static void through(const struct cv *restrict kz, double thickness, struct cv *restrict r, struct cv *restrict t)
{
	struct cv d;

	EACH {
		d.re[i] = ATLEAST(-thickness * kz->im[i], -340);	/* so that its square is not denormal */
		d.im[i] = thickness * kz->re[i];
	}
	cexp_block(&d);
	mul(&d, t);
	mul(&d, r);
	mul(&d, r);
	EACH {				/* what does not come back must not grow again with depth */
		double back = thickness * kz->im[i] > 340 ? 0 : 1;

		r->re[i] *= back;
		r->im[i] *= back;
	}
}

/* in pieces of a vector: as one copy of known size it would be a slow rep movs */
static void copy(double *to, const double *from, size_t m)
{
	size_t i = 0;

	for (; i + 8 <= m; i += 8) {
		memcpy(to + i, from + i, 4 * sizeof *to);
		memcpy(to + i + 4, from + i + 4, 4 * sizeof *to);
	}
	memcpy(to + i, from + i, (m - i) * sizeof *to);
}

static void put(const struct cv *v, size_t m, double *re, double *im)
{
	copy(re, v->re, m);
	copy(im, v->im, m);
}

static void get(struct cv *v, size_t m, const double *re, const double *im)
{
	if (m < LEN)
		memset(v, 0, sizeof *v);
	copy(v->re, re, m);
	copy(v->im, im, m);
}

static void swap(struct cv **a, struct cv **b)
{
	struct cv *c = *a;

	*a = *b;
	*b = c;
}

/*
 * Upwards: kz, r and, in place of T, the quotient of T and that of the next layer above that is written (ratio: the one of
 * the layer last).  r is left as that of layer 0.
 */
static void upwards(const struct layer *l, size_t nlayer, double k, const double *sin2, const struct wave *w, size_t at, size_t m,
		    struct cv *r)
{
	struct cv kz[2], two[2], *ratio = &two[0], *t = &two[1];
	struct interface f;
	size_t last = nlayer;			/* none */

	memset(r, 0, sizeof *r);
	for (size_t j = nlayer; j-- > 0;) {
		double complex diff = l[j].n2 - l[0].n2;
		struct cv *here = &kz[j & 1];

		wavenumber(here, sin2, k, creal(diff), cimag(diff));
		if (j + 1 < nlayer) {
			interface_of(&l[j + 1], here, &kz[~j & 1], &f);
			recur(&f, r, t);
			if (j > 0)
				through(here, l[j].thickness_nm, r, t);
			if (last == j + 1)
				swap(&t, &ratio);
			else if (last < nlayer)
				mul(t, ratio);
		}
		if (!w || !w[j].kz_re)
			continue;
		if (last < nlayer)
			put(ratio, m, w[last].t_re + at, w[last].t_im + at);
		put(here, m, w[j].kz_re + at, w[j].kz_im + at);
		put(r, m, w[j].r_re + at, w[j].r_im + at);
		last = j;
	}
	if (last > 0 && last < nlayer)
		put(ratio, m, w[last].t_re + at, w[last].t_im + at);
}

static void downwards(size_t nlayer, const struct wave *w, size_t at, size_t m)
{
	struct cv t, r, ratio;

	EACH {
		t.re[i] = 1;
		t.im[i] = 0;
	}
	for (size_t j = 0; j < nlayer; j++) {
		if (!w[j].kz_re)
			continue;
		if (j > 0) {
			get(&ratio, m, w[j].t_re + at, w[j].t_im + at);
			get(&r, m, w[j].r_re + at, w[j].r_im + at);
			mul(&ratio, &t);
			mul(&t, &r);
			put(&r, m, w[j].r_re + at, w[j].r_im + at);
		}
		put(&t, m, w[j].t_re + at, w[j].t_im + at);
	}
}

static void squares(const double *sin_a, size_t m, double *restrict sin2)
{
	copy(sin2, sin_a, m);
	for (size_t i = m; i < LEN; i++)
		sin2[i] = 0;
	EACH
		sin2[i] = ATLEAST(sin2[i] * sin2[i], never_zero);
}

void HOT(layers_waves_)(const struct layer *l, size_t nlayer, double k, size_t n, const double *sin_a, const struct wave *w,
			double *r_re, double *r_im)
{
	for (size_t at = 0; at < n; at += LEN) {
		size_t m = n - at < LEN ? n - at : LEN;
		double sin2[LEN];
		struct cv r;

		squares(sin_a + at, m, sin2);
		upwards(l, nlayer, k, sin2, w, at, m, &r);
		if (w)
			downwards(nlayer, w, at, m);
		if (r_re)
			put(&r, m, r_re + at, r_im + at);
	}
}
