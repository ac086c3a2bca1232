#!/bin/bash
# xproject: against exact line integrals, noise, geometry, metadata, formats, same bytes, bad use.
. "$(dirname "$0")/../lib.sh"
get() { xinfo --get "$@"; }
floats() { sed '1,/^$/d' "$1" | od -An -v -w4 -tf4; }
sum() { sed '1,/^$/d' "$1" | cksum; }	# without the head
stat() { xinfo -s --get "$1" "$2"; }
nrrd() { printf 'NRRD0005\ntype: float\ndimension: %d\nsizes: %s\nendian: little\nencoding: raw\n%s\n' "$1" "$2" "$3"; }
bytes() { printf "$(printf '\\%o' $(for v; do case $v in 0) echo 0 0 0 0 ;; 1) echo 0 0 128 63 ;; 3) echo 0 0 64 64 ;; nan) echo 0 0 192 127 ;; big) echo 255 255 127 127 ;; esac; done))"; }

# ---- against xphantom's exact integrals --------------------------------------------------------
# Slices are means over pixels, so edges are a pixel wide: the relative error falls as 1/N (2.1/N measured at
# N = 64 to 512).  A center off by a tenth of a pixel would make it 2 % at N = 128 and the same at any size.
for n in 64 128; do
	geometry="--angles 60 --cols $((n + 7)) --center $((n / 2 + 1)).3"
	xphantom shepp2d --size $n --truth -o truth.nrrd
	xproject truth.nrrd $geometry -o ours.nrrd
	xphantom shepp2d --size $n $geometry -o exact.nrrd
	near "shepp2d at $n: relative error" "$(xcompare -q --get rel_l2 ours.nrrd exact.nrrd)" 0 "$(awk "BEGIN { print 2.5 / $n }")"
	near "as many of it on the detector" "$(stat mean ours.nrrd)" "$(stat mean exact.nrrd)" 0.01
done
# one turn, steps that divide nothing
xphantom spheres --size 48 --truth -o truth.nrrd
xproject truth.nrrd --angles 37 --range 360 --cols 61 -o ours.nrrd
xphantom spheres --size 48 --angles 37 --range 360 --cols 61 -o exact.nrrd
near "spheres, a full turn: relative error" "$(xcompare -q --get rel_l2 ours.nrrd exact.nrrd)" 0 0.05
# the way back, without any option: slices of square pixels, seen through pixels once more, lose 3.2 dB against exact integrals
near "xproject | xrecon" "$(xphantom shepp2d --size 128 --truth | tee t.nrrd | xproject --angles 200 | xrecon | xcompare -q --get psnr - t.nrrd)" \
	"$(xphantom shepp2d --size 128 --angles 200 | xrecon | xcompare -q --get psnr - t.nrrd)" 4

# ---- exact numbers -----------------------------------------------------------------------------
# slice 1 0 / 0 3: columns at 0 degrees 1 3, at 90 (s = y, up) 3 1, at 180 mirrored 3 1, at 270 1 3
{ nrrd 2 '2 2' ''; bytes 1 0 0 3; } >two.nrrd
is "a slice of two axes at right angles" "$(xproject two.nrrd --angles 4 --range 360 -o s.nrrd && floats s.nrrd | awk '{ printf "%g ", $1 }')" "1 3 3 1 3 1 1 3 "
is "its shape" "$(get shape s.nrrd)" "1 x 4 x 2"
near "the sum at any angle: 4, in 8 columns" "$(xproject two.nrrd --angles 7 --cols 8 | stat mean -)" 0.5 1e-6
is "--center" "$(xproject two.nrrd --angles 1 --cols 4 --center 0.5 -o s.nrrd && floats s.nrrd | awk '{ printf "%g ", $1 }')" "1 3 0 0 "
is "--theta START:END" "$(xproject two.nrrd --angles 3 --theta 0:180 | get bp.table.angle.theta_deg)" "0 90 180"
printf '5\n7\n' >angles.txt
is "--theta FILE" "$(xproject two.nrrd --angles 2 --theta angles.txt | get bp.table.angle.theta_deg)" "5 7"
is "angles k 180/M" "$(xproject two.nrrd --angles 4 | get bp.table.angle.theta_deg)" "0 45 90 135"

