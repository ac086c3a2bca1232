#include "scat/mesh.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "scat/polyhedron_part.h"

const char *const mesh_origins[] = { "file", "bottom_centre", NULL };

#define MOST_NM 1e12				/* no coordinate is more */

struct half_edge { size_t a, b, tri; };		/* from a to b */

struct shell { size_t first, n; struct ff_box box; double volume, area; };

struct work {
	size_t nv, nt, nshell;
	struct vec3 *v;				/* nm */
	size_t *tri, *was;			/* [3 nt] corners; [nt] number in the file */
	size_t *same;				/* [nv] the vertex that it became, or a triangle's root */
	size_t *root;				/* [nt] union-find of shells */
	struct half_edge *edge;			/* [3 nt] */
	size_t *order;				/* [nt] triangles by shell */
	struct shell *shell;
	struct ff_box box;
};

static void widen(struct ff_box *b, struct vec3 v)
{
	b->lo = (struct vec3){ fmin(b->lo.x, v.x), fmin(b->lo.y, v.y), fmin(b->lo.z, v.z) };
	b->hi = (struct vec3){ fmax(b->hi.x, v.x), fmax(b->hi.y, v.y), fmax(b->hi.z, v.z) };
}

static struct ff_box nothing(void)
{
	return (struct ff_box){ { INFINITY, INFINITY, INFINITY }, { -INFINITY, -INFINITY, -INFINITY } };
}

/* Cells of a few tolerances, found by a table of their numbers; each has a list of different vertices. */
struct cells { size_t mask, *head, *next; double tol; };
enum { CELL = 8 };				/* tolerances */

static size_t cell_hash(const struct cells *c, const int64_t *n)
{
	uint64_t h = (uint64_t)n[0] * 0x9e3779b97f4a7c15u ^ (uint64_t)n[1] * 0xc2b2ae3d27d4eb4fu ^ (uint64_t)n[2] * 0x165667b19e3779f9u;

	h ^= h >> 32;
	h *= 0xd6e8feb86659fd93u;
	return (h ^ h >> 32) & c->mask;
}

static bool near(struct vec3 a, struct vec3 b, double tol)
{
	return fabs(a.x - b.x) <= tol && fabs(a.y - b.y) <= tol && fabs(a.z - b.z) <= tol;
}

/* A vertex of before that is at the same place; else this one, which goes into its cell. */
static size_t merge_one(const struct work *w, struct cells *c, size_t i)
{
	double x[3] = { w->v[i].x - w->box.lo.x, w->v[i].y - w->box.lo.y, w->v[i].z - w->box.lo.z };
	int64_t lo[3], hi[3], own[3], n[3];
	size_t at;

	for (int k = 0; k < 3; k++) {
		lo[k] = (int64_t)floor((x[k] - c->tol) / (CELL * c->tol));
		hi[k] = (int64_t)floor((x[k] + c->tol) / (CELL * c->tol));
		own[k] = (int64_t)floor(x[k] / (CELL * c->tol));
	}
	for (n[0] = lo[0]; n[0] <= hi[0]; n[0]++)
		for (n[1] = lo[1]; n[1] <= hi[1]; n[1]++)
			for (n[2] = lo[2]; n[2] <= hi[2]; n[2]++)
				for (at = c->head[cell_hash(c, n)]; at != SIZE_MAX; at = c->next[at])
					if (near(w->v[at], w->v[i], c->tol))
						return at;
	at = cell_hash(c, own);
	c->next[i] = c->head[at];
	c->head[at] = i;
	return i;
}

static int merge(struct work *w, struct err *e)
{
	struct vec3 d = vec3_less(w->box.hi, w->box.lo);
	struct cells c = { .mask = 1, .tol = 1e-9 * fmax(fmax(d.x, d.y), d.z) };

	if (!(c.tol > 0 && c.tol < INFINITY))
		return err_set(e, E_DATA, "all vertices of the mesh are one place");
	while (c.mask < 2 * w->nv)
		c.mask = 2 * c.mask + 1;
	c.head = mem_alloc(c.mask + 1, sizeof *c.head, "a mesh", e);
	c.next = mem_alloc(w->nv, sizeof *c.next, "a mesh", e);
	if (c.head && c.next) {
		memset(c.head, 0xff, (c.mask + 1) * sizeof *c.head);
		for (size_t i = 0; i < w->nv; i++)
			if (w->same[i])		/* some triangle uses it */
				w->same[i] = merge_one(w, &c, i);
	}
	mem_free(c.head);
	mem_free(c.next);
	return e->code;
}

