#!/bin/bash
# The stream against cat: `cat | xfilter | cat` and `cat | cat | cat`, best of five, 2 GB of each type
# (BENCH_GB to change it).  The goal is 80 % of cat's rate.
set -eu
dir=$(mktemp -d "${TMPDIR:-/var/tmp}/beampipe-bench.XXXXXX")
trap 'rm -rf "$dir"' EXIT
gb=${BENCH_GB:-2}

best() {	# best COMMAND: the least of five wall-clock times, s
	local i a b
	for i in 1 2 3 4 5; do
		a=$(date +%s%N); bash -c "$1"; b=$(date +%s%N)
		echo $(((b - a) / 1000))
	done | sort -n | head -1 | awk '{ printf "%.3f\n", $1 / 1e6 }'
}

printf '%-8s %10s %12s %8s\n' type 'cat, s' 'xfilter, s' rate
for type in uint16 float; do
	width=$([ $type = uint16 ] && echo 2 || echo 4)
	frames=$((gb * 1000000000 / (2048 * 512 * width)))
	{ printf 'NRRD0005\ntype: %s\ndimension: 3\nsizes: 2048 512 %d\nencoding: raw\nendian: little\n' $type $frames
	  printf 'labels: "col" "row" "angle"\n\n'
	  head -c $((2048 * 512 * width * frames)) /dev/zero; } >"$dir/in.nrrd"
	c=$(best "cat '$dir/in.nrrd' | cat | cat >/dev/null")
	x=$(best "cat '$dir/in.nrrd' | xfilter | cat >/dev/null")
	awk -v t=$type -v c="$c" -v x="$x" 'BEGIN { printf "%-8s %10.3f %12.3f %7.0f%%\n", t, c, x, 100 * c / x }'
done
