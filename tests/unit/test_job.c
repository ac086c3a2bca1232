/*
 * test_job.c - the sample file: what each key does.
 */
#include <complex.h>

#include "base/mem.h"
#include "base/units.h"
#include "check.h"
#include "job_text.h"
#include "scat/overlap.h"
#include "scat/own.h"

static const double PI_ = 3.14159265358979323846;

static const struct layout *layout(const struct box *b)
{
	return &b->job.variant[0].sample.layout[0];
}

static const struct part *parts(const struct box *b)
{
	return layout(b)->species[0].part;
}

/* A particle of the file read: the parts are those of the first species. */
static bool particle(struct box *b, const char *text)
{
	load_text(b, &(struct text){ .particle = text }, NULL);
	CHECK(b->e.code == 0);
	return b->e.code == 0;
}

#define AT(p, X, Y, Z) do { NEAR((p).at.x, X, 1e-12); NEAR((p).at.y, Y, 1e-12); NEAR((p).at.z, Z, 1e-12); } while (0)
/* what becomes of a vector that turns with the part */
#define TURNS(p, A, B, C, X, Y, Z) do { struct vec3 v_ = rot3_apply(&(p).rot, (struct vec3){ A, B, C }); \
	NEAR(v_.x, X, 1e-12); NEAR(v_.y, Y, 1e-12); NEAR(v_.z, Z, 1e-12); } while (0)

/* ---- keys --------------------------------------------------------------------------------------- */

static void smallest(void)
{
	struct box b;
	const struct sample *s;

	CHECK(!load_text(&b, &(struct text){ 0 }, NULL));
	if (b.e.code)
		return;
	s = &b.job.variant[0].sample;
	CHECK(b.job.mode == MODE_GISAXS && b.job.nframe == 1 && b.job.nvariant == 1 && b.job.oversample == 1 && !b.job.noise);
	NEAR(b.job.variant[0].weight, 1, 0);
	NEAR(b.job.variant[0].beam.wavelength_nm, 0.1, 0);
	NEAR(b.job.variant[0].beam.alpha_i_rad, 0.2 * PI_ / 180, 1e-17);
	NEAR(b.job.frame_energy_kev[0], 12.398419843320026, 1e-12);
	CHECK(s->nlayer == 2 && s->nlayout == 1 && layout(&b)->layer == 0 && layout(&b)->nspecies == 1);
	NEAR(creal(s->layer[1].n2), 1 - 1e-5 + 2.5e-11 - 4.9e-15, 3e-16);	/* (1 - delta + i beta)^2 by hand */
	NEAR(cimag(s->layer[1].n2), 1.4e-7 * (1 - 5e-6), 1e-20);
	NEAR(creal(s->layer[0].n2), 1, 0);
	NEAR(layout(&b)->density, 0.001, 0);
	NEAR(layout(&b)->species[0].weight, 1, 0);
	NEAR(parts(&b)->shape.par[0], 5, 0);
	NEAR(parts(&b)->shape.par[1], 8, 0);
	CHECK(parts(&b)->within == -1 && !parts(&b)->field);
	drop(&b);
}

static void beams(void)
{
	struct box b;

	CHECK(!load_text(&b, &(struct text){ .beam = "{energy_keV: 12.398419843320026, alpha_i_deg: \"2 mrad\", phi_i_deg: -3, "
		"beam_height_mm: 0.2, sample_length_mm: \"2 cm\"}" }, NULL));
	if (b.e.code)
		return;
	NEAR(b.job.variant[0].beam.wavelength_nm, 0.1, 1e-15);
	NEAR(b.job.variant[0].beam.alpha_i_rad, 2e-3, 1e-17);
	NEAR(b.job.variant[0].beam.phi_i_rad, -3 * PI_ / 180, 1e-16);
	NEAR(b.job.variant[0].beam.beam_height_mm, 0.2, 0);
	NEAR(b.job.variant[0].beam.sample_length_mm, 20, 1e-12);
	drop(&b);
}

/* Sums over variants: the moments that a Gaussian has. */
static void divergence(void)
{
	struct box b;
	double w = 0, a1 = 0, a2 = 0, p2 = 0, l1 = 0, l2 = 0;

	CHECK(!load_text(&b, &(struct text){ .beam = "{wavelength: 0.1, alpha_i_deg: 0.5, phi_i_deg: 1, "
		"divergence: {alpha_i_deg: 0.01, phi_i_deg: 0.02, n: 3}, bandwidth: {sigma: 0.001, n: 4}}" }, NULL));
	if (b.e.code)
		return;
	CHECK(b.job.nvariant == 36 && b.job.nframe == 1);
	for (size_t i = 0; i < b.job.nvariant; i++) {
		const struct variant *v = &b.job.variant[i];
		double a = v->beam.alpha_i_rad / UNIT_DEG - 0.5, p = v->beam.phi_i_rad / UNIT_DEG - 1, l = v->beam.wavelength_nm / 0.1 - 1;

		w += v->weight;
		a1 += v->weight * a;
		a2 += v->weight * a * a;
		p2 += v->weight * p * p;
		l1 += v->weight * l;
		l2 += v->weight * l * l;
		CHECK(v->sample.layer[1].n2 == b.job.variant[0].sample.layer[1].n2);
	}
	NEAR(w, 1, 1e-14);
	NEAR(a1, 0, 1e-15);
	NEAR(a2, 1e-4, 1e-15);		/* n >= 2 nodes have the second moment exactly */
	NEAR(p2, 4e-4, 1e-14);
	NEAR(l1, 0, 1e-15);
	NEAR(l2, 1e-6, 1e-16);
	drop(&b);
}

static void energies(void)
{
	struct box b;

	CHECK(!load_text(&b, &(struct text){ .beam = "{energies: [8, 10, 12], alpha_i_deg: 0.5}",
		.substrate = "- material: {sld_re: 20, sld_im: 1}" }, NULL));
	if (b.e.code)
		return;
	CHECK(b.job.nframe == 3 && b.job.nvariant == 3);
	for (size_t i = 0; i < b.job.nvariant; i++) {
		double kev = 8 + 2 * (double)i, nm = 1.239841984332 / kev;

		CHECK(b.job.variant[i].frame == i);
		NEAR(b.job.frame_energy_kev[i], kev, 1e-12);
		NEAR(b.job.variant[i].beam.wavelength_nm, nm, 1e-12);
		NEAR(b.job.variant[i].weight, 1, 0);
		/* n = 1 - lambda^2 sld/(2 pi), 20e-6/A^2 = 20e-4/nm^2; so n^2 falls by twice that */
		NEAR(1 - creal(b.job.variant[i].sample.layer[1].n2), nm * nm * 20e-4 / PI_, 1e-8);
		NEAR(cimag(b.job.variant[i].sample.layer[1].n2), nm * nm * 1e-4 / PI_, 1e-9);
	}
	drop(&b);
}

