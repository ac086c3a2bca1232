#!/bin/bash
# Reconstruction against its own transforms: 64 slices of 1024^2 from 1024 angles, 16 of 2048^2 from
# 1500, best of five.  The goal: CPU at most three times what the transforms alone take (one thread, 1-D
# forward and 2-D inverse, oversampling 1.5), and 2 threads at least 1.8 times as fast as 1.  Then fbp, 2
# slices of 512^2 from 360 angles, beside scikit-image's iradon where it is installed.
set -eu
dir=$(mktemp -d "${TMPDIR:-/var/tmp}/beampipe-bench.XXXXXX")
trap 'rm -rf "$dir"' EXIT

best() {	# best OPTIONS FILE: "wall CPU", the least of five
	local i
	for i in 1 2 3 4 5; do
		xrecon --profile "$@" -o /dev/null 2>&1 | awk '/ wall / { gsub(",", ""); print $4, $7 }'
	done | awk 'NR == 1 { w = $1; c = $2 } { if ($1 < w) w = $1; if ($2 < c) c = $2 } END { print w, c }'
}

printf '%-34s %8s %8s %8s %8s %8s %8s\n' work 'wall -j1' 'CPU -j1' 'wall -j2' 'FFTs' 'CPU/FFTs' 'j1/j2'
for work in "1024 1024 64" "2048 1500 16"; do
	read -r n m rows <<<"$work"
	xphantom shepp2d --size "$n" --angles "$m" --rows "$rows" -o "$dir/s.nrrd"
	for a in gridrec gridrec:oversampling=2; do
		t=$(bench_transforms "$m" "$n" | awk -v rows="$rows" '{ print rows * $1 }')
		read -r w1 c1 <<<"$(best -j 1 -a "$a" "$dir/s.nrrd")"
		read -r w2 c2 <<<"$(best -j 2 -a "$a" "$dir/s.nrrd")"
		awk -v n="$rows x $n^2 x $m, ${a#gridrec}" -v w1="$w1" -v c1="$c1" -v w2="$w2" -v t="$t" \
			'BEGIN { printf "%-34s %8.3f %8.3f %8.3f %8.3f %8.2f %8.2f\n", n, w1, c1, w2, t, c1 / t, w1 / w2 }'
	done
done
xphantom shepp2d --size 512 --angles 360 --rows 2 -o "$dir/s.nrrd"
read -r w c <<<"$(best -j 1 -a fbp "$dir/s.nrrd")"
printf 'fbp, 2 x 512^2 x 360: wall %s s, CPU %s s\n' "$w" "$c"
if python3 -c 'import skimage' 2>/dev/null; then
	tail -c $((2 * 360 * 512 * 4)) "$dir/s.nrrd" >"$dir/s.raw"
	python3 - "$dir/s.raw" <<'P'
import sys, time
import numpy as np
from skimage.transform import iradon
s = np.fromfile(sys.argv[1], np.float32).reshape(2, 360, 512)
start = time.process_time()
for x in s:
    iradon(x.T, theta=np.arange(360) * 0.5, filter_name="ramp", circle=True)
print("scikit-image iradon, the same: CPU %.2f s" % (time.process_time() - start))
P
fi
