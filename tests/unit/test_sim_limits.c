/*
 * scat/sim.h where it is hardest or simplest: critical angles, deep and thick layers, large particles, and what must not change:
 * reciprocity, mirrors, units, density.
 */
#include "sim_case.h"

#include "scat/amp.h"

static double a[CASE_PIXELS], b[CASE_PIXELS];
static const struct sim_par all = { .term = -1, .oversample = 1 };

struct one { struct part p; struct species sp; struct layout lay; struct sample s; };

static void one_particle(struct one *o, struct part p, int layer, struct layer *l, size_t nlayer)
{
	o->p = p;
	o->sp = one_species(1, &o->p, 1, 4);
	o->lay = layout_of(layer, &o->sp, 1);
	o->s = sample_of(l, nlayer, &o->lay, 1);
}

/* More pixels than nodes, or fewer: the same pixel.  1e-11 of the brightest, as nodes are (cheb.h). */
static void nodes_or_pixels(void)
{
	struct layer l[] = { { .n2 = 1 }, { .n2 = FILM, .thickness_nm = 40 }, { .n2 = SI } };
	/* the last is not entire in q: its coefficients do not fall away */
	static const struct { const char *name; double a, c, z; int layer; const char *how; } at[] = {
		{ "cylinder", 10, 0, 0, 0, "nodes" }, { "cylinder", 10, 0, -35, 1, "nodes" }, { "sphere", 10, 0, -60, 2, "nodes" },
		{ "sphere", 10, 0, -5, 0, "nodes" }, { "longbox_lorentz", 300, 20, 0, 0, "pixels" },
	};
	struct detector many = spherical(200, 200), few = spherical(8, 8);

	for (int i = 0; i < 5; i++) {
		struct one o;
		double most = 0;
		one_particle(&o, part_of(at[i].name, at[i].a, 20, at[i].c, (struct vec3){ 3, 1, at[i].z }, 0, GOLD), at[i].layer, l, 3);
		CHECK(!strcmp(case_run(&o.s, &case_beam, &many, &all, a), at[i].how));
		CHECK(!strcmp(case_run(&o.s, &case_beam, &few, &all, b), "pixels"));
		/* pixel (12, 12) of 25 x 25 fine ones is the centre of a coarse one; its solid angle is 625 times larger */
		for (int p = 0; p < 200 * 200; p++)
			most = fmax(most, a[p]);
		for (int p = 0; p < 64; p++) {
			struct det_dir fine, coarse;
			size_t row = (size_t)(p / 8 * 25 + 12), col = (size_t)(p % 8 * 25 + 12);
			det_direction(&many, 1, 0, 0, (double)row, (double)col, &fine);
			det_direction(&few, 1, 0, 0, p / 8, p % 8, &coarse);
			NEAR(b[p] / coarse.domega * fine.domega / most, a[row * 200 + col] / most, 1e-11);
		}
	}
}

/* The same of many prisms of one height, without a centre of symmetry, turned and moved, the first too; with S. */
static void ensemble_or_pixels(void)
{
	struct layer l[] = { { .n2 = 1 }, { .n2 = SI } };
	struct part p[8];
	struct species sp[8];
	struct layout lay = layout_of(0, sp, 8);
	struct sample s = sample_of(l, 2, &lay, 1);
	struct detector many = spherical(150, 150), few = spherical(6, 6);
	double most = 0;

	for (int i = 0; i < 8; i++) {
		p[i] = part_of("prism3", 8 + i, 7, 0, (struct vec3){ 3 - i, 5 + i % 3, 1 }, 0.2 + 0.3 * i, GOLD);
		sp[i] = one_species((i + 1) / 36., &p[i], 1, 4);
	}
	lay.inter = (struct interfer){ .type = INTERFER_RADIAL, .peak_distance = 15, .damping_length = 100, .sigma = 3 };
	CHECK(!strcmp(case_run(&s, &case_beam, &many, &all, a), "ensemble"));
	CHECK(!strcmp(case_run(&s, &case_beam, &few, &all, b), "pixels"));
	for (int i = 0; i < 150 * 150; i++)
		most = fmax(most, a[i]);
	for (int i = 0; i < 36; i++) {
		struct det_dir fine, coarse;
		int row = i / 6 * 25 + 12, col = i % 6 * 25 + 12;
		det_direction(&many, 1, 0, 0, row, col, &fine);
		det_direction(&few, 1, 0, 0, i / 6, i % 6, &coarse);
		NEAR(b[i] / coarse.domega * fine.domega / most, a[row * 150 + col] / most, 1e-11);
	}
}

