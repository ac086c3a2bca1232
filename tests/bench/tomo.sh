#!/bin/bash
# Tomography at the sizes at which TomoPy 1.15.2 was measured (gcc -O3, FFTW, CPU seconds, on two cores of the same
# kind): our CPU and wall time with one thread, wall time with two, memory, that CPU time of TomoPy's, how many times less
# ours is, and what was aimed at.  Beside it, in the same run, what the transforms alone take and what
# scikit-image takes where it is installed.  Each is the least of REPEATS (3) runs.
set -eu -o pipefail
repeats=${REPEATS:-3}
dir=$(mktemp -d "${TMPDIR:-/var/tmp}/beampipe-bench.XXXXXX")
trap 'rm -rf "$dir"' EXIT

least() { awk '{ for (i = 1; i <= NF; i++) if (NR == 1 || $i < m[i]) m[i] = $i; n = NF } END { for (i = 1; i <= n; i++) printf "%s ", m[i] }'; }
once() {	# COMMAND...: CPU seconds, wall seconds, memory in MB
	local TIMEFORMAT='%U %S %R' t
	t=$( { time "$@" >/dev/null 2>"$dir/err"; } 2>&1 ) || { cat "$dir/err" >&2; exit 1; }
	awk -v t="$t" '/memory/ { m = $(NF - 1) * ($NF == "GB" ? 1000 : $NF == "kB" ? 0.001 : 1) }
		END { split(t, v, " "); print v[1] + v[2], v[3], m + 0 }' "$dir/err"
}
best() { local i; for i in $(seq "$repeats"); do once "$@" || return; done >"$dir/times"; least <"$dir/times"; }
head_() { printf '%-44s %8s %8s %8s %6s %8s %7s %6s\n' work 'CPU -j1' 'wall -j1' 'wall -j2' MB TomoPy times goal; }
row() {	# NAME CPU WALL1 WALL2 MB TOMOPY GOAL
	awk -v n="$1" -v c="$2" -v w="$3" -v w2="$4" -v m="$5" -v p="$6" -v g="$7" \
		'BEGIN { printf "%-44s %8.4f %8.3f %8.3f %6.0f %8.4g %7.1f %6s\n", n, c, w, w2, m, p, p / c, g }'
}
tool() {	# NAME TOMOPY GOAL COMMAND...
	local name=$1 peer=$2 goal=$3 c w m c2 w2 m2
	shift 3
	best "$@" -j 1 >"$dir/1"
	best "$@" -j 2 >"$dir/2"
	read -r c w m <"$dir/1" || true
	read -r c2 w2 m2 <"$dir/2" || true
	row "$name" "$c" "$w" "$w2" "$m" "$peer" "$goal"
}

echo "Whole programs, from an NRRD file to nowhere (with reading and start)"
head_
for work in "1024 1024 64 3.4" "2048 1500 16 3.3"; do
	read -r n m rows peer <<<"$work"
	xphantom shepp2d --size "$n" --angles "$m" --rows "$rows" -o "$dir/s.nrrd"
	tool "gridrec:oversampling=2, $rows x $n^2 x $m" "$peer" 3 xrecon --profile -a gridrec:oversampling=2 "$dir/s.nrrd" -o /dev/null
	tool "gridrec, $rows x $n^2 x $m" "$peer" 3 xrecon --profile "$dir/s.nrrd" -o /dev/null
	tool "gridrec:oversampling=1.25 --pad 0" "$peer" 5 xrecon --profile -a gridrec:oversampling=1.25 --pad 0 "$dir/s.nrrd" -o /dev/null
	bench_transforms "$m" "$n" | awk -v r="$rows" '{ printf "%-44s %8.4f\n", "  the transforms alone, oversampling 1.5", r * $1 }'
	[ "$rows" != 64 ] || tool "xcenter -m vo, $rows rows of it" 22 20 xcenter -m vo "$dir/s.nrrd"
done
xphantom shepp2d --size 512 --angles 360 --rows 2 -o "$dir/s.nrrd"
tool "fbp, 2 x 512^2 x 360" 1.6 40 xrecon --profile -a fbp "$dir/s.nrrd" -o /dev/null

echo
echo "Iterative algorithms, a slice and an iteration of 512^2 x 360: (20 iterations - 0) / 20 of 2 slices"
head_
for a in art bart sart sirt cgls mlem osem pml_quad pml_hybrid ospml_quad ospml_hybrid tv grad tikh fista-tv mbir; do
	best xrecon --profile -j 1 -a $a:iterations=0 "$dir/s.nrrd" -o /dev/null >"$dir/0"
	best xrecon --profile -j 1 -a $a:iterations=20 "$dir/s.nrrd" -o /dev/null >"$dir/1"
	best xrecon --profile -j 2 -a $a:iterations=20 "$dir/s.nrrd" -o /dev/null >"$dir/2"
	read -r c0 w0 m0 <"$dir/0" || true
	read -r c w m <"$dir/1" || true
	read -r c2 w2 m2 <"$dir/2" || true
	row "$a" "$(awk -v a="$c" -v b="$c0" 'BEGIN { print (a - b) / 40 }')" "$(awk -v a="$w" -v b="$w0" 'BEGIN { print (a - b) / 40 }')" \
		"$(awk -v a="$w2" -v b="$w0" 'BEGIN { print (a - b) / 40 }')" "$m" 1.0 20
done

echo
echo "Filters, in memory: 1024 angles x 64 rows x 1024 columns of float (CPU of one thread, wall of one and of two);"
echo "those for stripes as published, at all columns, as the input has no stripes"
head_
while read -r peer goal f; do
	read -r c w <<<"$(OMP_NUM_THREADS=1 bench_filters "$repeats" "$f" | awk 'END { print $(NF - 2), $(NF - 1) }')"
	w2=$(OMP_NUM_THREADS=2 bench_filters "$repeats" "$f" | awk 'END { print $(NF - 1) }')
	row "$f" "$c" "$w" "$w2" 0 "$peer" "$goal"
done <<'F'
7.2 15 outlier:dif=0.1
6.6 20 median
55 40 outlier:dif=0.1,dim=3
55 40 median:dim=3
1.5 5 gaussian:sigma=3
4.9 5 stripe-fw:level=10,where=all
1.9 5 stripe-ti:where=all
0.5 3 stripe-sf:where=all
12 40 stripe-sort:where=all
52 40 stripe-large:where=all
88 40 stripe-all:where=all
24 12 paganin:alpha=0.001,energy=20,distance=0.5,pixel=1e-6
F

if python3 -c 'import skimage' 2>/dev/null; then
	echo
	echo "scikit-image on the same machine, CPU seconds of one thread"
	tail -c $((2 * 360 * 512 * 4)) "$dir/s.nrrd" >"$dir/s.raw"
	OMP_NUM_THREADS=1 python3 - "$dir/s.raw" <<'P'
import sys, time
import numpy as np
from skimage.transform import iradon, iradon_sart
s = np.fromfile(sys.argv[1], np.float32).reshape(2, 360, 512)
theta = np.arange(360) * 0.5
start = time.process_time()
for x in s:
    iradon(x.T, theta=theta, filter_name="ramp", circle=True)
print("%-44s %8.4f" % ("iradon, 2 x 512^2 x 360", time.process_time() - start))
start = time.process_time()
iradon_sart(s[0].T.astype(float), theta=theta)
print("%-44s %8.4f" % ("iradon_sart, a slice and an iteration", time.process_time() - start))
P
fi