static void detectors(void)
{
	struct box b;
	struct det_dir d;
	double k = 2 * PI_ / 0.1;

	CHECK(!load_text(&b, &(struct text){ .extra = "background: 2" }, NULL));
	CHECK(b.job.detector.nrow == 2 && b.job.detector.ncol == 4);
	CHECK(det_direction(&b.job.detector, k, 0.2 * UNIT_DEG, 0, 1, 3, &d));
	NEAR(asin(d.z), 0.75 * UNIT_DEG, 1e-15);
	NEAR(atan2(-d.y, d.x), 2.5 * UNIT_DEG, 1e-15);
	NEAR(b.job.background, 2, 0);
	drop(&b);
	CHECK(!load_text(&b, &(struct text){ .detector = "{type: rectangular, n_x: 20, n_y: 10, width: 20, height: 10, distance: 1000, u0: 5.5, "
		"v0: 2.5, oversample: 3, resolution: {row_px: 1, col_px: 2}, mask: {file: m.tif}}" }, NULL));
	CHECK(b.job.detector.nrow == 10 && b.job.detector.ncol == 20 && b.job.oversample == 3 && b.job.mask && !b.job.beam_stop);
	NEAR(b.job.resolution[0], 1, 0);
	NEAR(b.job.resolution[1], 2, 0);
	/* the pixel that the direct beam hits looks along it */
	CHECK(det_direction(&b.job.detector, k, 0.2 * UNIT_DEG, 0, 2, 5, &d));
	NEAR(d.z, -sin(0.2 * UNIT_DEG), 1e-15);
	NEAR(d.y, 0, 1e-15);
	drop(&b);
	CHECK(!load_text(&b, &(struct text){ .detector = "{type: qgrid, n_qy: 3, qy_min: -1, qy_max: 1, n_qz: 5, qz_min: 0, qz_max: 2, "
		"oversample: auto}" }, NULL));
	CHECK(b.job.detector.type == DET_QGRID && b.job.detector.nrow == 5 && b.job.detector.ncol == 3 && b.job.oversample == 0);
	drop(&b);
	CHECK(!load_text(&b, &(struct text){ .detector = "{type: points, points: [[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]]}" }, NULL));
	CHECK(b.job.detector.nrow == 3 && b.job.detector.ncol == 1);
	NEAR(b.job.detector.point_qy[1], 0.3, 0);
	NEAR(b.job.detector.point_qz[2], 0.6, 0);
	drop(&b);
	CHECK(!load_text(&b, &(struct text){ .detector = "{type: spherical, n_phi: 4, phi_min_deg: -1, phi_max_deg: 3, n_alpha: 2, alpha_min_deg: 0, "
		"alpha_max_deg: 1, resolution: {alpha_deg: 0.25, phi_deg: 3}}" }, NULL));
	NEAR(b.job.resolution[0], 0.5, 1e-12);
	NEAR(b.job.resolution[1], 3, 1e-12);
	drop(&b);
}

static void modes(void)
{
	struct box b;

	CHECK(!load_text(&b, &(struct text){ .extra = "mode: saxs\nrotation: {axis: x, start_deg: -10, stop_deg: 10, n: 5}\n"
		"noise: {flux: 1.0e9, seed: 7}" }, NULL));
	CHECK(b.job.mode == MODE_SAXS && b.job.nomega == 5 && b.job.saxs_axis.x == 1 && b.job.noise && b.job.noise_seed == 7);
	NEAR(b.job.omega_rad[1], -5 * UNIT_DEG, 1e-15);
	NEAR(b.job.noise_flux, 1e9, 0);
	drop(&b);
	CHECK(!load_text(&b, &(struct text){ .extra = "mode: reflectivity\nreflectivity: {qz_min: 0, qz_max: 2, n: 3, sigma_deg: 0.01}" }, NULL));
	CHECK(b.job.mode == MODE_REFLECTIVITY && b.job.nrefl == 3);
	NEAR(b.job.refl_alpha_rad[2], asin(2 * 0.1 / (4 * PI_)), 1e-15);
	NEAR(b.job.refl_alpha_rad[1], asin(1 * 0.1 / (4 * PI_)), 1e-15);
	NEAR(b.job.refl_sigma_rad, 0.01 * UNIT_DEG, 1e-18);
	drop(&b);
	CHECK(!load_text(&b, &(struct text){ .extra = "phi_s_deg: 30\naverage_layers: 12" }, NULL));
	NEAR(b.job.variant[0].sample.azimuth_rad, PI_ / 6, 1e-15);
	CHECK(b.job.variant[0].sample.average_layers == 12);
	drop(&b);
}

static void layers(void)
{
	struct box b;
	const struct sample *s;

	CHECK(!load_text(&b, &(struct text){ .substrate =
		"- material: {delta: 2.0e-6}\n  thickness: \"0.06 um\"\n  top_roughness: {sigma: 1, hurst: 0.3, corr_length: 20}\n"
		"  layouts: [{particles: [{particle: " CYLINDER "}], surface_density: 2}]\n"
		"- material: {delta: 5.0e-6, beta: 7.0e-8}\n  top_roughness: {sigma: 0.5, profile: nevot_croce}" }, NULL));
	if (b.e.code)
		return;
	s = &b.job.variant[0].sample;
	CHECK(s->nlayer == 3 && s->nlayout == 2 && s->layout[1].layer == 1);
	NEAR(s->layer[1].thickness_nm, 60, 1e-12);
	NEAR(s->layer[1].sigma_nm, 1, 0);
	NEAR(s->layer[1].hurst, 0.3, 0);
	NEAR(s->layer[1].corr_length_nm, 20, 0);
	CHECK(s->layer[1].profile == ROUGH_TANH && s->layer[2].profile == ROUGH_NEVOT_CROCE);
	NEAR(s->layer[2].sigma_nm, 0.5, 0);
	NEAR(s->layer[2].corr_length_nm, 0, 0);
	NEAR(s->layout[1].density, 2, 0);
	drop(&b);
}

/* ---- particles ---------------------------------------------------------------------------------- */

#define BOX(L, W, H) "{shape: {name: box, length: " #L ", width: " #W ", height: " #H "}, material: {delta: 1.0e-5}}"
#define BOX_AT(L, W, H, REST) "{shape: {name: box, length: " #L ", width: " #W ", height: " #H "}, material: {delta: 1.0e-5}, " REST "}"

static void rotations(void)
{
	struct box b;

	if (!particle(&b, BOX_AT(3, 2, 1, "rotation_z_deg: 90, position: [1, 2, 3]")))
		return;
	AT(parts(&b)[0], 1, 2, 3);
	TURNS(parts(&b)[0], 1, 0, 0, 0, 1, 0);
	drop(&b);
	/* first about x: z to -y; then about z: -y to x */
	if (!particle(&b, BOX_AT(3, 2, 1, "rotations: [{axis: x, angle_deg: 90}, {axis: z, angle_deg: 90}]")))
		return;
	TURNS(parts(&b)[0], 0, 0, 1, 1, 0, 0);
	TURNS(parts(&b)[0], 1, 0, 0, 0, 1, 0);
	TURNS(parts(&b)[0], 0, 1, 0, 0, 0, 1);
	drop(&b);
	/* a third of a turn about the diagonal takes x to y to z */
	if (!particle(&b, BOX_AT(3, 2, 1, "rotations: [{axis: [2, 2, 2], angle_deg: 120}]")))
		return;
	TURNS(parts(&b)[0], 1, 0, 0, 0, 1, 0);
	TURNS(parts(&b)[0], 0, 1, 0, 0, 0, 1);
	drop(&b);
}

