/* Form factors of polyhedra: against products of sines, integrals over z, a sphere, and what adds up. */
#include <complex.h>

#include "check.h"

#include "num/rng.h"
#include "scat/polyhedron.h"

static struct err e;

static double complex sinc(double complex x)
{
	return cabs(x) < 1e-4 ? 1 - x * x / 6 + x * x * x * x / 120 : csin(x) / x;
}

/* A box of edges a, b, c, centred at o. */
static double complex box_f(double a, double b, double c, struct vec3 o, struct cvec3 q)
{
	return a * b * c * sinc(q.x * a / 2) * sinc(q.y * b / 2) * sinc(q.z * c / 2) * cexp(I * cvec3_dot(q, o));
}

static const size_t box_start[] = { 0, 4, 8, 12, 16, 20, 24 };
static const size_t box_index[] = { 0, 2, 3, 1, 4, 5, 7, 6, 0, 1, 5, 4, 2, 6, 7, 3, 0, 4, 6, 2, 1, 3, 7, 5 };

static void box_vertices(struct vec3 *v, double a, double b, double c, struct vec3 o)
{
	for (int i = 0; i < 8; i++)
		v[i] = (struct vec3){ o.x + (i & 1 ? a : -a) / 2, o.y + (i & 2 ? b : -b) / 2, o.z + (i & 4 ? c : -c) / 2 };
}

static struct polyhedron *box_new(double a, double b, double c, struct vec3 o)
{
	struct vec3 v[8];
	struct polyhedron *p;

	box_vertices(v, a, b, c, o);
	CHECK(!polyhedron_new(&p, 8, v, 6, box_start, box_index, &e));
	return p;
}

static const struct vec3 off = { 1, -2, 4 };

/*
 * Along lines that meet a singular direction (q normal to a face, in a face, normal to an edge, 0) at every scale of the
 * distance.  1e-13 of the volume: a few hundred roundings of terms near 1.
 */
static void box_near_singularities(void)
{
	static const struct cvec3 at[] = {
		{ 0, 0, 0 }, { 0, 0, .7 }, { .9, 0, 0 }, { .5, .8, 0 }, { 0, .3, .4 }, { 0, 0, .7 + .05 * I },
		{ .2, 0, .1 * I }, { 0, .01, 0 },
	};
	struct polyhedron *p = box_new(6, 8, 5, off);
	struct rng r = rng_at(3, 0, 0);
	double worst = 0;

	for (size_t i = 0; i < sizeof at / sizeof *at; i++)
		for (int k = 0; k < 300; k++) {
			double s = pow(10, -14 + k % 15), im = k & 1 ? .3 * s : 0, u[3];
			struct cvec3 q = at[i];

			for (int j = 0; j < 3; j++)
				u[j] = s * (2 * rng_uniform(&r) - 1);
			q.x += u[0], q.y += k % 3 ? u[1] : 0, q.z += k % 4 ? u[2] + im * I : 0;
			worst = fmax(worst, cabs(polyhedron_f(p, q) - box_f(6, 8, 5, off, q)) / 240 / exp(6.5 * fabs(cimag(q.z))));
		}
	NEAR(worst, 0, 1e-13);
	CHECK(worst > 0);
	NEAR(polyhedron_volume(p), 240, 1e-11);
	NEAR(polyhedron_box(p).lo.y, -6, 0);
	NEAR(polyhedron_box(p).hi.z, 6.5, 0);
	polyhedron_free(p);
}

/* No axis of the box lies along one of q. */
static void turned_box(void)
{
	struct rot3 m = rot3_about((struct vec3){ 1, 2, -.5 }, 0.8);
	struct rng r = rng_at(4, 0, 0);
	struct polyhedron *p;
	struct vec3 v[8];

	box_vertices(v, 6, 8, 5, off);
	for (int i = 0; i < 8; i++)
		v[i] = rot3_apply(&m, v[i]);
	CHECK(!polyhedron_new(&p, 8, v, 6, box_start, box_index, &e));
	for (int k = 0; k < 2000; k++) {
		struct cvec3 q = { 4 * rng_uniform(&r) - 2, 4 * rng_uniform(&r) - 2, 4 * rng_uniform(&r) - 2 }, b;

		if (k & 1)
			q.z += (rng_uniform(&r) - .5) * I / 2, q.x += (rng_uniform(&r) - .5) * I / 8;
		b = rot3_back(&m, q);
		/* 1e-12: vertices are rounded by the rotation; the amplitude grows to exp(|Im q| 8) = 10 */
		NEAR(cabs(polyhedron_f(p, q) - box_f(6, 8, 5, off, b)) / 240, 0, 1e-12);
	}
	polyhedron_free(p);
}

