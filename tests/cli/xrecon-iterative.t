#!/bin/bash
# The options of xrecon that the iterative algorithms share, and --filter-file.
. "$(dirname "$0")/../lib.sh"

xphantom shepp2d --size 64 --angles 45 --rows 3 -o p.nrrd
xphantom shepp2d --size 64 --truth --rows 3 -o truth.nrrd
psnr() { xcompare --circle 1 --peak 1 --get psnr truth.nrrd "$1"; }
more() { awk -v a="$2" -v b="$3" 'BEGIN { exit !(a + 0 > b + 0) }' && pass "$1" || flunk "$1" "got '$2'" "expected more than $3"; }

# --residual: a row for each iteration of each slice, the start included; it changes nothing
xrecon -q -a sirt:iterations=4 p.nrrd -o plain.nrrd
xrecon -q -a sirt:iterations=4 --residual r.tsv p.nrrd -o told.nrrd
cmp -s plain.nrrd told.nrrd && pass "--residual changes no byte" || flunk "--residual changes no byte"
is "--residual: names" "$(head -1 r.tsv)" "$(printf 'item\titeration\tresidual\tobjective\tseconds')"
is "--residual: items and iterations" "$(sed 1d r.tsv | cut -f1,2 | tr '\t\n' '. ')" \
	"0.0 0.1 0.2 0.3 0.4 1.0 1.1 1.2 1.3 1.4 2.0 2.1 2.2 2.3 2.4 "
is "--residual: from 1 on the way down" "$(awk '$2 == 0 && $3 != 1 { bad++ } $2 > 0 && $1 == item && $3 >= last { bad++ }
	{ item = $1; last = $3 } END { print bad + 0 }' <(sed 1d r.tsv))" 0
is "rows that are alike are solved alike" "$(sed 1d r.tsv | cut -f2,3,4 | sort -u | wc -l)" 5

# --init: twice two iterations are four, where each knows nothing of the ones before; one slice for all; matched by row
still() { xrecon -q -a "sirt:momentum=no,iterations=$1" "${@:2}" p.nrrd; }
still 2 -o two.nrrd
still 2 --init two.nrrd -o four.nrrd
near "--init goes on where it was" "$(still 4 | xcompare --get max_abs - four.nrrd)" 0 1e-6
xconvert --items 0:1 two.nrrd -o one.nrrd
still 2 --init one.nrrd | xcompare four.nrrd - >/dev/null && pass "--init: one slice for all" || flunk "--init: one slice for all"
xrecon -q -a sirt:iterations=0 --init two.nrrd --rows 1:2 p.nrrd -o same.nrrd
xconvert --items 1:2 two.nrrd | xcompare same.nrrd - >/dev/null && pass "no iteration gives the start" || flunk "no iteration gives the start"
# in 1/cm all is the same but for the factor: 10 um, 1000 pixels a cm
xconvert -q --set bp.pixel_m=1e-5 p.nrrd -o um.nrrd
xrecon -q -a sirt:iterations=2 um.nrrd -o two-cm.nrrd
is "--init in 1/cm: no iteration gives the start" "$(xrecon -q -a sirt:iterations=0 --init two-cm.nrrd um.nrrd | xcompare --get rel_l2 - two-cm.nrrd | awk '{ print ($1 < 1e-6) }')" 1
for a in sirt mlem pml_quad tv tikh mbir; do
	xrecon -q -a $a:iterations=3 --init two-cm.nrrd um.nrrd | xfilter -q -f scale:a=1e-3 -o cm3.nrrd
	xfilter -q -f scale:a=1e-3 two-cm.nrrd | xconvert -q --set bp.quantity=mu_per_px -o two-px.nrrd
	near "$a: 1/cm and 1/pixel, with --init" "$(xrecon -q -a $a:iterations=3 --unit pixel --init two-px.nrrd um.nrrd | xcompare --get rel_l2 - cm3.nrrd)" 0 1e-5
done
xphantom shepp2d --size 64 --angles 45 --rows 4 -o p4.nrrd
fails 3 "3 slices for 4 rows" xrecon -a sirt --init truth.nrrd p4.nrrd -o never.nrrd
fails 3 "no slice of row 3" xrecon -a sirt --init truth.nrrd --rows 2:4 p4.nrrd -o never.nrrd
xconvert --set bp.quantity=mu_per_cm two.nrrd -o cm.nrrd
fails 3 "quantity mu_per_cm" xrecon -a sirt --init cm.nrrd p.nrrd -o never.nrrd
fails 3 "32 x 32" xrecon -a sirt --init <(xphantom disc --size 32 --truth) p.nrrd -o never.nrrd
fails 4 "none.nrrd" xrecon -a sirt --init none.nrrd p.nrrd -o never.nrrd

# a row with its own center is what it is alone, whatever the other rows are: tilted, or the first with the axis far away
xphantom shepp2d --size 32 --angles 30 --rows 4 --tilt 4 -o tilted.nrrd
for a in $(xrecon --list | sed -n 's/^\([a-z][a-z_-]*\) .*/\1/p' | grep -v '^gridrec$\|^fbp$'); do
	xrecon -q -a "$a:iterations=3" tilted.nrrd | xconvert -q --items 2:3 -o there.nrrd
	is "$a: a row of a tilted axis" "$(xrecon -q -a "$a:iterations=3" --rows 2:3 tilted.nrrd | xcompare --get max_abs - there.nrrd)" 0
