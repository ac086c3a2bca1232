#include "scat/solid.h"

#include "base/mem.h"
#include "num/cx.h"
#include "num/vmath.h"
#include "scat/simplex.h"

static double det(struct vec3 a, struct vec3 b, struct vec3 c, struct vec3 d)
{
	double x1 = b.x - a.x, y1 = b.y - a.y, z1 = b.z - a.z;
	double x2 = c.x - a.x, y2 = c.y - a.y, z2 = c.z - a.z;
	double x3 = d.x - a.x, y3 = d.y - a.y, z3 = d.z - a.z;

	return x3 * (y1 * z2 - z1 * y2) + y3 * (z1 * x2 - x1 * z2) + z3 * (x1 * y2 - y1 * x2);
}

/* a = i q.v and e = exp(a) of n <= SOLID_MOST corners */
static void nodes(int n, const struct vec3 *v, struct cvec3 q, double complex *a, double complex *e)
{
	double re[SOLID_MOST], im[SOLID_MOST], s[SOLID_MOST], c[SOLID_MOST];
	bool real = cimag(q.x) == 0 && cimag(q.y) == 0 && cimag(q.z) == 0;

	for (int k = 0; k < n; k++) {
		double complex p = cvec3_dot(q, v[k]);

		a[k] = cx_timesi(p);
		re[k] = -cimag(p);
		im[k] = creal(p);
	}
	vmath_sincos((size_t)n, im, s, c);
	if (!real)
		vmath_exp((size_t)n, re, re);
	for (int k = 0; k < n; k++)
		e[k] = real ? cx_of(c[k], s[k]) : cx_of(re[k] * c[k], re[k] * s[k]);
}

double complex solid_f(const struct solid *s, struct cvec3 q)
{
	double complex a[SOLID_MOST], e[SOLID_MOST], sum = 0;

	nodes(s->nv, s->v, q, a, e);
	for (int i = 0; i < s->nt; i++) {
		const unsigned char *t = s->t[i];
		double v6 = det(s->v[t[0]], s->v[t[1]], s->v[t[2]], s->v[t[3]]);

		if (v6 != 0)
			sum += v6 * simplex_dd3((double complex[]){ a[t[0]], a[t[1]], a[t[2]], a[t[3]] },
						(double complex[]){ e[t[0]], e[t[1]], e[t[2]], e[t[3]] });
	}
	return sum;
}

static struct ff_box box_of(size_t n, const struct vec3 *v)
{
	struct ff_box b = { v[0], v[0] };

	for (size_t k = 1; k < n; k++) {
		b.lo = (struct vec3){ fmin(b.lo.x, v[k].x), fmin(b.lo.y, v[k].y), fmin(b.lo.z, v[k].z) };
		b.hi = (struct vec3){ fmax(b.hi.x, v[k].x), fmax(b.hi.y, v[k].y), fmax(b.hi.z, v[k].z) };
	}
	return b;
}

struct ff_box solid_box(const struct solid *s)
{
	return box_of((size_t)s->nv, s->v);
}

static void sort4(struct vec3 v[4])
{
	for (int i = 1; i < 4; i++)
		for (int j = i; j > 0 && v[j].z < v[j - 1].z; j--) {
			struct vec3 w = v[j];

			v[j] = v[j - 1];
			v[j - 1] = w;
		}
}

/* The section of a tetrahedron of unit volume whose corners are at these heights: a quadratic B-spline of unit integral. */
static double spline(const struct vec3 v[4], double z)
{
	double z0 = v[0].z, z1 = v[1].z, z2 = v[2].z, z3 = v[3].z, left, right;

	if (z < z0 || z > z3 || z3 == z0)
		return 0;
	if (z <= z1 && z1 > z0)
		return 3 * (z - z0) * (z - z0) / ((z1 - z0) * (z2 - z0) * (z3 - z0));
	if (z >= z2 && z3 > z2)
		return 3 * (z3 - z) * (z3 - z) / ((z3 - z0) * (z3 - z1) * (z3 - z2));
	if (z2 == z1)
		return 3 / (z3 - z0);
	left = (z - z0) * (z2 - z) / (z2 - z0);
	right = (z3 - z) * (z - z1) / (z3 - z1);
	return 3 * (left + right) / ((z2 - z1) * (z3 - z0));
}

static double tet_area(struct vec3 a, struct vec3 b, struct vec3 c, struct vec3 d, double z)
{
	struct vec3 v[4] = { a, b, c, d };
	double v6 = det(a, b, c, d);

	sort4(v);
	return v6 == 0 ? 0 : v6 / 6 * spline(v, z);
}

double solid_area(const struct solid *s, double z)
{
	double sum = 0;

	for (int i = 0; i < s->nt; i++)
		sum += tet_area(s->v[s->t[i][0]], s->v[s->t[i][1]], s->v[s->t[i][2]], s->v[s->t[i][3]], z);
	return sum;
}

struct tets { size_t n; struct vec3 (*v)[4]; };

/* Where the edge from a (kept) to b (cut off) meets the plane z = c. */
static struct vec3 meet(struct vec3 a, struct vec3 b, double c)
{
	double t = (c - a.z) / (b.z - a.z);

	return (struct vec3){ a.x + t * (b.x - a.x), a.y + t * (b.y - a.y), c };
}

