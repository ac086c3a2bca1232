#include "scat/overlap.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum body { BODY_NONE, BODY_SPHERE, BODY_PRISM, BODY_BOX };
enum { CORNERS = 6 };
static const double TOUCH = 1e-9;

/* What is known of a part: its place, and a convex section (corners, or round) from z0 to z1. */
struct solid {
	enum body body;
	double size;			/* for the tolerance */
	struct vec3 mid;		/* sphere, box */
	double radius;			/* sphere, round prism */
	double half[3];			/* box */
	const struct rot3 *rot;
	int n;				/* corners; 0: round */
	double x[CORNERS], y[CORNERS], cx, cy, z0, z1;
};

static double par(const struct ff_shape *s, const char *name)
{
	for (int i = 0; i < FF_PARAMS && s->kind->param[i].name; i++)
		if (!strcmp(s->kind->param[i].name, name))
			return s->par[i];
	return NAN;
}

static bool upright(const struct rot3 *m)
{
	return m->m[2][2] > 1 - 1e-12;
}

static void corner(struct solid *b, const struct part *p, double x, double y)
{
	struct vec3 v = rot3_apply(&p->rot, (struct vec3){ x, y, 0 });

	b->x[b->n] = p->at.x + v.x;
	b->y[b->n++] = p->at.y + v.y;
}

static void polygon(struct solid *b, const struct part *p, int n, double radius)
{
	for (int i = 0; i < n; i++) {
		double a = 2 * acos(-1) * i / n;

		corner(b, p, radius * cos(a), radius * sin(a));
	}
}

static void rectangle(struct solid *b, const struct part *p, const struct ff_box *box)
{
	corner(b, p, box->lo.x, box->lo.y);
	corner(b, p, box->hi.x, box->lo.y);
	corner(b, p, box->hi.x, box->hi.y);
	corner(b, p, box->lo.x, box->hi.y);
}

/* The section of an upright shape where it is widest; false: not known. */
static bool section(struct solid *b, const struct part *p, const struct ff_box *box)
{
	static const char *const rect[] = {
		"box",       "longbox_lorentz", "longbox_gauss",  "pyramid", "anisopyramid",
		"trapezoid", "trapezoid_stack", "truncated_cube", NULL,
	};
	const char *name = p->shape.kind->name;

	if (p->shape.kind->round) {
		b->radius = box->hi.x;
		return true;
	}
	for (int i = 0; rect[i]; i++)
		if (!strcmp(name, rect[i])) {
			rectangle(b, p, box);
			return true;
		}
	if (!strcmp(name, "prism3") || !strcmp(name, "tetrahedron"))
		polygon(b, p, 3, par(&p->shape, "base_edge") / sqrt(3));
	else if (!strcmp(name, "prism6") || !strcmp(name, "cone6"))
		polygon(b, p, 6, par(&p->shape, "base_edge"));
	return b->n > 0;
}

static struct vec3 to_frame(const struct part *p, struct vec3 v)
{
	v = rot3_apply(&p->rot, v);
	return (struct vec3){ p->at.x + v.x, p->at.y + v.y, p->at.z + v.z };
}

static void solid_of(struct solid *b, const struct part *p)
{
	const char *name = p->shape.kind ? p->shape.kind->name : "";
	struct ff_box box;

	*b = (struct solid){ .rot = &p->rot };
	if (!p->shape.kind)
		return;
	box = ff_box(&p->shape);
	b->size = box.hi.x - box.lo.x + box.hi.y - box.lo.y + box.hi.z - box.lo.z;
	b->mid = to_frame(
		p, (struct vec3){ (box.lo.x + box.hi.x) / 2, (box.lo.y + box.hi.y) / 2, (box.lo.z + box.hi.z) / 2 });
	b->cx = b->mid.x;
	b->cy = b->mid.y;
	b->z0 = p->at.z + box.lo.z;
	b->z1 = p->at.z + box.hi.z;
	if (!strcmp(name, "sphere")) {
		b->body = BODY_SPHERE;
		b->radius = par(&p->shape, "radius");
	} else if ((!strcmp(name, "cylinder") || !strcmp(name, "box") || !strcmp(name, "prism3") ||
		    !strcmp(name, "prism6")) &&
		   upright(&p->rot)) {
		b->body = BODY_PRISM;
		section(b, p, &box);
	} else if (!strcmp(name, "box")) {
		b->body = BODY_BOX;
	}
	b->half[0] = (box.hi.x - box.lo.x) / 2;
	b->half[1] = (box.hi.y - box.lo.y) / 2;
	b->half[2] = (box.hi.z - box.lo.z) / 2;
}

