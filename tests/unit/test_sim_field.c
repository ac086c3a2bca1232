/*
 * scat/amp_field.c by scat/sim.h: height fields and voxels against their direct sums in each of the four terms.
 *
 * 1e-7 of the brightest pixel: the transform of a field is within 1e-9 of its volume (gridsum.h), of which a bright pixel
 * has a tenth.
 */
#include "sim_case.h"

#include "num/par.h"
#include "scat/heightfield.h"
#include "scat/voxels.h"

enum { NY = 14, NX = 10 };

static double out[2000];

static struct field *hills(void)
{
	struct height_par par = { .ny = NY, .nx = NX, .pixel_nm = { 1.5, 2 }, .scale_nm = 1, .facets = FACETS_BILINEAR };
	double h[NY * NX];
	struct field *f = NULL;
	struct err e = { 0 };

	for (int y = 0; y < NY; y++)
		for (int x = 0; x < NX; x++)
			h[y * NX + x] = 5 + 3 * sin(0.5 * y) + 0.3 * x;
	CHECK(!heightfield_new(&f, &par, h, &e));
	return f;
}

static struct field *cubes_of(double dz_nm)
{
	struct voxels_par par = { .n = { 4, NY, NX }, .voxel_nm = { dz_nm, 1.5, 2 } };
	double re[4 * NY * NX], im[4 * NY * NX];
	struct field *f = NULL;
	struct err e = { 0 };

	for (int i = 0; i < 4 * NY * NX; i++) {
		re[i] = -6e-5 * (1 + sin(i * i));
		im[i] = 6e-6 * cos(i);
	}
	CHECK(!voxels_new(&f, &par, re, im, &e));
	return f;
}

static struct field *cubes(void)
{
	return cubes_of(2);
}

struct field_case {
	struct field *f;
	int layer;		/* 0, 1, 2; with through or nlayer 1: Born */
	double z, turn_rad;
	bool born;
	int term;
};

/* The direct sum of each term, at a pixel. */
static double brute(const struct field_case *c, const struct sample *s, const struct detector *d, size_t pixel, double *domega)
{
	double k = 2 * M_PI / 0.1, ai = case_beam.alpha_i_rad, u[3], o, cs = cos(c->turn_rad), sn = sin(c->turn_rad);
	const struct part *p = &s->layout[0].species[0].part[0];
	struct b_wave in, of;
	cd sum = 0;

	case_place(d, &case_beam, (double)(pixel / d->ncol), (double)(pixel % d->ncol), u, &o);
	double gx = k * (cos(ai) - u[0]), gy = -k * u[1];
	struct cvec3 q = { cs * gx + sn * gy, -sn * gx + cs * gy, -k * (sin(ai) + u[2]) };
	if (!c->born) {
		in = b_waves(s, k, sin(ai));
		of = b_waves(s, k, u[2]);
	}
	for (int t = 0; t < (c->born ? 1 : 4); t++) {
		cd a = 1;
		if (!c->born) {
			a = (t & 1 ? in.r[c->layer] : in.t[c->layer]) * (t & 2 ? of.r[c->layer] : of.t[c->layer]);
			q.z = (t & 1 ? in.kz[c->layer] : -in.kz[c->layer]) + (t & 2 ? of.kz[c->layer] : -of.kz[c->layer]);
		}
		if (c->term < 0 || c->term == t)
			sum += a * c->f->direct(c->f, q) * cexp(I * (gx * p->at.x + gy * p->at.y + q.z * p->at.z));
	}
	*domega = o;
	return pow(k * k / (4 * M_PI) * cabs(sum * (p->n2 - s->layer[c->layer].n2)), 2) * s->layout[0].density * o / sin(ai);
}

static void try(const struct field_case *c, const struct detector *d)
{
	/* the absorbing film is where kz is complex */
	struct layer l[] = { { .n2 = 1 }, { .n2 = CMPLX(1 - 8e-6, 2e-6), .thickness_nm = 30 }, { .n2 = SI } };
	bool voxels = c->f->box.lo.z == 0 && fabs(c->f->volume / (NY * NX * 3 * c->f->box.hi.z) - 1) < 1e-12;	/* full */
	struct part p = { .field = c->f, .at = { 3, -2, c->z }, .within = -1 };
	struct species sp = one_species(1, &p, 1, 4);
	struct layout lay = layout_of(c->layer, &sp, 1);
	struct sample s = sample_of(l, c->born ? 1 : 3, &lay, 1);
	struct sim_par par = { .term = c->term, .oversample = 1 };
	double most = 0, o;

	p.n2 = voxels ? l[c->layer].n2 + 1 : GOLD;
	p.rot = rot3_about((struct vec3){ 0, 0, 1 }, c->turn_rad);
	CHECK(!strcmp(case_run(&s, &case_beam, d, &par, out), "field"));
	for (size_t i = 0; i < d->nrow * d->ncol; i++)
		most = fmax(most, isnan(out[i]) ? 0 : out[i]);
	CHECK(most > 0);
	for (size_t i = 0; i < d->nrow * d->ncol; i += d->nrow * d->ncol / 24 + 1) {
		double want = isnan(out[i]) ? NAN : brute(c, &s, d, i, &o);
		CHECK(isnan(want) ? i < d->ncol * d->nrow / 2 : fabs(out[i] - want) < 1e-7 * most);
	}
}

