/* amp_section.c - upright prisms that differ in their section alone, as sizes and turns of one kind do: what depends on z is one for all. */
#include <math.h>

#include "base/mem.h"
#include "num/cx.h"
#include "num/par.h"
#include "scat/amp_part.h"

static const struct piece_group *only_prism(const struct amp_species *s)
{
	const struct piece_group *g = s->n == 1 && s->piece[0].n == 1 && !s->piece[0].grain ? &s->piece[0].group[0] : NULL;

	return g && !g->field && g->shape.kind->cross && !g->shape.kind->f && g->n == 1 && fabs(g->rot.m[2][2] - 1) < 1e-12 ? g : NULL;
}

bool amp_sections(const struct amp *a)
{
	const struct piece_group *first = a->nspecies > 1 ? only_prism(&a->species[0]) : NULL;

	for (size_t i = 1; first && i < a->nspecies; i++) {
		const struct piece_group *g = only_prism(&a->species[i]);
		if (!g || g->shape.par[g->shape.kind->height] != first->shape.par[first->shape.kind->height] || g->z[0] != first->z[0] ||
		    g->contrast != first->contrast)
			return false;
	}
	return first != NULL;
}

struct job { const struct amp *a; struct amp_sections *s; double (*at)(const struct amp *a, int axis, size_t k); };

/* With a section of 1: the first species' function over its section's transform, where that is not near 0; so computed anew. */
static int one_row(void *ctx, size_t v, void *work, struct err *e)
{
	struct job *j = ctx;
	const struct amp *a = j->a;
	const struct piece_group *g = only_prism(&a->species[0]);
	struct amp_species unit = a->species[0];
	struct piece_group group = *g;
	struct piece piece = unit.piece[0];

	(void)work;
	(void)e;
	group.shape.kind = &amp_unit_prism;
	group.shape.par[0] = g->shape.par[g->shape.kind->height];
	group.turned = false;
	group.x = group.y = (double[]){ 0 };
	piece.group = &group;
	unit.piece = &piece;
	for (size_t u = 0; u < a->nu; u++) {
		size_t i = v * a->nu + u;
		double complex f[NFUN_MOST];
		struct vec3 q = { NAN, NAN, NAN };
		double sin_a, row = j->at(a, 0, v), col = j->at(a, 1, u);
		bool there = view_q(&a->view, row, col, &q, &sin_a) && amp_functions(a, &unit, row, col, f);
		for (size_t m = 0; m < a->nfun; m++)
			j->s->z[m * a->nv * a->nu + i] = there ? f[m] : (double complex)NAN;
		j->s->qx[i] = q.x;
		j->s->qy[i] = q.y;
	}
	return 0;
}

int amp_sections_new(struct amp_sections *s, const struct amp *a, double (*at)(const struct amp *a, int axis, size_t k), struct err *e)
{
	size_t n = a->nv * a->nu;
	struct job j = { a, s, at };

	s->z = mem_alloc(a->nfun * n, sizeof *s->z, "form factors at nodes", e);
	s->qx = mem_alloc(n, sizeof *s->qx, "form factors at nodes", e);
	s->qy = mem_alloc(n, sizeof *s->qy, "form factors at nodes", e);
	return e->code ? e->code : par_for(a->nv, 0, one_row, &j, e);
}

void amp_sections_free(struct amp_sections *s)
{
	mem_free(s->z);
	mem_free(s->qx);
	mem_free(s->qy);
}

void amp_sections_row(const struct amp *a, const struct amp_sections *s, const struct amp_species *sp, size_t v, double complex *out)
{
	const struct piece_group *g = &sp->piece[0].group[0];
	size_t n = a->nv * a->nu;
	bool moved = g->x[0] != 0 || g->y[0] != 0;

	for (size_t i = v * a->nu; i < (v + 1) * a->nu; i++) {
		struct cvec3 q = { s->qx[i], s->qy[i], 0 };
		double complex c;
		if (g->turned)
			q = rot3_back(&g->rot, q);
		c = g->shape.kind->cross(&g->shape, creal(q.x), creal(q.y));
		if (moved)
			c = cx_mul(c, cx_expi(s->qx[i] * g->x[0] + s->qy[i] * g->y[0]));
		for (size_t m = 0; m < a->nfun; m++)
			out[m * n + i] = cx_mul(c, s->z[m * n + i]);
	}
}

/* ---- a prism whose section has the transform 1 ---- */

static double complex one(const struct ff_shape *s, double complex qx, double complex qy)
{
	(void)s;
	(void)qx;
	(void)qy;
	return 1;
}

const struct ff_kind amp_unit_prism = { .name = "unit prism", .param = { { "height", NAN, FF_LEAST, FF_MOST, "" } }, .cross = one, .height = 0 };