static int take(struct work *w, const struct mesh_par *par, const struct vec3 *v, size_t nt, const size_t *tri, struct err *e)
{
	double s = par->unit_nm * par->scale;

	w->box = nothing();
	for (size_t i = 0; i < w->nv; i++) {
		w->v[i] = (struct vec3){ s * v[i].x, s * v[i].y, s * v[i].z };
		if (!(fabs(w->v[i].x) < MOST_NM && fabs(w->v[i].y) < MOST_NM && fabs(w->v[i].z) < MOST_NM))
			return err_set(e, E_DATA, "vertex %zu of the mesh is at (%g, %g, %g) nm", i, w->v[i].x, w->v[i].y, w->v[i].z);
	}
	memset(w->same, 0, w->nv * sizeof *w->same);
	for (size_t i = 0; i < 3 * nt; i++) {
		if (tri[i] >= w->nv)
			return err_set(e, E_DATA, "triangle %zu: there is no vertex %zu, only %zu", i / 3, tri[i], w->nv);
		widen(&w->box, w->v[tri[i]]);
		w->same[tri[i]] = 1;
	}
	if (merge(w, e))
		return e->code;
	for (size_t t = 0; t < nt; t++) {
		size_t a = w->same[tri[3 * t]], b = w->same[tri[3 * t + 1]], c = w->same[tri[3 * t + 2]];

		if (a == b || b == c || c == a)
			continue;
		w->tri[3 * w->nt] = a, w->tri[3 * w->nt + 1] = b, w->tri[3 * w->nt + 2] = c;
		w->was[w->nt++] = t;
	}
	return 0;
}

static int by_ends(const void *x, const void *y)
{
	const struct half_edge *s = x, *t = y;
	size_t sa = s->a < s->b ? s->a : s->b, sb = s->a < s->b ? s->b : s->a;
	size_t ta = t->a < t->b ? t->a : t->b, tb = t->a < t->b ? t->b : t->a;

	if (sa != ta)
		return sa < ta ? -1 : 1;
	if (sb != tb)
		return sb < tb ? -1 : 1;
	return (s->tri > t->tri) - (s->tri < t->tri);
}

static size_t root_of(size_t *root, size_t t)
{
	while (root[t] != t)
		t = root[t] = root[root[t]];
	return t;
}

/* Triangles m that share edge g[0] */
static int check_edge(const struct work *w, const struct half_edge *g, size_t m, struct err *e)
{
	struct vec3 a = w->v[g->a], b = w->v[g->b];
	size_t first = w->was[g[0].tri], second = m > 1 ? w->was[g[1].tri] : 0;

	if (m == 1)
		return err_set(e, E_DATA, "the mesh is open: no other triangle shares an edge of triangle %zu, "
			       "from (%g, %g, %g) to (%g, %g, %g) nm", first, a.x, a.y, a.z, b.x, b.y, b.z);
	if (m > 2)
		return err_set(e, E_DATA, "the mesh is not a surface: %zu triangles, %zu and %zu of them, share the edge "
			       "from (%g, %g, %g) to (%g, %g, %g) nm", m, first, second, a.x, a.y, a.z, b.x, b.y, b.z);
	if (g[0].a == g[1].a)
		return err_set(e, E_DATA, "the mesh has mixed winding: triangles %zu and %zu go in one direction along their "
			       "edge from (%g, %g, %g) to (%g, %g, %g) nm", first, second, a.x, a.y, a.z, b.x, b.y, b.z);
	return 0;
}

