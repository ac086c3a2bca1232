/*
 * scat/run.h and scat/head.h: what becomes of images: variants, frames, terms, resolution, background, photons, shadows;
 * transmission; labels.
 */
#include "sim_case.h"
#include "job_text.h"

#include "base/units.h"
#include "num/par.h"
#include "scat/counts.h"
#include "scat/head.h"
#include "scat/reflect.h"
#include "scat/run.h"
#include "scat/smear.h"

enum { MOST = 5000 };
static double a[MOST], b[MOST];
static const struct run_par plain;

#define DET "{type: spherical, n_phi: 8, phi_min_deg: -1, phi_max_deg: 3, n_alpha: 6, alpha_min_deg: 0, alpha_max_deg: 1"
#define SAME(x, y, n) CHECK(!memcmp(x, y, (n) * sizeof *(x)))

static void images(struct box *x, const struct text *t, const struct run_par *p, size_t count)
{
	struct err e = { 0 };

	CHECK(!load_text(x, t, NULL));
	CHECK(run_count(&x->job, p) == count && count * x->job.detector.nrow * x->job.detector.ncol <= MOST);
	CHECK(!run_images(&x->job, p, a, NULL, &e));
}

/* By sim_add() alone. */
static void plain_image(const struct box *x, int term, int oversample, size_t frame, double *out)
{
	struct sim_par p = { .term = term, .oversample = oversample };
	struct err e = { 0 };

	memset(out, 0, x->job.detector.nrow * x->job.detector.ncol * sizeof *out);
	for (size_t i = 0; i < x->job.nvariant; i++)
		if (x->job.variant[i].frame == frame)
			CHECK(!sim_add(&x->job.variant[i].sample, &x->job.variant[i].beam, &x->job.detector, &p,
				       x->job.variant[i].weight, out, NULL, &e));
}

/* Two angles of incidence, 1 : 3: the mean of two runs. */
static void variants(void)
{
	struct box x, one;
	double sum[48];

	images(&x, &(struct text){ .detector = DET "}",
				   .beam = "{wavelength: 0.1, alpha_i_deg: {values: [0.2, 0.3], weights: [1, 3]}}" }, &plain, 1);
	memcpy(b, a, sizeof b);
	drop(&x);
	for (int i = 0; i < 2; i++) {
		images(&one, &(struct text){ .detector = DET "}",
					     .beam = i ? "{wavelength: 0.1, alpha_i_deg: 0.3}" : "{wavelength: 0.1, alpha_i_deg: 0.2}" },
		       &plain, 1);
		for (int c = 0; c < 48; c++)
			sum[c] = (i ? sum[c] : 0) + (i ? 0.75 : 0.25) * a[c];
		drop(&one);
	}
	for (int c = 0; c < 48; c++)
		NEAR(b[c] / sum[c], 1, 1e-14);
}

/* Frames of energies, each with its four terms; these have no background and no photons, but the resolution. */
static void frames_and_terms(void)
{
	struct box x;
	const struct run_par terms = { .terms = true };
	struct err e = { 0 };

	images(&x, &(struct text){ .detector = DET ", resolution: {row_px: 0.7, col_px: 1.1}}", .extra = "background: 2.5e-7",
				   .beam = "{energies: [8, 10], alpha_i_deg: 0.2}" }, &terms, 10);
	for (size_t f = 0; f < 2; f++)
		for (int t = 0; t < 5; t++) {
			plain_image(&x, t - 1, 1, f, b);
			CHECK(!smear_gauss(b, 6, 8, 0.7, 1.1, &e));
			for (int c = 0; c < 48 && !t; c++)
				b[c] += 2.5e-7;
			SAME(a + (f * 5 + (size_t)t) * 48, b, 48);
		}
	CHECK(memcmp(a, a + 5 * 48, 48 * sizeof *a));
	drop(&x);
}

/* Each frame has photons of its own, those of the same seed and its number, whatever else is written. */
static void photons(void)
{
	struct box x;
	const struct run_par terms = { .terms = true };
	struct err e = { 0 };

	images(&x, &(struct text){ .detector = DET "}", .extra = "noise: {flux: 1.0e9, seed: 5}", .beam = "{energies: [8, 10], alpha_i_deg: 0.2}" },
	       &terms, 10);
	for (size_t f = 0; f < 2; f++) {
		plain_image(&x, -1, 1, f, b);
		CHECK(!counts_poisson(b, 48, 1e9, 5, f, &e));
		SAME(a + f * 5 * 48, b, 48);
		plain_image(&x, 0, 1, f, b);
		SAME(a + (f * 5 + 1) * 48, b, 48);
	}
	drop(&x);
}

