/* amp_nodes.c - form factors at Chebyshev nodes of the detector. */
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "num/par.h"
#include "scat/amp_part.h"
#include "scat/cheb.h"

enum { MANY = 6 };		/* species from which an ensemble pays */
enum { BLOCK = 16 };		/* species summed in one go: a number that does not depend on threads */

/* ---- how many ---- */

/* Half ranges of a piece about the origin of the phases, nm. */
static void reach(const struct amp *a, double *x, double *y, double *z)
{
	*x = *y = *z = 0;
	for (size_t i = 0; i < a->nspecies; i++)
		for (size_t j = 0; j < a->species[i].n; j++) {
			const struct piece *p = &a->species[i].piece[j];
			double z0 = a->base[a->species[i].base[j]].z0;
			*x = fmax(*x, fmax(-p->lo.x, p->hi.x));
			*y = fmax(*y, fmax(-p->lo.y, p->hi.y));
			*z = fmax(*z, fmax(z0 - p->lo.z, p->hi.z - z0));
		}
}

struct range { double lo, hi; };

static void take(struct range *r, double v)
{
	r->lo = fmin(r->lo, v);
	r->hi = fmax(r->hi, v);
}

enum { LOOK = 9 };

/* Radians from the middle of the detector to its edge, along a row (along = 0) or a column. */
static double radians(const struct amp *a, int along, double hx, double hy, double hz)
{
	double most = 0, nrow = (double)a->view.d->nrow, ncol = (double)a->view.d->ncol;

	for (int i = 0; i < LOOK; i++) {
		struct range x = { INFINITY, -INFINITY }, y = x, z = x;
		for (int j = 0; j < LOOK; j++) {
			double v = (double)(along ? j : i) / (LOOK - 1), u = (double)(along ? i : j) / (LOOK - 1), sin_a;
			struct vec3 q;
			if (!view_q(&a->view, v * nrow - 0.5, u * ncol - 0.5, &q, &sin_a))
				return INFINITY;
			take(&x, q.x);
			take(&y, q.y);
			take(&z, a->born ? q.z : a->view.k * sin_a);
		}
		most = fmax(most, 0.5 * (hx * (x.hi - x.lo) + hy * (y.hi - y.lo) + hz * (z.hi - z.lo)));
	}
	return most;
}

/* Decay over half the height, of a wave below the critical angle: digits that E and O lose. */
static double decay(const struct amp *a, double hz)
{
	double most = 0;

	for (size_t b = 0; !a->born && b < a->nbase; b++)
		most = fmax(most, fmax(cimag(csqrt(a->base[b].dn)), cimag(a->base[b].kzi)) * hz);
	return most;
}

static bool plan(struct amp *a)
{
	double hx, hy, hz, wu, wv, pixels = (double)a->view.nrow * (double)a->view.ncol;

	reach(a, &hx, &hy, &hz);
	wu = radians(a, 0, hx, hy, hz);
	wv = radians(a, 1, hx, hy, hz);
	if (a->view.d->type == DET_POINTS || !(wu < 1e5 && wv < 1e5) || decay(a, hz) > 6)
		return false;
	a->nu = cheb_count(wu);
	a->nv = cheb_count(wv);
	return (double)a->nu * (double)a->nv < 0.5 * pixels && (double)a->nu < 1.5 * (double)a->view.ncol;
}

/* ---- values at nodes ---- */

/* Pixel coordinate of node k of the rows (axis 0) or columns. */
static double node_at(const struct amp *a, int axis, size_t k)
{
	return 0.5 * (cheb_node(axis ? a->nu : a->nv, k) + 1) * (double)(axis ? a->view.d->ncol : a->view.d->nrow) - 0.5;
}

/* One row of nodes: [nfun] of them, nv nu from each other.  NaN where there is no direction. */
static void node_row(const struct amp *a, const struct amp_species *s, size_t v, double complex *out)
{
	double complex f[NFUN_MOST];

	for (size_t u = 0; u < a->nu; u++) {
		bool there = amp_functions(a, s, node_at(a, 0, v), node_at(a, 1, u), f);
		for (size_t m = 0; m < a->nfun; m++)
			out[(m * a->nv + v) * a->nu + u] = there ? f[m] : (double complex)NAN;
	}
}

struct matrices { double *mv, *mu, *pv, *pu; };		/* coefficients; nodes to twice as many: [2 nv][nv], and [nu][2 nu] */

static void matrices_free(struct matrices *m)
{
	mem_free(m->mv);
	mem_free(m->mu);
	mem_free(m->pv);
	mem_free(m->pu);
}

