#!/bin/bash
# From a simulated scan to a slice, and how far the slice is from the truth.
set -eu -o pipefail
xphantom shepp2d --size 256 --angles 402 --rows 2 --scan -o 01-scan.h5
xnorm -q 01-scan.h5 | xfilter -q -f stripe-fw | xrecon -q -a gridrec --center auto -o 01-rec.h5
xview 01-rec.h5 -o 01-phantom.png

# noise-free projections of the same phantom against its own picture, inside the circle
xphantom shepp2d --size 256 --angles 402 | xrecon -q -a gridrec --unit pixel -o 01-ideal.nrrd
xphantom shepp2d --size 256 --truth -o 01-truth.nrrd
echo "PSNR $(xcompare --circle 1 --peak 1 --get psnr 01-truth.nrrd 01-ideal.nrrd) dB"