# ---- units and metadata ------------------------------------------------------------------------
xphantom shepp3d --size 24 --truth -o vol.nrrd
xconvert -q --set bp.quantity=mu_per_cm --set bp.pixel_m=1e-4 vol.nrrd -o cm.nrrd
near "1/cm times 0.01 cm" "$(xproject cm.nrrd | stat mean - | awk '{ print $1 * 100 }')" "$(xproject vol.nrrd | stat mean -)" 1e-5
is "--pixel beats the metadata" "$(xproject --pixel 1e-2 cm.nrrd -o c.nrrd && sum c.nrrd)$(get bp.pixel_m c.nrrd)" "$(xproject vol.nrrd -o p.nrrd && sum p.nrrd)0.01"
is "per pixel the size of a pixel changes nothing" "$(xproject --pixel 1e-6 vol.nrrd -o c.nrrd && sum c.nrrd)" "$(sum p.nrrd)"
near "--scale" "$(xproject --scale 0.25 vol.nrrd | stat mean - | awk '{ print $1 * 4 }')" "$(stat mean p.nrrd)" 1e-5
is "quantity" "$(get bp.quantity p.nrrd)" mu_t
is "shape and axes" "$(get shape p.nrrd), $(get order p.nrrd)" "24 x 180 x 24, row angle col"
is "the middle is the center" "$(get bp.center_px p.nrrd)" 11.5
is "sample is kept" "$(get bp.sample p.nrrd)" shepp3d
is "history" "$(get bp.history.1 p.nrrd)" "xproject 0.1.0 --angles=180 --range=180 --cols=0 --order=sino --scale=1 --seed=1 vol.nrrd"
is "--order proj is the same, turned" "$(xproject --order proj vol.nrrd -o t.nrrd && get order t.nrrd && xsino -q t.nrrd -o u.nrrd && sum u.nrrd)" \
	"angle row col
$(sum p.nrrd)"
is "--items: rows keep their numbers" "$(xproject --items 5:20:7 vol.nrrd -o i.nrrd && get bp.table.row.index i.nrrd)" "5 12 19"
is "and their samples" "$(sum i.nrrd)" "$(xconvert -q --items 5:20:7 p.nrrd -o j.nrrd && sum j.nrrd)"
for r in $(seq 24); do awk "BEGIN { print 11 + $r / 20 }"; done >centers.txt
xproject --center centers.txt vol.nrrd -o tilted.nrrd
is "--center FILE" "$(get bp.table.row.center_px tilted.nrrd | cut -d' ' -f1-3)" "11.05 11.1 11.15"
is "each row has its own" "$(xproject --center 11.4 --items 7 vol.nrrd -o one.nrrd && sum one.nrrd)" "$(xconvert -q --items 7 tilted.nrrd -o j.nrrd && sum j.nrrd)"
is "xrecon takes them" "$(xrecon -q tilted.nrrd | get shape)" "24 x 24 x 24"
for f in tif h5 npy; do
	xconvert -q vol.nrrd -o vol.$f
	is "from .$f" "$(xproject vol.$f -o f.nrrd && sum f.nrrd)" "$(sum p.nrrd)"
done
xconvert -q --axes frame,row,col vol.nrrd -o frames.nrrd
is "a stack of images is a volume" "$(xproject frames.nrrd -o f.nrrd && sum f.nrrd)$(get order f.nrrd)" "$(sum p.nrrd)row angle col"

