#include "scat/amp.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "scat/amp_part.h"

static double complex phase(double complex kz, double z)
{
	double complex x = I * kz * z;

	return cexp(fmax(-AMP_DECAY, fmin(AMP_DECAY, creal(x))) + I * cimag(x));
}

double complex amp_moved(double complex t, double complex kz, double z)
{
	return t == 0 ? 0 : t * phase(kz, z);
}

double complex amp_kzf(const struct amp *a, const struct amp_base *b, double sin2_a)
{
	double complex kz = csqrt(a->view.k * a->view.k * sin2_a + b->dn);

	return cabs(kz) > 1e-7 * a->view.k ? kz : 1e-7 * a->view.k;
}

void amp_even_odd(const struct amp_base *b, double complex kzf, const double complex *f, double complex *even, double complex *odd)
{
	*even += 0.5 * (b->ti * (f[2] + f[0]) + b->ri * (f[3] + f[1]));
	*odd += 0.5 * (b->ti * (f[2] - f[0]) + b->ri * (f[3] - f[1])) / kzf;
}

bool amp_functions(const struct amp *a, const struct amp_species *s, double row, double col, double complex *f)
{
	struct vec3 q;
	double sin_a;

	if (!view_q(&a->view, row, col, &q, &sin_a))
		return false;
	memset(f, 0, a->nfun * sizeof *f);
	for (size_t i = 0; i < s->n; i++) {
		const struct amp_base *b = &a->base[s->base[i]];
		double complex kzf, qz[4] = { q.z }, f4[4] = { 0 };

		if (a->born) {
			piece_eval(&s->piece[i], b->z0, q.x, q.y, 1, qz, f4);
			f[0] += f4[0];
			continue;
		}
		kzf = amp_kzf(a, b, sin_a * sin_a);
		qz[0] = -b->kzi - kzf;
		qz[1] = -b->kzi + kzf;
		qz[2] = b->kzi - kzf;
		qz[3] = b->kzi + kzf;
		piece_eval(&s->piece[i], b->z0, q.x, q.y, b->ri != 0 ? 4 : 2, qz, f4);
		amp_even_odd(b, kzf, (double complex[]){ f4[0], f4[2], f4[1], f4[3] }, &f[2 * s->base[i]], &f[2 * s->base[i] + 1]);
	}
	return true;
}

void amp_gamma(const struct amp *a, const struct wave *w, size_t i, double complex *gamma)
{
	if (a->born) {
		gamma[0] = a->prefactor;
		return;
	}
	for (size_t b = 0; b < a->nbase; b++) {
		const struct wave *l = &w[a->base[b].layer];
		double complex kz = l->kz_re[i] + I * l->kz_im[i], t = l->t_re[i] + I * l->t_im[i], r = l->r_re[i] + I * l->r_im[i];
		t = amp_moved(t, -kz, a->base[b].z0);
		r = amp_moved(r, kz, a->base[b].z0);
		gamma[2 * b] = a->prefactor * (t + r);
		gamma[2 * b + 1] = a->prefactor * (r - t) * kz;
	}
}

/* ---- making ---- */

static int base_of(struct amp *a, int layer)
{
	for (size_t i = 0; i < a->nbase; i++)
		if (a->base[i].layer == layer)
			return (int)i;
	a->base[a->nbase].layer = layer;
	return (int)a->nbase++;
}

static int make_species(struct amp *a, const struct amp_par *p, size_t i, struct err *e)
{
	struct amp_species *s = &a->species[i];
	const struct species *from = &p->layout->species[i];

	s->weight = from->weight;
	if (piece_make(from, p->layout->layer, p->sample->layer, p->sample->nlayer, p->n2, p->born, &s->piece, &s->n, e))
		return e->code;
	s->base = mem_alloc(s->n + 1, sizeof *s->base, "pieces", e);
	for (size_t j = 0; s->base && j < s->n; j++)
		s->base[j] = base_of(a, s->piece[j].layer);
	return e->code;
}

/* The middle of all pieces of a layer (of a field: its own z = 0), and the incoming wave there. */
static void settle_base(struct amp *a, const struct amp_par *p, size_t b)
{
	struct amp_base *base = &a->base[b];
	const struct layer *l = p->sample->layer;
	double lo = INFINITY, hi = -INFINITY;

	for (size_t i = 0; i < a->nspecies; i++)
		for (size_t j = 0; j < a->species[i].n; j++)
			if (a->species[i].base[j] == (int)b) {
				lo = fmin(lo, a->species[i].piece[j].lo.z);
				hi = fmax(hi, a->species[i].piece[j].hi.z);
			}
	base->z0 = a->mode == AMP_FIELD ? a->species[0].piece[0].group[0].z[0] : 0.5 * (lo + hi);
	if (p->born)
		return;
	base->dn = a->view.k * a->view.k * (l[base->layer].n2 - l[0].n2);
	base->kzi = p->in[base->layer].kz;
	base->ti = amp_moved(p->in[base->layer].t, -base->kzi, base->z0);
	base->ri = amp_moved(p->in[base->layer].r, base->kzi, base->z0);
}