static void everywhere(void)
{
	struct field *f[] = { hills(), cubes() };
	struct detector d[] = { spherical(14, 12), leaning(14, 12), qgrid(14, 12) };
	static const double z[] = { 2, -25, -40 };

	for (int i = 0; i < 2; i++) {
		for (int layer = 0; layer < 3; layer++)
			for (int k = 0; k < 3; k++)
				try(&(struct field_case){ f[i], layer, z[layer], k ? 0 : 0.4, false, -1 }, &d[k]);
		for (int term = 0; term < 4; term++)
			try(&(struct field_case){ f[i], 1, -25, 0, false, term }, &d[0]);
		for (int k = 0; k < 3; k++)
			try(&(struct field_case){ f[i], 0, 2, 0.4, true, -1 }, &d[k]);
		f[i]->free(f[i]);
	}
}

/* A detector of one row, or of one pixel: there is but one qz. */
static void one_row(void)
{
	struct field *f = cubes();
	double old = 0;

	for (int i = 0; i < 6; i++) {
		struct detector d = spherical(1, i & 1 ? 20 : 1);
		d.alpha_max_rad = (0.4 + 0.1 * i) * DEG;	/* other numbers of nodes */
		try(&(struct field_case){ f, 1, -25, 0, false, -1 }, &d);
		try(&(struct field_case){ f, 0, 2, 0, true, -1 }, &d);
		CHECK(out[0] != old);
		old = out[0];
	}
	f->free(f);
}

/* 120 nm high: exp(i kf z) turns by 140 rad over the detector, and has as many nodes. */
static void tall(void)
{
	struct field *f = cubes_of(30);
	struct detector d[] = { spherical(14, 12), leaning(14, 12) };

	for (int i = 0; i < 4; i++)
		try(&(struct field_case){ f, 0, 2, 0.4, i & 2, -1 }, &d[i & 1]);
	f->free(f);
}

/* Transmission: the direct sum at q of the view. */
static void through(void)
{
	struct field *f = cubes();
	struct layer l[] = { { .n2 = 1 } };
	struct part p = { .field = f, .n2 = 2, .within = -1, .rot = rot3_none };
	struct species sp = one_species(1, &p, 1, 4);
	struct layout lay = layout_of(0, &sp, 1);
	struct sample s = sample_of(l, 1, &lay, 1);
	struct sim_par par = { .term = -1, .oversample = 1, .through = true, .axis = { 0, 0, 1 }, .omega_rad = 0.3, .mu_t = 0.2 };
	struct beam b = { .wavelength_nm = 0.1 };
	struct detector d;
	struct err e = { 0 };
	double k = 2 * M_PI / 0.1, most = 0;

	CHECK(!det_flat(&d, 20, 20, 20, 20, 1000, 10, 10, 0, &e));
	CHECK(!strcmp(case_run(&s, &b, &d, &par, out), "field"));
	for (int i = 0; i < 400; i++)
		most = fmax(most, out[i]);
	for (int i = 0; i < 400; i += 7) {
		double u[3], o, c = cos(0.3), sn = sin(0.3), want;
		case_place(&d, &b, i / 20, i % 20, u, &o);
		/* in the beam's frame g; the sample's z was x and its y was y, turned from x to y; its x was -z */
		double gx = k * (1 - u[0]), gy = -k * u[1], gz = -k * u[2], z = c * gx + sn * gy, y = -sn * gx + c * gy;
		want = pow(k * k / (4 * M_PI) * cabs(f->direct(f, (struct cvec3){ -gz, y, z })), 2) * 1e-3 * o * exp(-0.2 / c) / c;
		NEAR(out[i] / most, want / most, 1e-7);
	}
	f->free(f);
}

