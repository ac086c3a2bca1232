#!/bin/bash
# xphantom: exact sinograms, truth, scans in every layout, noise and faults, metadata, same bytes, bad use.
. "$(dirname "$0")/../lib.sh"
get() { xinfo --get "$@"; }
floats() { sed '1,/^$/d' "$1" | od -An -v -w4 -tf4; }
samples() { xconvert "$1" -o .s.nrrd && sed '1,/^$/d' .s.nrrd | cksum; }	# without the head

# ---- exact numbers -----------------------------------------------------------------------------
# a disc of radius 0.9 N/2 about column 30.25: the mean chord of each column from its antiderivative
xphantom disc --size 64 --angles 3 --center 30.25 >disc.nrrd
floats disc.nrrd | awk '
	function F(s) { s = s < -r ? -r : s > r ? r : s; return s * sqrt(r * r - s * s) + r * r * atan2(s, sqrt(r * r - s * s)) }
	BEGIN { r = 0.9 * 32 }
	{ c = (NR - 1) % 64 - 30.25; d = $1 - F(c + 0.5) + F(c - 0.5); if (d < 0) d = -d; if (d > worst) worst = d }
	END { print NR, worst }' | { read -r n worst; is "disc: all columns at all angles" "$n" 192; near "disc: mean chords" "$worst" 0 2e-5; }
# the head: each ellipse adds pi a b times its value, (N/2)^2 of the unit disc
near "shepp2d: mass is kept at any angle and center" \
	"$(xphantom shepp2d --size 100 --cols 130 --angles 7 --center 71.3 | xinfo -s --get mean | awk '{ print $1 * 130 }')" \
	"$(awk 'BEGIN { pi = 3.14159265358979; print pi * 2500 * (0.69 * 0.92 - 0.8 * 0.6624 * 0.874 - 0.2 * 0.11 * 0.31 - 0.2 * 0.16 * 0.41 + 0.1 * (0.21 * 0.25 + 2 * 0.046 * 0.046 + 0.046 * 0.023 + 0.023 * 0.023 + 0.023 * 0.046)) }')" 1e-3
near "a slice has the mass of a projection" "$(xphantom discs --size 120 --truth | xinfo -s --get mean | awk '{ print $1 * 120 }')" \
	"$(xphantom discs --size 120 --angles 2 | xinfo -s --get mean)" 2e-3
near "spheres: volume and projections agree" "$(xphantom spheres --size 48 --truth | xinfo -s --get mean | awk '{ print $1 * 48 }')" \
	"$(xphantom spheres --size 48 --angles 2 | xinfo -s --get mean)" 2e-3

# ---- shapes, order, geometry -------------------------------------------------------------------
is "one row of a phantom in 2-D" "$(xphantom shepp2d --size 20 --angles 5 | get shape)" "1 x 5 x 20"
is "N rows of one in 3-D" "$(xphantom shepp3d --size 20 --angles 5 | get shape)" "20 x 5 x 20"
is "--rows, --cols" "$(xphantom wires --size 20 --angles 5 --rows 7 --cols 33 | get shape)" "7 x 5 x 33"
is "--truth" "$(xphantom shepp3d --size 20 --rows 6 --truth | get order)$(xphantom shepp3d --size 20 --rows 6 --truth | get shape)" "z y x6 x 20 x 20"
xphantom spheres --size 20 --angles 6 --rows 9 --center 8.1 --tilt 2 >sino.nrrd
xphantom spheres --size 20 --angles 6 --rows 9 --center 8.1 --tilt 2 --order proj | xsino -q -o turned.nrrd
is "--order proj is the same, turned" "$(samples turned.nrrd)" "$(samples sino.nrrd)"
is "all rows alike in 2-D" "$(xphantom shepp2d --size 30 --angles 9 --rows 3 | xconvert --rows 2 | sed '1,/^$/d' | cksum)" \
	"$(xphantom shepp2d --size 30 --angles 9 | sed '1,/^$/d' | cksum)"
