#!/bin/bash
# xrmc-model: loading, discs, patterns against a sum by awk, offsets, noise, metadata, bad use.
. "$(dirname "$0")/../lib.sh"
get() { xinfo --get "$@"; }
mean() { xinfo -s --get mean "$@"; }
samples() { sed '1,/^$/d' "$1"; }
doubles() { samples "$1" | od -An -v -w8 -tf8; }

# ---- models
ok 'spinodal' xrmc-model spinodal --size 40 --loading 0.3 -o s.nrrd
near 'loading is exact' "$(mean s.nrrd)" 0.3 1e-12
is 'type' "$(get type s.nrrd)" uint8
is 'shape' "$(get shape s.nrrd)$(get order s.nrrd)" '40 x 40y x'
is 'only 0 and 1' "$(samples s.nrrd | od -An -v -w1 -tu1 | sort -u | xargs)" '0 1'
near 'half is the default' "$(xrmc-model spinodal --size 16 | mean)" 0.5 1e-12
is '--k0 0 is N/16' "$(xrmc-model spinodal --size 64 --k0 4 | samples - | cksum)" "$(xrmc-model spinodal --size 64 | samples - | cksum)"
near '--k0 is the peak' "$(xrmc-model spinodal --size 256 --k0 20 | xrmc-structure --get peak_q)" 20 2	# the band is 3 wide
is 'another seed' "$(xrmc-model spinodal --size 40 --loading 0.3 --seed 2 | samples - | cmp -s - <(samples s.nrrd); echo $?)" 1
is 'same bytes with one thread' "$(xrmc-model spinodal --size 40 --loading 0.3 -j 1 | cksum)" "$(cksum <s.nrrd)"
ok 'discs' xrmc-model discs --size 100 --radius 5 --loading 0.25 --gap 2 -o d.nrrd
near 'their loading' "$(mean d.nrrd)" 0.25 0.005	# half a disc
near 'their number' "$(get bp.model_discs d.nrrd)" 32 1	# 2500 over 78.5
is 'their radius' "$(get bp.model_radius_px d.nrrd)" 5
is 'sample' "$(get bp.sample d.nrrd)$(get bp.sample s.nrrd)" discsspinodal
near 'bp.model_loading' "$(get bp.model_loading d.nrrd)" "$(mean d.nrrd)" 1e-12
near '--spread' "$(xrmc-model discs --size 256 --radius 5 --spread 0.2 --loading 0.2 | get bp.model_radius_px)" 5 0.4
ok 'a .npy' xrmc-model discs --size 64 -l 0.2 -o d.npy
is 'its shape' "$(get shape d.npy)" '64 x 64'
near 'no disc' "$(xrmc-model discs --size 32 -r 3 --loading 0 | mean)" 0 0
is '--list' "$(xrmc-model --list | cut -d' ' -f1 | xargs)" 'spinodal discs'
is 'history' "$(get bp.history.0 d.nrrd | grep -c -- '--size=100.*--radius=5.*--gap=2.* discs')" 1

