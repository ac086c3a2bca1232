#!/bin/bash
# A folder of scans, reprocessed by make: the second run has nothing to do, a new scan only itself.
set -eu -o pipefail
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p 06-scans
for seed in 1 2; do
	xphantom shepp2d --size 128 --angles 180 --rows 2 --scan --seed $seed -o 06-scans/s$seed.h5
done
make -s -k -j2 -f "$here/06-reprocess.mk" DIR=06-scans
make -q -f "$here/06-reprocess.mk" DIR=06-scans && echo "nothing to do"
xphantom shepp2d --size 128 --angles 180 --rows 2 --scan --seed 3 -o 06-scans/s3.h5
echo "work for one scan: $(make -n -f "$here/06-reprocess.mk" DIR=06-scans | grep -c xrecon)"
make -s -f "$here/06-reprocess.mk" DIR=06-scans
ls 06-scans/*.png
