#!/bin/bash
# xgisaxs-sim: patterns against those of BornAgain, each option, exit status and format, and what goes into the head.
. "$(dirname "$0")/../lib.sh"

numbers() { perl -0777 -e 'open my $f, "<:raw", shift; my $s = <$f>; printf "%.15g\n", $_ for unpack "d<*", substr $s, 10 + unpack "v", substr $s, 8, 2' "$1"; }
rel_l2() { xcompare --no-ssim --get rel_l2 "$@"; }
same() {	# WHAT A B TOLERANCE: relative L2
	near "$1" "$(rel_l2 "$2" "$3")" 0 "$4"
}
more() { ok "$1" awk -v a="$2" -v b="$3" 'BEGIN { exit !(a + 0 > b) }'; }
sample() {	# a triangular prism, which has a sense, turned by 20 deg; detector: $1
	cat <<-END
	beam: {wavelength: 0.1, alpha_i_deg: 0.3}
	detector: {$1}
	parameters: {E: 25, H: 5, turn: 20}
	layers:
	- material: {delta: 0}
	  layouts:
	  - particles:
	    - particle: {shape: {name: prism3, base_edge: \$E, height: \$H}, rotation_z_deg: \$turn, material: {delta: 3e-5, beta: 1e-6}}
	    surface_density: 1e-3
	- material: {delta: 5e-6, beta: 1e-7}
	END
}
sphere='type: spherical, n_phi: 24, phi_min_deg: -1.2, phi_max_deg: 1.2, n_alpha: 20, alpha_min_deg: 0, alpha_max_deg: 2'
sample "$sphere" >s.yaml

# ---- numbers of BornAgain 1.19.0, by tests/bornagain/peer.py, rounded to 12 digits
against_peer() {	# WHAT SAMPLE < NUMBERS: every pixel to 1e-9
	tr ' ' '\n' >want
	xgisaxs-sim "$2" -o got.npy && numbers got.npy >got
	is "$1: so many pixels" "$(wc -l <got)" "$(wc -l <want)"
	near "$1: the largest relative difference from BornAgain" "$(paste got want | awk '{ d = $1 / $2 - 1; d = d < 0 ? -d : d; if (d > m) m = d } END { print m + 0 }')" 0 1e-9
}
cat >p.yaml <<'END'
beam: {wavelength: 0.12, alpha_i_deg: 0.3}
detector: {type: spherical, n_phi: 4, phi_min_deg: -0.9, phi_max_deg: 1.3, n_alpha: 3, alpha_min_deg: 0, alpha_max_deg: 1.2}
layers:
- material: {delta: 0}
  layouts:
  - particles:
    - particle: {shape: {name: cylinder, radius: 4.5, height: 7}, material: {delta: 3e-5, beta: 2e-6}}
    surface_density: 0.002
    interference: {type: radial_paracrystal, peak_distance: 18, damping_length: 900, sigma: 3}
- material: {delta: 5e-6, beta: 1e-7}
END
against_peer 'cylinders, paracrystal' p.yaml <<<'6.08959555615e-05 3.73116183829e-05 0.000157881663961 2.85066616116e-06 6.92700645192e-07 4.242714809e-07 1.79604666929e-06 3.24129331206e-08 4.03839971859e-06 2.46415814854e-06 1.04654797165e-05 1.88895115148e-07'
cat >p.yaml <<'END'
beam: {wavelength: 0.154, alpha_i_deg: 0.4}
detector: {type: spherical, n_phi: 4, phi_min_deg: -1.1, phi_max_deg: 0.7, n_alpha: 3, alpha_min_deg: 0.1, alpha_max_deg: 1.5}
layers:
- material: {delta: 0}
- material: {delta: 2e-6, beta: 3e-9}
  thickness: 40
  top_roughness: {sigma: 0.6}
  layouts:
  - particles:
    - particle: {shape: {name: prism3, base_edge: 12, height: 8}, rotation_z_deg: 17, position: [0, 0, -25], material: {delta: 3e-5, beta: 2e-6}}
    surface_density: 0.002165063509461097
    interference: {type: 2d_lattice, a: 23.094010767585033, b: 23.094010767585033, gamma_deg: 120, xi_deg: 7, decay: gauss,
      decay_length_x: 60, decay_length_y: 45, position_variance: 2}
- material: {delta: 7e-6, beta: 2e-7}
  top_roughness: {sigma: 0.4}