static void core_shells(void)
{
	struct box b;

	/* the shell turned by 90 deg about z: its x is y; the core lies 1 along the shell's x, 2 above its bottom */
	if (!particle(&b, "{kind: core_shell, position: [10, 0, 0], shell: " BOX_AT(9, 8, 7, "rotation_z_deg: 90, position: [0, 1, 0]")
		      ", core: {shape: {name: sphere, radius: 1}, material: {delta: 2.0e-5}, position: [1, 0, 2]}}"))
		return;
	CHECK(layout(&b)->species[0].npart == 2 && parts(&b)[0].within == -1 && parts(&b)[1].within == 0);
	AT(parts(&b)[0], 10, 1, 0);
	AT(parts(&b)[1], 10, 2, 2);
	NEAR(1 - creal(parts(&b)[0].n2), 2e-5, 1e-9);
	NEAR(1 - creal(parts(&b)[1].n2), 4e-5, 2e-9);
	drop(&b);
	/* three shells */
	if (!particle(&b, "{kind: core_shell, shell: " BOX(9, 9, 9) ", core: {kind: core_shell, position: [0, 0, 1], shell: " BOX(7, 7, 7)
		      ", core: " BOX_AT(5, 5, 5, "position: [0, 0, 1]") "}}"))
		return;
	CHECK(layout(&b)->species[0].npart == 3 && parts(&b)[2].within == 1 && parts(&b)[1].within == 0);
	AT(parts(&b)[2], 0, 0, 2);
	drop(&b);
}

static void compositions(void)
{
	struct box b;

	/*
	 * Inner: a box at (4, 0, 0) turned by 90 deg about z; the inner composition turned by 90 deg about z and moved by (0, 0, 5); the outer
	 * turned by 90 deg about x and moved by (1, 1, 1).  (4,0,0) -> (0,4,0) -> (0,4,5) -> (0,-5,4) -> (1,-4,5).
	 */
	if (!particle(&b, "{kind: composition, rotations: [{axis: x, angle_deg: 90}], position: [1, 1, 1], parts: [" BOX(1, 1, 1)
		      ", {kind: composition, rotation_z_deg: 90, position: [0, 0, 5], parts: ["
		      BOX_AT(3, 2, 1, "rotation_z_deg: 90, position: [4, 0, 0]") "]}]}"))
		return;
	CHECK(layout(&b)->species[0].npart == 2 && parts(&b)[1].within == -1);
	AT(parts(&b)[0], 1, 1, 1);
	AT(parts(&b)[1], 1, -4, 5);
	/* x -> (own) y -> (inner) -x -> (outer) -x;  y -> -x -> -y -> -z */
	TURNS(parts(&b)[1], 1, 0, 0, -1, 0, 0);
	TURNS(parts(&b)[1], 0, 1, 0, 0, 0, -1);
	drop(&b);
	if (!particle(&b, "{kind: composition, grain: {A: 1}, shape_note: x, trapezoid: {length: 80, width_bottom: 30, width_top: 18, height: 50}, "
		      "position: [0, 0, 2], parts: [{material: {delta: 3.0e-5}, shape: {name: sawtooth}}]}"))
		return;
	CHECK(layout(&b)->species[0].npart == 1 && !strcmp(parts(&b)->shape.kind->name, "trapezoid"));
	NEAR(1 - creal(parts(&b)->n2), 6e-5, 1e-8);
	NEAR(ff_volume(&parts(&b)->shape), 80 * 24 * 50, 1e-6);
	AT(parts(&b)[0], 0, 0, 2);
	drop(&b);
	if (!particle(&b, "{shape: {name: trapezoid_stack, length: 100, slabs: [{width_bottom: 30, width_top: 20, height: 10}, "
		      "{width_bottom: 20, width_top: 10, height: 20}]}, material: {delta: 3.0e-5}}"))
		return;
	NEAR(ff_volume(&parts(&b)->shape), 100 * (250 + 300), 1e-6);
	drop(&b);
}

/* ---- layouts ------------------------------------------------------------------------------------ */

static void species(void)
{
	struct box b;
	const struct species *s;
	double r1 = 0, r2 = 0, w = 0, both = 0;

	CHECK(!load_text(&b, &(struct text){ .particle = CYLINDER "\n      abundance: 3\n    - particle: " BOX(2, 2, 2)
		"\n    - particle: " BOX(4, 4, 4) "\n      abundance: 0" }, NULL));
	s = layout(&b)->species;
	CHECK(layout(&b)->nspecies == 2);
	NEAR(s[0].weight, 0.75, 1e-15);
	NEAR(s[1].weight, 0.25, 1e-15);
	NEAR(s[0].radius_nm, 5, 0);
	NEAR(s[1].radius_nm, 1, 0);
	drop(&b);
	CHECK(!load_text(&b, &(struct text){ .particle = "{shape: {name: cylinder, radius: {distribution: gaussian, mean: 5, sigma: 0.5, n: 6}, "
		"height: {values: [8, 9], weights: [1, 3]}}, material: {delta: 1.0e-5}}" }, NULL));
	CHECK(layout(&b)->nspecies == 12);
	for (size_t i = 0; i < layout(&b)->nspecies; i++) {
		s = &layout(&b)->species[i];
		w += s->weight;
		r1 += s->weight * s->part[0].shape.par[1];
		r2 += s->weight * pow(s->part[0].shape.par[0] - 5, 2);
		both += s->weight * (s->part[0].shape.par[0] - 5) * (s->part[0].shape.par[1] - 8.75);
	}
	NEAR(both, 0, 1e-13);		/* all pairs: no correlation */
	NEAR(w, 1, 1e-14);
	NEAR(r1, 8.75, 1e-13);
	NEAR(r2, 0.25, 1e-13);
	drop(&b);
}