/* p[2 n][n]: values at n nodes to values at 2 n. */
static int refine_matrix(size_t n, const double *m, double **p, struct err *e)
{
	double *t = mem_alloc(n, sizeof *t, "nodes", e);

	*p = mem_zero(2 * n * n, sizeof **p, "nodes", e);
	for (size_t f = 0; t && *p && f < 2 * n; f++) {
		cheb_basis(n, cheb_node(2 * n, f), t, 1);
		for (size_t i = 0; i < n; i++)
			for (size_t k = 0; k < n; k++)
				(*p)[f * n + k] += t[i] * m[i * n + k];
	}
	mem_free(t);
	return e->code;
}

static int matrices_new(struct matrices *m, size_t nv, size_t nu, bool fine, struct err *e)
{
	double *pu = NULL;

	memset(m, 0, sizeof *m);
	m->mv = mem_alloc(nv * nv, sizeof *m->mv, "nodes", e);
	m->mu = mem_alloc(nu * nu, sizeof *m->mu, "nodes", e);
	if (e->code)
		return e->code;
	cheb_matrix(nv, m->mv);
	cheb_matrix(nu, m->mu);
	if (!fine || refine_matrix(nv, m->mv, &m->pv, e) || refine_matrix(nu, m->mu, &pu, e) ||
	    !(m->pu = mem_alloc(2 * nu * nu, sizeof *m->pu, "nodes", e))) {
		mem_free(pu);
		return e->code;
	}
	for (size_t f = 0; f < 2 * nu; f++)
		for (size_t k = 0; k < nu; k++)
			m->pu[k * 2 * nu + f] = pu[f * nu + k];
	mem_free(pu);
	return 0;
}

/* ---- each species with coefficients of its own ---- */

static int one_row(void *ctx, size_t i, void *work, struct err *e)
{
	struct amp *a = ctx;
	size_t s = i / a->nv, v = i % a->nv;

	(void)work;
	(void)e;
	node_row(a, &a->species[s], v, a->c + s * a->nfun * a->nv * a->nu);
	return 0;
}

struct change { struct amp *a; const struct matrices *m; double *tail; };

static int transform_one(void *ctx, size_t i, void *work, struct err *e)
{
	struct change *t = ctx;
	struct amp *a = t->a;
	double complex *c = a->c + i * a->nv * a->nu;

	(void)e;
	cheb_transform(a->nv, a->nu, t->m->mv, t->m->mu, c, work);
	t->tail[i] = cheb_tail(a->nv, a->nu, c);
	return 0;
}

static int transform(struct amp *a, const struct matrices *m, double *tail, struct err *e)
{
	size_t n = a->nset * a->nfun;
	struct change t = { a, m, mem_alloc(n, sizeof *t.tail, "nodes", e) };

	*tail = 0;
	if (t.tail && !par_for(n, a->nv * a->nu * sizeof *a->c, transform_one, &t, e))
		for (size_t i = 0; i < n; i++)
			*tail = fmax(*tail, t.tail[i]);
	mem_free(t.tail);
	return e->code;
}

static int all_species(struct amp *a, const struct matrices *m, double *tail, struct err *e)
{
	a->nset = a->nspecies;
	a->c = mem_alloc(a->nset * a->nfun * a->nv * a->nu, sizeof *a->c, "form factors at nodes", e);
	return !a->c || par_for(a->nspecies * a->nv, 0, one_row, a, e) ? e->code : transform(a, m, tail, e);
}

/* ---- sums over many species ---- */

struct blocks {
	struct amp *a;
	const struct matrices *m;
	const struct amp_sections *sections;	/* or NULL */
	size_t per, nquad;		/* species of a block; doubles of its products */
	double *quad;			/* [blocks][nquad] */
	double complex *mean;		/* [blocks][nfun nv nu] */
};

/* f [nv][nu] at twice as many nodes, split. */
static void refine(const struct amp *a, const struct matrices *m, const double complex *f, double *line, double *re, double *im)
{
	size_t n = 2 * a->nu;

	for (size_t v = 0; v < 2 * a->nv; v++) {
		HOT_PICK(cheb_contract)(a->nv, n, m->pv + v * a->nv, (const double *)f, line);
		HOT_PICK(cheb_row)(a->nu, line, m->pu, n, n, re + v * n, im + v * n);
	}
}

static void add_products(double w, size_t n, size_t nfun, const double *fine, double *quad)
{
	for (size_t i = 0; i < nfun; i++)
		for (size_t j = i; j < nfun; j++) {
			const double *ar = fine + 2 * i * n, *ai = ar + n, *br = fine + 2 * j * n, *bi = br + n;
			for (size_t k = 0; k < n; k++)
				quad[k] += w * (ar[k] * br[k] + ai[k] * bi[k]);
			quad += n;
			for (size_t k = 0; i != j && k < n; k++)
				quad[k] += w * (ai[k] * br[k] - ar[k] * bi[k]);
			quad += i != j ? n : 0;
		}
}

static size_t block_work(const struct amp *a)
{
	size_t n = a->nv * a->nu;

	return sizeof(double) * (2 * a->nfun * n + 2 * a->nu + 8 * n * a->nfun);
}

