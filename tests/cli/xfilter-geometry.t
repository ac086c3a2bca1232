#!/bin/bash
# xfilter: 360to180, distortion, rotate, windows across images, whole numbers; crop, pad, bin on every kind of image.
. "$(dirname "$0")/../lib.sh"

get() { xinfo --get "$2" "$1"; }
shape() { xinfo "$1" | sed -n 's/^shape\t//p'; }
relative() { xcompare --get rmse "$1" "$2" 2>/dev/null | awk -v p="$3" '{ print $1 / p }'; }

# --- 360to180: the scan of a full turn is that of half a turn with a detector of twice the width ---
full() { xphantom shepp2d --size 190 --cols 120 --range 360 --angles "$1" --center "$2" "${@:3}"; }
half() { xphantom shepp2d --size 190 --cols "$1" --range 180 --angles "$2" --center "$3" "${@:4}"; }
full 360 95 >full.nrrd
half 191 180 95 >half.nrrd
xfilter -f 360to180 full.nrrd -o got.nrrd
is "a whole center: the same samples, to the last bit but one" \
	"$(xcompare --get max_abs half.nrrd got.nrrd | awk '{ print ($1 < 1e-5) }')" 1
is "shape" "$(shape got.nrrd)" "1 x 180 x 191"
is "center" "$(get got.nrrd bp.center_px)" 95
is "angles" "$(xinfo --json got.nrrd | tr -d ' \n' | sed 's/.*theta_deg":\[\([^]]*\)\].*/\1/')" \
	"$(xinfo --json half.nrrd | tr -d ' \n' | sed 's/.*theta_deg":\[\([^]]*\)\].*/\1/')"
is "the history says all" "$(get got.nrrd bp.history.1 | sed 's/.*# //')" "360to180:overlap=49,center=95,side=right,blend=linear"
for p in overlap=49 overlap=49,side=right center=95,side=right blend=smooth; do
	is "360to180:$p" "$(xfilter -f "360to180:$p" full.nrrd | xcompare --get max_abs half.nrrd - | awk '{ print ($1 < 1e-5) }')" 1
done
full 360 24 | xfilter -f 360to180 -o left.nrrd
is "the axis on the left" "$(get left.nrrd bp.center_px) $(xcompare --get max_abs half.nrrd left.nrrd | awk '{ print ($1 < 1e-5) }')" "95 1"
# between columns: the sharp edges of the phantom have more than a kernel can follow (smooth ones: test_filter_geometry)
half 191 180 95.3 >half3.nrrd
full 360 95.3 | xfilter -f 360to180 -o got3.nrrd
near "a fraction of a column: rmse of the largest" "$(relative half3.nrrd got3.nrrd 51)" 0 0.004
full 361 95.3 | xfilter -f 360to180 -o odd.nrrd	# 181 angles, none opposite of another
is "an odd number" "$(shape odd.nrrd)" "1 x 181 x 191"
half 191 181 95.3 --theta 0:179.50138504155124 >half5.nrrd
near "interpolated in angle" "$(relative half5.nrrd odd.nrrd 51)" 0 0.004
full 721 95.3 --theta 0:360 | xfilter -f 360to180 | xcompare --get max_abs - <(full 720 95.3 | xfilter -f 360to180) >same.txt 2>/dev/null
is "both ends of the turn, or one" "$(awk '{ print ($1 < 1e-5) }' same.txt)" 1
# what matters: the slice
xrecon -q half3.nrrd -o a.nrrd && xrecon -q got3.nrrd -o b.nrrd
near "slices alike: rmse of 1.3, most of it at the rim of the skull" "$(relative a.nrrd b.nrrd 1)" 0 0.02
# projections, a tilted axis with a center for each row, then a filter for projections: turned there and back
xphantom spheres --size 60 --rows 20 --cols 50 --range 360 --angles 60 --center 38 --tilt 1 --order proj -o t360.nrrd
xfilter -q -f 360to180 -f distortion t360.nrrd -o t180.nrrd
is "shape, in a chain with projections" "$(shape t180.nrrd)" "30 x 20 x 77"
is "centers of the rows" "$(xinfo --json t180.nrrd | tr -d ' \n' | sed 's/.*center_px":\[\([^],]*\),.*/\1/')" \
	"$(xinfo --json t360.nrrd | tr -d ' \n' | sed 's/.*center_px":\[\([^],]*\),.*/\1/')"
