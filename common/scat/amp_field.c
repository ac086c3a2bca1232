/* amp_field.c - height fields and voxels: planes of (qx, qy) at a few qz, and between them by Lagrange's polynomial. */
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "num/par.h"
#include "scat/amp_part.h"
#include "scat/cheb.h"

struct plane {			/* all pixels */
	struct amp *a;
	const struct field *field;
	double complex contrast;
	size_t n;		/* pixels */
	double *qx, *qy, *t;	/* [n] t: sin^2 a (Born: qz); NaN: not to be reached */
	double *sum;		/* [n] of Lagrange's weights */
	double lo, hi;		/* range of t */
	size_t nodes, node, nval;
	double complex qz[4];
	double complex *val;	/* [4][n] F(.. qz ..) of one node */
	double complex kzf;
};

static int read_row(void *ctx, size_t row, void *work, struct err *e)
{
	struct plane *p = ctx;
	size_t n = p->a->view.ncol;
	double *w = work;
	struct view_row q = { p->qx + row * n, p->qy + row * n, w, w + n, w + 2 * n };

	(void)e;
	view_row(&p->a->view, row, &q);
	for (size_t c = 0; c < n; c++)
		p->t[row * n + c] = p->a->born ? (isnan(q.sin_a[c]) ? NAN : q.qz[c]) : q.sin_a[c] > 0 ? q.sin_a[c] * q.sin_a[c] : NAN;
	return 0;
}

static double at_node(const struct plane *p, size_t j)
{
	return 0.5 * (p->lo + p->hi) + 0.5 * (p->hi - p->lo) * cheb_node(p->nodes, j);
}

/* (-1)^j sin((j + 1/2) pi / n) / (t - t_j): weights of the barycentric formula for these nodes. */
static double lagrange(const struct plane *p, size_t j, double t)
{
	double d = t - at_node(p, j), s = sin(((double)j + 0.5) * M_PI / (double)p->nodes);

	return (j % 2 ? -s : s) / (d != 0 ? d : 1e-300);
}

/* F at the points of one qz. */
static int one_value(void *ctx, size_t i, void *work, struct err *e)
{
	struct plane *p = ctx;

	return p->field->eval(p->field, p->qz[i], p->n, p->qx, p->qy, p->val + i * p->n, work, e);
}

static int add_row(void *ctx, size_t row, void *work, struct err *e)
{
	struct plane *p = ctx;
	size_t ncol = p->a->view.ncol;

	(void)work;
	(void)e;
	for (size_t c = row * ncol; c < (row + 1) * ncol; c++) {
		double w = lagrange(p, p->node, p->t[c]);
		double complex f[4] = { p->val[c], 0, 0, 0 }, even = 0, odd = 0;

		if (isnan(p->t[c]))
			continue;
		p->sum[c] += w;
		if (p->a->born) {
			p->a->field[c] += w * f[0];
			continue;
		}
		f[2] = p->val[p->n + c];
		if (p->nval == 4) {
			f[1] = p->val[2 * p->n + c];
			f[3] = p->val[3 * p->n + c];
		}
		amp_even_odd(&p->a->base[0], p->kzf, f, &even, &odd);
		p->a->field[c] += w * even;
		p->a->field[p->n + c] += w * odd;
	}
	return 0;
}

static int one_node(struct plane *p, struct err *e)
{
	struct amp *a = p->a;
	const struct amp_base *b = &a->base[0];

	p->nval = a->born ? 1 : b->ri != 0 ? 4 : 2;
	p->qz[0] = at_node(p, p->node);
	if (!a->born) {
		p->kzf = amp_kzf(a, b, at_node(p, p->node));
		p->qz[0] = -b->kzi - p->kzf;
		p->qz[1] = -b->kzi + p->kzf;
		p->qz[2] = b->kzi - p->kzf;
		p->qz[3] = b->kzi + p->kzf;
	}
	return par_for(p->nval, p->field->work, one_value, p, e) || par_for(a->view.nrow, 0, add_row, p, e);
}

/* The contrast, the phase of the place, and the sum of weights below. */
static int finish_row(void *ctx, size_t row, void *work, struct err *e)
{
	struct plane *p = ctx;
	size_t ncol = p->a->view.ncol;

	(void)work;
	(void)e;
	for (size_t c = row * ncol; c < (row + 1) * ncol; c++)
		for (size_t m = 0; m < p->a->nfun; m++)
			p->a->field[m * p->n + c] *= isnan(p->t[c]) ? 0 : p->contrast / p->sum[c];
	return 0;
}

/* One field, upright at one place; turned about z the points turn the other way. */
static const struct piece_group *only_group(const struct amp *a, struct err *e)
{
	const struct amp_species *s = &a->species[0];

	if (a->nspecies != 1 || s->n != 1 || s->piece[0].n != 1 || s->piece[0].group[0].n != 1 || s->piece[0].grain)
		err_set(e, E_DATA, "a height field or voxels must be the only particle of its layout: not supported");
	else if (fabs(s->piece[0].group[0].rot.m[2][2] - 1) > 1e-12)
		err_set(e, E_DATA, "a tilted height field or voxels: not supported");
	return e->code ? NULL : &s->piece[0].group[0];
}

