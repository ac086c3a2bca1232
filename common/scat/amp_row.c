/* amp_row.c - a row of pixels from what is known at nodes, or pixel by pixel. */
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "num/vmath.h"
#include "scat/amp_hot.h"
#include "scat/amp_part.h"
#include "scat/cheb.h"

struct room {			/* of a thread */
	double *tv;		/* [2 nv] */
	double *line;		/* [nfun^2 or 2 nfun][2 nu] */
	double *coef;		/* [2 nu] */
	double *re, *im, *fr, *fi;	/* [ncol] */
	double complex *gamma;	/* [nfun] of one angle */
	double *gr, *gi;	/* [nfun][ncol] of each column's own */
};

/* Of work NULL: only how many bytes. */
static size_t lay_out(const struct amp *a, struct room *r, void *work)
{
	size_t n = a->view.ncol, line = a->nfun * a->nfun > 2 * a->nfun ? a->nfun * a->nfun : 2 * a->nfun;
	size_t at = 2 * a->nfun;
	struct { double **to; size_t n; } part[] = {
		{ &r->tv, 2 * a->nv }, { &r->line, line * 2 * a->nu }, { &r->coef, 4 * a->nu }, { &r->re, n }, { &r->im, n },
		{ &r->fr, n }, { &r->fi, n }, { &r->gr, a->nfun * n }, { &r->gi, a->nfun * n },
	};

	r->gamma = work;
	for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
		*part[i].to = work ? (double *)work + at : NULL;
		at += (part[i].n + 7) / 8 * 8;
	}
	return at * sizeof(double);
}

size_t amp_work(const struct amp *a)
{
	struct room r;

	return lay_out(a, &r, NULL);
}

/* The amplitudes of a species, in re and im of the room, go where they are wanted. */
static void deliver(const struct amp_sums *s, size_t species, double weight, size_t n, const double *re, const double *im)
{
	if (s->each) {
		s->each(s->ctx, species, re, im);
		return;
	}
	if (s->abs2)
		HOT_PICK(amp_abs2)(n, weight, re, im, s->abs2);
	if (s->mean_re)
		HOT_PICK(amp_mean)(n, weight, re, im, s->mean_re, s->mean_im);
}

/* ---- at nodes ---- */

static void species_row(const struct amp *a, const struct room *r, const double complex *c, bool one_angle, double *re, double *im)
{
	size_t n = a->view.ncol, nu = a->nu;

	for (size_t m = 0; m < a->nfun; m++)
		HOT_PICK(cheb_contract)(a->nv, 2 * nu, r->tv, (const double *)(c + m * a->nv * nu), r->line + m * 2 * nu);
	if (one_angle) {
		double complex *sum = (double complex *)r->coef;
		for (size_t u = 0; u < nu; u++)
			sum[u] = 0;
		for (size_t m = 0; m < a->nfun; m++)
			for (size_t u = 0; u < nu; u++)
				sum[u] += r->gamma[m] * ((double complex *)r->line)[m * nu + u];
		HOT_PICK(cheb_row)(nu, r->coef, a->basis, n, n, re, im);
		return;
	}
	memset(re, 0, n * sizeof *re);
	memset(im, 0, n * sizeof *im);
	for (size_t m = 0; m < a->nfun; m++) {
		HOT_PICK(cheb_row)(nu, r->line + m * 2 * nu, a->basis, n, n, r->fr, r->fi);
		HOT_PICK(amp_times)(n, r->gr + m * n, r->gi + m * n, r->fr, r->fi, re, im);
	}
}

static void nodes(const struct amp *a, const struct room *r, bool one_angle, const struct amp_sums *s)
{
	size_t set = a->nfun * a->nv * a->nu;

	for (size_t i = 0; i < a->nspecies; i++) {
		species_row(a, r, a->c + i * set, one_angle, r->re, r->im);
		deliver(s, i, a->species[i].weight, a->view.ncol, r->re, r->im);
	}
}

