/* Grains: sums over their particles one by one, known crystals, and the places of a published one. */
#include <complex.h>

#include "check.h"

#include "num/rng.h"
#include "scat/grain.h"

static double complex brute(const struct grain *g, struct cvec3 q)
{
	double complex s = 0;

	for (size_t m = 0; m < g->nlayer; m++)
		for (int i = 0; i < g->N[0]; i++)
			for (int j = 0; j < g->N[1]; j++) {
				struct vec3 r = { g->t[m].x + i * g->a[0].x + j * g->a[1].x,
						  g->t[m].y + i * g->a[0].y + j * g->a[1].y,
						  g->t[m].z + i * g->a[0].z + j * g->a[1].z };

				s += cexp(I * cvec3_dot(q, r));
			}
	return s;
}

/* At random complex q, and at and about Bragg points; 1e-12 of the particles (a sum's rounding), growth of exp(-Im q.r) included. */
static void sums(void)
{
	const double b[3][3] = { { 14, 0.5, 0 }, { 7, 12, 1 }, { 7, 4, 11 } };
	struct grain g;
	struct rng r = rng_at(3, 0, 0);
	struct err e = { 0 };

	CHECK(!grain_lattice(&g, b, (const int[]){ 9, 7, 5 }, &e));
	CHECK(grain_count(&g) == 9 * 7 * 5);
	for (int k = 0; k < 200; k++) {
		struct cvec3 q = { 2 * rng_uniform(&r) - 1, 2 * rng_uniform(&r) - 1,
				   4 * rng_uniform(&r) - 2 + I * 0.04 * (rng_uniform(&r) - 0.5) };

		NEAR(cabs(grain_sum(&g, q) - brute(&g, q)), 0, 1e-12 * 315 * 3);
	}
	for (int h = -3; h <= 3; h++)
		for (int k = -17; k < 2; k++) {		/* q.a1 = 2 pi h and a little */
			double d = k == -17 ? 0 : pow(10, k), x = (2 * M_PI * h + d) / 14;
			struct cvec3 q = { x, 0, I * d * 1e-3 };

			NEAR(cabs(grain_sum(&g, q) - brute(&g, q)), 0, 1e-12 * 315 * fmax(1, exp(d / 10)));
		}
	NEAR(cabs(grain_sum(&g, (struct cvec3){ 0, 0, 0 }) - 315), 0, 0);
	grain_free(&g);
	CHECK(g.t == NULL);
}

/* D(x, N) where exp(i x) is nearly, but not quite, 1: N (1 + i (N - 1) x/2) to first order; strong absorption: 1/(1 - e^(i x)). */
static void rows(void)
{
	for (int m = -3; m <= 3; m++)
		NEAR(cabs(grain_row(2 * M_PI * m + 1e-9, 1000) - 1000 * (1 + I * 999e-9 / 2)), 0, 1e-6);
	NEAR(cabs(grain_row(1e-9 * I, 1000) - 1000 * (1 - 999e-9 / 2)), 0, 1e-9);
	NEAR(cabs(grain_row(0.3 + 5 * I, 1000000) - 1 / (1 - cexp(I * 0.3 - 5))), 0, 1e-15);
	NEAR(cabs(grain_row(1.7 - 0.2 * I, 1) - 1), 0, 1e-15);
}

static struct vec3 *particles(const struct grain *g, size_t *n)
{
	struct vec3 *r = calloc(grain_count(g), sizeof *r);

	*n = 0;
	for (int i = 0; i < g->N[0]; i++)
		for (int j = 0; j < g->N[1]; j++)
			for (size_t m = 0; r && m < g->nlayer; m++)
				r[(*n)++] = (struct vec3){ g->t[m].x + i * g->a[0].x + j * g->a[1].x,
							   g->t[m].y + i * g->a[0].y + j * g->a[1].y, g->t[m].z };
	return r;
}

/*
 * 6 x 6 x 3 with vectors A, B, C about the middle of the lowest layer: a published sample of 108 explicit
 * places, the first (-52.5, -30.31088913245535, 0), A outermost.
 */
