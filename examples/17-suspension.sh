#!/bin/bash
# Discs of a known radius: where they lie (up to a shift and an inversion), and how large they are, by the chords of the model that was found.
set -eu -o pipefail

xrmc-model discs --size 128 --loading 0.3 --radius 8 --seed 1 -o 17-discs.npy
xrmc-model discs --size 128 --loading 0.3 --radius 8 --seed 1 --pattern --counts 1e4 -o 17-pattern.npy
# square roots weigh the faint rings of the discs, which tell the radius; a price of borders keeps noise from making them rough
# charge flipping finds phases of particles much alike, at a level that resolves them
xrmc 17-pattern.npy --loading "$(xrmc-structure --get filled 17-discs.npy)" --metric amplitude --charge-flip 500 --start-size 128 --smooth 5 --seeds 4 \
	-o 17-run.h5 --model 17-model.npy --pictures 17-pictures
xview 17-discs.npy --title planted -o 17-discs.png
xview 17-model.npy --title found -o 17-model.png
printf "radius found: %.2f pixels, planted: 8\n" "$(xrmc-structure --get disc_chord_radius 17-model.npy)"
