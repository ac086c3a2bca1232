#include "scat/polyhedron.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "scat/polyhedron_part.h"

struct edge { size_t a, b, face; int up; };	/* a < b; up: used from a to b */

static int by_ends(const void *x, const void *y)
{
	const struct edge *s = x, *t = y;

	if (s->a != t->a)
		return s->a < t->a ? -1 : 1;
	if (s->b != t->b)
		return s->b < t->b ? -1 : 1;
	return (s->face > t->face) - (s->face < t->face);
}

void poly_surface_free(struct surface *s)
{
	mem_free(s->v);
	mem_free(s->start);
	mem_free(s->index);
	*s = (struct surface){ 0 };
}

void polyhedron_free(struct polyhedron *p)
{
	if (!p)
		return;
	poly_surface_free(&p->s);
	poly_blocks_free(p);
	mem_free(p);
}

static int check_closed(const struct surface *s, struct err *e)
{
	size_t n = s->start[s->nf];
	struct edge *g = mem_alloc(n, sizeof *g, "the edges of a polyhedron", e);

	if (!g)
		return e->code;
	for (size_t f = 0; f < s->nf; f++)
		for (size_t i = s->start[f]; i < s->start[f + 1]; i++) {
			size_t a = s->index[i], b = s->index[i + 1 < s->start[f + 1] ? i + 1 : s->start[f]];

			g[i] = (struct edge){ a < b ? a : b, a < b ? b : a, f, a < b };
		}
	qsort(g, n, sizeof *g, by_ends);
	for (size_t i = 0, m; i < n && !e->code; i += m) {
		for (m = 1; i + m < n && g[i + m].a == g[i].a && g[i + m].b == g[i].b; m++)
			;
		if (m == 1)
			err_set(e, E_DATA, "face %zu: its edge from vertex %zu to %zu belongs to no other face", g[i].face, g[i].a, g[i].b);
		else if (m > 2)
			err_set(e, E_DATA, "faces %zu and %zu: their edge from vertex %zu to %zu belongs to %zu faces",
				g[i].face, g[i + 1].face, g[i].a, g[i].b, m);
		else if (g[i].up == g[i + 1].up)
			err_set(e, E_DATA, "faces %zu and %zu go along their edge from vertex %zu to %zu in the same direction",
				g[i].face, g[i + 1].face, g[i].a, g[i].b);
	}
	mem_free(g);
	return e->code;
}

/* Twice the area along the normal (M. E. Newell): sum of v_i x v_{i+1}, from the first vertex. */
static struct vec3 face_normal(const struct surface *s, size_t f)
{
	struct vec3 o = s->v[s->index[s->start[f]]], g = { 0, 0, 0 };

	for (size_t i = s->start[f] + 1; i + 1 < s->start[f + 1]; i++) {
		struct vec3 c = vec3_cross(vec3_less(s->v[s->index[i]], o), vec3_less(s->v[s->index[i + 1]], o));

		g = (struct vec3){ g.x + c.x, g.y + c.y, g.z + c.z };
	}
	return g;
}

static int check_face(const struct surface *s, size_t f, struct err *e)
{
	size_t from = s->start[f], n = s->start[f + 1] - from;
	struct vec3 g, o;
	double size = 0, off = 0, area;

	if (s->start[f + 1] < from || n < 3)
		return err_set(e, E_DATA, "face %zu has fewer than 3 vertices", f);
	for (size_t i = 0; i < n; i++)
		if (s->index[from + i] >= s->nv)
			return err_set(e, E_DATA, "face %zu: there is no vertex %zu, only %zu", f, s->index[from + i], s->nv);
	g = face_normal(s, f);
	o = s->v[s->index[from]];
	area = sqrt(vec3_dot(g, g));
	for (size_t i = 1; i < n; i++) {
		struct vec3 d = vec3_less(s->v[s->index[from + i]], o);

		size = fmax(size, sqrt(vec3_dot(d, d)));
		off = fmax(off, fabs(vec3_dot(d, g)));
	}
	if (!isfinite(area) || !isfinite(size))
		return err_set(e, E_DATA, "face %zu: a vertex is not finite", f);
	if (!(area > 1e-14 * size * size))
		return err_set(e, E_DATA, "face %zu has no area", f);
	if (off > 1e-6 * size * area)
		return err_set(e, E_DATA, "face %zu is not plane: %g of its size %g nm", f, off / (area * size), size);
	return 0;
}

static void measure(struct polyhedron *p)
{
	struct vec3 lo = p->s.v[p->s.index[0]], hi = lo, half;

	for (size_t i = 0; i < p->s.start[p->s.nf]; i++) {
		struct vec3 v = p->s.v[p->s.index[i]];

		lo = (struct vec3){ fmin(lo.x, v.x), fmin(lo.y, v.y), fmin(lo.z, v.z) };
		hi = (struct vec3){ fmax(hi.x, v.x), fmax(hi.y, v.y), fmax(hi.z, v.z) };
	}
	half = (struct vec3){ (hi.x - lo.x) / 2, (hi.y - lo.y) / 2, (hi.z - lo.z) / 2 };
	p->box = (struct ff_box){ lo, hi };
	p->centre = (struct vec3){ (lo.x + hi.x) / 2, (lo.y + hi.y) / 2, (lo.z + hi.z) / 2 };
	p->radius = sqrt(vec3_dot(half, half));
}