static void fcc_111(void)
{
	const double A[3] = { 14, 0, 0 }, B[3] = { 7, 12.12435565298214, 0 }, C[3] = { 7, 4.041451884327381, 11.430952132988164 };
	struct grain_par p = { .cell = CELL_FCC, .d_nn = 14, .hkl = { 1, 1, 1 }, .N = { 6, 6 }, .layers = 3 };
	struct grain g;
	struct err e = { 0 };
	size_t n;

	CHECK(!grain_build(&g, &p, &e));
	struct vec3 *r = particles(&g, &n);
	CHECK(n == 108);
	for (size_t k = 0; k < n; k++) {
		double i = (double)(k / 18), j = (double)(k / 3 % 6), m = (double)(k % 3);

		NEAR(r[k].x, i * A[0] + j * B[0] + m * C[0] - 52.5, 1e-12);
		NEAR(r[k].y, j * B[1] + m * C[1] - 30.31088913245535, 1e-12);
		NEAR(r[k].z, m * C[2], 1e-12);
	}
	free(r);
	NEAR(grain_lo(&g).x, -52.5, 1e-12);
	NEAR(grain_hi(&g).x, 52.5 + 14, 1e-12);
	NEAR(grain_hi(&g).z, 2 * 14 * sqrt(2.0 / 3), 1e-12);
	NEAR(grain_lo(&g).y, -30.31088913245535, 1e-12);
	grain_free(&g);
}

struct known { enum grain_cell cell; int neighbours; double per_volume; };	/* particles per d_nn^3 */

static const struct known known[] = {
	{ CELL_SC, 6, 1 }, { CELL_BCC, 8, 1.299038105676658 }, { CELL_FCC, 12, 1.4142135623730951 },
	{ CELL_HCP, 12, 1.4142135623730951 },
};
static const int planes[][3] = {
	{ 1, 0, 0 }, { 0, 0, 1 }, { 1, 1, 0 }, { 1, 1, 1 }, { -1, 1, 1 }, { 2, 1, 0 }, { 1, 1, -2 }, { 3, 1, 1 }, { 0, -2, 0 }, { 2, 2, 4 },
};

/* A particle in the middle has its neighbours at d_nn and none nearer, whatever the plane. */
static void neighbours(void)
{
	for (size_t k = 0; k < sizeof known / sizeof *known; k++)
		for (size_t h = 0; h < sizeof planes / sizeof *planes; h++) {
			struct grain_par p = { .cell = known[k].cell, .d_nn = 3, .N = { 9, 9 }, .layers = 61, .xi_rad = 0.4,
					       .hkl = { planes[h][0], planes[h][1], planes[h][2] } };
			struct grain g;
			struct err e = { 0 };
			size_t n, at = 0;
			int touch = 0, near = 0;
			double best = 1e9;

			CHECK(!grain_build(&g, &p, &e));
			struct vec3 *r = particles(&g, &n), lo = grain_lo(&g), hi = grain_hi(&g);
			for (size_t i = 0; i < n; i++) {
				double d = hypot(hypot(r[i].x - (lo.x + hi.x) / 2, r[i].y - (lo.y + hi.y) / 2), r[i].z - (lo.z + hi.z) / 2);

				if (d < best)
					best = d, at = i;
			}
			for (size_t i = 0; i < n; i++) {
				double d = hypot(hypot(r[i].x - r[at].x, r[i].y - r[at].y), r[i].z - r[at].z);

				touch += fabs(d - 3) < 1e-9;
				near += d < 3 - 1e-9;
			}
			if (touch != known[k].neighbours || near != 1)
				printf("# %s (%d %d %d): %d neighbours, %d nearer\n", grain_cells[p.cell], p.hkl[0], p.hkl[1], p.hkl[2],
				       touch, near - 1);
			CHECK(touch == known[k].neighbours && near == 1);
			/* density: cells of the plane times the height of many layers */
			double area = fabs(g.a[0].x * g.a[1].y - g.a[0].y * g.a[1].x);
			size_t half = g.nlayer / 2, whole = half - half % 2;
			double height = g.t[whole].z - g.t[0].z;
			NEAR((double)whole / (area * height) * 27 / known[k].per_volume, 1, 1e-9);
			free(r);
			grain_free(&g);
		}
}