/* sum gamma_i gamma_j* <f_i f_j*> */
static void ensemble(const struct amp *a, const struct room *r, bool one_angle, double *abs2)
{
	size_t n = a->view.ncol, nu = 2 * a->nu, nv = 2 * a->nv, at = 0;

	if (one_angle)
		memset(r->coef, 0, nu * sizeof *r->coef);
	for (size_t i = 0; i < a->nfun; i++)
		for (size_t j = i; j < a->nfun; j++)
			for (int part = 0; part < (i == j ? 1 : 2); part++, at++) {
				HOT_PICK(cheb_contract)(nv, nu, r->tv, a->quad + at * nv * nu, r->line);
				if (one_angle) {
					double complex g = r->gamma[i] * conj(r->gamma[j]);
					double x = i == j ? creal(g) : part ? -2 * cimag(g) : 2 * creal(g);
					for (size_t u = 0; u < nu; u++)
						r->coef[u] += x * r->line[u];
					continue;
				}
				HOT_PICK(cheb_row_real)(nu, r->line, a->basis, n, n, r->fr);
				HOT_PICK(amp_product)(n, r->gr + i * n, r->gi + i * n, r->gr + j * n, r->gi + j * n,
						      i == j ? 1 : 2, part, r->fr, abs2);
			}
	if (one_angle) {
		HOT_PICK(cheb_row_real)(nu, r->coef, a->basis, n, n, r->fr);
		for (size_t c = 0; c < n; c++)
			abs2[c] += r->fr[c];
	}
}

/* ---- pixel by pixel ---- */

/* The wave that leaves from height z0 of a layer: amplitudes towards and away from the substrate, and kz there. */
struct leaving { double complex t, r, kz; };

static struct leaving leave(const struct amp_base *b, const struct wave *w, size_t i)
{
	const struct wave *l = &w[b->layer];
	struct leaving o = { .kz = l->kz_re[i] + I * l->kz_im[i] };

	o.t = amp_moved(l->t_re[i] + I * l->t_im[i], -o.kz, b->z0);
	o.r = amp_moved(l->r_re[i] + I * l->r_im[i], o.kz, b->z0);
	return o;
}

double complex amp_pixel(const struct amp *a, size_t species, const struct wave *w, size_t i, double qx, double qy, double qz_vacuum)
{
	const struct amp_species *s = &a->species[species];
	double complex sum = 0;

	for (size_t p = 0; p < s->n; p++) {
		const struct amp_base *b = &a->base[s->base[p]];
		double complex qz[4] = { qz_vacuum }, f[4];
		struct leaving o;

		if (a->born) {
			piece_eval(&s->piece[p], b->z0, qx, qy, 1, qz, f);
			sum += f[0];
			continue;
		}
		o = leave(b, w, i);
		qz[0] = -b->kzi - o.kz;
		qz[1] = -b->kzi + o.kz;
		qz[2] = b->kzi - o.kz;
		qz[3] = b->kzi + o.kz;
		piece_eval(&s->piece[p], b->z0, qx, qy, b->ri != 0 ? 4 : 2, qz, f);
		sum += b->ti * (o.t * f[0] + o.r * f[1]);
		if (b->ri != 0)
			sum += b->ri * (o.t * f[2] + o.r * f[3]);
	}
	return a->prefactor * sum;
}

/* ---- what disorder of a lattice leaves incoherent ---- */

/*
 * Of one particle that is displaced by u, <u u> = v along each direction, with the terms C_j at its height:
 * sum_jk C_j C_k* exp(-v (q_j - q_k*)^2/2) - |sum_j C_j exp(-v q_j^2/2)|^2
 */
static double displaced(size_t n, const double complex *c, const double complex *qz, double q2, double v)
{
	double complex mean = 0, all = 0;

	for (size_t j = 0; j < n; j++) {
		mean += c[j] * cexp(-0.5 * v * (q2 + qz[j] * qz[j]));
		for (size_t k = 0; k < n; k++) {
			double complex d = qz[j] - conj(qz[k]);
			all += c[j] * conj(c[k]) * cexp(-0.5 * v * d * d);
		}
	}
	return creal(all) - creal(mean) * creal(mean) - cimag(mean) * cimag(mean);
}

static double incoherent(const struct amp *a, const struct amp_species *s, const struct wave *w, size_t i, double qx, double qy, double qz0)
{
	const struct piece *p = &s->piece[0];
	const struct amp_base *b = &a->base[s->base[0]];
	double complex qz[4] = { qz0 }, f[4], c[4], weight[4] = { 1 };
	size_t n = a->born ? 1 : 4;
	double sum = 0;

	if (!a->born) {
		struct leaving o = leave(b, w, i);
		for (int j = 0; j < 4; j++) {
			qz[j] = (j & 1 ? b->kzi : -b->kzi) + (j & 2 ? o.kz : -o.kz);
			weight[j] = (j & 1 ? b->ri : b->ti) * (j & 2 ? o.r : o.t);
		}
	}
	piece_eval_one(p, b->z0, qx, qy, n, qz, f);
	for (size_t m = 0; m < p->grain->nlayer; m++) {
		for (size_t j = 0; j < n; j++)
			c[j] = weight[j] * f[j] * cexp(I * qz[j] * p->grain->t[m].z);
		sum += displaced(n, c, qz, qx * qx + qy * qy, p->grain->debye_nm2);
	}
	return a->prefactor * a->prefactor * (double)p->grain->N[0] * (double)p->grain->N[1] * sum;
}