static size_t put(struct vec3 (*out)[4], size_t n, struct vec3 a, struct vec3 b, struct vec3 c, struct vec3 d, double sign)
{
	double v = det(a, b, c, d);
	bool turn = v * sign < 0;

	if (v == 0)
		return n;
	out[n][0] = a;
	out[n][1] = b;
	out[n][2] = turn ? d : c;
	out[n][3] = turn ? c : d;
	return n + 1;
}

static size_t put_wedge(struct vec3 (*out)[4], const struct vec3 p[3], const struct vec3 r[3], double sign)
{
	size_t n = put(out, 0, p[0], p[1], p[2], r[0], sign);

	n = put(out, n, p[1], p[2], r[0], r[1], sign);
	return put(out, n, p[2], r[0], r[1], r[2], sign);
}

/* What of a tetrahedron has up (z - c) >= 0: at most 3 tetrahedra of the same sign. */
static size_t clip(const struct vec3 v[4], double c, double up, struct vec3 (*out)[4])
{
	struct vec3 in[4], off[4], cut[3];
	double sign = det(v[0], v[1], v[2], v[3]);
	int n = 0, m = 0;

	for (int k = 0; k < 4; k++)
		if (up * (v[k].z - c) >= 0)
			in[n++] = v[k];
		else
			off[m++] = v[k];
	if (n == 0)
		return 0;
	if (n == 4)
		return put(out, 0, v[0], v[1], v[2], v[3], sign);
	if (n == 2)
		return put_wedge(out, (struct vec3[]){ in[0], meet(in[0], off[0], c), meet(in[0], off[1], c) },
				 (struct vec3[]){ in[1], meet(in[1], off[0], c), meet(in[1], off[1], c) }, sign);
	for (int k = 0; k < 3; k++)
		cut[k] = n == 1 ? meet(in[0], off[k], c) : meet(in[k], off[0], c);
	if (n == 1)
		return put(out, 0, in[0], cut[0], cut[1], cut[2], sign);
	return put_wedge(out, in, cut, sign);
}

static void tets_free(void *data)
{
	struct tets *t = data;

	if (!t)
		return;
	mem_free(t->v);
	mem_free(t);
}

static void clip_both(struct tets *t, const struct vec3 v[4], double z0, double z1)
{
	struct vec3 half[3][4];
	size_t n = clip(v, z0, 1, half);

	for (size_t i = 0; i < n; i++)
		t->n += clip(half[i], z1, -1, t->v + t->n);
}

/* from == NULL: of the solid */
static int cut(const struct solid *s, const struct tets *from, double z0, double z1, struct ff_shape *out, struct vec3 *at,
	       void **data, struct err *e)
{
	size_t n = from ? from->n : (size_t)s->nt;
	struct tets *t = mem_alloc(1, sizeof *t, "a slice", e);

	if (!t)
		return e->code;
	t->n = 0;
	t->v = mem_alloc(9 * n, sizeof *t->v, "a slice", e);
	if (!t->v) {
		tets_free(t);
		return e->code;
	}
	for (size_t i = 0; i < n; i++) {
		const unsigned char *c = from ? NULL : s->t[i];

		clip_both(t, from ? from->v[i] : (struct vec3[]){ s->v[c[0]], s->v[c[1]], s->v[c[2]], s->v[c[3]] }, z0, z1);
	}
	for (size_t i = 0; i < 4 * t->n; i++)
		t->v[i / 4][i % 4].z -= z0;
	*out = (struct ff_shape){ .kind = &ff_tets, .data = t };
	*at = (struct vec3){ 0, 0, z0 };
	*data = t;
	return 0;
}

int solid_cut(const struct solid *s, double z0, double z1, struct ff_shape *out, struct vec3 *at, void **data, struct err *e)
{
	return cut(s, NULL, z0, z1, out, at, data, e);
}

static int tets_cut(const struct ff_shape *s, double z0, double z1, struct ff_shape *out, struct vec3 *at, void **data, struct err *e)
{
	return cut(NULL, s->data, z0, z1, out, at, data, e);
}

static double complex tets_f(const struct ff_shape *s, struct cvec3 q)
{
	const struct tets *t = s->data;
	double complex a[4], e[4], sum = 0;

	for (size_t i = 0; i < t->n; i++) {
		nodes(4, t->v[i], q, a, e);
		sum += det(t->v[i][0], t->v[i][1], t->v[i][2], t->v[i][3]) * simplex_dd3(a, e);
	}
	return sum;
}

static double tets_volume(const struct ff_shape *s)
{
	const struct tets *t = s->data;
	double sum = 0;

	for (size_t i = 0; i < t->n; i++)
		sum += det(t->v[i][0], t->v[i][1], t->v[i][2], t->v[i][3]);
	return sum / 6;
}

static struct ff_box tets_box(const struct ff_shape *s)
{
	const struct tets *t = s->data;

	return t->n ? box_of(4 * t->n, t->v[0]) : (struct ff_box){ 0 };
}

static double tets_area(const struct ff_shape *s, double z)
{
	const struct tets *t = s->data;
	double sum = 0;

	for (size_t i = 0; i < t->n; i++)
		sum += tet_area(t->v[i][0], t->v[i][1], t->v[i][2], t->v[i][3], z);
	return sum;
}

const struct ff_kind ff_tets = {
	.name = "slice of a polyhedron", .brief = "tetrahedra", .reference = "exponentials over tetrahedra (simplex.h)",
	.f = tets_f, .volume = tets_volume, .box = tets_box, .slice = tets_cut, .data_free = tets_free, .area = tets_area,
	.height = -1,
};
