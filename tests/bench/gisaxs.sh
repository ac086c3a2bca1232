#!/bin/bash
# Grazing-incidence scattering against BornAgain 1.19 on the same machine and in the same run: seconds of its runSimulation()
# with one thread, of our simulation alone with one thread (both without set-up; median of REPEATS, 3), how many times less
# ours is, our set-up, our whole command with one thread and with two, and the relative difference of the two images.
#	gisaxs.sh [NAME...]: these cases only (gisaxs.py has their names); PIXELS (512) x PIXELS
set -eu -o pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repeats=${REPEATS:-3}
peer=$here/../bornagain/peer.py
dir=$(mktemp -d "${TMPDIR:-/var/tmp}/beampipe-bench.XXXXXX")
trap 'rm -rf "$dir"' EXIT

python=
for p in ${PYTHON:-} python3 /usr/bin/python3; do
	"$p" -c 'import bornagain, numpy' 2>/dev/null && { python=$p; break; }
done
[ -n "$python" ] || { echo "gisaxs.sh: BornAgain cannot be imported (Debian: python3-bornagain): nothing to compare with"; exit 0; }
command -v xgisaxs-sim >/dev/null || { echo "gisaxs.sh: no xgisaxs-sim: the times of BornAgain alone"; }

field() { awk -v f="$1:" '{ for (i = 1; i < NF; i++) if ($i == f) print $(i + 1) }' "$2"; }	# seconds of a line "NAME: S s"
median() { sort -g | awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int(NR / 2 + 1)]) / 2 }'; }
born() {	# FILE: computes it once, though several cases may ask; seconds
	[ -e "$dir/$1.s" ] || "$python" "$peer" "$dir/$1.json" -o "$dir/$1.npy" --time --repeat "$repeats" 2>"$dir/$1.s" ||
		{ cat "$dir/$1.s" >&2; exit 1; }
	field simulation "$dir/$1.s"
}
ours() {	# NAME THREADS: simulation, set-up, wall; medians
	local i TIMEFORMAT=%R
	: >"$dir/sim"; : >"$dir/setup"; : >"$dir/wall"
	for i in $(seq "$repeats"); do
		{ time xgisaxs-sim --profile -j "$2" "$dir/$1.json" -o "$dir/own.npy" 2>"$dir/err"; } 2>>"$dir/wall" ||
			{ cat "$dir/err" >&2; exit 1; }
		field simulation "$dir/err" >>"$dir/sim"
		field set-up "$dir/err" >>"$dir/setup"
	done
	echo "$(median <"$dir/sim") $(median <"$dir/setup") $(median <"$dir/wall")"
}

"$python" "$here/gisaxs.py" "$dir" "${PIXELS:-512}" >"$dir/cases"
printf '%-22s %10s %9s %7s %8s %8s %8s %8s %9s\n' "${PIXELS:-512}^2, seconds" BornAgain ours -j1 times set-up 'wall -j1' 'wall -j2' rel_l2 |
	sed 's/ours  *-j1/ours -j1/'
while read -r name from; do
	[ $# -eq 0 ] || [[ " $* " == *" $name "* ]] || continue
	b=$(born "$from")
	command -v xgisaxs-sim >/dev/null || { printf '%-22s %10.4f\n' "$name" "$b"; continue; }
	one=$(ours "$name" 1)
	two=$(ours "$name" 2)
	read -r s1 setup w1 <<<"$one"
	read -r _ _ w2 <<<"$two"
	d=$(xcompare --no-ssim --get rel_l2 "$dir/$from.npy" "$dir/own.npy")
	awk -v n="$name" -v b="$b" -v s="$s1" -v u="$setup" -v w="$w1" -v v="$w2" -v d="$d" \
		'BEGIN { printf "%-22s %10.4f %9.4f %7.1f %8.4f %8.3f %8.3f %9.1e\n", n, b, s, (s > 0 ? b / s : 0), u, w, v, d }'
done <"$dir/cases"
