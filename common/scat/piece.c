#include "scat/piece.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "num/cx.h"
#include "num/vmath.h"

/* ---- making ---- */

/* A part, or what of one lies in a layer, at its place in that layer's frame. */
struct bit {
	struct part part;
	int layer;
	double complex contrast;
	void *data;
	struct vec3 lo, hi;
};

struct bits { size_t n, cap; struct bit *v; };

static struct bit *more(struct bits *b, struct err *e)
{
	if (b->n == b->cap) {
		size_t cap = b->cap ? 2 * b->cap : 8;
		struct bit *v = mem_zero(cap, sizeof *v, "the parts of a particle", e);
		if (!v)
			return NULL;
		if (b->n)
			memcpy(v, b->v, b->n * sizeof *v);
		mem_free(b->v);
		b->v = v;
		b->cap = cap;
	}
	return &b->v[b->n++];
}

static bool upright(const struct rot3 *r)
{
	return fabs(r->m[2][2] - 1) < 1e-12;
}

/* The box around the turned and moved box of a part. */
static void surround(const struct part *p, struct vec3 *lo, struct vec3 *hi)
{
	struct ff_box b = p->field ? p->field->box : ff_box(&p->shape);
	double l[3] = { INFINITY, INFINITY, INFINITY }, h[3] = { -INFINITY, -INFINITY, -INFINITY };

	for (int i = 0; i < 8; i++) {
		struct vec3 r = rot3_apply(&p->rot, (struct vec3){ i & 1 ? b.hi.x : b.lo.x, i & 2 ? b.hi.y : b.lo.y,
							      i & 4 ? b.hi.z : b.lo.z });
		double v[3] = { r.x + p->at.x, r.y + p->at.y, r.z + p->at.z };
		for (int j = 0; j < 3; j++) {
			l[j] = fmin(l[j], v[j]);
			h[j] = fmax(h[j], v[j]);
		}
	}
	*lo = (struct vec3){ l[0], l[1], l[2] };
	*hi = (struct vec3){ h[0], h[1], h[2] };
}

static double complex around(const struct species *s, const struct part *p, double complex n2_layer)
{
	return p->within < 0 ? n2_layer : s->part[p->within].n2;
}

/* What of a part lies between z0 and z1 of its layer; moved by shift into the frame of the layer it is counted in. */
static int cut(const struct part *p, double z0, double z1, double shift, struct bit *b, struct err *e)
{
	struct vec3 at;

	b->part = *p;
	if (p->field)
		return err_set(e, E_DATA, "a height field or voxels cross an interface: not supported");
	if (!upright(&p->rot))
		return err_set(e, E_DATA, "a tilted %s crosses an interface: it cannot be cut", p->shape.kind->name);
	if (ff_slice(&p->shape, z0 - p->at.z, z1 - p->at.z, &b->part.shape, &at, &b->data, e))
		return e->code;
	at = rot3_apply(&p->rot, at);
	b->part.at = (struct vec3){ p->at.x + at.x, p->at.y + at.y, p->at.z + at.z + shift };
	return 0;
}

/* Heights of the interfaces around layer l, in the frame of layer own. */
static void extent(const struct layer *l, size_t nlayer, int own, int i, double *top, double *bottom, double *shift)
{
	double depth_own = 0, depth = 0;	/* of the tops below the surface */

	for (int j = 1; j < own; j++)
		depth_own += l[j].thickness_nm;
	for (int j = 1; j < i; j++)
		depth += l[j].thickness_nm;
	*shift = depth - depth_own;		/* z in layer i is z in own's frame plus this */
	*top = i ? -*shift : INFINITY;
	*bottom = i == 0 ? depth_own : (size_t)i + 1 == nlayer ? -INFINITY : -*shift - l[i].thickness_nm;
}

static int add_part(const struct species *s, const struct part *p, int own, const struct layer *l, size_t nlayer,
		    const double complex *n2, bool uncut, struct bits *bits, struct err *e)
{
	struct vec3 lo, hi;
	double slack;

	surround(p, &lo, &hi);
	slack = 1e-9 * (1 + hi.z - lo.z);
	for (int i = 0; i < (int)nlayer; i++) {
		double top, bottom, shift;
		bool whole;
		struct bit *b;

		extent(l, nlayer, own, i, &top, &bottom, &shift);
		if (uncut ? i != own : hi.z <= bottom + slack || lo.z >= top - slack)
			continue;
		if (!(b = more(bits, e)))
			return e->code;
		memset(b, 0, sizeof *b);
		whole = uncut || (lo.z >= bottom - slack && hi.z <= top + slack);
		b->layer = i;
		b->contrast = p->n2 - around(s, p, n2 ? n2[i] : l[i].n2);
		b->part = *p;
		b->part.at.z += whole && !uncut ? shift : 0;
		if (!whole && cut(p, fmax(lo.z, bottom), fmin(hi.z, top), shift, b, e))
			return e->code;
		if (!whole && s->grain)
			return err_set(e, E_DATA, "a lattice of particles crosses an interface: not supported");
		surround(&b->part, &b->lo, &b->hi);
	}
	return 0;
}

