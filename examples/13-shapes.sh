#!/bin/bash
# Shapes from files: a mesh of triangles, a height image as of an AFM, and a volume of voxels, each against a sphere or cone that is known.
set -eu -o pipefail
grazing() {	# SHAPE
	cat <<-END
	beam: {wavelength: 0.1239841984, alpha_i_deg: 0.2}
	detector: {type: spherical, n_phi: 96, phi_min_deg: -1.5, phi_max_deg: 1.5, n_alpha: 80, alpha_min_deg: 0, alpha_max_deg: 2.4}
	layers:
	- material: {delta: 0}
	  layouts:
	  - particles:
	    - particle: {shape: $1, material: {delta: 2.99e-5, beta: 2.21e-6}}
	    surface_density: 1e-4
	- material: {delta: 4.88e-6, beta: 7.37e-8}
	END
}

# A sphere of N x 2 N faces as a Wavefront file, scaled to the volume of a round one of radius 1.
sphere() {
	awk -v N="$1" '
	function at(i, j, c) {
		return c == 1 ? sin(pi * i / N) * cos(pi * j / N) : c == 2 ? sin(pi * i / N) * sin(pi * j / N) : cos(pi * i / N)
	}
	BEGIN {
		pi = 3.14159265358979
		M = 2 * N
		# volume of N rings of M tetrahedra each, two of them for a face of four corners
		for (i = 0; i < N; i++)
			volume += M * sin(pi / M) * cos(pi / M) * (cos(pi * i / N) - cos(pi * (i + 1) / N)) / 3 * \
				(sin(pi * i / N) ^ 2 + sin(pi * i / N) * sin(pi * (i + 1) / N) + sin(pi * (i + 1) / N) ^ 2)
		s = (4 * pi / 3 / volume) ^ (1 / 3)
		printf "v 0 0 %.12f\n", s
		for (i = 1; i < N; i++)
			for (j = 0; j < M; j++)
				printf "v %.12f %.12f %.12f\n", s * at(i, j, 1), s * at(i, j, 2), s * at(i, j, 3)
		printf "v 0 0 %.12f\n", -s
		for (j = 0; j < M; j++) {
			k = (j + 1) % M
			print "f", 1, 2 + j, 2 + k
			for (i = 0; i < N - 2; i++) {
				print "f", 2 + M * i + j, 2 + M * (i + 1) + j, 2 + M * (i + 1) + k
				print "f", 2 + M * i + j, 2 + M * (i + 1) + k, 2 + M * i + k
			}
			print "f", M * (N - 1) + 2, 2 + M * (N - 2) + k, 2 + M * (N - 2) + j
		}
	}'
}
grazing '{name: sphere, radius: 6}' | xgisaxs-sim -q -o 13-sphere.h5
for n in 8 16 32; do
	sphere $n >13-sphere.obj
	grazing '{name: mesh, file: 13-sphere.obj, mesh_unit: nm, scale: 6, origin: bottom_centre}' >13-mesh.yaml
	xgisaxs-sim -q 13-mesh.yaml -o 13-mesh.h5
	echo "a sphere of $((4 * n * (n - 1))) triangles differs by $(xcompare --get rel_l2 13-sphere.h5 13-mesh.h5)"
done
xview --log --cmap inferno 13-mesh.h5 -o 13-mesh.png

# The height of a cone of gold, 64 x 64 pixels of 1 nm as 16-bit numbers of 0.001 nm, as a microscope would write them.
awk 'BEGIN { for (y = 0; y < 64; y++) for (x = 0; x < 64; x++) {
	h = (20 - sqrt((x - 31.5) ^ 2 + (y - 31.5) ^ 2)) * 1.2
	h = int(1000 * (h < 0 ? 0 : h > 9 ? 9 : h) + 0.5)
	printf "%02x%02x", h % 256, int(h / 256)
} }' | perl -ne 'print pack "H*", $_' >13-height.raw
xconvert -q --raw uint16,64,64 13-height.raw -o 13-height.tif
xview 13-height.tif -o 13-height.png
grazing '{name: height_field, file: 13-height.tif, pixel: 1, height_scale: 0.001}' >13-height.yaml
xgisaxs-sim -q 13-height.yaml -o 13-height.h5
xview --log --cmap inferno 13-height.h5 -o 13-height-pattern.png
grazing '{name: cone, radius: 20, height: 9, alpha_deg: 50.1944289}' | xgisaxs-sim -q -o 13-cone.h5
echo "the height image of a cone differs by $(xcompare --get rel_l2 13-cone.h5 13-height.h5)"

# A volume of 10 nm voxels as of ptychography, in transmission: label 1 is a ball of 100 nm around a core, label 2.
awk 'BEGIN { for (z = 0; z < 24; z++) for (y = 0; y < 24; y++) for (x = 0; x < 24; x++) {
	r = sqrt((x - 11.5) ^ 2 + (y - 11.5) ^ 2 + (z - 11.5) ^ 2)
	printf "%02x", r < 6 ? 2 : r < 10 ? 1 : 0
} }' | perl -ne 'print pack "H*", $_' >13-ball.raw
xconvert -q --raw uint8,24,24,24 13-ball.raw -o 13-ball.h5
through() {	# PARTICLE
	cat <<-END
	mode: saxs
	beam: {energy_keV: 10}
	detector: {type: qgrid, n_qy: 151, qy_min: -0.15, qy_max: 0.15, n_qz: 151, qz_min: -0.15, qz_max: 0.15}
	layers:
	- material: {delta: 0}
	  layouts:
	  - {particles: [{particle: $1}], surface_density: 1e-6}
	END
}
silica='{formula: SiO2, density_g_cm3: 2.2}' gold='{formula: Au, density_g_cm3: 19.3}'
through "{shape: {name: voxels, file: 13-ball.h5, voxel: 10, value: label, table: {1: $silica, 2: $gold}}}" >13-voxels.yaml
xgisaxs-sim -q 13-voxels.yaml -o 13-voxels.h5
xview --log --cmap inferno 13-voxels.h5 -o 13-voxels.png
through "{kind: core_shell, core: {shape: {name: sphere, radius: 60}, position: [0, 0, 40], material: $gold},
          shell: {shape: {name: sphere, radius: 100}, material: $silica}}" | xgisaxs-sim -q -o 13-ball-round.h5
echo "a ball of voxels differs by $(xcompare --get rel_l2 13-ball-round.h5 13-voxels.h5)"