/* Energies and turns of the sample: all turns of the first, then of the second. */
static void energies_and_turns(void)
{
	struct box x;
	struct err e = { 0 };

	images(&x, &(struct text){ .beam = "{energies: [8, 10]}", .detector = DET "}", .substrate = "",
				   .extra = "mode: saxs\nrotation: {axis: y, start_deg: 0, stop_deg: 60, n: 3}" }, &plain, 6);
	for (size_t i = 0; i < 6; i++) {
		const struct variant *v = &x.job.variant[i / 3];
		struct sim_par p = { .term = -1, .oversample = 1, .through = true, .axis = { 0, 1, 0 }, .omega_rad = (double)(i % 3) * 30 * DEG };
		CHECK(v->frame == i / 3);
		memset(b, 0, sizeof b);
		CHECK(!sim_add(&v->sample, &v->beam, &x.job.detector, &p, 1, b, NULL, &e));
		for (int c = 0; c < 48; c++)
			NEAR(a[i * 48 + (size_t)c] / b[c], 1, 1e-14);
	}
	drop(&x);
}

/* Resolution, then background, then photons, then what is covered; of a mask 0 is covered. */
static void order(void)
{
	struct box x;
	double mask[48];
	struct run_par p = { .mask = mask };
	struct err e = { 0 };

	for (int c = 0; c < 48; c++)
		mask[c] = c % 7;
	images(&x, &(struct text){ .detector = DET ", resolution: {row_px: 0.7, col_px: 1.1}}",
				   .extra = "background: 2.5e-7\nnoise: {flux: 1.0e9, seed: 5}" }, &p, 1);
	plain_image(&x, -1, 1, 0, b);
	CHECK(!smear_gauss(b, 6, 8, 0.7, 1.1, &e));
	for (int c = 0; c < 48; c++)
		b[c] += 2.5e-7;
	CHECK(!counts_poisson(b, 48, 1e9, 5, 0, &e));
	for (int c = 0; c < 48; c++)
		CHECK(c % 7 ? a[c] == b[c] && a[c] == floor(a[c]) : isnan(a[c]));
	drop(&x);
}

/* Photons of one frame tell nothing of another, however alike they are. */
static void frames_of_noise(void)
{
	struct box x;
	int same = 0;

	images(&x, &(struct text){ .detector = DET "}", .beam = "{energies: [10, 10], alpha_i_deg: 0.2}", .extra = "noise: {flux: 1.0e+12, seed: 5}" }, &plain, 2);
	for (int c = 0; c < 48; c++)
		same += a[c] == a[48 + c];
	CHECK(same < 24);
	drop(&x);
}

static void shadows(void)
{
	struct box x;
	int covered = 0;

	images(&x, &(struct text){ .detector = DET ", beam_stop: {x: [-0.1, 1.1], y: [0, 0.4]}}" }, &plain, 1);
	plain_image(&x, -1, 1, 0, b);
	for (int c = 0; c < 48; c++) {		/* centres: phi -0.75 + 0.5 c, alpha (r + 0.5)/6 */
		bool in = c % 8 >= 2 && c % 8 <= 3 && c / 8 < 2;
		covered += in;
		CHECK(in ? isnan(a[c]) : a[c] == b[c]);
	}
	CHECK(covered == 4);
	drop(&x);
}

/* alpha_f <= 0: NaN, or 0 where it is asked for; then without the background, and shadows are NaN as ever. */
static void below(void)
{
	struct box x;
	struct run_par p = { .zero_below = true };
	const char *det = "{type: spherical, n_phi: 3, phi_min_deg: -1, phi_max_deg: 3, n_alpha: 4, alpha_min_deg: -1, alpha_max_deg: 1}";

	for (int i = 0; i < 2; i++) {
		images(&x, &(struct text){ .detector = det, .extra = "background: 1" }, i ? &p : &plain, 1);
		for (int c = 0; c < 6; c++) {
			CHECK(i ? a[c] == 0 : isnan(a[c]));
			CHECK(a[c + 6] > 1);
		}
		drop(&x);
	}
}

/*
 * n x n places: their mean; by itself as many that the largest particle's phase turns by less than a radian between them, 16
 * at most.
 */
