#!/bin/bash
# Samples that are wrong: each is refused in one line with file, line and column, in under a second of processor time, little memory, and no file.
. "$(dirname "$0")/../lib.sh"

cat >base.yaml <<'END'
beam: {wavelength: 0.1, alpha_i_deg: 0.3}
detector: {type: spherical, n_phi: 8, phi_min_deg: -1, phi_max_deg: 1, n_alpha: 6, alpha_min_deg: 0, alpha_max_deg: 1.2}
parameters: {R: 5}
layers:
- material: {delta: 0}
- material: {delta: 1e-6, beta: 1e-8}
  thickness: 30
  top_roughness: {sigma: 0.5}
  layouts:
  - particles:
    - particle: {shape: {name: cylinder, radius: $R, height: 8}, material: {delta: 3e-5, beta: 1e-6}, position: [0, 0, -20]}
      abundance: 1
    surface_density: 1e-3
    interference: {type: none}
- material: {delta: 5e-6, beta: 1e-7}
END
ok 'the sample that is spoilt below' xgisaxs-sim base.yaml -o good.npy
limit=1000000	# kB of address space
[ -z "$BUILD_SLOW" ] || limit=unlimited

# judge WHAT PATTERN [ARGUMENT...]: of bad.yaml
judge() {
	local what=$1 pattern=$2 got cpu
	shift 2
	rm -f out.npy
	(ulimit -v $limit -t 10; TIMEFORMAT='%U %S'; { time xgisaxs-sim "$@" bad.yaml -o out.npy 2>err; } 2>cpu) >out
	got=$?
	cpu=$(awk '{ print $1 + $2 }' cpu)
	if [ $got -ne 3 ] && [ $got -ne 2 ]; then flunk "$what" "exit $got: $(head -c 300 err)"
	elif [ "$(wc -l <err)" -ne 1 ]; then flunk "$what" "$(wc -l <err) lines: $(head -c 500 err)"
	elif ! grep -qE '^xgisaxs-sim: bad\.yaml:[1-9][0-9]*:[1-9][0-9]*: ' err; then flunk "$what" "no place: $(cat err)"
	elif ! grep -qF -- "$pattern" err; then flunk "$what" "expected '$pattern': $(cat err)"
	elif [ -s out ] || [ -e out.npy ]; then flunk "$what" 'an output'
	elif [ -z "$BUILD_SLOW" ] && awk -v t="$cpu" 'BEGIN { exit !(t == "" || t > 1) }'; then flunk "$what" "$cpu s"
	else pass "$what"; fi
}

# what is changed in the sample, and what is said of it: sed, a TAB, words of the message
while IFS=$'\t' read -r change pattern; do
	sed -e "$change" base.yaml >bad.yaml
	if cmp -s base.yaml bad.yaml; then flunk "$change" 'changes nothing'; continue; fi
	judge "$change" "$pattern"
