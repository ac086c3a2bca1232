/*
 * scat/sim.h: lattices of finite size, their disorder, and averaged layers.
 */
#include "sim_case.h"

#include "num/rng.h"

enum { SITES = 12 };

static struct vec3 heights[2] = { { 0, 0, 0 }, { 4, 3, 7 } };
static const struct sim_par all = { .term = -1, .oversample = 1 };

static struct grain lattice(double debye_nm2)
{
	return (struct grain){ .a = { { 12, 0, 0 }, { 3, 11, 0 } }, .N = { 3, 2 }, .nlayer = 2, .t = heights, .debye_nm2 = debye_nm2 };
}

/* Particles at all sites of the lattice, each a part. */
static void sites(struct part *p, struct part one)
{
	for (int i = 0; i < SITES; i++) {
		struct vec3 t = heights[i % 2];
		p[i] = one;
		p[i].at.x += i / 4 * 12 + i / 2 % 2 * 3 + t.x;
		p[i].at.y += i / 2 % 2 * 11 + t.y;
		p[i].at.z += t.z;
	}
}

/* A lattice is a composition of its particles, in each of the four terms. */
static void is_a_composition(void)
{
	static double a[40 * 50];
	struct layer l[] = { { .n2 = 1 }, { .n2 = FILM, .thickness_nm = 30 }, { .n2 = SI } };
	struct part one = part_of("sphere", 3, 0, 0, (struct vec3){ 1, 0, 0.5 }, 0, GOLD), p[SITES];
	struct grain g = lattice(0);
	struct species lat = one_species(1, &one, 1, 3), comp = one_species(1, p, SITES, 3);
	struct layout lay = layout_of(0, &lat, 1), lay2 = layout_of(0, &comp, 1);
	struct detector d[] = { spherical(40, 50), leaning(40, 50) };

	lat.grain = &g;
	for (int i = 0; i < 4; i++) {
		struct sample s = sample_of(l, 3, &lay, 1), s2 = sample_of(l, 3, &lay2, 1);
		struct brute b = { &s2, &case_beam, false, -1, NULL };
		lay.layer = lay2.layer = i & 1;
		one.at.z = i & 1 ? -20 : 0.5;
		sites(p, one);
		case_run(&s, &case_beam, &d[i / 2], &all, a);
		case_compare(&b, &d[i / 2], 1, 97, a, 1e-10);
		case_check(&s2, &case_beam, &d[i / 2], 1, 1e-10);
	}
}

/*
 * <|A|^2> over displacements u of each particle, of sigma sqrt(v) along each direction: drawn DRAWS times for each pixel,
 * each particle's four terms with its own place.  The mean is known within its standard error: 5 of them.
 */
enum { DRAWS = 3000 };