/* One parameter at two places takes one value at a time, in the particle and in the lattice. */
static void together(void)
{
	struct box b;

	CHECK(!load_text(&b, &(struct text){ .particle = "{shape: {name: cylinder, radius: $R, height: 2*$R}, material: {delta: 1.0e-5}}",
		.extra = "parameters: {R: {distribution: uniform, mean: 5, sigma: 1, n: 4}}" }, NULL));
	CHECK(b.job.nvariant == 1 && layout(&b)->nspecies == 4);
	for (size_t i = 0; i < layout(&b)->nspecies; i++)
		NEAR(layout(&b)->species[i].part[0].shape.par[1], 2 * layout(&b)->species[i].part[0].shape.par[0], 1e-14);
	drop(&b);
	CHECK(!load_text(&b, &(struct text){ .particle = "{shape: {name: cylinder, radius: $R, height: 3}, material: {delta: 1.0e-5}}",
		.inter = "{type: 1d_lattice, length: 3*$R, decay: gauss, decay_length: 100}",
		.extra = "parameters: {R: {values: [5, 6, 7]}}" }, NULL));
	CHECK(b.job.nvariant == 3);
	for (size_t i = 0; i < b.job.nvariant; i++) {
		const struct layout *l = &b.job.variant[i].sample.layout[0];

		CHECK(l->nspecies == 1);
		NEAR(b.job.variant[i].weight, 1. / 3, 1e-15);
		NEAR(l->inter.a, 3 * l->species[0].part[0].shape.par[0], 1e-13);
		NEAR(l->inter.a, 15 + 3 * (double)i, 1e-13);
	}
	drop(&b);
	CHECK(!load_text(&b, &(struct text){ .substrate = "- material: {sld_re: {values: [10, 30]}, sld_im: 1}" }, NULL));
	CHECK(b.job.nvariant == 2);
	for (size_t i = 0; i < b.job.nvariant; i++)	/* 2 lambda^2 sld/(2 pi), 10e-4 and 30e-4/nm^2 */
		NEAR(1 - creal(b.job.variant[i].sample.layer[1].n2), 0.01 * (i ? 30e-4 : 10e-4) / PI_, 1e-9);
	drop(&b);
	CHECK(!load_text(&b, &(struct text){ .beam = "{wavelength: 0.1, alpha_i_deg: {values: [0.2, 0.4]}}",
		.inter = "{type: 1d_lattice, length: {values: [30, 40, 50]}, decay: gauss, decay_length: 100}" }, NULL));
	CHECK(b.job.nvariant == 6);
	drop(&b);
}

static void densities(void)
{
	static const char *const hex = "{type: 2d_lattice, a: 20, b: 20, gamma_deg: 120, xi_deg: 10, decay: cauchy, decay_length_x: 150, "
		"decay_length_y: 160, position_variance: 1}";
	struct box b;
	double area = 400 * sqrt(3) / 2;

	CHECK(!load_text(&b, &(struct text){ .inter = hex, .density = "name: x" }, NULL));
	NEAR(layout(&b)->density, 1 / area, 1e-15);
	NEAR(layout(&b)->inter.decay_y, 160, 0);
	NEAR(layout(&b)->inter.xi_rad, 10 * UNIT_DEG, 1e-15);
	NEAR(layout(&b)->inter.variance, 1, 0);
	CHECK(layout(&b)->inter.type == INTERFER_2D && layout(&b)->inter.decay == DECAY_CAUCHY && layout(&b)->approx == APPROX_DA);
	drop(&b);
	/* a quarter of the sites empty: a species of no parts */
	CHECK(!load_text(&b, &(struct text){ .inter = hex, .density = "occupancy: 0.75" }, NULL));
	NEAR(layout(&b)->density, 1 / area, 1e-15);
	CHECK(layout(&b)->nspecies == 2 && layout(&b)->species[1].npart == 0);
	NEAR(layout(&b)->species[0].weight, 0.75, 1e-15);
	NEAR(layout(&b)->species[1].weight, 0.25, 1e-15);
	drop(&b);
}

#define BAR "{shape: {name: box, length: 900, width: 5, height: 4}, material: {delta: 1.0e-5}}"

/* Bars of infinite lines: whichever way they are turned, across the pitch, all parts as long. */
static void bars(void)
{
	static const struct { const char *particle, *xi; int code; } t[] = {
		{ BAR, "90", 0 }, { BAR, "0", E_DATA }, { BAR, "89", E_DATA }, { BAR, "-90", 0 },
		{ "{shape: {name: trapezoid, length: 900, width_bottom: 9, width_top: 5, height: 4}, material: {delta: 1.0e-5}, "
		  "rotations: [{axis: x, angle_deg: 180}, {axis: z, angle_deg: 30}], position: [0, 0, 4]}", "120", 0 },
		{ "{shape: {name: box, length: 900, width: 5, height: 4}, material: {delta: 1.0e-5}, rotations: [{axis: y, angle_deg: 1}]}", "90", E_DATA },
		{ "{kind: composition, parts: [" BAR ", {shape: {name: box, length: 900, width: 5, height: 4}, "
		  "material: {delta: 1.0e-5}, position: [0, 0, 4]}]}", "90", 0 },
		{ "{kind: composition, parts: [" BAR ", {shape: {name: box, length: 800, width: 5, height: 4}, "
		  "material: {delta: 1.0e-5}, position: [0, 0, 4]}]}", "90", E_DATA },
	};
	struct box b;

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		char inter[200];

		snprintf(inter, sizeof inter, "{type: 1d_lattice, length: 1000, xi_deg: %s, lines: infinite}", t[i].xi);
		CHECK(load_text(&b, &(struct text){ .inter = inter, .particle = t[i].particle }, NULL) == t[i].code);
		drop(&b);
	}
}

static void interferences(void)
{
	struct box b;

	CHECK(!load_text(&b, &(struct text){ .inter = "{type: 1d_lattice, length: 48, xi_deg: 90, decay: gauss, decay_length: 300, lines: infinite}",
					     .particle = BAR }, NULL));
	NEAR(layout(&b)->lines_pitch, 48, 0);
	NEAR(layout(&b)->lines_xi_rad, PI_ / 2, 1e-15);
	NEAR(layout(&b)->inter.decay_x, 300, 0);
	CHECK(layout(&b)->inter.window == 1);
	drop(&b);
	CHECK(!load_text(&b, &(struct text){ .inter = "{type: radial_paracrystal, peak_distance: 20, damping_length: 1000, sigma: 4, kappa: 1, "
		"domain_size: 0}" }, NULL));
	CHECK(layout(&b)->approx == APPROX_SSCA && layout(&b)->inter.type == INTERFER_RADIAL);
	NEAR(layout(&b)->inter.kappa, 1, 0);
	drop(&b);
	CHECK(!load_text(&b, &(struct text){ .inter = "{type: hard_disk, radius: 5, approximation: lma}" }, NULL));
	NEAR(layout(&b)->inter.density, 0.001, 0);
	CHECK(layout(&b)->approx == APPROX_LMA);
	drop(&b);
	CHECK(!load_text(&b, &(struct text){ .inter = "{type: percus_yevick, radius: 5, volume_fraction: 0.2}" }, NULL));
	NEAR(layout(&b)->inter.density, 0.2 / (4 * PI_ / 3 * 125), 1e-15);
	drop(&b);
	CHECK(!load_text(&b, &(struct text){ .density = "name: x", .inter = "{type: 2d_paracrystal, a: 20, b: 25, gamma_deg: 90, damping_length: 500, "
		"domain_size_1: 2000, domain_size_2: 3000, sigma_1: [1, 2], sigma_2: [3, 4], in_plane: powder, in_plane_n: 9}" }, NULL));
	NEAR(layout(&b)->density, 1. / 500, 1e-15);
	NEAR(layout(&b)->inter.para_sigma[1][0], 3, 0);
	NEAR(layout(&b)->inter.domain[1], 3000, 0);
	CHECK(layout(&b)->inter.xi_nodes == 9);
	drop(&b);
	CHECK(!load_text(&b, &(struct text){ .inter = "{type: finite_3d_lattice, basis: [[20, 0, 0], [0, 30, 0], [0, 0, 40]], N: [3, 4, 5], "
		"position_variance: 0.5}", .substrate = "" }, NULL));
	CHECK(b.job.variant[0].sample.nlayer == 1 && layout(&b)->inter.type == INTERFER_3D && layout(&b)->inter.N[2] == 5);
	NEAR(layout(&b)->inter.basis[1][1], 30, 0);
	drop(&b);
}