static void add_incoherent(const struct amp *a, const struct view_row *q, const struct wave *w, bool one_angle, double *abs2)
{
	for (size_t i = 0; i < a->nspecies; i++) {
		const struct amp_species *s = &a->species[i];
		if (!(s->disorder > 0))
			continue;
		for (size_t c = 0; c < a->view.ncol; c++)
			if (a->born || q->sin_a[c] > 0)
				abs2[c] += s->disorder * incoherent(a, s, w, one_angle ? 0 : c, q->qx[c], q->qy[c], q->qz[c]);
	}
}

/* ---- rows ---- */

static void pixels(const struct amp *a, const struct room *r, const struct view_row *q, const struct wave *w, bool one_angle,
		   const struct amp_sums *s)
{
	for (size_t i = 0; i < a->nspecies; i++) {
		for (size_t c = 0; c < a->view.ncol; c++) {
			double complex x = q->sin_a[c] > 0 || a->born ?
				amp_pixel(a, i, w, one_angle ? 0 : c, q->qx[c], q->qy[c], q->qz[c]) : 0;
			r->re[c] = creal(x);
			r->im[c] = cimag(x);
		}
		deliver(s, i, a->species[i].weight, a->view.ncol, r->re, r->im);
	}
}

static void field(const struct amp *a, const struct room *r, size_t row, bool one_angle, const struct amp_sums *s)
{
	size_t n = a->view.ncol, all = n * a->view.nrow;

	for (size_t c = 0; c < n; c++) {
		double complex x = 0;
		for (size_t m = 0; m < a->nfun; m++)
			x += a->field[m * all + row * n + c] *
			     (one_angle ? r->gamma[m] : r->gr[m * n + c] + I * r->gi[m * n + c]);
		r->re[c] = creal(x);
		r->im[c] = cimag(x);
	}
	deliver(s, 0, a->species[0].weight, n, r->re, r->im);
}

/* amp_gamma() of all columns; re, im, fr, fi of the room are free. */
static void gammas(const struct amp *a, const struct room *r, const struct wave *w)
{
	size_t n = a->view.ncol;

	for (size_t b = 0; b < a->nbase; b++) {
		const struct wave *l = &w[a->base[b].layer];
		double z0 = a->base[b].z0, *even = r->gr + 2 * b * n, *even_i = r->gi + 2 * b * n;
		for (size_t c = 0; c < n; c++)
			r->fr[c] = z0 * l->kz_re[c];
		vmath_sincos(n, r->fr, r->re, r->im);
		for (size_t c = 0; c < n; c++)
			r->fr[c] = fmax(-AMP_DECAY, fmin(AMP_DECAY, z0 * l->kz_im[c]));
		vmath_exp(n, r->fr, r->fr);
		HOT_PICK(amp_gamma_)(n, a->prefactor, l, r->re, r->im, r->fr, even, even_i, even + n, even_i + n);
	}
}

void amp_row(const struct amp *a, size_t fine_row, const struct view_row *q, const struct wave *w, bool one_angle,
	     const struct amp_sums *s, void *work)
{
	double v = (2 * (double)fine_row + 1) / (double)a->view.nrow - 1;
	struct room r;

	one_angle |= a->born;
	lay_out(a, &r, work);
	if (a->mode != AMP_PIXELS) {
		if (one_angle)
			amp_gamma(a, w, 0, r.gamma);
		else
			gammas(a, &r, w);
	}
	if (a->mode == AMP_NODES || a->mode == AMP_ENSEMBLE)
		cheb_basis(2 * a->nv, v, r.tv, 1);
	if (a->mode == AMP_ENSEMBLE && s->mean_re)
		species_row(a, &r, a->c, one_angle, s->mean_re, s->mean_im);
	if (a->mode == AMP_ENSEMBLE)
		ensemble(a, &r, one_angle, s->abs2);
	else if (a->mode == AMP_NODES)
		nodes(a, &r, one_angle, s);
	else if (a->mode == AMP_FIELD)
		field(a, &r, fine_row, one_angle, s);
	else
		pixels(a, &r, q, w, one_angle, s);
	if (s->abs2 && !s->each)
		add_incoherent(a, q, w, one_angle, s->abs2);
}
