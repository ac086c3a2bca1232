#!/bin/bash
# Geometry follows every step (stream(5)): reconstructing after a step agrees with the step after reconstructing.
. "$(dirname "$0")/../lib.sh"

# An object well inside, its axis off the middle, at sub-pixel place; gridrec's own error is far below the tolerances.
xphantom discs --size 96 --cols 160 --angles 240 --center 74.3 --pixel 1e-6 -q -o sino.nrrd
xrecon -q sino.nrrd --unit pixel -o full.nrrd
max=$(xinfo --stats --json full.nrrd | perl -MJSON::PP -0ne 'print decode_json($_)->{statistics}{max} // decode_json($_)->{stats}{max}')
agree() {	# agree WHAT A B TOLERANCE(of the maximum, root mean square)
	local rmse
	rmse=$(xcompare "$2" "$3" --json 2>/dev/null | perl -MJSON::PP -0ne 'print decode_json($_)->{rmse}')
	near "$1" "$(awk -v r="$rmse" -v m="$max" 'BEGIN { print r / m }')" 0 "$4"
}

# crop of columns, by option and by filter: the slice is the central part of the whole one
for how in "xconvert -q --cols 20:140 sino.nrrd" "xfilter -q -f crop:left=20,right=20 sino.nrrd"; do
	$how -o c.nrrd
	near "center after: $how" "$(xinfo --get bp.center_px c.nrrd)" 54.3 1e-9
	xrecon -q c.nrrd --unit pixel -o after.nrrd
	xconvert -q --rows 20:140 --cols 20:140 full.nrrd -o before.nrrd
	agree "crop: $how" before.nrrd after.nrrd 2e-3
done

# pad: the whole slice is the central part of the new one
xfilter -q -f pad:left=10,right=30,mode=edge sino.nrrd -o p.nrrd
near "center after pad" "$(xinfo --get bp.center_px p.nrrd)" 84.3 1e-9
xrecon -q p.nrrd --unit pixel -o p_rec.nrrd
xconvert -q --rows 20:180 --cols 20:180 p_rec.nrrd -o after.nrrd
agree "pad" full.nrrd after.nrrd 2e-3

# bin of rows and columns: mean of pixels, twice as large; edges differ (a mean of sinograms is smoother), so the tolerance is that of
# the resolution: the binned slice of a wrong centre (half a pixel) misses it, as the line after shows
xphantom discs --size 96 --cols 160 --rows 2 --angles 240 --center 74.3 --pixel 1e-6 -q --order proj -o proj.nrrd
xfilter -q -f bin:factor=2 proj.nrrd -o b.nrrd
near "center after bin" "$(xinfo --get bp.center_px b.nrrd)" 36.9 1e-9
near "pixel after bin" "$(xinfo --get bp.pixel_m b.nrrd)" 2e-6 1e-15
xrecon -q b.nrrd --unit cm -o after.nrrd
xrecon -q sino.nrrd --unit cm -o full_cm.nrrd
xconvert -q --bin 2 full_cm.nrrd -o before.nrrd
max=$(awk -v m="$max" 'BEGIN { print m / 1e-4 }')	# 1/cm at 1 um a pixel
agree "bin" before.nrrd after.nrrd 0.012
xrecon -q b.nrrd --unit cm --center 37.4 -o wrong.nrrd
is "a wrong centre would show" "$(xcompare before.nrrd wrong.nrrd --json 2>/dev/null |
	perl -MJSON::PP -0ne 'print decode_json($_)->{rmse} > 0.025 * '"$max"' ? "yes" : "no"')" yes