# ---- patterns: each pixel by its definition
check() {	# check N K DROW DCOL SCALE BACKGROUND PATTERN: largest error, model in m.nrrd
	{ samples m.nrrd | od -An -v -w1 -tu1; doubles "$7"; } | awk -v n="$1" -v k="$2" -v dr="$3" -v dc="$4" -v s="$5" -v b="$6" '
	NR <= n * n { a[NR - 1] = $1; next }
	{ i = NR - n * n - 1; m = n * k; h = int(m / 2); p = 2 * 3.14159265358979323846 / m; re = im = 0
	  qr = int(i / m) - h - dr; qc = i % m - h - dc
	  for (j = 0; j < n * n; j++) if (a[j]) { t = p * (qr * int(j / n) + qc * (j % n)); re += cos(t); im += sin(t) }
	  d = $1 - s * (re * re + im * im) - b; if (d < 0) d = -d; if (d > worst) worst = d }
	END { print NR == n * n + m * m ? worst + 0 : "pixels: " NR }'
}
xrmc-model spinodal --size 10 -o m.nrrd
ok 'a pattern' xrmc-model spinodal --size 10 --pattern -o p.nrrd
near 'its pixels' "$(check 10 1 0 0 1 0 p.nrrd)" 0 1e-9		# sums of 50 terms, squared
is 'type' "$(get type p.nrrd)$(get order p.nrrd)$(get bp.quantity p.nrrd)" 'doubleqy qxintensity'
ok 'everything at once' xrmc-model spinodal --size 10 --pattern --offset 0.3,-1.25 --oversample 3 --scale 2.5 --background 7 -o q.nrrd
near 'its pixels' "$(check 10 3 0.3 -1.25 2.5 7 q.nrrd)" 0 1e-8
is 'shape' "$(get shape q.nrrd)" '30 x 30'
xrmc-model spinodal --size 9 -o m.nrrd && xrmc-model spinodal --size 9 --pattern --offset 2,1 -o o.nrrd
near 'odd size: its pixels' "$(check 9 1 2 1 1 0 o.nrrd)" 0 1e-9
is 'q = 0 at the middle and the offset' "$(doubles o.nrrd | awk '$1 > max { max = $1; at = NR - 1 } END { print int(at / 9), at % 9 }')" '6 5'
# noise: integers, the mean of 64 x 64 pixels within 5 standard errors of the one without
xrmc-model spinodal --size 64 --pattern -o clean.nrrd
ok 'noise' xrmc-model spinodal --size 64 --pattern --counts 500 -o noisy.nrrd
is 'whole numbers' "$(doubles noisy.nrrd | awk '$1 != int($1)' | wc -l)" 0
is 'quantity' "$(get bp.quantity noisy.nrrd)" counts
paste <(doubles clean.nrrd) <(doubles noisy.nrrd) | awk 'NR - 1 == 32 * 64 + 32 { next } { c += $1; n += $2; if ($1 > max) max = $1 }
	END { print (n - c * 500 / max) / sqrt(c * 500 / max) }' | { read -r z; near 'the brightest pixel is 500' "$z" 0 5; }
is 'noise: same bytes with one thread' "$(xrmc-model spinodal --size 64 --pattern --counts 500 -j 1 | cksum)" "$(cksum <noisy.nrrd)"

# ---- bad use
fails 2 "no model 'spinoda', did you mean 'spinodal'" xrmc-model spinoda
fails 2 'see --list' xrmc-model qqqqqqqq
fails 2 'see --help' xrmc-model
fails 2 'see --help' xrmc-model discs discs
fails 2 '--counts needs --pattern' xrmc-model discs --counts 5
fails 2 '--offset needs --pattern' xrmc-model discs --offset 1,2
fails 2 '--oversample needs --pattern' xrmc-model discs --oversample 2
fails 2 '--scale needs --pattern' xrmc-model discs --scale 2
fails 2 '--background needs --pattern' xrmc-model discs --background 2
fails 2 '--radius is of discs' xrmc-model spinodal --radius 5
fails 2 '--spread is of discs' xrmc-model spinodal --spread 0.1
fails 2 '--gap is of discs' xrmc-model spinodal --gap 1
fails 2 '--k0 is of spinodal' xrmc-model discs --k0 5
for o in 5 1,2,3 , a,b 1, nan,0; do fails 2 'is not ROW,COL' xrmc-model spinodal --size 8 --pattern --offset "$o"; done
fails 2 'more than half' xrmc-model spinodal --size 8 --pattern --offset 5,0
fails 2 'outside 1 to 4' xrmc-model spinodal --size 8 --k0 5
fails 2 'larger than the box' xrmc-model discs --size 16 --radius 9 -l 0.1
fails 2 'larger than 4096' xrmc-model spinodal --size 64 --pattern --oversample 65
fails 2 'size' xrmc-model spinodal --size 0
fails 2 'size' xrmc-model spinodal --size 4097
fails 2 'loading' xrmc-model spinodal --loading 1.5
fails 2 'radius' xrmc-model discs --radius 0.5
fails 3 'fill no more than' xrmc-model discs --size 64 --radius 5 --loading 0.7
fails 3 'has no brightest pixel' xrmc-model discs --size 32 -r 3 --loading 0 --pattern --counts 9
fails 4 'none' xrmc-model spinodal --size 8 -o none/x.npy
fails 6 'below the minimum of' xrmc-model spinodal --size 1024 --memory 1M
none 'a refused run leaves no file' "$(ls none 2>/dev/null)"
xrmc-model spinodal --size 512 --pattern 2>/dev/null | head -c 1000 >/dev/null
is 'a cut pipe ends it quietly' "${PIPESTATUS[0]}" 141
done_testing
