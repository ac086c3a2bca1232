#!/bin/bash
# xrecon: accuracy, geometry, metadata, each option, bad input.
. "$(dirname "$0")/../lib.sh"
xphantom shepp2d --size 512 --angles 800 >big.nrrd
xphantom shepp2d --size 512 --truth >bigtruth.nrrd
xphantom shepp3d --size 48 --angles 75 --rows 5 --center 20.3 >in.nrrd
xphantom shepp3d --size 48 --angles 75 --rows 5 --center 20.3 --order proj >proj.nrrd
psnr() { xcompare --circle 1 --peak 1 --get psnr "$@"; }
at_least() { awk -v a="$2" -v b="$3" 'BEGIN { exit !(a ~ /^[-+]?[0-9.]/ && a + 0 >= b) }' && pass "$1" || flunk "$1" "got $2, want $3 or more"; }
data() { xconvert --type float "$1" -o .data.nrrd && sed '1,/^$/d' .data.nrrd | cksum; }	# samples alone
head_of() { sed '/^$/q' "$1"; }
has() { head_of "$2" | grep -aqF -e "$3" && pass "$1" || flunk "$1" "no '$3' in" "$(head_of "$2")"; }
hasnt() { head_of "$2" | grep -aq -e "$3" && flunk "$1" "'$3' in" "$(head_of "$2")" || pass "$1"; }

# the discrete ramp with band-limited interpolation, summed directly, gives 37.1 dB
for a in gridrec fbp; do
	xrecon -a $a big.nrrd >big-$a.nrrd
	at_least "$a: 37 dB at 512/800" "$(psnr bigtruth.nrrd big-$a.nrrd)" 37.0
done
at_least "gridrec and fbp agree" "$(psnr big-fbp.nrrd big-gridrec.nrrd)" 50
is "other sampling of the grid" "$(xrecon -a gridrec:oversampling=2 big.nrrd | psnr bigtruth.nrrd - | cut -c1-4)" 37.1
at_least "more phases" "$(xrecon -a fbp:phases=8 big.nrrd | psnr bigtruth.nrrd -)" 37.0

# a disc is flat, and 1; each filter keeps that
xphantom disc --size 128 --angles 200 >disc.nrrd
xphantom disc --size 128 --truth >disctruth.nrrd
for f in ramp ramlak shepp cosine hann hamming parzen butterworth blackman kaiser; do
	near "filter $f: gain" "$(xrecon --filter $f disc.nrrd | xcompare --circle 0.6 --get bias disctruth.nrrd -)" 0 0.002
done
near "filter none: the sum over angles" "$(xrecon --filter none disc.nrrd | xcompare --circle 0.02 --get bias disctruth.nrrd - |
	awk '{ print ($1 + 1) / (3.14159265 * 2 * 0.9 * 64) }')" 1 0.02
is "ramlak is ramp" "$(xrecon --filter ramlak --no-history disc.nrrd | cksum)" "$(xrecon --filter ramp --no-history disc.nrrd | cksum)"
at_least "a low cutoff smooths" "$(xrecon --filter hann --cutoff 0.1 big.nrrd | xcompare --circle 1 --get rmse big-gridrec.nrrd -)" 0.03
ok "order" xrecon --filter butterworth --cutoff 0.25 --order 4 disc.nrrd

# the same bytes for any number of threads, memory, format, order of the input, and on repetition
for a in gridrec fbp; do
	want=$(xrecon -a $a -j 1 in.nrrd | cksum)
	for o in "-j 2" "-j 3" "-j 1 --memory 24M" "--memory 1G"; do
		is "$a $o" "$(xrecon -a $a $o in.nrrd | cksum)" "$want"
	done
	is "$a through a pipe" "$(cat in.nrrd | xrecon -a $a | cksum)" "$(xrecon -a $a <in.nrrd | cksum)"
	xrecon -a $a in.nrrd -o out.nrrd; xrecon -a $a in.nrrd -o out.h5; xrecon -a $a in.nrrd -o out.tif
	xrecon -a $a -q proj.nrrd -o outp.nrrd
	for f in out.h5 out.tif outp.nrrd; do is "$a $f" "$(data $f)" "$(data out.nrrd)"; done
	is "$a: rows alone are the same rows" "$(xrecon -a $a --rows 2:4 in.nrrd -o part.nrrd; data part.nrrd)" \
		"$(xconvert --items 2:4 out.nrrd -o part.nrrd; data part.nrrd)"
