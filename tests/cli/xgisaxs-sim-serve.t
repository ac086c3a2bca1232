#!/bin/bash
# xgisaxs-sim: comparing with a measured frame, --serve, and what becomes of a pattern: masks, noise, resolution, frames, transmission, reflectivity.
. "$(dirname "$0")/../lib.sh"

numbers() { perl -0777 -e 'open my $f, "<:raw", shift; my $s = <$f>; printf "%.17g\n", $_ for unpack "d<*", substr $s, 10 + unpack "v", substr $s, 8, 2' "$1"; }
npy() {	# npy ROWS COLS < numbers: a file of doubles, row 0 the lowest
	perl -e 'my ($r, $c) = @ARGV; my $h = "{\x27descr\x27: \x27<f8\x27, \x27fortran_order\x27: False, \x27shape\x27: ($r, $c), }"; $h .= " " x ((54 - length $h) % 64) . "\n";
		print "\x93NUMPY\x01\x00", pack("v", length $h), $h, pack "d<*", map { split } <STDIN>' "$@"
}
rel_l2() { xcompare --no-ssim --get rel_l2 "$@"; }
cat >s.yaml <<'END'
parameters: {R: 5, H: 8, sigma: 4}
beam: {wavelength: 0.1, alpha_i_deg: 0.3}
detector: {type: spherical, n_phi: 16, phi_min_deg: -1.2, phi_max_deg: 1.2, n_alpha: 12, alpha_min_deg: 0, alpha_max_deg: 1.5}
layers:
- material: {delta: 0}
  layouts:
  - particles:
    - particle: {shape: {name: cylinder, radius: $R, height: $H}, material: {delta: 3e-5, beta: 1e-6}}
    surface_density: 1e-3
    interference: {type: radial_paracrystal, peak_distance: 20, sigma: $sigma}
- material: {delta: 5e-6, beta: 1e-7}
END
xgisaxs-sim s.yaml -o data.npy
xgisaxs-sim -D R=5.5 s.yaml -o other.npy
numbers data.npy >data.txt
numbers other.npy >other.txt

# ---- --against: each metric by its formula, model other, data as they are, scale 1
against() { xgisaxs-sim -D R=5.5 s.yaml --row0 bottom --fixed-scale "$@"; }
is 'the data themselves: 0' "$(xgisaxs-sim s.yaml --against data.npy --row0 bottom)" 0
formula() { paste data.txt other.txt | awk "$1"; }
scaled() { awk '{ printf "%.17g\n", $1 * 1e9 }' data.txt | npy 12 16 >counts.npy; }
scaled
near 'raw' "$(against -m raw -a data.npy)" "$(formula '{ a += ($1 - $2) ^ 2; b += $1 ^ 2 } END { printf "%.15g", a / b }')" 1e-9
near 'sqrt' "$(against -m sqrt -a data.npy)" "$(formula '{ a += (sqrt($1) - sqrt($2)) ^ 2; b += $1 } END { printf "%.15g", a / b }')" 1e-9
near 'cbrt' "$(against -m cbrt -a data.npy)" "$(formula '{ x = exp(log($1) / 3); y = exp(log($2) / 3); a += (x - y) ^ 2; b += x ^ 2 } END { printf "%.15g", a / b }')" 1e-9
near 'log, the default' "$(against -a data.npy)" "$(formula '{ a += (log($1) - log($2)) ^ 2 } END { printf "%.15g", a / NR }')" 1e-9
near 'poisson' "$(against -m poisson -a data.npy | awk '{ printf "%.15g", 1e6 * $1 }')" "$(formula '{ a += 2 * ($2 - $1 + $1 * log($1 / $2)) } END { printf "%.15g", 1e6 * a / NR }')" 1e-9
near 'chi2 by a sigma of each pixel' "$(awk '{ printf "%.17g\n", 0.1 * $1 + 1e-7 }' data.txt | npy 12 16 >sigma.npy; against -m chi2 --sigma sigma.npy -a data.npy)" \
	"$(formula '{ a += (($1 - $2) / (0.1 * $1 + 1e-7)) ^ 2 } END { printf "%.15g", a / NR }')" 1e-6
near 'chi2 of counts, and a scale of its own' "$(xgisaxs-sim -D R=5.5 s.yaml --row0 bottom -m chi2 -a counts.npy)" "$(formula '{ d = 1e9 * $1; w = 1 / (d > 1 ? d : 1); dm += w * d * $2; mm += w * $2 ^ 2; x[NR] = d; y[NR] = $2; v[NR] = w }
	END { s = dm / mm; for (i = 1; i <= NR; i++) a += v[i] * (x[i] - s * y[i]) ^ 2; printf "%.15g", a / NR }')" 1e-3	# of about 1e4
