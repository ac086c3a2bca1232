#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "base/mem.h"
#include "scat/grain.h"

enum { BASIS_MOST = 2, N_MOST = 1000000, HKL_MOST = 1000 };
#define NEAR 1e-6			/* of a period: the same place */

const char *const grain_cells[] = { "sc", "bcc", "fcc", "hcp", "hexagonal", "vectors", NULL };

struct crystal {			/* lengths in nm */
	double conv[3][3];		/* the cell that hkl counts in */
	double prim[3][3];
	int nbasis;
	double basis[BASIS_MOST][3];
};

struct cut {
	double frame[3][3];		/* rows: x, y, z of the sample at xi = 0 */
	double a[2][2];			/* in the plane */
	double up[3];			/* from one lattice plane to the next: fractions of a1, a2, and the height */
	int nbasis;
	double basis[BASIS_MOST][3];	/* the same of the particles of the cell, 0 <= height < that of up */
};

static double dot(const double *a, const double *b)
{
	return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

static void cross(const double *a, const double *b, double *c)
{
	c[0] = a[1] * b[2] - a[2] * b[1];
	c[1] = a[2] * b[0] - a[0] * b[2];
	c[2] = a[0] * b[1] - a[1] * b[0];
}

static void combine(double (*v)[3], const double *f, double *out)
{
	for (int i = 0; i < 3; i++)
		out[i] = f[0] * v[0][i] + f[1] * v[1][i] + f[2] * v[2][i];
}

/* Primitive vectors in halves of the conventional ones. */
static const double halves[CELL_KINDS][3][3] = {
	[CELL_SC] = { { 2, 0, 0 }, { 0, 2, 0 }, { 0, 0, 2 } },
	[CELL_BCC] = { { -1, 1, 1 }, { 1, -1, 1 }, { 1, 1, -1 } },
	[CELL_FCC] = { { 0, 1, 1 }, { 1, 0, 1 }, { 1, 1, 0 } },
	[CELL_HCP] = { { 2, 0, 0 }, { 0, 2, 0 }, { 0, 0, 2 } },
	[CELL_HEXAGONAL] = { { 2, 0, 0 }, { 0, 2, 0 }, { 0, 0, 2 } },
	[CELL_VECTORS] = { { 2, 0, 0 }, { 0, 2, 0 }, { 0, 0, 2 } },
};

static int crystal_make(struct crystal *c, const struct grain_par *p, struct err *e)
{
	const double d = p->d_nn, of_nn[CELL_KINDS] = { 1, 2 / sqrt(3), sqrt(2), 1, 1, 0 };
	double a = d > 0 ? d * of_nn[p->cell] : p->a, h = p->c > 0 ? p->c : sqrt(8.0 / 3) * a, normal[3], box;
	bool hexagonal = p->cell == CELL_HCP || p->cell == CELL_HEXAGONAL;

	*c = (struct crystal){ .conv = { { a, 0, 0 }, { 0, a, 0 }, { 0, 0, a } }, .nbasis = 1 };
	if (p->cell == CELL_VECTORS)
		memcpy(c->conv, p->vectors, sizeof c->conv);
	else if (!(a > 0 && a < 1e9))
		return err_set(e, E_DATA, "a grain has a %g nm: d_nn or a must be more than 0", a);
	if (hexagonal)
		memcpy(c->conv, (double[3][3]){ { a, 0, 0 }, { -a / 2, sqrt(0.75) * a, 0 }, { 0, 0, h } }, sizeof c->conv);
	cross(c->conv[0], c->conv[1], normal);
	box = sqrt(dot(c->conv[0], c->conv[0]) * dot(c->conv[1], c->conv[1]) * dot(c->conv[2], c->conv[2]));
	if (!isfinite(box) || !(fabs(dot(normal, c->conv[2])) > 1e-9 * box))
		return err_set(e, E_DATA, "the three vectors of a grain lie in one plane");
	for (int i = 0; i < 3; i++)
		combine(c->conv, (const double[]){ halves[p->cell][i][0] / 2, halves[p->cell][i][1] / 2,
			halves[p->cell][i][2] / 2 }, c->prim[i]);
	if (p->cell == CELL_HCP) {
		c->nbasis = 2;
		combine(c->conv, (const double[]){ 1.0 / 3, 2.0 / 3, 0.5 }, c->basis[1]);
	}
	return 0;
}

static long gcd(long a, long b, long *s, long *t)	/* s a + t b, >= 0 */
{
	long s0 = 1, t0 = 0, s1 = 0, t1 = 1, q, u;

	while (b) {
		q = a / b;
		u = a - q * b, a = b, b = u;
		u = s0 - q * s1, s0 = s1, s1 = u;
		u = t0 - q * t1, t0 = t1, t1 = u;
	}
	*s = a < 0 ? -s0 : s0;
	*t = a < 0 ? -t0 : t0;
	return a < 0 ? -a : a;
}

/* Two vectors of the plane and one to the next plane, in primitive vectors: u[2] counts 1 along the index, u[0], u[1] none. */
static void plane_vectors(const struct grain_par *p, double (*u)[3])
{
	long h[3], s, t, r, w, g;

	for (int i = 0; i < 3; i++) {	/* of twice the primitive indices, the common factor drops out */
		h[i] = 0;
		for (int j = 0; j < 3; j++)
			h[i] += (long)halves[p->cell][i][j] * p->hkl[j];
	}
	g = gcd(gcd(h[0], h[1], &s, &t), h[2], &r, &w);
	for (int i = 0; i < 3; i++)
		h[i] /= g;
	g = gcd(h[0], h[1], &s, &t);
	gcd(g, h[2], &r, &w);
	memset(u, 0, 3 * sizeof *u);
	if (g == 0) {
		u[0][0] = u[1][1] = 1;
		u[2][2] = (double)h[2];
		return;
	}
	u[0][0] = (double)(h[1] / g), u[0][1] = (double)(-h[0] / g);
	u[1][0] = (double)(h[2] * s), u[1][1] = (double)(h[2] * t), u[1][2] = (double)-g;
	u[2][0] = (double)(r * s), u[2][1] = (double)(r * t), u[2][2] = (double)w;
}

static void add(double *a, double f, const double *b)
{
	for (int i = 0; i < 3; i++)
		a[i] += f * b[i];
}

/* To the shortest pair with a right-handed turn about the normal, and the frame with the first along x. */
static void reduce(double (*v)[3], double (*frame)[3])
{
	double *a = v[0], *b = v[1], n[3], k;

	for (;;) {
		if (dot(a, a) > dot(b, b) * (1 + 1e-9)) {
			double *t = a;

			a = b;
			b = t;
		}
		k = rint(dot(a, b) / dot(a, a) * (1 - 1e-9));
		if (k == 0)
			break;
		add(b, -k, a);
	}
	cross(a, b, n);
	if (dot(n, v[2]) < 0) {
		for (int i = 0; i < 3; i++)
			b[i] = -b[i], n[i] = -n[i];
	}
	if (dot(a, b) < 0 && dot(b, b) < dot(a, a) * (1 + 1e-9)) {	/* as short: the other one first */
		double t[3] = { a[0], a[1], a[2] };

		memcpy(a, b, sizeof t);
		for (int i = 0; i < 3; i++)
			b[i] = -t[i];
	} else if (dot(a, b) < -(0.5 - 1e-9) * dot(a, a)) {
		add(b, 1, a);
	}
	for (int i = 0; i < 3; i++) {
		frame[0][i] = a[i] / sqrt(dot(a, a));
		frame[2][i] = n[i] / sqrt(dot(n, n));
	}
	cross(frame[2], frame[0], frame[1]);
	if (a == v[1]) {
		double t[3] = { a[0], a[1], a[2] };

		memcpy(v[1], v[0], sizeof t);
		memcpy(v[0], t, sizeof t);
	}
}

static double part(double f)			/* of a period: [0, 1), and what is nearly 1 is 0 */
{
	f -= floor(f);
	return f > 1 - NEAR || f < NEAR ? 0 : f;
}

/* Fractions of the plane's vectors, and the height. */
static void place(const struct cut *c, const double *r, double *out)
{
	double x = dot(c->frame[0], r), y = dot(c->frame[1], r);

	out[1] = y / c->a[1][1];
	out[0] = (x - out[1] * c->a[1][0]) / c->a[0][0];
	out[2] = dot(c->frame[2], r);
}

static void turn_half(struct cut *c)
{
	for (int i = 0; i < 2; i++) {
		c->up[i] = -c->up[i];
		for (int j = 0; j < c->nbasis; j++)
			c->basis[j][i] = -c->basis[j][i];
	}
}

/* The layer after the lowest: the shift of its first particle along a1 + a2. */
static double second_shift(const struct cut *c)
{
	const double *next = c->up;

	for (int j = 1; j < c->nbasis; j++)
		if (c->basis[j][2] > NEAR * c->up[2])
			next = c->basis[j];
	return part(next[0]) + part(next[1]);
}

static void cut_make(const struct crystal *x, const struct grain_par *p, struct cut *c)
{
	double u[3][3], v[3][3], prim[3][3], was;

	memcpy(prim, x->prim, sizeof prim);
	plane_vectors(p, u);
	for (int i = 0; i < 3; i++)
		combine(prim, u[i], v[i]);
	reduce(v, c->frame);
	for (int i = 0; i < 2; i++)
		for (int j = 0; j < 2; j++)
			c->a[i][j] = dot(c->frame[j], v[i]);
	c->a[0][1] = 0;
	place(c, v[2], c->up);
	c->nbasis = x->nbasis;
	for (int j = 0; j < x->nbasis; j++) {
		double down;

		place(c, x->basis[j], c->basis[j]);
		down = floor(c->basis[j][2] / c->up[2] + NEAR);
		add(c->basis[j], -down, c->up);
	}
	was = second_shift(c);
	turn_half(c);
	if (second_shift(c) > was - NEAR)
		turn_half(c);
}

static bool close_packed(const struct grain_par *p)
{
	const int *h = p->hkl;

	if (p->cell == CELL_FCC)
		return h[0] * h[0] == h[1] * h[1] && h[1] * h[1] == h[2] * h[2];
	return (p->cell == CELL_HCP || p->cell == CELL_HEXAGONAL) && h[0] == 0 && h[1] == 0;
}

static int check(const struct grain_par *p, struct err *e)
{
	size_t n = p->stacking ? strlen(p->stacking) : 0;

	if ((unsigned)p->cell >= CELL_KINDS)
		return err_set(e, E_DATA, "cell of a grain %d is unknown", (int)p->cell);
	if (p->hkl[0] == 0 && p->hkl[1] == 0 && p->hkl[2] == 0)
		return err_set(e, E_DATA, "hkl of a grain is 0 0 0");
	for (int i = 0; i < 3; i++)
		if (p->hkl[i] > HKL_MOST || p->hkl[i] < -HKL_MOST)
			return err_set(e, E_DATA, "hkl of a grain has %d: more than %d", p->hkl[i], HKL_MOST);
	if (p->N[0] < 1 || p->N[1] < 1 || p->N[0] > N_MOST || p->N[1] > N_MOST || p->layers < 1 || p->layers > N_MOST)
		return err_set(e, E_DATA, "a grain has N %d x %d and %d layers: each must be between 1 and %d",
			       p->N[0], p->N[1], p->layers, N_MOST);
	if (!p->stacking)
		return 0;
	if (!close_packed(p))
		return err_set(e, E_DATA, "stacking is for close-packed planes: fcc 111, hcp and hexagonal 001");
	if (n == 0 || strspn(p->stacking, "ABC") != n)
		return err_set(e, E_DATA, "stacking is \"%s\": it must have the letters A, B and C", p->stacking);
	for (int m = 1; m < p->layers && p->cell != CELL_HEXAGONAL; m++)
		if (p->stacking[(size_t)m % n] == p->stacking[(size_t)(m - 1) % n])
			return err_set(e, E_DATA, "stacking is \"%s\": layers %d and %d are both %c", p->stacking, m, m + 1,
				       p->stacking[(size_t)m % n]);
	return 0;
}

/* Fractions and heights of all places of the layers, lowest first; how many.  out[layers * nbasis][3] */
static size_t layers_make(const struct cut *c, const struct grain_par *p, double (*out)[3])
{
	size_t n = 0, letters = p->stacking ? strlen(p->stacking) : 0;
	double spacing = p->cell == CELL_HCP ? c->up[2] / 2 : c->up[2], top = -1;
	int layer = 0;

	for (int m = 0; m < p->layers && letters; m++) {
		double f = (p->stacking[(size_t)m % letters] - 'A') / 3.0;

		memcpy(out[n++], (double[]){ f, f, m * spacing }, sizeof *out);
	}
	for (int m = 0; !letters; m++)
		for (int k = 0; k < c->nbasis; k++) {	/* the second particle of a cell is never below its first */
			double z = m * c->up[2] + c->basis[k][2];

			if (z > top + NEAR * c->up[2]) {
				if (layer++ == p->layers)
					return n;
				top = z;
			}
			out[n][0] = part(m * c->up[0] + c->basis[k][0]);
			out[n][1] = part(m * c->up[1] + c->basis[k][1]);
			out[n++][2] = top;
		}
	return n;
}

static struct vec3 turned(double x, double y, double z, double xi_rad)
{
	double c = cos(xi_rad), s = sin(xi_rad);

	return (struct vec3){ c * x - s * y, s * x + c * y, z };
}

/* The middle of the lowest layer onto the z axis. */
static void put(struct grain *g, const struct cut *c, const struct grain_par *p, double (*f)[3])
{
	double mid[2] = { 0, 0 };
	size_t low = 0;

	while (low < g->nlayer && f[low][2] == f[0][2])
		low++;
	for (size_t m = 0; m < low; m++)
		for (int i = 0; i < 2; i++)
			mid[i] += f[m][i] / (double)low;
	for (int i = 0; i < 2; i++) {
		g->N[i] = p->N[i];
		g->a[i] = turned(c->a[i][0], c->a[i][1], 0, p->xi_rad);
		mid[i] += (p->N[i] - 1) / 2.0;
	}
	for (size_t m = 0; m < g->nlayer; m++) {
		double u = f[m][0] - mid[0], v = f[m][1] - mid[1];

		g->t[m] = turned(u * c->a[0][0] + v * c->a[1][0], v * c->a[1][1], f[m][2], p->xi_rad);
	}
}

int grain_build(struct grain *g, const struct grain_par *p, struct err *e)
{
	struct crystal x;
	struct cut c;
	double (*f)[3];

	*g = (struct grain){ 0 };
	if (check(p, e) || crystal_make(&x, p, e))
		return e->code;
	if (!isfinite(p->xi_rad))
		return err_set(e, E_DATA, "xi_deg of a grain is not a number");
	cut_make(&x, p, &c);
	f = mem_alloc((size_t)p->layers * BASIS_MOST, sizeof *f, "the layers of a grain", e);
	g->t = mem_alloc((size_t)p->layers * BASIS_MOST, sizeof *g->t, "the layers of a grain", e);
	if (f && g->t) {
		g->nlayer = layers_make(&c, p, f);
		put(g, &c, p, f);
	}
	mem_free(f);
	return e->code;
}

double grain_period(const struct grain_par *p)
{
	struct err e = { 0 };
	struct grain g;
	double period = p->uneven ? 2 * M_PI : M_PI;

	if (grain_build(&g, p, &e)) {
		grain_free(&g);
		return 0;
	}
	double a2 = g.a[0].x * g.a[0].x + g.a[0].y * g.a[0].y, b2 = g.a[1].x * g.a[1].x + g.a[1].y * g.a[1].y;
	double ab = g.a[0].x * g.a[1].x + g.a[0].y * g.a[1].y;

	for (size_t m = 1; m < g.nlayer; m++)
		if (hypot(g.t[m].x - g.t[0].x, g.t[m].y - g.t[0].y) > NEAR * sqrt(a2))
			period = 2 * M_PI;
	if (period == M_PI && g.N[0] == g.N[1] && fabs(ab) < NEAR * a2 && fabs(a2 - b2) < NEAR * a2)
		period = M_PI / 2;
	grain_free(&g);
	return period;
}
