#!/bin/bash
# xgisaxs-sim FILE.hig: input files of HipGISAXS give the bytes of the same sample in YAML; what differs in meaning is told, -q is silent.
. "$(dirname "$0")/../lib.sh"

same_as() {	# WHAT HIG YAML TOLERANCE (0: the same bytes)
	xgisaxs-sim -q "$2" -o a.npy 2>err && xgisaxs-sim -q "$3" -o b.npy 2>>err || { flunk "$1" "$(cat err)"; return; }
	none "$1: -q is silent" "$(cat err)"
	if [ "$4" = 0 ]; then is "$1: the bytes of the YAML" "$(cksum <a.npy)" "$(cksum <b.npy)"
	else near "$1: the YAML" "$(xcompare --no-ssim --get rel_l2 a.npy b.npy)" 0 "$4"; fi
	ok "$1: there is something" awk "BEGIN { exit !($(xinfo --stats --get max a.npy) > 0) }"
}
beam='instrumentation = { scattering = { expt = "gisaxs", alphai = { min = 0.2 }, photon = { value = 10000, unit = "ev" }, smearing = 0 } },'
region='computation = { method = "dwba", outputregion = { type = "qspace", minpoint = [-1 0], maxpoint = [1 1] }, resolution = [ 21 11 ] }'
yaml_beam='beam: {energy_keV: 10, alpha_i_deg: 0.2}
detector: {type: qgrid, n_qy: 21, qy_min: -1.05, qy_max: 1.05, n_qz: 11, qz_min: -0.05, qz_max: 1.05}'

cat >box.hig <<END
# boxes on glass
hipGisaxsInput = {
	shape = { key = "s", name = "box", originvec = [0 0 0],
		param = { type = "xsize", min = 10 }, param = { type = "ysize", min = 7 }, param = { type = "height", min = 6 } },
	layer = { key = "sub", order = -1, refindex = { delta = 5e-6, beta = 7e-8 } },
	structure = { key = "st", grain = { shape:key = "s", refindex = { delta = 3e-5, beta = 2e-6 },
		lattice = { type = "cubic" }, scaling = 20, repetition = [4 3 1] } },
	$beam
	$region
}
END
cat >box.yaml <<END
$yaml_beam
layers:
- material: {delta: 0}
  layouts:
  - particles:
    - particle: {shape: {name: box, length: 10, width: 7, height: 6}, material: {delta: 3e-5, beta: 2e-6}}
    surface_density: $(awk 'BEGIN { printf "%.17g", 1 / (400 * 12) }')
    interference: {type: finite_3d_lattice, basis: [[20, 0, 0], [0, 20, 0], [0, 0, 20]], N: [4, 3, 1]}
- material: {delta: 5e-6, beta: 7e-8}
END
same_as 'boxes in a lattice on glass' box.hig box.yaml 1e-12	# edges of the grid and the density differ by roundings

cat >film.hig <<END
hipGisaxsInput = {
	shape = { key = "c", name = "cylinder", param = { type = "height", min = 12 },
		param = { type = "radius", min = 4, max = 6, stat = "gaussian", p1 = 5, p2 = 0.5, nvalues = 9 } },
	layer = { key = "film", order = 1, thickness = 50, refindex = { delta = 1e-6, beta = 1e-9 } },
	layer = { key = "sub", order = -1, refindex = { delta = 5e-6, beta = 7e-8 } },
	structure = { key = "st", iratio = 2, grain = { shape:key = "c", layer:key = "film", refindex = { delta = 2e-5, beta = 3e-7 }, transvec = [1 2 20] } },
	$beam
	computation = { method = "dwba", outputregion = { type = "angles", minpoint = [-1 0], maxpoint = [1 2] }, resolution = [20 10] }
}
END
cat >film.yaml <<END
beam: {energy_keV: 10, alpha_i_deg: 0.2}
detector: {type: spherical, n_phi: 20, phi_min_deg: -1, phi_max_deg: 1, n_alpha: 10, alpha_min_deg: 0, alpha_max_deg: 2}
layers:
- material: {delta: 0}
- material: {delta: 1e-6, beta: 1e-9}
  thickness: 50
  layouts:
  - particles:
    - particle:
        shape: {name: cylinder, radius: {distribution: gaussian, mean: 5, sigma: 0.5, n: 9, limits: [4, 6]}, height: 12}
        material: {delta: 2e-5, beta: 3e-7}
        position: [1, 2, -30]
    surface_density: 1