/* ---- grains and orientations -------------------------------------------------------------------- */

static void grains(void)
{
	struct box b;
	const struct grain *g;

	/* the close-packed plane of an fcc crystal: 14 nm along x, layers sqrt(2/3) 14 apart */
	CHECK(!load_text(&b, &(struct text){ .inter = "{type: grain, cell: fcc, d_nn: 14, hkl: [1, 1, 1], N: [6, 5], layers: 3, "
		"position_variance: 0.3}" }, NULL));
	if (b.e.code)
		return;
	g = layout(&b)->species[0].grain;
	CHECK(layout(&b)->nspecies == 1 && layout(&b)->inter.type == INTERFER_NONE && g && grain_count(g) == 90 && g->N[1] == 5);
	NEAR(g->a[0].x, 14, 1e-12);
	NEAR(g->a[0].y, 0, 1e-12);
	NEAR(g->debye_nm2, 0.3, 0);
	NEAR(grain_hi(g).z - grain_lo(g).z, 2 * 14 * sqrt(2. / 3), 1e-11);
	drop(&b);
	/* a plain lattice on a substrate: the same, its particles at i a + j b + k c */
	CHECK(!load_text(&b, &(struct text){ .inter = "{type: finite_3d_lattice, basis: [[20, 0, 0], [0, 30, 0], [0, 0, 40]], N: [3, 4, 5]}" }, NULL));
	g = layout(&b)->species[0].grain;
	CHECK(g && grain_count(g) == 60);
	NEAR(grain_hi(g).x, 40, 1e-12);
	NEAR(grain_hi(g).y, 90, 1e-12);
	NEAR(grain_hi(g).z, 160, 1e-12);
	drop(&b);
}

/*
 * Turned grains take their particles along, unless they are told not to.  A lattice of 6 x 5 repeats after half a turn, a box that goes along and
 * stands beside its site does not.
 */
static void powder(void)
{
	static const char *const text = "{type: grain, cell: sc, a: 20, hkl: [0, 0, 1], N: [6, 5], layers: 1, in_plane: powder, in_plane_n: 6%s}";
	char inter[300];
	struct box b;

	for (int turn = 0; turn < 2; turn++) {
		double sum = 0;

		snprintf(inter, sizeof inter, text, turn ? "" : ", particles_turn: false");
		CHECK(!load_text(&b, &(struct text){ .inter = inter, .particle = BOX_AT(5, 4, 3, "position: [2, 0, 1]") }, NULL));
		if (b.e.code)
			return;
		CHECK(layout(&b)->nspecies == 6);
		for (size_t i = 0; i < layout(&b)->nspecies; i++) {
			const struct species *s = &layout(&b)->species[i];
			double x = s->grain->a[0].x / 20, y = s->grain->a[0].y / 20;

			sum += s->weight;
			NEAR(hypot(x, y), 1, 1e-12);
			NEAR(atan2(y, x), ((double)i + 0.5 - 3) * M_PI / (turn ? 3 : 6), 1e-12);
			NEAR(s->part[0].rot.m[0][0], turn ? x : 1, 1e-12);
			NEAR(s->part[0].rot.m[1][0], turn ? y : 0, 1e-12);
			AT(s->part[0], turn ? 2 * x : 2, turn ? 2 * y : 0, 1);
		}
		NEAR(sum, 1, 1e-14);
		drop(&b);
	}
}

/* What repeats the grain must repeat its particles: boxes, each turned by a quarter, stand otherwise than before; cylinders on their sites do not. */
static void powder_of_boxes(void)
{
	static const char *const inter = "{type: grain, cell: sc, a: 20, hkl: [0, 0, 1], N: [4, 4], layers: 1, in_plane: powder, in_plane_n: 8}";
	static const char *const particle[] = { "{shape: {name: cylinder, radius: 5, height: 4}, material: {delta: 1.0e-5}}",
						BOX_AT(14, 6, 5, "rotation_z_deg: 10"),
						"{shape: {name: cylinder, radius: 5, height: 4}, material: {delta: 1.0e-5}, position: [0, 1, 0]}" };
	struct box b;

	for (int i = 0; i < 3; i++) {
		CHECK(!load_text(&b, &(struct text){ .inter = inter, .particle = particle[i] }, NULL));
		for (size_t k = 0; k < layout(&b)->nspecies; k++) {
			struct vec3 v = layout(&b)->species[k].grain->a[0];
			NEAR(atan2(v.y, v.x), ((double)k + 0.5 - 4) * (i ? 2 * M_PI : M_PI / 2) / 8, 1e-12);
		}
		drop(&b);
	}
}

/* A tilted grain stands on the same height: the lowest corner of all its boxes. */
static void mosaic(void)
{
	struct box b;

	CHECK(!load_text(&b, &(struct text){ .inter = "{type: grain, cell: sc, a: 20, hkl: [0, 0, 1], N: [3, 3], layers: 2, mosaic_deg: 3, "
		"mosaic_tilts: 3, mosaic_azimuths: 4}", .particle = BOX_AT(8, 8, 8, "position: [0, 0, 1]") }, NULL));
	if (b.e.code)
		return;
	CHECK(layout(&b)->nspecies == 12);
	for (size_t k = 0; k < layout(&b)->nspecies; k++) {
		const struct species *s = &layout(&b)->species[k];
		double low = 1e9, place = 1e9;

		for (int c = 0; c < 8; c++) {
			struct vec3 v = rot3_apply(&s->part[0].rot, (struct vec3){ c & 1 ? 4 : -4, c & 2 ? 4 : -4, c & 4 ? 8 : 0 });

			low = fmin(low, s->part[0].at.z + v.z);
		}
		for (int i = 0; i < 3; i++)
			for (int j = 0; j < 3; j++)
				for (size_t m = 0; m < s->grain->nlayer; m++)
					place = fmin(place, i * s->grain->a[0].z + j * s->grain->a[1].z + s->grain->t[m].z);
		NEAR(low + place, 1, 1e-10);
	}
	drop(&b);
}

/* All rotations alike: turns about its own axis too, of what is not round about it. */
static void every_way(void)
{
	static const struct { const char *particle; size_t turns; } t[] = {
		{ CYLINDER "\n      orientations: {type: sphere, tilts: 4, azimuths: 6}", 1 },
		{ BOX_AT(16, 6, 5, "position: [0, 0, 9]") "\n      orientations: {type: sphere, tilts: 4, azimuths: 6}", 8 },
		{ BOX_AT(16, 6, 5, "position: [0, 0, 9]") "\n      orientations: {type: gaussian, sigma_deg: 3, tilts: 4, azimuths: 6}", 1 },
		{ "{shape: {name: cylinder, radius: 5, height: 8}, material: {delta: 1.0e-5}, rotations: [{axis: x, angle_deg: 90}]}"
		  "\n      orientations: {type: sphere, tilts: 4, azimuths: 6}", 8 },
	};
	struct box b;

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		CHECK(!load_text(&b, &(struct text){ .particle = t[i].particle }, NULL));
		CHECK(layout(&b)->nspecies == 24 * t[i].turns);
		drop(&b);
	}
}

