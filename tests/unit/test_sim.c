/*
 * scat/sim.h against plain sums (dwba_brute.h): detectors, layers, crossings, terms, many species, both ways of computing.
 *
 * 1e-11: amplitudes at nodes are within 1e-12 of the largest, and where interference is dark the comparison is to 1e-4 of
 * the brightest pixel.
 */
#include "sim_case.h"

#include "num/par.h"

static const double tol = 1e-11;

static void born_one_layer(void)
{
	struct part p = part_of("sphere", 4, 0, 0, (struct vec3){ 1, -2, 3 }, 0, GOLD);
	struct species sp = one_species(1, &p, 1, 4);
	struct layout lay = layout_of(0, &sp, 1);
	struct layer l[] = { { .n2 = 1 } };
	struct sample s = sample_of(l, 1, &lay, 1);
	struct detector d = spherical(100, 90);

	CHECK(!strcmp(case_check(&s, &case_beam, &d, 1, tol), "nodes"));
}

/* All detectors, a turned sample, an oblique beam, a box that is not symmetric. */
static void detectors(void)
{
	struct part p = part_of("box", 9, 5, 6, (struct vec3){ 1, 3, 0.5 }, 0.4, GOLD);
	struct species sp = one_species(1, &p, 1, 4);
	struct layout lay = layout_of(0, &sp, 1);
	struct layer l[] = { { .n2 = 1 }, { .n2 = SI } };
	struct sample s = sample_of(l, 2, &lay, 1);
	struct beam b = case_beam;
	struct detector d[] = { spherical(100, 90), leaning(90, 110), qgrid(100, 110) }, f;
	struct err e = { 0 };

	CHECK(!det_flat(&f, 100, 90, 30, 25, 1000, 11, 1.5, b.alpha_i_rad, &e));
	CHECK(!strcmp(case_check(&s, &b, &f, 1, tol), "nodes"));
	for (int i = 0; i < 3; i++) {
		s.azimuth_rad = 0;
		b.phi_i_rad = 0;
		CHECK(!strcmp(case_check(&s, &b, &d[i], 1, tol), "nodes"));
		s.azimuth_rad = 0.7;
		b.phi_i_rad = 0.1 * DEG;
		case_check(&s, &b, &d[i], 1, tol);
		case_check(&s, &b, &d[i], 2, tol);
	}
}

/* In the ambient, a film, the substrate, and from one into the next: each with its own T, R and kz. */
static void places(void)
{
	static const struct { const char *name; double a, b, c, z; int layer; } at[] = {
		{ "cylinder", 5, 7, 0, 2, 0 }, { "sphere", 5, 0, 0, -14, 1 }, { "cylinder", 4, 6, 0, -16, 1 }, { "box", 7, 5, 6, -9, 2 },
		{ "sphere", 5, 0, 0, -20, 3 }, { "sphere", 5, 0, 0, -4, 0 }, { "cylinder", 4, 30, 0, -25, 0 }, { "box", 6, 8, 9, -22, 1 },
		{ "sphere", 6, 0, 0, -4, 1 }, { "cylinder", 4, 30, 0, -9, 3 }, { "sphere", 5, 0, 0, 8, 3 },
	};
	struct layer l[] = { { .n2 = 1 }, { .n2 = FILM, .thickness_nm = 18 },
			     { .n2 = CMPLX(1 - 8e-6, 4e-7), .thickness_nm = 11 }, { .n2 = SI } };
	struct detector d[] = { spherical(80, 100), leaning(80, 100) };

	for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
		struct part p = part_of(at[i].name, at[i].a, at[i].b, at[i].c, (struct vec3){ 2, 1, at[i].z },
					at[i].a == 6 ? 0.3 : 0, GOLD);
		struct species sp = one_species(1, &p, 1, 4);
		struct layout lay = layout_of(at[i].layer, &sp, 1);
		struct sample s = sample_of(l, 4, &lay, 1);
		CHECK(!strcmp(case_check(&s, &case_beam, &d[i % 2], 1, tol), "nodes"));
	}
}

