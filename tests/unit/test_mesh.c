/* Triangles as they come from files become polyhedra, turned and shifted, or are refused. */
#include <complex.h>

#include "check.h"

#include "scat/mesh.h"

static struct err e;
static const struct mesh_par plain = { 1, 1, MESH_FILE };
enum { MOST = 90000 };
static struct vec3 v[3 * MOST];
static size_t tri[3 * MOST], nv, nt;

static void add(struct vec3 a, struct vec3 b, struct vec3 c)	/* as in STL: each with its own vertices */
{
	struct vec3 r[3] = { a, b, c };

	for (int k = 0; k < 3; k++) {
		tri[3 * nt + (size_t)k] = nv;
		v[nv++] = r[k];
	}
	nt++;
}

static struct vec3 on_ball(const double *a, const double *b, const double *c, int i, int j, int n, double radius)
{
	double x[3], s = 0;

	for (int k = 0; k < 3; k++) {
		x[k] = (a[k] * (n - i - j) + b[k] * i + c[k] * j) / n;
		s += x[k] * x[k];
	}
	s = radius / sqrt(s);
	return (struct vec3){ s * x[0], s * x[1], s * x[2] };
}

/* An icosahedron whose faces are divided n x n and blown up. */
static void ball(int n, double radius)
{
	double p[12][3], g = (1 + sqrt(5)) / 2;

	nv = nt = 0;
	for (int k = 0; k < 12; k++) {
		double u = k & 1 ? 1 : -1, w = k & 2 ? g : -g;

		p[k][k / 4] = 0, p[k][(k / 4 + 1) % 3] = u, p[k][(k / 4 + 2) % 3] = w;
	}
	for (int a = 0; a < 12; a++)
		for (int b = 0; b < 12; b++)
			for (int c = 0; c < 12; c++) {
				double d = 0, det;

				for (int k = 0; k < 3; k++)
					d = fmax(d, fmax(fabs(p[a][k] - p[b][k]), fmax(fabs(p[b][k] - p[c][k]), fabs(p[c][k] - p[a][k]))));
				det = p[a][0] * (p[b][1] * p[c][2] - p[b][2] * p[c][1]) + p[a][1] * (p[b][2] * p[c][0] - p[b][0] * p[c][2]) +
					p[a][2] * (p[b][0] * p[c][1] - p[b][1] * p[c][0]);
				if (d > 2.01 || det <= 1 || a > b || a > c)
					continue;
				for (int i = 0; i < n; i++)
					for (int j = 0; i + j < n; j++) {
						struct vec3 q = on_ball(p[a], p[b], p[c], i + 1, j, n, radius);
						struct vec3 r = on_ball(p[a], p[b], p[c], i, j + 1, n, radius);

						add(on_ball(p[a], p[b], p[c], i, j, n, radius), q, r);
						if (i + j + 1 < n)
							add(q, on_ball(p[a], p[b], p[c], i + 1, j + 1, n, radius), r);
					}
			}
}

/* 80 000 triangles; rows of a detector.  What is left is that faces are flat: (edge/R)^2/100. */
static void sphere(void)
{
	struct polyhedron *p;
	double num = 0, den = 0, radius;
	bool turned = true;

	ball(63, 8);
	CHECK(nt == 79380 && !mesh_polyhedron(&p, &plain, nv, v, nt, tri, &turned, &e) && !turned);
	radius = cbrt(polyhedron_volume(p) * 3 / 4 / M_PI);
	NEAR(radius, 8, 1e-3);
	for (int k = 0; k < 40; k++) {
		struct cvec3 q = { -.002 * (k % 5), .1 * (k % 8), .02 + .25 * (k / 8) + (k & 1 ? .002 * I : 0) };
		double complex u = radius * csqrt(q.x * q.x + q.y * q.y + q.z * q.z);
		double complex f = 4 * M_PI * pow(radius, 3) * (csin(u) - u * ccos(u)) / (u * u * u);

		num += pow(cabs(polyhedron_f(p, q) - f), 2);
		den += pow(cabs(f), 2);
	}
	NEAR(sqrt(num / den), 0, 1e-5);
	polyhedron_free(p);
}

static void box(double a, struct vec3 o, bool inwards)
{
	static const int f[6][4] = { { 0, 2, 3, 1 }, { 4, 5, 7, 6 }, { 0, 1, 5, 4 }, { 2, 6, 7, 3 }, { 0, 4, 6, 2 }, { 1, 3, 7, 5 } };
	struct vec3 c[8];

	for (int i = 0; i < 8; i++)
		c[i] = (struct vec3){ o.x + (i & 1 ? a : -a), o.y + (i & 2 ? a : -a), o.z + (i & 4 ? a : -a) };
	for (int k = 0; k < 6; k++) {
		add(c[f[k][0]], c[f[k][inwards ? 2 : 1]], c[f[k][inwards ? 1 : 2]]);
		add(c[f[k][0]], c[f[k][inwards ? 3 : 2]], c[f[k][inwards ? 2 : 3]]);
	}
}

