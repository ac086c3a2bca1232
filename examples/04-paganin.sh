#!/bin/bash
# Phase retrieval before the reconstruction: one distance, one material (Paganin).  Energy, distance and pixel size
# come from the scan; on a noisy scan the gain shows even where there is no phase contrast to retrieve.
set -eu -o pipefail
xphantom shepp2d --size 256 --angles 360 --rows 32 --counts 300 -e 25 -z 0.05 -p 1e-6 --scan -o 04-scan.h5
xphantom shepp2d --size 256 --truth -o 04-truth.nrrd
for delta_beta in 0.01 5 20; do
	xnorm -q 04-scan.h5 | xfilter -q -f paganin:delta-beta=$delta_beta |
		xrecon -q -a gridrec --rows 15:16 -o 04-rec-$delta_beta.h5
	echo "delta/beta $delta_beta: correlation with the truth" \
		"$(xcompare --circle 0.95 --get correlation 04-truth.nrrd 04-rec-$delta_beta.h5)"
done
xview 04-rec-5.h5 -o 04-paganin.png