/* Each of the four terms, and that no two are mixed up: Ri Tf and Ti Rf differ where alpha_f is not alpha_i. */
static void terms(void)
{
	static double out[CASE_PIXELS];
	struct part p = part_of("cylinder", 4, 8, 0, (struct vec3){ 0, 0, -13 }, 0, GOLD);
	struct species sp = one_species(1, &p, 1, 4);
	struct layout lay = layout_of(1, &sp, 1);
	struct layer l[] = { { .n2 = 1 }, { .n2 = FILM, .thickness_nm = 15 }, { .n2 = SI } };
	struct sample s = sample_of(l, 3, &lay, 1);
	struct detector d[] = { spherical(80, 100), leaning(80, 100), spherical(5, 4) };

	for (int i = 0; i < 12; i++) {		/* nodes of one angle and of each pixel's own, and pixels */
		struct sim_par par = { .term = i % 4, .oversample = 1 };
		struct brute b = { &s, &case_beam, false, i % 4, NULL };
		case_run(&s, &case_beam, &d[i / 4], &par, out);
		case_compare(&b, &d[i / 4], 1, i < 8 ? 131 : 1, out, tol);
	}
}

/* In the vacuum the particle's own terms: --ba on a substrate is the same as no substrate, and not the distorted waves. */
static void born_on_substrate(void)
{
	static double a[CASE_PIXELS], b[CASE_PIXELS], c[CASE_PIXELS];
	struct part p = part_of("cylinder", 4, 8, 0, (struct vec3){ 0, 0, 2 }, 0, GOLD);
	struct species sp = one_species(1, &p, 1, 4);
	struct layout lay = layout_of(0, &sp, 1);
	struct layer l[] = { { .n2 = 1 }, { .n2 = SI }, { .n2 = 1 } };
	struct sample with = sample_of(l, 2, &lay, 1), without = sample_of(l, 1, &lay, 1);
	struct sim_par ba = { .born = true, .term = -1, .oversample = 1 }, all = { .term = -1, .oversample = 1 };
	struct detector d = spherical(40, 30);
	double most = 0, worst = 0, apart = 0;

	case_run(&with, &case_beam, &d, &ba, a);
	case_run(&without, &case_beam, &d, &all, b);
	l[1].n2 = 1;				/* a substrate that is vacuum */
	case_run(&with, &case_beam, &d, &all, c);
	for (int i = 0; i < 40 * 30; i++) {
		most = fmax(most, b[i]);
		CHECK(a[i] == b[i]);
		worst = fmax(worst, fabs(c[i] - b[i]));
	}
	CHECK(worst < 1e-11 * most);		/* nodes of kf and of qz differ by rounding */
	l[1].n2 = SI;
	case_run(&with, &case_beam, &d, &all, c);
	for (int i = 0; i < 40 * 30; i++)
		apart = fmax(apart, fabs(c[i] - b[i]));
	CHECK(apart > 0.1 * most);
}

enum { MANY = 9 };

/* Sizes of a cylinder with weights that sum to 1. */
static struct layout sizes(struct species *sp, struct part *p, int layer, int n, double z)
{
	double sum = n * (n + 1) / 2.;

	for (int i = 0; i < n; i++) {
		p[i] = part_of("cylinder", 3 + 0.5 * i, 6 + 0.3 * i, 0, (struct vec3){ 0.5 * i, 0, z }, 0, GOLD);
		sp[i] = one_species((i + 1) / sum, &p[i], 1, 3 + 0.5 * i);
	}
	return layout_of(layer, sp, (size_t)n);
}

