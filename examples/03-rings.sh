#!/bin/bash
# Rings come from stripes in the sinogram: the same slice with and without their removal.
set -eu -o pipefail
xphantom shepp2d --size 256 --angles 360 --rows 1 --scan --rings 12 --seed 3 -o 03-scan.h5
xnorm -q 03-scan.h5 -o 03-proj.nrrd
xrecon -q -a gridrec 03-proj.nrrd -o 03-rings.nrrd
xfilter -q -f stripe-fw 03-proj.nrrd | xrecon -q -a gridrec -o 03-fw.nrrd
xfilter -q -f stripe-sf 03-proj.nrrd | xrecon -q -a gridrec -o 03-sf.nrrd
for f in 03-rings 03-fw 03-sf; do
	xview $f.nrrd -o $f.png
done

# the truth is known: correlation with it, before and after
xphantom shepp2d --size 256 --truth -o 03-truth.nrrd
for f in 03-rings 03-fw 03-sf; do
	echo "$f: correlation with the truth $(xcompare --circle 0.95 --get correlation 03-truth.nrrd $f.nrrd)"
done
