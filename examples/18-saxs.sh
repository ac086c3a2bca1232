#!/bin/bash
# A pattern of the simulator in SAXS mode: particles with liquid-like order, averaged over many places, so that several models add up to it.
# Its axes tell where q = 0 is and how wide a pixel of the model: nm.
set -eu -o pipefail

cat >18-saxs.yaml <<'END_'
mode: saxs
beam: {energy_keV: 12}
detector: {type: qgrid, n_qy: 96, qy_min: -1.94, qy_max: 1.90, n_qz: 96, qz_min: -1.94, qz_max: 1.90}
layers:
- material: {delta: 0}
  layouts:
  - particles: [{particle: {shape: {name: sphere, radius: 6}, material: {delta: 1e-5}}}]
    interference: {type: radial_paracrystal, peak_distance: 20, damping_length: 500, sigma: 3}
    surface_density: 0.0025
END_
xgisaxs-sim -q 18-saxs.yaml -o 18-saxs.h5
xview --log --cmap inferno 18-saxs.h5 -o 18-saxs.png
xrmc 18-saxs.h5 --loading 0.28 --tiles 4 --metric amplitude -o 18-run.h5 --pictures 18-pictures
xview --cmap gray --montage 2x2 18-run.h5 -o 18-models.png
xview --log --cmap inferno 18-run.h5::/rmc/fit -o 18-fit.png
echo "a pixel of the models: $(xinfo --get bp.pixel_m 18-run.h5) m, R $(xinfo --get rmc.R 18-run.h5)"
