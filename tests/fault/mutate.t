#!/bin/bash
# MUTANTS (500) broken copies of a file of each format, read by xinfo, xconvert, (scans) xnorm and (parts) xjoin, and of samples and
# their meshes by xgisaxs-sim: no crash, no hang; where it fails, one line on standard error, nothing on standard output and no file.
. "$(dirname "$0")/../lib.sh"
count=${MUTANTS:-500}
export OMP_NUM_THREADS=1
ulimit -v 8000000 2>/dev/null

# try FILE COMMAND...: appends to bad what is wrong
try() {
	local m=$1 got
	shift
	rm -rf out && mkdir out
	timeout 20 "$@" >stdout 2>stderr
	got=$?
	[ $got -ne 0 ] || { good=$((good + 1)); return; }
	if [ $got -gt 6 ] || [ $got -lt 2 ]; then echo "$m: exit $got of $*: $(head -c 200 stderr)"
	elif [ "$(wc -l <stderr)" -ne 1 ]; then echo "$m: $(wc -l <stderr) lines from $*: $(head -c 200 stderr)"
	elif [ -s stdout ]; then echo "$m: $* failed and wrote $(wc -c <stdout) bytes"
	elif [ -n "$(ls -A out)" ]; then echo "$m: $* failed and left $(ls -A out)"
	fi >>bad
}
mutants() {	# mutants NAME FILE SUFFIX [scan|part|link|sample|mesh]
	rm -rf m && mkdir m && : >bad && good=0
	perl "$top/tests/fault/mutate.pl" "$2" m "$count" 7 $(case $4 in sample | mesh) echo text ;; esac) || flunk "$1: mutants"
	for ((i = 0; i < count; i++)); do
		mv m/m$i "m/m$i$3"
		case $4 in
		sample) try m$i xgisaxs-sim -q -j 1 "m/m$i$3" -o out/x.nrrd; continue ;;
		mesh) try m$i xgisaxs-sim -q -j 1 -D $mesh.file="m/m$i$3" grains.yaml -o out/x.nrrd; continue ;;
		esac
		try m$i xinfo "m/m$i$3"
		try m$i xconvert "m/m$i$3" -o out/x.nrrd
		[ "$4" != scan ] || try m$i xnorm -q "m/m$i$3" -o out/x.nrrd
		[ "$4" != part ] || try m$i xjoin "m/m$i$3" rest.nrrd -o out/x.nrrd
		[ "$4" != link ] || try m$i xjoin --virtual "m/m$i$3" rest.h5 -o out/x.h5
	done
	local what="$1: $count mutants, $good readings succeeded"
	[ -s bad ] && flunk "$what" "$(wc -l <bad) bad" "$(head -8 bad | cut -c 1-250)" || pass "$what"
	[ $good -lt $((count * 3)) ] || flunk "$1: no mutant was refused"
}

. "$top/tests/fault/commands.sh"	# its samples
mesh=layers.0.layouts.1.particles.0.particle.shape
sed -i 's/, mask: mask.npy//; s/: tetra.obj/: ..\/tetra.obj/' grains.yaml	# as seen from m/
mkdir -p m
mutants 'a sample' grains.yaml .yaml sample
mutants 'a sample of HipGISAXS' lattice.hig .hig sample
mutants 'a mesh' tetra.obj .obj mesh
xphantom shepp2d --size 12 --angles 8 --rows 2 -o p.nrrd
for k in npy tif h5; do xconvert p.nrrd -o p.$k; done
mutants NRRD p.nrrd .nrrd
mutants NPY p.npy .npy
mutants EDF pattern.edf .edf
mutants TIFF p.tif .tif
mutants HDF5 p.h5 .h5
xphantom shepp2d --size 12 --angles 6 --rows 3 --scan -o scan.h5
for k in nrrd h5; do
	xnorm -q --slab 0:1:1 scan.h5 -o part.$k && xnorm -q --slab 1:3:1 scan.h5 -o rest.$k || flunk 'parts'
done
mutants 'a part, NRRD' part.nrrd .nrrd part
mutants 'a part to link to' part.h5 .h5 link
for layout in als832 dx nxtomo; do
	xphantom shepp2d --size 12 --angles 6 --rows 2 --scan --layout $layout -o $layout.h5 2>err ||
		{ flunk "a scan in layout $layout" "$(cat err)"; continue; }
	mutants "HDF5 scan, $layout" $layout.h5 .h5 scan
done
done_testing