done

# the head
xphantom shepp3d --size 48 --angles 75 --rows 5 --center 20.3 --pixel 1e-5 >pixel.nrrd
xconvert --set bp.table.row.index="7 8 9 10 11" pixel.nrrd >rows.nrrd
xrecon rows.nrrd >out.nrrd
has "axes" out.nrrd 'labels: "x" "y" "z"'
has "size" out.nrrd 'sizes: 48 48 5'
has "1/cm with a pixel size" out.nrrd 'bp.quantity:=mu_per_cm'
has "pixel stays" out.nrrd 'bp.pixel_m:=1e-05'
has "rows are known" out.nrrd 'bp.table.z.index:=7 8 9 10 11'
hasnt "no angles in a volume" out.nrrd bp.table.angle
hasnt "no center in a volume" out.nrrd '^bp.center_px'
has "history" out.nrrd '--filter=ramp'
has "values used" out.nrrd '# oversampling=1.5 center=20.3'
xrecon --unit pixel pixel.nrrd >px.nrrd
has "--unit pixel" px.nrrd 'bp.quantity:=mu_per_px'
near "1/cm is 1000 / pixel of 10 um" "$(xcompare --get rmse out.nrrd px.nrrd | awk -v a="$(xcompare --get rmse --scale fit out.nrrd px.nrrd)" '{ print (a < 1e-3 * $1) }')" 1 0
xrecon --no-history in.nrrd >out.nrrd
hasnt "--no-history" out.nrrd 'bp.history.1'

# center: metadata, a number, a file of one or one a row, found
xconvert --set bp.center_px= in.nrrd >bare.nrrd
want=$(xrecon in.nrrd -o o.nrrd; data o.nrrd)
is "--center N" "$(xrecon --center 20.3 bare.nrrd -o o.nrrd; data o.nrrd)" "$want"
is "--center beats the metadata" "$(xconvert --set bp.center_px=3 in.nrrd | xrecon -c 20.3 -o o.nrrd; data o.nrrd)" "$want"
printf '# axis\n20.3\n' >c1; printf '20.3\n20.3\n\n20.3\n20.3\n20.3\n' >c5; printf '1\n2\n' >c2
is "--center FILE" "$(xrecon --center c1 bare.nrrd -o o.nrrd; data o.nrrd)" "$want"
is "--center FILE, a row each" "$(xrecon --center c5 bare.nrrd -o o.nrrd; data o.nrrd)" "$want"
is "a center for each row in the input" "$(xconvert --set bp.table.row.center_px="20.3 20.3 20.3 20.3 20.3" bare.nrrd | xrecon -o o.nrrd; data o.nrrd)" "$want"
fails 3 "2 centers for 5 rows" xrecon --center c2 bare.nrrd
fails 2 "bp.center_px: give --center COL, or --center auto" xrecon bare.nrrd
fails 4 "nowhere" xrecon --center nowhere bare.nrrd
fails 3 "line 2: 'x' is not a number" xrecon --center <(printf '1\nx\n') bare.nrrd
for f in in.nrrd proj.nrrd; do
	xrecon --center auto $f 2>note >auto.nrrd
	near "--center auto, $f" "$(sed -n 's/^xrecon: center \([0-9.]*\).*/\1/p' note)" 20.3 0.25
	has "center found is in the history" auto.nrrd 'center=20.'
done
is "--center auto from a pipe is the same" "$(cat proj.nrrd | xrecon -q --center auto -o o.nrrd; data o.nrrd)" "$(data auto.nrrd)"