# ---- noise -------------------------------------------------------------------------------------
# air: N of mean 400, -ln(N / 400) has the mean 1/800 (second order) and the deviation 0.05; 57600 pixels, 5 standard errors
{ nrrd 3 '40 40 8' 'labels: "x" "y" "z"
'; head -c 51200 /dev/zero; } >air.nrrd
xproject air.nrrd --counts 400 -o noisy.nrrd
near "--counts: mean" "$(stat mean noisy.nrrd)" 0.00125 0.0011
near "--counts: deviation" "$(stat sd noisy.nrrd)" 0.0501 0.0008
xproject air.nrrd --counts 400 --transmission -o t.nrrd
near "as transmission" "$(stat mean t.nrrd)" 1 0.0011
is "its quantity" "$(get bp.quantity t.nrrd)" transmission
is "counts are whole" "$(floats t.nrrd | awk '{ x = $1 * 400; d = x - int(x + 0.5); if (d > 1e-3 || d < -1e-3) n++ } END { print NR, n + 0 }')" "57600 0"
near "-ln of it is the other" "$(xfilter -q -f log t.nrrd | xcompare -q --get max_abs - noisy.nrrd)" 0 1e-6
near "--transmission alone" "$(xproject --transmission vol.nrrd | xfilter -q -f log | xcompare -q --get max_abs - p.nrrd)" 0 1e-5
is "no two rows alike" "$(xconvert -q --items 0 noisy.nrrd -o a.nrrd; xconvert -q --items 1 noisy.nrrd -o b.nrrd; [ "$(sum a.nrrd)" != "$(sum b.nrrd)" ] && echo yes)" yes
is "--seed" "$(xproject air.nrrd --counts 400 --seed 2 -o b.nrrd; [ "$(sum b.nrrd)" != "$(sum noisy.nrrd)" ] && echo yes)" yes
is "noise is a row's own, whatever is left out" "$(xproject air.nrrd --items 3:8:2 --counts 400 -o a.nrrd && sum a.nrrd)" "$(xconvert -q --items 3:8:2 noisy.nrrd -o b.nrrd && sum b.nrrd)"
# nothing comes through 1000 pixels of 1 (mu_t 40): N = 0 counts as a half
{ nrrd 2 '40 40' ''; for i in $(seq 1600); do bytes 1; done; } >opaque.nrrd
near "no photon" "$(xproject opaque.nrrd --angles 1 --counts 50 | stat max -)" "$(awk 'BEGIN { print -log(0.5 / 50) }')" 1e-6
is "no photon in transmission" "$(xproject opaque.nrrd --angles 1 --counts 50 --transmission | stat max -)" 0
near "counts beyond any noise" "$(xproject vol.nrrd --counts 1e15 | xcompare -q --get max_abs - p.nrrd)" 0 1e-5

# ---- same bytes --------------------------------------------------------------------------------
xproject vol.nrrd --counts 1e4 --order proj -j 1 -o a.nrrd
for o in "-j 2" "-j 5 --memory 90M" "-j 1 --memory 8M"; do
	is "same bytes: $o" "$(xproject -q vol.nrrd --counts 1e4 --order proj $o | cksum)" "$(cksum <a.nrrd)"
done
is "same bytes through a pipe of unknown length" "$(xproject -q --counts 1e4 --order proj - <vol.nrrd -o b.nrrd && sum b.nrrd)" "$(sum a.nrrd)"
for c in 0 100 $(($(wc -c <vol.nrrd) / 2)) $(($(wc -c <vol.nrrd) - 1)); do
	head -c $c vol.nrrd | fails 5 '' xproject -o cut.nrrd
done
none "a cut input leaves nothing" "$(ls -A | grep cut)"
xproject vol.nrrd --angles 3000 2>/dev/null | head -c 1000 >/dev/null
is "a cut pipe ends it quietly" "${PIPESTATUS[0]}" 141

# ---- extremes ----------------------------------------------------------------------------------
{ nrrd 2 '1 1' ''; bytes 3; } >point.nrrd
is "one pixel, one angle" "$(xproject point.nrrd --angles 1 -o s.nrrd && floats s.nrrd | awk '{ print $1 }')" 3
is "all off the detector" "$(xproject two.nrrd --cols 3 --center -4 | stat max -)" 0

# ---- bad use -----------------------------------------------------------------------------------
xphantom disc --size 8 --angles 4 -o sino.nrrd
fails 3 'angle.*need slices' xproject sino.nrrd
{ nrrd 3 '3 2 2' ''; head -c 48 /dev/zero; } >flat.nrrd
fails 3 'must be square' xproject flat.nrrd
xconvert -q --set bp.quantity=mu_per_cm vol.nrrd -o nopx.nrrd
fails 3 'give --pixel' xproject nopx.nrrd
xconvert -q --set bp.quantity=counts vol.nrrd -o counts.nrrd
fails 3 'quantity counts' xproject counts.nrrd
{ nrrd 2 '2 2' ''; bytes 1 0 nan 3; } >nan.nrrd
fails 3 'row 1, col 0.*not finite' xproject nan.nrrd -o x.nrrd
{ nrrd 2 '2 2' ''; bytes big big big big; } >big.nrrd
fails 3 'angle 0, col 0: the line integral' xproject big.nrrd -o x.nrrd
none "a refused run leaves no file" "$(ls -A | grep '^x.nrrd')"
fails 4 'none.txt' xproject --center none.txt vol.nrrd
printf '1\n2\n' >few.txt
fails 3 '2 centers for 24 slices' xproject --center few.txt vol.nrrd
fails 3 'off its middle' xproject --center 1e5 vol.nrrd
fails 3 'angles.txt' xproject --angles 3 --theta angles.txt vol.nrrd
fails 4 'none.txt' xproject --theta none.txt vol.nrrd
fails 2 'angles' xproject --angles 0 vol.nrrd
fails 2 'scale' xproject --scale -1 vol.nrrd
fails 2 'counts' xproject --counts 0 vol.nrrd
fails 2 'see --help' xproject vol.nrrd vol.nrrd
fails 4 'none.nrrd' xproject none.nrrd
fails 4 'nodir' xproject vol.nrrd -o nodir/x.nrrd
fails 6 'memory' xproject vol.nrrd --angles 100000 --memory 1M
done_testing