static int allocate(struct plane *p, struct err *e)
{
	p->n = p->a->view.nrow * p->a->view.ncol;
	p->qx = mem_alloc(p->n, sizeof *p->qx, "the pixels", e);
	p->qy = mem_alloc(p->n, sizeof *p->qy, "the pixels", e);
	p->t = mem_alloc(p->n, sizeof *p->t, "the pixels", e);
	p->sum = mem_zero(p->n, sizeof *p->sum, "the pixels", e);
	p->val = mem_alloc(4 * p->n, sizeof *p->val, "the pixels", e);
	p->a->field = mem_zero(p->a->nfun * p->n, sizeof *p->a->field, "the pixels", e);
	return e->code;
}

/* Points in the field's own frame, and the range of t. */
static int settle(struct plane *p, const struct piece_group *g, struct err *e)
{
	double reach = 0;

	p->lo = INFINITY;
	p->hi = -INFINITY;
	for (size_t i = 0; i < p->n; i++) {
		struct cvec3 q = rot3_back(&g->rot, (struct cvec3){ p->qx[i], p->qy[i], 0 });
		p->qx[i] = isnan(p->t[i]) ? 0 : creal(q.x);
		p->qy[i] = isnan(p->t[i]) ? 0 : creal(q.y);
		p->lo = fmin(p->lo, p->t[i]);
		p->hi = fmax(p->hi, p->t[i]);
		reach = fmax(reach, fmax(fabs(p->qx[i]), fabs(p->qy[i])));
	}
	if (!(p->hi >= p->lo))
		p->lo = p->hi = 0;
	p->hi = fmax(p->hi, p->lo + fmax(1e-6 * fabs(p->lo), 1e-12));	/* nodes of a single row are not to fall together */
	if (reach > p->field->q_max && !p->a->allow_alias)
		return err_set(e, E_DATA, "the detector sees q up to %.4g 1/nm, the samples of the field reach %.4g (pi/spacing): see --allow-alias",
			       reach, p->field->q_max);
	return 0;
}

/* ---- a look at some pixels by the sum itself ---- */

struct look { const struct plane *p; size_t count; double *wrong, *size; };

static int look_at(void *ctx, size_t i, void *work, struct err *e)
{
	const struct look *l = ctx;
	const struct plane *p = l->p;
	const struct amp_base *b = &p->a->base[0];
	size_t c = i * (p->n / l->count) + i * 7919 % (p->n / l->count);
	double complex f, ours = p->a->field[c], kzf;

	(void)work;
	(void)e;
	l->wrong[i] = l->size[i] = 0;
	if (isnan(p->t[c]))
		return 0;
	if (p->a->born) {
		f = p->field->direct(p->field, (struct cvec3){ p->qx[c], p->qy[c], p->t[c] });
	} else {		/* the terms of -kf alone */
		kzf = amp_kzf(p->a, b, p->t[c]);
		ours -= kzf * p->a->field[p->n + c];
		f = b->ti * p->field->direct(p->field, (struct cvec3){ p->qx[c], p->qy[c], -b->kzi - kzf });
		if (b->ri != 0)
			f += b->ri * p->field->direct(p->field, (struct cvec3){ p->qx[c], p->qy[c], b->kzi - kzf });
	}
	l->wrong[i] = cabs(ours - p->contrast * f);
	l->size[i] = cabs(ours);
	return 0;
}

/* The largest error of count pixels over the largest amplitude among them. */
static int look(struct amp *a, const struct plane *p, struct err *e)
{
	struct look l = { p, a->look < p->n ? a->look : p->n, NULL, NULL };
	double wrong = 0, size = 0;

	l.wrong = mem_alloc(l.count, sizeof *l.wrong, "the pixels", e);
	l.size = mem_alloc(l.count, sizeof *l.size, "the pixels", e);
	if (!e->code && !par_for(l.count, 0, look_at, &l, e))
		for (size_t i = 0; i < l.count; i++) {
			wrong = fmax(wrong, l.wrong[i]);
			size = fmax(size, l.size[i]);
		}
	a->look_error = size > 0 ? wrong / size : 0;
	mem_free(l.wrong);
	mem_free(l.size);
	return e->code;
}

/* Below the critical angle E and O of a high field lose the digits by which its waves decay. */
static int check_decay(const struct amp *a, double h, struct err *e)
{
	double kappa = a->born ? 0 : fmax(cimag(csqrt(a->base[0].dn)), cimag(a->base[0].kzi));

	return kappa * h > 14 ? err_set(e, E_DATA, "a height field or voxels of %.4g nm, where waves decay in %.3g nm: not supported", h, 1 / kappa) : 0;
}

int amp_field(struct amp *a, struct err *e)
{
	const struct piece_group *g = only_group(a, e);
	struct plane p = { .a = a };
	double h, w;

	if (!g)
		return e->code;
	p.field = g->field;
	p.contrast = g->contrast;
	/* E and O about the place of the field: its own z = 0 */
	h = fmax(fabs(p.field->box.lo.z), fabs(p.field->box.hi.z));
	if (!check_decay(a, h, e) && !allocate(&p, e) && !par_for(a->view.nrow, 3 * a->view.ncol * sizeof(double), read_row, &p, e) && !settle(&p, g, e)) {
		w = 0.5 * h * (a->born ? p.hi - p.lo : a->view.k * sqrt(p.hi));
		p.nodes = cheb_count(w);
		for (p.node = 0; p.node < p.nodes && !e->code; p.node++)
			one_node(&p, e);
		if (!e->code)
			par_for(a->view.nrow, 0, finish_row, &p, e);
		if (!e->code && a->look)
			look(a, &p, e);
		a->evaluations = (double)p.nodes;
	}
	mem_free(p.qx);
	mem_free(p.qy);
	mem_free(p.t);
	mem_free(p.sum);
	mem_free(p.val);
	return e->code;
}