static bool has_field(const struct amp *a)
{
	for (size_t i = 0; i < a->nspecies; i++)
		for (size_t j = 0; j < a->species[i].n; j++)
			for (size_t g = 0; g < a->species[i].piece[j].n; g++)
				if (a->species[i].piece[j].group[g].field)
					return true;
	return false;
}

/* ---- disorder of lattices ---- */

static bool same_particle(const struct piece_group *a, const struct piece_group *b)
{
	bool round;

	if (a->field || b->field)
		return false;
	round = a->shape.kind->round && fabs(a->rot.m[2][2] - 1) < 1e-12 && fabs(b->rot.m[2][2] - 1) < 1e-12;
	return a->n == 1 && b->n == 1 && a->shape.kind == b->shape.kind && a->shape.data == b->shape.data &&
	       !memcmp(a->shape.par, b->shape.par, sizeof a->shape.par) && a->contrast == b->contrast && a->z[0] == b->z[0] &&
	       (round || !memcmp(&a->rot, &b->rot, sizeof a->rot));
}

/* Do particles of both lattices, turned as they may be, stand at the same heights? */
static bool same_disorder(const struct amp_species *a, const struct amp_species *b)
{
	const struct grain *g = a->piece[0].grain, *h = b->piece[0].grain;

	if (!(b->disorder > 0) || a->piece[0].n != 1 || b->piece[0].n != 1 || g->nlayer != h->nlayer || g->debye_nm2 != h->debye_nm2 ||
	    g->N[0] * g->N[1] != h->N[0] * h->N[1])
		return false;
	for (size_t i = 0; i < g->nlayer; i++)
		if (fabs(g->t[i].z - h->t[i].z) > 1e-9)
			return false;
	return same_particle(&a->piece[0].group[0], &b->piece[0].group[0]);
}

static void settle_disorder(struct amp *a)
{
	for (size_t i = 0; i < a->nspecies; i++) {
		struct amp_species *s = &a->species[i];
		size_t k = 0;
		if (!s->n || !s->piece[0].grain || !(s->piece[0].grain->debye_nm2 > 0))
			continue;
		while (k < i && !same_disorder(s, &a->species[k]))
			k++;
		a->species[k].disorder += s->weight;
	}
}

int amp_new(struct amp **out, const struct amp_par *p, struct err *e)
{
	struct amp *a = *out = mem_zero(1, sizeof *a, "a layout", e);

	if (!a)
		return e->code;
	a->view = *p->view;
	a->born = p->born;
	a->allow_alias = p->allow_alias;
	a->look = p->look;
	a->apart = p->layout->approx != APPROX_DA;
	a->prefactor = a->view.k * a->view.k / (4 * M_PI);
	a->base = mem_zero(p->sample->nlayer, sizeof *a->base, "a layout", e);
	a->species = mem_zero(p->layout->nspecies, sizeof *a->species, "the particles", e);
	if (e->code)
		return e->code;
	for (a->nspecies = 0; a->nspecies < p->layout->nspecies; a->nspecies++)
		if (make_species(a, p, a->nspecies, e)) {
			a->nspecies++;
			return e->code;
		}
	a->nfun = a->born ? 1 : 2 * a->nbase;
	a->mode = has_field(a) ? AMP_FIELD : AMP_PIXELS;
	for (size_t b = 0; b < a->nbase; b++)
		settle_base(a, p, b);
	settle_disorder(a);
	a->evaluations = (double)a->nspecies * (double)(a->view.nrow * a->view.ncol);
	if (p->each_pixel)
		return 0;
	return a->mode == AMP_FIELD ? amp_field(a, e) : amp_nodes(a, e);
}

void amp_free(struct amp *a)
{
	if (!a)
		return;
	for (size_t i = 0; a->species && i < a->nspecies; i++) {
		for (size_t j = 0; a->species[i].piece && j < a->species[i].n; j++)
			piece_free(&a->species[i].piece[j]);
		mem_free(a->species[i].piece);
		mem_free(a->species[i].base);
	}
	mem_free(a->species);
	mem_free(a->base);
	mem_free(a->c);
	mem_free(a->quad);
	mem_free(a->basis);
	mem_free(a->field);
	mem_free(a);
}

double amp_length(const struct amp *a, size_t species)
{
	const struct amp_species *s = &a->species[species];
	struct ff_box b;

	if (!s->n || s->piece[0].group[0].field)
		return 1;
	b = ff_box(&s->piece[0].group[0].shape);
	return b.hi.x - b.lo.x;
}

const char *amp_how(const struct amp *a, double *evaluations, double *look_error)
{
	static const char *const how[] = { "nodes", "ensemble", "pixels", "field" };

	*evaluations = a->evaluations;
	*look_error = a->look_error;
	return how[a->mode];
}