static void mean_of_draws(const struct brute *b, const struct detector *d, double v, size_t pixel, double *mean, double *error)
{
	const struct layout *lay = &b->s->layout[0];
	const struct species *sp = &lay->species[0];
	double k = 2 * M_PI / b->b->wavelength_nm, ai = b->b->alpha_i_rad, u[3], o, sum = 0, sum2 = 0;
	struct b_wave in, out;
	cd c[4], qz[4], f[4] = { 0 };
	int terms = b->born ? 1 : 4, l = lay->layer;
	struct part one = sp->part[0];
	struct rng r = rng_at(77, pixel, 0);

	case_place(d, b->b, (double)(pixel / d->ncol), (double)(pixel % d->ncol), u, &o);
	double qx = k * (cos(ai) - u[0]), qy = -k * u[1];
	qz[0] = -k * (sin(ai) + u[2]);
	c[0] = 1;
	if (!b->born) {
		in = b_waves(b->s, k, sin(ai));
		out = b_waves(b->s, k, u[2]);
		for (int t = 0; t < 4; t++) {
			qz[t] = (t & 1 ? in.kz[l] : -in.kz[l]) + (t & 2 ? out.kz[l] : -out.kz[l]);
			c[t] = (t & 1 ? in.r[l] : in.t[l]) * (t & 2 ? out.r[l] : out.t[l]);
		}
	}
	one.at = (struct vec3){ 0, 0, 0 };
	for (int t = 0; t < terms; t++)
		f[t] = c[t] * (one.n2 - b->s->layer[l].n2) * b_slab(&one, qx, qy, qz[t], 0, b_height(&one), 0);
	for (int n = 0; n < DRAWS; n++) {
		cd a = 0;
		double i2;
		for (int p = 0; p < SITES; p++) {
			double x = sp->part[p].at.x + sqrt(v) * rng_normal(&r), y = sp->part[p].at.y + sqrt(v) * rng_normal(&r);
			double z = sp->part[p].at.z + sqrt(v) * rng_normal(&r);
			for (int t = 0; t < terms; t++)
				a += f[t] * cexp(I * (qx * x + qy * y + qz[t] * z));
		}
		i2 = pow(k * k / (4 * M_PI), 2) * creal(a * conj(a)) * lay->density * o / sin(ai);
		sum += i2;
		sum2 += i2 * i2;
	}
	*mean = sum / DRAWS;
	*error = sqrt((sum2 / DRAWS - *mean * *mean) / DRAWS);
}

/* In the vacuum, on a substrate, and in a film below its critical angle: there q_j - q_k* has an imaginary part of 0.35/nm. */
static void disorder(void)
{
	static double a[40 * 40];
	struct layer l[] = { { .n2 = 1 }, { .n2 = CMPLX(1 - 2e-5, 1e-6), .thickness_nm = 60 }, { .n2 = SI } };
	struct part one = part_of("sphere", 3, 0, 0, (struct vec3){ 0, 0, 1 }, 0, GOLD), p[SITES];
	struct grain g = lattice(1.2);
	struct species lat = one_species(1, &one, 1, 3), comp = one_species(1, p, SITES, 3);
	struct detector d = spherical(9, 9);

	lat.grain = &g;
	d.alpha_max_rad = 0.9 * DEG;
	for (int i = 0; i < 3; i++) {
		struct layout lay = layout_of(i == 2, &lat, 1), lay2 = layout_of(i == 2, &comp, 1);
		struct sample s = sample_of(l, i ? 3 : 1, &lay, 1), s2 = sample_of(l, i ? 3 : 1, &lay2, 1);
		struct brute b = { &s2, &case_beam, !i, -1, NULL };
		double chi2 = 0;
		one.at.z = i == 2 ? -30 : 1;
		sites(p, one);
		case_run(&s, &case_beam, &d, &all, a);
		for (size_t pixel = 4; pixel < 81; pixel += 11) {
			double mean, error;
			mean_of_draws(&b, &d, g.debye_nm2, pixel, &mean, &error);
			NEAR(a[pixel], mean, 5 * error);
			chi2 += pow((a[pixel] - mean) / error, 2) / 7;
		}
		CHECK(chi2 < 3);		/* 7 draws of a mean of 1 and a sigma of 0.53 */
	}
}