/* d_hkl of cubic cells: a/|hkl|, halved where the centring has a plane between. */
static void spacing(void)
{
	static const struct { enum grain_cell cell; int h, k, l, between; } at[] = {
		{ CELL_SC, 1, 2, 3, 1 }, { CELL_BCC, 1, 1, 0, 1 }, { CELL_BCC, 1, 0, 0, 2 }, { CELL_BCC, 1, 1, 1, 2 },
		{ CELL_FCC, 1, 1, 1, 1 }, { CELL_FCC, 1, 0, 0, 2 }, { CELL_FCC, 1, 1, 0, 2 }, { CELL_FCC, 3, 1, 1, 1 },
	};

	for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
		struct grain_par p = { .cell = at[i].cell, .a = 10, .hkl = { at[i].h, at[i].k, at[i].l }, .N = { 1, 1 }, .layers = 4 };
		struct grain g;
		struct err e = { 0 };
		double d = 10 / sqrt(at[i].h * at[i].h + at[i].k * at[i].k + at[i].l * at[i].l) / at[i].between;

		CHECK(!grain_build(&g, &p, &e) && g.nlayer == 4);
		for (int m = 0; m < 4; m++)
			NEAR(g.t[m].z, m * d, 1e-12 * 10);
		grain_free(&g);
	}
}

/* The lattice has a Bragg peak at the reciprocal vectors of its cell, turned so that hkl is up: 2 pi/d along z for hkl allowed. */
static void reciprocal(void)
{
	struct grain_par p = { .cell = CELL_VECTORS, .vectors = { { 3, 0.2, 0 }, { 0.5, 4, 0.3 }, { -0.4, 0.6, 5 } }, .hkl = { 2, -1, 3 },
			       .N = { 3, 3 }, .layers = 5 };
	const double (*v)[3] = p.vectors;
	double b[3][3], G[3], volume = 0;
	struct grain g;
	struct err e = { 0 };

	for (int i = 0; i < 3; i++)
		for (int c = 0; c < 3; c++) {
			const double *s = v[(i + 1) % 3], *t = v[(i + 2) % 3];

			b[i][c] = s[(c + 1) % 3] * t[(c + 2) % 3] - s[(c + 2) % 3] * t[(c + 1) % 3];
		}
	for (int c = 0; c < 3; c++)
		volume += v[0][c] * b[0][c];
	for (int c = 0; c < 3; c++)
		G[c] = 2 * M_PI / volume * (2 * b[0][c] - b[1][c] + 3 * b[2][c]);
	CHECK(!grain_build(&g, &p, &e));
	double up = sqrt(G[0] * G[0] + G[1] * G[1] + G[2] * G[2]);
	NEAR(cabs(grain_sum(&g, (struct cvec3){ 0, 0, up })), 45, 1e-10);
	NEAR(g.t[1].z, 2 * M_PI / up, 1e-13);
	NEAR(fabs(g.a[0].x * g.a[1].y - g.a[0].y * g.a[1].x) * g.t[1].z, fabs(volume), 1e-11);
	NEAR(g.a[0].y, 0, 1e-14);
	CHECK(g.a[0].x > 0 && g.a[0].x <= hypot(g.a[1].x, g.a[1].y) && fabs(g.a[1].x) <= g.a[0].x / 2 + 1e-12 && g.a[1].y > 0);
	grain_free(&g);
	/* centred: the second leans forward, not back */
	p = (struct grain_par){ .cell = CELL_VECTORS, .vectors = { { 2, 0, 0 }, { -1, 5, 0 }, { 0, 0, 3 } }, .hkl = { 0, 0, 1 },
				.N = { 1, 1 }, .layers = 1 };
	CHECK(!grain_build(&g, &p, &e));
	NEAR(g.a[1].x, 1, 1e-14);
	NEAR(g.a[1].y, 5, 1e-14);
	grain_free(&g);
}