static int join(struct work *w, struct err *e)
{
	struct half_edge *g = w->edge;
	size_t n = 3 * w->nt;

	for (size_t i = 0; i < n; i++)
		g[i] = (struct half_edge){ w->tri[i], w->tri[i % 3 == 2 ? i - 2 : i + 1], i / 3 };
	for (size_t t = 0; t < w->nt; t++)
		w->root[t] = t;
	qsort(g, n, sizeof *g, by_ends);
	for (size_t i = 0, m; i < n; i += m) {
		for (m = 1; i + m < n; m++)
			if (!((g[i].a == g[i + m].a && g[i].b == g[i + m].b) || (g[i].a == g[i + m].b && g[i].b == g[i + m].a)))
				break;
		if (check_edge(w, g + i, m, e))
			return e->code;
		size_t s = root_of(w->root, g[i].tri), t = root_of(w->root, g[i + 1].tri);

		w->root[s > t ? s : t] = s > t ? t : s;
	}
	return 0;
}

/* The root of a shell is its lowest triangle: shells are in order of it, and so are triangles within them. */
static void shells(struct work *w)
{
	size_t *number = w->same, at = 0;

	for (size_t t = 0; t < w->nt; t++) {
		size_t r = root_of(w->root, t);

		if (r == t) {
			number[t] = w->nshell;
			w->shell[w->nshell++] = (struct shell){ .box = nothing() };
		} else {
			number[t] = number[r];
		}
		w->shell[number[t]].n++;
	}
	for (size_t s = 0; s < w->nshell; s++) {
		w->shell[s].first = at;
		at += w->shell[s].n;
		w->shell[s].n = 0;
	}
	for (size_t t = 0; t < w->nt; t++) {
		struct shell *s = w->shell + number[t];

		w->order[s->first + s->n++] = t;
	}
}

static void corners(const struct work *w, size_t t, struct vec3 o, struct vec3 *r)
{
	for (size_t k = 0; k < 3; k++)
		r[k] = vec3_less(w->v[w->tri[3 * t + k]], o);
}

static void measure(struct work *w, struct shell *s)
{
	struct vec3 o = w->v[w->tri[3 * w->order[s->first]]], r[3], g;

	for (size_t i = 0; i < s->n; i++) {
		corners(w, w->order[s->first + i], o, r);
		g = vec3_cross(vec3_less(r[1], r[0]), vec3_less(r[2], r[0]));
		s->volume += vec3_dot(r[0], g) / 6;
		s->area += sqrt(vec3_dot(g, g)) / 2;
		for (size_t k = 0; k < 3; k++)
			widen(&s->box, w->v[w->tri[3 * w->order[s->first + i] + k]]);
	}
}

static double length(struct vec3 a)
{
	return sqrt(vec3_dot(a, a));
}

/* How often the shell goes around o. */
static double winding(const struct work *w, const struct shell *s, struct vec3 o)
{
	double sum = 0;

	for (size_t i = 0; i < s->n; i++) {
		struct vec3 r[3];
		double a, b, c;

		corners(w, w->order[s->first + i], o, r);
		a = length(r[0]), b = length(r[1]), c = length(r[2]);
		sum += 2 * atan2(vec3_dot(r[0], vec3_cross(r[1], r[2])), a * b * c + vec3_dot(r[0], r[1]) * c +
				 vec3_dot(r[1], r[2]) * a + vec3_dot(r[2], r[0]) * b);
	}
	return sum / (4 * M_PI);
}

static bool holds(const struct ff_box *b, struct vec3 o)
{
	return o.x >= b->lo.x && o.x <= b->hi.x && o.y >= b->lo.y && o.y <= b->hi.y && o.z >= b->lo.z && o.z <= b->hi.z;
}

/* How many others a shell lies in. */
static size_t depth(const struct work *w, size_t s)
{
	struct vec3 r[3], o;
	size_t n = 0;

	corners(w, w->order[w->shell[s].first], (struct vec3){ 0, 0, 0 }, r);
	o = (struct vec3){ (r[0].x + r[1].x + r[2].x) / 3, (r[0].y + r[1].y + r[2].y) / 3, (r[0].z + r[1].z + r[2].z) / 3 };
	for (size_t i = 0; i < w->nshell; i++)
		if (i != s && holds(&w->shell[i].box, o) && fabs(winding(w, w->shell + i, o)) > 0.5)
			n++;
	return n;
}