int poly_make(struct polyhedron **p, struct surface *s, struct err *e)
{
	struct polyhedron *n = mem_zero(1, sizeof *n, "a polyhedron", e);

	*p = NULL;
	if (!n) {
		poly_surface_free(s);
		return e->code;
	}
	n->s = *s;
	*s = (struct surface){ 0 };
	measure(n);
	if (poly_blocks(n, e)) {
		polyhedron_free(n);
		return e->code;
	}
	for (size_t i = 0; i < n->nblock; i++) {
		const struct poly_block *b = n->block + i;

		for (size_t t = 0; t < b->nt; t++) {
			size_t o = b->v0[t];

			n->volume += (b->x[o] * b->gx[t] + b->y[o] * b->gy[t] + b->z[o] * b->gz[t]) / 6;
		}
	}
	*p = n;
	return 0;
}

static void *copy(const void *from, size_t n, size_t size, struct err *e)
{
	void *to = mem_alloc(n, size, "a polyhedron", e);

	if (to)
		memcpy(to, from, n * size);
	return to;
}

int polyhedron_new(struct polyhedron **p, size_t nv, const struct vec3 *v, size_t nf, const size_t *start,
		   const size_t *index, struct err *e)
{
	struct surface s = { .nv = nv, .nf = nf };

	*p = NULL;
	if (nv < 4 || nf < 4 || nv > SIZE_MAX / 4 / sizeof *v)
		return err_set(e, E_DATA, "a polyhedron of %zu vertices and %zu faces", nv, nf);
	s.v = (struct vec3 *)(uintptr_t)v, s.start = (size_t *)(uintptr_t)start, s.index = (size_t *)(uintptr_t)index;
	for (size_t f = 0; f < nf; f++)
		if (check_face(&s, f, e))
			return e->code;
	if (start[0] != 0)
		return err_set(e, E_INTERNAL, "the first face begins at %zu", start[0]);
	if (check_closed(&s, e))
		return e->code;
	s.v = copy(v, nv, sizeof *v, e);
	s.start = copy(start, nf + 1, sizeof *start, e);
	s.index = copy(index, start[nf], sizeof *index, e);
	if (!s.v || !s.start || !s.index) {
		poly_surface_free(&s);
		return e->code;
	}
	return poly_make(p, &s, e);
}

/* Near q = 0: tetrahedra from the centre, sum 6 V sum_k h_k(a0, a1, a2)/(k + 3)! with a = i q.v */
static double complex small(const struct polyhedron *p, struct cvec3 q)
{
	enum { TERMS = 9 };
	double complex sum = 0;

	for (size_t i = 0; i < p->nblock; i++) {
		const struct poly_block *b = p->block + i;
		double complex a[POLY_CORNER];

		for (size_t k = 0; k < b->nv; k++)
			a[k] = I * cvec3_dot(q, (struct vec3){ b->x[k], b->y[k], b->z[k] });
		for (size_t t = 0; t < b->nt; t++) {
			size_t o = b->v0[t];
			double complex x = a[o], y = a[b->v1[t]], z = a[b->v2[t]];
			double complex e1 = x + y + z, e2 = x * (y + z) + y * z, e3 = x * y * z, h = 1, h1 = 0, h2 = 0, s = 0;
			double c = 1. / 6;

			for (int k = 0; k < TERMS; c /= k + 4, k++) {
				double complex next = e1 * h - e2 * h1 + e3 * h2;

				s += c * h;
				h2 = h1;
				h1 = h;
				h = next;
			}
			sum += s * (b->x[o] * b->gx[t] + b->y[o] * b->gy[t] + b->z[o] * b->gz[t]);
		}
	}
	return sum;
}

double complex polyhedron_f(const struct polyhedron *p, struct cvec3 q)
{
	double re[3] = { creal(q.x), creal(q.y), creal(q.z) }, im[3] = { cimag(q.x), cimag(q.y), cimag(q.z) };
	double sum[2] = { 0, 0 }, q2 = 0;
	double complex shift = cexp(I * cvec3_dot(q, p->centre));

	for (int i = 0; i < 3; i++)
		q2 += re[i] * re[i] + im[i] * im[i];
	if (sqrt(q2) * p->radius < 0.05)
		return shift * small(p, q);
	for (size_t i = 0; i < p->nblock; i++)
		HOT_PICK(poly_block_)(p->block + i, re, im[0] == 0 && im[1] == 0 && im[2] == 0 ? NULL : im, sum);
	return shift * (sum[1] - I * sum[0]) / q2;
}

double polyhedron_volume(const struct polyhedron *p)
{
	return p->volume;
}

struct ff_box polyhedron_box(const struct polyhedron *p)
{
	return p->box;
}

static double complex kind_f(const struct ff_shape *s, struct cvec3 q)
{
	return polyhedron_f(s->data, q);
}

static double kind_volume(const struct ff_shape *s)
{
	return polyhedron_volume(s->data);
}

static struct ff_box kind_box(const struct ff_shape *s)
{
	return polyhedron_box(s->data);
}

static int kind_slice(const struct ff_shape *s, double z0, double z1, struct ff_shape *out, struct vec3 *at,
		      void **data, struct err *e)
{
	struct polyhedron *p;

	*data = NULL;
	if (polyhedron_cut(s->data, z0, z1, &p, e))
		return e->code;
	*data = p;
	*at = (struct vec3){ 0, 0, 0 };
	*out = (struct ff_shape){ .kind = &ff_polyhedron, .data = p };
	return 0;
}

static void kind_free(void *data)
{
	polyhedron_free(data);
}

const struct ff_kind ff_polyhedron = {
	.name = "polyhedron", .brief = "a body of plane faces",
	.reference = "J. Wuttke, J. Appl. Cryst. 54 (2021) 580",
	.f = kind_f, .volume = kind_volume, .box = kind_box, .height = -1, .slice = kind_slice, .data_free = kind_free,
};
