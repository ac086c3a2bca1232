#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "scat/polyhedron_part.h"

struct tri { uint64_t code; size_t v[3]; struct vec3 g; };

/* 21 bits of each axis, interleaved (G. M. Morton's order). */
static uint64_t spread(double x)
{
	uint64_t n = (uint64_t)(fmin(fmax(x, 0), 1) * 2097151), out = 0;

	for (int i = 0; i < 21; i++)
		out |= (n >> i & 1) << 3 * i;
	return out;
}

static uint64_t place(const struct polyhedron *p, const size_t *v)
{
	struct vec3 lo = p->box.lo, hi = p->box.hi, s = { 0, 0, 0 };
	double d = fmax(fmax(hi.x - lo.x, hi.y - lo.y), hi.z - lo.z);

	for (int i = 0; i < 3; i++) {
		s.x += (p->s.v[v[i]].x - lo.x) / (3 * d);
		s.y += (p->s.v[v[i]].y - lo.y) / (3 * d);
		s.z += (p->s.v[v[i]].z - lo.z) / (3 * d);
	}
	return spread(s.x) | spread(s.y) << 1 | spread(s.z) << 2;
}

static int by_code(const void *a, const void *b)
{
	const struct tri *s = a, *t = b;

	if (s->code != t->code)
		return s->code < t->code ? -1 : 1;
	return memcmp(s->v, t->v, sizeof s->v);
}

/* Each face as a fan from its first vertex: of one that is not convex some are negative, and the sum is right. */
static size_t fans(const struct polyhedron *p, struct tri *t)
{
	size_t n = 0;

	for (size_t f = 0; f < p->s.nf; f++) {
		const size_t *v = p->s.index + p->s.start[f];

		for (size_t k = 2; k < p->s.start[f + 1] - p->s.start[f]; k++) {
			struct vec3 a = p->s.v[v[0]];

			t[n].v[0] = v[0];
			t[n].v[1] = v[k - 1];
			t[n].v[2] = v[k];
			t[n].g = vec3_cross(vec3_less(p->s.v[v[k - 1]], a), vec3_less(p->s.v[v[k]], a));
			t[n].code = place(p, t[n].v);
			n++;
		}
	}
	return n;
}

/* Numbers of vertices and edges within a block: a table of (key, number), linear probing. */
enum { SLOTS = 4096 };
struct names { size_t key[SLOTS]; uint16_t number[SLOTS]; size_t n; };

static uint16_t name_of(struct names *m, size_t key)
{
	size_t at = (key * 0x9e3779b97f4a7c15u) >> 52;

	while (m->key[at] != SIZE_MAX && m->key[at] != key)
		at = (at + 1) % SLOTS;
	if (m->key[at] == SIZE_MAX) {
		m->key[at] = key;
		m->number[at] = (uint16_t)m->n++;
	}
	return m->number[at];
}

static uint16_t add_edge(struct poly_block *b, struct names *m, uint16_t i, uint16_t j)
{
	size_t was = m->n;
	uint16_t a = i < j ? i : j, c = i < j ? j : i, n = name_of(m, (size_t)a << 16 | c);
	double dx, dy, dz;

	if (m->n == was)
		return n;
	b->ea[n] = a;
	b->eb[n] = c;
	dx = b->x[a] - b->x[c], dy = b->y[a] - b->y[c], dz = b->z[a] - b->z[c];
	b->len = fmax(b->len, sqrt(dx * dx + dy * dy + dz * dz));
	return n;
}

static uint16_t add_vertex(const struct polyhedron *p, struct poly_block *b, struct names *m, size_t v)
{
	uint16_t n = name_of(m, v);
	struct vec3 r = vec3_less(p->s.v[v], p->centre);

	b->x[n] = r.x;
	b->y[n] = r.y;
	b->z[n] = r.z;
	return n;
}

static int room(struct poly_block *b, size_t n, struct err *e)
{
	size_t m = 3 * n;
	double *d = mem_zero(3 * m + 3 * n, sizeof *d, "a polyhedron", e);
	uint16_t *u = d ? mem_zero(6 * n + 2 * m, sizeof *u, "a polyhedron", e) : NULL;

	b->x = d;
	b->v0 = u;
	if (!u)
		return e->code;
	b->y = d + m, b->z = d + 2 * m, b->gx = d + 3 * m, b->gy = b->gx + n, b->gz = b->gy + n;
	b->v1 = u + n, b->v2 = u + 2 * n, b->e01 = u + 3 * n, b->e12 = u + 4 * n, b->e20 = u + 5 * n;
	b->ea = u + 6 * n, b->eb = b->ea + m;
	return 0;
}

static int fill(const struct polyhedron *p, struct poly_block *b, const struct tri *t, size_t n, struct names *m,
		struct err *e)
{
	if (room(b, n, e))
		return e->code;
	memset(m, 0xff, 2 * sizeof *m);
	m[0].n = m[1].n = 0;
	for (size_t i = 0; i < n; i++) {
		b->v0[i] = add_vertex(p, b, m, t[i].v[0]);
		b->v1[i] = add_vertex(p, b, m, t[i].v[1]);
		b->v2[i] = add_vertex(p, b, m, t[i].v[2]);
		b->e01[i] = add_edge(b, m + 1, b->v0[i], b->v1[i]);
		b->e12[i] = add_edge(b, m + 1, b->v1[i], b->v2[i]);
		b->e20[i] = add_edge(b, m + 1, b->v2[i], b->v0[i]);
		b->gx[i] = t[i].g.x;
		b->gy[i] = t[i].g.y;
		b->gz[i] = t[i].g.z;
	}
	b->nt = n;
	b->nv = m[0].n;
	b->ne = m[1].n;
	return 0;
}

void poly_blocks_free(struct polyhedron *p)
{
	for (size_t i = 0; p->block && i < p->nblock; i++) {
		mem_free(p->block[i].x);
		mem_free(p->block[i].v0);
	}
	mem_free(p->block);
}

int poly_blocks(struct polyhedron *p, struct err *e)
{
	size_t n = p->s.start[p->s.nf];
	struct tri *t = mem_alloc(n + 1, sizeof *t, "a polyhedron", e);
	struct names *m = mem_alloc(2, sizeof *m, "a polyhedron", e);

	if (t && m) {
		n = fans(p, t);
		qsort(t, n, sizeof *t, by_code);
		p->nblock = (n + POLY_TRI - 1) / POLY_TRI;
		p->block = mem_zero(p->nblock, sizeof *p->block, "a polyhedron", e);
	}
	for (size_t i = 0; p->block && i < p->nblock; i++)
		if (fill(p, p->block + i, t + i * POLY_TRI, n - i * POLY_TRI < POLY_TRI ? n - i * POLY_TRI : POLY_TRI, m, e))
			break;
	mem_free(m);
	mem_free(t);
	return e->code;
}