/* Square pyramid, base 2 a at z = 0, top 2 b at z = h, by Simpson's rule over z. */
static double complex pyramid_f(double a, double b, double h, struct cvec3 q)
{
	double complex sum = 0;
	int n = 2000;

	for (int i = 0; i <= n; i++) {
		double z = h * i / n, s = a + (b - a) * i / n;

		sum += (i == 0 || i == n ? 1 : i & 1 ? 4 : 2) * 4 * s * s * sinc(q.x * s) * sinc(q.y * s) * cexp(I * q.z * z);
	}
	return sum * h / n / 3;
}

static void pyramid(void)
{
	struct vec3 v[8];
	struct polyhedron *p;
	double t = 2 * (6. / 8);

	for (int i = 0; i < 8; i++) {
		double s = i & 4 ? 2 : 5;
		v[i] = (struct vec3){ i & 1 ? s : -s, i & 2 ? s : -s, i & 4 ? 4 : 0 };
	}
	CHECK(!polyhedron_new(&p, 8, v, 6, box_start, box_index, &e));
	struct cvec3 q[] = {
		{ .4, -.7, .9 }, { .4, .3, -.2 }, { 0, 0, 1.3 }, { 1, 0, 0 }, { .8, .8, .2 }, { t, 0, t * 3 / 4 }, { t, 1e-9, t * 3 / 4 },
		{ .5, -.2, .6 + .2 * I }, { 0, 0, .1 * I }, { 1.5, 1.5 + 1e-7, 0 }, { 1e-3, 2e-3, -3e-3 },
	};
	/* Simpson's error: (h/2000)^4 / 180 h f'''' is below 1e-12 for such q */
	for (size_t i = 0; i < sizeof q / sizeof *q; i++)
		NEAR(cabs(polyhedron_f(p, q[i]) - pyramid_f(5, 2, 4, q[i])) / 208, 0, 1e-11);
	NEAR(polyhedron_volume(p), 4. / 3 * (100 + 16 + 40), 1e-11);
	polyhedron_free(p);
}

/* A sphere of triangles between circles; freed by the caller. */
static struct polyhedron *ball(int n, double radius, double *x)
{
	size_t nv = 2 + (size_t)(n - 1) * (size_t)n, nt = 2 * (size_t)n * (size_t)(n - 1), t = 0;
	struct vec3 *v = malloc(nv * sizeof *v);
	size_t *tri = malloc(3 * nt * sizeof *tri), *start = malloc((nt + 1) * sizeof *start);
	struct polyhedron *p = NULL;

	v[0] = (struct vec3){ x[0], x[1], x[2] + radius };
	v[nv - 1] = (struct vec3){ x[0], x[1], x[2] - radius };
	for (int i = 1; i < n; i++)
		for (int j = 0; j < n; j++) {
			double a = M_PI * i / n, b = 2 * M_PI * j / n;

			v[1 + (i - 1) * n + j] = (struct vec3){ x[0] + radius * sin(a) * cos(b),
				x[1] + radius * sin(a) * sin(b), x[2] + radius * cos(a) };
		}
	for (int i = 0; i < n; i++)
		for (int j = 0; j < n; j++) {
			size_t a = i ? (size_t)(1 + (i - 1) * n + j) : 0, b = i ? (size_t)(1 + (i - 1) * n + (j + 1) % n) : 0;
			size_t c = i + 1 < n ? (size_t)(1 + i * n + j) : nv - 1, d = i + 1 < n ? (size_t)(1 + i * n + (j + 1) % n) : nv - 1;

			if (c != d)
				tri[t++] = a, tri[t++] = c, tri[t++] = d;
			if (a != b)
				tri[t++] = a, tri[t++] = d, tri[t++] = b;
		}
	for (size_t i = 0; i <= nt; i++)
		start[i] = 3 * i;
	CHECK(t == 3 * nt && !polyhedron_new(&p, nv, v, nt, start, tri, &e));
	free(v);
	free(tri);
	free(start);
	return p;
}

static double complex sphere_f(double radius, struct vec3 o, struct cvec3 q)
{
	double complex u = radius * csqrt(q.x * q.x + q.y * q.y + q.z * q.z);

	return 4 * M_PI * pow(radius, 3) * (csin(u) - u * ccos(u)) / (u * u * u) * cexp(I * cvec3_dot(q, o));
}

/*
 * 80 000 triangles, scaled to the sphere's volume, at places of a detector: what is left is that they are
 * longer along the circles than across: the body is flatter by (pi/201)^2/3 = 8e-5.
 */