near 'the scale does not matter' "$(xgisaxs-sim -D R=5.5 s.yaml --row0 bottom -a counts.npy)" "$(xgisaxs-sim -D R=5.5 s.yaml --row0 bottom -a data.npy)" 1e-9
awk '{ printf "%.17g\n", $1 + 3e-4 }' data.txt | npy 12 16 >raised.npy
near '--fit-background finds what was added' "$(xgisaxs-sim s.yaml --row0 bottom -m raw --fit-background -a raised.npy)" 0 1e-18
ok 'without it' awk "BEGIN { exit !($(xgisaxs-sim s.yaml --row0 bottom -m raw -a raised.npy) > 1e-6) }"
# rows: the top first, as cameras have it
perl -e '@r = <>; while (@r) { unshift @o, splice @r, 0, 16 } print @o' data.txt | npy 12 16 >top.npy
is '--row0 top, the default where nothing says it' "$(xgisaxs-sim s.yaml -a top.npy) $(xgisaxs-sim s.yaml -a top.npy --row0 top)" '0 0'
for s in h5 nrrd tif; do
	xgisaxs-sim s.yaml -o own.$s
	is "a pattern of its own, $s: as its labels say" "$(xgisaxs-sim s.yaml -a own.$s)" 0
done
ok 'unless it is told otherwise' [ "$(xgisaxs-sim s.yaml -a own.h5 --row0 top)" != 0 ]
ok 'and the other way it is another' [ "$(xgisaxs-sim s.yaml -a data.npy)" != 0 ]
is '-o: the number' "$(xgisaxs-sim s.yaml -a top.npy -o number.txt; cat number.txt)" 0
fails 2 'is the input' xgisaxs-sim s.yaml -a top.npy -o top.npy
fails 4 'No such file' xgisaxs-sim s.yaml -a absent.npy
fails 3 '12 x 15.*12 rows and 16 columns' bash -c 'xconvert -q --cols 0:15 top.npy -o narrow.npy; xgisaxs-sim s.yaml -a narrow.npy'
fails 2 'did you mean log' xgisaxs-sim s.yaml -a top.npy -m logg
fails 2 'one pattern: no --terms' xgisaxs-sim --terms s.yaml -a top.npy
fails 2 'sigma is for --metric chi2' xgisaxs-sim s.yaml -a top.npy --sigma sigma.npy
for o in '--sigma sigma.npy' --fixed-scale --fit-background; do fails 2 "${o% *} needs --against" xgisaxs-sim s.yaml $o; done
head -c 1536 /dev/zero | xconvert -q --raw float64,12,16 | xconvert -q -o zero.npy
fails 3 'zero.npy: .*all 192 data are 0' xgisaxs-sim s.yaml -m raw -a zero.npy

# ---- masks, of the option and of the file
perl -e 'print map { join(" ", map { $_ < 4 ? 0 : 1 } 0 .. 15), "\n" } 0 .. 11' | npy 12 16 >left.npy	# 4 columns out
perl -e 'print map { my $r = $_; join(" ", map { $r < 2 ? 0 : 1 } 0 .. 15), "\n" } 0 .. 11' | npy 12 16 >rows.npy	# the first 2 rows out
xgisaxs-sim s.yaml --mask left.npy -o m.h5
is '--mask: pixels become nan' "$(xinfo --stats --get nan m.h5) $(xinfo --stats --cols 4:16 --get nan m.h5)" '48 0'
is 'row0 of a mask: top' "$(xgisaxs-sim s.yaml --mask rows.npy -o m.h5; xinfo --stats --rows 10:12 --get nan m.h5)" 32
is 'bottom' "$(xgisaxs-sim s.yaml --mask rows.npy --row0 bottom -o m.h5; xinfo --stats --rows 0:2 --get nan m.h5)" 32
mkdir sub && cp rows.npy sub/ && sed 's/alpha_max_deg: 1.5/alpha_max_deg: 1.5, mask: rows.npy/' s.yaml >sub/s.yaml
is 'a mask of the sample file, beside it' "$(xgisaxs-sim sub/s.yaml -o m.h5; xinfo --stats --rows 10:12 --get nan m.h5)" 32
is 'and both' "$(xgisaxs-sim sub/s.yaml --mask left.npy -o m.h5; xinfo --stats --get nan m.h5)" 72
# the region of the manual page, 35 x 22 pixels of 1 mm without 2 x 3
awk '/^beam_stop:/ { on = 1 } /^[.]EE/ { on = 0 } on { gsub(/\\-/, "-"); sub(/ *#.*/, ""); print "  " $0 }' "$top/man/xgisaxs-sim.in" >stop
{ sed '/^detector:/,$d' s.yaml
  printf 'detector:\n'; printf '  %s\n' 'type: rectangular' 'n_x: 170' 'n_y: 180' 'width: 170' 'height: 180' 'distance: 1730' 'u0: 102.7' 'v0: 55.6'
  cat stop; sed '1,/^detector:/d' s.yaml; } >region.yaml
