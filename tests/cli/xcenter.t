#!/bin/bash
# xcenter: simulated and measured scans, each method and option, slices to look at, bad input.
. "$(dirname "$0")/../lib.sh"
json() { awk -v k="\"$1\":" '$1 == k { gsub(",", "", $2); print $2; exit }'; }

xphantom shepp2d --size 128 --angles 120 --center 60.25 >s.nrrd
near "sinograms through a pipe" "$(xcenter <s.nrrd)" 60.25 0.1
is "one bare number" "$(xcenter s.nrrd | wc -w)" 1
near "vo" "$(xcenter -m vo s.nrrd)" 60.25 0.1
near "pc" "$(xcenter -m pc s.nrrd)" 60.25 0.1
near "entropy" "$(xcenter -m entropy s.nrrd)" 60.25 0.1
near "entropy, within --search" "$(xcenter -m entropy --search 40:80 s.nrrd)" 60.25 0.1
near "projections, turned" "$(xphantom shepp2d --size 128 --angles 120 --center 60.25 --order proj | xcenter -q)" 60.25 0.1
is "sinograms or projections: the same number" "$(xphantom shepp2d --size 128 --angles 120 --center 60.25 --order proj | xcenter -q)" "$(xcenter s.nrrd)"
near "from a file" "$(xphantom discs --size 96 --angles 100 --center 50.8 -o d.h5; xcenter d.h5)" 50.8 0.1
near "a full turn" "$(xphantom discs --size 96 --angles 200 --range 360 --center 44.4 | xcenter)" 44.4 0.15
near "angles at random, out of order" "$(awk 'BEGIN { for (i = 0; i < 120; i++) print (i * 77 % 120) * 1.5 + (i % 3) * 0.3 }' >t.txt
	xphantom discs --size 96 --angles 120 --theta t.txt --center 44.4 | xcenter -m vo)" 44.4 0.15
near "crops move it" "$(xcenter --cols 10:120 s.nrrd)" 50.25 0.15
near "thinned" "$(xcenter --angles 0:120:2 s.nrrd)" 60.25 0.2
near "--search" "$(xcenter --search 50:70 s.nrrd)" 60.25 0.1
sed '/bp.table.angle/d' s.nrrd >bare.nrrd
near "--theta for what has no angles" "$(xcenter --theta 0:180:excl bare.nrrd)" 60.25 0.1
near "pc answers where vo cannot: angles 0, 30 and 180" "$(printf '0\n30\n180\n' >t3.txt; xphantom discs --size 96 --angles 3 --theta t3.txt --center 44.4 | xcenter)" 44.4 0.15

# with noise, rings, zingers, a beam that drifts: 0.25 is the accuracy that is promised
near "a simulated scan" "$(xphantom shepp3d --size 160 --rows 40 --angles 160 --center 83.6 --scan --counts 3000 --rings 9 --zingers 3e-4 |
	xnorm -q | xcenter -q)" 83.6 0.25
near "a scan of spheres, other faults" "$(xphantom spheres --size 160 --rows 40 --angles 160 --center 75.2 --scan --counts 3000 --rings 9 --seed 3 --zingers 3e-4 |
	xnorm -q | xcenter -q)" 75.2 0.25
# slices of 150 columns once crashed
near "300 columns, few angles, both ends" "$(xphantom shepp2d --size 300 --rows 4 --angles 120 --theta 0:180 --center 121.63 --scan --counts 2000 --zingers 5e-4 |
	xnorm -q | xcenter -q)" 121.63 0.25
near "wires, entropy" "$(xphantom wires --size 192 --cols 240 --rows 6 --angles 181 --center 131.2 --scan --counts 1000 --rings 5 --zingers 5e-4 |
	xnorm -q | xcenter -q -m entropy)" 131.2 0.25

# half acquisition: a full turn with the axis near one side, the angles half a turn apart or between two
half() { xphantom discs --size 200 --cols 128 --rows 8 --angles "$1" --range 360 --center "$2" --scan --counts 3000 --rings 4 --zingers 1e-4 | xnorm -q --order sino; }
half 181 19.3 >left.nrrd
half 180 112.6 >right.nrrd
for m in auto 360; do
	near "axis on the left, $m" "$(xcenter -q -m $m left.nrrd)" 19.3 0.25
	near "on the right, $m" "$(xcenter -q -m $m right.nrrd)" 112.6 0.25
