#!/bin/bash
# Silicon lines along the beam, 48 nm apart.  A wall scatters along its normal: upright walls along qy, walls that lean by some angle into streaks
# that rise by the same angle.  So the pattern of a grating shows the shape of its lines.  Lines without end scatter into orders, points on the
# Ewald sphere; turning the sample a little about its normal draws them out to rods.
set -eu -o pipefail
sample() {	# SHAPE: of one line.  A column of the detector for each order.
	cat <<-END
	beam: {wavelength: 0.1239841984, alpha_i_deg: 0.15}
	parameters: {order: 0.1308996939}
	detector: {type: qgrid, n_qy: 31, qy_min: -0.5*\$order, qy_max: 30.5*\$order, n_qz: 48, qz_min: 0.15, qz_max: 1.35}
	phi_s_deg: {distribution: uniform, limits: [-2.6, 0], n: 1600}
	layers:
	- material: {delta: 0}
	  layouts:
	  - particles:
	    - particle: {shape: $1, material: {delta: 4.88e-6, beta: 7.37e-8}}
	    surface_density: 2.604166667e-5     # one line, 800 nm long, on 48 nm
	    interference: {type: 1d_lattice, length: 48, xi_deg: 90, lines: infinite}
	- material: {delta: 4.88e-6, beta: 7.37e-8}
	END
}
# The angle at which orders 8 to 30, moved along qz in proportion to qy and added, are sharpest; above the Yoneda band.
streak() {
	xinfo --samples "$1" | awk '
	NR > 1 { rod[int($2 / 0.1308996939 + 0.5), rows = int(($1 - 0.15) / 0.025) + 1] = $3 }
	END {
		for (n = 8; n <= 30; n++) {
			sum = 0
			for (r = 9; r <= rows; r++) sum += rod[n, r]
			for (r = 9; r <= rows; r++) rod[n, r] /= sum
		}
		for (deg = -2; deg <= 12; deg += 0.05) {
			split("", moved)
			for (n = 8; n <= 30; n++) {
				by = n * 0.1308996939 * sin(deg * 0.0174533) / cos(deg * 0.0174533) / 0.025
				for (r = 9; r <= rows; r++) {
					k = int(r - by + 1000)
					part = r - by + 1000 - k
					moved[k] += (1 - part) * rod[n, r]
					moved[k + 1] += part * rod[n, r]
				}
			}
			sharp = 0
			for (k in moved) sharp += moved[k] ^ 2
			if (sharp > most) { most = sharp; at = deg }
		}
		printf "%.2f\n", at
	}'
}
sample '{name: box, length: 800, width: 22, height: 50}' >11-rectangle.yaml
sample '{name: trapezoid, length: 800, width_bottom: 30, width_top: 18, height: 50}' >11-trapezoid.yaml
sample '{name: trapezoid_stack, length: 800, slabs: [{width_bottom: 36, width_top: 28, height: 20},
         {width_bottom: 28, width_top: 24, height: 25}, {width_bottom: 24, width_top: 12, height: 5}]}' >11-stack.yaml
for s in rectangle trapezoid stack; do
	xgisaxs-sim -q 11-$s.yaml -o 11-$s.h5
	xview --log --cmap inferno --percentile 5:100 11-$s.h5 -o 11-$s.png
done
echo "rectangle: streaks at $(streak 11-rectangle.h5) deg from qy; the walls lean by 0"
echo "trapezoid: streaks at $(streak 11-trapezoid.h5) deg from qy; the walls lean by atan((30 - 18)/(2 x 50)) = 6.84"