# angles
xconvert --set bp.table.angle.theta_deg= in.nrrd >notheta.nrrd
is "--theta A:B:excl" "$(xrecon --theta 0:180:excl notheta.nrrd -o o.nrrd; data o.nrrd)" "$want"
is "--theta A:B" "$(xrecon --theta 0:177.6 notheta.nrrd -o o.nrrd; data o.nrrd)" "$want"
seq 0 2.4 177.6 >angles
is "--theta FILE" "$(xrecon --theta angles notheta.nrrd -o o.nrrd; data o.nrrd)" "$want"
fails 3 "give --theta" xrecon notheta.nrrd
seq 0 0.0418879 3.12 >radians
xrecon --theta radians notheta.nrrd 2>note -o o.nrrd; has "radians taken for degrees are noted" note "radians"
xrecon --theta angles notheta.nrrd 2>note -o o.nrrd; hasnt "and degrees are not" note "radians"
xrecon --center 150 disc.nrrd 2>note -o o.nrrd; has "a center off the detector is noted" note "center 150 is off the detector"
fails 3 "all 75 angles are 30 degrees" xrecon --theta <(yes 30 | head -75) notheta.nrrd
for t in 180 0:180:1 0,180; do fails 2 'neither START:END, nor' xrecon --theta $t notheta.nrrd; done
fails 2 "more than 1000000000 degrees" xrecon --theta 1e34:1e308 notheta.nrrd
fails 3 "line 0: 1e300 is no angle" xrecon --theta <(echo 1e300) notheta.nrrd
fails 3 "angles" xrecon --theta <(echo 0) notheta.nrrd
at_least "angles thinned" "$(xrecon --angles ::2 big.nrrd | psnr bigtruth.nrrd -)" 36

# an object that goes on off the detector: flat by default, with a bright rim without the edges
xphantom disc --size 256 --angles 300 -o wide.nrrd
xfilter -f crop:left=64,right=64 wide.nrrd -o cropped.nrrd
flat() { xrecon "$@" cropped.nrrd | xconvert --rows 4:10 --cols 62:66 | xinfo --stats --get mean; }
near "edges are repeated by default" "$(flat)" "$(xrecon cropped.nrrd | xconvert --rows 62:66 --cols 62:66 | xinfo --stats --get mean)" 0.25
ok "and not with --pad 0" test "$(printf '%.0f' "$(flat --pad 0)")" -ge 2
is "--pad of all columns is the default" "$(xrecon cropped.nrrd -o o.nrrd; data o.nrrd)" "$(xrecon --pad 128 cropped.nrrd -o o.nrrd; data o.nrrd)"
is "plain back-projection repeats none" "$(xrecon --filter none cropped.nrrd -o o.nrrd; data o.nrrd)" "$(xrecon --filter none --pad 0 cropped.nrrd -o o.nrrd; data o.nrrd)"

# other shapes
for o in "--size 31" "--size 100" "--pad 7" "--pad 0" "--circle 0.5" "--cols 1:" "--angles :50"; do
	for a in gridrec fbp; do ok "$a $o" xrecon -a $a $o in.nrrd -o shape.nrrd; done
done
is "--size" "$(xrecon --size 31 in.nrrd | head_of - | grep -a ^sizes)" "sizes: 31 31 5"
is "--circle" "$(xrecon --circle 0.5 in.nrrd | tail -c 9216 | head -c 2304 | tr -d '\0' | wc -c)" 0
at_least "the axis follows a crop of columns" "$(xrecon --cols 40:512 --size 512 big.nrrd | xcompare --circle 0.8 --peak 1 --get psnr bigtruth.nrrd -)" 20
xphantom disc --size 200 --cols 128 --center 24 --angles 400 --range 360 | xrecon -o half.nrrd
xphantom disc --size 207 --truth >halftruth.nrrd
is "half-acquisition: all is reconstructed" "$(head_of half.nrrd | grep -a ^sizes)" "sizes: 207 207 1"
near "half-acquisition: flat" "$(xcompare --circle 0.8 --get bias halftruth.nrrd half.nrrd)" 0 0.002

