#!/bin/bash
# HDF5 is loaded when a file needs it, from beside the program; without it everything else works.
. "$(dirname "$0")/../lib.sh"

xphantom shepp2d --size 16 --angles 8 -q -o a.nrrd
xconvert -q a.nrrd -o a.h5
cp "$(command -v xconvert)" alone		# a program without its ../lib/beampipe
ok "a program alone reads and writes other formats" ./alone -q a.nrrd -o b.npy
fails 4 "HDF5 cannot be loaded: .*lib/beampipe/h5.so" ./alone a.h5 -o c.nrrd
fails 4 "HDF5 cannot be loaded" ./alone a.nrrd -o c.h5
is "and leaves nothing" "$(ls -A c.* .c.* 2>/dev/null | wc -l)" 0

mkdir -p pre/bin pre/lib/beampipe
cp "$(command -v xconvert)" pre/bin/
cp "$(dirname "$(command -v xconvert)")/../lib/beampipe/h5.so" pre/lib/beampipe/
ok "in another place, with it" pre/bin/xconvert -q a.h5 -o d.nrrd
ln -s pre/bin/xconvert link
ok "through a symbolic link" ./link -q a.h5 -o e.nrrd
ok "the same" cmp d.nrrd e.nrrd
done_testing