is 'beam_stop as the manual page has it' "$(xgisaxs-sim region.yaml -o m.h5; echo $((170 * 180 - $(xinfo --stats --get nan m.h5))))" 764
sed -i 's/rows.npy/absent.npy/' sub/s.yaml
fails 4 'sub/s.yaml:3:[0-9]*: sub/absent.npy: No such' xgisaxs-sim sub/s.yaml
fails 3 'set by -D: data.npy: 12 x 16, the detector has 12 rows and 15' xgisaxs-sim -D detector.n_phi=15 -D detector.mask=data.npy s.yaml
near '--mask with --against: those pixels do not count' "$(against -m raw --mask left.npy -a data.npy)" \
	"$(formula '(NR - 1) % 16 > 3 { a += ($1 - $2) ^ 2; b += $1 ^ 2 } END { printf "%.15g", a / b }')" 1e-9
sed 's/alpha_max_deg: 1.5/alpha_max_deg: 1.5, beam_stop: {x: [-0.151, 0.151], y: [0, 0.5]}/' s.yaml >stop.yaml
is 'a beam stop: centres in it' "$(xgisaxs-sim stop.yaml -o m.h5; xinfo --stats --get nan m.h5) $(xinfo --stats --rows 0:4 --cols 7:9 --get nan m.h5)" '8 8'

# ---- --serve
printf 'R=5\n\n# a comment\nR=5.5\nR=5 H=9\n' >lines
xgisaxs-sim s.yaml --serve -o frames.h5 <lines
is '--serve: a stream of frames' "$(xinfo --get shape frames.h5)" '3 x 12 x 16'
is 'with the tables of the pixels' "$(xinfo --get table.alpha.deg frames.h5)" "$(xgisaxs-sim s.yaml | xinfo --get table.alpha.deg)"
i=0
for set in 'R=5' 'R=5.5' 'R=5 H=9'; do
	xconvert -q --items $i:$((i + 1)) frames.h5 -o f.npy
	is "frame $i: the bytes of a single run" "$(numbers f.npy | cksum)" "$(xgisaxs-sim s.yaml $(sed 's/[^ ]*=/-D &/g' <<<"$set") -o f.npy; numbers f.npy | cksum)"
	i=$((i + 1))
done
is 'a line is no memory of the one before' "$(printf 'R=5.5\nH=8\n' | xgisaxs-sim s.yaml --serve --against data.npy --row0 bottom | tail -1)" 0
printf 'R=5\nR=5.5\nR=-1\nR=5\nR=5.5 H=1e30\nR=5.5\n' | xgisaxs-sim s.yaml --serve --against data.npy --row0 bottom -m raw >answers 2>err
is '--serve --against: numbers, inf for what cannot be, and then on' "$(tr '\n' ' ' <answers)" "0 $(xgisaxs-sim -D R=5.5 s.yaml --against data.npy --row0 bottom -m raw) inf 0 inf $(xgisaxs-sim -D R=5.5 s.yaml --against data.npy --row0 bottom -m raw) "
is 'and says why' "$(grep -c 'outside' err):$(wc -l <err)" 2:2
none 'not with -q' "$(printf 'R=-1\n' | xgisaxs-sim -q s.yaml --serve --against data.npy 2>&1 >/dev/null)"
printf 'R=5\nradius=4\nR=5\n' | xgisaxs-sim s.yaml --serve --against data.npy --row0 bottom >answers 2>err
is 'a name that is not there ends it' "$?:$(cat answers):$(wc -l <err)" '2:0:1'
is 'so does what is no assignment' "$(printf 'R\n' | xgisaxs-sim s.yaml --serve --against data.npy 2>&1 >/dev/null; echo $?)" "xgisaxs-sim: standard input: line 1: 'R' is not NAME=VALUE
3"
is 'and another detector' "$(printf 'R=5\ndetector.n_phi=7\n' | xgisaxs-sim s.yaml --serve --against data.npy --row0 bottom 2>&1; echo $?)" '0
xgisaxs-sim: the detector cannot change while serving (see --help)
2'
is 'answers come at once' "$(mkfifo in out; xgisaxs-sim s.yaml --serve --against data.npy --row0 bottom <in >out & exec 3>in 4<out
	for v in 5 5.5; do echo R=$v >&3; read -r -t 5 x <&4; echo "$v ${x:+answered}"; done; exec 3>&-; wait $!; echo $?)" '5 answered
