/*
 * test_job_bad.c - sample files that are refused, each with the place of what is wrong.
 */
#include "check.h"
#include "job_text.h"

#define C(REST) "{shape: {name: cylinder, radius: 5, height: 8}, material: {delta: 3.0e-5}" REST "}"
#define S(SHAPE) "{shape: {" SHAPE "}, material: {delta: 3.0e-5}}"
#define CS(SHELL, CORE) "{kind: core_shell, shell: " SHELL ", core: " CORE "}"
#define SPH "type: spherical, n_phi: 4, phi_min_deg: -1, phi_max_deg: 3, n_alpha: 2, alpha_min_deg: 0, alpha_max_deg: 1"
#define HEX "type: 2d_lattice, a: 20, b: 20, gamma_deg: 120, decay: gauss, decay_length_x: 150, decay_length_y: 150"
#define GRAIN "type: grain, cell: fcc, hkl: [1, 1, 1], layers: 3"

static const struct { enum slot slot; const char *text, *expected; } hostile[] = {
	{ BEAM, "{alpha_i_deg: 0.2}", "1:7: wavelength or energy_keV is missing" },
	{ BEAM, "{wavelength: 0.1}", "1:7: alpha_i_deg is missing" },
	{ BEAM, "{wavelength: 0.1, energy_keV: 8, alpha_i_deg: 0.2}", "1:7: wavelength, energy_keV and energies exclude" },
	{ BEAM, "{wavelength: 0, alpha_i_deg: 0.2}", "1:20:" },
	{ BEAM, "{wavelength: -0.1, alpha_i_deg: 0.2}", "1:20:" },
	{ BEAM, "{wavelength: .nan, alpha_i_deg: 0.2}", "1:20:" },
	{ BEAM, "{wavelength: 1e400, alpha_i_deg: 0.2}", "1:20:" },
	{ BEAM, "{wavelength: \"0.1\", alpha_i_deg: 0.2}", "1:20:" },
	{ BEAM, "{wavelength: 0.1 deg, alpha_i_deg: 0.2}", "1:20:" },
	{ BEAM, "{wavelength: [0.1], alpha_i_deg: 0.2}", "1:20:" },
	{ BEAM, "{wavelength: 0.1, alpha_i_deg: 0}", "1:38:" },
	{ BEAM, "{wavelength: 0.1, alpha_i_deg: 91}", "1:38:" },
	{ BEAM, "{wavelength: 0.1, alpha_i_deg: 0.2 nm}", "1:38:" },
	{ BEAM, "{wavelength: 0.1, alfa_i_deg: 0.2}", "1:25: unknown key alfa_i_deg (do you mean alpha_i_deg?)" },
	{ BEAM, "{wavelength: 0.1, alpha_i_deg: 0.2, colour: red}", "1:43: unknown key colour (there are wavelength, energy_keV, " },
	{ BEAM, "{wavelength: 0.1, alpha_i_deg: 0.2, beam_height_mm: 0.1}", "beam_height_mm and sample_length_mm come together" },
	{ BEAM, "{wavelength: 0.1, alpha_i_deg: 0.2, divergence: {alpha_i_deg: 0.1, n: 9}}", "the divergence reaches an alpha_i of" },
	{ BEAM, "{wavelength: 0.1, alpha_i_deg: 0.2, divergence: {n: 0}}", "1:59:" },
	{ BEAM, "{wavelength: 0.1, alpha_i_deg: 0.2, bandwidth: 0.5}", "1:54:" },
	{ BEAM, "{energies: [], alpha_i_deg: 0.2}", "1:18: energies has 0 elements" },
	{ BEAM, "{energies: [8, -9], alpha_i_deg: 0.2}", "1:22:" },
	{ BEAM, "{wavelength: 0.1, alpha_i_deg: {values: [0.2, -0.2]}}", "1:38: alpha_i_deg: the distribution reaches -0.2" },
	{ BEAM, "{wavelength: 0.1, alpha_i_deg: {distribution: gaussian, mean: 0.2}}", "1:38:" },
	{ BEAM, "{wavelength: 0.1, alpha_i_deg: {distribution: bell, mean: 0.2, sigma: 1}}", "1:53:" },
	{ BEAM, "0.1", "1:7:" },
	{ DETECTOR, "{type: sphere}", "2:18:" },
	{ DETECTOR, "{n_phi: 3}", "2:11: type is missing in detector" },
	{ DETECTOR, "{" SPH ", n_x: 5}", "unknown key n_x" },
	{ DETECTOR, "{type: spherical, n_phi: 0, phi_min_deg: -1, phi_max_deg: 3, n_alpha: 2, alpha_min_deg: 0, alpha_max_deg: 1}", "2:36:" },
	{ DETECTOR, "{type: spherical, n_phi: 2.5, phi_min_deg: -1, phi_max_deg: 3, n_alpha: 2, alpha_min_deg: 0, alpha_max_deg: 1}", "2:36:" },
	{ DETECTOR, "{type: spherical, n_phi: 1000000000000, phi_min_deg: -1, phi_max_deg: 3, n_alpha: 2, alpha_min_deg: 0, alpha_max_deg: 1}", "2:36:" },
	{ DETECTOR, "{type: spherical, n_phi: 4, phi_min_deg: 3, phi_max_deg: 3, n_alpha: 2, alpha_min_deg: 0, alpha_max_deg: 1}",
	  "2:68: phi_max_deg, 3, must be more than phi_min_deg, 3" },
	{ DETECTOR, "{type: spherical, n_phi: 4, phi_min_deg: 1, phi_max_deg: 3, n_alpha: 2, alpha_min_deg: 0}", "alpha_max_deg is missing in detector" },
	{ DETECTOR, "{type: spherical, n_phi: 4, phi_min_deg: {values: [1, 2]}, phi_max_deg: 3, n_alpha: 2, alpha_min_deg: 0, alpha_max_deg: 1}",
	  "2:52:" },
	{ DETECTOR, "{type: rectangular, n_x: 2, n_y: 2, width: 2, height: -1, distance: 1000, u0: 1, v0: 1}", "2:65:" },
	{ DETECTOR, "{type: rectangular, n_x: 2, n_y: 2, width: 2, height: 1, u0: 1, v0: 1}", "distance is missing in detector" },
	{ DETECTOR, "{type: qgrid, n_qy: 2, qy_min: 0, qy_max: 1, n_qz: 2, qz_min: 2, qz_max: 1}", "qz_max, 1, must be more than qz_min, 2" },
	{ DETECTOR, "{type: points, points: [[1, 2, 3]]}", "2:35:" },
	{ DETECTOR, "{type: points, points: [1, 2]}", "2:35:" },
	{ DETECTOR, "{type: poni, file: a.poni}", "2:30: no files can be read here" },
	{ DETECTOR, "{" SPH ", oversample: 0}", "2:" },
	{ DETECTOR, "{" SPH ", oversample: some}", "2:" },
	{ DETECTOR, "{" SPH ", resolution: {row_px: -1}}", "2:" },
	{ DETECTOR, "{" SPH ", resolution: {row_px: 1, alpha_deg: 1}}", "row_px and alpha_deg exclude each other" },
	{ DETECTOR, "{type: qgrid, n_qy: 2, qy_min: 0, qy_max: 1, n_qz: 2, qz_min: 0, qz_max: 1, resolution: {alpha_deg: 1}}",
	  "only a spherical detector has a resolution in degrees" },
	{ SUBSTRATE, "- {}", "10:3: material is missing" },
	{ SUBSTRATE, "- material: {delta: 1.0e-6}\n  thicknes: 5", "11:3: unknown key thicknes (do you mean thickness?)" },
	{ SUBSTRATE, "- material: {delta: 1.0e-6}\n  thickness: 5", "11:14: the first and the last layer have no thickness" },
	{ SUBSTRATE, "- material: {delta: 1.0e-6}\n- material: {delta: 1.0e-6}", "10:3: thickness is missing" },
	{ SUBSTRATE, "- material: {delta: 1.0e-6}\n  thickness: 0\n- material: {delta: 1.0e-6}", "11:14:" },
	{ SUBSTRATE, "- material: {delta: 1.0e-6}\n  thickness: -4\n- material: {delta: 1.0e-6}", "11:14:" },
	{ SUBSTRATE, "- material: {delta: 1.0e-6}\n  top_roughness: {sigma: -1}", "11:26:" },
	{ SUBSTRATE, "- material: {delta: 1.0e-6}\n  top_roughness: 1", "11:18:" },
	{ SUBSTRATE, "- material: {delta: 1.0e-6}\n  top_roughness: {sigma: 1, corr_length: 5}", "11:18: corr_length needs hurst" },
	{ SUBSTRATE, "- material: {delta: 1.0e-6}\n  top_roughness: {sigma: 1, corr_length: 5, hurst: 1.5}", "11:52:" },
	{ SUBSTRATE, "- material: {delta: 1.0e-6}\n  top_roughness: {sigma: 1, profile: cosh}", "11:38:" },
	{ SUBSTRATE, "- material: {beta: 1.0e-6}", "10:13:" },
	{ SUBSTRATE, "- material: {delta: 1.0e-6, beta: -1.0e-8}", "10:35:" },
	{ SUBSTRATE, "- material: {delta: 2}", "10:21:" },
	{ SUBSTRATE, "- material: {delta: 1.0e-6, formula: Si}", "10:29: unknown key formula" },
	{ SUBSTRATE, "- material: {formula: Xx, density_g_cm3: 1}", "10:" },
	{ SUBSTRATE, "- material: {formula: Si}", "10:" },
	{ SUBSTRATE, "- material: gold", "10:13:" },
	{ SUBSTRATE, "- 5", "10:3:" },
	{ SUBSTRATE, "- material: {delta: 1.0e-6}\n  layouts: 5", "11:12:" },
	{ PARTICLE, "{shape: {name: cylinder, radius: 5, height: 8}}", "7:17: material is missing in particle" },
	{ PARTICLE, "{material: {delta: 3.0e-5}}", "7:17: shape is missing in particle" },
	{ PARTICLE, C(", colour: 5"), "unknown key colour" },
	{ PARTICLE, C(", kind: simpel"), "7:" },
	{ PARTICLE, C(", position: [1, 2]"), "position has 2 elements" },
	{ PARTICLE, C(", position: [1, 2, 3, 4]"), "position has 4 elements" },
	{ PARTICLE, C(", position: [1, x, 4]"), "7:" },
	{ PARTICLE, C(", rotation_z_deg: 5, rotations: []"), "rotation_z_deg and rotations exclude each other" },
	{ PARTICLE, C(", rotations: [{axis: w, angle_deg: 3}]"), "7:" },
	{ PARTICLE, C(", rotations: [{axis: [0, 0, 0], angle_deg: 3}]"), "an axis has a length" },
	{ PARTICLE, C(", rotations: [{axis: x}]"), "angle_deg is missing" },
	{ PARTICLE, C(", rotations: [{angle_deg: 3}]"), "axis is missing" },
	{ PARTICLE, S("name: cylindre, radius: 5, height: 8"), "7:32:" },
	{ PARTICLE, S("radius: 5, height: 8"), "7:25: name is missing in shape" },
	{ PARTICLE, S("name: cylinder, radius: 5"), "7:25: cylinder needs height" },
	{ PARTICLE, S("name: cylinder, radius: 0, height: 8"), "7:50:" },
	{ PARTICLE, S("name: cylinder, radius: -5, height: 8"), "7:50:" },
	{ PARTICLE, S("name: cylinder, radius: 5, heigth: 8"), "unknown key heigth (do you mean height?)" },
	{ PARTICLE, S("name: cylinder, radius: 5, height: 8, alpha_deg: 3"), "unknown key alpha_deg" },
	{ PARTICLE, S("name: pyramid, base_edge: 5, height: 80, alpha_deg: 54"), "7:25:" },
	{ PARTICLE, S("name: cone, radius: 5, height: 80, alpha_deg: 54"), "7:25:" },
	{ PARTICLE, S("name: cylinder, radius: {distribution: gaussian, mean: 5, sigma: 3, n: 9}, height: 8"), "radius: the distribution reaches" },
	{ PARTICLE, S("name: cylinder, radius: {distribution: gaussian, mean: 5, sigma: 1, n: 5000}, height: {distribution: gaussian, "
		      "mean: 50, sigma: 1, n: 5000}"), "combinations" },
	{ PARTICLE, S("name: cylinder, radius: {values: [5, 6], weights: [1]}, height: 8"), "7:" },
	{ PARTICLE, S("name: cylinder, radius: {values: [5, 6], weights: [0, 0]}, height: 8"), "7:" },
	{ PARTICLE, S("name: cylinder, radius: $Q, height: 8"), "7:" },
	{ PARTICLE, S("name: trapezoid_stack, length: 5, slabs: []"), "slabs has 0 elements" },
	{ PARTICLE, S("name: trapezoid_stack, length: 5, slabs: [{width_bottom: 0, width_top: 0, height: 1}]"), "7:" },
	{ PARTICLE, S("name: trapezoid_stack, length: 5, slabs: [{width_bottom: 1, width_top: 1}]"), "height is missing" },
	{ PARTICLE, "{kind: composition}", "7:17: parts is missing in particle" },
	{ PARTICLE, "{kind: composition, parts: []}", "parts has 0 elements" },
	{ PARTICLE, "{kind: composition, parts: [" C("") "], material: {delta: 1}}", "the parts of a composition have their own materials" },
	{ PARTICLE, "{kind: composition, parts: [" C("") ", " C(", position: [9.9, 0, 0]") "]}", "parts 0 and 1 of the composition overlap" },
	{ PARTICLE, "{kind: composition, trapezoid: {length: 5, width_bottom: 3, width_top: 3, height: 3}}", "material is missing" },
	{ PARTICLE, "{kind: composition, trapezoid: {length: 5, width_bottom: 3, width_top: 3}, parts: [" C("") "]}", "trapezoid needs height" },
	{ PARTICLE, CS(C(""), C(", position: [1, 0, 0]")), "the core reaches out of its shell" },
	{ PARTICLE, CS(C(""), S("name: cylinder, radius: 4, height: 9")), "the core reaches out of its shell" },
	{ PARTICLE, "{kind: core_shell, shell: " C("") "}", "7:17: core is missing in particle" },
	{ PARTICLE, CS(C(", kind: composition"), C("")), "a shell is a simple particle" },
	{ PARTICLE, CS(C(""), C(", kind: composition")), "a core is a simple or core_shell particle" },
	{ PARTICLE, "5", "7:17:" },
	{ PARTICLE, C("") "\n      abundance: -1", "8:18:" },
	{ PARTICLE, C("") "\n      abundance: 0", "the abundances have no positive sum" },
	{ PARTICLE, C("") "\n      abundanse: 1", "8:7: unknown key abundanse (do you mean abundance?)" },
	{ PARTICLE, C("") "\n      orientations: []", "orientations has 0 elements" },
	{ DENSITY, "name: x", "surface_density is missing" },
	{ DENSITY, "surface_density: 0", "8:22:" },
	{ DENSITY, "surface_density: -1", "8:22:" },
	{ DENSITY, "surface_density: 1\n    occupancy: 0.5", "9:16: occupancy is for lattices in two dimensions" },
	{ DENSITY, "density: 1", "8:5: unknown key density" },
	{ INTER, "{type: nothing}", "9:26:" },
	{ INTER, "none", "9:19:" },
	{ INTER, "{a: 5}", "9:19: type is missing in interference" },
	{ INTER, "{type: none, a: 5}", "9:32: unknown key a" },
	{ INTER, "{type: none, approximation: ssca}", "9:47: ssca is for radial_paracrystal" },
	{ INTER, "{type: none, approximation: xyz}", "9:47:" },
	{ INTER, "{" HEX "}", "surface_density is 0.001, but the lattice has 0.00288675" },
	{ INTER, "{type: 1d_lattice, length: 20, decay: gauss}", "decay_length is missing" },
	{ INTER, "{type: 1d_lattice, length: 20, xi_deg: 90, lines: infinite}", "9:19: lines: infinite is for bars" },
	{ INTER, "{type: radial_paracrystal, peak_distance: 20, sigma: 2, kappa: 1, position_variance: 3}",
	  "9:104: position_variance with the size-spacing coupling: not supported" },
	{ INTER, "{type: radial_paracrystal, peak_distance: 20, sigma: 2, kappa: 1, domain_size: 100}",
	  "9:98: domain_size with the size-spacing coupling: not supported" },
	{ INTER, "{type: grain, cell: sc, a: 20, N: [2, 2], layers: 1, approximation: lma}", "9:87: approximation of a grain: da alone" },
	{ INTER, "{type: 1d_lattice, length: 20, decay: exp, decay_length: 3}", "9:57:" },
	{ INTER, "{type: 1d_lattice, length: 9, decay: gauss, decay_length: 300}", "particles at neighbouring sites of the lattice overlap" },
	{ INTER, "{type: 1d_lattice, length: 0, decay: gauss, decay_length: 300}", "9:46:" },
	{ INTER, "{type: 2d_lattice, a: 20, b: 20, gamma_deg: 180, decay: gauss, decay_length_x: 150, decay_length_y: 150}", "9:63:" },
	{ INTER, "{type: radial_paracrystal, peak_distance: 20, sigma: 2, kappa: 1, approximation: da}", "kappa above 0" },
	{ INTER, "{type: radial_paracrystal, peak_distance: 20}", "sigma is missing" },
	{ INTER, "{type: hard_disk, radius: 50}", "9:19:" },
	{ INTER, "{type: percus_yevick, radius: 5}", "percus_yevick needs one of density" },
	{ INTER, "{type: percus_yevick, radius: 5, volume_fraction: 0.1, density: 1}", "percus_yevick needs one of density" },
	{ INTER, "{type: finite_3d_lattice, basis: [[1, 0, 0]], N: [1, 1, 1]}", "basis has 1 elements" },
	{ INTER, "{type: finite_3d_lattice, basis: [[20, 0, 0], [0, 20, 0], [0, 0, 20]], N: [1, 1, 0]}", "9:" },
	{ INTER, "{" GRAIN ", N: [5, 5]}", "a grain needs one of d_nn and a" },
	{ INTER, "{" GRAIN ", N: [5], d_nn: 14}", "N has 1 elements" },
	{ INTER, "{" GRAIN ", N: [5, 5], d_nn: 14, hkil: 5}", "unknown key hkil" },
	{ INTER, "{type: grain, cell: hcp, hkl: [0, 1, 1, 1], layers: 3, N: [5, 5], d_nn: 14}", "of four indices h k i l, i is -(h + k)" },
	{ INTER, "{type: grain, cell: fcc, hkl: [1, 1, 1], N: [5, 5], d_nn: 14}", "layers is missing" },
	{ EXTRA, "colour: 5", "11:1: unknown key colour" },
	{ EXTRA, "mode: sax", "11:7:" },
	{ EXTRA, "background: -1", "11:13:" },
	{ EXTRA, "noise: {seed: 1}", "11:8: flux is missing in noise" },
	{ EXTRA, "noise: {flux: 0}", "11:15:" },
	{ EXTRA, "noise: {flux: 1, seed: 1.5}", "11:24:" },
	{ EXTRA, "rotation: {axis: x}", "rotation goes with mode: saxs" },
	{ EXTRA, "mode: saxs\nrotation: {axis: x, start_deg: 0, stop_deg: 90, n: 2}", "12:45:" },
	{ EXTRA, "mode: saxs\nrotation: {axis: x, start_deg: 0, stop_deg: 9}", "n is missing in rotation" },
	{ EXTRA, "mode: reflectivity", "reflectivity is missing" },
	{ EXTRA, "mode: reflectivity\nreflectivity: {alpha_min_deg: 1, alpha_max_deg: 1, n: 3}", "alpha_max_deg must be more than" },
	{ EXTRA, "mode: reflectivity\nreflectivity: {qz_min: 1, qz_max: 1000, n: 3}", "12:35:" },
	{ EXTRA, "average_layers: -1", "11:17:" },
	{ EXTRA, "phi_s_deg: x", "11:12:" },
};

