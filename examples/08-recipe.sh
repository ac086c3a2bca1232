#!/bin/bash
# The recipe of a beamline, from counts to slices: the axis is tried, one slice looked at, then all rows reconstructed, here
# by slabs of rows.  In the end the recipe is compared with the bare minimum, on a scan with rings and zingers.
set -eu -o pipefail
xphantom shepp2d --size 256 --angles 400 --rows 4 --scan --layout dx --rings 12 --zingers 0.001 --center 125.4 --seed 8 -o 08-scan.h5

echo "the pipeline:"
bp-recon --dry-run 08-scan.h5
bp-recon -t try --center-search-width 2 --center-search-step 0.5 08-scan.h5 -o 08-try.nrrd
xview --montage 9 08-try.nrrd -o 08-try.png
bp-recon -t slice 08-scan.h5 -o 08-slice.nrrd
bp-recon --slabs 2 --local 08-scan.h5 -o 08-rec.h5

xnorm -q 08-scan.h5 | xrecon -q --center 125.4 -o 08-bare.h5
xphantom shepp2d --size 256 --truth -o 08-truth.nrrd
for r in rec bare; do
	xconvert -q --items 0:1 08-$r.h5 -o 08-$r.nrrd
	echo "08-$r: correlation with the phantom $(xcompare --circle 0.95 --get correlation 08-truth.nrrd 08-$r.nrrd)"
	xview 08-$r.nrrd -o 08-$r.png
done