done <<'END'
s/wavelength: 0.1/wavelength: 0/	wavelength: 0 is outside 0.0001 to 1000
s/wavelength: 0.1/wavelength: -0.1/	wavelength: -0.1 is outside 0.0001 to 1000
s/wavelength: 0.1/wavelength: nan/	wavelength: expected a number, found 'nan'
s/wavelength: 0.1/wavelength: .nan/	wavelength: expected a number, found '.nan'
s/wavelength: 0.1/wavelength: inf/	wavelength: expected a number, found 'inf'
s/wavelength: 0.1/wavelength: 1e999/	wavelength: 1e999 is too large a number
s/wavelength: 0.1/wavelength: 0x10/	wavelength: '0x10': unit 'x10' is not one of nm, um, A, angs
s/wavelength: 0.1/wavelength: "0.1"/	wavelength: expected a number, found '0.1' in quotes
s/wavelength: 0.1/wavelength: 0.1 furlong/	wavelength: '0.1 furlong': unit 'furlong' is not one of nm,
s/wavelength: 0.1/wavelength: [0.1]/	wavelength: expected a number, found a list
s/wavelength: 0.1/wavelength: {a: 1}/	wavelength: expected a number, found a map
s/wavelength: 0.1/wavelength:/	found unexpected ':', while scanning a plain scalar
s/wavelength: 0.1, //	wavelength or energy_keV is missing in the beam
s/wavelength: 0.1/wavelenght: 0.1/	unknown key wavelenght (do you mean wavelength?)
s/wavelength: 0.1/wavelength: 0.1, energy_keV: 12/	wavelength, energy_keV and energies exclude each other
s/wavelength: 0.1/energies: []/	energies has 0 elements, at least 1 are needed
s/wavelength: 0.1/energies: [12, -3]/	energies.1: -3 is outside 0.001 to 10000
s/wavelength: 0.1/energies: [12, {distribution: gaussian, mean: 5, sigma: 1}]/	energies.1: expected a number, found a map
s/wavelength: 0.1/energy_keV: 0/	energy_keV: 0 is outside 0.001 to 10000
s/wavelength: 0.1/wavelength: 0.1, wavelength: 0.2/	key 'wavelength' is there already, on line 1
s/alpha_i_deg: 0.3/alpha_i_deg: 0/	alpha_i_deg: 0 is outside 1e-06 to 90
s/alpha_i_deg: 0.3/alpha_i_deg: -1/	alpha_i_deg: -1 is outside 1e-06 to 90
s/alpha_i_deg: 0.3/alpha_i_deg: 91/	alpha_i_deg: 91 is outside 1e-06 to 90
s/alpha_i_deg: 0.3/alpha_i_deg: 1e-300/	alpha_i_deg: 1e-300 is outside 1e-06 to 90
s/, alpha_i_deg: 0.3//	alpha_i_deg is missing in beam
s/alpha_i_deg: 0.3/alpha_i_deg: 5 nm/	alpha_i_deg: '5 nm': unit 'nm' is not one of deg, rad, mrad,
s/alpha_i_deg: 0.3/alpha_i_deg: 0.3, bandwidth: 2/	bandwidth: 2 is outside 0 to 0.1
s/alpha_i_deg: 0.3/alpha_i_deg: 0.3, bandwidth: {sigma: 0.01, n: 1000000000}/	n: 1000000000 is outside 1 to 1000
s/alpha_i_deg: 0.3/alpha_i_deg: 0.3, divergence: {alpha_i_deg: 0.2, n: 99}/	the divergence reaches an alpha_i of -1.499 deg
s/alpha_i_deg: 0.3/alpha_i_deg: 0.3, divergence: {alpha_i_deg: 0.001, phi_i_deg: 0.1, n: 1000000000}/	n: 1000000000 is outside 1 to 1000
s/alpha_i_deg: 0.3/alpha_i_deg: 0.3, beam_height_mm: 1/	beam_height_mm and sample_length_mm come together
s/alpha_i_deg: 0.3/alpha_i_deg: {distribution: gaussian, mean: 0.3, sigma: 1}/	alpha_i_deg: the distribution reaches -6.06395, expected 1e-
s/^beam:.*//	beam is missing
s/^beam:.*/beam: 5/	beam: expected a map, found a text
s/^beam:.*/beam: []/	beam: expected a map, found a list
s/^beam:.*/beam: {}/	wavelength or energy_keV is missing in the beam
s/^detector:.*//	detector is missing
s/^detector:.*/detector: {}/	type is missing in detector
s/^detector:.*/detector: spherical/	detector: expected a map, found a text
s/type: spherical/type: sphericle/	type: unknown 'sphericle'; did you mean 'spherical'? (spheri
s/type: spherical/type: rectangular/	unknown key n_phi
s/type: spherical, //	type is missing in detector
s/n_phi: 8/n_phi: 0/	n_phi: 0 is outside 1 to 65536
s/n_phi: 8/n_phi: -8/	n_phi: -8 is outside 1 to 65536
s/n_phi: 8/n_phi: 8.5/	n_phi: expected an integer, found 8.5
s/n_phi: 8/n_phi: 1000000000/	n_phi: 1000000000 is outside 1 to 65536
s/n_phi: 8/n_phi: 99999999999999999999/	n_phi: expected an integer, found 99999999999999999999
s/n_phi: 8/n_phi: many/	n_phi: expected a number, found 'many'
s/n_phi: 8/n_phi: {distribution: gaussian, mean: 5, sigma: 1}/	n_phi: expected a number, found a map
s/phi_min_deg: -1/phi_min_deg: 1/	phi_max_deg, 1, must be more than phi_min_deg, 1
s/phi_min_deg: -1/phi_min_deg: -1000/	phi_min_deg: -1000 is outside -180 to 180
s/alpha_max_deg: 1.2/alpha_max_deg: 95/	alpha_max_deg: 95 is outside -90 to 90
s/alpha_max_deg: 1.2/alpha_max_deg: 1.2, oversample: 1000/	oversample: 1000 is outside 1 to 64
s/alpha_max_deg: 1.2/alpha_max_deg: 1.2, oversample: 0/	oversample: 0 is outside 1 to 64
s/alpha_max_deg: 1.2/alpha_max_deg: 1.2, resolution: {row_px: -1}/	row_px: -1 is outside 0 to 1000000
s/alpha_max_deg: 1.2/alpha_max_deg: 1.2, resolution: 2/	resolution: expected a map, found a text
s/alpha_max_deg: 1.2/alpha_max_deg: 1.2, beam_stop: {x: [1, 0]}/	x: 1 comes after 0
s/alpha_max_deg: 1.2/alpha_max_deg: 1.2, beam_stop: 5/	beam_stop: expected a map, found a text
s/alpha_max_deg: 1.2/alpha_max_deg: 1.2, mask: [1, 2]/	mask: expected a text, found a list
s/alpha_max_deg: 1.2/alpha_max_deg: 1.2, colour: red/	unknown key colour
s/^detector:.*/detector: {type: rectangular, n_x: 1000000000, n_y: 1000000000, width: 10, height: 10, distance: 100, u0: 5, v0: 0}/	n_x: 1000000000 is outside 1 to 65536
s/^detector:.*/detector: {type: rectangular, n_x: 10, n_y: 10, width: 0, height: 10, distance: 100, u0: 5, v0: 0}/	width: 0 is outside 1e-06 to 1000000
s/^detector:.*/detector: {type: rectangular, n_x: 10, n_y: 10, width: 5, height: 10, distance: -100, u0: 5, v0: 0}/	distance: -100 is outside 0.001 to 1e+09
s/^detector:.*/detector: {type: qgrid, n_qy: 10, qy_min: 1, qy_max: 0, n_qz: 5, qz_min: 0, qz_max: 1}/	qy_max, 0, must be more than qy_min, 1
s/^detector:.*/detector: {type: points, points: []}/	points has 0 elements, at least 1 are needed
s/^detector:.*/detector: {type: points, points: [[1, 2, 3]]}/	points.0: expected 2 numbers, found 3
s/^detector:.*/detector: {type: points, points: [[1, x]]}/	points.0.1: expected a number, found 'x'
s/^detector:.*/detector: {type: points, points: 5}/	points: expected a list, found a text
s/^detector:.*/detector: {type: poni, file: bad.yaml}/	bad.yaml: no Distance
s/^detector:.*/detector: {type: poni}/	file is missing in detector
s/R: 5/R: $R/	parameter 'R' refers to itself
s/R: 5/R: $S, S: $R/	parameter 'R' refers to itself
s/R: 5/R: $Q/	unknown parameter 'Q'
s/R: 5/S: 5/	unknown parameter 'R'
s/R: 5/R: = 1\/0/	'= 1/0': division by zero at character 6
s/R: 5/R: = 2*(3/	'= 2*(3': a ) is missing at character 7
s/R: 5/R: 5, R: 6/	key 'R' is there already, on line 3
s/R: 5/R: -5/	radius: -5 is outside 1e-06 to 1e+09
s/R: 5/R: 0/	radius: 0 is outside 1e-06 to 1e+09
s/R: 5/R: []/	radius: expected a number, found a list
s/R: 5/R: {a: 5}/	radius: expected a number, found a map
s/R: 5/R: 1e300/	radius: 1e300 is outside 1e-06 to 1e+09
s/R: 5/R: {distribution: gaussian, mean: 5, sigma: 1, n: 1000000000}/	n: 1000000000 is outside 1 to 10000
s/R: 5/R: {distribution: gaussian, mean: 5, sigma: -1}/	sigma: -1 is below 0
s/R: 5/R: {distribution: gaussian, mean: 5, sigma: 5, n: 50}/	radius: the distribution reaches -59.9294, expected 1e-06 to
s/R: 5/R: {distribution: gauss, mean: 5, sigma: 1}/	distribution: unknown 'gauss'; did you mean 'gaussian'? (uni
s/R: 5/R: {distribution: gaussian, mean: 5}/	a distribution without sigma
s/R: 5/R: {distribution: gaussian, mean: 5, sigma: 1, limits: [6, 4]}/	limits: 6 is not below 4
s/R: 5/R: {distribution: gaussian, mean: 5, sigma: 0.1, limits: [60, 70]}/	gaussian distribution of 5 and 0.1 has nothing between 60 an
s/R: 5/R: {values: [], weights: []}/	values: 0 of them, expected 1 to 10000
s/R: 5/R: {values: [4, 5], weights: [1]}/	weights: expected 2 numbers, found 1
s/R: 5/R: {values: [4, 5], weights: [1, -1]}/	weights.1: -1 is below 0
s/R: 5/R: {values: [4, 5], weights: [0, 0]}/	weights: their sum is 0
s/R: 5/R: {distribution: {distribution: gaussian, mean: 5, sigma: 1}, mean: 5, sigma: 1}/	a distribution within a distribution
s/R: 5/R: {distribution: gaussian, mean: {distribution: gaussian, mean: 5, sigma: 1}, sigma: 1}/	a distribution within a distribution
s/^parameters.*/parameters: 5/	parameters: expected a map, found a text
s/^parameters.*/parameters: [R]/	parameters: expected a map, found a list
s/thickness: 30/thickness: -30/	thickness: -30 is outside 0.001 to 1e+09
s/thickness: 30/thickness: 0/	thickness: 0 is outside 0.001 to 1e+09
s/thickness: 30/thickness: 1e300/	thickness: 1e300 is outside 0.001 to 1e+09
s/thickness: 30/thikness: 30/	unknown key thikness (do you mean thickness?)
/thickness: 30/d	thickness is missing: only the first and the last layer have
s/thickness: 30/thickness: 30 kg/	thickness: '30 kg': unit 'kg' is not one of nm, um, A, angst
s/thickness: 30/thickness: {distribution: gaussian, mean: 30, sigma: 1, n: 1000000000}/	n: 1000000000 is outside 1 to 10000
s/thickness: 30/thickness: {distribution: gaussian, mean: 30, sigma: 20, n: 5}/	thickness: the distribution reaches -27.1394, expected 0.001
s/sigma: 0.5/sigma: -0.5/	sigma: -0.5 is outside 0 to 10000
s/sigma: 0.5/sigma: 0.5, hurst: 3, corr_length: 5/	hurst: 3 is outside 0.01 to 1
s/sigma: 0.5/sigma: 0.5, profile: tan/	profile: unknown 'tan'; did you mean 'tanh'? (tanh, nevot_cr
s/sigma: 0.5/simga: 0.5/	unknown key simga (do you mean sigma?)
s/sigma: 0.5/sigma: 0.5, corr_length: -5/	corr_length: -5 is outside 0 to 1e+09
s/delta: 1e-6/delta: nan/	delta: expected a number, found 'nan'
s/delta: 1e-6/delta: 5/	delta: 5 is outside -1 to 0.999
s/delta: 1e-6/dleta: 5e-6/	unknown key 'dleta'; did you mean 'delta'?
s/beta: 1e-8/beta: -1e-8/	beta: -1e-8 is outside 0 to 1
s/delta: 1e-6, beta: 1e-8/formula: Xx, density_g_cm3: 2/	formula "Xx": not understood at character 1
s/delta: 1e-6, beta: 1e-8/formula: Si/	formula Si needs density_g_cm3
s/delta: 1e-6, beta: 1e-8/formula: Si, density_g_cm3: -2/	density_g_cm3: -2 is outside 1e-09 to 100
s/delta: 1e-6, beta: 1e-8/formula: "Si((((((", density_g_cm3: 2/	formula "Si((((((": not understood at character 9
s/delta: 1e-6, beta: 1e-8/table: bad.yaml/	bad.yaml:1: expected "E[keV] delta beta"
s/delta: 1e-6, beta: 1e-8/delta: 1e-6, formula: Si/	unknown key formula
s/delta: 1e-6, beta: 1e-8//	a material is {delta, beta}, {formula, density_g_cm3}, {tabl
s/name: cylinder/name: cylindre/	name: unknown 'cylindre'; did you mean 'cylinder'? (box, cyl
s/name: cylinder, //	name is missing in shape
s/name: cylinder/name: [cylinder]/	name: expected a text, found a list
s/name: cylinder/name: mesh, file: absent.obj, mesh_unit: nm/	unknown key radius
s/name: cylinder, radius: $R, height: 8/name: mesh, file: bad.yaml, mesh_unit: nm/	bad.yaml: no faces: neither OBJ nor STL
s/name: cylinder, radius: $R, height: 8/name: height_field, file: bad.yaml, pixel: 1/	bad.yaml: not a format that is read (NRRD, HDF5, TIFF, NPY, EDF)
s/name: cylinder, radius: $R, height: 8/name: voxels, file: absent.npy, voxel: 1, value: label/	table is missing in shape
s/name: cylinder, radius: $R, height: 8/name: trapezoid_stack, length: 5, slabs: []/	slabs has 0 elements, at least 1 are needed
s/name: cylinder, radius: $R, height: 8/name: pyramid, base_edge: 5, height: 50, alpha_deg: 60/	pyramid: height is 50 nm, but the sides meet at 4.33012702 n
s/name: cylinder, radius: $R, height: 8/name: truncated_sphere, radius: 5, height: 50/	truncated_sphere: height is 50 nm, the whole has only 10 nm
s/radius: $R/radius: -5/	radius: -5 is outside 1e-06 to 1e+09
s/radius: $R, //	cylinder needs radius
s/radius: $R/raduis: 5/	unknown key raduis (do you mean radius?)
s/radius: $R/radius: $r/	unknown parameter 'r'; did you mean 'R'?
s/radius: $R/radius: = sqrt(-1)/	'= sqrt(-1)': a number is missing at character 3
s/height: 8/height: .inf/	height: expected a number, found '.inf'
s/height: 8/height: 8, heigth: 9/	unknown key heigth (do you mean height?)
s/height: 8/height: [8]/	height: expected a number, found a list
s/height: 8/height: {distribution: gaussian, mean: 8, sigma: 1, n: 1000}, radius2: 4/	unknown key radius2 (do you mean radius?)
s/radius: $R, height: 8/radius: {distribution: gaussian, mean: 8, sigma: 0.1, n: 999}, height: {distribution: gaussian, mean: 8, sigma: 0.1, n: 1200}/	the distributions have more than 1000000 combinations
s/position: \[0, 0, -20\]/position: [0, 0]/	position has 2 elements, at least 3 are needed
s/position: \[0, 0, -20\]/position: 5/	position: expected a list, found a text
s/position: \[0, 0, -20\]/position: [0, 0, x]/	position.2: expected a number, found 'x'
s/position: \[0, 0, -20\]/positon: [0, 0, 0]/	unknown key positon (do you mean position?)
s/position: \[0, 0, -20\]/position: [0, 0, 1e300]/	position.2: 1e300 is outside -1e+09 to 1e+09
s/position: \[0, 0, -20\]/rotations: [{axis: w, angle_deg: 3}]/	axis: unknown 'w', not one of x, y, z
s/position: \[0, 0, -20\]/rotations: [{axis: [0, 0, 0], angle_deg: 3}]/	an axis has a length
s/position: \[0, 0, -20\]/rotation_z_deg: nan/	rotation_z_deg: expected a number, found 'nan'
s/position: \[0, 0, -20\]/kind: core_shell/	unknown key shape
s/position: \[0, 0, -20\]/kind: blob/	kind: unknown 'blob', not one of simple, core_shell, composi
s/position: \[0, 0, -20\]/kind: composition, parts: []/	unknown key shape
s/{shape: {.*/{}/	shape is missing in particle
s/{shape: {.*/5/	particle: expected a map, found a text
s/abundance: 1/abundance: -1/	abundance: -1 is outside 0 to 1e+12
s/abundance: 1/abundance: 0/	the abundances have no positive sum
s/abundance: 1/abundance: nan/	abundance: expected a number, found 'nan'
s/abundance: 1/abundence: 1/	unknown key abundence (do you mean abundance?)
s/abundance: 1/orientations: {type: in_plane, n: 1000000000}/	n: 1000000000 is outside 1 to 1000000
s/abundance: 1/orientations: {type: sphere, tilts: 100000, azimuths: 100000, turns: 1000}/	tilts: 100000 is outside 1 to 1000
s/abundance: 1/orientations: []/	orientations has 0 elements, at least 1 are needed
s/abundance: 1/orientations: {type: sideways}/	type: unknown 'sideways', not one of in_plane, gaussian, sph
s/surface_density: 1e-3/surface_density: -1e-3/	surface_density: -1e-3 is outside 1e-18 to 1000000
s/surface_density: 1e-3/surface_density: nan/	surface_density: expected a number, found 'nan'
/surface_density: 1e-3/d	surface_density is missing
s/surface_density: 1e-3/surface_densty: 1e-3/	unknown key surface_densty (do you mean surface_density?)
s/surface_density: 1e-3/surface_density: 1e-3 1\/nm^3/	surface_density: '1e-3 1/nm^3': unit '1/nm^3' is not one of
s/type: none/type: non/	type: unknown 'non'; did you mean 'none'? (none, 1d_lattice,
s/type: none/type: 2d_lattice/	a is missing in interference
s/type: none/type: 2d_lattice, a: 0, b: 20, gamma_deg: 90, decay: gauss, decay_length_x: 50, decay_length_y: 50/	a: 0 is outside 1e-06 to 1e+09
s/type: none/type: 2d_lattice, a: 20, b: 20, gamma_deg: 0, decay: gauss, decay_length_x: 50, decay_length_y: 50/	gamma_deg: 0 is outside 0.1 to 179.9
s/type: none/type: 2d_lattice, a: 20, b: 20, gamma_deg: 90, decay: cauchy, decay_length_x: 1e300, decay_length_y: 50/	decay_length_x: 1e300 is outside 1e-06 to 1e+09
s/type: none/type: 2d_lattice, a: 1e-6, b: 1e-6, gamma_deg: 90, decay: gauss, decay_length_x: 1e-6, decay_length_y: 1e-6/	surface_density is 0.001, but the lattice has 1e+12 per nm^2
s/type: none/type: 1d_lattice, length: -1, decay: gauss, decay_length: 30/	length: -1 is outside 1e-06 to 1e+09
s/type: none/type: radial_paracrystal, peak_distance: 0, sigma: 1/	peak_distance: 0 is outside 1e-06 to 1e+09
s/type: none/type: radial_paracrystal, peak_distance: 20, sigma: 1, domain_size: -5/	domain_size: -5 is outside 0 to 1e+09
s/type: none/type: radial_paracrystal, peak_distance: 20, sigma: -1/	sigma: -1 is outside 0 to 1e+09
s/type: none/type: finite_3d_lattice, basis: [[10, 0, 0], [0, 10, 0], [0, 0, 10]], N: [1000000000, 1000000000, 1000000000]/	N.0: 1000000000 is outside 1 to 1000000
s/type: none/type: finite_3d_lattice, basis: [[10, 0, 0], [0, 10, 0], [0, 0, 10]], N: [0, 1, 1]/	N.0: 0 is outside 1 to 1000000
s/type: none/type: finite_3d_lattice, basis: [[10, 0, 0], [20, 0, 0], [0, 0, 10]], N: [2, 2, 2]/	the three vectors of a lattice lie in one plane
s/type: none/type: finite_3d_lattice, basis: [[10, 0, 0], [0, 10, 0]], N: [2, 2, 2]/	basis has 2 elements, at least 3 are needed
s/type: none/type: grain, cell: fcc, d_nn: 14, N: [1000000000, 6], layers: 3/	N.0: 1000000000 is outside 1 to 1000000
s/type: none/type: grain, cell: fcc, d_nn: 14, N: [6, 6], layers: 1000000000/	layers: 1000000000 is outside 1 to 1000000
s/type: none/type: grain, cell: fcc, d_nn: 14, hkl: [0, 0, 0], N: [6, 6], layers: 3/	hkl of a grain is 0 0 0
s/type: none/type: grain, cell: fcc, d_nn: 14, hkl: [999999, 7, 123456], N: [6, 6], layers: 3/	hkl.0: 999999 is outside -100 to 100
s/type: none/type: grain, cell: fcc, d_nn: 14, hkl: [1, 1], N: [6, 6], layers: 3/	hkl has 2 elements, at least 3 are needed
s/type: none/type: grain, cell: xyz, d_nn: 14, N: [6, 6], layers: 3/	cell: unknown 'xyz', not one of sc, bcc, fcc, hcp, hexagonal
s/type: none/type: grain, cell: fcc, d_nn: 5, N: [6, 6], layers: 3/	particles at neighbouring sites of the lattice overlap
s/type: none/type: grain, cell: fcc, d_nn: 14, N: [6, 6], layers: 3, stacking: AAXX/	stacking is for close-packed planes: fcc 111, hcp and hexago
s/type: none/type: grain, cell: fcc, d_nn: 14, N: [6, 6], layers: 3, in_plane: powder, in_plane_n: 1000000000/	in_plane_n: 1000000000 is outside 1 to 100000
s/type: none/type: grain, cell: fcc, d_nn: 14, N: [6, 6], layers: 3, mosaic_deg: 2, mosaic_tilts: 100000, mosaic_azimuths: 100000/	mosaic_tilts: 100000 is outside 1 to 1000
s/type: none/type: hard_disk, radius: 30/	radius and density fill 2.82743 of the space: more than 0.65
s/type: none/type: hard_disk, radius: 30, density: 1/	radius and density fill 2827.43 of the space: more than 0.65
s/type: none/type: percus_yevick, radius: 30, volume_fraction: 0.9/	volume_fraction: 0.9 is outside 1e-12 to 0.7
s/type: none/type: none, approximation: ssca/	ssca is for radial_paracrystal
s/type: none/type: none, flavour: 3/	unknown key flavour
s/^- material: {delta: 5e-6.*//	the first and the last layer have no thickness
s/^- material: {delta: 0}/- {}/	material is missing
s/^- material: {delta: 0}/- material: {delta: 0}\n  thickness: 5/	the first and the last layer have no thickness
s/^- material: {delta: 0}/- material: vacuum/	material: expected a map, found a text
s/^- material: {delta: 0}/- 5/	layers.0: expected a map, found a text
s/^layers:/layrs:/	unknown key layrs (do you mean layers?)
s/^layers:/layers: []\nx:/	unknown key x
s/^beam/mode: gisax\nbeam/	mode: unknown 'gisax'; did you mean 'gisaxs'? (gisaxs, saxs,
s/^beam/mode: reflectivity\nbeam/	reflectivity is missing: the range of angles
s/^beam/mode: reflectivity\nreflectivity: {n: 1000000000, alpha_min_deg: 0.1, alpha_max_deg: 2}\nbeam/	n: 1000000000 is outside 1 to 10000000
s/^beam/mode: reflectivity\nreflectivity: {n: 10, alpha_min_deg: 2, alpha_max_deg: 1}\nbeam/	alpha_max_deg must be more than alpha_min_deg
s/^beam/noise: {flux: 0}\nbeam/	flux: 0 is below 1e-300
s/^beam/noise: {flux: 1e9, seed: -1}\nbeam/	seed: -1 is outside 0 to 2.14748365e+09
s/^beam/noise: 5\nbeam/	noise: expected a map, found a text
s/^beam/background: -1\nbeam/	background: -1 is below 0
s/^beam/background: nan\nbeam/	background: expected a number, found 'nan'
s/^beam/average_layers: 1000000000\nbeam/	average_layers: 1000000000 is outside 0 to 10000
s/^beam/average_layers: -1\nbeam/	average_layers: -1 is outside 0 to 10000
s/^beam/phi_s_deg: x\nbeam/	phi_s_deg: expected a number, found 'x'
s/^beam/\tx: 1\nbeam/	a tab in the indentation of the line
s/^beam/? [a, b]: 3\nbeam/	a key that is no text
s/^beam/%YAML 9.9\nbeam/	found incompatible YAML document
s/^beam/- a\nbeam/	did not find expected '-' indicator (while parsing a block c
s/^beam/"unterminated\nbeam/	found unexpected end of stream (while scanning a quoted scal
s/^beam/{[}\nbeam/	a key that is no text
s/^beam/\x00beam/	a NUL byte
s/^beam/\xff\xfebeam/	not UTF-8: byte 0xff
s/^beam/x: *nothing\nbeam/	no anchor of the name 'nothing'
s/^beam/!!binary x: 5\nbeam/	a key with a tag or an anchor: 'x'
s/^beam/<<: {a: 1}\nbeam/	a merge key is not taken: '<<'
s/^beam/beam: {}\nbeam/	key 'beam' is there already, on line 1
s/^parameters.*/parameters: {R: {distribution: gaussian, mean: 5, sigma: 0.1, n: 100}, A: {distribution: uniform, mean: 30, sigma: 1, n: 100}, B: {distribution: uniform, mean: 0.3, sigma: 0.1, n: 100}}/;s/thickness: 30/thickness: $A/;s/alpha_i_deg: 0.3/alpha_i_deg: $B/;s/1e-7/{distribution: uniform, mean: 1e-7, sigma: 1e-8, n: 100}/	the distributions have more than 100000 combinations
END

# whole files
whole() { perl -e "$2" >bad.yaml; judge "$1" "$3"; }
whole 'a list in a list, 100000 deep' 'print "x: ", "[" x 100000, "\n"' 'deeper than 64 levels'
whole 'maps as deep' 'print "x: ", "{a: " x 100000, "\n"' 'deeper than 64 levels'
whole 'by indentation' 'print "x:\n"; print "  " x $_, "a:\n" for 1 .. 1500' 'deeper than 64 levels'
whole 'a billion laughs' 'print "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"; print "a$_: &a$_ [", join(",", ("*a" . ($_ - 1)) x 10), "]\n" for 1 .. 20' 'aliases make more than'
whole 'an alias of itself' 'print "a: &a [*a]\n"' 'within its own anchor'
whole 'bytes of no text' 'print "\xff\xfe\xfa" x 1000' ':1:1: '
whole 'an unknown key, again and again' 'print "p$_: 1\n" for 1 .. 20000' 'unknown key p1'
whole 'many layers' 'print "beam: {wavelength: 0.1, alpha_i_deg: 0.3}\nlayers:\n"; print "- {material: {delta: 0}, thickness: 5}\n" for 1 .. 20000' 'at most 10000'
whole 'only a text' 'print "scattering\n"' 'expected a map'
whole 'only a list' 'print "- 1\n- 2\n"' 'expected a map'
whole 'a second document' 'print "a: 1\n---\nb: 1\n"' 'document'
perl -e 'print "# ", "x" x 17000000, "\n"' >bad.yaml
fails 3 'bad.yaml: larger than 16 MiB' xgisaxs-sim bad.yaml -o out.npy
# what is named but not there: the place too, and an exit of its own
for change in 's/alpha_max_deg: 1.2/alpha_max_deg: 1.2, mask: absent.npy/' 's/^detector:.*/detector: {type: poni, file: absent.poni}/' \
	's/delta: 1e-6, beta: 1e-8/table: absent.txt/' 's/name: cylinder, radius: $R, height: 8/name: mesh, file: absent.obj, mesh_unit: nm/'; do
	sed -e "$change" base.yaml >bad.yaml
	fails 4 'bad.yaml:[0-9]*:[0-9]*: absent[.a-z]*: No such file' xgisaxs-sim bad.yaml -o out.npy
done
# a detector that needs more than there is
sed 's/n_phi: 8/n_phi: 65536/; s/n_alpha: 6/n_alpha: 65536/' base.yaml >bad.yaml
fails 6 '--memory is below the minimum of 34.* GB' xgisaxs-sim --memory 8G bad.yaml -o out.npy
none 'no file' "$(ls out.npy 2>/dev/null)"
done_testing