is "any -j, any --memory" "$(for o in "-j 1" "-j 2 --memory 3M" "-j 2"; do
	xfilter -q --no-history $o -f 360to180 -f rotate:angle=0 -f median:dim=3 <(xsino -q t360.nrrd | xsino -q) 2>&1 | md5sum; done | sort -u | wc -l)" 1
fails 2 "no bp.center_px: give center=" xfilter -f 360to180 <(xconvert --set bp.center_px= full.nrrd)
fails 2 "needs side=left or side=right" xfilter -f 360to180:overlap=9 <(xconvert --set bp.center_px= full.nrrd)
fails 2 "do not meet" xfilter -f 360to180:center=130 full.nrrd
fails 2 "did you mean 'left'" xfilter -f 360to180:side=lef full.nrrd
fails 3 "needs a full turn: there is nothing within" xfilter -f 360to180:center=95 half.nrrd
fails 3 "needs sinograms" xfilter -f 360to180 a.nrrd

# --- rotate: a tilted axis stands upright, and the slices are those of an upright scan ---
scan() { xphantom spheres --size 64 --rows 48 --cols 80 --angles 90 --center 42 --order proj "$@"; }
scan -o upright.nrrd
scan --tilt 2 -o tilted.nrrd
xfilter -f rotate tilted.nrrd -o turned.nrrd
is "the center stays" "$(get turned.nrrd bp.center_px)" 42
fails 1 "no 'bp.tilt_deg'" xinfo --get bp.tilt_deg turned.nrrd
none "no centers of rows" "$(xinfo turned.nrrd | grep row.center_px)"
is "the quantity stays" "$(get turned.nrrd bp.quantity)" mu_t
is "the history has the angle" "$(get turned.nrrd bp.history.1 | sed 's/.*# //')" "rotate:angle=-2,xcenter=42,ycenter=23.5,interp=cubic"
near "projections: before" "$(relative upright.nrrd tilted.nrrd 25)" 0.025 0.01
near "projections: after" "$(relative upright.nrrd turned.nrrd 25)" 0 0.006	# the rims of the spheres
for f in upright tilted turned; do xrecon -q $f.nrrd -o $f.rec.nrrd; done
is "slices: the error falls to less than half; the rest is at the rims of the spheres" "$(awk -v a="$(xcompare --get rmse upright.rec.nrrd tilted.rec.nrrd 2>/dev/null)" \
	-v b="$(xcompare --get rmse upright.rec.nrrd turned.rec.nrrd 2>/dev/null)" 'BEGIN { print (a > 0 && b > 0 && b < a / 2) }')" 1
near "slices: rmse of 1" "$(xcompare --get rmse upright.rec.nrrd turned.rec.nrrd 2>/dev/null)" 0 0.015
xfilter -f rotate:angle=1 upright.nrrd -o lean.nrrd
near "an upright axis leans" "$(get lean.nrrd bp.tilt_deg)" 1 1e-9
ok "back again" xcompare -t 4 upright.nrrd <(xfilter -f rotate lean.nrrd)
is "slices" "$(xfilter -f rotate:angle=90 upright.rec.nrrd | xfilter -f rotate:angle=-90 | xcompare --get max_abs - upright.rec.nrrd)" 0
is "linear differs" "$(xfilter -f rotate:angle=3,interp=linear upright.nrrd | xcompare --get max_abs - <(xfilter -f rotate:angle=3 upright.nrrd) 2>/dev/null |
	awk '{ print ($1 > 0.01) }')" 1
fails 2 "no bp.tilt_deg: give angle=" xfilter -f rotate upright.nrrd
fails 3 "not sinograms" xfilter -f rotate:angle=1 full.nrrd

# --- distortion ---
cat >coef.txt <<'END'
xcenter = 40.5
ycenter = 22.0
factor0 = 1.002
factor1 = -3e-05
factor2 = 1e-06
END
sed -n '/^ *xfilter \\-f "distortion:/,/proj.nrrd$/p' "$top/man/xfilter.in" | tr -d '\\"' | tr '\n' ' ' |
	sed 's/^ *xfilter -f //; s/ proj.nrrd *$//' >how
is "the manual page turns a file of discorpy into parameters" "$(eval "echo \"$(cat how)\"")" \
	"distortion:xcenter=40.5,ycenter=22.0,k0=1.002,k1=-3e-05,k2=1e-06"