/* All shells as they should be, or all the other way round: *turned. */
static int orient(struct work *w, bool *turned, struct err *e)
{
	for (size_t i = 0; i < w->nshell; i++) {
		struct shell *s = w->shell + i;
		size_t at = w->was[w->order[s->first]];

		measure(w, s);
		if (!(fabs(s->volume) > 1e-12 * pow(s->area, 1.5)))
			return err_set(e, E_DATA, "the shell of triangle %zu encloses nothing: %g nm^3", at, s->volume);
	}
	for (size_t i = 0; i < w->nshell; i++) {
		struct shell *s = w->shell + i;
		size_t n = depth(w, i);
		bool wrong = (s->volume > 0) == (n % 2 == 1);

		if (i == 0)
			*turned = wrong;
		else if (wrong != *turned)
			return err_set(e, E_DATA, "the shell of triangle %zu lies in %zu others and looks %s, that of triangle %zu does not fit that",
				       w->was[w->order[s->first]], n, s->volume > 0 ? "outwards" : "inwards", w->was[w->order[0]]);
	}
	return 0;
}

static int build(struct work *w, const struct mesh_par *par, bool turned, struct polyhedron **p, struct err *e)
{
	struct surface s = { .nv = w->nv, .nf = w->nt };
	struct vec3 o = { (w->box.lo.x + w->box.hi.x) / 2, (w->box.lo.y + w->box.hi.y) / 2, w->box.lo.z };

	if (par->origin == MESH_BOTTOM_CENTRE)
		for (size_t i = 0; i < w->nv; i++)
			w->v[i] = vec3_less(w->v[i], o);
	s.start = mem_alloc(w->nt + 1, sizeof *s.start, "a mesh", e);
	if (!s.start)
		return e->code;
	for (size_t t = 0; t <= w->nt; t++)
		s.start[t] = 3 * t;
	for (size_t t = 0; turned && t < w->nt; t++) {
		size_t b = w->tri[3 * t + 1];

		w->tri[3 * t + 1] = w->tri[3 * t + 2];
		w->tri[3 * t + 2] = b;
	}
	s.v = w->v;
	s.index = w->tri;
	w->v = NULL;
	w->tri = NULL;
	return poly_make(p, &s, e);
}

static int work_room(struct work *w, size_t nt, struct err *e)
{
	w->v = mem_alloc(w->nv, sizeof *w->v, "a mesh", e);
	w->tri = mem_alloc(3 * nt, sizeof *w->tri, "a mesh", e);
	w->was = mem_alloc(nt, sizeof *w->was, "a mesh", e);
	w->same = mem_alloc(w->nv > nt ? w->nv : nt, sizeof *w->same, "a mesh", e);
	w->root = mem_alloc(nt, sizeof *w->root, "a mesh", e);
	w->edge = mem_alloc(3 * nt, sizeof *w->edge, "a mesh", e);
	w->order = mem_alloc(nt, sizeof *w->order, "a mesh", e);
	w->shell = mem_alloc(nt, sizeof *w->shell, "a mesh", e);
	return e->code;
}

int mesh_polyhedron(struct polyhedron **p, const struct mesh_par *par, size_t nv, const struct vec3 *v, size_t nt,
		    const size_t *tri, bool *turned, struct err *e)
{
	struct work w = { .nv = nv };
	bool wrong = false;

	*p = NULL;
	if (!(par->unit_nm > 0 && par->scale > 0))
		return err_set(e, E_DATA, "a mesh of unit %g nm and scale %g", par->unit_nm, par->scale);
	if (nt < 4 || nv < 4 || nt > SIZE_MAX / 1024)
		return err_set(e, E_DATA, "a mesh of %zu vertices and %zu triangles", nv, nt);
	if (!work_room(&w, nt, e) && !take(&w, par, v, nt, tri, e) && w.nt < 4)
		err_set(e, E_DATA, "a mesh of %zu triangles that are none", nt - w.nt);
	if (!e->code && !join(&w, e)) {
		shells(&w);
		if (!orient(&w, &wrong, e) && !build(&w, par, wrong, p, e) && turned)
			*turned = wrong;
	}
	mem_free(w.v);
	mem_free(w.tri);
	mem_free(w.was);
	mem_free(w.same);
	mem_free(w.root);
	mem_free(w.edge);
	mem_free(w.order);
	mem_free(w.shell);
	return e->code;
}
