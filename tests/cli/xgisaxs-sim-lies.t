#!/bin/bash
# xgisaxs-sim: inputs from which a plausible wrong pattern, a number that is none, or silence could come.
. "$(dirname "$0")/../lib.sh"

cat >s.yaml <<'END'
beam: {wavelength: 0.1, alpha_i_deg: 0.3}
detector: {type: spherical, n_phi: 8, phi_min_deg: -1, phi_max_deg: 1, n_alpha: 6, alpha_min_deg: 0, alpha_max_deg: 1.2}
parameters: {R: 5, H: 8}
layers:
- material: {delta: 0}
  layouts:
  - particles:
    - particle: {shape: {name: cylinder, radius: $R, height: $H}, material: {delta: 3e-5, beta: 1e-6}}
    surface_density: 1e-3
- material: {delta: 5e-6, beta: 1e-7}
END
same() { local what=$1; shift; if cmp -s "$@"; then pass "$what"; else flunk "$what" "$(xcompare --no-ssim --get rel_l2 "$@" 2>&1)"; fi; }

# ---- one distribution of two values is one, wherever it was written
gauss='{distribution: gaussian, mean: 5, sigma: 1, n: 3}'
sed 's/radius: $R, height: $H/radius: $X, height: $X/; s/parameters: {R: 5, H: 8}/parameters: {R: 5}/' s.yaml >x.yaml
sed "s/R: 5/X: $gauss/" x.yaml >in.yaml
xgisaxs-sim -q in.yaml -o in.npy
xgisaxs-sim -q x.yaml -D "parameters.X=$gauss" -o new.npy
same 'a parameter that -D adds' new.npy in.npy
xgisaxs-sim -q x.yaml -D "parameters={X: $gauss}" -o all.npy
same 'all parameters by -D' all.npy in.npy

# ---- waves that fade: nothing grows back from the depth, and what is beyond a double is told
cat >deep.yaml <<'END'
beam: {wavelength: 0.1, alpha_i_deg: 0.3}
detector: {type: spherical, n_phi: 4, phi_min_deg: -1, phi_max_deg: 1, n_alpha: 8, alpha_min_deg: 0, alpha_max_deg: 1.2}
parameters: {T: 3000, Z: -3000, H: 2000}
layers:
- material: {delta: 0}
- material: {delta: 7.6e-6, beta: 1.7e-7}
  thickness: $T
  layouts:
  - particles:
    - particle: {shape: {name: box, length: 5, width: 5, height: $H}, material: {delta: 3e-5, beta: 1e-6}, position: [0, 0, $Z]}
    surface_density: 1e-3
- material: {delta: 5e-6, beta: 1e-7}
END
largest() { perl -0777 -e 'open my $f, "<:raw", shift; my $s = <$f>; $m = 0; for (unpack "d<*", substr $s, 10 + unpack "v", substr $s, 8, 2) { $m = $_ if $_ > $m } print $m' "$1"; }
for t in 3000 4000 5000 20000; do
	xgisaxs-sim -q deep.yaml -D T=$t -D "Z=-$t" -o deep.npy
	ok "a film of $t nm: $(largest deep.npy)" awk -v m="$(largest deep.npy)" 'BEGIN { exit !(m > 0 && m < 1e-9) }'
done
is 'a pit of 4.9 um: said' "$(xgisaxs-sim deep.yaml -D T=5000 -D Z=-4900 -D H=4900 -o deep.npy 2>&1 | sed 's/of the values.*//')" 'xgisaxs-sim: 4 '
none 'nothing to say of another' "$(xgisaxs-sim deep.yaml -o deep.npy 2>&1)"

# ---- --serve: what it cannot answer is an error, what was read once does not change
xgisaxs-sim s.yaml -o a.npy
answers() { xgisaxs-sim -q s.yaml --serve --against a.npy; }
head -c 20000000 /dev/zero | tr '\0' ' ' | fails 3 'line 1: no line of text' answers
if [ -z "$BUILD_SLOW" ]; then (ulimit -v 300000; yes R=5 | tr '\n' ' ' | fails 3 'line 1: no line of text' answers; exit $n_); n_=$?; fi
echo R=6 | fails 2 'lines of --serve and --against cannot both' xgisaxs-sim s.yaml --serve --against -
echo R=6 | fails 2 'lines of --serve and --mask cannot both' xgisaxs-sim s.yaml --serve --mask -
fails 2 'the sample and --mask cannot both' xgisaxs-sim --mask - <s.yaml
fails 2 '\-\-against and --mask cannot both' xgisaxs-sim s.yaml --against - --mask - <a.npy
echo detector.phi_max_deg=2 | fails 2 'the axis phi of the frames cannot change' xgisaxs-sim s.yaml --serve -o f.npy
ok 'but with --against' eval 'echo detector.phi_max_deg=2 | answers'
xconvert -q --raw float64,6,8 -o ones.npy < <(perl -e 'print pack "d<*", (1) x 48')
echo detector.mask=ones.npy | fails 2 'detector cannot change' answers
none 'frames have no energy that a line may change' "$(printf 'R=5\nbeam.wavelength=0.2\n' | xgisaxs-sim s.yaml --serve -o f.h5; xinfo f.h5 | grep -E 'energy|incidence')"

