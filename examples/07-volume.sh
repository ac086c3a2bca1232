#!/bin/bash
# A volume in three dimensions: three cuts, a montage, a sequence of TIFF files for other programs.
set -eu -o pipefail
xphantom shepp3d --size 96 --angles 150 -o 07-proj.nrrd
xrecon -q -a gridrec 07-proj.nrrd -o 07-vol.h5
xview --ortho 07-vol.h5 -o 07-ortho.png
xview --montage 16 07-vol.h5 -o 07-montage.png
xconvert 07-vol.h5 -o 07-slices/vol_%04d.tif
echo "$(ls 07-slices | wc -l) slices"
