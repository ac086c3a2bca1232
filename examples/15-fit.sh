#!/bin/bash
# A fit by hand: the simulator stays, and answers each line of parameters with how far its pattern is from the measured one.
set -eu -o pipefail
here=$(cd "$(dirname "$0")" && pwd)

# what stands for a measurement: cylinders of R = 4.37 nm, photons and all
sed 's/n_phi: 192/n_phi: 96/; s/n_alpha: 160/n_alpha: 80/' "$here/cylinder.yaml" >15.yaml
echo 'noise: {flux: 1e10, seed: 7}' | cat 15.yaml - >15-noisy.yaml
xgisaxs-sim -q -D R=4.37 15-noisy.yaml -o 15-data.h5
xview --log --cmap inferno 15-data.h5 -o 15-data.png

coproc serve { xgisaxs-sim -q 15.yaml --serve --against 15-data.h5 --metric poisson; }
exec 3<&"${serve[0]}" 4>&"${serve[1]}"
eval "exec ${serve[0]}<&- ${serve[1]}>&-"
worker=$serve_PID
ask() {	# R: the distance
	echo "R=$1" >&4
	read -r distance <&3
}
best=3 least=inf
for step in 0.5 0.1 0.02 0.004; do
	middle=$best
	for k in {-6..6}; do
		R=$(awk -v m="$middle" -v k="$k" -v s="$step" 'BEGIN { print m + k * s }')
		ask "$R"
		if awk -v a="$distance" -v b="$least" 'BEGIN { exit !(b == "inf" || a + 0 < b + 0) }'; then best=$R least=$distance; fi
	done
	echo "steps of $step: R = $best nm, deviance $least for each pixel"
done
exec 4>&-
wait "$worker"
echo "planted: R = 4.37 nm"
