#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "scat/polyhedron_part.h"

struct line { size_t a, b; };		/* an edge; a < b where it has no direction */

struct half {
	const struct surface *in;
	struct surface out;
	double z, sign;			/* kept where sign (z - plane) >= 0 */
	signed char *side;		/* [nv]: 1 kept, 0 in the plane, -1 cut off */
	size_t *kept;			/* [nv]: the new number of a vertex */
	size_t ncross, nline;
	struct line *cross;		/* edges that the plane cuts, in order: out.v[nin + i] is where */
	struct line *line;		/* edges of kept faces that lie in the plane, with direction */
};

static int by_line(const void *x, const void *y)
{
	const struct line *s = x, *t = y;

	if (s->a != t->a)
		return s->a < t->a ? -1 : 1;
	return (s->b > t->b) - (s->b < t->b);
}

static struct line undirected(size_t a, size_t b)
{
	return (struct line){ a < b ? a : b, a < b ? b : a };
}

static size_t next_of(const struct surface *s, size_t f, size_t i)
{
	return s->index[i + 1 < s->start[f + 1] ? i + 1 : s->start[f]];
}

static void classify(struct half *h)
{
	const struct surface *s = h->in;
	double size = 0;

	for (size_t i = 0; i < s->nv; i++)
		size = fmax(size, fabs(s->v[i].z - h->z));
	for (size_t i = 0; i < s->nv; i++) {
		double d = h->sign * (s->v[i].z - h->z);

		h->side[i] = fabs(d) <= 1e-12 * size ? 0 : d > 0 ? 1 : -1;
	}
}

/* Each edge of faces that has ends on both sides, once. */
static void find_crossings(struct half *h)
{
	const struct surface *s = h->in;
	size_t n = 0, m = 0;

	for (size_t f = 0; f < s->nf; f++)
		for (size_t i = s->start[f]; i < s->start[f + 1]; i++) {
			size_t a = s->index[i], b = next_of(s, f, i);

			if (h->side[a] * h->side[b] < 0)
				h->cross[n++] = undirected(a, b);
		}
	qsort(h->cross, n, sizeof *h->cross, by_line);
	for (size_t i = 0; i < n; i++)
		if (m == 0 || by_line(h->cross + m - 1, h->cross + i))
			h->cross[m++] = h->cross[i];
	h->ncross = m;
}

static void place_vertices(struct half *h)
{
	const struct surface *s = h->in;
	struct surface *o = &h->out;

	for (size_t i = 0; i < s->nv; i++) {
		if (h->side[i] < 0)
			continue;
		h->kept[i] = o->nv;
		o->v[o->nv] = s->v[i];
		if (h->side[i] == 0)
			o->v[o->nv].z = h->z;
		o->nv++;
	}
	for (size_t i = 0; i < h->ncross; i++) {
		struct vec3 a = s->v[h->cross[i].a], b = s->v[h->cross[i].b];
		double t = (h->z - a.z) / (b.z - a.z);

		o->v[o->nv + i] = (struct vec3){ a.x + t * (b.x - a.x), a.y + t * (b.y - a.y), h->z };
	}
}

/* What of a face is kept, by I. E. Sutherland and G. W. Hodgman: its end in the list of indices. */
static size_t clip(struct half *h, size_t f)
{
	const struct surface *s = h->in;
	size_t n = h->out.start[h->out.nf], *to = h->out.index;

	for (size_t i = s->start[f]; i < s->start[f + 1]; i++) {
		size_t a = s->index[i], b = next_of(s, f, i);
		struct line l = undirected(a, b), *at;

		if (h->side[a] >= 0)
			to[n++] = h->kept[a];
		if (h->side[a] * h->side[b] >= 0)
			continue;
		at = bsearch(&l, h->cross, h->ncross, sizeof l, by_line);
		to[n++] = h->out.nv + (size_t)(at - h->cross);
	}
	return n;
}

/* Faces with a vertex above the plane; of those, edges in the plane go backwards into the list of lines. */
static void cut_faces(struct half *h)
{
	const struct surface *s = h->in;
	struct surface *o = &h->out;

	for (size_t f = 0; f < s->nf; f++) {
		size_t from = o->start[o->nf], n;
		bool above = false;

		for (size_t i = s->start[f]; i < s->start[f + 1]; i++)
			above |= h->side[s->index[i]] > 0;
		if (!above)
			continue;
		n = clip(h, f);
		for (size_t i = from; i < n; i++) {
			size_t a = o->index[i], b = o->index[i + 1 < n ? i + 1 : from];

			if (o->v[a].z == h->z && o->v[b].z == h->z)
				h->line[h->nline++] = (struct line){ b, a };
		}
		o->start[++o->nf] = n;
	}
	o->nv += h->ncross;
}