/* In transmission layers do not count: a particle on a substrate as one without. */
static void through_layers(void)
{
	struct layer l[] = { { .n2 = 1 }, { .n2 = SI } };
	struct detector d = spherical(20, 20);
	struct sim_par par = { .term = -1, .oversample = 1, .through = true, .axis = { 0, 1, 0 }, .omega_rad = 0.2 };
	struct one o;

	one_particle(&o, part_of("box", 4, 5, 6, (struct vec3){ 0, 0, -2 }, 0, GOLD), 0, l, 2);
	case_run(&o.s, &case_beam, &d, &par, a);
	o.s.nlayer = 1;
	case_run(&o.s, &case_beam, &d, &par, b);
	CHECK(!memcmp(a, b, 400 * sizeof *a) && a[0] > 0);
}

/* kf is a root that is 0 at the critical angle: rows below, at and above it, of nodes and of pixels. */
static void critical_angles(void)
{
	double critical = asin(sqrt(1 - creal(SI)));
	struct layer l[] = { { .n2 = 1 }, { .n2 = creal(SI) } };	/* no absorption: a sharp corner */
	struct one o;
	struct beam beam = case_beam;

	for (int i = 0; i < 6; i++) {
		struct detector d = spherical(i & 1 ? 9 : 101, i & 1 ? 9 : 60);
		beam.alpha_i_rad = critical * (i < 2 ? 0.6 : i < 4 ? 1 + 1e-9 : 1.4);
		d.alpha_min_rad = 0.1 * critical;
		d.alpha_max_rad = 1.9 * critical;		/* the middle row is at the critical angle */
		one_particle(&o, part_of("cylinder", 5, 8, 0, (struct vec3){ 0, 0, i < 3 ? 0 : -20 }, 0, GOLD), i < 3 ? 0 : 1, l, 2);
		/* 1e-6: at the corner itself kf is held at 1e-9 k in the layers, 1e-7 k in nodes, of typically 3e-3 k */
		case_check(&o.s, &beam, &d, 1, 1e-6);
	}
}

/*
 * An absorbing substrate: at depth z the wave in and out has lost exp(-2 Im(kzi + kzf) |z|).  The sum of both is that of a
 * pixel's alone.
 */
static void deep_particles(void)
{
	double k = 2 * M_PI / 0.1;
	struct layer l[] = { { .n2 = 1 }, { .n2 = CMPLX(1 - 1e-5, 5e-7) } };

	for (int i = 0; i < 4; i++) {
		struct detector d = spherical(i & 1 ? 6 : 90, i & 1 ? 6 : 90);
		struct one near, far;
		double lost = i < 2 ? 300 : 1e5;
		struct beam beam = case_beam;
		beam.alpha_i_rad = 0.15 * DEG;			/* below the critical angle: 3.5 nm of depth */
		one_particle(&near, part_of("sphere", 4, 0, 0, (struct vec3){ 0, 0, -20 }, 0, GOLD), 1, l, 2);
		one_particle(&far, part_of("sphere", 4, 0, 0, (struct vec3){ 0, 0, -20 - lost }, 0, GOLD), 1, l, 2);
		case_run(&near.s, &beam, &d, &all, a);
		case_run(&far.s, &beam, &d, &all, b);
		for (size_t p = 0; p < d.nrow * d.ncol; p++) {
			double u[3], o, fall;
			case_place(&d, &beam, (double)(p / d.ncol), (double)(p % d.ncol), u, &o);
			fall = exp(-2 * lost * (cimag(csqrt(k * k * (pow(sin(beam.alpha_i_rad), 2) + l[1].n2 - 1))) +
						cimag(csqrt(k * k * (u[2] * u[2] + l[1].n2 - 1)))));
			CHECK(isfinite(b[p]) && b[p] >= 0);
			/* rounding of phases: kz is known to 1e-13, times 300 nm */
			if (lost < 1e4 && a[p] > 1e-20)
				NEAR(b[p] / (a[p] * fall), 1, 1e-8);
			else if (lost > 1e4)
				CHECK(b[p] < 1e-200);
		}
	}
}

/*
 * A film of 10 um: what is in its upper part does not see the substrate below the critical angle, whether by nodes or by
 * pixels.
 */