END
against_peer 'prisms in a rough film, a turned lattice' p.yaml <<<'1.864310691e-06 6.29217978943e-05 0.00112815429112 1.95952887148e-05 1.3650551129e-07 6.8268484899e-06 8.04368777288e-05 9.95952988256e-07 6.34958911529e-07 5.92217399529e-05 0.000318391194392 2.58706600791e-06'
cat >p.yaml <<'END'
beam: {wavelength: 0.1, alpha_i_deg: 0.25}
detector: {type: spherical, n_phi: 4, phi_min_deg: -0.5, phi_max_deg: 0.9, n_alpha: 3, alpha_min_deg: 0, alpha_max_deg: 0.9}
layers:
- material: {delta: 0}
  layouts:
  - particles:
    - particle:
        kind: core_shell
        core: {shape: {name: sphere, radius: 4}, material: {delta: 3e-5, beta: 2e-6}, position: [0, 0, 1.5]}
        shell: {shape: {name: box, length: 12, width: 10, height: 11}, material: {delta: 4e-6, beta: 1e-8}}
    surface_density: 0.001
END
against_peer 'spheres in boxes, Born' p.yaml <<<'6.69443079242e-05 0.000122474122987 5.41092056875e-05 2.47917407821e-06 3.14591295843e-06 3.97629179484e-06 2.83288195806e-06 2.29315044113e-07 1.58012435539e-07 3.25221587798e-08 2.12712927515e-07 7.91969130566e-07'
cat >p.yaml <<'END'
beam: {wavelength: 0.1, alpha_i_deg: 0.5}
detector: {type: rectangular, n_x: 4, n_y: 3, width: 24, height: 18, distance: 1000, u0: 9.5, v0: -12}
layers:
- material: {delta: 0}
  layouts:
  - particles:
    - {particle: {shape: {name: anisopyramid, length: 14, width: 9, height: 4, alpha_deg: 60}, rotation_z_deg: 30, material: {delta: 2e-5, beta: 1e-6}}, abundance: 3}
    - {particle: {shape: {name: spheroid, radius: 5, height: 7}, material: {delta: 3e-5, beta: 2e-6}}}
    surface_density: 0.001
    interference: {type: 1d_lattice, length: 30, xi_deg: 20, decay: gauss, decay_length: 200}
- material: {delta: 5e-6, beta: 1e-7}
END
against_peer 'two kinds, lines, a flat detector' p.yaml <<<'1.46080120608e-06 1.82493752988e-05 2.3413532764e-06 3.33049559839e-07 1.05183652821e-07 1.32027889086e-05 1.21369634718e-07 4.00698168612e-07 3.506519095e-07 2.1290699798e-05 4.20516145509e-07 1.15203471266e-07'

# the reference arrays; of c12 the part above the horizon
if [ -d "$data/gisaxs" ]; then
	for j in "$data"/gisaxs/c*.json; do
		c=$(basename "$j" .json)
		xgisaxs-sim "$j" -o ref.npy
		xconvert ref.npy --no-history -o ref.nrrd
		same "$c: BornAgain's array" "${j%.json}.npy" ref.npy 1e-6
	done
else
	skip 'the ten reference arrays' 'no BEAMPIPE_DATA/gisaxs'
fi

# ---- the sense of a sample is the same for every detector: the same q, the same dSigma/dOmega
xgisaxs-sim s.yaml -o s.npy
more 'the prism has a sense' "$(rel_l2 s.npy <(xgisaxs-sim -D turn=-20 s.yaml))" 0.001
k=62.83185307179586 bin=1.7453292519943295e-3	# 2 pi / 0.1 nm; 0.1 deg
# qy, qz and solid angle of each pixel by the conventions: qy = k cos(af) sin(phi), qz = k (sin af + sin ai)
places=$(awk -v k=$k -v d=$bin 'BEGIN { for (r = 0; r < 20; r++) for (c = 0; c < 24; c++) {
	a = (r + 0.5) * d; p = (c - 11.5) * d
	printf "%.17g %.17g %.17g\n", k * cos(a) * sin(p), k * (sin(a) + sin(0.3 * 10 * d)), d * (sin((r + 1) * d) - sin(r * d)) } }')