static int one_block(void *ctx, size_t b, void *work, struct err *e)
{
	struct blocks *k = ctx;
	const struct amp *a = k->a;
	size_t n = a->nv * a->nu, last = (b + 1) * k->per < a->nspecies ? (b + 1) * k->per : a->nspecies;
	double complex *f = work, *mean = k->mean + b * a->nfun * n;
	double *line = (double *)(f + a->nfun * n), *fine = line + 2 * a->nu;

	(void)e;
	for (size_t s = b * k->per; s < last; s++) {
		for (size_t v = 0; v < a->nv; v++)
			k->sections ? amp_sections_row(a, k->sections, &a->species[s], v, f) : node_row(a, &a->species[s], v, f);
		for (size_t i = 0; i < a->nfun * n; i++)
			mean[i] += a->species[s].weight * f[i];
		for (size_t i = 0; i < a->nfun; i++)
			refine(a, k->m, f + i * n, line, fine + 8 * i * n, fine + 8 * i * n + 4 * n);
		add_products(a->species[s].weight, 4 * n, a->nfun, fine, k->quad + b * k->nquad);
	}
	return 0;
}

static int merge_blocks(struct amp *a, const struct blocks *k, size_t nblock, double *tail, struct err *e)
{
	size_t n = a->nfun * a->nv * a->nu;
	struct matrices twice = { 0 };
	double *work = mem_alloc(4 * a->nv * a->nu, sizeof *work, "nodes", e);

	for (size_t b = 0; b < nblock; b++) {
		for (size_t i = 0; i < n; i++)
			a->c[i] += k->mean[b * n + i];
		for (size_t i = 0; i < k->nquad; i++)
			a->quad[i] += k->quad[b * k->nquad + i];
	}
	if (work && !matrices_new(&twice, 2 * a->nv, 2 * a->nu, false, e))
		cheb_transform_real(a->nfun * a->nfun, 2 * a->nv, 2 * a->nu, twice.mv, twice.mu, a->quad, work);
	mem_free(work);
	matrices_free(&twice);
	return e->code ? e->code : transform(a, k->m, tail, e);
}

static int ensemble(struct amp *a, const struct matrices *m, double *tail, struct err *e)
{
	size_t n = a->nfun * a->nv * a->nu, nblock;
	struct amp_sections sections = { NULL, NULL, NULL };
	struct blocks k = { .a = a, .m = m, .per = BLOCK, .nquad = 4 * a->nfun * n, .sections = amp_sections(a) ? &sections : NULL };

	k.per = a->nspecies > 64 * BLOCK ? (a->nspecies + 63) / 64 : BLOCK;
	nblock = (a->nspecies + k.per - 1) / k.per;
	a->nset = 1;
	a->c = mem_zero(n, sizeof *a->c, "form factors at nodes", e);
	a->quad = mem_zero(k.nquad, sizeof *a->quad, "form factors at nodes", e);
	k.mean = mem_zero(nblock * n, sizeof *k.mean, "form factors at nodes", e);
	k.quad = mem_zero(nblock * k.nquad, sizeof *k.quad, "form factors at nodes", e);
	if (!e->code && k.sections)
		amp_sections_new(&sections, a, node_at, e);
	if (!e->code && !par_for(nblock, block_work(a), one_block, &k, e))
		merge_blocks(a, &k, nblock, tail, e);
	amp_sections_free(&sections);
	mem_free(k.mean);
	mem_free(k.quad);
	return e->code;
}

/* ---- all ---- */

static int make_basis(struct amp *a, size_t n, struct err *e)
{
	a->basis = mem_alloc(n * a->view.ncol, sizeof *a->basis, "nodes", e);
	for (size_t c = 0; a->basis && c < a->view.ncol; c++)
		cheb_basis(n, (2 * (double)c + 1) / (double)a->view.ncol - 1, a->basis + c, a->view.ncol);
	return e->code;
}

int amp_nodes(struct amp *a, struct err *e)
{
	bool many = a->nspecies >= MANY && a->nfun <= 2 && !a->apart;
	struct matrices m;
	double tail = 0;

	if (a->nfun > NFUN_MOST || !plan(a))
		return 0;
	if (!matrices_new(&m, a->nv, a->nu, many, e))
		many ? ensemble(a, &m, &tail, e) : all_species(a, &m, &tail, e);
	matrices_free(&m);
	if (e->code || !(tail < 1e-9)) {	/* a form factor that is not so smooth */
		mem_free(a->c);
		mem_free(a->quad);
		a->c = NULL;
		a->quad = NULL;
		return e->code;
	}
	a->mode = many ? AMP_ENSEMBLE : AMP_NODES;
	a->evaluations = (double)a->nspecies * (double)(a->nu * a->nv);
	return make_basis(a, many ? 2 * a->nu : a->nu, e);
}