static void orientations(void)
{
	struct box b;
	double w = 0, xx = 0, zz = 0;

	CHECK(!load_text(&b, &(struct text){ .particle = BOX_AT(8, 4, 2, "rotation_z_deg: 90, position: [1, 2, 3]")
		"\n      orientations: [{rotation_z_deg: 90}, {rotations: [{axis: y, angle_deg: 90}], weight: 3}]\n    - particle: " BOX(1, 1, 1) }, NULL));
	if (b.e.code)
		return;
	CHECK(layout(&b)->nspecies == 3);
	NEAR(layout(&b)->species[1].weight, 0.375, 1e-15);		/* 3/4 of one of two equal abundances */
	NEAR(layout(&b)->species[2].weight, 0.5, 1e-15);
	TURNS(layout(&b)->species[0].part[0], 1, 0, 0, -1, 0, 0);	/* own 90 deg, then 90 more */
	TURNS(layout(&b)->species[1].part[0], 0, 1, 0, 0, 0, 1);	/* y to -x, then -x to z */
	AT(layout(&b)->species[0].part[0], 1, 2, 3);			/* about its own reference point */
	AT(layout(&b)->species[1].part[0], 1, 2, 3);
	drop(&b);
	CHECK(!load_text(&b, &(struct text){ .particle = BOX(8, 4, 2)
		"\n      orientations: {type: sphere, tilts: 4, azimuths: 6, turns: 3}" }, NULL));
	CHECK(layout(&b)->nspecies == 72);
	for (size_t i = 0; i < layout(&b)->nspecies; i++) {
		const struct species *s = &layout(&b)->species[i];

		w += s->weight;
		xx += s->weight * pow(s->part[0].rot.m[0][2], 2);
		zz += s->weight * pow(s->part[0].rot.m[2][2], 2);
	}
	NEAR(w, 1, 1e-14);
	NEAR(xx, 1. / 3, 1e-13);
	NEAR(zz, 1. / 3, 1e-13);
	drop(&b);
	CHECK(!load_text(&b, &(struct text){ .particle = BOX(8, 4, 2) "\n      orientations: {type: in_plane, n: 5, period_deg: 180}" }, NULL));
	CHECK(layout(&b)->nspecies == 5);
	drop(&b);
	CHECK(!load_text(&b, &(struct text){ .particle = BOX(8, 4, 2) "\n      orientations: {type: gaussian, sigma_deg: 2, axis: x}" }, NULL));
	CHECK(layout(&b)->nspecies == 8 * 16);
	CHECK(layout(&b)->species[0].part[0].rot.m[0][2] > 0.9);
	drop(&b);
}

/* As BornAgain 1.19 has it. */
static void radii(void)
{
	static const struct { const char *shape; double radius; } v[] = {
		{ "name: sphere, radius: 4", 4 }, { "name: box, length: 6, width: 3, height: 2", 3 },
		{ "name: elliptical_cylinder, radius_x: 3, radius_y: 5, height: 2", 4 },
		{ "name: prism6, base_edge: 2, height: 2", 3.2237097954706257 },		/* sqrt(6 sqrt 3) */
		{ "name: icosahedron, edge: 2", 1.9021130325903071 },		/* 2 sin 72 deg */
		{ "name: dodecahedron, edge: 2", 2.8025170768881473 },		/* sqrt 3 times the golden ratio */
		/* a whole pyramid: its centre of mass at a quarter of 5: corners sqrt(50 + 25/16), tip 15/4 */
		{ "name: pyramid, base_edge: 10, height: 5, alpha_deg: 45", 7.180703308172536 },
	};

	for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
		char text[200];
		struct box b;

		snprintf(text, sizeof text, "{shape: {%s}, material: {delta: 1.0e-5}}", v[i].shape);
		CHECK(particle(&b, text));
		NEAR(layout(&b)->species[0].radius_nm, v[i].radius, 1e-7);	/* sections are taken 1e-9 within the ends */
		drop(&b);
	}
}

/* ---- files -------------------------------------------------------------------------------------- */

static int cube(void *ctx, const struct node *where, const char *path, double **xyz, size_t *nv, size_t **tri, size_t *nt, struct err *e)
{
	static const size_t faces[36] = {
		0, 2, 1, 1, 2, 3, 4, 5, 6, 5, 7, 6, 0, 1, 4, 1, 5, 4, 2, 6, 3, 3, 6, 7, 0, 4, 2, 2, 4, 6, 1, 3, 5, 3, 7, 5,
	};

	++*(int *)ctx;
	if (strcmp(path, "cube.obj") != 0)
		return node_err(where, e, "no such file");
	*nv = 8;
	*nt = 12;
	*xyz = mem_alloc(24, sizeof **xyz, "v", e);
	*tri = mem_alloc(36, sizeof **tri, "t", e);
	for (size_t i = 0; i < 8; i++)
		for (size_t j = 0; j < 3; j++)
			(*xyz)[3 * i + j] = (double)(i >> j & 1);
	memcpy(*tri, faces, sizeof faces);
	return 0;
}

/* 2 x 3 x 4 of labels 0, 1, 2, or 3 x 4 of heights 0 .. 11 */
static int samples(void *ctx, const struct node *where, const char *path, double **v, size_t n[3], int *ndim, struct err *e)
{
	(void)where;
	++*(int *)ctx;
	*ndim = path[0] == 'v' ? 3 : 2;
	n[0] = *ndim == 3 ? 2 : 3;
	n[1] = *ndim == 3 ? 3 : 4;
	n[2] = *ndim == 3 ? 4 : 1;
	*v = mem_alloc(24, sizeof **v, "v", e);
	for (size_t i = 0; i < 24; i++)
		(*v)[i] = *ndim == 3 ? (double)(i % 3) : (double)i;
	return 0;
}

static int table(void *ctx, const struct node *where, const char *path, char **text, struct err *e)
{
	static const char lines[] = "8 2e-5 1e-6\n16 5e-6 1e-7\n";

	(void)where;
	(void)path;
	++*(int *)ctx;
	*text = mem_alloc(sizeof lines, 1, "text", e);
	memcpy(*text, lines, sizeof lines);
	return 0;
}

#define MESH(REST) "{shape: {name: mesh, file: cube.obj, mesh_unit: um, scale: 0.01" REST "}, material: {delta: 1.0e-5}}"
static void files(void)
{
	int asked = 0;
	const struct job_files f = { .ctx = &asked, .mesh = cube, .array = samples, .text = table };
	struct box b;

	/* read once, for five variants */
	CHECK(!load_text(&b, &(struct text){ .particle = MESH(", origin: bottom_centre"),
		.beam = "{wavelength: 0.1, alpha_i_deg: {values: [1, 2, 3, 4, 5]}}" }, &f));
	if (!b.e.code) {
		CHECK(b.job.nvariant == 5 && asked == 1);
		NEAR(ff_volume(&parts(&b)->shape), 1000, 1e-9);
		NEAR(ff_box(&parts(&b)->shape).lo.x, -5, 1e-12);
		NEAR(ff_box(&parts(&b)->shape).lo.z, 0, 1e-12);
	}
	drop(&b);
	CHECK(load_text(&b, &(struct text){ .particle = "{shape: {name: mesh, file: cube.obj}, material: {delta: 1.0e-5}}" }, &f) &&
	      strstr(b.e.msg, "t.yaml:7:25: mesh_unit is missing in shape"));
	drop(&b);
	/* at the geometric mean of 8 and 16 keV, of a power law: the geometric mean of delta */
	asked = 0;
	CHECK(!load_text(&b, &(struct text){ .beam = "{energy_keV: 11.313708498984761, alpha_i_deg: 1}", .substrate = "- material: {table: a.txt}" }, &f));
	NEAR(1 - creal(b.job.variant[0].sample.layer[1].n2), 2e-5, 2e-10);
	CHECK(asked == 1);
	drop(&b);
}