static bool same_shape(const struct bit *a, const struct bit *b)
{
	return a->part.shape.kind == b->part.shape.kind && a->part.shape.data == b->part.shape.data &&
	       a->part.field == b->part.field && !a->data && !b->data && a->contrast == b->contrast &&
	       !memcmp(a->part.shape.par, b->part.shape.par, sizeof a->part.shape.par) &&
	       !memcmp(&a->part.rot, &b->part.rot, sizeof a->part.rot);
}

/* Places of the bits of one group, in planes; bits[i].layer becomes -1. */
static int fill_group(struct piece_group *g, struct bit *bits, size_t n, size_t first, struct err *e)
{
	int layer = bits[first].layer;
	size_t count = 0, at = 0;
	struct bit lead = bits[first];

	for (size_t i = first; i < n; i++)
		count += bits[i].layer == layer && (i == first || same_shape(&lead, &bits[i]));
	g->x = mem_alloc(count, sizeof *g->x, "places", e);
	g->y = mem_alloc(count, sizeof *g->y, "places", e);
	g->z = mem_alloc(count, sizeof *g->z, "places", e);
	g->start = mem_zero(count + 1, sizeof *g->start, "places", e);
	if (e->code)
		return e->code;
	g->shape = lead.part.shape;
	g->field = lead.part.field;
	g->rot = lead.part.rot;
	g->turned = memcmp(&g->rot, &rot3_none, sizeof g->rot) != 0;
	g->contrast = lead.contrast;
	g->data = lead.data;
	for (size_t i = first; i < n; i++) {
		double z = bits[i].part.at.z;
		if (bits[i].layer != layer || !(i == first || same_shape(&lead, &bits[i])))
			continue;
		for (size_t j = i; j < n; j++)		/* all of this plane */
			if (bits[j].layer == layer && (j == first || same_shape(&lead, &bits[j])) && bits[j].part.at.z == z) {
				g->x[at] = bits[j].part.at.x;
				g->y[at++] = bits[j].part.at.y;
				bits[j].layer = -1;
			}
		g->z[g->nplane++] = z;
		g->start[g->nplane] = at;
	}
	g->n = at;
	return 0;
}

static void widen(struct piece *p, const struct bit *b)
{
	p->lo = (struct vec3){ fmin(p->lo.x, b->lo.x), fmin(p->lo.y, b->lo.y), fmin(p->lo.z, b->lo.z) };
	p->hi = (struct vec3){ fmax(p->hi.x, b->hi.x), fmax(p->hi.y, b->hi.y), fmax(p->hi.z, b->hi.z) };
}

static int gather(struct piece *p, const struct species *s, int layer, struct bits *bits, struct err *e)
{
	size_t groups = 0;

	p->layer = layer;
	p->grain = s->grain;
	p->lo = (struct vec3){ INFINITY, INFINITY, INFINITY };
	p->hi = (struct vec3){ -INFINITY, -INFINITY, -INFINITY };
	for (size_t i = 0; i < bits->n; i++)
		if (bits->v[i].layer == layer) {
			groups++;
			widen(p, &bits->v[i]);
		}
	p->group = mem_zero(groups, sizeof *p->group, "the parts of a particle", e);
	for (size_t i = 0; p->group && i < bits->n && !e->code; i++)
		if (bits->v[i].layer == layer)
			fill_group(&p->group[p->n++], bits->v, bits->n, i, e);
	if (s->grain) {
		struct vec3 lo = grain_lo(s->grain), hi = grain_hi(s->grain);
		p->lo = (struct vec3){ p->lo.x + lo.x, p->lo.y + lo.y, p->lo.z + lo.z };
		p->hi = (struct vec3){ p->hi.x + hi.x, p->hi.y + hi.y, p->hi.z + hi.z };
	}
	return e->code;
}

/* All of a grain in its layer? */
static int check_grain(const struct piece *p, const struct layer *l, size_t nlayer, struct err *e)
{
	double top, bottom, shift, slack = 1e-9 * (1 + p->hi.z - p->lo.z);

	extent(l, nlayer, p->layer, p->layer, &top, &bottom, &shift);
	if (p->lo.z < bottom - slack || p->hi.z > top + slack)
		return err_set(e, E_DATA, "a lattice of particles crosses an interface: not supported");
	return 0;
}

