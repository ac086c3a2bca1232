/* scat/piece.h: places and contrasts against plain sums, cuts that add up to the whole, lattices, what is refused. */
#include "sim_case.h"

#include "base/mem.h"
#include "scat/piece.h"

static const struct layer vacuum[] = { { .n2 = 1 }, { .n2 = SI } };

struct made { struct piece *p; size_t n; struct err e; };

static struct made make(const struct species *s, int layer, const struct layer *l, size_t nlayer, const cd *n2, bool uncut)
{
	struct made m = { 0 };

	piece_make(s, layer, l, nlayer, n2, uncut, &m.p, &m.n, &m.e);
	return m;
}

static void drop(struct made *m)
{
	for (size_t i = 0; i < m->n; i++)
		piece_free(&m->p[i]);
	mem_free(m->p);
}

static cd shape_at(const struct part *p, double qx, double qy, cd qz, double z0)
{
	return b_slab(p, qx, qy, qz, 0, b_height(p), p->at.z - z0);
}

/*
 * Equal parts at many places, of two planes, two materials, two sizes and two directions: groups, and the plain sum.  2e-12:
 * of GL's panels.
 */
static void many_places(void)
{
	enum { N = 300 };
	static struct part p[N];
	struct species s = one_species(1, p, N, 4);
	double qx = 0.3, qy = -0.21;
	cd qz[3] = { 0.4 - 0.02 * I, -0.3 + 0.01 * I, 0.05 }, out[3], want[3] = { 0 };
	struct made m;

	for (int i = 0; i < N; i++) {
		bool box = i % 5 == 0;
		struct vec3 at = { sin(i) * 40, cos(3 * i) * 50, i % 3 ? 2 : 9.5 };
		p[i] = part_of(box ? "box" : "cylinder", i % 7 ? 2 : 2.5, 3, 4, at, box && i % 2 ? 0.5 : 0, i % 11 ? GOLD : SI);
		for (int j = 0; j < 3; j++)
			want[j] += (p[i].n2 - 1) * shape_at(&p[i], qx, qy, qz[j], 3);
	}
	m = make(&s, 0, vacuum, 2, NULL, false);
	CHECK(!m.e.code && m.n == 1 && m.p[0].layer == 0 &&
	      m.p[0].n == 11);	/* 3 shapes, 2 sizes, 2 materials, of which one does not occur */
	piece_eval(m.p, 3, qx, qy, 3, qz, out);
	for (int j = 0; j < 3; j++)
		NEAR(cabs(out[j] / want[j] - 1), 0, 2e-12);
	drop(&m);
}

/* A core in a shell has the contrast to the shell, wherever; n2 stands for the layers'. */
static void contrasts(void)
{
	struct part p[2] = { part_of("sphere", 6, 0, 0, (struct vec3){ 0, 0, 1 }, 0, SI),
			     part_of("sphere", 3, 0, 0, (struct vec3){ 1, 0, 4 }, 0, GOLD) };
	struct species s = one_species(1, p, 2, 4);
	const cd n2[] = { CMPLX(1 - 2e-6, 1e-8), SI }, qz = 0.3;
	cd out, want;

	p[1].within = 0;
	for (int i = 0; i < 2; i++) {
		struct made m = make(&s, 0, vacuum, 2, i ? n2 : NULL, false);
		CHECK(!m.e.code && m.n == 1);
		piece_eval(m.p, 0, 0.2, 0.1, 1, &qz, &out);
		want = (SI - (i ? n2[0] : 1)) * shape_at(&p[0], 0.2, 0.1, qz, 0) + (GOLD - SI) * shape_at(&p[1], 0.2, 0.1, qz, 0);
		NEAR(cabs(out / want - 1), 0, 2e-12);
		drop(&m);
	}
}

/* Layers of one material: the pieces of what crosses them add up to the whole, each in its own frame. */
static void cuts_add_up(void)
{
	struct layer l[] = { { .n2 = 1 }, { .n2 = FILM, .thickness_nm = 5 }, { .n2 = FILM, .thickness_nm = 7 }, { .n2 = FILM } };
	static const double top[] = { 0, 0, -5, -12 }, low[] = { -5, -7, -5 };
	static const char *const name[] = { "sphere", "cylinder", "box" };
	const cd qz = 0.35 - 0.03 * I;

	for (int i = 0; i < 9; i++) {
		int own = 1 + i / 3;
		struct part p = part_of(name[i % 3], 8, 16, 16, (struct vec3){ 1, 2, -17 - top[own] }, i % 3 == 2 ? 0.3 : 0, GOLD), all = p;
		struct species s = one_species(1, &p, 1, 4);
		struct made m = make(&s, own, l, 4, NULL, false), u = make(&s, own, l, 4, NULL, true);
		cd sum = 0, out;

		all.at.z = -17;
		CHECK(!m.e.code && m.n == 3 && u.n == 1 && u.p[0].layer == own);
		for (size_t j = 0; j < m.n; j++) {
			CHECK(m.p[j].layer == (int)j + 1);
			NEAR(m.p[j].hi.z, j ? 0 : -1, 1e-12);
			NEAR(m.p[j].lo.z, low[j], 1e-12);
			piece_eval(&m.p[j], 0, 0.2, 0.13, 1, &qz, &out);
			sum += out * cexp(I * qz * top[j + 1]);
		}
		NEAR(cabs(sum / ((GOLD - FILM) * shape_at(&all, 0.2, 0.13, qz, 0)) - 1), 0, 1e-11);
		piece_eval(&u.p[0], 0, 0.2, 0.13, 1, &qz, &out);
		NEAR(cabs(out * cexp(I * qz * top[own]) / sum - 1), 0, 1e-11);
		drop(&m);
		drop(&u);
	}
}