/* Of many species products at nodes; of few each by itself; with and without S. */
static void ensembles(void)
{
	struct part p[MANY];
	struct species sp[MANY];
	struct layer l[] = { { .n2 = 1 }, { .n2 = FILM, .thickness_nm = 20 }, { .n2 = SI } };
	struct detector d[] = { spherical(110, 120), leaning(110, 120) };

	for (int i = 0; i < 16; i++) {
		struct layout lay = sizes(sp, p, i & 1, i & 4 ? 3 : MANY, i & 1 ? -15 : 1);
		struct sample s = sample_of(l, 3, &lay, 1);
		if (i & 8) {
			lay.inter = (struct interfer){ .type = INTERFER_RADIAL, .peak_distance = 15, .damping_length = 100, .sigma = 3 };
			lay.inter.variance = 0.5;
		}
		CHECK(!strcmp(case_check(&s, &case_beam, &d[i / 2 % 2], 1, tol), i & 4 ? "nodes" : "ensemble"));
	}
}

/* Prisms of one height, place and material that differ in section, turn and place in the plane: what z gives is computed once. */
static void one_height(void)
{
	struct part p[MANY];
	struct species sp[MANY];
	struct layer l[] = { { .n2 = 1 }, { .n2 = FILM, .thickness_nm = 20 }, { .n2 = SI } };
	struct detector d[] = { spherical(110, 120), leaning(110, 120) };

	for (int i = 0; i < 20; i++) {
		struct layout lay = sizes(sp, p, i & 1, MANY, i & 1 ? -15 : 1);
		struct sample s = sample_of(l, i >= 16 ? 1 : 3, &lay, 1);
		for (int k = 0; k < MANY; k++)
			p[k] = part_of(k % 2 ? "box" : "cylinder", 3 + 0.5 * k, k % 2 ? 4 : 6, 6,
				       (struct vec3){ k % 3, k % 4, lay.layer ? -15 : 1 },
				       k % 2 ? 0.2 * k : 0, GOLD);
		if (i & 4)
			p[7].shape.par[2] = 6.5;		/* or one that is higher, lower, of something else */
		if (i & 8 && i & 4)
			p[7].shape.par[2] = 6, p[7].at.z += 0.3;
		else if (i & 8)
			p[7].n2 = FILM;
		if (i & 2)
			lay.inter = (struct interfer){ .type = INTERFER_RADIAL, .peak_distance = 15, .damping_length = 100, .sigma = 3 };
		if (i >= 16)
			lay.layer = 0;
		CHECK(!strcmp(case_check(&s, &case_beam, &d[i / 2 % 2], 1, tol), "ensemble"));
	}
}

/* The same in the vacuum: one function, products of one kind. */
static void born_ensemble(void)
{
	struct part p[MANY];
	struct species sp[MANY];
	struct layer l[] = { { .n2 = 1 } };
	struct layout lay = sizes(sp, p, 0, MANY, 1);
	struct sample s = sample_of(l, 1, &lay, 1);
	struct detector d = spherical(110, 120);

	lay.inter = (struct interfer){ .type = INTERFER_RADIAL, .peak_distance = 15, .damping_length = 100, .sigma = 3 };
	CHECK(!strcmp(case_check(&s, &case_beam, &d, 1, tol), "ensemble"));
}

/* Local monodisperse (disks and spheres grow with the particles at the same coverage) and size-spacing coupling. */
static void approximations(void)
{
	struct part p[MANY];
	struct species sp[MANY];
	struct layer l[] = { { .n2 = 1 }, { .n2 = SI } };
	struct layout lay = sizes(sp, p, 0, MANY, 1);
	struct sample s = sample_of(l, 2, &lay, 1);
	struct detector d[] = { spherical(100, 80), leaning(100, 80) };

	for (int i = 0; i < 2; i++) {
		lay.approx = APPROX_LMA;
		lay.inter = (struct interfer){ .type = INTERFER_HARD_DISK, .radius = 6, .density = 1e-3 };
		case_check(&s, &case_beam, &d[i], 1, tol);
		lay.inter = (struct interfer){ .type = INTERFER_PERCUS_YEVICK, .radius = 6, .density = 2e-4 };
		case_check(&s, &case_beam, &d[i], 1, tol);
		lay.inter = (struct interfer){ .type = INTERFER_1D, .a = 20, .decay = DECAY_GAUSS, .decay_x = 100 };
		case_check(&s, &case_beam, &d[i], 1, tol);
		lay.approx = APPROX_SSCA;
		lay.inter = (struct interfer){ .type = INTERFER_RADIAL, .peak_distance = 15, .damping_length = 100,
					       .sigma = 3, .kappa = 0.8 };
		case_check(&s, &case_beam, &d[i], 1, tol);
	}
}

