#!/bin/bash
# SSIM against the truth of slices (gridrec, 256 x 256, 360 angles) without and with each filter for stripes:
# clean data of several kinds, then scans with columns in error of each kind.
#	stripes.sh [FILTER ...]		the programs are on PATH
set -eu -o pipefail
export LC_ALL=C OMP_NUM_THREADS=1
d=$(mktemp -d "${TMPDIR:-/tmp}/stripes.XXXXXX")
trap 'rm -rf "$d"' EXIT
cd "$d"
clean="exact few disc discs wires noisy"
kinds="full partial unresponsive wide turn"
s="--size 256 --angles 360 --mu-t-max 2"
xphantom shepp2d $s -o exact.nrrd
xphantom shepp2d --size 256 --angles 90 --mu-t-max 2 -o few.nrrd
for p in disc discs; do xphantom $p $s -o $p.nrrd; done
xphantom wires $s --rows 1 -o wires.nrrd
for p in shepp2d disc discs; do xphantom $p $s --truth -o truth_$p.nrrd; done
xphantom wires $s --rows 1 --truth -q | xconvert -q --items 0:1 - -o truth_wires.nrrd
xphantom shepp2d $s --scan | xnorm -q -o noisy.nrrd
for k in $kinds; do xphantom shepp2d $s --scan --rings 12 --ring-kind $k | xnorm -q -o $k.nrrd; done
truth() { case $1 in disc | discs | wires) echo "truth_$1.nrrd" ;; *) echo truth_shepp2d.nrrd ;; esac; }
recon() { xrecon -q -a gridrec --unit pixel "$@"; }
row() {
	local k
	printf '%-40s' "$1"
	for k in $clean $kinds; do
		case $1 in
		none) recon $k.nrrd -o r.nrrd ;;
		ring*) recon $k.nrrd | xfilter -q -f "$1" -o r.nrrd ;;
		*) xfilter -q -f "$1" $k.nrrd | recon -o r.nrrd ;;
		esac
		printf ' %7.4f' "$(xcompare --circle 0.95 --get ssim "$(truth $k)" r.nrrd)"
	done
	echo
}
printf '%-40s' filter; for k in $clean $kinds; do printf ' %7.7s' $k; done; echo
row none
[ $# -gt 0 ] || set -- $(xfilter --list | sed -n 's/^\(stripe-[a-z]*\|ring\)\( .*\)*$/\1/p')
for f in "$@"; do row "$f"; done
