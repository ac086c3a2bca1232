#!/bin/bash
# Where is the axis?  A stack of slices at a range of centres to look at, and the number.
set -eu -o pipefail
xphantom shepp2d --size 200 --angles 300 --rows 2 --scan --center 104.3 -o 05-scan.h5
xnorm -q 05-scan.h5 -o 05-proj.nrrd
xcenter -q -m try 05-proj.nrrd -o 05-try.nrrd
xview --montage 12 05-try.nrrd -o 05-try.png
echo "axis of rotation: $(xcenter -q -m vo 05-proj.nrrd), made at 104.3"