static void oversample(void)
{
	struct box x;
	const double k = 2 * M_PI / 0.1;

	images(&x, &(struct text){ .detector = DET ", oversample: 3}" }, &plain, 1);
	CHECK(run_oversample(&x.job) == 3);
	plain_image(&x, -1, 3, 0, b);
	SAME(a, b, 48);
	drop(&x);
	for (int r = 1; r < 400; r *= 2) {
		char particle[200];
		double step = 0.5 * DEG * k;	/* 1/nm, of a column; of a row a third of it */
		snprintf(particle, sizeof particle,
			 "{shape: {name: cylinder, radius: %d, height: 1}, material: {delta: 3e-5, beta: 2e-6}}", r);
		CHECK(!load_text(&x, &(struct text){ .detector = DET ", oversample: auto}", .particle = particle,
						     .density = "surface_density: 1e-6" }, NULL));
		CHECK(x.job.oversample == 0);
		NEAR(run_oversample(&x.job), fmax(1, fmin(16, ceil(2 * r * step * cos(0.5 * DEG)))), 0);
		drop(&x);
	}
	/* a height, all of it, and the length over which a lattice is coherent */
	CHECK(!load_text(&x, &(struct text){ .detector = DET ", oversample: auto}", .density = "surface_density: 1e-6",
		.particle = "{shape: {name: cylinder, radius: 1, height: 7}, material: {delta: 3e-5}}" }, NULL));
	NEAR(run_oversample(&x.job), ceil(2 * 7 * 0.5 * DEG * k * cos(0.5 * DEG)), 0);
	drop(&x);
	CHECK(!load_text(&x, &(struct text){ .detector = DET ", oversample: auto}", .density = "surface_density: 1e-6",
		.inter = "{type: 1d_lattice, length: 20, decay: gauss, decay_length: 12}" }, NULL));
	NEAR(run_oversample(&x.job), ceil(2 * 12 * 0.5 * DEG * k * cos(0.5 * DEG)), 0);
	drop(&x);
}

/* Transmission of a sphere: rho dOmega |k^2/(4 pi) dn2 F|^2 exp(-mu t/cos w)/cos w, whichever way it is turned. */
static void saxs(void)
{
	struct box x;
	const double k = 2 * M_PI / 0.1, r = 5;
	const cd dn2 = cpow(1 - 3e-5 + 2e-6 * I, 2) - cpow(1 - 5e-6 + 1e-5 * I, 2);

	images(&x, &(struct text){ .beam = "{wavelength: 0.1}",
				   .particle = "{shape: {name: sphere, radius: 5}, material: {delta: 3.0e-5, beta: 2.0e-6}}",
		.detector = "{type: rectangular, n_x: 9, n_y: 8, width: 90, height: 80, distance: 1000, u0: 41, v0: 37}",
		.density = "surface_density: 0.001", .substrate = "",
		.extra = "mode: saxs\nrotation: {axis: y, start_deg: 0, stop_deg: 60, n: 3}" }, &plain, 3);
	x.job.variant[0].sample.layer[0].n2 = cpow(1 - 5e-6 + 1e-5 * I, 2);
	x.job.variant[0].sample.layer[0].thickness_nm = 2e5;
	CHECK(!run_images(&x.job, &plain, a, NULL, &x.e));
	for (int i = 0; i < 3 * 72; i++) {
		double u = (i % 9 + 0.5) * 10 - 41, v = (i / 9 % 8 + 0.5) * 10 - 37, len = sqrt(1e6 + u * u + v * v), w = i / 72 * 30 * DEG;
		double q = 2 * k * sin(0.5 * acos(1000 / len)) * r, f = 4 * M_PI * r * r * r * (sin(q) - q * cos(q)) / (q * q * q);
		double want = 1e-3 * 100 * 1000 / pow(len, 3) * pow(k * k / (4 * M_PI) * cabs(dn2) * f, 2) *
			exp(-2 * k * 1e-5 * 2e5 / cos(w)) / cos(w);
		NEAR(a[i] / want, 1, 1e-6);	/* beyond the first zero of F; mu t = 251 has lost 3 digits */
	}
	drop(&x);
}