static void thick_layers(void)
{
	struct layer thick[] = { { .n2 = 1 }, { .n2 = SI, .thickness_nm = 1e4 }, { .n2 = CMPLX(1 - 3e-5, 3e-6) } };
	struct layer half[] = { { .n2 = 1 }, { .n2 = SI } };
	static const double z[] = { -30, -5000, -9980 };

	for (int i = 0; i < 6; i++) {
		struct detector d = spherical(i < 3 ? 90 : 7, i < 3 ? 90 : 7);
		struct beam beam = case_beam;
		struct one o, h;
		double most = 0;
		d.alpha_max_rad = 0.17 * DEG;
		beam.alpha_i_rad = 0.12 * DEG;
		one_particle(&o, part_of("sphere", 4, 0, 0, (struct vec3){ 0, 0, z[i % 3] }, 0, GOLD), 1, thick, 3);
		one_particle(&h, part_of("sphere", 4, 0, 0, (struct vec3){ 0, 0, z[i % 3] }, 0, GOLD), 1, half, 2);
		case_run(&o.s, &beam, &d, &all, a);
		case_run(&h.s, &beam, &d, &all, b);
		for (size_t p = 0; p < d.nrow * d.ncol; p++)
			most = fmax(most, b[p]);
		for (size_t p = 0; p < d.nrow * d.ncol; p++) {
			CHECK(isfinite(a[p]) && isfinite(b[p]));
			if (i % 3 == 0)
				NEAR(a[p] / most, b[p] / most, 1e-11);
		}
	}
}

/* A tower below the critical angle: E and O would lose digits, pixels do not. */
static void towers(void)
{
	struct layer l[] = { { .n2 = 1 }, { .n2 = SI } };
	struct detector d = spherical(200, 180);
	struct one o;

	one_particle(&o, part_of("cylinder", 5, 120, 0, (struct vec3){ 0, 0, -130 }, 0, GOLD), 1, l, 2);
	CHECK(!strcmp(case_check(&o.s, &case_beam, &d, 1, 1e-9), "pixels"));	/* the brute sum over 120 nm has rounding of its own */
}

/* alpha_f <= 0 and places beyond the Ewald sphere are NaN; the others are as in a detector without them. */
static void horizon(void)
{
	struct layer l[] = { { .n2 = 1 }, { .n2 = SI } };
	struct one o;
	struct detector d[2] = { spherical(60, 50), qgrid(60, 50) };

	one_particle(&o, part_of("sphere", 4, 0, 0, (struct vec3){ 0 }, 0, GOLD), 0, l, 2);
	d[0].alpha_min_rad = -1 * DEG;
	d[1].qz_min = 0;			/* alpha_f = 0 is k sin(alpha_i) = 0.219 */
	for (int i = 0; i < 2; i++) {
		size_t below = 0;
		case_run(&o.s, &case_beam, &d[i], &all, a);
		for (size_t p = 0; p < 3000; p++)
			below += isnan(a[p]);
		NEAR((double)below / 50, i ? 9 : 29, 0.1);	/* 1/2.1 of 60 rows: 28.57; 0.219/1.4: 9.4 */
		case_check(&o.s, &case_beam, &d[i], 1, 1e-11);
	}
	d[1].qz_max = 200;			/* beyond 2 k = 126 */
	case_run(&o.s, &case_beam, &d[1], &all, a);
	CHECK(isnan(a[59 * 50 + 25]) && isfinite(a[10 * 50 + 25]));
}