sample 'type: points' >points.yaml
awk '{ print $1, $2 }' <<<"$places" | xgisaxs-sim points.yaml -o points.npy
numbers s.npy >s.txt
numbers points.npy | paste - s.txt <(awk '{ print $3 }' <<<"$places") >both
near 'points: times the solid angle of each pixel' "$(awk '{ d = $1 * $3 / $2 - 1; d = d < 0 ? -d : d; if (d > m) m = d } END { print m, NR == 480 ? "" : "few" }' both | xargs)" 0 1e-6
awk '{ print $1, $2 }' <<<"$places" >places
is '--points FILE, and -' "$(xgisaxs-sim --no-history --points places points.yaml | cksum)" "$(xgisaxs-sim --no-history --points - points.yaml <places | cksum)"
# a flat detector of nearly the same directions is compared at the q of its own pixels
cat >flat.awk <<'END'
# pixel centres of a plane perpendicular to the direct beam, at 500 mm: u grows with phi, that is towards -y; v along (sin ai, 0, cos ai)
BEGIN {
	for (r = 0; r < 6; r++) for (c = 0; c < 8; c++) {
		u = (c + 0.5) * 2 - 7; v = (r + 0.5) * 2 + 3; L = 500; ca = cos(ai); sa = sin(ai)
		x = L * ca + v * sa; y = -u; z = -L * sa + v * ca; n = sqrt(x * x + y * y + z * z)
		printf "%.17g %.17g %.17g\n", -k * y / n, k * (z / n + sa), 4 * L / n ^ 3
	}
}
END
awk -v k=$k -v ai=5.235987755982988e-3 -f flat.awk >flat.txt
sample 'type: rectangular, n_x: 8, n_y: 6, width: 16, height: 12, distance: 500, u0: 7, v0: -3' >flat.yaml
xgisaxs-sim flat.yaml -o flat.npy
awk '{ print $1, $2 }' flat.txt | xgisaxs-sim points.yaml -o points.npy
numbers points.npy | paste - <(numbers flat.npy) <(awk '{ print $3 }' flat.txt) >both
at_q='{ d = $1 * $3 / $2 - 1; d = d < 0 ? -d : d; if (d > m) m = d } END { print NR == 48 ? m + 0 : "few" }'
near 'a flat detector: the same at the same q' "$(awk "$at_q" both)" 0 1e-6
# the same by a calibration: the direct beam of pyFAI hits (poni1 along v, poni2 along u) from the first row; no rotations
cat >flat.poni <<'END'
poni_version: 2
Detector: Detector
Detector_config: {"pixel1": 0.002, "pixel2": 0.002, "max_shape": [6, 8]}
Distance: 0.5
Poni1: -0.003
Poni2: 0.007
Rot1: 0
Rot2: 0
Rot3: 0
Wavelength: 1e-10
END
sample 'type: poni, file: flat.poni, row0: bottom' >poni.yaml
xgisaxs-sim poni.yaml -o poni.npy
same 'a calibration: as the flat detector' flat.npy poni.npy 1e-6
none 'without a warning' "$(xgisaxs-sim poni.yaml 2>&1 >/dev/null)"
is 'of another wavelength: a warning' "$(sed 's/1e-10/1.54e-10/' flat.poni >other.poni; xgisaxs-sim -D detector.file=other.poni poni.yaml 2>&1 >/dev/null | sed 's/.*: the/the/')" \
	'the calibration is of a wavelength of 0.154 nm, the beam has 0.1 nm'
sed -i 's/Poni1: -0.003/Poni1: 0.015/' flat.poni	# 12 mm - (-3 mm): from the top
xgisaxs-sim -D detector.row0=top poni.yaml -o poni.npy
same 'one of frames whose first row is the top' flat.npy poni.npy 1e-6
# a qgrid: its pixels' centres as points
sample 'type: qgrid, n_qy: 8, qy_min: -1, qy_max: 1.4, n_qz: 5, qz_min: 0.4, qz_max: 1.4' >grid.yaml
xgisaxs-sim grid.yaml -o grid.npy
for r in 0 1 2 3 4; do for c in 0 1 2 3 4 5 6 7; do awk "BEGIN { print -1 + 0.3 * ($c + 0.5), 0.4 + 0.2 * ($r + 0.5) }"; done; done | xgisaxs-sim points.yaml -o points.npy
near 'a grid of q: as points' "$(paste <(numbers grid.npy) <(numbers points.npy) | awk '{ d = $1 / $2 - 1; d = d < 0 ? -d : d; if (d > m) m = d } END { print NR == 40 ? m + 0 : "few" }')" 0 1e-6
xgisaxs-sim -D turn=-20 s.yaml -o m.npy	# the mirror image
near 'the mirror image of the sample is that of the pattern' "$(paste s.txt <(numbers m.npy | perl -e '@v = <>; while (@r = splice @v, 0, 24) { print reverse @r }') |
	awk '{ a += ($1 - $2) ^ 2; b += $1 ^ 2 } END { print sqrt(a / b) }')" 0 1e-6