is "quantity" "$(get bp.quantity sino.nrrd)" mu_t
is "center" "$(get bp.center_px sino.nrrd)" 8.1
is "tilt" "$(get bp.tilt_deg sino.nrrd)" 2
near "the axis in the first row" "$(get bp.table.row.center_px sino.nrrd | cut -d' ' -f1)" 7.96032 1e-5	# 8.1 - 4 tan 2 deg
is "no table without tilt" "$(xphantom disc --size 9 --angles 2 | grep -ac row.center_px)" 0
is "middle by default" "$(xphantom disc --size 9 --angles 2 --cols 12 | get bp.center_px)" 5.5
is "angles k 180/M" "$(xphantom disc --size 9 --angles 4 | get bp.table.angle.theta_deg)" "0 45 90 135"
is "--range" "$(xphantom disc --size 9 --angles 4 --range 360 | get bp.table.angle.theta_deg)" "0 90 180 270"
is "--theta START:END" "$(xphantom disc --size 9 --angles 4 --theta 0:180 | get bp.table.angle.theta_deg)" "0 60 120 180"
printf '5\n7\n11\n' >angles.txt
is "--theta FILE" "$(xphantom disc --size 9 --angles 3 --theta angles.txt | get bp.table.angle.theta_deg)" "5 7 11"
xphantom shepp2d --size 64 --cols 65 --angles 2 --theta 20:200 >half.nrrd
near "0 and 180 are mirror images" "$(floats half.nrrd | awk '{ v[NR] = $1 } END { for (i = 1; i <= 65; i++) {
	d = v[i] - v[131 - i]; s += d < 0 ? -d : d } print s }')" 0 1e-4
is "energy, pixel, distance" "$(xphantom disc --size 9 --angles 2 --energy 25 --pixel 1e-6 --distance 0.1 | tee .m | get bp.energy_keV)$(
	get bp.pixel_m .m)$(get bp.distance_m .m)" "251e-060.1"
is "sample, factor" "$(get bp.sample sino.nrrd)$(get bp.phantom_factor sino.nrrd)" spheres1
near "--mu-t-max" "$(xphantom shepp2d --size 64 --angles 50 --mu-t-max 1.5 | xinfo -s --get max)" 1.5 1e-6
is "no --mu-t-max, no scale" "$(xphantom shepp2d --size 64 --angles 5 | get bp.phantom_factor)" 1
has=$(xphantom disc --size 9 --angles 2 | get bp.history.0)
is "history" "${has%% --range*}" "xphantom 0.1.0 --size=9 --angles=2 --rows=0 --cols=0"
is "--no-history" "$(xphantom disc --size 9 --angles 2 --no-history | grep -ac bp.history)" 0
is "--list" "$(xphantom --list | cut -d' ' -f1 | tr '\n' ' ')" "shepp2d shepp3d disc discs spheres wires "
for p in shepp2d shepp3d disc discs spheres wires; do ok "$p" xphantom $p --size 16 --angles 3 -o x.nrrd; done

# ---- scans -------------------------------------------------------------------------------------
s="--size 32 --angles 12 --scan --flats 6 --darks 3 --rings 5 --zingers 1e-3"
xphantom shepp3d $s >scan.nrrd
is "type" "$(get type scan.nrrd)" uint16
is "darks, flats, projections" "$(get bp.table.angle.key scan.nrrd)" "3*2 6*1 12*0"
is "flats before and after" "$(get bp.table.angle.frame scan.nrrd)" "0 1 2 3 4 5 18 19 20 6 7 8 9 10 11 12 13 14 15 16 17"
is "counts" "$(get bp.quantity scan.nrrd)" counts
is "seed" "$(get bp.phantom_seed scan.nrrd)" 1
for o in "-j 1" "-j 3" "--memory 1M" "--memory 1G"; do
	is "same bytes: $o" "$(xphantom shepp3d $s $o | cksum)" "$(cksum <scan.nrrd)"
done
is "another seed differs" "$(xphantom shepp3d $s --seed 2 | cmp -s - scan.nrrd; echo $?)" 1
is "--ring-kind differs" "$(for k in turn full partial unresponsive wide; do xphantom shepp2d $s --rows 1 --ring-kind $k | cksum; done | sort -u | wc -l)" 5
want=$(xnorm -q scan.nrrd -o norm.nrrd && samples norm.nrrd)
for l in als832 dx nxtomo; do
	ok "--layout $l" xphantom shepp3d $s --layout $l -o scan_$l.h5
	xnorm -q scan_$l.h5 -o norm_$l.nrrd
	is "$l holds the same images" "$(samples norm_$l.nrrd)" "$want"
done
# an odd flat comes before the scan, and each layout must say so: with a drift it counts
d="--size 16 --angles 6 --rows 2 --scan --flats 5 --drift 0.4 --no-noise"
want=$(xphantom shepp2d $d | xnorm -q -o odd.nrrd && samples odd.nrrd)
for l in als832 dx nxtomo; do
	xphantom shepp2d $d --layout $l -o odd_$l.h5 && xnorm -q odd_$l.h5 -o odd_$l.nrrd
	is "$l: 3 flats before and 2 after" "$(samples odd_$l.nrrd)" "$want"