static void sphere_of_many(void)
{
	double x[] = { 3, -1, 2 }, num = 0, den = 0, radius;
	struct vec3 o = { 3, -1, 2 };
	struct polyhedron *p = ball(201, 8, x);

	radius = cbrt(polyhedron_volume(p) * 3 / 4 / M_PI);
	for (int k = 0; k < 40; k++) {
		struct cvec3 q = { -.002 * (k % 5), .1 * (k % 8), .02 + .25 * (k / 8) + (k & 1 ? .002 * I : 0) };
		double complex f = sphere_f(radius, o, q);

		num += pow(cabs(polyhedron_f(p, q) - f), 2);
		den += pow(cabs(f), 2);
	}
	NEAR(sqrt(num / den), 0, 8e-5);
	polyhedron_free(p);
}

/* Where edges are short and where they are long for q, the mesh itself is the same: coarse and fine agree on one plane face. */
static void every_size_of_edge(void)
{
	double x[] = { 0, 0, 0 };
	struct polyhedron *p = ball(12, 5, x), *up, *down;

	CHECK(!polyhedron_cut(p, -9, .7, &down, &e) && !polyhedron_cut(p, .7, 9, &up, &e));
	for (int k = 0; k < 400; k++) {
		double s = .01 * k;
		struct cvec3 q = { .6 * s, .48 * s, .64 * s + (k & 1 ? .1 * I : 0) };

		NEAR(cabs(polyhedron_f(up, q) + polyhedron_f(down, q) - polyhedron_f(p, q)), 0, 2e-11);
	}
	NEAR(polyhedron_box(up).lo.z, .7, 0);
	polyhedron_free(up);
	polyhedron_free(down);
	polyhedron_free(p);
}

static void shifted(void)
{
	double x[] = { 0, 0, 0 }, y[] = { 2, -3, 1.5 };
	struct polyhedron *p = ball(9, 5, x), *s = ball(9, 5, y);
	struct cvec3 q = { .3, .2, -.7 + .1 * I };

	NEAR(cabs(polyhedron_f(s, q) / polyhedron_f(p, q) - cexp(I * cvec3_dot(q, (struct vec3){ 2, -3, 1.5 }))), 0, 1e-12);
	polyhedron_free(p);
	polyhedron_free(s);
}

/* A box within a box, faces inwards; and what its slices are. */
static void hole(void)
{
	struct vec3 v[16], o = { 0, 0, 3 }, in = { .5, .2, 3.5 };
	size_t start[13], index[48];
	struct polyhedron *p, *s;
	struct cvec3 q = { .4, -.3, .8 + .05 * I }, z = { 0, 0, 0 };

	box_vertices(v, 8, 7, 6, o);
	box_vertices(v + 8, 3, 4, 2, in);
	for (size_t i = 0; i < 24; i++) {
		index[i] = box_index[i];
		index[24 + i] = 8 + box_index[24 - 1 - i];
	}
	for (size_t i = 0; i < 13; i++)
		start[i] = 4 * i;
	CHECK(!polyhedron_new(&p, 16, v, 12, start, index, &e));
	NEAR(cabs(polyhedron_f(p, q) - box_f(8, 7, 6, o, q) + box_f(3, 4, 2, in, q)), 0, 1e-10);
	CHECK(!polyhedron_cut(p, 1, 4, &s, &e));	/* the hole is from 2.5 to 4.5: its lower end and its middle */
	NEAR(cabs(polyhedron_f(s, q) - box_f(8, 7, 3, (struct vec3){ 0, 0, 2.5 }, q) +
		  box_f(3, 4, 1.5, (struct vec3){ .5, .2, 3.25 }, q)), 0, 1e-10);
	NEAR(creal(polyhedron_f(s, z)), 8 * 7 * 3 - 3 * 4 * 1.5, 1e-10);
	polyhedron_free(s);
	/* a plane along a face of the hole */
	CHECK(!polyhedron_cut(p, 2.5, 4.5, &s, &e));
	NEAR(cabs(polyhedron_f(s, q) - box_f(8, 7, 2, (struct vec3){ 0, 0, 3.5 }, q) + box_f(3, 4, 2, in, q)), 0, 1e-10);
	polyhedron_free(s);
	polyhedron_free(p);
}