# thinned angles keep their angles; rows keep their numbers
xconvert -q --angles 0:240:3 proj.nrrd -o thin.nrrd
is "thinned angles" "$(xinfo --json thin.nrrd | perl -MJSON::PP -0ne 'my $t = decode_json($_); print ref $t')" HASH
xrecon -q thin.nrrd --unit pixel -o thin_rec.nrrd
xphantom discs --size 96 --cols 160 --rows 2 --angles 80 --center 74.3 -q -o few.nrrd
xrecon -q few.nrrd --unit pixel -o few_rec.nrrd
ok "every third angle is a scan of a third" xcompare --tolerance 1e-6 thin_rec.nrrd few_rec.nrrd

# rows keep their numbers through any number of crops, into the volume and the names of its files
xphantom shepp3d --size 16 --rows 12 --angles 20 -p 1e-6 -q --order proj -o rows.nrrd
is "rows" "$(xconvert -q --rows 3:11 rows.nrrd | xconvert -q --rows 2:5 | xinfo --get bp.table.row.index)" "5 6 7"
is "rows by a filter" "$(xfilter -q -f crop:top=2,bottom=4 rows.nrrd | xfilter -q -f crop:top=3 | xinfo --get bp.table.row.index)" "5 6 7"
is "thinned rows" "$(xsino -q rows.nrrd | xconvert -q --items 1:12:4 | xinfo --get bp.table.row.index)" "1 5 9"
is "slices" "$(xrecon -q --rows 5:8 rows.nrrd | xconvert -q --items 1: | xinfo --get bp.table.z.index)" "6 7"
xrecon -q --rows 5:8 rows.nrrd -o slab/s_%03d.tif
is "files" "$(echo slab/*)" "slab/s_005.tif slab/s_006.tif slab/s_007.tif"
fails 1 "no 'bp.table.row.index'" xinfo --get bp.table.row.index rows.nrrd

# per pixel is not per pixel of twice the size; per cm stays
xrecon -q --unit pixel rows.nrrd -o px.nrrd
fails 1 "no 'bp.quantity'" xinfo --get bp.quantity <(xconvert -q --bin 2 px.nrrd)
fails 1 "no 'bp.quantity'" xinfo --get bp.quantity <(xfilter -q -f bin:factor=2 px.nrrd)
is "bin 1 is nothing" "$(xconvert -q --bin 1 px.nrrd | xinfo --get bp.quantity)" mu_per_px
is "per cm" "$(xrecon -q --unit cm rows.nrrd | xconvert -q --bin 2 | xinfo --get bp.quantity)" mu_per_cm

# what can no longer be known is dropped: thinned columns have no centre
xconvert -q --cols 0:160:2 sino.nrrd -o odd.nrrd
fails 1 "no 'bp.center_px'" xinfo --get bp.center_px odd.nrrd

# of a volume
xconvert -q --items 0:1 --rows 3:9 --cols 5:25 full.nrrd -o vol.nrrd
is "a volume's y and x" "$(head -c 400 vol.nrrd | sed -n 's/^sizes: //p')" "20 6 1"
fails 2 "not within" xconvert --rows 3:900 full.nrrd -o x.nrrd
# an array of two axes is one image: a sinogram alone, a picture alone
xphantom discs --size 64 --angles 90 -q -o one.nrrd
{ printf 'NRRD0005\ntype: float\ndimension: 2\nsizes: 64 90\nencoding: raw\nendian: little\nlabels: "col" "angle"\n\n'
  tail -c $((64 * 90 * 4)) one.nrrd; } >flat.nrrd
xrecon -q --center 31.5 one.nrrd -o a.npy
xrecon -q --center 31.5 --theta 0:180:excl flat.nrrd -o b.npy
ok "a sinogram of two axes" cmp a.npy b.npy
is "in a pipe, filtered" "$(xfilter -q -f gaussian:sigma=2 <flat.nrrd | tail -c $((64 * 90 * 4)) | cksum)" \
	"$(xfilter -q -f gaussian:sigma=2 one.nrrd | tail -c $((64 * 90 * 4)) | cksum)"
is "passed on as it is" "$(cat flat.nrrd | xfilter --no-history | sed -n 's/^sizes: //p' | head -1)" "64 90"
done_testing