static double along(const struct rot3 *m, const double half[3], const double axis[3])
{
	double sum = 0;

	for (int j = 0; j < 3; j++)
		sum += half[j] * fabs(m->m[0][j] * axis[0] + m->m[1][j] * axis[1] + m->m[2][j] * axis[2]);
	return sum;
}

static bool separates(const struct solid *a, const struct solid *b, const double axis[3], double touch)
{
	double len = sqrt(axis[0] * axis[0] + axis[1] * axis[1] + axis[2] * axis[2]), d;

	if (len < 1e-6)
		return false;
	d = fabs(axis[0] * (b->mid.x - a->mid.x) + axis[1] * (b->mid.y - a->mid.y) + axis[2] * (b->mid.z - a->mid.z));
	return d > along(a->rot, a->half, axis) + along(b->rot, b->half, axis) - touch * len;
}

/* Two boxes: the normals of the faces of each, and the products of their edges. */
static bool boxes(const struct solid *a, const struct solid *b, double touch)
{
	for (int i = 0; i < 3; i++) {
		double u[3] = { a->rot->m[0][i], a->rot->m[1][i], a->rot->m[2][i] };
		double v[3] = { b->rot->m[0][i], b->rot->m[1][i], b->rot->m[2][i] };

		if (separates(a, b, u, touch) || separates(a, b, v, touch))
			return false;
		for (int j = 0; j < 3; j++) {
			double w[3] = { b->rot->m[0][j], b->rot->m[1][j], b->rot->m[2][j] };
			double x[3] = { u[1] * w[2] - u[2] * w[1], u[2] * w[0] - u[0] * w[2], u[0] * w[1] - u[1] * w[0] };

			if (separates(a, b, x, touch))
				return false;
		}
	}
	return true;
}

/* Distance of a point from a section in the plane; 0 within. */
static double outside(const struct solid *b, double x, double y)
{
	double best = INFINITY;
	bool in = true;

	if (!b->n) {
		double d = hypot(x - b->cx, y - b->cy) - b->radius;

		return d > 0 ? d : 0;
	}
	for (int i = 0; i < b->n; i++) {
		int j = (i + 1) % b->n;
		double ex = b->x[j] - b->x[i], ey = b->y[j] - b->y[i], px = x - b->x[i], py = y - b->y[i];
		double t = (px * ex + py * ey) / (ex * ex + ey * ey);

		in = in && ex * py - ey * px >= 0;
		t = t < 0 ? 0 : t > 1 ? 1 : t;
		best = fmin(best, hypot(px - t * ex, py - t * ey));
	}
	return in ? 0 : best;
}

/* Is there an edge of a beyond which all of b lies? */
static bool edge_parts(const struct solid *a, const struct solid *b, double touch)
{
	for (int i = 0; i < a->n; i++) {
		int j = (i + 1) % a->n;
		double ex = a->x[j] - a->x[i], ey = a->y[j] - a->y[i], len = hypot(ex, ey), least = INFINITY;

		for (int k = 0; k < b->n; k++)
			least = fmin(least, (ey * (b->x[k] - a->x[i]) - ex * (b->y[k] - a->y[i])) / len);
		if (least > -touch)
			return true;
	}
	return false;
}

static bool sections(const struct solid *a, const struct solid *b, double touch)
{
	if (!b->n)
		return outside(a, b->cx, b->cy) < b->radius - touch;
	if (!a->n)
		return outside(b, a->cx, a->cy) < a->radius - touch;
	return !edge_parts(a, b, touch) && !edge_parts(b, a, touch);
}