# ---- -D
sample "$sphere" | sed 's/turn: 20/turn: 33/; s/E: 25/E: 10.5/' >d.yaml
is '-D NAME=VALUE: as in the file' "$(xgisaxs-sim -D turn=33 -D E=10.5 s.yaml -o /dev/stdout --no-history | cksum)" "$(xgisaxs-sim d.yaml --no-history | cksum)"
p=layers.0.layouts.0.particles.0.particle
is '-D PATH=VALUE' "$(xgisaxs-sim --set $p.rotation_z_deg=33 -D $p.shape.base_edge=10.5 s.yaml --no-history 2>/dev/null | cksum)" "$(xgisaxs-sim d.yaml --no-history | cksum)"
is 'a unit in it' "$(xgisaxs-sim -D turn=33 -D 'E=0.0105 um' s.yaml --no-history | cksum)" "$(xgisaxs-sim d.yaml --no-history | cksum)"
fails 2 "-D turns: the file has no 'turns'" xgisaxs-sim -D turns=33 s.yaml
fails 2 "did you mean 'shape'" xgisaxs-sim -D $p.shap.radius=3 s.yaml
ok 'a key of the top that the file does not have' xgisaxs-sim -D mode=saxs -D background=3 s.yaml -o top.npy
is 'is that of the file' "$({ cat s.yaml; printf 'mode: saxs\nbackground: 3\n'; } >top.yaml; rel_l2 top.npy <(xgisaxs-sim top.yaml))" 0
fails 3 "s.yaml, set by -D: unknown key row_px:1" xgisaxs-sim -D 'detector.resolution={row_px:1}' s.yaml
fails 2 "did you mean 'background'" xgisaxs-sim -D background=1 -D backgrund=3 s.yaml
fails 2 'list of 2, without 7' xgisaxs-sim -D layers.7.thickness=3 s.yaml
fails 2 'expected name=value' xgisaxs-sim -D turn s.yaml
fails 2 'needs a value' xgisaxs-sim -D
fails 3 's.yaml:8:[0-9]*: base_edge: -1 is outside' xgisaxs-sim -D E=-1 s.yaml
fails 3 's.yaml, set by -D: thickness: -3 is outside' xgisaxs-sim -D layers.1.thickness=-3 s.yaml

# ---- --ba, --terms
sed 's/delta: 5e-6, beta: 1e-7/delta: 0/' s.yaml >vacuum.yaml
sed '$d' s.yaml >one.yaml
xgisaxs-sim one.yaml -o one.npy
xgisaxs-sim --ba s.yaml -o ba.npy
is '--ba: the layers do nothing' "$(numbers ba.npy | cksum)" "$(numbers one.npy | cksum)"
more 'but without it' "$(rel_l2 one.npy s.npy)" 0.1
xgisaxs-sim vacuum.yaml -o vacuum.npy
same 'a substrate of vacuum: Born' one.npy vacuum.npy 1e-10
xgisaxs-sim --terms vacuum.yaml -o terms.h5
is '--terms: five patterns' "$(xinfo --get shape terms.h5) $(xinfo --get table.frame.term terms.h5)" '5 x 20 x 24 0 1 2 3 4'
same 'of a substrate of vacuum the first term is all' <(xconvert terms.h5 --items 0:1) <(xconvert terms.h5 --items 1:2) 1e-10
is 'and the others nothing' "$(xinfo --items 2:5 --stats terms.h5 --get max)" 0
xgisaxs-sim --terms s.yaml -o terms.h5
is 'the first is the pattern' "$(xconvert terms.h5 --items 0:1 -o f.npy; numbers f.npy | cksum)" "$(numbers s.npy | cksum)"
# each term is a Born pattern with another qz: TiTf has that of --ba within the refraction; far above the critical angle RiTf is weak
near 'TiTf is the most, far from the horizon' "$(rel_l2 <(xconvert terms.h5 --items 0:1 --rows 15:20) <(xconvert terms.h5 --items 1:2 --rows 15:20) | awk '{ print ($1 > 0.001 && $1 < 1.5) }')" 1 0
near 'by reciprocity TiRf at (ai, af) is RiTf at (af, ai)' "$(
	xgisaxs-sim --terms -D beam.alpha_i_deg=0.25 -D detector.alpha_min_deg=0.35 -D detector.alpha_max_deg=0.55 -D detector.n_alpha=1 \
		-D detector.phi_min_deg=-0.1 -D detector.phi_max_deg=0.1 -D detector.n_phi=1 s.yaml -o a.npy
	xgisaxs-sim --terms -D beam.alpha_i_deg=0.45 -D detector.alpha_min_deg=0.15 -D detector.alpha_max_deg=0.35 -D detector.n_alpha=1 \
		-D detector.phi_min_deg=-0.1 -D detector.phi_max_deg=0.1 -D detector.n_phi=1 s.yaml -o b.npy
	# RiTf is the second of the terms, TiRf the third; pixel = dOmega / sin(ai) dSigma, dOmega = dphi 2 cos(af) sin(d/2)
	paste <(numbers a.npy) <(numbers b.npy) | awk -v d=0.017453292519943295 'NR == 3 { x = $1 * sin(0.25 * d) / cos(0.45 * d) } NR == 4 { y = $2 * sin(0.45 * d) / cos(0.25 * d); print x / y - 1 }'
)" 0 1e-6	# q_par is not quite the same: cos(af) - cos(ai) changes its sign, of a prism whose F differs by 1e-7