/* hcp is ABAB with c = sqrt(8/3) a; fcc is ABCABC; a stacking fault keeps all distances. */
static void stacking(void)
{
	struct grain_par hcp = { .cell = CELL_HCP, .d_nn = 14, .hkl = { 0, 0, 1 }, .N = { 4, 4 }, .layers = 6 }, fcc = hcp, p = hcp;
	struct grain g, f;
	struct err e = { 0 };

	fcc.cell = CELL_FCC;
	fcc.hkl[0] = fcc.hkl[1] = 1;
	p.stacking = "ABC";
	CHECK(!grain_build(&g, &p, &e) && !grain_build(&f, &fcc, &e) && g.nlayer == 6);
	for (int m = 0; m < 6; m++)
		NEAR(hypot(hypot(g.t[m].x - f.t[m].x, g.t[m].y - f.t[m].y), g.t[m].z - f.t[m].z), 0, 1e-12);
	grain_free(&g);
	grain_free(&f);
	fcc.stacking = "AB";
	CHECK(!grain_build(&g, &hcp, &e) && !grain_build(&f, &fcc, &e) && g.nlayer == 6);
	for (int m = 0; m < 6; m++)
		NEAR(hypot(hypot(g.t[m].x - f.t[m].x, g.t[m].y - f.t[m].y), g.t[m].z - f.t[m].z), 0, 1e-12);
	NEAR(g.t[2].z, sqrt(8.0 / 3) * 14, 1e-12);
	NEAR(g.t[1].x - g.t[0].x, 7, 1e-12);
	NEAR(g.t[1].y - g.t[0].y, 14 / sqrt(12), 1e-12);
	grain_free(&g);
	grain_free(&f);
	fcc.stacking = "ABCACB";
	CHECK(!grain_build(&g, &fcc, &e));
	for (int m = 1; m < 6; m++) {
		double best = 1e9;

		for (int i = -2; i < 3; i++)
			for (int j = -2; j < 3; j++)
				best = fmin(best, hypot(hypot(g.t[m].x - g.t[m - 1].x + i * g.a[0].x + j * g.a[1].x,
					g.t[m].y - g.t[m - 1].y + i * g.a[0].y + j * g.a[1].y), g.t[m].z - g.t[m - 1].z));
		NEAR(best, 14, 1e-12);
	}
	grain_free(&g);
}

/* xi turns the particles about z, right-handed. */
static void xi(void)
{
	struct grain_par p = { .cell = CELL_BCC, .d_nn = 5, .hkl = { 1, 1, 0 }, .N = { 3, 4 }, .layers = 3 };
	struct grain g, t;
	struct err e = { 0 };
	double c = cos(0.3), s = sin(0.3);

	CHECK(!grain_build(&g, &p, &e));
	p.xi_rad = 0.3;
	CHECK(!grain_build(&t, &p, &e));
	for (int m = 0; m < 3; m++) {
		NEAR(t.t[m].x, c * g.t[m].x - s * g.t[m].y, 1e-13);
		NEAR(t.t[m].y, s * g.t[m].x + c * g.t[m].y, 1e-13);
	}
	NEAR(t.a[0].y, 5 * s, 1e-13);
	NEAR(cabs(grain_sum(&t, (struct cvec3){ c * 0.2 - s * 0.5, s * 0.2 + c * 0.5, 1 }) -
		  grain_sum(&g, (struct cvec3){ 0.2, 0.5, 1 })), 0, 1e-11);
	grain_free(&g);
	grain_free(&t);
}