static bool sphere_prism(const struct solid *s, const struct solid *p, double touch)
{
	double dz = fmax(fmax(p->z0 - s->mid.z, s->mid.z - p->z1), 0);

	return hypot(dz, outside(p, s->mid.x, s->mid.y)) < s->radius - touch;
}

/* A sphere and a box: the distance in the frame of the box. */
static bool sphere_box(const struct solid *s, const struct solid *b, double touch)
{
	double d[3] = { s->mid.x - b->mid.x, s->mid.y - b->mid.y, s->mid.z - b->mid.z }, sum = 0;

	for (int j = 0; j < 3; j++) {
		double v = fabs(b->rot->m[0][j] * d[0] + b->rot->m[1][j] * d[1] + b->rot->m[2][j] * d[2]) - b->half[j];

		sum += v > 0 ? v * v : 0;
	}
	return sqrt(sum) < s->radius - touch;
}

static bool is_box(const struct solid *s)
{
	return s->body == BODY_BOX || (s->body == BODY_PRISM && s->n == 4);
}

static bool solids(const struct solid *a, const struct solid *b)
{
	double touch = TOUCH * (a->size + b->size);

	if (a->body == BODY_NONE || b->body == BODY_NONE)
		return false;
	if (a->body == BODY_SPHERE && b->body == BODY_SPHERE)
		return sqrt(pow(a->mid.x - b->mid.x, 2) + pow(a->mid.y - b->mid.y, 2) + pow(a->mid.z - b->mid.z, 2)) <
		       a->radius + b->radius - touch;
	if (b->body == BODY_SPHERE)
		return a->body == BODY_PRISM ? sphere_prism(b, a, touch) : sphere_box(b, a, touch);
	if (a->body == BODY_SPHERE)
		return b->body == BODY_PRISM ? sphere_prism(a, b, touch) : sphere_box(a, b, touch);
	if (a->body == BODY_PRISM && b->body == BODY_PRISM)
		return fmin(a->z1, b->z1) - fmax(a->z0, b->z0) > touch && sections(a, b, touch);
	return is_box(a) && is_box(b) && boxes(a, b, touch);
}

bool overlap_parts(const struct part *p, const struct part *q)
{
	struct solid a, b;

	solid_of(&a, p);
	solid_of(&b, q);
	return solids(&a, &b);
}

/* ---- many parts: sorted by x, only those compared whose boxes meet ------------------------------- */

struct range { double lo[3], hi[3]; size_t group, part; };

static int by_lo(const void *pa, const void *pb)
{
	const struct range *a = pa, *b = pb;

	if (a->lo[0] != b->lo[0])
		return a->lo[0] < b->lo[0] ? -1 : 1;
	return a->part < b->part ? -1 : a->part > b->part;
}

static struct range range_of(const struct part *p, size_t group, size_t part)
{
	struct range r = {
		.lo = { p->at.x, p->at.y, p->at.z }, .hi = { p->at.x, p->at.y, p->at.z }, .group = group, .part = part
	};
	struct ff_box b = ff_box(&p->shape);
	const double lo[3] = { b.lo.x, b.lo.y, b.lo.z }, hi[3] = { b.hi.x, b.hi.y, b.hi.z };

	for (int i = 0; i < 3; i++)
		for (int j = 0; j < 3; j++) {
			double u = p->rot.m[i][j] * lo[j], v = p->rot.m[i][j] * hi[j];

			r.lo[i] += fmin(u, v);
			r.hi[i] += fmax(u, v);
		}
	return r;
}

static size_t ranges(const struct part *p, const size_t *start, size_t n, struct range *v)
{
	size_t count = 0;

	for (size_t g = 0; g < n; g++)
		for (size_t i = start[g]; i < start[g + 1]; i++)
			if (p[i].shape.kind && p[i].within < 0)
				v[count++] = range_of(&p[i], g, i);
	qsort(v, count, sizeof *v, by_lo);
	return count;
}

static bool meet(const struct range *a, const struct range *b)
{
	return a->group != b->group && a->lo[1] < b->hi[1] && b->lo[1] < a->hi[1] && a->lo[2] < b->hi[2] &&
	       b->lo[2] < a->hi[2];
}