done
for m in vo pc entropy; do fails 3 "half acquisition, of which $m knows nothing: 360 and auto find 112.6" xcenter -m $m right.nrrd; done
ok "unless it is told where" xcenter -m pc --search 30:60 right.nrrd
near "a full turn about the middle, pc" "$(xphantom discs --size 128 --angles 180 --range 360 --center 65.2 | xcenter -m pc)" 65.2 0.25
is "which side" "$(xcenter -q --json left.nrrd | json side) $(xcenter -q --json right.nrrd | json side)" '"left" "right"'
near "overlap" "$(xcenter -q --json left.nrrd | json overlap_px)" 39.6 0.5	# 2 x 19.3 + 1
near "overlap on the right" "$(xcenter -q --json right.nrrd | json overlap_px)" 29.8 0.5	# 2 (127 - 112.6) + 1
is "auto says so" "$(xcenter right.nrrd 2>&1 >left.txt | grep -o 'axis on the right')" "axis on the right"
is "xrecon --center auto takes it" "$(xrecon --center auto right.nrrd 2>&1 >right.rec | grep -o 'center [0-9.]*')" "center $(xcenter -q right.nrrd)"
is "and shows all that was seen" "$(xinfo --get shape right.rec | awk '{ print ($NF > 200) }')" 1
fails 3 "once around" xcenter -m 360 s.nrrd

# air above and below: only rows with something in them are asked
xphantom spheres --size 64 --rows 160 --angles 90 --center 30 >air.nrrd
is "rows of air are left out" "$(xcenter --rows-table air.nrrd | awk 'NR > 1 && ($1 < 48 || $1 > 111)' | wc -l)" 0
is "16 rows at most" "$(xcenter --rows-table air.nrrd | wc -l)" 17
is "absolute rows after a crop" "$(xcenter --rows 60:90 --rows-table air.nrrd | awk 'NR > 1 && ($1 < 60 || $1 > 89)' | wc -l)" 0

xphantom shepp2d --size 128 --angles 100 --rows 40 --tilt 1.5 >tilted.nrrd
xcenter --json tilted.nrrd >j
near "json: center" "$(json center_px <j)" 63.5 0.1
near "json: tilt" "$(json tilt_deg <j)" 1.5 0.4
near "json: disagreement" "$(json disagreement_px <j)" 0 0.2
near "rows of a tilted axis" "$(xcenter --rows-table tilted.nrrd | awk '$1 == 3 || $1 == 36 { print $2 }' | paste -sd' ' | awk '{ print ($2 - $1) / 33 }')" 0.0262 0.006
# a line through the rows: tan(1.5 degrees) = 0.0262 columns a row
xcenter --per-row tilted.nrrd >per-row
is "--per-row: a number a row" "$(wc -l <per-row)" 40
near "the first row" "$(head -1 per-row)" 62.989 0.15
near "the last row" "$(tail -1 per-row)" 64.011 0.15
near "the slope" "$(awk 'NR == 1 { a = $1 } END { print ($1 - a) / 39 }' per-row)" 0.0262 0.003
near "the line in --rows-table" "$(xcenter --rows-table tilted.nrrd | awk '$1 == 3 { print $4 }')" "$(sed -n 4p per-row)" 0.001	# digits
is "--rows: rows of the crop" "$(xcenter --per-row --rows 10:20 tilted.nrrd | wc -l)" 10
ok "xrecon takes them" xrecon --unit pixel --center per-row tilted.nrrd -o tilted-rec.nrrd
xphantom shepp2d --size 128 --rows 40 --truth >truth.nrrd
xrecon --unit pixel --center "$(xcenter tilted.nrrd)" tilted.nrrd -o level-rec.nrrd
is "and is better for it" "$(paste <(xcompare --get rmse tilted-rec.nrrd truth.nrrd) <(xcompare --get rmse level-rec.nrrd truth.nrrd) | awk '{ print ($1 < $2) }')" 1
is "no tilt: the same in all rows" "$(xphantom shepp2d --size 96 --angles 90 --rows 12 --center 44 | xcenter --per-row | sort -u | wc -l)" 1
is "the same bytes for any -j" "$(xcenter --json -j 1 tilted.nrrd | cksum)" "$(xcenter --json -j 3 tilted.nrrd | cksum)"
is "and any --memory" "$(xcenter --json --memory 8M <tilted.nrrd 2>/dev/null | cksum)" "$(cksum <j)"
near "transmission too" "$(xphantom shepp3d --size 64 --rows 9 --angles 90 --center 33.3 --scan | xnorm -q --no-log | xcenter -q)" 33.3 0.25
ok "-o FILE" xcenter -o answer s.nrrd
is "the answer in a file" "$(cat answer)" "$(xcenter s.nrrd)"