/* The thickness of a file absorbs, in every layer, along the normal's angle to the beam: none about the beam, half as much about (1, 1, 0). */
static void saxs_absorbs(void)
{
	static const char *const axis[] = { "x", "y", "[1, 1, 0]", "[0, -2, 0]" };
	struct box x;

	for (int i = 0; i < 4; i++) {
		char extra[100];
		double c = i == 0 ? 1 : i == 2 ? 0.75 : 0.5, mu_t = 4 * M_PI / 0.1 * (2e-6 * 1e4 + 3e-6 * 2e4);
		snprintf(extra, sizeof extra, "mode: saxs\nrotation: {axis: %s, start_deg: 0, stop_deg: 60, n: 2}", axis[i]);
		images(&x, &(struct text){ .beam = "{wavelength: 0.1}", .particle = "{shape: {name: sphere, radius: 2}, material: {delta: 3.0e-5}}",
			.detector = DET "}", .extra = extra, .substrate = "- {material: {delta: 1.0e-6, beta: 2.0e-6}, thickness: 10 um}\n"
			"- {material: {delta: 1.0e-6, beta: 3.0e-6}, thickness: 2.0e+4}" }, &plain, 2);
		for (int p = 0; p < 48; p++)
			NEAR(a[48 + p] / a[p], exp(-mu_t * (1 / c - 1)) / c, 1e-9);
		drop(&x);
	}
}

/* Lattices seen through, above and below the beam alike, and what their disorder scatters: more than nothing at a place where the lattice is dark. */
static void saxs_disorder(void)
{
	struct box x;

	for (int i = 0; i < 2; i++) {
		images(&x, &(struct text){ .beam = "{wavelength: 0.1}", .substrate = "", .extra = "mode: saxs",
			.inter = i ? "{type: grain, cell: sc, a: 20, N: [4, 4], layers: 1, position_variance: 2}" : "{type: none}",
			.detector = "{type: spherical, n_phi: 6, phi_min_deg: -1, phi_max_deg: 1, n_alpha: 8, alpha_min_deg: -1, alpha_max_deg: 1}" }, &plain, 1);
		for (int c = 0; c < 48; c++) {
			NEAR(a[c] / a[47 - c], 1, 1e-9);
			if (i) {	/* 16 particles, their share of disorder at least */
				double alpha = (c / 6 + 0.5) * 0.25 - 1, phi = (c % 6 + 0.5) / 3 - 1, q = 2 * M_PI / 0.1 * DEG * hypot(alpha, phi);
				CHECK(a[c] > 15.9 * b[c] * (1 - exp(-2 * q * q)));
			}
		}
		memcpy(b, a, sizeof b);
		drop(&x);
	}
}

static void reflectivity(void)
{
	struct box x;
	struct err e = { 0 };
	struct reflect_par p = { .sigma_rad = 0.01 * DEG };
	double sum[21] = { 0 }, one[21];

	CHECK(!load_text(&x, &(struct text){ .beam = "{wavelength: 0.1}",
		.substrate = "- {material: {delta: 2.0e-6, beta: 0}, thickness: {values: [20, 30], weights: [1, 3]}}\n- material: {delta: 5.0e-6, beta: 7.0e-8}",
		.extra = "mode: reflectivity\nreflectivity: {qz_min: 0, qz_max: 2, n: 21, sigma_deg: 0.01}" }, NULL));
	CHECK(x.job.nvariant == 2 && x.job.nrefl == 21);
	CHECK(!run_reflectivity(&x.job, a, &e));
	for (int i = 0; i < 2; i++) {
		const struct variant *v = &x.job.variant[i];
		double w = v->sample.layer[1].thickness_nm == 20 ? 0.25 : 0.75;
		CHECK(!reflect_curve(v->sample.layer, 3, 2 * M_PI / 0.1, &p, 21, x.job.refl_alpha_rad, one, &e));
		for (int k = 0; k < 21; k++)
			sum[k] += w * one[k];
	}
	for (int k = 0; k < 21; k++)
		NEAR(a[k], sum[k], 1e-15);
	drop(&x);
}

static void reflectivities(void)
{
	struct box x;
	struct err e = { 0 };
	struct reflect_par p = { 0 };
	double one[5];

	CHECK(!load_text(&x, &(struct text){ .beam = "{energies: [8, 10]}",
		.extra = "mode: reflectivity\nreflectivity: {alpha_min_deg: 0.1, alpha_max_deg: 0.9, n: 5}" }, NULL));
	CHECK(x.job.nframe == 2 && !run_reflectivity(&x.job, a, &e));
	for (size_t f = 0; f < 2; f++) {
		const struct variant *v = &x.job.variant[f];
		CHECK(!reflect_curve(v->sample.layer, v->sample.nlayer, 2 * M_PI / v->beam.wavelength_nm, &p, 5, x.job.refl_alpha_rad, one, &e));
		SAME(a + 5 * f, one, 5);
	}
	drop(&x);
}