static void count_warning(void *ctx, const struct node *where, const char *text)
{
	(void)where;
	CHECK(strstr(text, "overlap") != NULL);
	++*(int *)ctx;
}

/* Of radii 8, 9.9 and 10.1 on a lattice of 20 nm the last overlap; of 8, 10.1 and 11 most do. */
static void tails(void)
{
	int told = 0;
	const struct job_files f = { .ctx = &told, .warn = count_warning };
	struct text t = { .inter = "{type: 2d_lattice, a: 20, b: 30, gamma_deg: 90, decay: gauss, decay_length_x: 100, decay_length_y: 100}",
		.density = "name: x", .particle = "{shape: {name: cylinder, radius: {values: [8, 9.9, 10.1]}, height: 5}, material: {delta: 1.0e-5}}" };
	struct box b;

	CHECK(!load_text(&b, &t, &f) && told == 1);
	drop(&b);
	t.particle = "{shape: {name: cylinder, radius: {values: [8, 10.1, 11]}, height: 5}, material: {delta: 1.0e-5}}";
	CHECK(load_text(&b, &t, &f) == E_DATA && told == 1 && strstr(b.e.msg, "t.yaml:9:19: particles at neighbouring sites"));
	drop(&b);
	t.particle = "{shape: {name: cylinder, radius: {values: [8, 9, 10]}, height: 5}, material: {delta: 1.0e-5}}";	/* 10: touching */
	CHECK(!load_text(&b, &t, &f) && told == 1);
	drop(&b);
}

static void fields(void)
{
	int asked = 0;
	const struct job_files f = { .ctx = &asked, .mesh = cube, .array = samples, .text = table };
	struct box b;
	const struct part *p;
	double complex c;

	/* labels 0, 1, 2 eight times each, in a medium of delta 1e-6; voxels of 2 x 3 x 4 nm */
	CHECK(!load_text(&b, &(struct text){ .substrate = "- material: {delta: 1.0e-6}\n  layouts: [{surface_density: 1, particles: [{particle: "
		"{shape: {name: voxels, file: v.tif, voxel: [2, 3, 4], value: label, table: {1: {delta: 2.0e-6}, 2: {delta: 4.0e-6}}}}}]}]" }, &f));
	if (!b.e.code) {
		p = b.job.variant[0].sample.layout[1].species[0].part;
		c = p->field->direct(p->field, (struct cvec3){ 0, 0, 0 });
		/* sum of n^2 - n_l^2 = -2 (delta - 1e-6): 8 (-2e-6) + 8 (-6e-6) times 24 nm^3 */
		NEAR(creal(c), -64e-6 * 24, 1e-8);
		NEAR(creal(p->n2 - b.job.variant[0].sample.layer[1].n2), 1, 1e-15);
		NEAR(p->field->box.hi.x - p->field->box.lo.x, 8, 1e-12);
		NEAR(p->field->box.hi.z - p->field->box.lo.z, 8, 1e-12);
	}
	drop(&b);
	CHECK(load_text(&b, &(struct text){ .particle = "{shape: {name: voxels, file: v.tif, voxel: 2, value: label, table: {1: {delta: 2.0e-6}}}}" }, &f) &&
	      strstr(b.e.msg, "voxel (0, 0, 2): 2 is no label of the table"));
	drop(&b);
	CHECK(load_text(&b, &(struct text){ .particle = "{shape: {name: voxels, file: v.tif, voxel: 2, value: mu}}" }, &f) &&
	      strstr(b.e.msg, "attenuation alone"));
	drop(&b);
	/* blocks of 2 x 3 nm, 0.5 nm for 1: sum of 0 .. 11 */
	CHECK(!load_text(&b, &(struct text){ .particle = "{shape: {name: height_field, file: h.tif, pixel: [2, 3], height_scale: 0.5, facets: flat}, "
		"material: {delta: 1.0e-5}}" }, &f));
	if (!b.e.code) {
		p = parts(&b);
		NEAR(creal(p->field->direct(p->field, (struct cvec3){ 0, 0, 0 })), 66 * 0.5 * 6, 1e-9);
		NEAR(p->field->box.hi.z, 5.5, 1e-12);
	}
	drop(&b);
}

/* ---- overlap ------------------------------------------------------------------------------------ */

static bool overlaps(const char *a, const char *b)
{
	char text[1000];
	struct box x;
	bool yes;

	snprintf(text, sizeof text, "{kind: composition, parts: [%s, %s]}", a, b);
	load_text(&x, &(struct text){ .particle = text }, NULL);
	CHECK(!x.e.code || strstr(x.e.msg, "overlap"));
	yes = x.e.code;
	drop(&x);
	return yes;
}

