#!/bin/bash
# Films of gold spheres in crystal order, grains turned in all directions of the plane: Bragg spots where the indices of the lattice say.
set -eu -o pipefail
film() {	# NAME, then the cell and its plane in the surface
	cat >"12-$1.yaml" <<-END
	beam: {wavelength: 0.1239841984, alpha_i_deg: 0.4}
	detector: {type: qgrid, n_qy: 100, qy_min: 0.1, qy_max: 1.7, n_qz: 100, qz_min: 0.36, qz_max: 1.96}
	layers:
	- material: {delta: 0}
	  layouts:
	  - particles:
	    - particle: {shape: {name: sphere, radius: 1.5}, material: {delta: 2.99e-5, beta: 2.21e-6}}
	    surface_density: 1e-5
	    interference: {type: grain, $2, N: [12, 12], layers: 16, in_plane: powder, in_plane_n: 90}
	- material: {delta: 4.88e-6, beta: 7.37e-8}
	END
	xgisaxs-sim -q "12-$1.yaml" -o "12-$1.h5"
	xview --log --cmap inferno "12-$1.h5" -o "12-$1.png"
	xconvert -q "12-$1.h5" -o 12.npy
}
# From a computed place (qy, qz) to the highest value within 0.06 1/nm of it.
spots() {	# TEXT: lines "h k l qy qz"
	od -An -v -t f8 -w800 -j $(($(od -An -t u2 -j 8 -N 2 12.npy) + 10)) 12.npy | awk -v list="$1" '
	{ for (c = 1; c <= 100; c++) v[NR, c] = $c }
	END {
		n = split(list, spot, "\n")
		for (i = 1; i <= n; i++) {
			split(spot[i], s, " ")
			most = 0
			for (r = 1; r <= 100; r++)
				for (c = 1; c <= 100; c++) {
					qy = 0.1 + (c - 0.5) * 1.6 / 100
					qz = 0.36 + (r - 0.5) * 1.6 / 100
					if ((qy - s[4]) ^ 2 + (qz - s[5]) ^ 2 < 0.06 ^ 2 && v[r, c] > most) { most = v[r, c]; y = qy; z = qz }
				}
			printf "  %2d %2d %2d  at qy %.3f qz %.3f, found at %.3f %.3f\n", s[1], s[2], s[3], s[4], s[5], y, z
		}
	}'
}

# nearest neighbours 6 nm apart.  With the reciprocal vector of the surface along z, q has the length and the part along z that hkl gives, and the rest
# lies in the plane.
cubic='function show(h, k, l) {
		z = (h * H + k * K + l * L) / sqrt(H ^ 2 + K ^ 2 + L ^ 2)
		printf "%d %d %d %.4f %.4f\n", h, k, l, g * sqrt(h ^ 2 + k ^ 2 + l ^ 2 - z ^ 2), g * z
	}'
echo "fcc, 111 in the surface"
film fcc 'cell: fcc, d_nn: 6, hkl: [1, 1, 1]'
spots "$(awk "$cubic"' BEGIN { g = 2 * 3.14159265 / (6 * sqrt(2)); H = K = L = 1
	show(1, 1, -1); show(0, 0, 2); show(2, 2, 0) }')"
echo "hcp, 0001 in the surface"
film hcp 'cell: hcp, d_nn: 6, hkl: [0, 0, 0, 1]'
spots "$(awk 'BEGIN { for (l = 1; l <= 3; l++) printf "1 0 %d %.4f %.4f\n", l, 4 * 3.14159265 / (sqrt(3) * 6), 2 * 3.14159265 * l / (6 * sqrt(8 / 3)) }')"
echo "bcc, 110 in the surface"
film bcc 'cell: bcc, d_nn: 6, hkl: [1, 1, 0]'
spots "$(awk "$cubic"' BEGIN { g = 2 * 3.14159265 / (12 / sqrt(3)); H = K = 1; L = 0
	show(1, 0, 1); show(2, 0, 0); show(2, 1, 1) }')"