done
is "a layout repeats its bytes" "$(xphantom shepp3d $s --layout dx -j 1 -o again.h5 && cksum <again.h5)" "$(cksum <scan_dx.h5)"
ok "metadata of a layout" xphantom disc --size 8 --angles 4 --scan --layout dx --energy 25 --pixel 2e-6 --distance 0.2 -o meta.h5
near "pixel" "$(get bp.pixel_m meta.h5)" 2e-6 1e-12
near "energy" "$(get bp.energy_keV meta.h5)" 25 1e-9
is "factor in the sample's name" "$(get bp.sample meta.h5 | sed 's/factor.*,/factor,/')" "disc, factor, seed 1"

# without noise and faults xnorm gives back what was projected: -ln of counts rounded to 1/60000
xphantom shepp3d --size 32 --angles 12 --mu-t-max 1 --order proj -o exact.nrrd
xphantom shepp3d --size 32 --angles 12 --scan --mu-t-max 1 --no-noise --drift 0.2 --counts 60000 | xnorm -q -o back.nrrd
ok "drift and profile are normalised away" xcompare --tolerance 2e-4 exact.nrrd back.nrrd
# means of 64 x 64 pixels, the pattern of +-2 % included (a standard deviation of 1.15 %): within 5 standard errors
near "flat" "$(xphantom disc --size 64 --rows 64 --angles 1 --scan --flats 1 --darks 0 --profile 0 --drift 0 --counts 10000 --dark-level 200 |
	xinfo -s --items 0 --get mean)" 10200 11
near "dark" "$(xphantom disc --size 64 --rows 64 --angles 1 --scan --dark-level 50 | xinfo -s --items 0 --get mean)" 50 0.6
near "dark: Poisson's deviation" "$(xphantom disc --size 64 --rows 64 --angles 1 --scan --dark-level 50 | xinfo -s --items 0 --get sd)" 7.08 0.4
# with noise, the mean of many pixels of air stays 0: 64 x 8 columns of 12 projections, sd 1 % of each
near "air" "$(xphantom disc --size 64 --cols 96 --angles 12 --rows 64 --scan | xnorm -q | xconvert --cols 0:8 | xinfo -s --get mean)" 0 0.003
is "zingers" "$(xphantom disc --size 64 --rows 64 --angles 9 --scan --no-noise --zingers 0.01 | xconvert --items 20: |
	sed '1,/^$/d' | od -An -v -w2 -tu2 | awk '$1 > 22000 { n++ } END { print (n > 150 && n < 700) }')" 1	# of 36864: 369, fewer when they hit the sample
is "largest scan fits its memory" "$(xphantom disc --size 512 --rows 2 --angles 2000 --scan --memory 2M | xinfo --get shape)" "2020 x 2 x 512"

# ---- bad use -----------------------------------------------------------------------------------
fails 2 "no phantom 'shep2d', did you mean 'shepp2d'" xphantom shep2d
fails 2 "see --list" xphantom qqqqqqqqqqq
fails 2 "see --help" xphantom
fails 2 "see --help" xphantom disc disc
fails 2 "exclude each other" xphantom disc --scan --truth
fails 2 "needs --scan" xphantom disc --layout dx -o x.h5
fails 2 "give -o FILE" xphantom disc --scan --layout dx
fails 2 "nowhere on the detector" xphantom disc --size 20 --angles 3 --mu-t-max 1 --center 900
fails 2 "size" xphantom disc --size 0
fails 2 "ring-kind" xphantom disc --scan --ring-kind dead
fails 3 "angles.txt" xphantom disc --size 8 --angles 4 --theta angles.txt
fails 4 "none.txt" xphantom disc --size 8 --angles 4 --theta none.txt
fails 4 "none" xphantom disc --size 8 --angles 4 -o none/x.nrrd
fails 6 "below the minimum of" xphantom disc --size 2048 --rows 2048 --scan --memory 1M
none "a refused run leaves no file" "$(ls x.h5 none 2>/dev/null)"
xphantom disc --size 256 --angles 500 --rows 20 2>/dev/null | head -c 1000 >/dev/null
is "a cut pipe ends it quietly" "${PIPESTATUS[0]}" 141
done_testing