# ---- below the horizon
sample 'type: spherical, n_phi: 3, phi_min_deg: -1, phi_max_deg: 1, n_alpha: 4, alpha_min_deg: -1, alpha_max_deg: 1' >below.yaml
xgisaxs-sim below.yaml -o below.h5
is 'below the horizon: nan' "$(xinfo --stats below.h5 --get nan)" 6
is 'these are the first rows' "$(xinfo --stats --rows 2:4 below.h5 --get nan)" 0
xgisaxs-sim --below-horizon zero below.yaml -o zero.h5
is '--below-horizon zero' "$(xinfo --stats zero.h5 --get nan) $(xinfo --stats --rows 0:2 zero.h5 --get max)" '0 0'
is 'changes nothing else' "$(xcompare --no-ssim --get rel_l2 --rows 2:4 below.h5 zero.h5)" 0

# ---- --points
fails 2 'no detector of type points' xgisaxs-sim --points places s.yaml
printf '1 2\n# 3\n\n0.1 x\n' | fails 3 "standard input:4: expected a number.*'x'" xgisaxs-sim points.yaml
printf '1\n' | fails 3 'standard input:1: not two numbers' xgisaxs-sim --points - points.yaml
printf '1 1e9\n' | fails 3 'standard input:1: expected a number from' xgisaxs-sim --points - points.yaml
printf '\n' | fails 3 'standard input: no points' xgisaxs-sim points.yaml
fails 4 'nowhere: No such file' xgisaxs-sim --points nowhere points.yaml
fails 2 'cannot both come from standard input' bash -c 'exec xgisaxs-sim --points - <points.yaml'

# ---- formats: the same numbers, tables and history
for x in h5 nrrd tif; do
	ok "$x" xgisaxs-sim s.yaml -o s.$x
	is "$x: the numbers of the NPY" "$(rel_l2 s.npy s.$x)" 0
	is "$x: type, shape, order" "$(xinfo --get type s.$x) $(xinfo --get shape s.$x) $(xinfo --get order s.$x)" 'double 20 x 24 alpha phi'
	near "$x: table of alpha_f" "$(xinfo --get table.alpha.deg s.$x | awk '{ print $1 + 100 * $20 }')" 195.05 1e-9
	near "$x: table of phi" "$(xinfo --get table.phi.deg s.$x | awk '{ print $1 + 100 * $24 }')" 113.85 1e-9
	is "$x: quantity" "$(xinfo --get quantity s.$x)" intensity
	near "$x: energy" "$(xinfo --get energy_keV s.$x)" 12.398419843320026 1e-9	# h c / 0.1 nm
	is "$x: incidence" "$(xinfo --get incidence_deg s.$x)" 0.3