static void volume(const struct mesh_par *par, double expected, bool turns)
{
	struct polyhedron *p;
	bool turned = !turns;

	CHECK(!mesh_polyhedron(&p, par, nv, v, nt, tri, &turned, &e));
	NEAR(polyhedron_volume(p), expected, 1e-9 * fabs(expected));
	CHECK(turned == turns);
	polyhedron_free(p);
}

static const struct vec3 at = { 3, -2, 5 };

static void shells(void)
{
	nv = nt = 0;
	box(4, at, false);
	volume(&plain, 512, false);
	box(2, (struct vec3){ 4, -2, 5 }, true);
	volume(&plain, 512 - 64, false);
	box(1, (struct vec3){ 4, -2, 5 }, false);	/* a kernel in the hole, and another body beside */
	box(1, (struct vec3){ 20, -2, 5 }, false);
	volume(&plain, 512 - 64 + 8 + 8, false);
	for (size_t t = 0; t < nt; t++) {
		size_t s = tri[3 * t];

		tri[3 * t] = tri[3 * t + 1];
		tri[3 * t + 1] = s;
	}
	volume(&plain, 512 - 64 + 8 + 8, true);
}

static void units_and_origin(void)
{
	struct mesh_par par = { 10, .5, MESH_BOTTOM_CENTRE };
	struct polyhedron *p;

	nv = nt = 0;
	box(4, at, true);
	volume(&par, 512 * 125, true);
	CHECK(!mesh_polyhedron(&p, &par, nv, v, nt, tri, NULL, &e));
	NEAR(polyhedron_box(p).lo.z, 0, 1e-12);
	NEAR(polyhedron_box(p).hi.z, 40, 1e-12);
	NEAR(polyhedron_box(p).lo.x, -20, 1e-12);
	NEAR(polyhedron_box(p).hi.y, 20, 1e-12);
	polyhedron_free(p);
	CHECK(!mesh_polyhedron(&p, &plain, nv, v, nt, tri, NULL, &e));
	NEAR(polyhedron_box(p).lo.z, 1, 1e-12);
	NEAR(polyhedron_box(p).hi.x, 7, 1e-12);
	polyhedron_free(p);
}

/* Vertices a rounding apart are one, a thousandth apart are not; a triangle that shrinks to a line is left out. */
static void merged(void)
{
	nv = nt = 0;
	box(4, at, false);
	for (size_t i = 0; i < nv; i++)
		v[i].x += (i % 3) * 1e-9, v[i].z -= (i % 2) * 2e-9;
	add(v[0], v[0], v[1]);
	v[nv++] = (struct vec3){ 1e11, 0, 0 };	/* of no triangle */
	volume(&plain, 512, false);
}

static void refuse(const char *word)
{
	struct err x = { 0, "" };
	struct polyhedron *p = (void *)&x;

	CHECK(mesh_polyhedron(&p, &plain, nv, v, nt, tri, NULL, &x) == E_DATA && !p && strstr(x.msg, word));
	if (!strstr(x.msg, word))
		printf("# %s\n", x.msg);
}

static void refused(void)
{
	nv = nt = 0;
	box(4, at, false);
	nt--;
	refuse("open: no other triangle shares an edge of triangle 4");
	nt++;
	add(v[0], v[1], (struct vec3){ 0, 0, 0 });
	refuse("3 triangles, 0 and");
	nt--, nv -= 3;
	tri[3] = 5, tri[5] = 3;
	refuse("mixed winding: triangles");
	tri[3] = 3, tri[5] = 5;
	v[7].y += 1e-3;
	refuse("open");
	v[7].y = INFINITY;
	refuse("vertex 7 of the mesh is at (7, inf, 9)");
	v[7].y = -6;
	tri[4] = nv;
	refuse("triangle 1: there is no vertex 36");
	nv = nt = 0;
	box(4, at, false);
	box(2, at, false);
	refuse("the shell of triangle 12 lies in 1 others and looks outwards");
	nv = nt = 0;
	for (int k = 0; k < 4; k++)
		add(at, at, at);
	refuse("one place");
	for (size_t i = 0; i < nv; i++)
		v[i] = (struct vec3){ (double)(i % 2), 0, 0 };
	refuse("that are none");
	nv = nt = 0;
	/* a flat tetrahedron */
	struct vec3 p[4] = { { 0, 0, 0 }, { 6, 0, 3 }, { 0, 6, 3 }, { 1, 1, 1 } };
	add(p[0], p[1], p[2]);
	add(p[0], p[3], p[1]);
	add(p[1], p[3], p[2]);
	add(p[2], p[3], p[0]);
	refuse("encloses nothing");
	nt = 2;
	refuse("2 triangles");
}

int main(void)
{
	CASE(sphere);
	CASE(shells);
	CASE(units_and_origin);
	CASE(merged);
	CASE(refused);
	return done();
}