- material: {delta: 5e-6, beta: 7e-8}
END
xgisaxs-sim -q film.hig -o a.npy; xgisaxs-sim -q film.yaml -o b.npy	# the density is one grain on its own area
near 'sizes in a film: the pattern of the YAML' "$(xcompare --no-ssim --scale fit --get rel_l2 a.npy b.npy)" 0 1e-12

cat >cell.hig <<END
hipGisaxsInput = {
	shape = { key = "p", name = "prism3", param = { type = "edge", min = 5 }, param = { type = "height", min = 4 }, xyrotation = 10 },
	shape = { key = "b", name = "sphere", param = { type = "radius", min = 3 } },
	unitcell = { key = "u", element = { shape:key = "p", locations = [[0 0 0]] }, element = { shape:key = "b", locations = [[15 2 0]] } },
	layer = { key = "sub", order = -1, refindex = { delta = 5e-6, beta = 7e-8 } },
	structure = { key = "st", grain = { unitcell:key = "u", refindex = { delta = 3e-5, beta = 2e-6 } } },
	$beam
	$region
}
END
cat >cell.yaml <<END
$yaml_beam
layers:
- material: {delta: 0}
  layouts:
  - particles:
    - particle:
        kind: composition
        parts:
        - {shape: {name: prism3, base_edge: 10, height: 4}, rotation_z_deg: 100, material: {delta: 3e-5, beta: 2e-6}}
        - {shape: {name: sphere, radius: 3}, position: [15, 2, 0], material: {delta: 3e-5, beta: 2e-6}}
    surface_density: 1
- material: {delta: 5e-6, beta: 7e-8}
END
xgisaxs-sim -q cell.hig -o a.npy; xgisaxs-sim -q cell.yaml -o b.npy
near 'a unit cell of two shapes' "$(xcompare --no-ssim --scale fit --get rel_l2 a.npy b.npy)" 0 1e-12
sed 's/rotation_z_deg: 100/rotation_z_deg: 80/' cell.yaml >mirror.yaml; xgisaxs-sim -q mirror.yaml -o c.npy
ok 'its sense matters' awk "BEGIN { exit !($(xcompare --no-ssim --scale fit --get rel_l2 a.npy c.npy) > 1e-4) }"

sed 's/method = "dwba"/method = "ba"/' box.hig >ba.hig
xgisaxs-sim -q box.yaml --ba -o b.npy; xgisaxs-sim -q ba.hig -o a.npy
near 'method ba: --ba' "$(xcompare --no-ssim --get rel_l2 a.npy b.npy)" 0 1e-12

# ---- what is told
xgisaxs-sim box.hig -o a.h5 2>err
is 'warnings: one a line, with their place' "$(grep -vcE '^xgisaxs-sim: box.hig:[0-9]+:[0-9]+: ' err):$(grep -c 'no absolute scale' err)" 0:1
xgisaxs-sim film.hig -o /dev/null 2>err
is 'of a distribution too' "$(grep -c 'film.hig:3:[0-9]*: HipGISAXS adds the amplitudes' err)" 1
none '-q: nothing' "$(xgisaxs-sim -q film.hig 2>&1 >/dev/null)"
is 'the head: as of any other' "$(xinfo --get order a.h5)" 'qz qy'
ok 'by standard input' xgisaxs-sim -q -o c.h5 <box.hig
is 'the same numbers' "$(xcompare --no-ssim --get rel_l2 a.h5 c.h5)" 0
ok '-D reaches what became of it' xgisaxs-sim -q -D layers.0.layouts.0.interference.N.0=5 box.hig -o d.h5
ok 'and changes it' awk "BEGIN { exit !($(xcompare --no-ssim --get rel_l2 a.h5 d.h5) > 0.01) }"

# ---- what is refused: one line, with its place
while IFS=$'\t' read -r change pattern; do
	sed -e "$change" box.hig >bad.hig
	fails 3 "bad.hig:[0-9]*:[0-9]*: .*$pattern" xgisaxs-sim bad.hig -o out.h5
done <<'END'
s/name = "box"/name = "random3d"/	not supported
s/shape:key = "s"/shape:key = "t"/	no shape has the key 't'
s/order = -1/order = x/	order
s/min = 10/min = -10/	-10
s/min = 10 }/min = 10/	.
s/resolution = \[ 21 11 \]/resolution = [ 0 11 ]/	resolution: 0 and 11 must be above 0
s/repetition = \[4 3 1\]/repetition = [4 3 1000000000]/	is not a number of cells
s/value = 10000/value = 0/	0
s/alphai = { min = 0.2 }/alphai = { min = 0 }/	0
s/"cubic"/"cubik"/	cubik
s/delta = 5e-6/delta = nan/	nan
$d	.
END
none 'no file' "$(ls out.h5 2>/dev/null)"
done_testing