/* Another part of another group that overlaps v[i], among those that begin after it; count: none. */
static size_t partner(const struct part *p, const struct range *v, size_t count, size_t i)
{
	struct solid a, b;
	bool have = false;

	for (size_t j = i + 1; j < count && v[j].lo[0] < v[i].hi[0]; j++) {
		if (!meet(&v[i], &v[j]))
			continue;
		if (!have)
			solid_of(&a, &p[v[i].part]);
		have = true;
		solid_of(&b, &p[v[j].part]);
		if (solids(&a, &b))
			return j;
	}
	return count;
}

bool overlap_any(const struct part *p, const size_t *start, size_t n, size_t *a, size_t *b)
{
	struct err none = { 0 };
	struct range *v = mem_alloc(start[n] - start[0] + 1, sizeof *v, "parts", &none);
	size_t count = v ? ranges(p, start, n, v) : 0, j = count, i;

	for (i = 0; i < count && j == count; i++)
		j = partner(p, v, count, i);
	if (j < count) {
		size_t g = v[i - 1].group, h = v[j].group;

		*a = g < h ? g : h;
		*b = g < h ? h : g;
	}
	mem_free(v);
	return j < count;
}

/* ---- copies, cores ------------------------------------------------------------------------------- */

static bool widest(struct solid *s, const struct part *p)
{
	struct ff_box box;

	solid_of(s, p);
	if (s->body == BODY_SPHERE || s->body == BODY_PRISM)
		return true;
	if (!p->shape.kind || !upright(&p->rot))
		return false;
	box = ff_box(&p->shape);
	return section(s, p, &box);
}

static void move(struct solid *s, struct vec3 by)
{
	s->mid.x += by.x;
	s->mid.y += by.y;
	s->mid.z += by.z;
	s->cx += by.x;
	s->cy += by.y;
	s->z0 += by.z;
	s->z1 += by.z;
	for (int i = 0; i < s->n; i++) {
		s->x[i] += by.x;
		s->y[i] += by.y;
	}
}

static bool copy_of_part(const struct part *p, struct vec3 by)
{
	struct solid a, b;

	if (!widest(&a, p))
		return false;
	b = a;
	move(&b, by);
	return by.z != 0 ? solids(&a, &b) : sections(&a, &b, TOUCH * 2 * a.size);
}

bool overlap_copy(const struct part *p, size_t npart, struct vec3 shift)
{
	struct solid a, b;

	for (size_t i = 0; i < npart; i++) {
		if (p[i].within >= 0)
			continue;
		if (copy_of_part(&p[i], shift))
			return true;
		solid_of(&a, &p[i]);
		for (size_t j = 0; j < npart; j++) {
			if (i == j || p[j].within >= 0)
				continue;
			solid_of(&b, &p[j]);
			move(&b, shift);
			if (solids(&a, &b))
				return true;
		}
	}
	return false;
}

bool overlap_sticks_out(const struct part *core, const struct part *shell)
{
	struct ff_box c, s;
	struct vec3 d = { core->at.x - shell->at.x, core->at.y - shell->at.y, core->at.z - shell->at.z };
	double touch;

	if (!core->shape.kind || !shell->shape.kind || memcmp(&core->rot, &shell->rot, sizeof core->rot))
		return false;
	d = (struct vec3){
		shell->rot.m[0][0] * d.x + shell->rot.m[1][0] * d.y + shell->rot.m[2][0] * d.z,
		shell->rot.m[0][1] * d.x + shell->rot.m[1][1] * d.y + shell->rot.m[2][1] * d.z,
		shell->rot.m[0][2] * d.x + shell->rot.m[1][2] * d.y + shell->rot.m[2][2] * d.z,
	};
	c = ff_box(&core->shape);
	s = ff_box(&shell->shape);
	touch = 1e-9 * (s.hi.x - s.lo.x + s.hi.y - s.lo.y + s.hi.z - s.lo.z);
	return c.lo.x + d.x < s.lo.x - touch || c.hi.x + d.x > s.hi.x + touch || c.lo.y + d.y < s.lo.y - touch ||
	       c.hi.y + d.y > s.hi.y + touch || c.lo.z + d.z < s.lo.z - touch || c.hi.z + d.z > s.hi.z + touch;
}
