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

done_testing