#define SHAPE(S, REST) "{material: {delta: 1.0e-5}, shape: {" S "}, " REST "}"
static void overlapping(void)
{
	/* spheres of radius 5 and 3: 8 apart they touch */
	CHECK(!overlaps(SHAPE("name: sphere, radius: 5", "position: [0, 0, 0]"), SHAPE("name: sphere, radius: 3", "position: [8, 0, 2]")));
	CHECK(overlaps(SHAPE("name: sphere, radius: 5", "position: [0, 0, 0]"), SHAPE("name: sphere, radius: 3", "position: [7.99, 0, 2]")));
	/* boxes that touch by a face, and a box upon another */
	CHECK(!overlaps(BOX(4, 4, 4), BOX_AT(4, 4, 4, "position: [4, 0, 0]")));
	CHECK(!overlaps(BOX(4, 4, 4), BOX_AT(4, 4, 4, "position: [0, 0, 4]")));
	CHECK(overlaps(BOX(4, 4, 4), BOX_AT(4, 4, 4, "position: [3.9, 0, 0]")));
	CHECK(overlaps(BOX(4, 4, 4), BOX_AT(4, 4, 4, "position: [0, 0, 3.9]")));
	/* turned by 45 deg a corner reaches 2 sqrt 2 out of the middle: 2 + 2.828 */
	CHECK(!overlaps(BOX(4, 4, 4), BOX_AT(4, 4, 4, "position: [4.83, 0, 0], rotation_z_deg: 45")));
	CHECK(overlaps(BOX(4, 4, 4), BOX_AT(4, 4, 4, "position: [4.82, 0, 0], rotation_z_deg: 45")));
	/* the same about y: the bottom's middle is at 0; the box then spans -2.83 .. 2.83 about (2.83, 2.83) */
	CHECK(!overlaps(BOX(4, 4, 4), BOX_AT(4, 4, 4, "position: [0, 0, 5.42], rotations: [{axis: y, angle_deg: 45}]")));
	CHECK(overlaps(BOX(4, 4, 4), BOX_AT(4, 4, 4, "position: [0, 0, 5.40], rotations: [{axis: y, angle_deg: 45}]")));
	/* a sphere beside a box, its middle at the height of 3 above the box's top of 4: 5 - 3 = 4 aside */
	CHECK(!overlaps(BOX(4, 4, 4), SHAPE("name: sphere, radius: 5", "position: [6, 0, 2]")));
	CHECK(overlaps(BOX(4, 4, 4), SHAPE("name: sphere, radius: 5", "position: [5.9, 0, 2]")));
	/* cylinders, and a cylinder beside a hexagon: flat sides of height sqrt(3)/2 * 6 look along y */
	CHECK(!overlaps(SHAPE("name: cylinder, radius: 3, height: 2", "position: [0, 0, 0]"), SHAPE("name: cylinder, radius: 4, height: 2", "position: [7, 0, 1]")));
	CHECK(overlaps(SHAPE("name: cylinder, radius: 3, height: 2", "position: [0, 0, 0]"), SHAPE("name: cylinder, radius: 4, height: 2", "position: [6.9, 0, 1]")));
	CHECK(!overlaps(SHAPE("name: prism6, base_edge: 6, height: 2", "position: [0, 0, 0]"), SHAPE("name: cylinder, radius: 1, height: 2", "position: [0, 6.2, 0]")));
	CHECK(overlaps(SHAPE("name: prism6, base_edge: 6, height: 2", "position: [0, 0, 0]"), SHAPE("name: cylinder, radius: 1, height: 2", "position: [0, 6.19, 0]")));
	/* a triangle: corner towards +x at 6/sqrt 3 = 3.464 */
	CHECK(!overlaps(SHAPE("name: prism3, base_edge: 6, height: 2", "position: [0, 0, 0]"), BOX_AT(2, 9, 2, "position: [4.47, 0, 0]")));
	CHECK(overlaps(SHAPE("name: prism3, base_edge: 6, height: 2", "position: [0, 0, 0]"), BOX_AT(2, 9, 2, "position: [4.46, 0, 0]")));
}

/* Without the boxes that are looked at first. */
static void overlapping_parts(void)
{
	static const char *const two[] = {
		"{shape: {name: prism6, base_edge: 6, height: 2}, material: {delta: 1.0e-5}}",
		"{shape: {name: cylinder, radius: 1, height: 2}, material: {delta: 1.0e-5}}",
		"{shape: {name: sphere, radius: 1}, material: {delta: 1.0e-5}}",
	};
	static const struct { int i, j; double x, y, z; bool yes; } v[] = {
		{ 0, 1, 0.5, 0, 0, true }, { 0, 1, 0, 0, 2, false }, { 0, 1, 0, 0, -2, false }, { 0, 1, 0, 0, 1.9, true }, { 0, 1, 0, 0, -1.9, true },
		{ 0, 2, 0, 0, 2, false }, { 0, 2, 0, 0, 1.9, true }, { 0, 2, 0, 0, -2, false }, { 0, 2, 0, 0, -1.9, true }, { 1, 0, 0.5, 0, 0, true },
		{ 2, 0, 0, 0, -2, false }, { 2, 0, 0, 0, -1.9, true }, { 0, 0, 0, 0, 2, false }, { 0, 0, 0, 0, 1.9, true }, { 0, 0, 0, 10.4, 0, false },
		{ 0, 0, 0, 10.3, 0, true }, { 1, 1, 0, 0, 2, false }, { 2, 2, 0, 0, 2, false }, { 2, 2, 0, 0, 1.9, true },
	};
	struct box b[3];

	for (int i = 0; i < 3; i++)
		particle(&b[i], two[i]);
	for (size_t k = 0; k < sizeof v / sizeof *v; k++) {
		struct part p = *parts(&b[v[k].i]), q = *parts(&b[v[k].j]);

		q.at = (struct vec3){ v[k].x, v[k].y, v[k].z };
		CHECK(overlap_parts(&p, &q) == v[k].yes);
		CHECK(overlap_parts(&q, &p) == v[k].yes);
	}
	for (int i = 0; i < 3; i++)
		drop(&b[i]);
}

/* Parts by the thousand are sorted, not all compared. */
static void many(void)
{
	size_t n = 40, len;
	char *text = NULL;
	FILE *f = open_memstream(&text, &len);
	struct box b;

	fprintf(f, "{kind: composition, parts: [");
	for (size_t i = 0; i < n * n; i++)
		fprintf(f, "%s" SHAPE("name: sphere, radius: 1", "position: [%zu, %zu, 0]"), i ? ", " : "", 2 * (i % n), 2 * (i / n));
	fprintf(f, "]}");
	fclose(f);
	CHECK(particle(&b, text) && layout(&b)->species[0].npart == n * n);
	drop(&b);
	free(text);
}

/* ---- memory ------------------------------------------------------------------------------------- */

struct last { int *order, mine; };

static void end(void *p)
{
	struct last *l = p;

	l->mine = ++*l->order;
}

static void owned(void)
{
	struct err e = { 0 };
	struct sample s = { 0 };
	struct job j = { 0 };
	int order = 0;
	struct last a = { &order, 0 }, b = { &order, 0 };
	unsigned char *p[300];
	void *none = NULL;

	for (size_t i = 0; i < 300; i++) {
		size_t n = i * i + 1;

		p[i] = sample_alloc(&s, n, 1, &e);
		CHECK(p[i] && (size_t)p[i] % 16 == 0 && p[i][0] == 0 && p[i][n - 1] == 0);
		memset(p[i], (int)(i & 255), n);
	}
	for (size_t i = 0; i < 300; i++)
		CHECK(p[i][0] == (i & 255) && p[i][i * i] == (i & 255));
	CHECK(!sample_own(&s, &a, end, &e) && !sample_own(&s, &b, end, &e));
	sample_free(&s);
	CHECK(b.mine == 1 && a.mine == 2 && !s.owned);
	sample_free(&s);
	job_free(&j);
	own_free(&none);
	CHECK(!own_alloc(&none, (size_t)-1, 8, &e) && e.code == E_NOMEM);
	own_free(&none);
}

int main(void)
{
	CASE(bars);
	CASE(owned);
	CASE(smallest);
	CASE(beams);
	CASE(divergence);
	CASE(energies);
	CASE(detectors);
	CASE(modes);
	CASE(layers);
	CASE(rotations);
	CASE(core_shells);
	CASE(compositions);
	CASE(species);
	CASE(together);
	CASE(densities);
	CASE(interferences);
	CASE(grains);
	CASE(every_way);
	CASE(powder);
	CASE(powder_of_boxes);
	CASE(mosaic);
	CASE(orientations);
	CASE(radii);
	CASE(files);
	CASE(fields);
	CASE(tails);
	CASE(overlapping);
	CASE(overlapping_parts);
	CASE(many);
	return done();
}