# ---- NaN in a mask is no pixel, and a number that is none is no answer
xconvert -q --raw float64,6,8 -o mask.npy < <(perl -e 'print pack "d<*", (1) x 40, ("nan") x 3, (0) x 5')
is 'NaN and 0 in a mask' "$(xgisaxs-sim s.yaml --mask mask.npy -o m.npy; perl -0777 -e 'open my $f, "<:raw", shift; my $s = <$f>; print scalar grep { $_ != $_ } unpack "d<*", substr $s, 128' m.npy)" 8
xconvert -q --raw float64,6,8 -o huge.npy < <(perl -e 'print pack "d<*", (1e200) x 48')
fails 3 'huge.npy: .*beyond a double' xgisaxs-sim s.yaml --against huge.npy -m raw
is 'while serving: inf' "$(echo R=5 | xgisaxs-sim -q s.yaml --serve --against huge.npy -m raw)" inf
xconvert -q --raw float64,6,8 -o small.npy < <(perl -e 'print pack "d<*", (5e-324) x 48')
ok 'denormal counts' eval 'xgisaxs-sim s.yaml --against small.npy | grep -E "^[0-9.e+]+$"'

# ---- files that do not end, and one that is the output
sed 's/name: cylinder, radius: $R, height: $H/name: mesh, file: t.tif, mesh_unit: nm/' s.yaml >mesh.yaml
printf 'v 0 0 0\nv 5 0 0\nv 0 5 0\nv 0 0 5\nf 1 3 2\nf 1 2 4\nf 2 3 4\nf 1 4 3\n' >t.tif
fails 2 't.tif.*input' xgisaxs-sim -q mesh.yaml -o t.tif

# ---- samples of a few lines that would take all memory: 2.4 TB of layers of turned grains, 40 GB of parts, 30 GB of sizes
grain='{type: grain, cell: fcc, d_nn: 14, hkl: [1, 1, 1], N: [6, 6], layers: 1000000, in_plane: powder, in_plane_n: 100000}'
sed "s/cylinder, radius: \$R, height: \$H/sphere, radius: 5/; s/surface_density: 1e-3/surface_density: 1e-12\n    interference: $grain/" s.yaml >many.yaml
fails 6 'many.yaml:5:1: the particles .* take more than the 105 MB of --memory' xgisaxs-sim -q --memory 100M many.yaml -o many.npy
sed "s/R: 5/R: {distribution: uniform, mean: 5, sigma: 1, n: 1000}/; s/H: 8/H: {distribution: uniform, mean: 8, sigma: 1, n: 1000}/" s.yaml >many.yaml
fails 6 'take more than the' xgisaxs-sim -q --memory 100M many.yaml -o many.npy

# ---- volumes: labels taken for deltas, two materials for one label
voxels() { sed "s/name: cylinder, radius: \$R, height: \$H/name: voxels, file: labels.npy, voxel: 1, value: $1/; s/, material: {delta: 3e-5, beta: 1e-6}//" s.yaml >voxels.yaml; }
xconvert -q --raw float64,2,2,2 -o labels.npy < <(perl -e 'print pack "d<*", 0, 1, 2, 1, 0, 1, 2, 1')
voxels 'label, table: {1: {delta: 1e-5}, 2: {delta: 2e-5}}'
ok 'labels' xgisaxs-sim -q --allow-alias voxels.yaml -o v.npy
voxels 'label, table: {1: {delta: 1e-5}, 1.0: {delta: 2e-5}, 2: {delta: 2e-5}}'
fails 3 '1.0 is the label 1 once more' xgisaxs-sim -q --allow-alias voxels.yaml -o v.npy
voxels 'delta, delta_over_beta: 100'
fails 3 'voxel (0, 0, 1): 1 is no delta' xgisaxs-sim -q --allow-alias voxels.yaml -o v.npy

# ---- a calibration whose frames are mirrored is not taken as if they were not
sed 's/^detector:.*/detector: {type: poni, file: c.poni, row0: bottom}/' s.yaml >p.yaml
poni() { printf 'Detector: Detector\nDetector_config: {"pixel1": 1e-3, "pixel2": 1e-3, "max_shape": [20, 30], "orientation": %d}\nDistance: 1\nPoni1: 0.003\nPoni2: 0.012\n' "$1" >c.poni; }
poni 4
is 'orientation 4 is told' "$(xgisaxs-sim p.yaml -o p.npy 2>&1 | grep -c 'p.yaml:2:.*first column at the right')" 1
poni 3
none 'orientation 3' "$(xgisaxs-sim p.yaml -o p.npy 2>&1)"

done_testing