/* Layouts add in intensity, each with its density, in several layers. */
static void layouts(void)
{
	struct part p[2] = { part_of("sphere", 4, 0, 0, (struct vec3){ 0, 0, 0 }, 0, GOLD),
			     part_of("box", 5, 6, 7, (struct vec3){ 0, 0, -12 }, 0, GOLD) };
	struct species sp[2] = { one_species(1, &p[0], 1, 4), one_species(1, &p[1], 1, 4) };
	struct layer l[] = { { .n2 = 1 }, { .n2 = FILM, .thickness_nm = 20 }, { .n2 = SI } };
	struct layout lay[2] = { layout_of(0, &sp[0], 1), layout_of(1, &sp[1], 1) };
	struct sample s = sample_of(l, 3, lay, 2);
	struct detector d = spherical(80, 90);

	lay[1].density = 3e-3;
	case_check(&s, &case_beam, &d, 1, tol);
}

/* The footprint of a small sample, and the weight; what was there is added to. */
static void footprint(void)
{
	static double a[CASE_PIXELS], b[CASE_PIXELS];
	struct part p = part_of("sphere", 4, 0, 0, (struct vec3){ 0, 0, 0 }, 0, GOLD);
	struct species sp = one_species(1, &p, 1, 4);
	struct layout lay = layout_of(0, &sp, 1);
	struct layer l[] = { { .n2 = 1 }, { .n2 = SI } };
	struct sample s = sample_of(l, 2, &lay, 1);
	struct beam beam = case_beam;
	struct detector d = spherical(20, 20);
	struct sim_par par = { .term = -1, .oversample = 1 };
	struct err e = { 0 };

	case_run(&s, &beam, &d, &par, a);
	beam.beam_height_mm = 0.2;
	beam.sample_length_mm = 10;		/* 50 < 1/sin = 286 */
	for (int i = 0; i < 400; i++)
		b[i] = 3 * a[i];
	CHECK(!sim_add(&s, &beam, &d, &par, 0.25, b, NULL, &e));
	for (int i = 0; i < 400; i++)
		NEAR(b[i] / (a[i] * (3 + sin(0.2 * DEG) * 50 * 0.25)), 1, 1e-14);
	beam.sample_length_mm = 100;		/* longer than the footprint */
	case_run(&s, &beam, &d, &par, b);
	CHECK(!memcmp(a, b, 400 * sizeof *a));
}

static void threads(void)
{
	static double a[CASE_PIXELS], b[CASE_PIXELS];
	struct part p[MANY];
	struct species sp[MANY];
	struct layer l[] = { { .n2 = 1 }, { .n2 = SI } };
	struct layout lay = sizes(sp, p, 0, MANY, 1);
	struct sample s = sample_of(l, 2, &lay, 1);
	struct detector d[] = { spherical(100, 80), leaning(100, 80), spherical(10, 10) };
	struct sim_par par = { .term = -1, .oversample = 1 };

	for (int i = 0; i < 3; i++) {
		size_t n = d[i].nrow * d[i].ncol;
		par_set_threads(1);
		case_run(&s, &case_beam, &d[i], &par, a);
		for (int t = 2; t <= 3; t++) {
			par_set_threads(t);
			case_run(&s, &case_beam, &d[i], &par, b);
			CHECK(!memcmp(a, b, n * sizeof *a));
		}
	}
	par_set_threads(0);
}

int main(void)
{
	CASE(born_one_layer);
	CASE(detectors);
	CASE(places);
	CASE(terms);
	CASE(born_on_substrate);
	CASE(ensembles);
	CASE(one_height);
	CASE(born_ensemble);
	CASE(approximations);
	CASE(layouts);
	CASE(footprint);
	CASE(threads);
	return done();
}