int piece_make(const struct species *s, int layer, const struct layer *l, size_t nlayer, const double complex *n2,
	       bool uncut, struct piece **p, size_t *n, struct err *e)
{
	struct bits bits = { 0, 0, NULL };

	*n = 0;
	*p = mem_zero(nlayer, sizeof **p, "the parts of a particle", e);
	for (size_t i = 0; *p && i < s->npart && !e->code; i++)
		add_part(s, &s->part[i], layer, l, nlayer, n2, uncut, &bits, e);
	for (int i = 0; i < (int)nlayer && !e->code; i++) {
		size_t here = 0;
		for (size_t j = 0; j < bits.n; j++)
			here += bits.v[j].layer == i;
		if (here && !gather(&(*p)[(*n)++], s, i, &bits, e) && s->grain && !uncut)
			check_grain(&(*p)[*n - 1], l, nlayer, e);
	}
	for (size_t j = 0; j < bits.n; j++)		/* of an error on the way */
		if (bits.v[j].layer >= 0 && bits.v[j].data)
			ff_data_free(bits.v[j].part.shape.kind, bits.v[j].data);
	mem_free(bits.v);
	return e->code;
}

void piece_free(struct piece *p)
{
	for (size_t i = 0; p->group && i < p->n; i++) {
		struct piece_group *g = &p->group[i];
		if (g->data)
			ff_data_free(g->shape.kind, g->data);
		mem_free(g->x);
		mem_free(g->y);
		mem_free(g->z);
		mem_free(g->start);
	}
	mem_free(p->group);
	memset(p, 0, sizeof *p);
}

/* ---- evaluating ---- */

enum { CHUNK = 128 };

/* sum of exp(i (qx x + qy y)) */
static double complex plane_sum(size_t n, const double *x, const double *y, double qx, double qy)
{
	double phase[CHUNK], s[CHUNK], c[CHUNK], re = 0, im = 0;

	if (n == 1 && x[0] == 0 && y[0] == 0)
		return 1;
	for (size_t i = 0; i < n; i += CHUNK) {
		size_t m = n - i < CHUNK ? n - i : CHUNK;
		for (size_t j = 0; j < m; j++)
			phase[j] = qx * x[i + j] + qy * y[i + j];
		vmath_sincos(m, phase, s, c);
		for (size_t j = 0; j < m; j++) {
			re += c[j];
			im += s[j];
		}
	}
	return re + I * im;
}

static double complex shape_f(const struct piece_group *g, struct cvec3 q)
{
	if (g->turned)
		q = rot3_back(&g->rot, q);
	return g->field ? g->field->direct(g->field, q) : ff_eval(&g->shape, q);
}

/* Of an upright prism the section's transform is one for all qz. */
static void shape_all(const struct piece_group *g, double qx, double qy, size_t n, const double complex *qz, double complex *f)
{
	const struct ff_kind *k = g->field ? NULL : g->shape.kind;

	if (k && k->cross && !k->f && (!g->turned || upright(&g->rot))) {
		struct cvec3 q = g->turned ? rot3_back(&g->rot, (struct cvec3){ qx, qy, 0 }) : (struct cvec3){ qx, qy, 0 };
		double h = g->shape.par[k->height];
		double complex c = k->cross(&g->shape, creal(q.x), creal(q.y));
		for (size_t j = 0; j < n; j++)
			f[j] = cx_mul(c, h * cx_ramp(qz[j] * h));
		return;
	}
	for (size_t j = 0; j < n; j++)
		f[j] = shape_f(g, (struct cvec3){ qx, qy, qz[j] });
}

static void add_group(const struct piece_group *g, double z0, double qx, double qy, size_t n, const double complex *qz,
		      double complex *out)
{
	double complex sum[8] = { 0 }, f[8];

	for (size_t p = 0; p < g->nplane; p++) {
		double complex s = plane_sum(g->start[p + 1] - g->start[p], g->x + g->start[p], g->y + g->start[p], qx, qy);
		double z = g->z[p] - z0;
		for (size_t j = 0; j < n; j++)
			sum[j] += z != 0 ? cx_mul(s, cx_expi(qz[j] * z)) : s;
	}
	shape_all(g, qx, qy, n, qz, f);
	for (size_t j = 0; j < n; j++)
		out[j] += cx_mul(cx_mul(g->contrast, sum[j]), f[j]);
}

void piece_eval_one(const struct piece *p, double z0, double qx, double qy, size_t n, const double complex *qz, double complex *out)
{
	for (size_t j = 0; j < n; j++)
		out[j] = 0;
	for (size_t i = 0; i < p->n; i++)
		add_group(&p->group[i], z0, qx, qy, n, qz, out);
}

void piece_eval(const struct piece *p, double z0, double qx, double qy, size_t n, const double complex *qz, double complex *out)
{
	piece_eval_one(p, z0, qx, qy, n, qz, out);
	if (!p->grain)
		return;
	for (size_t j = 0; j < n; j++) {
		double complex q2 = qx * qx + qy * qy + qz[j] * qz[j];
		out[j] *= grain_sum(p->grain, (struct cvec3){ qx, qy, qz[j] });
		if (p->grain->debye_nm2 > 0)
			out[j] *= cexp(-0.5 * p->grain->debye_nm2 * q2);
	}
}