/* Source and detector change places: dSigma/dOmega is the same, mirrored in phi for a particle that has no mirror. */
static void reciprocity(void)
{
	struct layer l[] = { { .n2 = 1 }, { .n2 = FILM, .thickness_nm = 25 }, { .n2 = SI } };
	static const double in[] = { 0.1, 0.16, 0.21, 0.5 }, out[] = { 0.9, 0.3, 0.13, 0.4 }, phi[] = { 0.5, -0.8, 0.2, 0.1 };

	for (int i = 0; i < 8; i++) {
		struct one o;
		double there, back, s1 = sin(in[i % 4] * DEG), s2 = sin(out[i % 4] * DEG);
		struct beam b1 = { .wavelength_nm = 0.1, .alpha_i_rad = in[i % 4] * DEG };
		struct beam b2 = { .wavelength_nm = 0.1, .alpha_i_rad = out[i % 4] * DEG };
		/* one pixel of the same solid angle but for its cosine, about (alpha_f, phi) */
		struct detector d1 = { .type = DET_POINTS, .nrow = 1, .ncol = 1 }, d2 = d1;
		double k = 2 * M_PI / 0.1, qy1 = k * cos(b2.alpha_i_rad) * sin(phi[i % 4] * DEG), qz = k * (s1 + s2), qy2;
		qy2 = -k * cos(b1.alpha_i_rad) * sin(phi[i % 4] * DEG);
		d1.point_qy = &qy1;
		d2.point_qy = &qy2;
		d1.point_qz = d2.point_qz = &qz;
		one_particle(&o, part_of("box", 9, 5, 30, (struct vec3){ 2, 1, i < 4 ? 0 : -33 }, 0.3, GOLD), i < 4 ? 0 : 1, l, 3);
		case_run(&o.s, &b1, &d1, &all, &there);
		/*
		 * k_i' = -k_f points to pi - phi (seen from above, from x to y).  Where that is the new x the sample is
		 * turned by phi - pi, and k_f' = -k_i points to phi, on the side of y: phi' = -phi.
		 */
		o.s.azimuth_rad = M_PI + phi[i % 4] * DEG;
		case_run(&o.s, &b2, &d2, &all, &back);
		NEAR(back * s2 / (there * s1), 1, 1e-11);
	}
}

/*
 * A sample with a mirror: phi and -phi alike; all lengths and the wavelength times s, density / s^2: the same; density:
 * linear.
 */
static void invariants(void)
{
	struct layer l[] = { { .n2 = 1 }, { .n2 = FILM, .thickness_nm = 25 }, { .n2 = SI } };
	struct layer big[] = { { .n2 = 1 }, { .n2 = FILM, .thickness_nm = 25 * 3 }, { .n2 = SI } };
	struct detector d = spherical(40, 41);
	struct beam slow = { .wavelength_nm = 0.3, .alpha_i_rad = 0.2 * DEG };
	struct one o, s;
	double most = 0;

	d.phi_min_rad = -d.phi_max_rad;
	one_particle(&o, part_of("cylinder", 4, 7, 0, (struct vec3){ 0, 0, -20 }, 0, GOLD), 1, l, 3);
	one_particle(&s, part_of("cylinder", 12, 21, 0, (struct vec3){ 0, 0, -60 }, 0, GOLD), 1, big, 3);
	o.lay.inter = (struct interfer){ .type = INTERFER_1D, .a = 20, .decay = DECAY_CAUCHY, .decay_x = 100 };
	s.lay.inter = (struct interfer){ .type = INTERFER_1D, .a = 60, .decay = DECAY_CAUCHY, .decay_x = 300 };
	s.lay.density = o.lay.density / 9;
	case_run(&o.s, &case_beam, &d, &all, a);
	case_run(&s.s, &slow, &d, &all, b);
	for (int i = 0; i < 40 * 41; i++)
		most = fmax(most, a[i]);
	for (int i = 0; i < 40 * 41; i++) {
		NEAR(b[i] / most, a[i] / most, 1e-11);
		NEAR(a[i / 41 * 41 + 40 - i % 41] / most, a[i] / most, 1e-11);
	}
	o.lay.density *= 2.5;
	case_run(&o.s, &case_beam, &d, &all, b);
	for (int i = 0; i < 40 * 41; i++)
		NEAR(b[i], 2.5 * a[i], 1e-14 * b[i]);
}

/* Refused: names what is wrong. */
static void refused(void)
{
	struct layer l[] = { { .n2 = 1 }, { .n2 = SI } };
	struct detector d = spherical(4, 4);
	struct err e = { 0 };
	struct one o;

	one_particle(&o, part_of("box", 4, 5, 6, (struct vec3){ 0, 0, -1 }, 0, GOLD), 0, l, 2);
	o.p.rot = rot3_about((struct vec3){ 1, 0, 0 }, 0.2);
	CHECK(sim_add(&o.s, &case_beam, &d, &all, 1, a, NULL, &e) == E_DATA);
	CHECK(!strcmp(e.msg, "a tilted box crosses an interface: it cannot be cut"));
}

int main(void)
{
	CASE(nodes_or_pixels);
	CASE(ensemble_or_pixels);
	CASE(through_layers);
	CASE(critical_angles);
	CASE(deep_particles);
	CASE(thick_layers);
	CASE(towers);
	CASE(horizon);
	CASE(reciprocity);
	CASE(invariants);
	CASE(refused);
	return done();
}