xfilter -f "$(eval "echo \"$(cat how)\"")" upright.nrrd -o d.nrrd
is "the history" "$(get d.nrrd bp.history.1 | sed 's/.*# //')" \
	"distortion:xcenter=40.5,ycenter=22,k0=1.002,k1=-3e-05,k2=1e-06,k3=0,k4=0,interp=cubic"
# the axis, 1.5 columns from the centre, at half a row from it: 1.5 = (c - 40.5)(1.002 - 3e-5 r + ...)
near "the center" "$(get d.nrrd bp.center_px)" 41.9972 0.001
is "nothing to undo" "$(xfilter -f distortion upright.nrrd | xcompare --get max_abs - upright.nrrd)" 0
is "linear" "$(xfilter -f distortion:k1=1e-4,interp=linear upright.nrrd | xcompare --get max_abs - <(xfilter -f distortion:k1=1e-4 upright.nrrd) 2>/dev/null |
	awk '{ print ($1 > 0.01) }')" 1
is "of sinograms: the corner is turned" "$(xsino -q upright.nrrd | xfilter -q -f distortion:k1=1e-4 | xcompare --get max_abs - <(xfilter -f distortion:k1=1e-4 upright.nrrd))" 0
fails 2 "fold the image" xfilter -f distortion:k1=-0.1 upright.nrrd
fails 3 "needs projections" xfilter -f distortion upright.rec.nrrd

# --- windows of 3 x 3 x 3 ---
want=$(xfilter -q -f median:dim=3 -f outlier:dif=0.1,dim=3 upright.nrrd | md5sum)
for o in "-j 1" "-j 2" "-j 2 --memory 1M" "--memory 1M"; do
	is "windows across slabs: $o" "$(xfilter -q $o -f median:dim=3 -f outlier:dif=0.1,dim=3 upright.nrrd | md5sum)" "$want"
done
is "through a pipe" "$(xfilter -q -f median:dim=3 <(cat upright.nrrd) | xcompare --get max_abs - <(xfilter -q -f median:dim=3 upright.nrrd))" 0
is "the same of sinograms" "$(xsino -q upright.nrrd | xfilter -q -f median:dim=3 | xsino -q | xcompare --get max_abs - <(xfilter -q -f median:dim=3 upright.nrrd))" 0
is "after a conversion" "$(xfilter -q -f exp -f log -f median:dim=3 upright.nrrd | xcompare --get max_abs - <(xfilter -q -f median:dim=3 upright.nrrd) 2>/dev/null |
	awk '{ print ($1 < 1e-4) }')" 1
part() { printf 'NRRD0005\ntype: uint8\ndimension: 3\nsizes: 2 2 %d\nlabels: "col" "row" "frame"\nencoding: raw\nbp.part:=%s\n\n%s' "$1" "$2" "$3"; }
frames=abcdwxyzefghbacdijklqponmzzy				# seven images of four letters
{ part 2 more "${frames:0:8}"; part 1 more "${frames:8:4}"; part 3 more "${frames:12:12}"; part 1 last "${frames:24:4}"; } >live.nrrd
{ printf 'NRRD0005\ntype: uint8\ndimension: 3\nsizes: 2 2 7\nlabels: "col" "row" "frame"\nencoding: raw\n\n%s' "$frames"; } >known.nrrd
for f in "-f median:dim=3" "-f median:dim=3 -f outlier:dif=3,dim=3,kind=both" "-f median:dim=3 -f scale:bits=8,lo=90,hi=130"; do
	is "a stream of unknown length: $f" "$(xfilter $f live.nrrd | xconvert -o live.npy && tail -c +129 live.npy | cksum)" \
		"$(xfilter $f known.nrrd | xconvert -o known.npy && tail -c +129 known.npy | cksum)"
done
fails 2 "size=5 goes with dim=2" xfilter -f median:dim=3,size=5 upright.nrrd

# --- whole numbers ---
xfilter -f scale:bits=8,lo=0,hi=1.2 upright.rec.nrrd -o v8.nrrd
is "uint8" "$(xinfo v8.nrrd | sed -n 's/^type\t//p')" uint8
# float here, double there: what is a half to within float's 1e-5 of a step may go either way, two samples in 1e5
xconvert -r 0:1.2 -t uint8 --clip -q upright.rec.nrrd -o c8.nrrd
near "as xconvert does it" "$(xcompare --get max_abs c8.nrrd v8.nrrd)" 0 1
near "but for halves" "$(xcompare --get differ c8.nrrd v8.nrrd)" 0 3
is "uint16, as TIFF, with threads and little memory" "$(xfilter -j 2 --memory 1M -f scale:bits=16,lo=-0.1,hi=1.2 upright.rec.nrrd -o v16.tif &&
	xconvert -r -0.1:1.2 -t uint16 --clip -q upright.rec.nrrd | xcompare --get max_abs - v16.tif | awk '{ print ($1 <= 1) }')" 1
