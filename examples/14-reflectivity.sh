#!/bin/bash
# Reflectivity of a polymer film on silicon: the distance of the Kiessig fringes tells how thick it is.
set -eu -o pipefail
cat >14.yaml <<'END'
parameters: {t: 40}
mode: reflectivity
beam: {wavelength: 0.154}
reflectivity: {qz_min: 0.05, qz_max: 2.05, n: 2000, sigma_deg: 0.002}
layers:
- material: {delta: 0}
- {material: {delta: 3.5e-6, beta: 8e-9}, thickness: $t, top_roughness: {sigma: 0.3, profile: nevot_croce}}
- {material: {delta: 7.6e-6, beta: 1.7e-7}, top_roughness: {sigma: 0.2, profile: nevot_croce}}
END
xgisaxs-sim -q 14.yaml -o 14.h5
xview --log 14.h5 -o 14.png
xinfo --samples 14.h5 | awk '
BEGIN { k = 2 * 3.14159265 / 0.154 }
NR > 1 && $3 > 0.5 { edge = $2 }
NR > 3 && now > before && now >= $3 && $2 > 0.8 {
	last = sqrt($2 ^ 2 - 8 * 3.5e-6 * k ^ 2)	# qz within the film
	if (!n++) first = last
}
{ before = now; now = $3 }
END {
	printf "total reflection up to qz = %.3f, expected %.3f\n", edge, 2 * k * sqrt(2 * 7.6e-6)
	printf "%d fringes %.4f apart: a film of %.2f nm; 40 planted\n", n, (last - first) / (n - 1), 2 * 3.14159265 / ((last - first) / (n - 1))
}'

# thicknesses up from 10 to 60 nm, a curve in each row: fringes draw together
for t in $(seq 10 0.5 60); do
	xgisaxs-sim -q -D t="$t" -D reflectivity.n=400 14.yaml -o 14.npy
	tail -c 3200 14.npy
done >14.raw
xconvert -q --raw double,101,400 14.raw | xconvert -q --axes thickness,qz --set "bp.table.thickness.nm=$(seq -s ' ' 10 0.5 60)" \
	--set "bp.table.qz.per_nm=$(xinfo --samples 14.npy | awk 'NR > 1 { printf "%g ", 0.05 + 2 * (NR - 2) / 399 }')" | xview --log --cmap inferno -o 14-kiessig.png
