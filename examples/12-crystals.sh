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
}
# From a computed place (qy, qz) to the highest value within 0.06 1/nm of it.
spots() {	# NAME, and lines "h k l qy qz"
	xinfo --samples "12-$1.h5" | awk -v list="$2" '
	BEGIN {
		n = split(list, line, "\n")
		for (i = 1; i <= n; i++) { split(line[i], s, " "); hkl[i] = s[1] " " s[2] " " s[3]; y[i] = s[4]; z[i] = s[5] }
	}
	NR > 1 {
		for (i = 1; i <= n; i++)
			if (($2 - y[i]) ^ 2 + ($1 - z[i]) ^ 2 < 0.06 ^ 2 && $3 > most[i]) { most[i] = $3; at[i] = sprintf("%.3f %.3f", $2, $1) }
	}
	END { for (i = 1; i <= n; i++) printf "  %-7s at %.3f %.3f, found at %s\n", hkl[i], y[i], z[i], at[i] }'
}

# nearest neighbours 6 nm apart.  With the reciprocal vector of the surface along z, q has the length and the part along z that hkl gives, and the rest
# lies in the plane.
cubic='function show(h, k, l) {
		z = (h * H + k * K + l * L) / sqrt(H ^ 2 + K ^ 2 + L ^ 2)
		printf "%d %d %d %.4f %.4f\n", h, k, l, g * sqrt(h ^ 2 + k ^ 2 + l ^ 2 - z ^ 2), g * z
	}'
echo "spots at qy, qz in 1/nm: fcc, 111 in the surface"
film fcc 'cell: fcc, d_nn: 6, hkl: [1, 1, 1]'
spots fcc "$(awk "$cubic"' BEGIN { g = 2 * 3.14159265 / (6 * sqrt(2)); H = K = L = 1
	show(1, 1, -1); show(0, 0, 2); show(2, 2, 0) }')"
echo "hcp, 0001 in the surface"
film hcp 'cell: hcp, d_nn: 6, hkl: [0, 0, 0, 1]'
spots hcp "$(awk 'BEGIN { for (l = 1; l <= 3; l++) printf "1 0 %d %.4f %.4f\n", l, 4 * 3.14159265 / (sqrt(3) * 6), 2 * 3.14159265 * l / (6 * sqrt(8 / 3)) }')"
echo "bcc, 110 in the surface"
film bcc 'cell: bcc, d_nn: 6, hkl: [1, 1, 0]'
spots bcc "$(awk "$cubic"' BEGIN { g = 2 * 3.14159265 / (12 / sqrt(3)); H = K = 1; L = 0
	show(1, 0, 1); show(2, 0, 0); show(2, 1, 1) }')"