/* What of a disordered lattice is coherent takes part in S, the rest does not: I = I(S = 1) + (S - 1) |<A>|^2, for two different S. */
static void disorder_and_s(void)
{
	static double none[400], with[2][400];
	struct layer l[] = { { .n2 = 1 }, { .n2 = SI } };
	struct part p = part_of("sphere", 3, 0, 0, (struct vec3){ 0, 0, 1 }, 0, GOLD);
	struct grain g = lattice(1.2);
	struct species sp = one_species(1, &p, 1, 3);
	struct layout lay = layout_of(0, &sp, 1);
	struct sample s = sample_of(l, 2, &lay, 1);
	struct detector d = spherical(20, 20);
	struct interfer inter[2] = { { .type = INTERFER_HARD_DISK, .radius = 20, .density = 2e-4 }, { .type = INTERFER_HARD_DISK, .radius = 15, .density = 5e-4 } };
	double k = 2 * M_PI / 0.1;

	sp.grain = &g;
	case_run(&s, &case_beam, &d, &all, none);
	for (int i = 0; i < 2; i++) {
		lay.inter = inter[i];
		case_run(&s, &case_beam, &d, &all, with[i]);
	}
	for (int c = 0; c < 400; c++) {
		double u[3], o, sq[2];
		case_place(&d, &case_beam, c / 20, c % 20, u, &o);
		double qx = k * (cos(case_beam.alpha_i_rad) - u[0]), qy = -k * u[1];
		for (int i = 0; i < 2; i++)
			interfer_s(&inter[i], 1, &qx, &qy, &qx, &sq[i]);
		NEAR((with[0][c] - none[c]) * (sq[1] - 1), (with[1][c] - none[c]) * (sq[0] - 1), 1e-10 * none[c]);
	}
}

/* Several lattices, equal ones and others: their incoherent parts with their weights; the sum over single runs. */
static void mixed_disorder(void)
{
	static double a[900], b[900], sum[900];
	struct layer l[] = { { .n2 = 1 }, { .n2 = SI } };
	struct vec3 t[4][2] = { { { 0, 0, 0 }, { 4, 3, 7 } }, { { 1, 1, 0 }, { 2, -3, 7 } }, { { 0, 0, 0 }, { 4, 3, 9 } },
				{ { 2, 0, 0 }, { 4, 3, 7 } } };
	struct grain g[10];
	struct part p[10];
	struct species sp[10];
	struct detector d[] = { spherical(30, 30), leaning(30, 30) };
	double weight = 0;

	for (int i = 0; i < 10; i++) {
		g[i] = lattice(i == 4 ? 0.3 : i == 5 ? 0 : 0.9);
		g[i].t = t[i > 7 ? i - 8 : i % 4];		/* 8 and 9 scatter incoherently as 0 does */
		g[i].N[0] = i == 6 ? 2 : 3;
		p[i] = part_of(i == 1 ? "box" : "sphere", i == 7 ? 2 : 3, 4, 5, (struct vec3){ 0, 0, i == 3 ? 2 : 1 },
			       i == 2 || i == 9 ? 0.7 : 0, GOLD);
		sp[i] = one_species((i + 1) / 55., &p[i], 1, 3);
		sp[i].grain = &g[i];
		weight += sp[i].weight;
	}
	NEAR(weight, 1, 1e-15);
	for (int i = 0; i < 2; i++) {
		struct layout lay = layout_of(0, sp, 10), one = layout_of(0, sp, 1);
		struct sample s = sample_of(l, 2, &lay, 1), s1 = sample_of(l, 2, &one, 1);
		case_run(&s, &case_beam, &d[i], &all, a);
		memset(sum, 0, sizeof sum);
		for (int j = 0; j < 10; j++) {
			struct species alone = sp[j];
			double w = alone.weight;
			alone.weight = 1;
			one.species = &alone;
			case_run(&s1, &case_beam, &d[i], &all, b);
			for (int c = 0; c < 900; c++)
				sum[c] += w * b[c];
		}
		for (int c = 0; c < 900; c++)
			CHECK(isnan(a[c]) ? isnan(sum[c]) : fabs(a[c] - sum[c]) < 1e-10 * sum[c]);
	}
}

/*
 * Boxes that fill the area, upright in a film: waves as in a layer of the boxes' material, contrast to the film as it was.
 * On the film: the ambient begins at their top.
 */