/* ---- heads ---- */

static void has(const struct head *h, const char *label, const char *name, size_t n, double first, double last)
{
	const struct table *t = head_table(h, label, name);

	CHECK(t && t->n == n);
	NEAR(t ? t->v[0] : NAN, first, 1e-12);
	NEAR(t ? t->v[n - 1] : NAN, last, 1e-12);
}

static void axes(const struct head *h, const char *l0, const char *l1, const char *l2)
{
	CHECK(!strcmp(h->label[0], l0) && !strcmp(h->label[1], l1) && !strcmp(h->label[2], l2) && h->type == DT_F64);
	CHECK(h->ndim == (*l2 ? 3 : *l1 ? 2 : 1));
}

static void begin(struct box *x, struct head *h, const struct text *t, const struct run_par *p, bool series)
{
	struct err e = { 0 };

	CHECK(!load_text(x, t, NULL));
	CHECK(!scat_head(h, &x->job, p, series, &e) && !head_check(h, &e));
}

static void end(struct box *x, struct head *h)
{
	head_free(h);
	drop(x);
}

static void heads(void)
{
	struct box x;
	struct head h;

	begin(&x, &h, &(struct text){ .detector = DET "}" }, &plain, false);
	axes(&h, "alpha", "phi", "");
	CHECK(h.n[0] == 6 && h.n[1] == 8);
	has(&h, "alpha", "deg", 6, 1 / 12., 11 / 12.);
	has(&h, "phi", "deg", 8, -0.75, 2.75);
	CHECK(!strcmp(head_quantity(&h), "intensity"));
	NEAR(strtod(meta_get(&h.meta, META_ENERGY), NULL), 12.398419843, 1e-6);
	NEAR(strtod(meta_get(&h.meta, "bp.incidence_deg"), NULL), 0.2, 1e-12);
	end(&x, &h);
	begin(&x, &h,
	      &(struct text){ .detector = "{type: rectangular, n_x: 20, n_y: 10, width: 4, height: 3, distance: 100, u0: 1, v0: 2.5}",
				      .extra = "noise: {flux: 1.0e9, seed: 5}" }, &plain, false);
	axes(&h, "v", "u", "");
	has(&h, "v", "mm", 10, 0.15, 2.85);
	has(&h, "u", "mm", 20, 0.1, 3.9);
	CHECK(!strcmp(head_quantity(&h), "counts"));
	end(&x, &h);
	begin(&x, &h,
	      &(struct text){ .detector = "{type: qgrid, n_qy: 4, qy_min: -1, qy_max: 1, n_qz: 5, qz_min: 0, qz_max: 2}" }, &plain, true);
	axes(&h, "frame", "qz", "qy");
	CHECK(h.n[0] == 0 && h.n[1] == 5 && h.n[2] == 4);
	has(&h, "qz", "per_nm", 5, 0.2, 1.8);
	has(&h, "qy", "per_nm", 4, -0.75, 0.75);
	end(&x, &h);
	begin(&x, &h, &(struct text){ .detector = "{type: points, points: [[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]]}" }, &plain, false);
	axes(&h, "point", "", "");
	has(&h, "point", "qy", 3, 0.1, 0.5);
	has(&h, "point", "qz", 3, 0.2, 0.6);
	end(&x, &h);
}