static int by_pair(const void *x, const void *y)
{
	const struct line *s = x, *t = y;
	struct line a = undirected(s->a, s->b), b = undirected(t->a, t->b);
	int c = by_line(&a, &b);

	return c ? c : by_line(s, t);
}

/* Lines of opposite directions cancel: what lies between two kept faces bounds nothing. */
static void cancel(struct half *h)
{
	struct line *l = h->line;
	size_t n = h->nline, m = 0;

	qsort(l, n, sizeof *l, by_pair);
	for (size_t i = 0, k; i < n; i = k) {
		struct line up = undirected(l[i].a, l[i].b);
		ptrdiff_t net = 0;

		for (k = i; k < n && undirected(l[k].a, l[k].b).a == up.a && undirected(l[k].a, l[k].b).b == up.b; k++)
			net += l[k].a == up.a ? 1 : -1;
		for (; net > 0; net--)
			l[m++] = up;
		for (; net < 0; net++)
			l[m++] = (struct line){ up.b, up.a };
	}
	h->nline = m;
}

/* The first line from vertex a that is not used (b == SIZE_MAX: used). */
static struct line *leaving(const struct half *h, size_t a)
{
	size_t lo = 0, hi = h->nline;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (h->line[mid].a < a)
			lo = mid + 1;
		else
			hi = mid;
	}
	while (lo < h->nline && h->line[lo].a == a && h->line[lo].b == SIZE_MAX)
		lo++;
	return lo < h->nline && h->line[lo].a == a ? h->line + lo : NULL;
}

/* As many lines enter a vertex as leave it, so each walk comes back.  Each loop is a face: those around holes turn the other way. */
static void close_caps(struct half *h)
{
	struct surface *o = &h->out;

	qsort(h->line, h->nline, sizeof *h->line, by_line);
	for (size_t i = 0; i < h->nline; i++) {
		size_t n = o->start[o->nf];

		if (h->line[i].b == SIZE_MAX)
			continue;
		for (struct line *l = h->line + i; l; ) {
			size_t to = l->b;

			o->index[n++] = l->a;
			l->b = SIZE_MAX;
			l = leaving(h, to);
		}
		o->start[++o->nf] = n;
	}
}

static int half_room(struct half *h, struct err *e)
{
	size_t nv = h->in->nv, n = h->in->start[h->in->nf];
	struct surface *o = &h->out;

	h->side = mem_zero(nv, 1, "a cut", e);
	h->kept = mem_zero(nv, sizeof *h->kept, "a cut", e);
	h->cross = mem_alloc(n, sizeof *h->cross, "a cut", e);
	h->line = mem_alloc(2 * n, sizeof *h->line, "a cut", e);
	o->v = mem_alloc(nv + n, sizeof *o->v, "a cut", e);
	o->start = mem_zero(h->in->nf + 2 * n + 1, sizeof *o->start, "a cut", e);
	o->index = mem_alloc(4 * n, sizeof *o->index, "a cut", e);
	return e->code;
}

/* The half of s above the plane at z (sign -1: below it) into *out, which may be of no faces. */
static int cut_half(const struct surface *s, double z, double sign, struct surface *out, struct err *e)
{
	struct half h = { .in = s, .z = z, .sign = sign };

	if (!half_room(&h, e)) {
		classify(&h);
		find_crossings(&h);
		place_vertices(&h);
		cut_faces(&h);
		cancel(&h);
		close_caps(&h);
	}
	mem_free(h.side);
	mem_free(h.kept);
	mem_free(h.cross);
	mem_free(h.line);
	*out = h.out;
	return e->code;
}

int polyhedron_cut(const struct polyhedron *p, double z0, double z1, struct polyhedron **out, struct err *e)
{
	struct surface upper = { 0 }, both = { 0 };

	*out = NULL;
	if (!(z0 < z1))
		return err_set(e, E_DATA, "a polyhedron is to be cut from z = %g to %g nm", z0, z1);
	if (!cut_half(&p->s, z0, 1, &upper, e) && !cut_half(&upper, z1, -1, &both, e) && both.nf == 0)
		err_set(e, E_DATA, "nothing of the polyhedron, which goes from z = %g to %g nm, lies between %g and %g nm",
			p->box.lo.z, p->box.hi.z, z0, z1);
	poly_surface_free(&upper);
	if (e->code) {
		poly_surface_free(&both);
		return e->code;
	}
	return poly_make(out, &both, e);
}