# try
xcenter -m try --count 5 --step 2 --center 60.25 -o try.nrrd s.nrrd
is "try: centres" "$(xinfo --get bp.table.z.center_px try.nrrd)" "56.25 58.25 60.25 62.25 64.25"
is "try: shape and order" "$(xinfo --get order try.nrrd) $(xinfo --get shape try.nrrd)" "z y x 5 x 128 x 128"
is "try: the sharpest slice is the right one" "$(for i in 0 1 2 3 4; do echo "$(xinfo -s --items $i --get sd try.nrrd) $i"; done | sort -g | tail -1 | cut -d' ' -f2)" 2
is "try: as xrecon does it" "$(xconvert --items 2 try.nrrd | sed '1,/^$/d' | cksum)" \
	"$(xrecon --unit pixel --center 60.25 s.nrrd | sed '1,/^$/d' | cksum)"
near "try: about what auto finds" "$(xcenter -m try --count 3 s.nrrd | xinfo --get bp.table.z.center_px | cut -d' ' -f2)" 60.25 0.1
is "try: a row" "$(xcenter -m try --count 1 --center 63 --row 39 tilted.nrrd | sed '1,/^$/d' | cksum)" \
	"$(xrecon --rows 39:40 --center 63 --unit pixel tilted.nrrd | sed '1,/^$/d' | cksum)"
is "try: history" "$(xinfo --get bp.history.1 try.nrrd | grep -o 'xcenter 0.1.0 --method=try')" "xcenter 0.1.0 --method=try"
is "try: the same bytes for any -j" "$(xcenter -m try --count 5 --center 60 -j 1 s.nrrd | cksum)" "$(xcenter -m try --count 5 --center 60 -j 3 s.nrrd | cksum)"

# measured: a tooth (the axis at 295.6), and a pin of which rows 27-135 carry something (85.85); 0.5 is what is asked
if [ -e "$data/tomo/tooth.h5" ]; then
	for m in auto vo pc; do near "tooth, $m" "$(xnorm -q "$data/tomo/tooth.h5" | xcenter -q -m $m)" 295.6 0.5; done
	for f in savu24737_dx.h5 savu24737_nxtomo.nxs; do
		for m in auto vo pc; do near "pin, $f, $m" "$(xnorm -q "$data/tomo/$f" | xcenter -q -m $m --rows 27:135)" 85.85 0.5; done
	done
	near "pin, all rows" "$(xnorm -q "$data/tomo/savu24737_dx.h5" | xcenter -q)" 85.85 0.5
else
	skip "tooth and pin" "no measured data"
fi

xphantom disc --size 32 --angles 20 --scan >counts.nrrd
fails 3 "counts, where mu_t or transmission is needed: xnorm" xcenter counts.nrrd
fails 3 "quantity mu_per_px, where mu_t" xcenter try.nrrd
xconvert s.nrrd -o s.npy
fails 3 "where sinograms" xcenter s.npy
fails 3 "angle" xcenter bare.nrrd
fails 3 "too few to find the axis" xcenter -m vo --cols 0:8 s.nrrd
xphantom disc --size 32 --angles 20 --center 500 >air.nrrd
fails 3 "all rows are uniform" xcenter air.nrrd
fails 3 "span 88.5 of 180" xcenter -m vo --angles 0:60 s.nrrd
fails 3 "180 degrees apart" xcenter -m pc --angles 0:60 s.nrrd
fails 3 "span 88.5 of 180" xcenter --angles 0:60 s.nrrd
for f in 1e-20 1e25; do
	xfilter -q -f scale:a=$f s.nrrd -o far.nrrd
	fails 3 "row 0: values of .* in root mean square" xcenter far.nrrd
done
xconvert -q --items 0:1 s.nrrd | xconvert -q --set "bp.table.angle.theta_deg=$(xinfo --get bp.table.angle.theta_deg s.nrrd | sed 's/[^ ]*/7/g')" -o same.nrrd
fails 3 "do not go once around" xcenter -m 360 same.nrrd
fails 3 "span 0 of 180" xcenter same.nrrd
fails 2 "--search" xcenter --search 5:6 s.nrrd
fails 2 "--search" xcenter --search 5:600 s.nrrd
fails 2 "has 1 rows" xcenter -m try --row 4 s.nrrd
fails 2 "see --help" xcenter -m bogus s.nrrd
fails 4 "none.nrrd" xcenter none.nrrd
fails 5 "" xcenter <(head -c 30000 s.nrrd)
head -c 30000 s.nrrd | fails 5 "" xcenter -m try -o cut.nrrd
none "nothing is left of a failed try" "$(ls cut.nrrd 2>/dev/null)"
# try: in the unit of xrecon
xphantom shepp2d --size 48 --angles 60 -p 1.3e-6 -o cm.nrrd
xcenter -m try --center 23.5 --count 1 cm.nrrd -o try.nrrd
is "try: 1/cm when the pixel size is known" "$(xinfo --get quantity try.nrrd)" mu_per_cm
near "as xrecon has it" "$(xrecon --center 23.5 cm.nrrd | xcompare --get rel_l2 try.nrrd -)" 0 0.05
done_testing