/* On an interface but not through it; above everything in the ambient, below everything in the substrate. */
static void whole(void)
{
	struct layer l[] = { { .n2 = 1 }, { .n2 = FILM, .thickness_nm = 5 }, { .n2 = SI } };
	static const struct { int layer; double z; int found; double at; } one[] = {
		{ 0, 0, 0, 0 }, { 0, 1e5, 0, 1e5 }, { 1, -4, 1, -4 }, { 1, -9, 2, -4 }, { 0, -4, 1, -4 }, { 2, 1, 1, -4 },
		{ 2, -1e4, 2, -1e4 },
	};

	for (size_t i = 0; i < sizeof one / sizeof *one; i++) {
		struct part p = part_of("cylinder", 3, 4, 0, (struct vec3){ 0, 0, one[i].z }, 0, GOLD);
		struct species s = one_species(1, &p, 1, 4);
		struct made m = make(&s, one[i].layer, l, 3, NULL, false);
		CHECK(!m.e.code && m.n == 1 && m.p[0].layer == one[i].found);
		NEAR(m.p[0].lo.z, one[i].at, 1e-9);
		NEAR(m.p[0].hi.z, one[i].at + 4, 1e-9);
		CHECK(m.p[0].group[0].contrast == GOLD - l[one[i].found].n2);
		drop(&m);
	}
}

/* The lattice's sum and Debye's factor with the whole complex q; without them one particle. */
static void lattice(void)
{
	struct vec3 t[2] = { { 0, 0, 0 }, { 3, 2, 6 } };
	struct grain g = { .a = { { 9, 0, 0 }, { -2, 8, 0 } }, .N = { 3, 2 }, .nlayer = 2, .t = t, .debye_nm2 = 0.4 };
	struct part p = part_of("sphere", 3, 0, 0, (struct vec3){ 1, 0, 0.5 }, 0, GOLD);
	struct species s = one_species(1, &p, 1, 4);
	double qx = 0.3, qy = -0.2;
	cd qz[2] = { 0.4 - 0.02 * I, -0.1 + 0.05 * I }, out[2], one[2];
	struct made m;

	s.grain = &g;
	m = make(&s, 0, vacuum, 2, NULL, false);
	CHECK(!m.e.code && m.n == 1);
	NEAR(m.p[0].lo.z, 0.5, 1e-12);
	NEAR(m.p[0].hi.z, 12.5, 1e-12);
	NEAR(m.p[0].lo.x, -2 - 2, 1e-12);
	NEAR(m.p[0].hi.x, 4 + 18 + 3, 1e-12);
	piece_eval(m.p, 2, qx, qy, 2, qz, out);
	piece_eval_one(m.p, 2, qx, qy, 2, qz, one);
	for (int j = 0; j < 2; j++) {
		cd sum = 0, f = (GOLD - 1) * shape_at(&p, qx, qy, qz[j], 2);
		for (int i = 0; i < 12; i++) {
			double x = i / 4 * 9 - i / 2 % 2 * 2 + t[i % 2].x, y = i / 2 % 2 * 8 + t[i % 2].y;
			sum += cexp(I * (qx * x + qy * y + qz[j] * t[i % 2].z));
		}
		NEAR(cabs(one[j] / f - 1), 0, 1e-11);
		NEAR(cabs(out[j] / (f * sum * cexp(-0.2 * (qx * qx + qy * qy + qz[j] * qz[j]))) - 1), 0, 1e-11);
	}
	drop(&m);
}

static double complex unused(const struct field *f, struct cvec3 q)
{
	(void)f;
	(void)q;
	return 0;
}

static void refuse(const struct species *s, const char *why)
{
	struct made m = make(s, 0, vacuum, 2, NULL, false), u;

	CHECK(m.e.code == E_DATA && !strcmp(m.e.msg, why));
	drop(&m);
	u = make(s, 0, vacuum, 2, NULL, true);		/* uncut: nothing to refuse */
	CHECK(!u.e.code && u.n == 1);
	drop(&u);
}

static void refused(void)
{
	struct vec3 t[2] = { { 0, 0, 0 }, { 0, 0, -6 } };
	struct grain g = { .a = { { 9, 0, 0 }, { 0, 9, 0 } }, .N = { 2, 2 }, .nlayer = 2, .t = t };
	struct field field = { .direct = unused, .box = { { -5, -5, 0 }, { 5, 5, 4 } } };
	struct part p[2] = { part_of("cylinder", 3, 6, 0, (struct vec3){ 0, 0, -3 }, 0, GOLD),
			     part_of("cylinder", 3, 6, 0, (struct vec3){ 0, 0, -2 }, 0, GOLD) };
	struct species s = one_species(1, p, 2, 4);

	p[1].rot = rot3_about((struct vec3){ 0, 1, 0 }, 0.1);
	refuse(&s, "a tilted cylinder crosses an interface: it cannot be cut");
	s.npart = 1;
	s.grain = &g;
	refuse(&s, "a lattice of particles crosses an interface: not supported");	/* each of them */
	g.nlayer = 1;
	refuse(&s, "a lattice of particles crosses an interface: not supported");	/* of one layer, too */
	g.nlayer = 2;
	p[0].at.z = 1;
	refuse(&s, "a lattice of particles crosses an interface: not supported");	/* as a whole */
	s.grain = NULL;
	p[0].shape.kind = NULL;
	p[0].field = &field;
	p[0].at.z = -2;
	refuse(&s, "a height field or voxels cross an interface: not supported");
}

int main(void)
{
	CASE(many_places);
	CASE(contrasts);
	CASE(cuts_add_up);
	CASE(whole);
	CASE(lattice);
	CASE(refused);
	return done();
}