static void refusals(void)
{
	for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
		struct text t = { 0 };
		struct box b;
		const char **field[] = { &t.beam, &t.detector, &t.particle, &t.density, &t.inter, &t.substrate, &t.extra };
		bool good;

		*field[hostile[i].slot] = hostile[i].text;
		load_text(&b, &t, NULL);
		good = b.e.code == E_DATA && strstr(b.e.msg, hostile[i].expected) && !strncmp(b.e.msg, "t.yaml:", 7) && !b.job.variant && !b.job.owned;
		if (!good)
			printf("# case %zu %s: expected \"%s\"\n", i, hostile[i].text, hostile[i].expected);
		CHECK(good);
		drop(&b);
	}
	CHECK(sizeof hostile / sizeof *hostile >= 100);
}

/* Files that lack a part, or are no map. */
static void parts(void)
{
	static const struct { const char *text, *expected; } bad[] = {
		{ "[1, 2]", "t.yaml:1:1: " }, { "layers: []\ndetector: {}", "t.yaml:1:1: beam is missing" },
		{ "beam: {wavelength: 1, alpha_i_deg: 1}\nlayers: []", "t.yaml:2:9: layers has 0 elements" },
		{ "beam: {wavelength: 1, alpha_i_deg: 1}\nlayers: [{material: {delta: 0}}]", "t.yaml:1:1: detector is missing" },
		{ "beam: {wavelength: 1, alpha_i_deg: 1}\ndetector: {type: points}", "t.yaml:1:1: layers is missing" },
	};

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct box b;

		CHECK(load(&b, bad[i].text, NULL) == E_DATA && strstr(b.e.msg, bad[i].expected));
		drop(&b);
	}
}

int main(void)
{
	CASE(refusals);
	CASE(parts);
	return done();
}
