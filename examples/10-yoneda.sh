#!/bin/bash
# Cylinders on silicon at grazing incidence.  The Yoneda band stands at the critical angle of the substrate, whatever is on it; cylinders on a
# lattice scatter into rods.
set -eu -o pipefail
here=$(cd "$(dirname "$0")" && pwd)

xgisaxs-sim -q "$here/cylinder.yaml" -o 10-cylinder.h5
xview --log --cmap inferno 10-cylinder.h5 -o 10-cylinder.png

# Cylinders so flat that the form factor hides nothing, on a fine detector.  The Yoneda maximum is where the wave at the surface, |1 + R|^2, is
# strongest: at the critical angle sqrt(2 delta), a little below where the substrate absorbs.
while read -r name delta beta; do
	xgisaxs-sim -q "$here/cylinder.yaml" -D H=0.1 -D "layers.1.material={delta: $delta, beta: $beta}" -D detector.n_phi=1 \
		-D detector.phi_min_deg=0.44 -D detector.phi_max_deg=0.46 -D detector.n_alpha=1600 -o 10-cut.h5
	xinfo --samples 10-cut.h5 | awk -v name="$name" -v delta="$delta" -v beta="$beta" '
	function surface(deg, a, x, y, m, re, im) {	# |2 a/(a + sqrt(a^2 - 2 delta + 2 i beta))|^2
		a = deg / 57.29578; x = a ^ 2 - 2 * delta; y = 2 * beta; m = sqrt(x ^ 2 + y ^ 2)
		re = sqrt((m + x) / 2); im = y / 2 / re
		return 4 * a ^ 2 / ((a + re) ^ 2 + im ^ 2)
	}
	NR > 1 {
		if ($3 > most) { most = $3; at = $1 }
		if (surface($1) > best) { best = surface($1); want = $1 }
	}
	END { printf "%s: Yoneda maximum at %.3f deg, of |1 + R|^2 at %.3f, critical angle %.3f\n", name, at, want, sqrt(2 * delta) * 57.29578 }'
done <<-END
	Si 3.38e-6 3.3e-8
	Ge 6.4e-6 6.0e-7
	Au 2.1e-5 2.2e-6
END

# on a hexagonal lattice, turned in all directions of the plane: rods at q = 4 pi/(sqrt 3 a) times 1, sqrt 3, 2, sqrt 7
cat >10-rods.yaml <<'END'
beam: {energy_keV: 12, alpha_i_deg: 0.2}
detector: {type: qgrid, n_qy: 280, qy_min: 0, qy_max: 1.4, n_qz: 200, qz_min: 0.22, qz_max: 2.22}
layers:
- material: {delta: 0}
  layouts:
  - particles:
    - particle: {shape: {name: cylinder, radius: 3.5, height: 10}, material: {formula: Au, density_g_cm3: 19.3}}
    interference: {type: 2d_lattice, a: 15, b: 15, gamma_deg: 120, decay: gauss, decay_length_x: 150, decay_length_y: 150,
                   position_variance: 0.3, in_plane: powder, in_plane_n: 720}
- material: {formula: Si, density_g_cm3: 2.33}
END
xgisaxs-sim -q 10-rods.yaml -o 10-rods.h5
xview --log --cmap inferno 10-rods.h5 -o 10-rods.png
xinfo --samples 10-rods.h5 | awk '
NR > 1 && $1 > 0.5 && (!row || $1 == row) {
	if (y > 0.1 && v > u && v >= $3) printf "rod at qy = %.4f\n", y
	row = $1; u = v; v = $3; y = $2
}
END { q = 4 * 3.14159265 / (sqrt(3) * 15); printf "expected     %.4f %.4f %.4f %.4f\n", q, q * sqrt(3), 2 * q, q * sqrt(7) }'