done
is 'the stream' "$(xgisaxs-sim s.yaml | rel_l2 s.npy -)" 0
is 'of standard input' "$(xgisaxs-sim <s.yaml | rel_l2 s.npy -)" 0
xgisaxs-sim -D E=11 -D 'turn=1 deg' s.yaml -o s.h5
is 'history: what was set' "$(xinfo --history s.h5 | grep -oE -- "-D E=11 -D 'turn=1 deg'|--set=E=11 '?--set='?turn=1 deg'?" | wc -l)" 1
is '--no-history' "$(xgisaxs-sim --no-history s.yaml | xinfo --history | wc -l)" 0
xgisaxs-sim --type float s.yaml -o f.h5
is '--type float' "$(xinfo --get type f.h5)" float
same 'is rounded' s.npy f.h5 6e-8	# 2^-24
fails 2 "no format that is written" xgisaxs-sim s.yaml -o x.xyz
fails 2 'PNG holds' xgisaxs-sim s.yaml -o x.png
fails 4 'No such file' xgisaxs-sim absent.yaml
fails 4 'No such file' xgisaxs-sim s.yaml -o absent/x.h5
[ ! -e /dev/full ] || fails 4 'No space left' xgisaxs-sim s.yaml -o /dev/full
cp s.yaml keep.yaml
fails 2 'is the input' xgisaxs-sim s.yaml -o s.yaml
fails 2 'is the input' bash -c 'exec xgisaxs-sim -o s.yaml <s.yaml'
ln s.yaml s.nrrd.yaml; fails 2 'is the input' xgisaxs-sim s.yaml -o s.nrrd.yaml
fails 2 'is the input' xgisaxs-sim poni.yaml -o flat.poni
is 'the sample is as it was' "$(cksum <s.yaml)" "$(cksum <keep.yaml)"
fails 2 'one operand too many' xgisaxs-sim s.yaml s.yaml
fails 3 'nothing in it' xgisaxs-sim /dev/null

# ---- a pipe whose producer fails
rm -rf out; mkdir out
got=0; xgisaxs-sim -D E=-1 s.yaml 2>err | xconvert -o out/x.h5 2>err2 || got=$?
is 'downstream of an impossible sample' "$got:$(ls -A out):$(wc -l <err):$(wc -l <err2)" '5::1:1'
got=0; printf 'E=11\nE=-1\n' | xgisaxs-sim --serve s.yaml 2>err | xconvert -o out/x.h5 2>err2 || got=$?
is 'downstream of --serve that came to one' "$got:$(ls -A out):$(wc -l <err):$(wc -l <err2)" '5::1:1'
got=0; xgisaxs-sim s.yaml | head -c 2000 | xconvert -o out/x.h5 2>err || got=$?
is 'a stream cut' "$got:$(ls -A out):$(wc -l <err)" '5::1'

# ---- the same bytes
for c in "s.yaml" "p.yaml" "--terms s.yaml" "-D detector.oversample=3 s.yaml" '-D detector.resolution={"row_px":1,"col_px":2} s.yaml'; do
	ok "all goes well: $c" xgisaxs-sim $c -o same.npy
	one=$(xgisaxs-sim -j 1 --no-history $c | cksum)
	is "-j 1, 2, 3: $c" "$(for j in 2 3 2; do xgisaxs-sim -j $j --no-history $c | cksum; done | sort -u)" "$one"
done

# ---- memory
fails 6 '--memory is below the minimum of [0-9.]* kB, for 480 numbers' xgisaxs-sim --memory 4k s.yaml
fails 6 'below the minimum of 34.* GB' xgisaxs-sim --memory 16G -D detector.n_phi=65536 -D detector.n_alpha=65536 s.yaml -o big.h5
least=$(xgisaxs-sim --memory 1k s.yaml 2>&1 | sed 's/.*minimum of \([0-9.]*\) kB.*/\1/')
is 'what it names is enough' "$(xgisaxs-sim --memory "$(awk -v k="$least" 'BEGIN { print int(k * 1.01) + 1 }')k" s.yaml --no-history | cksum)" "$(xgisaxs-sim s.yaml --no-history | cksum)"
none 'nothing is left' "$(ls big* 2>/dev/null)"

# ---- --list, --profile
is '--list: a shape and its parameters' "$(xgisaxs-sim --list | grep -cE '^(prism3|sphere|trapezoid) |^ +base_edge ')" 8
xgisaxs-sim -q --profile s.yaml --no-history 2>told | cksum >with
is '--profile changes nothing' "$(cat with)" "$(xgisaxs-sim s.yaml --no-history | cksum)"
is '--profile: what it says' "$(grep -cE '^xgisaxs-sim: (set-up: [0-9.]+ s, simulation: [0-9.]+ s|memory: [0-9.]+ MB|form factors: [0-9]+, by [a-z]+)$' told):$(wc -l <told)" 3:3
done_testing
