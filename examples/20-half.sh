#!/bin/bash
# Half a pattern: what a film at grazing incidence lets through below its horizon (measured, where BEAMPIPE_DATA has such a frame, else made at random), without
# the gaps of the detector and the beam stop.  A real model scatters alike to q and -q, so that half is as good as all; four places of the film add up.
set -eu -o pipefail

rows=1043 cols=981		# row 686, column 583: q = 0
pixels() { head -c "$2" /dev/zero | tr '\0' "\\$1"; }
{ pixels 1 487; pixels 0 7; pixels 1 76; pixels 0 37; pixels 1 374; } >20-row.raw
{
	printf 'NRRD0005\ntype: uint8\ndimension: 2\nsizes: %d %d\nencoding: raw\n\n' $cols $rows
	pixels 0 $((710 * cols))
	for _ in {710..830}; do cat 20-row.raw; done
	pixels 0 $((17 * cols))
	for _ in {848..1042}; do cat 20-row.raw; done
} >20-mask.nrrd
frame=${BEAMPIPE_DATA:-/nowhere}/gisaxs/GISAXS_14.tif mask=20-mask.nrrd centre=686,583
[ -e "$frame" ] || {
	frame=20-frame.npy mask=20-part.nrrd centre=256,256
	xrmc-model spinodal --size 512 --k0 80 --pattern --counts 1e6 -o 20-frame.npy
	xconvert -q --rows 430:942 --cols 327:839 20-mask.nrrd -o 20-part.nrrd
}
xrmc "$frame" --mask "$mask" --recentre "$centre" --size 512 --loading 0.5 --tiles 4 --metric amplitude --prior 0 --stop 0.01 -o 20-run.h5 --pictures 20-pictures
xview --log --cmap inferno 20-run.h5::/rmc/pattern -o 20-pattern.png
xview --log --cmap inferno 20-run.h5::/rmc/fit -o 20-fit.png
xview --slice 0 20-run.h5 -o 20-model.png
