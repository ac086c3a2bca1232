#!/bin/bash
# demo.sh [FOLDER] - the main jobs: a simulated scan and a measured one where there is any (BEAMPIPE_DATA), and a scattering pattern.
set -eu -o pipefail
top=$(cd "$(dirname "$0")/.." && pwd)
out=${1:-demo}
data=${BEAMPIPE_DATA:-$top/../shared/data}
mkdir -p "$out"

reconstruct() {	# SCAN NAME TITLE
	echo
	echo "$3"
	echo "  xnorm $(basename "$1") | xfilter -f stripe-fw | xrecon -a gridrec --center auto -o $2_rec.h5"
	xnorm -q "$1" | xfilter -q -f stripe-fw | xrecon -q -a gridrec --center auto -o "$out/$2_rec.h5"
	echo "  xview $2_rec.h5 -o $2.png"
	xview "$out/$2_rec.h5" -o "$out/$2.png"
}

echo "xphantom shepp2d --size 512 --angles 600 --rows 8 --scan -o scan.h5"
xphantom shepp2d --size 512 --angles 600 --rows 8 --scan -o "$out/scan.h5"
reconstruct "$out/scan.h5" phantom "A simulated scan:"
[ ! -e "$data/tomo/tooth.h5" ] || reconstruct "$data/tomo/tooth.h5" tooth "A measured tooth:"

echo
echo "Grazing-incidence scattering of cylinders on silicon:"
echo "  xgisaxs-sim cylinder.yaml | xview --log --cmap inferno -o gisaxs.png"
xgisaxs-sim -q "$top/examples/cylinder.yaml" | xview --log --cmap inferno -o "$out/gisaxs.png"

echo
echo "Pictures and volumes:"
for f in "$out"/*; do echo "  $f"; done
