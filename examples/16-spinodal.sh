#!/bin/bash
# A film that has come apart into two phases, from its speckle alone: models of several seeds differ, but agree in what can be known.
set -eu -o pipefail

xrmc-model spinodal --size 128 --k0 10 --seed 7 -o 16-film.npy
xrmc-model spinodal --size 128 --k0 10 --seed 7 --pattern --counts 1e6 -o 16-pattern.npy
xrmc 16-pattern.npy --loading 0.5 --seeds 3 -o 16-run.h5 --model 16-model.npy --pictures 16-pictures
xview 16-film.npy --title planted -o 16-film.png
xview 16-model.npy --title found -o 16-model.png
xview --log --cmap inferno 16-run.h5::/rmc/fit -o 16-fit.png
for f in 16-film.npy 16-model.npy; do
	printf "%s: a length of %.2f pixels repeats\n" $f "$(xrmc-structure --get peak_length $f)"
done