/* A turn by the period, about the middle of the grain, repeats |L| at any in-plane direction; half of it does not. */
static void periods(void)
{
	static const struct { struct grain_par p; double period; } at[] = {
		{ { .cell = CELL_SC, .d_nn = 5, .hkl = { 0, 0, 1 }, .N = { 3, 3 }, .layers = 3 }, M_PI / 2 },
		{ { .cell = CELL_SC, .d_nn = 5, .hkl = { 0, 0, 1 }, .N = { 3, 4 }, .layers = 3 }, M_PI },
		{ { .cell = CELL_HEXAGONAL, .d_nn = 5, .hkl = { 0, 0, 1 }, .N = { 4, 4 }, .layers = 3 }, M_PI },
		{ { .cell = CELL_FCC, .d_nn = 5, .hkl = { 1, 1, 1 }, .N = { 4, 4 }, .layers = 1 }, M_PI },
		{ { .cell = CELL_FCC, .d_nn = 5, .hkl = { 1, 1, 1 }, .N = { 4, 4 }, .layers = 3 }, 2 * M_PI },
	};

	for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
		struct grain g;
		struct err e = { 0 };
		double L[3];

		NEAR(grain_period(&at[i].p), at[i].period, 1e-15);
		CHECK(!grain_build(&g, &at[i].p, &e));
		for (int k = 0; k < 3; k++) {
			double f = 0.3 + k * at[i].period / 2;

			L[k] = cabs(grain_sum(&g, (struct cvec3){ 0.4 * cos(f), 0.4 * sin(f), 0.5 + 0.02 * I }));
		}
		NEAR(L[2], L[0], 1e-11);
		CHECK(fabs(L[1] - L[0]) > 1e-2);
		grain_free(&g);
	}
	CHECK(grain_period(&(struct grain_par){ .cell = CELL_SC }) == 0);
}

static void refused(struct grain_par p, const char *what)
{
	struct grain g;
	struct err e = { 0 };

	if (grain_build(&g, &p, &e) != E_DATA || !strstr(e.msg, what))
		printf("# \"%s\" should say %s\n", e.msg, what);
	CHECK(e.code == E_DATA && strstr(e.msg, what));
	grain_free(&g);
}

static void errors(void)
{
	struct grain_par good = { .cell = CELL_FCC, .d_nn = 14, .hkl = { 1, 1, 1 }, .N = { 2, 2 }, .layers = 3 }, p = good;
	const double flat[3][3] = { { 1, 0, 0 }, { 0, 1, 0 }, { 1, 1, 0 } }, cube[3][3] = { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } };
	struct grain g;
	struct err e = { 0 }, f = { 0 };

	p.d_nn = 0;
	refused(p, "d_nn");
	p = good, p.hkl[0] = p.hkl[1] = p.hkl[2] = 0;
	refused(p, "0 0 0");
	p = good, p.N[1] = 0;
	refused(p, "2 x 0");
	p = good, p.layers = 0;
	refused(p, "0 layers");
	p = good, p.stacking = "ABD";
	refused(p, "ABD");
	p = good, p.stacking = "ABBA";
	refused(p, "layers 2 and 3 are both B");
	p = good, p.stacking = "AB", p.hkl[2] = 0;
	refused(p, "close-packed");
	p = good, p.cell = CELL_VECTORS;
	refused(p, "one plane");
	p = good, p.cell = (enum grain_cell)17;
	refused(p, "17");
	p = good, p.hkl[1] = 5000;
	refused(p, "5000");
	p = good, p.xi_rad = NAN;
	refused(p, "xi_deg");
	CHECK(grain_lattice(&g, flat, (const int[]){ 1, 1, 1 }, &e) == E_DATA);
	CHECK(grain_lattice(&g, cube, (const int[]){ 1, 0, 1 }, &f) == E_DATA && strstr(f.msg, "N of a lattice is 0"));
}

int main(void)
{
	CASE(sums);
	CASE(rows);
	CASE(fcc_111);
	CASE(neighbours);
	CASE(spacing);
	CASE(reciprocal);
	CASE(stacking);
	CASE(xi);
	CASE(periods);
	CASE(errors);
	return done();
}
