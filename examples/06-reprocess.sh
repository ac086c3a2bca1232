#!/bin/bash
# A folder of scans, reprocessed by make with the whole recipe: killed half-way it goes on where it was, the second run
# has nothing to do, a new scan or a changed option only its own.
set -eu -o pipefail
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p 06-scans
again() { make -s -k -f "$here/06-reprocess.mk" DIR=06-scans "$@"; }
work() { make -n -f "$here/06-reprocess.mk" DIR=06-scans | grep -c bp-recon || true; }
scan() { xphantom shepp2d --size 256 --angles 360 --rows 4 --scan --layout dx --rings 8 --zingers 0.0005 --center 126.25 --seed "$1" -o "06-scans/s$1.h5"; }
for seed in 1 2 3; do scan $seed; done
echo "work for $(work) scans"

setsid make -s -f "$here/06-reprocess.mk" DIR=06-scans & # in a group of its own, to be killed with all it started
while ! ls 06-scans/*_rec.h5 >/dev/null 2>&1; do sleep 0.05; done
kill -KILL -- -$! 2>/dev/null || true
wait $! 2>/dev/null || true
rm -f 06-scans/.*.??????	# what a killed program cannot remove itself
echo "killed; work for $(work) scans"
again -j2
again -q && echo "nothing to do"

scan 4
echo '--rotation-axis 126.25' >06-scans/s2.opt
echo "a new scan and an option: work for $(work) scans"
again
ls 06-scans/*.png
