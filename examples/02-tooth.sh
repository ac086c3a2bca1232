#!/bin/bash
# A measured tooth where BEAMPIPE_DATA has one, else a simulated scan, with the axis found by three methods.
set -eu -o pipefail
scan=${BEAMPIPE_DATA:-/nowhere}/tomo/tooth.h5
[ -e "$scan" ] || { scan=02-scan.h5; xphantom shepp2d --size 320 --angles 181 --rows 2 --scan -o "$scan"; }
xnorm -q "$scan" -o 02-proj.nrrd
for method in pc vo; do
	echo "axis of rotation, $method: $(xcenter -q -m $method 02-proj.nrrd)"
done
xfilter -q -f stripe-fw 02-proj.nrrd | xrecon -q -a gridrec --center auto --unit pixel -o 02-rec.h5
xview 02-rec.h5 -o 02-tooth.png