static void averaged_layers(void)
{
	static double a[2000];
	struct layer l[] = { { .n2 = 1 }, { .n2 = FILM, .thickness_nm = 20 }, { .n2 = SI } };
	struct layer in[] = { { .n2 = 1 }, { .n2 = FILM, .thickness_nm = 4 }, { .n2 = GOLD, .thickness_nm = 9 },
			      { .n2 = FILM, .thickness_nm = 7 }, { .n2 = SI } };
	struct layer on[] = { { .n2 = 1 }, { .n2 = GOLD, .thickness_nm = 9 }, { .n2 = FILM, .thickness_nm = 20 }, { .n2 = SI } };
	const cd n2_in[] = { 1, FILM, FILM, FILM, SI }, n2_on[] = { 1, 1, FILM, SI };
	struct detector d = spherical(40, 50);

	for (int i = 0; i < 2; i++) {
		struct part p = part_of("box", 8, 5, 9, (struct vec3){ 0, 0, i ? 0 : -13 }, 0, GOLD), q = p;
		struct species sp[2] = { one_species(0.3, &p, 1, 4), one_species(0.7, &p, 1, 4) }, sq = one_species(1, &q, 1, 4);
		struct layout lay = layout_of(!i, sp, 2), layq = layout_of(1, &sq, 1);
		struct sample s = sample_of(l, 3, &lay, 1), plain = i ? sample_of(on, 4, &layq, 1) : sample_of(in, 5, &layq, 1);
		struct brute b = { &plain, &case_beam, false, -1, i ? n2_on : n2_in };
		lay.density = layq.density = 1 / 40.;
		q.at.z = i ? -9 : -13;
		s.average_layers = 1;
		case_run(&s, &case_beam, &d, &all, a);
		case_compare(&b, &d, 1, 37, a, 1e-10);
		s.average_layers = 3;			/* slices of one material are one */
		case_run(&s, &case_beam, &d, &all, a);
		case_compare(&b, &d, 1, 37, a, 1e-10);
	}
}

/* A lattice counts with all its particles: 12 boxes of 250 nm^3 in 600 nm^2 times 11 nm. */
static void averaged_lattice(void)
{
	static double a[2000];
	struct vec3 t[2] = { { 0, 0, 0 }, { 0, 0, 6 } };
	struct grain g = { .a = { { 10, 0, 0 }, { 0, 10, 0 } }, .N = { 2, 3 }, .nlayer = 2, .t = t };
	struct layer l[] = { { .n2 = 1 }, { .n2 = SI } };
	struct layer flat[] = { { .n2 = 1 }, { .n2 = 1 + 3000 / 6600. * (GOLD - 1), .thickness_nm = 11 }, { .n2 = SI } };
	const cd n2[] = { 1, 1, SI };
	struct part p = part_of("box", 10, 5, 5, (struct vec3){ 0, 0, 0 }, 0, GOLD), q[12];
	struct species sp = one_species(1, &p, 1, 4), sq = one_species(1, q, 12, 4);
	struct layout lay = layout_of(0, &sp, 1), layq = layout_of(1, &sq, 1);
	struct sample s = sample_of(l, 2, &lay, 1), plain = sample_of(flat, 3, &layq, 1);
	struct brute b = { &plain, &case_beam, false, -1, n2 };
	struct detector d = spherical(40, 50);
	struct err e = { 0 };

	sp.grain = &g;
	lay.density = layq.density = 1 / 600.;
	for (int i = 0; i < 12; i++)
		q[i] = part_of("box", 10, 5, 5, (struct vec3){ i / 2 % 2 * 10, i / 4 * 10, -11 + i % 2 * 6 }, 0, GOLD);
	s.average_layers = 1;
	case_run(&s, &case_beam, &d, &all, a);
	case_compare(&b, &d, 1, 37, a, 1e-10);
	s.average_layers = 11;			/* it crosses its slices */
	CHECK(sim_add(&s, &case_beam, &d, &all, 1, a, NULL, &e) == E_DATA);
	CHECK(!strcmp(e.msg, "a lattice of particles crosses an interface: not supported"));
}

int main(void)
{
	CASE(is_a_composition);
	CASE(disorder);
	CASE(disorder_and_s);
	CASE(mixed_disorder);
	CASE(averaged_layers);
	CASE(averaged_lattice);
	return done();
}