done
printf '%s\n' -90 31.5 31.5 >centers.txt
xrecon -q -a tv:iterations=20 -c centers.txt p.nrrd | xconvert -q --items 1:2 -o there.nrrd
is "tv: the first row sees nothing" "$(xrecon -q -a tv:iterations=20 --rows 1:2 p.nrrd | xcompare --get max_abs - there.nrrd)" 0

# --support: 0 outside, and better inside than without, as there is less that is not known
xphantom shepp2d --size 64 --truth -o truth1.nrrd
xrecon -q -a sirt:iterations=40 --support truth1.nrrd p.nrrd -o in.nrrd
xrecon -q -a sirt:iterations=40 p.nrrd -o free.nrrd
more "--support helps" "$(psnr in.nrrd)" "$(psnr free.nrrd)"
is "--support: a corner is 0" "$(xconvert --items 0:1 --rows 0:1 --cols 0:1 in.nrrd | xinfo --get max -)" 0
fails 3 "support is of 32 x 32" xrecon -a sirt --support <(xphantom disc --size 32 --truth) p.nrrd -o never.nrrd

# --noise: stops at the noise; with too little of it, at the last iteration
xrecon -q -a sirt:iterations=300 --noise 0.5 --residual n.tsv p.nrrd -o /dev/null
xrecon -q -a sirt:iterations=300 --noise 5 --residual m.tsv p.nrrd -o /dev/null
stop=$(sed 1d n.tsv | awk '$1 == 0 { k = $2 } END { print k }'); early=$(sed 1d m.tsv | awk '$1 == 0 { k = $2 } END { print k }')
more "--noise: stops early" 300 "$stop"
more "--noise: more noise, earlier" "$stop" "$early"

# pad makes room beyond the slice; the size stays
is "--pad" "$(xrecon -q -a sirt:iterations=1 --pad 8 p.nrrd | xinfo --get shape -)" "$(xrecon -q p.nrrd | xinfo --get shape -)"

# only where they mean something
for o in "--init two.nrrd" "--support truth1.nrrd" "--noise 1" "--residual x.tsv"; do
	fails 2 "iterative" xrecon $o p.nrrd -o never.nrrd
done
[ ! -e x.tsv ] && pass "no table of a run that did not begin" || flunk "no table of a run that did not begin"

# --filter-file: the window as numbers; ones are the ramp itself, Hann's by numbers is hann
printf '1\n1\n' >ones
xrecon -q --filter-file ones p.nrrd | xcompare - <(xrecon -q p.nrrd) >/dev/null && pass "--filter-file: ones" || flunk "--filter-file: ones"
awk 'BEGIN { for (i = 0; i <= 512; i++) print 0.5 + 0.5 * cos(3.14159265358979 * i / 512) }' >hann
near "--filter-file: Hann's" "$(xrecon -q --filter-file hann p.nrrd | xcompare --get max_abs - <(xrecon -q --filter hann p.nrrd))" 0 1e-4
fails 4 "nofile" xrecon --filter-file nofile p.nrrd -o never.nrrd
echo x >words; fails 3 "not a number" xrecon --filter-file words p.nrrd -o never.nrrd
[ ! -e never.nrrd ] && pass "no output of what failed" || flunk "no output of what failed"
# values whose squares leave the range of floats: no slices that only look like some
for a in tv fista-tv mbir cgls mlem; do
	for f in 1e-20 1e25; do
		xfilter -q -f scale:a=$f p.nrrd | fails 3 "row 0: values of .* in root mean square" xrecon -q -a $a:iterations=2 -o never.nrrd
	done
done
ok '1e-13 is not so small' eval 'xfilter -q -f scale:a=1e-13 p.nrrd | xrecon -q -a mbir:iterations=3 | xfilter -q -f scale:a=1e13 -o small.nrrd'
near 'but the same' "$(xcompare --get rel_l2 small.nrrd <(xrecon -q -a mbir:iterations=3 p.nrrd))" 0 1e-4
# files beside the input that are not what they should be
cp truth.nrrd start.nrrd && printf '\0\0\300\177' | dd of=start.nrrd bs=1 seek=$(($(stat -c %s start.nrrd) - 400)) conv=notrunc 2>/dev/null
fails 3 'row 2: a value that the slice begins with is not finite' xrecon -q -a sirt --init start.nrrd p.nrrd -o never.nrrd
fails 2 'the slices go there' xrecon -q -a sirt --residual never.nrrd p.nrrd -o never.nrrd
fails 3 'line 1: of more than' xrecon -q -a fbp --filter-file /dev/zero p.nrrd -o never.nrrd
fails 3 'more than 16777216 numbers' xrecon -q -a fbp --filter-file <(yes 1) p.nrrd -o never.nrrd
# a plan is not begun that cannot be carried out
for a in tv mbir fista-tv; do fails 6 '65536 x 65536 pixels' timeout 20 xrecon -q -a $a --size 65536 --memory 64M p.nrrd -o never.nrrd; done
ok 'nothing is left' [ ! -e never.nrrd ]
done_testing