# quantities
xphantom disc --size 64 --angles 100 --mu-t-max 2 >mut.nrrd
fails 3 "quantity counts, where mu_t" xrecon <(xconvert --set bp.quantity=counts mut.nrrd)
fails 3 "quantity mu_per_px" xrecon px.nrrd
xphantom shepp2d --size 8 --angles 4 -q -o bare.npy
fails 3 "bare.npy: need sinograms, and no axis is named angle (xconvert --axes)" xrecon --theta 0:180 --center 3.5 bare.npy
fails 3 "is not positive" xrecon -o never.nrrd <(xconvert --set bp.quantity=transmission mut.nrrd)
xconvert --set bp.quantity= mut.nrrd | xrecon >q.nrrd && pass "an unknown quantity is taken as mu_t" || flunk "unknown quantity"

# bad input and usage
fails 3 "sinograms" xrecon --theta 0:180 <(xconvert --set bp.quantity=mu_t bigtruth.nrrd)
fails 2 "unknown.*gridrec\|gridrec" xrecon -a gridrek in.nrrd
fails 2 "oversampling" xrecon -a gridrec:oversamplin=2 in.nrrd
fails 2 "oversampling" xrecon -a gridrec:oversampling=9 in.nrrd
fails 2 "filter" xrecon --filter hamm in.nrrd
fails 2 "cutoff" xrecon --cutoff 0.6 in.nrrd
fails 2 "bp.pixel_m" xrecon --unit cm in.nrrd
fails 3 "more than twice" xrecon --center 1e5 in.nrrd
fails 6 "memory" xrecon --memory 64k in.nrrd
{ sed '/^$/q' in.nrrd; sed '1,/^$/d' in.nrrd | head -c $(((2 * 75 * 48 + 3 * 48 + 7) * 4)); printf '\0\0\300\177'
  sed '1,/^$/d' in.nrrd | tail -c +$(((2 * 75 * 48 + 3 * 48 + 7) * 4 + 5)); } >nan.nrrd
for a in gridrec fbp; do fails 3 "row 2: angle 3, col 7: value nan" xrecon -a $a nan.nrrd -o never.nrrd; done
for n in 10 700 20000 71999; do
	head -c $n in.nrrd >cut.nrrd
	fails 5 "." xrecon cut.nrrd -o never.nrrd
done
[ ! -e never.nrrd ] && pass "no output of a bad or short input" || flunk "no output of a short input"
xrecon --size 1500 big.nrrd | head -c 1000 >/dev/null
status=${PIPESTATUS[0]}
[ "$status" -ge 128 ] && pass "a cut pipe ends it" || flunk "a cut pipe ends it" "exit $status"

# what it tells
xrecon --list >list
for w in gridrec fbp oversampling phases butterworth ramlak; do grep -q $w list && pass "--list: $w" || flunk "--list: $w"; done
xrecon --profile disc.nrrd 2>prof | cksum >a; xrecon disc.nrrd | cksum >b
is "--profile changes nothing" "$(cat a)" "$(cat b)"
is "--profile" "$(grep -c '^xrecon: profile:' prof)" 7

if [ -e "$data/tomo/tooth.h5" ] && command -v xnorm >/dev/null; then
	xnorm -q "$data/tomo/tooth.h5" >tooth.nrrd
	for a in gridrec fbp; do
		xrecon -q -a $a --center 295.6 tooth.nrrd -o tooth-$a.nrrd
	done
	at_least "tooth: gridrec and fbp agree" "$(xcompare --circle 0.9 --get psnr tooth-gridrec.nrrd tooth-fbp.nrrd)" 45
	xrecon --center auto tooth.nrrd 2>&1 >/dev/null | sed -n 's/^xrecon: center \([0-9.]*\).*/\1/p' >c
	near "tooth: --center auto" "$(cat c)" 295.6 0.5
else
	skip "tooth" "no data or no xnorm"
fi
done_testing