5.5 answered
0'
# the parameters that the data were made with are the best of a grid around them
for R in 4.8 4.9 5 5.1 5.2; do for H in 7.8 8 8.2; do for s in 3.8 4 4.2; do echo "R=$R H=$H sigma=$s"; done; done; done >grid
for m in raw sqrt cbrt log poisson chi2; do
	is "the best of a grid, by $m" "$(xgisaxs-sim s.yaml --serve --against counts.npy --row0 bottom -m $m <grid | paste - grid | sort -g | head -1 | cut -f 2)" 'R=5 H=8 sigma=4'
done
is 'of nothing nothing' "$(xgisaxs-sim s.yaml --serve --against data.npy </dev/null; echo $?)" 0
fails 3 'no item' bash -c 'xgisaxs-sim s.yaml --serve -o x.h5 </dev/null'
fails 2 'must be a file' bash -c 'xgisaxs-sim --serve - <s.yaml'
fails 2 'no reflectivity, --terms' xgisaxs-sim --serve --terms s.yaml
fails 2 'no -o' xgisaxs-sim --serve --against data.npy -o x.txt s.yaml
none 'nothing is left' "$(ls x.* 2>/dev/null)"

# ---- noise
(cat s.yaml; echo 'noise: {flux: 3e8, seed: 4}') >noise.yaml
xgisaxs-sim noise.yaml -o n.npy
is 'noise: counts' "$(xgisaxs-sim noise.yaml | xinfo --get quantity -):$(numbers n.npy | grep -c '\.')" counts:0
near 'of the variance of their mean' "$(paste <(numbers n.npy) data.txt | awk '$2 * 3e8 > 5 { m = $2 * 3e8; c += ($1 - m) ^ 2 / m; n++ } END { print c / n }')" 1 0.5	# some 100 pixels: 3 sqrt(2/100)
is 'a seed, the same numbers' "$(xgisaxs-sim noise.yaml | cksum)" "$(xgisaxs-sim noise.yaml | cksum)"
ok 'another seed, others' [ "$(xgisaxs-sim noise.yaml --no-history | cksum)" != "$(xgisaxs-sim -D noise.seed=5 noise.yaml --no-history | cksum)" ]
(cat s.yaml; echo 'background: 2e-5') >b.yaml
near 'background' "$(xgisaxs-sim b.yaml -o b.npy; paste <(numbers b.npy) data.txt | awk '{ s += $1 - $2 } END { printf "%.15g", s / NR }')" 2e-5 1e-15

# ---- resolution: a Gaussian of 2 columns and 1.5 rows, written out on a pattern that is wide enough to have an inside
sed 's/n_phi: 16/n_phi: 40/; s/n_alpha: 12/n_alpha: 36/' s.yaml >wide.yaml
sed 's/alpha_max_deg: 1.5/alpha_max_deg: 1.5, resolution: {row_px: 1.5, col_px: 2}/' wide.yaml >res.yaml
xgisaxs-sim wide.yaml -o w.npy; xgisaxs-sim res.yaml -o r.npy
near 'resolution: a pixel in the middle, by the sum over shares of the Gaussian in pixels' "$(paste <(numbers w.npy) <(numbers r.npy) | awk '
	function share(i, s,  t, x) { for (t = 0; t < 50; t++) { x = (i - 0.5 + (t + 0.5) / 50) / s; sum[i, s] += exp(-x * x / 2) } return sum[i, s] }
	{ v[NR - 1] = $1; r[NR - 1] = $2 } END { for (j = -15; j <= 15; j++) b[j] = share(j, 2)
	for (i = -11; i <= 11; i++) { a = share(i, 1.5); for (j = -15; j <= 15; j++) { n += a * b[j]; s += a * b[j] * v[(18 + i) * 40 + 20 + j] } }
	printf "%.9g", s / n / r[18 * 40 + 20] }')" 1 1e-4	# 50 midpoints a pixel, and the tails
sed 's/row_px: 1.5, col_px: 2/alpha_deg: 0.0625, phi_deg: 0.12/' res.yaml >deg.yaml	# 1.5 x 1.5/36 deg, 2 x 2.4/40
near 'in degrees' "$(xgisaxs-sim deg.yaml -o d.npy; rel_l2 r.npy d.npy)" 0 1e-8	# one pixel more of the tail