/* A U that stands: faces that are not convex, and a cut through both arms. */
static void arms(void)
{
	static const double x[8] = { -4, 4, 4, 2, 2, -1, -1, -4 }, z[8] = { 0, 0, 5, 5, 2, 2, 6, 6 };
	struct vec3 v[16];
	size_t start[11] = { 0, 8 }, index[48], n = 8;
	struct polyhedron *p, *s;
	struct cvec3 q = { .5, .25, -.6 + .1 * I };

	for (size_t i = 0; i < 8; i++) {
		v[i] = (struct vec3){ x[i], -1, z[i] };
		v[8 + i] = (struct vec3){ x[i], 2, z[i] };
		index[i] = i;
	}
	for (size_t i = 0; i < 8; i++)
		index[n++] = 15 - i;
	for (size_t i = 0; i < 8; i++) {
		size_t j = (i + 1) % 8;

		index[n++] = j, index[n++] = i, index[n++] = 8 + i, index[n++] = 8 + j;
	}
	for (size_t f = 1; f < 11; f++)
		start[f] = f < 3 ? 8 * f : 16 + 4 * (f - 2);
	CHECK(!polyhedron_new(&p, 16, v, 10, start, index, &e));
	NEAR(polyhedron_volume(p), 3 * (8 * 2 + 3 * 4 + 2 * 3), 1e-11);
	for (int k = 0; k < 2; k++) {	/* through the arms; and from the plane between them */
		double lo = k ? 2 : 3, c = (lo + 4) / 2;

		CHECK(!polyhedron_cut(p, lo, 4, &s, &e));
		NEAR(cabs(polyhedron_f(s, q) - box_f(3, 3, 4 - lo, (struct vec3){ -2.5, .5, c }, q) -
			  box_f(2, 3, 4 - lo, (struct vec3){ 3, .5, c }, q)), 0, 1e-11);
		polyhedron_free(s);
	}
	CHECK(!polyhedron_cut(p, 0, 2, &s, &e));
	NEAR(cabs(polyhedron_f(s, q) - box_f(8, 3, 2, (struct vec3){ 0, .5, 1 }, q)), 0, 1e-11);
	polyhedron_free(s);
	polyhedron_free(p);
}

static void as_a_shape(void)
{
	struct polyhedron *p = box_new(6, 8, 5, off);
	struct ff_shape s = { .kind = &ff_polyhedron, .data = p }, part;
	struct cvec3 q = { .4, .1, .3 };
	struct vec3 at;
	void *data;

	NEAR(cabs(s.kind->f(&s, q) - box_f(6, 8, 5, off, q)), 0, 1e-11);
	NEAR(s.kind->volume(&s), 240, 1e-11);
	NEAR(s.kind->box(&s).hi.x, 4, 0);
	CHECK(!s.kind->slice(&s, 2, 3, &part, &at, &data, &e));
	NEAR(cabs(part.kind->f(&part, q) * cexp(I * cvec3_dot(q, at)) -
		  box_f(6, 8, 1, (struct vec3){ 1, -2, 2.5 }, q)), 0, 1e-11);
	part.kind->data_free(data);
	polyhedron_free(p);
}

static void refuse(struct vec3 *v, size_t nf, const size_t *index, const char *word)
{
	struct err f = { 0, "" };
	struct polyhedron *p = (void *)&f;

	CHECK(polyhedron_new(&p, 8, v, nf, box_start, index, &f) == E_DATA && !p && strstr(f.msg, word));
	if (!strstr(f.msg, word))
		printf("# %s\n", f.msg);
}

static void refused(void)
{
	struct polyhedron *p = box_new(6, 8, 5, off), *s;
	struct err f = { 0, "" };
	struct vec3 v[8];
	size_t bad[24];

	CHECK(polyhedron_cut(p, 6.5, 9, &s, &f) == E_DATA && !s && strstr(f.msg, "lies between"));
	f = (struct err){ 0, "" };
	CHECK(polyhedron_cut(p, 3, 3, &s, &f) == E_DATA && !s);
	polyhedron_free(p);
	polyhedron_free(NULL);
	box_vertices(v, 6, 8, 5, off);
	refuse(v, 5, box_index, "belongs to no other face");
	memcpy(bad, box_index, sizeof bad);
	bad[7] = 8;
	refuse(v, 6, bad, "there is no vertex 8");
	for (int i = 0; i < 4; i++)
		bad[4 + i] = box_index[7 - i];
	refuse(v, 6, bad, "in the same direction");
	memcpy(bad, box_index, sizeof bad);
	memcpy(bad + 20, bad, 4 * sizeof *bad);
	refuse(v, 6, bad, "belongs to");
	v[7].z += 1e-4;
	refuse(v, 6, box_index, "not plane");
	v[7].z = NAN;
	refuse(v, 6, box_index, "finite");
	v[7] = v[6] = v[5] = v[4];
	refuse(v, 6, box_index, "no area");
}

int main(void)
{
	CASE(box_near_singularities);
	CASE(turned_box);
	CASE(pyramid);
	CASE(sphere_of_many);
	CASE(every_size_of_edge);
	CASE(shifted);
	CASE(hole);
	CASE(arms);
	CASE(as_a_shape);
	CASE(refused);
	return done();
}