static void heads_of_many(void)
{
	struct box x;
	struct head h;
	const struct run_par terms = { .terms = true };
	const struct table *t;

	begin(&x, &h, &(struct text){ .detector = DET "}", .beam = "{energies: [8, 10], alpha_i_deg: 0.2}" }, &terms, false);
	axes(&h, "frame", "alpha", "phi");
	CHECK(h.n[0] == 10);
	has(&h, "frame", "energy_keV", 10, 8, 10);
	has(&h, "frame", "term", 10, 0, 4);
	t = head_table(&h, "frame", "energy_keV");
	CHECK(t && fabs(t->v[4] - 8) < 1e-9 && fabs(t->v[5] - 10) < 1e-9 && !meta_get(&h.meta, META_ENERGY));
	end(&x, &h);
	begin(&x, &h, &(struct text){ .beam = "{wavelength: 0.1}", .detector = DET "}", .substrate = "",
				      .extra = "mode: saxs\nrotation: {axis: x, start_deg: -10, stop_deg: 10, n: 5}" }, &plain, false);
	axes(&h, "frame", "alpha", "phi");
	has(&h, "frame", "omega_deg", 5, -10, 10);
	CHECK(!head_table(&h, "frame", "term") && !head_table(&h, "frame", "energy_keV") && !meta_get(&h.meta, "bp.incidence_deg"));
	end(&x, &h);
	begin(&x, &h, &(struct text){ .beam = "{energies: [8, 10]}",
				      .extra = "mode: reflectivity\nreflectivity: {qz_min: 0, qz_max: 2, n: 3}" }, &plain, false);
	axes(&h, "frame", "alpha", "");
	CHECK(h.n[0] == 2 && h.n[1] == 3 && !strcmp(head_quantity(&h), "reflectivity"));
	has(&h, "frame", "energy_keV", 2, 8, 10);
	end(&x, &h);
	begin(&x, &h, &(struct text){ .extra = "mode: reflectivity\nreflectivity: {qz_min: 0, qz_max: 2, n: 3}" }, &plain, false);
	axes(&h, "alpha", "", "");
	has(&h, "alpha", "qz_per_nm", 3, 0, 2);
	has(&h, "alpha", "deg", 3, 0, asin(0.1 / (2 * M_PI)) / DEG);
	end(&x, &h);
}

/* Either mode by one call; species are counted once though variants of the beam share them. */
static void any_mode(void)
{
	struct box x;
	struct err e = { 0 };
	double one, bytes[3];

	CHECK(!load_text(&x, &(struct text){ .detector = DET "}" }, NULL));
	CHECK(run_size(&x.job, &plain) == 48 && run_size(&x.job, &(struct run_par){ .terms = true }) == 5 * 48);
	CHECK(!run_job(&x.job, &plain, a, NULL, &e) && !run_images(&x.job, &plain, b, NULL, &e));
	SAME(a, b, 48);
	one = run_bytes(&x.job, &plain);
	NEAR(run_bytes(&x.job, &(struct run_par){ .terms = true }) - one, 4 * 48 * sizeof(double), 1e-9);
	for (int k = 0; k < 3; k++) {
		par_set_threads(k + 1);
		bytes[k] = run_bytes(&x.job, &plain);
	}
	NEAR(bytes[2] - bytes[1], bytes[1] - bytes[0], 1e-9);
	CHECK(bytes[1] > bytes[0] + 8 * 8 * 19);
	par_set_threads(1);
	one = run_bytes(&x.job, &plain);
	drop(&x);
	CHECK(!load_text(&x, &(struct text){ .detector = DET "}", .beam = "{wavelength: 0.1, alpha_i_deg: 0.2, divergence: {alpha_i_deg: 0.005, n: 5}}",
		.particle = "{shape: {name: cylinder, radius: {distribution: gaussian, mean: 5, sigma: 0.5, n: 9}, height: 8}, "
			    "material: {delta: 3e-5, beta: 2e-6}}" }, NULL));
	CHECK(x.job.nvariant == 5);
	NEAR(run_bytes(&x.job, &plain) - one, 8 * (sizeof(struct species) + sizeof(struct part)), 1e-9);
	drop(&x);
	CHECK(!load_text(&x, &(struct text){ .beam = "{energies: [8, 10]}", .extra = "mode: reflectivity\nreflectivity: {qz_min: 0, qz_max: 2, n: 3}" }, NULL));
	CHECK(run_size(&x.job, &plain) == 6 && !run_job(&x.job, &plain, a, NULL, &e) && !run_reflectivity(&x.job, b, &e));
	SAME(a, b, 6);
	drop(&x);
}

int main(void)
{
	CASE(variants);
	CASE(frames_and_terms);
	CASE(photons);
	CASE(energies_and_turns);
	CASE(order);
	CASE(frames_of_noise);
	CASE(shadows);
	CASE(below);
	CASE(oversample);
	CASE(saxs);
	CASE(saxs_absorbs);
	CASE(saxs_disorder);
	CASE(reflectivity);
	CASE(any_mode);
	CASE(reflectivities);
	CASE(heads);
	CASE(heads_of_many);
	return done();
}