# ---- energies: frames that are single runs
sed 's/wavelength: 0.1/energies: [10, 12.5]/' s.yaml >e.yaml
xgisaxs-sim e.yaml -o e.h5
is 'energies: frames and their table' "$(xinfo --get shape e.h5) $(xinfo --get table.frame.energy_keV e.h5)" '2 x 12 x 16 10 12.5'
xconvert -q --items 1:2 e.h5 -o f.npy
near 'the second' "$(sed 's/wavelength: 0.1/energy_keV: 12.5/' s.yaml | xgisaxs-sim -o one.npy; paste <(numbers one.npy) <(numbers f.npy) |
	awk '{ a += ($1 - $2) ^ 2; b += $1 ^ 2 } END { print NR == 192 ? sqrt(a / b) : "few" }')" 0 1e-14
fails 2 'no --terms, energies' xgisaxs-sim e.yaml --against data.npy

# ---- saxs: spheres seen through, against the formula; and turned
cat >saxs.yaml <<'END'
mode: saxs
beam: {wavelength: 0.1, alpha_i_deg: 0.2}
detector: {type: spherical, n_phi: 6, phi_min_deg: 0.1, phi_max_deg: 1.3, n_alpha: 1, alpha_min_deg: -0.05, alpha_max_deg: 0.05}
layers:
- material: {delta: 0}
  layouts:
  - particles:
    - particle: {shape: {name: sphere, radius: 4}, material: {delta: 2e-5, beta: 1e-7}}
    surface_density: 1e-3
END
xgisaxs-sim saxs.yaml -o x.npy
near 'saxs: a sphere' "$(numbers x.npy | awk 'BEGIN { pi = atan2(0, -1); k = 2 * pi / 0.1 } { p = (0.1 + 0.2 * (NR - 0.5)) * pi / 180; q = 2 * k * sin(p / 2); u = 4 * q
	f = 4 * pi * 64 * (sin(u) - u * cos(u)) / u ^ 3
	a2 = (1 - 2e-5) ^ 2 - 1e-14 - 1; b2 = 2 * (1 - 2e-5) * 1e-7	# n^2 - 1
	w = 0.2 * pi / 180 * 2 * sin(0.05 * pi / 180) * 1e-3 * (pi / 0.01) ^ 2 * (a2 ^ 2 + b2 ^ 2) * f * f
	d = $1 / w - 1; d = d < 0 ? -d : d; if (d > m) m = d } END { print m }')" 0 1e-9
(cat saxs.yaml; echo 'rotation: {axis: y, start_deg: -30, stop_deg: 30, n: 3}') >turn.yaml
xgisaxs-sim turn.yaml -o t.h5
is 'saxs, turned: frames' "$(xinfo --get shape t.h5) $(xinfo --get table.frame.omega_deg t.h5 | awk '{ printf "%.12g %g %.12g", $1, $2, $3 }')" '3 x 1 x 6 -30 0 30'
near 'of a sphere the pattern is 1 / cos omega' "$(xconvert -q --items 2:3 t.h5 -o f.npy; paste <(numbers f.npy) <(numbers x.npy) | awk '{ s += $1 / $2 } END { printf "%.12g", s / NR }')" 1.154700538379 1e-9

# ---- reflectivity of a bare substrate: Fresnel
cat >r.yaml <<'END'
mode: reflectivity
beam: {wavelength: 0.1, alpha_i_deg: 0.2}
reflectivity: {n: 5, alpha_min_deg: 0.05, alpha_max_deg: 0.85}
layers:
- material: {delta: 0}
- material: {delta: 5e-6, beta: 0}
END
xgisaxs-sim r.yaml -o r.npy
near 'reflectivity: Fresnel' "$(numbers r.npy | awk '{ a = (0.05 + 0.2 * (NR - 1)) * atan2(0, -1) / 180; s = sin(a); x = s * s + (1 - 5e-6) ^ 2 - 1
	w = x <= 0 ? 1 : ((s - sqrt(x)) / (s + sqrt(x))) ^ 2; d = $1 / w - 1; d = d < 0 ? -d : d; if (d > m) m = d } END { print NR == 5 ? m : "few" }')" 0 1e-8
is 'its head' "$(xgisaxs-sim r.yaml -o r.h5; xinfo --get quantity r.h5)" reflectivity
fails 2 'not for reflectivity' xgisaxs-sim r.yaml --against data.npy
fails 2 'not for reflectivity' xgisaxs-sim r.yaml --mask data.npy
fails 2 'not for reflectivity' xgisaxs-sim r.yaml --terms
fails 2 'no reflectivity' xgisaxs-sim --serve r.yaml
done_testing
