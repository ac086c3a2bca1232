#!/bin/bash
# Phase retrieval: one distance, one material (Paganin), before the reconstruction.
set -eu -o pipefail
xphantom shepp2d --size 256 --angles 360 --rows 64 --scan -o 04-scan.h5
xnorm -q 04-scan.h5 | xfilter -q -f paganin:delta-beta=200,energy=25,distance=0.1,pixel=1e-6 |
	xrecon -q -a gridrec -o 04-rec.h5
xview 04-rec.h5 -o 04-paganin.png
xinfo 04-rec.h5