static int wrong(const struct field *f, double complex qz, size_t n, const double *qx, const double *qy, double complex *v,
		 void *work, struct err *e)
{
	const struct field *right = f->priv;

	right->eval(right, qz, n, qx, qy, v, work, e);
	for (size_t i = 0; i < n; i++)
		v[i] *= 1.01;
	return e->code;
}

static double complex right(const struct field *f, struct cvec3 q)
{
	return ((const struct field *)f->priv)->direct(f->priv, q);
}

/*
 * A look at some pixels tells how far they are from the sum itself: nothing, and what a field of 1.01 times the values is
 * wrong by.
 */
static void looks(void)
{
	struct field *f = cubes(), bad = *f;
	struct layer l[] = { { .n2 = 1 }, { .n2 = SI } };
	struct part p = { .field = f, .n2 = 2, .within = -1, .rot = rot3_about((struct vec3){ 0, 0, 1 }, 0.3) };
	struct species sp = one_species(1, &p, 1, 4);
	struct layout lay = layout_of(0, &sp, 1);
	struct sample s = sample_of(l, 2, &lay, 1);
	struct detector d = spherical(14, 12);
	struct sim_par par = { .term = -1, .oversample = 1, .look = 30 };
	struct sim_tell tell = { 0 };
	struct err e = { 0 };

	bad.priv = f;
	bad.eval = wrong;
	bad.direct = right;
	CHECK(!sim_add(&s, &case_beam, &d, &par, 1, out, &tell, &e));
	CHECK(tell.look_error > 0 && tell.look_error < 1e-8);
	p.field = &bad;
	CHECK(!sim_add(&s, &case_beam, &d, &par, 1, out, &tell, &e));
	NEAR(tell.look_error, 0.01, 1e-4);
	f->free(f);
}

static void threads(void)
{
	static double again[2000];
	struct field *f = cubes();
	struct layer l[] = { { .n2 = 1 }, { .n2 = SI } };
	struct part p = { .field = f, .n2 = 2, .within = -1, .rot = rot3_none };
	struct species sp = one_species(1, &p, 1, 4);
	struct layout lay = layout_of(0, &sp, 1);
	struct sample s = sample_of(l, 2, &lay, 1);
	struct detector d = leaning(14, 12);
	struct sim_par par = { .term = -1, .oversample = 1 };

	case_run(&s, &case_beam, &d, &par, out);
	par_set_threads(3);
	case_run(&s, &case_beam, &d, &par, again);
	par_set_threads(1);
	CHECK(!memcmp(out, again, 14 * 12 * sizeof *out));
	f->free(f);
}

static void refuse(struct sample *s, const struct detector *d, const char *why)
{
	struct sim_par par = { .term = -1, .oversample = 1 };
	struct err e = { 0 };

	CHECK(sim_add(s, &case_beam, d, &par, 1, out, NULL, &e) == E_DATA);
	CHECK(!strncmp(e.msg, why, strlen(why)));
}

static void refused(void)
{
	struct field *f = hills();
	struct layer l[] = { { .n2 = 1 }, { .n2 = SI } };
	struct part p = { .field = f, .n2 = GOLD, .within = -1, .rot = rot3_none };
	struct part two[2] = { p, part_of("sphere", 1, 0, 0, (struct vec3){ 0, 0, 30 }, 0, GOLD) };
	struct species sp[2] = { one_species(0.5, &p, 1, 4), one_species(0.5, &p, 1, 4) };
	struct layout lay = layout_of(0, sp, 2);
	struct sample s = sample_of(l, 2, &lay, 1);
	struct detector d = spherical(10, 10);

	refuse(&s, &d, "a height field or voxels must be the only particle of its layout");
	lay.nspecies = 1;
	sp[0].part = two;
	sp[0].npart = 2;
	refuse(&s, &d, "a height field or voxels must be the only particle of its layout");
	sp[0].part = &p;
	sp[0].npart = 1;
	p.rot = rot3_about((struct vec3){ 1, 0, 0 }, 0.1);
	p.at.z = 10;
	refuse(&s, &d, "a tilted height field or voxels: not supported");
	p.rot = rot3_none;
	d.phi_max_rad = 3 * DEG;	/* 3.3 1/nm; pixels of 1.5 nm reach 2.1 */
	refuse(&s, &d, "the detector sees q up to 3.");
	f->free(f);
}

int main(void)
{
	par_set_threads(1);		/* small loops: threads would wait for each other */
	CASE(everywhere);
	CASE(one_row);
	CASE(tall);
	CASE(through);
	CASE(looks);
	CASE(threads);
	CASE(refused);
	return done();
}