none "no quantity" "$(xinfo v8.nrrd | grep bp.quantity)"
is "ahead of another filter they are floats, rounded" \
	"$(xfilter -f scale:bits=8,lo=0,hi=1.2 -f crop:left=3 upright.rec.nrrd | xcompare --get max_abs - <(xfilter -f crop:left=3 v8.nrrd))" 0
is "in sinogram order after a turn" "$(xfilter -q -f scale:bits=8,lo=0,hi=30 -f circle:ratio=2 upright.rec.nrrd | xinfo | sed -n 's/^type\t//p')" float
fails 2 "needs lo below hi" xfilter -f scale:bits=8 upright.rec.nrrd
fails 2 "go with bits" xfilter -f scale:lo=1 upright.rec.nrrd
fails 2 "no value of bits" xfilter -f scale:bits=12,hi=1 upright.rec.nrrd

# --- crop, pad, bin: projections, sinograms, volumes; what follows ---
is "projections" "$(shape <(xfilter -f crop:left=1,right=2,top=3,bottom=4 -f pad:left=5,top=6 -f bin:factor=4 upright.nrrd))" "90 x 11 x 20"
is "sinograms" "$(shape <(xfilter -f crop:left=1,right=2 -f pad:left=5,mode=mirror full.nrrd))" "1 x 360 x 122"
is "their center" "$(xfilter -f crop:left=1,right=2 -f pad:left=5 full.nrrd | xinfo --get bp.center_px)" 99
is "volumes" "$(shape <(xfilter -f crop:left=1,right=2,top=3,bottom=4 -f pad:right=5,bottom=6 -f bin:factor=8 upright.rec.nrrd))" "48 x 9 x 10"
is "bin by any number" "$(shape <(xfilter -f bin:factor=7 upright.nrrd))" "90 x 6 x 11"
near "their center" "$(xfilter -f bin:factor=8 upright.nrrd | xinfo --get bp.center_px)" 4.8125 1e-9
xfilter -f crop:top=7,bottom=1 tilted.nrrd -o c.nrrd
is "centers of the rows, cropped" "$(xinfo --json c.nrrd | tr -d ' \n' | sed 's/.*center_px":\[\([^],]*\),.*/\1/')" \
	"$(xinfo --json tilted.nrrd | tr -d ' \n' | sed 's/.*center_px":\[\([^]]*\)\].*/\1/' | cut -d, -f8)"
near "sobel of one column and of one row" "$(xfilter --cols 5:6 --rows 9:10 -f sobel upright.nrrd | xcompare --get max_abs - <(xfilter --cols 5:6 --rows 9:10 -f scale:a=0 upright.nrrd))" 0 0

# --- slabs of rows, of a job array: the same bytes as of one process ---
xphantom shepp3d --size 44 --rows 20 --cols 32 --angles 40 --range 360 --center 22.3 --tilt 1.5 --scan --seed 3 -o scan.nrrd 2>/dev/null
slabs() {	# slabs HALO CHAIN...
	rm -f part-*
	for r in 0:6 6:7 7:20; do xnorm -q --slab "$r:$1" scan.nrrd | xfilter -q "${@:2}" -o "part-$r.nrrd" || return; done
	xjoin part-7:20.nrrd part-0:6.nrrd part-6:7.nrrd -o joined.nrrd && xnorm -q scan.nrrd | xfilter -q "${@:2}" | cmp - joined.nrrd
}
ok "rotate, with all that looks across images" slabs 8 -f outlier:dif=0.2,dim=3 -f rotate -f median:dim=3
ok "rotate: the tilt that remains" slabs 5 -f rotate:angle=-1
ok "360to180 with a center for each row" slabs 1 -f 360to180
ok "distortion" slabs 8 -f rotate -f distortion:k1=1e-4,k2=2e-5
fails 2 "center for each row" slabs 8 -f distortion:k1=1e-4
fails 2 "halo" slabs 2 -f rotate:angle=10
done_testing
